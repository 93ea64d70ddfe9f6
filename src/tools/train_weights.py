#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Learn the weights in data/weights from annotated texts.

train_weights.py PROGRAM OUT.txt FOLDER[:SHARE]... learns from folders of ID.txt and ID.jsonl (the form of
../shared/gold). SHARE weighs a folder's sentences; folders on which the rules were tuned get less, since there a rule
is right more often than elsewhere. Wants Debian's python3-sklearn; run it with /usr/bin/python3.

For each label a logistic regression with L1 penalty over the clues that `allege --dump=clues` prints for a sentence;
the bias is chosen for the best F1 in cross-validation over whole texts; those of --more, of another sort than the ones
the program is for, are learnt from and have no say in it. --report FOLDER… prints precision, recall and
F1 there instead of writing, for choosing --penalty.
"""
import argparse
import collections
import json
import pathlib
import subprocess

import numpy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

LABELS = ("claim", "denial", "policy")
RARE = 4  # a clue has to stand in this many sentences
RARE_WORD = 12  # a word, or two together


def nearest(sentences, start, end):
    """The annotated sentence that shares most with [start, end)."""
    best = max(sentences, key=lambda s: min(end, s[1]) - max(start, s[0]), default=None)
    return best if best and min(end, best[1]) > max(start, best[0]) else None


def read(program, folder, share):
    """One (text, clues, labels, share) for every sentence that the program sees in a folder."""
    gold = {}
    for path in sorted(pathlib.Path(folder).glob("*.jsonl")):
        sentences, labels = [], collections.defaultdict(set)
        for line in path.read_text().splitlines():
            record = json.loads(line)
            span = (record["start"], record["end"])
            if record.get("type") == "sentence":
                sentences.append(span)
            else:
                labels[span].add(record["label"])
        gold[path.stem] = (sentences, labels)
    out = subprocess.run([program, "--dump=clues", folder], check=True, capture_output=True).stdout
    rows = []
    for line in out.decode().splitlines():
        sentence = json.loads(line)
        stem = pathlib.Path(sentence["doc"]).stem
        span = nearest(gold[stem][0], sentence["start"], sentence["end"])
        if span:  # what is not annotated is no text: menus, captions
            rows.append((stem, set(sentence["clues"]), gold[stem][1].get(span, set()), share))
    return rows


def score(wanted, got):
    hits = numpy.logical_and(wanted, got).sum()
    precision, recall = hits / max(1, got.sum()), hits / max(1, wanted.sum())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def best_threshold(wanted, chances):
    return max(numpy.arange(0.1, 0.8, 0.01), key=lambda t: score(wanted, chances > t)[2])


class Learner:
    def __init__(self, rows, more, penalty, drop):
        self.drop = drop
        self.judged = numpy.arange(len(rows) + len(more)) < len(rows)
        rows = rows + more
        counts = collections.Counter(clue for row in rows for clue in row[1])
        self.known = {clue for clue, n in counts.items() if n >= (RARE_WORD if clue.startswith("word:") else RARE)}
        self.vectors = DictVectorizer()
        self.x = self.vectors.fit_transform([self.clues(row) for row in rows])
        self.share = numpy.array([row[3] for row in rows])
        self.texts = [row[0] for row in rows]
        self.penalty, self.models, self.bias = penalty, {}, {}
        for label in LABELS:
            self.learn(label, numpy.array([label in row[2] for row in rows]))

    def clues(self, row):
        return {clue: 1 for clue in row[1] if clue in self.known and not clue.startswith(self.drop)}

    def model(self):
        return LogisticRegression(penalty="l1", C=self.penalty, solver="liblinear", max_iter=300, random_state=1)

    def learn(self, label, wanted):
        chances = numpy.zeros(len(wanted))
        for train, test in GroupKFold(5).split(self.x, wanted, self.texts):
            fold = self.model().fit(self.x[train], wanted[train], sample_weight=self.share[train])
            chances[test] = fold.predict_proba(self.x[test])[:, 1]
        threshold = best_threshold(wanted[self.judged], chances[self.judged])
        self.models[label] = self.model().fit(self.x, wanted, sample_weight=self.share)
        self.bias[label] = self.models[label].intercept_[0] - numpy.log(threshold / (1 - threshold))

    def report(self, rows):
        x = self.vectors.transform([self.clues(row) for row in rows])
        f1s = []
        for label in LABELS:
            wanted = numpy.array([label in row[2] for row in rows])
            got = x @ self.models[label].coef_[0] + self.bias[label] > 0
            p, r, f = score(wanted, got)
            rules = score(wanted, numpy.array([f"rule:{label}" in row[1] for row in rows]))
            f1s.append(f)
            used = int((self.models[label].coef_[0] != 0).sum())
            print(f"{label:8} P {p:.3f} R {r:.3f} F1 {f:.3f}   rules alone F1 {rules[2]:.3f}   {used} weights")
        print(f"macro F1 {sum(f1s) / 3:.3f}")

    def write(self, path):
        lines = []
        for label in LABELS:
            lines.append(f"{label} bias {self.bias[label]:.2f}")
            for clue, weight in zip(self.vectors.get_feature_names_out(), self.models[label].coef_[0]):
                if abs(weight) >= 0.005:
                    lines.append(f"{label} {clue} {weight:.2f}")
        head = "# SPDX-License-Identifier: MIT\n# Learnt by tools/train_weights.py; README.md says what the lines mean.\n"
        pathlib.Path(path).write_text(head + "\n".join(lines) + "\n")
        print(len(lines), "lines")


def folders(program, names):
    rows = []
    for name in names:
        folder, _, share = name.partition(":")
        rows += read(program, folder, float(share or 1))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("out")
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--more", nargs="*", default=[])
    parser.add_argument("--report", nargs="*", default=[])
    parser.add_argument("--penalty", type=float, default=0.3, help="inverse of the penalty's strength")
    parser.add_argument("--drop", default="", help="clues that begin so are left out, comma-separated")
    args = parser.parse_args()
    drop = tuple(args.drop.split(",")) if args.drop else ("-",)
    rows, more = folders(args.program, args.folder), folders(args.program, args.more)
    learner = Learner(rows, more, args.penalty, drop)
    if args.report:
        learner.report(folders(args.program, args.report))
    learner.write(args.out)


if __name__ == "__main__":
    main()
