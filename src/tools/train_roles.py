#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Learn the weights in data/weights that choose the source or the target of a record.

train_roles.py ROLE PROGRAM OUT.txt FOLDER[:SHARE]... learns from folders of ID.txt and ID.jsonl (the form of
../shared/gold), as train_weights.py does. --report FOLDER… prints instead how often the role is right, as the rules
have it and as the weights have it: there, and in cross-validation over whole texts of the folders learnt from.

For each label a conditional logistic regression (McFadden, 1974) with L1 penalty: of the candidates that
`allege --dump=roles` prints for a record, the one that an annotator would have taken. Wants Debian's python3-sklearn;
run it with /usr/bin/python3.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess

import numpy
from scipy import sparse
from sklearn.model_selection import GroupKFold

LABELS = ("claim", "denial", "policy")
RARE = 8  # clues, and pairs of them, have to stand with this many candidates
MARGIN = 0.3  # as AGAINST_OWN in candidates.c

# Words that tell nobody apart: articles, pronouns of possession, titles.
EMPTY = frozenset("a an the and of s his her its our their dr mr mrs ms".split())

# The clues that say where a candidate comes from; each is paired with every other clue.
ORIGINS = {}
ORIGINS["source"] = set(
    "nobody own rule says says-outer speaker labelled author cue-agent cue-patient act-agent act-patient other attributed "
    "decider decided-before before-says before-subject before-inst after-says subject accuser nearest-before "
    "nearest-behind nearest-inst-before nearest-inst-behind first-actor only-inst".split()
)
ORIGINS["target"] = set(
    "nobody own is-other cue-agent cue-patient act-agent act-patient nearest-before nearest-behind nearest-inst-behind "
    "here in-act owner object suffers does p-on p-against p-to p-for p-with then-to aimed-elsewhere".split()
)

# Clues that are paired with every other one: what they say depends on who it is and on what sort of record.
SITUATIONS = {"source": {"in-content", "obliged", "does", "here"}, "target": set()}

# What a class near the candidate, "verb:V.demand", is paired with, by the place where it stands.
PREPOSITIONS = {"p-by", "p-of", "p-from", "p-into", "p-place", "p-on", "p-against", "p-to", "p-for", "p-with"}
NATURES = {"inst", "name", "actor", "person", "plural", "in-act", "behind", "cue-finite"}
PARTNERS = {
    "pre": PREPOSITIONS | NATURES,
    "verb": NATURES,
    "left": NATURES,
    "suffering": NATURES,
}


def words(text):
    """How often each telling word stands in a name; "U.S." and "Ann's" are U, S and Ann."""
    return collections.Counter(w for w in re.split(r"\W+", text.casefold()) if w and w not in EMPTY)


def alike(a, b):
    """Token F1 of at least one half."""
    a, b = words(a), words(b)
    common = sum((a & b).values())
    return bool(common) and 2 * common >= 0.5 * (sum(a.values()) + sum(b.values()))


def listed(value):
    return value if isinstance(value, list) else [value]


def role_right(statement, role, candidate):
    wanted = listed(statement.get(role))
    names = listed(statement.get("source_name")) if role == "source" else []
    given = [text for text in (candidate["text"], candidate["name"]) if text]
    if not given:
        return not any(wanted + names) or (None in wanted and (role == "target" or None in names))
    return any(alike(w, g) for w in wanted + names if w for g in given)


class Record:
    """The candidates for one role of a record: their clues, which are right, which is the rules' own."""

    def __init__(self, stem, line, statements, share):
        role = line["role"]
        other = "target" if role == "source" else "source"
        fitting = [s for s in statements if role_right(s, other, line["other"])] or statements
        candidates = line["candidates"]
        self.stem, self.label, self.share = stem, line["label"], share
        self.clues = [pairs(c["clues"], ORIGINS[role], SITUATIONS[role]) for c in candidates]
        self.right = [any(role_right(s, role, c) for s in fitting) for c in candidates]
        self.own = next(i for i, c in enumerate(candidates) if "own" in c["clues"])

    def choose(self, sums):
        best = int(numpy.argmax(sums))
        return best if sums[best] > sums[self.own] + MARGIN else self.own


def pairs(clues, origins, situations):
    """Single clues; every pair of one that says where the candidate comes from and one that does not, and of one of the
    situations and any, in the order of the dump; and the classes around him together with their partners."""
    plain = [c for c in clues if ":" not in c]
    classes = [c for c in clues if ":" in c]
    found = set(clues)
    for i, a in enumerate(plain):
        found.update(
            f"{a}&{b}" for b in plain[i + 1 :] if (a in origins) != (b in origins) or a in situations or b in situations
        )
    for c in classes:
        place = c.partition(":")[0]
        partners = origins if place == "cue" else PARTNERS.get(place, ())
        found.update(f"{a}&{c}" for a in plain if a in partners)
    return found


def nearest(spans, start, end):
    best = max(spans, key=lambda s: min(end, s[1]) - max(start, s[0]), default=None)
    return best if best and min(end, best[1]) > max(start, best[0]) else None


