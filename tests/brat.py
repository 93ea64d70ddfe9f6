#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads back the annotation that --format=brat writes, and holds it against the JSON lines.

    brat.py PROGRAM SOURCE_DIR

The texts are those of corpus/, each as it is and once more with characters outside the BMP, combining characters, tabs,
odd line separators and CRLF strewn in. Of each, every text-bound annotation must hold the text at its code points and no
line break, no annotation may stand twice, and cues, sources, targets, acts, contents and what binds them must be those of
--offsets=codepoints. All types and values must be listed in src/data/brat/annotation.conf.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
GAP = re.compile(f"[ {BREAKS}]*[{BREAKS}][ {BREAKS}]*")
TEXT_BOUND = re.compile(r"(T\d+)\t(\w+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
RELATION = re.compile(r"(R\d+)\t(\w+) Arg1:(T\d+) Arg2:(T\d+)")
ATTRIBUTE = re.compile(r"(A\d+)\t(\w+) (T\d+) (\S+)")
NOTE = re.compile(r"(#\d+)\tAnnotatorNotes (T\d+)\t(.+)")
ROLES = {"source": "Source", "target": "Target", "act": "Act", "content": "Content"}


def read_configuration(path):
    """The section of each name, and the values of each attribute."""
    section, names, values = None, {}, {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name = line.split("\t")[0]
            names[name] = section
            values[name] = re.sub(r".*Value:", "", line).split("|")
    return names, values


def strew(text):
    """Makes code points, UTF-16 units and bytes count differently, and lines end in other ways."""
    out = []
    for number, line in enumerate(text.split("\n")):
        line = re.sub(r"\b(\w)e", "\\1e\u0301", line) if number % 2 else line
        line = line.replace(" the ", " the\t", 1).replace(" and ", " and\u2028", 1)
        out.append("\U0001f600 " + line if line and number % 5 == 4 else line)
    return "\r\n".join(out)


class Annotation:
    """An .ann file. Lines are told apart as brat does, by whatever Unicode takes for a line break."""

    def __init__(self, text, ann, problems):
        self.spans, self.types, self.relations, self.attributes, self.notes = {}, {}, set(), {}, {}
        self.text, self.problems = text, problems
        seen = set()
        for line in ann.splitlines():
            key = line.split("\t", 1)
            if key[0] in seen or key[1] in seen:
                problems.append(f"stands twice: {line}")
            seen.update(key)
            self.read_line(line)

    def read_line(self, line):
        if match := TEXT_BOUND.fullmatch(line):
            self.read_text_bound(*match.groups(), line)
        elif match := RELATION.fullmatch(line):
            self.relations.add(match.groups()[1:])
        elif match := ATTRIBUTE.fullmatch(line):
            self.attributes[match.group(3), match.group(2)] = match.group(4)
        elif match := NOTE.fullmatch(line):
            self.notes[match.group(2)] = match.group(3)
        else:
            self.problems.append(f"no line of brat's: {line!r}")

    def read_text_bound(self, name, kind, spans, text, line):
        spans = tuple(tuple(int(n) for n in span.split()) for span in spans.split(";"))
        self.spans[name], self.types[name] = spans, kind
        if " ".join(self.text[start:end] for start, end in spans) != text:
            self.problems.append(f"another text stands there: {line!r}")
        if any(start >= end for start, end in spans) or list(spans) != sorted(spans):
            self.problems.append(f"empty or out of order: {line!r}")

    def bound(self, name):
        return self.types[name], self.spans[name]


def cut(text, spans):
    """The fragments of spans, cut at line breaks."""
    fragments = []
    for span in spans:
        start, end = span["start"], span["end"]
        for gap in GAP.finditer(text, start, end):
            fragments.append((start, gap.start()))
            start = gap.end()
        fragments.append((start, end))
    return tuple(f for f in fragments if f[0] < f[1])


def expected(text, records):
    """What the records ask for: text-bound annotations, relations, attributes by their head."""
    bounds, relations, attributes = set(), set(), {}
    for record in records:
        head_spans = [record["cue"]] if "cue" in record else record["content"]
        head = (record["label"].capitalize(), cut(text, head_spans))
        bounds.add(head)
        for name in ("kind", "quote"):
            attributes.setdefault((head, name.capitalize()), record[name])
        for role, kind in ROLES.items():
            part = record.get(role, [])
            spans = [span for span in (part if isinstance(part, list) else [part]) if "start" in span]
            if spans:
                bounds.add((kind, cut(text, spans)))
                relations.add(("Has" + kind, head, (kind, cut(text, spans))))
    return bounds, relations, attributes


def check_against(annotation, records):
    bounds, relations, attributes = expected(annotation.text, records)
    got_bounds = {annotation.bound(name) for name in annotation.spans}
    got_relations = {(kind, annotation.bound(a), annotation.bound(b)) for kind, a, b in annotation.relations}
    got = {(annotation.bound(name), kind): value for (name, kind), value in annotation.attributes.items()}
    yield from (f"missing: {x}" for x in bounds - got_bounds | relations - got_relations)
    yield from (f"too much: {x}" for x in got_bounds - bounds | got_relations - relations)
    yield from (f"{x} is {got.get(x)}, not {value}" for x, value in attributes.items() if got.get(x) != value)
    for record in records:  # the rule is a note to the head
        if "cue" in record and not any(record["rule"] in note for note in annotation.notes.values()):
            yield f"no note names {record['rule']}"


def check_configured(annotation, names, values):
    used = {(kind, "entities") for kind in annotation.types.values()}
    used |= {(kind, "relations") for kind, _, _ in annotation.relations}
    used |= {(kind, "attributes") for _, kind in annotation.attributes}
    yield from (f"not in the configuration: {kind}" for kind, section in used if names.get(kind) != section)
    for (_, kind), value in annotation.attributes.items():
        if value not in values.get(kind, []):
            yield f"not in the configuration: {kind} {value}"


def write_texts(corpus, folder):
    for number, path in enumerate(sorted(corpus.rglob("*.txt"))):
        text = path.read_bytes().decode("utf-8", "replace")
        (folder / f"{number}-plain.txt").write_bytes(text.encode())
        (folder / f"{number}-strewn.txt").write_bytes(strew(text).encode())


def check_folder(program, folder, configuration):
    """Yields a text's name and its problems."""
    command = [program, "--statements"]
    subprocess.run(command + ["--format=brat", folder], check=True)
    lines = subprocess.run(command + ["--offsets=codepoints", folder], check=True, capture_output=True).stdout
    records = [json.loads(line) for line in lines.decode().split("\n") if line]
    for path in sorted(folder.glob("*.txt")):
        problems = []
        ann = path.with_suffix(".ann").read_bytes().decode()
        annotation = Annotation(path.read_bytes().decode(), ann, problems)
        if not problems:
            problems += check_against(annotation, [r for r in records if r["doc"] == str(path)])
            problems += check_configured(annotation, *configuration)
        yield path.name, problems
    if len({r["label"] for r in records}) < 4 or not any(len(r.get("content", [])) > 1 for r in records):
        yield "all texts", ["some label, or a content of two spans, is not in any of them"]


def main():
    program, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    configuration = read_configuration(root / "src/data/brat/annotation.conf")
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="allege-brat-") as scratch:
        folder = pathlib.Path(scratch)
        write_texts(root / "corpus", folder)
        for name, problems in check_folder(program, folder, configuration):
            for problem in problems[:10]:
                print(f"{name}: {problem}")
            passed += not problems
            failed += bool(problems)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
