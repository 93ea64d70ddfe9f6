#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page of --format=html in a browser, headless Chromium: it runs, its filters work, a hostile text runs nothing.

    page.py PROGRAM SOURCE_DIR

What stands in the page is checked by formats.py; here it is opened. Without Chromium the test is skipped.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
ATTACK = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
HOSTILE = f"""Norland accused Suderia of {ATTACK} piracy. The minister said "the {ATTACK}" was false.

"Suderia' onmouseover='document.title=1' stole </title></style></script>{ATTACK} the files," the {ATTACK} FBI said.
Norland denied --><svg onload=document.title='run'> that it was likely behind the attack.
"""


def open_page(browser, folder, page, fragment=""):
    """The document after its script has run."""
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--dump-dom",
               page.as_uri() + fragment]
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()


def write_dated(path):
    """Texts with a record each, and their months: one, two and none in the third."""
    with open(path, "w", encoding="utf-8") as lines:
        for day in ("2026-01-31", "2026-02-01T10:00:00Z", "2026-02-28T23:30:00-02:00", "2026-04-30"):
            lines.write(json.dumps({"date": day, "text": "Norland accused Suderia of piracy."}) + "\n")
        lines.write(json.dumps({"date": "lately", "text": "Norland accused Suderia of piracy."}) + "\n")


def check_timeline(program, browser, folder):
    """What of the timeline does not hold."""
    write_dated(folder / "dated.jsonl")
    page = folder / "dated.html"
    subprocess.run([program, "--format=html", "--input=jsonl", "--keep=date", f"--output={page}", folder / "dated.jsonl"],
                   check=True)
    bars = re.findall(r'data-from="(.*?)" data-to="(.*?)" aria-label="(.*?)"', page.read_text(encoding="utf-8"))
    want = [("2026-01-01", "2026-01-31", "2026-01: 1 claim"), ("2026-02-01", "2026-02-28", "2026-02: 1 claim"),
            ("2026-03-01", "2026-03-31", "2026-03: 1 claim"), ("2026-04-01", "2026-04-30", "2026-04: 1 claim")]
    yield "a bar for each month", bars == want
    for fragment, shown in (("", 5), ("#from=2026-02-01", 3), ("#to=2026-02-01", 2), ("#from=2026-02-01&to=2026-03-01", 2)):
        yield f"records of {fragment or 'all time'}", count_of(open_page(browser, folder, page, fragment)) == (shown, 5)


def count_of(dom):
    match = re.search(r'id="count"[^>]*>(\d+) of (\d+) records<', dom)
    return (int(match.group(1)), int(match.group(2))) if match else None


def main():
    program, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        print("SKIPPED: no Chromium here; install the package chromium")
        return SKIPPED
    checks = {}
    with tempfile.TemporaryDirectory(prefix="allege-html-") as scratch:
        folder = pathlib.Path(scratch)
        hostile = folder / f"a{ATTACK.replace('/', '')}.txt"
        hostile.write_text(HOSTILE, encoding="utf-8")
        page = folder / "page.html"
        command = [program, "--format=html", f"--output={page}", hostile, root / "corpus"]
        subprocess.run(command, check=True)
        lines = subprocess.run([program, hostile, root / "corpus"], check=True, capture_output=True).stdout.decode()
        total = lines.count("\n")
        dom = open_page(browser, scratch, page)
        checks["all records are shown"] = count_of(dom) == (total, total)
        checks["a hostile text has records"] = 0 < lines.count("onerror")
        checks["a hostile text runs nothing"] = "<title>allege</title>" in dom and "<img" not in dom
        denials = open_page(browser, scratch, page, "#label=denial")
        checks["a label can be chosen"] = count_of(denials) == (lines.count('"label":"denial"'), total)
        named = open_page(browser, scratch, page, "#target=iran&label=claim")
        got = count_of(named)
        checks["a target can be chosen"] = got is not None and 0 < got[0] < lines.count('"label":"claim"')
        checks["texts without any are hidden"] = re.search(r'<article hidden', named) is not None
        checks.update(check_timeline(program, browser, folder))
        image = folder / "page.png"
        subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch}/profile",
                        "--window-size=400,900", f"--screenshot={image}", page.as_uri()],
                       check=True, capture_output=True, timeout=120)
        checks["it can be drawn"] = image.stat().st_size > 10000
    for name, passed in checks.items():
        if not passed:
            print(f"failed: {name}")
    failed = sum(not passed for passed in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
