#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Score the kinds and the certainty wordings that the program prints (guidelines: README.md).

    score_kinds.py PROGRAM [--errors]

tests/kinds/ID.jsonl holds what was annotated on text ID of ../shared/gold: a line a statement,
{"start", "end", "label", "kind"}, with the bytes of its sentence (a list where a statement has two kinds), and a line a
wording, {"certainty": {"start", "end", "type"}} with "range" or "level". Printed: of the sentences that are rightly given a
label, the share whose kind is right, and precision, recall and F1 of certainty wordings in the sentences that carry a
record; a wording is right where its bytes, its type and its range or level are. Where the texts are not there, it says so
and exits 77; ALLEGE_SHARED names another place than ../shared.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("ALLEGE_SHARED") or HERE.parent.parent / "shared")
TEXTS = SHARED / "gold"
LABELS = ("claim", "denial", "policy")


def read_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def wording(c):
    """A certainty entry as something that can be compared."""
    return c["start"], c["end"], c["type"], tuple(c.get("range", ())) or c.get("level")


def load_annotation(ident):
    """The kinds by (sentence start, label), the wordings, and the sentences of a text."""
    kinds, wordings = collections.defaultdict(set), set()
    for line in read_lines(HERE / "kinds" / f"{ident}.jsonl"):
        if "certainty" in line:
            wordings.add(wording(line["certainty"]))
        else:
            kind = line["kind"]
            kinds[line["start"], line["label"]] |= set(kind if isinstance(kind, list) else [kind])
    lines = read_lines(TEXTS / f"{ident}.jsonl")
    return kinds, wordings, [(s["start"], s["end"]) for s in lines if s.get("type") == "sentence"]


def run(program, path):
    done = subprocess.run([program, str(path)], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def sentence_of(sentences, start, end):
    """The annotated sentence that shares most with the program's."""
    return max(sentences, key=lambda s: min(end, s[1]) - max(start, s[0]))


class Score:
    def __init__(self, show_errors):
        self.show_errors = show_errors
        self.hits, self.right = collections.Counter(), collections.Counter()
        self.annotated = collections.Counter()
        self.found = self.wanted = self.common = 0

    def error(self, text, span, message):
        if self.show_errors:
            print(f"{message}\n    {text[span[0] : span[1]].decode('utf-8', 'replace')}")

    def add_kinds(self, text, kinds, records):
        """records: by (sentence, label). A sentence is right where every kind printed for it was annotated."""
        for (_, label), expected in kinds.items():
            self.annotated[label] += 1
        for (sentence, label), found in records.items():
            expected = kinds.get((sentence[0], label))
            if expected is None:
                continue
            given = {r["kind"] for r in found}
            self.hits[label] += 1
            self.right[label] += given <= expected
            if not given <= expected:
                self.error(text, sentence, f"{sorted(given)} for {sorted(expected)} {[r['rule'] for r in found]}")

    def add_wordings(self, text, wordings, records):
        sentences = {sentence for sentence, _ in records}
        found = {wording(c) for rs in records.values() for r in rs for c in r.get("certainty", [])}
        wanted = {w for w in wordings if any(s <= w[0] and w[1] <= e for s, e in sentences)}
        self.found, self.wanted = self.found + len(found), self.wanted + len(wanted)
        self.common += len(found & wanted)
        for kind, those in (("spurious", found - wanted), ("missed", wanted - found)):
            for w in sorted(those):
                self.error(text, (w[0] - 40 if w[0] > 40 else 0, w[1] + 40), f"{kind} wording {w[2:]}")

    def add(self, program, ident):
        kinds, wordings, sentences = load_annotation(ident)
        text = (TEXTS / f"{ident}.txt").read_bytes()
        records = collections.defaultdict(list)
        for r in run(program, TEXTS / f"{ident}.txt"):
            span = r["sentence"]["start"], r["sentence"]["end"]
            records[sentence_of(sentences, *span), r["label"]].append(r)
        self.add_kinds(text, kinds, records)
        self.add_wordings(text, wordings, records)

    def print(self):
        print(f"{'label':8} {'gold':>5} {'found':>6} {'kind right':>11}")
        for label in (*LABELS, "all"):
            gold, hits, right = (
                sum(c.values()) if label == "all" else c[label] for c in (self.annotated, self.hits, self.right)
            )
            print(f"{label:8} {gold:5} {hits:6} {right / max(1, hits):11.3f}")
        p, r = self.common / max(1, self.found), self.common / max(1, self.wanted)
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        print(f"certainty wordings: {self.wanted} annotated, {self.found} found, P {p:.3f} R {r:.3f} F1 {f1:.3f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    if not TEXTS.is_dir():
        print(f"SKIPPED: no annotated texts in {TEXTS}, so kinds and certainty are not scored")
        return 77
    score = Score(args.errors)
    idents = sorted(path.stem for path in (HERE / "kinds").glob("*.jsonl"))
    for ident in idents:
        score.add(args.program, ident)
    print(f"== kinds and certainty: {len(idents)} texts")
    score.print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
