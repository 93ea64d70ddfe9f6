#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Changes to a text that say the same leave the records the same.

    metamorphic.py PROGRAM FOLDER... [--show N] [--limit N]

Every text is changed in one way at a time and its records are held against those of the text as it was: label, kind,
rule and the words of sentence, source, target, cue and act, with white space, marks and composed letters made alike. The
share of records that both have is printed for each change, and must reach the bound given here. --show prints N
records of each change that only one side has.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unicodedata

BEFORE = "The garden opens at nine. Visitors find benches under the old trees.\n\n"
AFTER = "\n\nThe choir sings on Sunday. Tickets are sold at the door.\n"
CURLY = str.maketrans("“”‘’", "\"\"''")


def curly(text):
    """Straight double marks as directed ones, where a paragraph has an even number of them; apostrophes too."""
    out = []
    for paragraph in re.split(r"(\n\s*\n)", text):
        if paragraph.count('"') % 2 == 0:
            marks = iter("“”" * paragraph.count('"'))
            paragraph = re.sub('"', lambda _: next(marks), paragraph)
        out.append(re.sub(r"(?<=\w)'(?=\w)", "’", paragraph))
    return "".join(out)


def wrap(text):
    """Long paragraphs of one line over several lines."""
    return "\n".join(
        textwrap.fill(line, 76, break_long_words=False, break_on_hyphens=False) if len(line) > 120 else line
        for line in text.split("\n")
    )


def shout(text):
    """The first line in capitals where it looks like a headline."""
    first, mark, rest = text.partition("\n")
    return first.upper() + mark + rest if len(first) < 120 and not first.rstrip().endswith((".", "”", '"')) else text


CHANGES = {
    "CRLF line ends": (1.0, lambda t: t.replace("\r\n", "\n").replace("\n", "\r\n")),
    "a paragraph before": (1.0, lambda t: BEFORE + t),
    "a paragraph after": (1.0, lambda t: t + AFTER),
    "decomposed letters": (0.97, lambda t: unicodedata.normalize("NFD", t)),
    "straight marks": (0.97, lambda t: t.translate(CURLY)),
    "directed marks": (0.97, curly),
    "hard-wrapped": (0.97, wrap),
    "headline in capitals": (0.97, shout),
}


def plain(text):
    """What all changes leave alike."""
    text = unicodedata.normalize("NFC", text).translate(CURLY)
    return re.sub(r"\s+", " ", text).casefold()


def key(record):
    parts = [record["label"], record.get("kind"), record["rule"], plain(record["sentence"]["text"])]
    for role in ("source", "target", "cue", "act"):
        parts.append(plain(record.get(role, {}).get("text", "")))
    return tuple(parts)


def records(program, texts):
    """A multiset of records of each text."""
    with tempfile.TemporaryDirectory(prefix="allege-metamorphic-") as scratch:
        for name, text in texts.items():
            (pathlib.Path(scratch) / f"{name}.txt").write_bytes(text.encode())
        out = subprocess.run([program, scratch], check=True, capture_output=True).stdout
    found = collections.defaultdict(collections.Counter)
    for line in out.decode().splitlines():
        record = json.loads(line)
        found[pathlib.Path(record["doc"]).stem][key(record)] += 1
    return found


def read(folders, limit):
    paths = [p for folder in folders for p in sorted(pathlib.Path(folder).rglob("*.txt"))][:limit]
    texts = [p.read_bytes().decode(errors="replace") for p in paths]
    return {f"{i:05}": text for i, text in enumerate(texts)}


def compare(options, name, change, texts, before):
    after = records(options.program, {n: change(t) for n, t in texts.items()})
    kept = whole = 0
    shown = options.show
    for n in texts:
        kept += 2 * sum((before[n] & after[n]).values())
        whole += sum(before[n].values()) + sum(after[n].values())
        for sign, only in (("-", before[n] - after[n]), ("+", after[n] - before[n])):
            for record in list(only)[:shown]:
                shown -= 1
                print(f"  {sign} {name}: {n} {record}")
    return kept / whole


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    folders = [f for f in options.folder if pathlib.Path(f).is_dir()]
    for missing in set(options.folder) - set(folders):
        print(f"SKIPPED: {missing} is not there")
    texts = read(folders, options.limit)
    before = records(options.program, texts)
    total = sum(sum(c.values()) for c in before.values())
    print(f"{len(texts)} texts, {total} records")
    if total == 0:  # nothing lost of nothing says nothing
        print("0 passed, 1 failed")
        return 1
    failed = 0
    for name, (bound, change) in CHANGES.items():
        share = compare(options, name, change, texts, before)
        failed += share < bound
        print(f"{name:22} {100 * share:7.2f} % kept{'' if share >= bound else f', wanted {100 * bound:.0f} %'}")
    print(f"{len(CHANGES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
