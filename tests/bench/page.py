#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long Chromium takes to open the page of some 2,000 records, from its disk to the end of its script.

    page.py PROGRAM FOLDER [RECORDS]

The texts of FOLDER are given as often as it takes. Prints the medians of seven loads: until something is seen, until all is
there and the filters work, and processor time of the tab's process, for this page and for an empty one.
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import browser as devtools  # noqa: E402

LOADS = 7
TIMES = """(() => { const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return [paint ? paint.startTime : 0, performance.getEntriesByType("navigation")[0].loadEventEnd]; })()"""


def load(browser, address):
    """Milliseconds until the first paint and the end of the load, and of the processor."""
    tab = browser.open(address)
    tab.send("Performance.enable")
    seen, there = tab.value(TIMES)
    metrics = {metric["name"]: metric["value"] for metric in tab.send("Performance.getMetrics")["metrics"]}
    tab.close()
    return seen, there, 1000 * metrics["ProcessTime"]


def main():
    program, folder = sys.argv[1:3]
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    each = subprocess.run([program, folder], check=True, capture_output=True).stdout.count(b"\n")
    times = -(-wanted // each)
    with tempfile.TemporaryDirectory(prefix="allege-page-", ignore_cleanup_errors=True) as scratch:
        page, empty = pathlib.Path(scratch, "page.html"), pathlib.Path(scratch, "empty.html")
        subprocess.run([program, "--format=html", f"--output={page}", *[folder] * times], check=True)
        empty.write_text("<!DOCTYPE html><title>empty</title><p>empty", encoding="utf-8")
        print(f"{each * times} records, {page.stat().st_size / 1e6:.1f} MB; ms")
        print("| page | seen | there | processor |\n| --- | --- | --- | --- |")
        with devtools.Browser(devtools.find(), scratch) as browser:
            for name, path in (("empty", empty), ("all", page)):
                loads = [load(browser, path.as_uri()) for _ in range(LOADS)]
                print(f"| {name} | " + " | ".join(f"{statistics.median(column):.0f}" for column in zip(*loads)) + " |")


if __name__ == "__main__":
    main()