def read(role, program, folder, share):
    """A Record for each record of the program in a sentence that is annotated with its label."""
    spans, statements = collections.defaultdict(list), collections.defaultdict(list)
    for path in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for line in map(json.loads, path.read_text().splitlines()):
            span = (line["start"], line["end"])
            if line.get("type") == "sentence":
                spans[path.stem].append(span)
            else:
                statements[path.stem, span, line["label"]].append(line)
    out = subprocess.run([program, "--dump=roles", folder], check=True, capture_output=True).stdout
    records = []
    for line in map(json.loads, out.decode().splitlines()):
        stem = pathlib.Path(line["doc"]).stem
        found = statements.get((stem, nearest(spans[stem], line["start"], line["end"]), line["label"]))
        if found and line["role"] == role:
            records.append(Record(stem, line, found, share))
    return records


class Model:
    def __init__(self, records, penalty):
        self.records = [r for r in records if any(r.right)]
        counts = collections.Counter(clue for r in self.records for clues in r.clues for clue in clues)
        self.names = sorted(clue for clue, n in counts.items() if n >= RARE)
        self.column = {clue: i for i, clue in enumerate(self.names)}
        self.weights = self.fit(penalty)

    def matrix(self, records):
        rows = [sorted(self.column[c] for c in clues if c in self.column) for r in records for clues in r.clues]
        ends = numpy.cumsum([0] + [len(row) for row in rows])
        columns = numpy.array([c for row in rows for c in row], dtype=int)
        return sparse.csr_matrix((numpy.ones(len(columns)), columns, ends), shape=(len(rows), len(self.names)))

    def fit(self, penalty, rounds=250):
        """Accelerated proximal gradient (Beck and Teboulle, 2009); the step shrinks where the loss grows."""
        x = self.matrix(self.records)
        back = x.T.tocsr()
        sizes = [len(r.right) for r in self.records]
        first = numpy.cumsum([0] + sizes[:-1])
        group = numpy.repeat(numpy.arange(len(sizes)), sizes)
        right = numpy.concatenate([r.right for r in self.records])
        share = numpy.array([r.share for r in self.records])
        share /= share.sum()
        old = at = numpy.zeros(len(self.names))
        momentum, step, last = 1.0, 0.5, numpy.inf
        for _ in range(rounds):
            z = x @ at
            e = numpy.exp(z - numpy.maximum.reduceat(z, first)[group])
            of_all, of_right = numpy.add.reduceat(e, first), numpy.add.reduceat(e * right, first)
            loss = -(numpy.log(of_right / of_all) * share).sum()
            slope = back @ ((e / of_all[group] - e * right / of_right[group]) * share[group])
            new = at - step * slope
            new = numpy.sign(new) * numpy.maximum(numpy.abs(new) - step * penalty, 0)
            if loss > last + 1e-6:
                momentum, step, at = 1.0, step * 0.7, new
            else:
                following = (1 + numpy.sqrt(1 + 4 * momentum**2)) / 2
                at, momentum = new + (momentum - 1) / following * (new - old), following
            old, last = new, loss
        return old

    def hits(self, records):
        """Of how many records the role is right: as the rules have it, and as the weights have it."""
        sums, at, own, chosen = self.matrix(records) @ self.weights, 0, 0, 0
        for r in records:
            own += r.right[r.own]
            chosen += r.right[r.choose(sums[at : at + len(r.right)])]
            at += len(r.right)
        return numpy.array([len(records), own, chosen])


def say(where, label, hits):
    n, own, chosen = hits
    print(f"{label:8} {where:24} {n:5} records   rules {own / max(1, n):.3f}   weights {chosen / max(1, n):.3f}")


def report(label, records, penalty, others):
    hits = numpy.zeros(3, dtype=int)
    for train, test in GroupKFold(4).split(records, groups=[r.stem for r in records]):
        hits += Model([records[i] for i in train], penalty).hits([records[i] for i in test])
    say("cross-validation", label, hits)
    model = Model(records, penalty)
    for name, found in others.items():
        say(name, label, model.hits([r for r in found if r.label == label]))


def folders(role, program, names):
    records = []
    for name in names:
        folder, _, share = name.partition(":")
        records += read(role, program, folder, float(share or 1))
    return records


def penalties(given):
    """The penalty of each label, of "0.002 denial:0.03"."""
    of = dict.fromkeys(LABELS, 0.002)
    for word in given:
        label, _, value = word.rpartition(":")
        of.update({label: float(value)} if label else dict.fromkeys(LABELS, float(value)))
    return of


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("role", choices=sorted(ORIGINS))
    parser.add_argument("program")
    parser.add_argument("out")
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--report", nargs="*")
    parser.add_argument(
        "--penalty",
        nargs="+",
        default=["0.002"],
        help="strength of the L1 penalty; LABEL:VALUE behind it for one label",
    )
    args = parser.parse_args()
    records = folders(args.role, args.program, args.folder)
    others = {name: folders(args.role, args.program, [name]) for name in args.report or []}
    penalty = penalties(args.penalty)
    lines = ["# SPDX-License-Identifier: MIT", "# Learnt by tools/train_roles.py; README.md says what the lines mean."]
    for label in LABELS:
        mine = [r for r in records if r.label == label]
        if args.report is not None:
            report(label, mine, penalty[label], others)
            continue
        model = Model(mine, penalty[label])
        weighty = [(c, w) for c, w in zip(model.names, model.weights) if abs(w) >= 0.005]
        lines += [f"{label} {args.role}:{clue} {weight:.2f}" for clue, weight in weighty]
    if args.report is None:
        pathlib.Path(args.out).write_text("\n".join(lines) + "\n")
        print(len(lines), "lines")


if __name__ == "__main__":
    main()
