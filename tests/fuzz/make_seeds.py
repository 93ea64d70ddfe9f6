#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Seeds for the fuzz targets, out of the project's own specs, rules and word lists.

    make_seeds.py SOURCE OUT [WORDS]

Writes OUT/TARGET/NAME for each target; with WORDS a dictionary for libFuzzer's -dict too, of one word of each class.
What a fuzzing run finds is kept in seeds/TARGET beside this file and replayed by the tests.
"""

import pathlib
import re
import sys

RULES_A_SEED = 6


def blocks(path):
    """The indented texts and fenced blocks of a spec."""
    return [b for b in re.split(r"\n#+ |\n\n", path.read_text()) if b.strip()]


def write(folder, name, data):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def text_seeds(source, out):
    for spec in sorted((source / "tests/spec").glob("*.md")):
        for i, block in enumerate(blocks(spec)[::4]):
            data = block.encode()
            write(out / "text", f"{spec.stem}-{i}", data)
            write(out / "extract", f"{spec.stem}-{i}", bytes([i % 16]) + data)


def rule_seeds(source, out):
    for pack in sorted((source / "src/data/rules/en").glob("*.rules")):
        rules = re.split(r"\n(?=rule |let |set )", pack.read_text())
        for i in range(0, len(rules), RULES_A_SEED):
            write(out / "rules", f"{pack.stem}-{i}", "\n".join(rules[i : i + RULES_A_SEED]).encode())


def word_lists(source):
    return sorted((source / "src/data/lexicon/en").glob("*.txt"))


def lexicon_seeds(source, out):
    for path in word_lists(source):
        lines = path.read_text().splitlines()[:40]
        write(out / "lexicon", path.stem, "\n".join([path.name, *lines]).encode())


def dictionary(source):
    for path in word_lists(source):
        word = next((l for l in path.read_text().splitlines() if re.fullmatch(r"[a-z ]+", l)), None)
        if word:
            yield f'"{word}"'


def main():
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for make in (text_seeds, rule_seeds, lexicon_seeds):
        make(source, out)
    if len(sys.argv) > 3:
        pathlib.Path(sys.argv[3]).write_text("\n".join(dictionary(source)) + "\n")


if __name__ == "__main__":
    main()
