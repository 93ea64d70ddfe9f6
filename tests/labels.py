#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lay out the annotated raw texts for the scorer.

labels.py SHARED FOLDER writes, for every file of labels/, the texts it annotates and their annotation into FOLDER/raw,
those of bench.jsonl into FOLDER/bench, in the form of SHARED/gold: ID.txt, and ID.jsonl with a line for each sentence
and each statement. labels/ itself holds offsets in bytes and values, no text; README.md says what it holds.
Exit status 77 where SHARED has none of the texts.
"""
import json
import pathlib
import sys


def words(text, role):
    """The words of a role: a span [start, end) of text, a name that stands nowhere in it, or null."""
    if isinstance(role, list):
        return text[role[0] : role[1]].decode().replace("\n", " ")
    return role


def texts(labels):
    """The annotated texts of a file: the line that names the text, and those of its statements."""
    for line in map(json.loads, labels.read_text().splitlines()):
        if "text" in line:
            head, statements = line, []
            yield head, statements
        else:
            statements.append(line)


def lay_out(labels, shared, folder):
    """Write ID.txt and ID.jsonl for the texts of one file of labels; say how many are there. A text that is cut out of
    a longer one is called after the byte where it begins."""
    count = 0
    for head, statements in list(texts(labels)):
        source = shared / head["text"]
        if not source.is_file():
            continue
        text, name = source.read_bytes(), labels.stem
        if "bytes" in head:
            start, end = head["bytes"]
            text, name = text[start:end] + b"\n", f"{labels.stem}-{start:08}"
        (folder / f"{name}.txt").write_bytes(text)
        lines = [{"type": "sentence", "start": start, "end": end} for start, end in head["sentences"]]
        for statement in statements:
            for key in ("source", "source_name", "target"):
                statement[key] = [words(text, role) for role in statement[key]]
            lines.append(statement)
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        count += 1
    return count


def main():
    shared, folder = map(pathlib.Path, sys.argv[1:])
    here = pathlib.Path(__file__).parent / "labels"
    count = 0
    for labels in sorted(here.glob("*.jsonl")):
        part = folder / ("bench" if labels.stem == "bench" else "raw")
        part.mkdir(parents=True, exist_ok=True)
        count += lay_out(labels, shared, part)
    return 0 if count else 77


if __name__ == "__main__":
    sys.exit(main())
