#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads back what the other formats write, and holds it against the JSON lines.

    formats.py PROGRAM SOURCE_DIR

The texts are those of corpus/, each as it is and once more with awkward characters strewn in (see brat.py).
"""

import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from brat import GAP, write_texts


def clean(text):
    """On one line, as all formats but JSON give it."""
    return GAP.sub(" ", text)


class Output:
    """What the program makes of a folder, in any format, run once for each."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.records = [json.loads(line) for line in self.run("--format=jsonl").split("\n") if line]

    def run(self, *options):
        command = [self.program, "--statements", *options, self.folder]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


# ---- tables ----

def certainty_word(certainty):
    parts = [certainty["type"], *certainty.get("range", []), certainty.get("level")]
    return "-".join(str(part) for part in parts if part is not None)


def cells(record):
    """The cells of a record by their columns."""
    row = {key: record.get(key, "") for key in ("doc", "label", "kind", "quote", "rule")}
    row.update((f"sentence_{key}", value) for key, value in record["sentence"].items())
    for role in ("source", "cue", "target", "act"):
        row.update((f"{role}_{key}", value) for key, value in record.get(role, {}).items() if key != "actors")
    for role in ("source", "target"):
        actors = record.get(role, {}).get("actors", [])
        row[role + "_actors"] = "; ".join(actor["name"] for actor in actors)
        row[role + "_countries"] = "; ".join(actor.get("country", "") for actor in actors)
    certainty = record.get("certainty", [])
    row["certainty"] = "; ".join(certainty_word(c) for c in certainty)
    row["certainty_text"] = "; ".join(c["text"] for c in certainty)
    content = record.get("content", [])
    row["content_text"] = "; ".join(c["text"] for c in content)
    row["content_spans"] = "; ".join(f"{c['start']}-{c['end']}" for c in content)
    return {key: "true" if value is True else clean(str(value)) for key, value in row.items() if value != ""}


def check_table(output, name, separator, line_end):
    text = output.run("--format=" + name)
    if not text.endswith(line_end) or (line_end == "\n" and "\r" in text):
        yield "wrong line ends"
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    if len(rows) != len(output.records):
        yield f"{len(rows)} rows, {len(output.records)} records"
    for row, record in zip(rows, output.records):
        want = cells(record)
        got = {key: value for key, value in row.items() if value}
        if got != want:
            yield f"{sorted(got.items() ^ want.items())}"
    if separator == "\t" and any(line.count("\t") != text.split("\n")[0].count("\t") for line in text.split("\n")[:-1]):
        yield "a tab inside a cell"


CHECKS = {
    "csv": lambda output: check_table(output, "csv", ",", "\r\n"),
    "tsv": lambda output: check_table(output, "tsv", "\t", "\n"),
}


def main():
    program, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="allege-formats-") as scratch:
        write_texts(root / "corpus", pathlib.Path(scratch))
        output = Output(program, scratch)
        for name, check in CHECKS.items():
            problems = list(check(output))
            for problem in problems[:10]:
                print(f"{name}: {problem}")
            passed += not problems
            failed += bool(problems)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not output.records else 0


if __name__ == "__main__":
    sys.exit(main())
