#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Score the program on texts with annotation beside them (see corpus/README.md).

    score.py PROGRAM FOLDER [--errors] [--min F1]

Prints, per label, precision, recall and F1 of "this sentence carries this label", and on the sentences found the share
whose source and target are right. Exit status 1 where an annotation fits no sentence or several, or where --min is given
and the macro F1 is below it.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

LABELS = ("claim", "denial", "policy")


def flat(text):
    return re.sub(r"\s+", " ", text)


def words(text):
    stop = {"the", "a", "an", "of", "and", "'s", "’s"}
    return collections.Counter(w for w in re.findall(r"[\w'’-]+", text.lower()) if w not in stop)


def alike(answer, given):
    """Token F1 of at least one half."""
    a, b = words(answer), words(given)
    common = sum((a & b).values())
    return bool(common) and 2 * common / (sum(a.values()) + sum(b.values())) >= 0.5


def role_right(answers, role):
    given = [g for g in ((role or {}).get("text"), (role or {}).get("name")) if g]
    if not given:
        return "-" in answers
    return any(alike(a, g) for a in answers if a != "-" for g in given)


def run(program, *args):
    done = subprocess.run([program, *map(str, args)], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def load(program, path, problems):
    """The annotated statements of a text as (sentence start, label, sources, targets)."""
    sentences = [(s["start"], flat(s["text"])) for s in run(program, "--dump=sentences", path)]
    wanted = []
    for number, line in enumerate(path.with_suffix(".ann").read_text("utf-8").splitlines(), 1):
        label, begin, source, target = line.split("\t")
        fits = [start for start, text in sentences if begin in text]
        if len(fits) != 1 or label not in LABELS:
            problems.append(f"{path.with_suffix('.ann')}:{number}: fits {len(fits)} sentences: {begin}")
            continue
        wanted.append((fits[0], label, source.split(" | "), target.split(" | ")))
    return wanted


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--min", type=float)
    args = parser.parse_args()
    counts = collections.Counter()
    problems = []
    for path in sorted(args.folder.rglob("*.txt")):
        wanted = collections.defaultdict(list)
        for start, label, sources, targets in load(args.program, path, problems):
            wanted[start, label].append((sources, targets))
        found = collections.defaultdict(list)
        for r in run(args.program, path):
            found[r["sentence"]["start"], r["label"]].append(r)
        for key in sorted(wanted.keys() | found.keys()):
            kind = "hit" if key in wanted and key in found else "missed" if key in wanted else "spurious"
            counts[kind, key[1]] += 1
            if kind == "hit":
                counts["source", key[1]] += any(role_right(s, r.get("source")) for s, _ in wanted[key] for r in found[key])
                counts["target", key[1]] += any(role_right(t, r.get("target")) for _, t in wanted[key] for r in found[key])
            elif args.errors:
                text = path.read_bytes()[key[0] :].decode("utf-8", "replace")
                rule = found[key][0]["rule"] if key in found else ""
                print(f"{kind} {key[1]} {rule} {path}: {flat(text[:160])}")
    scores = []
    print(f"{'label':8} {'gold':>5} {'P':>6} {'R':>6} {'F1':>6}   source target")
    for label in LABELS:
        hit, missed, spurious = (counts[kind, label] for kind in ("hit", "missed", "spurious"))
        p, r = hit / max(1, hit + spurious), hit / max(1, hit + missed)
        scores.append(2 * p * r / (p + r) if p + r else 0.0)
        source, target = (counts[role, label] / max(1, hit) for role in ("source", "target"))
        print(f"{label:8} {hit + missed:5} {p:6.3f} {r:6.3f} {scores[-1]:6.3f}   {source:6.3f} {target:6.3f}")
    macro = sum(scores) / len(scores)
    print(f"macro F1 {macro:.3f}")
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems or (args.min is not None and macro < args.min):
        sys.exit(1)


if __name__ == "__main__":
    main()
