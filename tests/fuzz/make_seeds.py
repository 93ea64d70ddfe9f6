#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Seeds and dictionaries for the fuzz targets, out of the project's own specs, rules, word lists and command lines.

    make_seeds.py SOURCE OUT

Writes OUT/TARGET/NAME for each target, and OUT/TARGET.dict, words for libFuzzer's -dict and afl-fuzz's -x. What a fuzzing
run finds is kept in seeds/TARGET beside this file. The tests replay both.
"""

import gzip
import json
import pathlib
import re
import sys

RULES_A_SEED = 6
VIEWS = 16  # or more, of extract_fuzz.c


def blocks(source):
    """Name and text of some indented texts and fenced blocks of the specs."""
    for spec in sorted((source / "tests/spec").glob("*.md")):
        parts = [b for b in re.split(r"\n#+ |\n\n", spec.read_text()) if b.strip()]
        for i, block in enumerate(parts[::4]):
            yield f"{spec.stem}-{i}", block


def text_seeds(source):
    for name, block in blocks(source):
        yield "text", name, block.encode()


def extract_seeds(source):
    for i, (name, block) in enumerate(blocks(source)):
        view = 128 + i // 3 % VIEWS if i % 3 == 0 else 0
        yield "extract", name, bytes([i % 32 + i % 5 // 4 * 128, view]) + block.encode()


def jsonl_seeds(source):
    for i, (name, block) in enumerate(blocks(source)):
        if i % 8 == 0:
            article = {"id": name, "text": block, "a": {"b": block[:40]}, "url": [i, None]}
            line = json.dumps(article, ensure_ascii=i % 16 == 0)
            yield "jsonl", name, bytes([i % 256]) + line.encode() + b'\n{"text":"It is.","id":7}\n'


def warc_record(kind, text):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://example.org/\r\nContent-Length: {len(text)}\r\n\r\n"
    return head.encode() + text + b"\r\n\r\n"


def warc_seeds(source):
    for i, (name, block) in enumerate(blocks(source)):
        if i % 8 == 1:
            records = warc_record("warcinfo", b"software: x") + warc_record("conversion", block.encode())
            yield "warc", name, bytes([i % 64]) + records + warc_record("conversion", b"The army shelled the port.")


def compressed_seeds(source):
    for i, (name, block) in enumerate(blocks(source)):
        if i % 12 == 2:
            yield "compressed", name, bytes([1 + i % 11, i % 2, i % 256]) + block.encode()
            yield "compressed", f"{name}-gz", bytes(3) + gzip.compress(block.encode(), mtime=0)


def option_seeds(source):
    """The options of the command-line tests, without what a shell makes of the line."""
    for path in sorted((source / "tests/cli").glob("*/cmd")):
        words = re.findall(r"(?<=\s)(--?[a-z][^\s|;&><$'\"`()]*)", path.read_text())
        if words:
            yield "options", path.parent.name, "\n".join([*words, "a.txt", "", "The army shelled the port.\n"]).encode()


def rule_seeds(source):
    for pack in sorted((source / "src/data/rules/en").glob("*.rules")):
        rules = re.split(r"\n(?=rule |let |set )", pack.read_text())
        for i in range(0, len(rules), RULES_A_SEED):
            yield "rules", f"{pack.stem}-{i}", "\n".join(rules[i : i + RULES_A_SEED]).encode()


def word_lists(source):
    return sorted((source / "src/data/lexicon/en").glob("*.txt"))


def lexicon_seeds(source):
    for path in word_lists(source):
        yield "lexicon", path.stem, "\n".join([path.name, *path.read_text().splitlines()[:40]]).encode()


def gazetteer_seeds(source):
    """Actors of the lexicon as a table, as the clusters of a galaxy, and some words around them."""
    for path in sorted((source / "src/data/lexicon/en").glob("A.*.txt")):
        rows = [line.split("\t") for line in path.read_text().splitlines()[1:12]]
        table = ["\t".join([r[0], r[2] if len(r) > 2 else "", r[1] if len(r) > 1 else "-", path.stem[2:]]) for r in rows]
        yield "gazetteer", path.stem, "\n".join([*table, f"The hacking group {rows[0][0]} did it."]).encode()
        values = [{"value": r[0], "meta": {"country": r[-1][:2], "synonyms": "|".join(r[2:]).split("|")}} for r in rows]
        yield "gazetteer", f"{path.stem}-galaxy", json.dumps({"type": "threat-actor", "values": values}).encode()


def words_of_classes(source):
    """A word of each class."""
    for path in word_lists(source):
        word = next((l for l in path.read_text().splitlines() if re.fullmatch(r"[a-z ]+", l)), None)
        if word:
            yield word


def dictionaries(source):
    words = list(words_of_classes(source))
    options = re.findall(r'^    \{"([a-z-]+)", ', (source / "src/cli/options.c").read_text(), re.M)
    rules = "".join(p.read_text() for p in (source / "src/data/rules/en").glob("*.rules"))
    marks = ["\u201c", "\u201d", "\u2019", "\ufffd", "\r\n", "\n\n", '"', "U.S.", "Mr.", "\u0301"]
    yield "text", words + marks
    yield "extract", words + marks
    yield "jsonl", [*words[::8], "text", "id", "url", '{"text":"', '"}\n', "\\u0000", "\\ud83d\\ude00", "\\udc00", "null"]
    yield "warc", [*words[::8], "WARC/1.0\r\n", "WARC-Type: conversion\r\n", "Content-Length: ", "WARC-Date: ", "\r\n\r\n"]
    yield "compressed", ["\x1f\x8b\x08", "\x28\xb5\x2f\xfd", "\x50\x2a\x4d\x18", "\0\0\0\0"]
    yield "options", [f"--{o}" for o in options] + "a.txt b.jsonl c.wet my.rules names.tsv words sub jsonl warc".split()
    yield "rules", sorted(set(re.findall(r"[A-Za-z][A-Za-z.-]+", rules)))[::4]
    yield "lexicon", words[::4]
    yield "gazetteer", ["threat", "group", "hackers", "tracked as", "\t", "|", "GB", '"values":[', '"value":"', '"meta":{']


def quoted(word):
    """As libFuzzer and AFL++ read it."""
    data = word.encode("latin-1") if max(word) < "\u0100" else word.encode()
    return '"' + "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\' else f"\\x{b:02x}" for b in data) + '"'


def main():
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    makers = [text_seeds, extract_seeds, jsonl_seeds, warc_seeds, compressed_seeds, option_seeds]
    makers += [rule_seeds, lexicon_seeds, gazetteer_seeds]
    for make in makers:
        for target, name, data in make(source):
            (out / target).mkdir(parents=True, exist_ok=True)
            (out / target / name).write_bytes(data)
    for target, words in dictionaries(source):
        (out / f"{target}.dict").write_text("".join(quoted(w) + "\n" for w in words if len(w) < 100))


if __name__ == "__main__":
    main()
