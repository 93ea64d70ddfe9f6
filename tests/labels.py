#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lay out the annotated raw texts for the scorer.

labels.py SHARED FOLDER writes, for every file of labels/, the text it annotates and its annotation into FOLDER, in the
form of SHARED/gold: ID.txt, and ID.jsonl with a line for each sentence and each statement. labels/ itself holds offsets
in bytes and values, no text; README.md says what it holds. Exit status 77 where SHARED has none of the texts.
"""
import json
import pathlib
import sys


def words(text, role):
    """The words of a role: a span [start, end) of text, a name that stands nowhere in it, or null."""
    if isinstance(role, list):
        return text[role[0] : role[1]].decode().replace("\n", " ")
    return role


def lay_out(labels, shared, folder):
    """Write ID.txt and ID.jsonl for one file of labels; say whether its text is there."""
    head, *statements = (json.loads(line) for line in labels.read_text().splitlines())
    source = shared / head["text"]
    if not source.is_file():
        return False
    text = source.read_bytes()
    (folder / f"{labels.stem}.txt").write_bytes(text)
    lines = [{"type": "sentence", "start": start, "end": end} for start, end in head["sentences"]]
    for statement in statements:
        for key in ("source", "source_name", "target"):
            statement[key] = [words(text, role) for role in statement[key]]
        lines.append(statement)
    (folder / f"{labels.stem}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return True


def main():
    shared, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    here = pathlib.Path(__file__).parent / "labels"
    return 0 if sum(lay_out(labels, shared, folder) for labels in sorted(here.glob("*.jsonl"))) else 77


if __name__ == "__main__":
    sys.exit(main())
