#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every built-in rule works on the examples of the rule files.

    rule_stats.py PROGRAM RULE_DIR

Each `eg:` line of RULE_DIR/*.rules is a text of its own; all of them go through `PROGRAM --rule-stats` in one run. A rule
fails that has no example, or that makes no record over all these texts, its own among them.
"""
import csv
import pathlib
import re
import subprocess
import sys
import tempfile

RULE = re.compile(r"^rule (\S+) (\w+)/")
EXAMPLE = re.compile(r"^\s+eg:\s*(.*)$")


def read_examples(folder):
    """The examples of each rule, by its id."""
    examples, rule = {}, None
    for path in sorted(folder.glob("*.rules")):
        for line in path.read_text("utf-8").splitlines():
            if header := RULE.match(line):
                rule = f"{header.group(2)}.{header.group(1)}"
                examples[rule] = []
            elif example := EXAMPLE.match(line):
                examples[rule].append(example.group(1))
    return examples


def run_stats(program, texts):
    with tempfile.TemporaryDirectory(prefix="allege-stats-") as folder:
        for number, text in enumerate(texts):
            pathlib.Path(folder, f"{number:05}.txt").write_text(text + "\n", "utf-8")
        done = subprocess.run([program, "--rule-stats", folder], check=True, capture_output=True, text=True)
    return list(csv.DictReader(done.stdout.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def problem(row, examples):
    if not examples.get(row["rule"]):
        return "has no example"
    if int(row["hits"]) == 0:
        return f"never matches, in {row['tries']} tries"
    if int(row["records"]) == 0:
        return f"makes no record of its {row['hits']} matches"
    if int(row["limit_hits"]) > 0:
        return f"was stopped at the match limit {row['limit_hits']} times"
    return None


def main():
    examples = read_examples(pathlib.Path(sys.argv[2]))
    rows = run_stats(sys.argv[1], [text for texts in examples.values() for text in texts])
    problems = [f"{rule}: in the rule files or in --rule-stats, but not in both"
                for rule in sorted(examples.keys() ^ {row["rule"] for row in rows})]
    passed = 0
    for row in rows:
        what = problem(row, examples)
        passed += what is None
        if what:
            problems.append(f"{row['place']}: {row['rule']} {what}")
    print("\n".join([*problems, f"{passed} passed, {len(problems)} failed"]))
    return 1 if problems or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
