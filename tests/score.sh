#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: score.sh [PROGRAM]
# Prints precision, recall and F1 on the annotated texts in ../shared, where they are there; ALLEGE_SHARED names another
# place. They are split by the checksum of a text's name: a third is set aside and only looked at as a number, the rest
# may be tuned on. How far the two are apart says how much was learnt by heart.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
program=${1:-$root/build/allege}
shared=${ALLEGE_SHARED:-$(dirname "$root")/shared}

if [ ! -f "$shared/tools/score.py" ]; then
    echo "SKIPPED: no annotated texts in $shared, so nothing is scored"
    exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Links the texts of a set into $work/SET/all, and into $work/SET/tuning or $work/SET/aside.
split() { # SET
    mkdir -p "$work/$1/all" "$work/$1/tuning" "$work/$1/aside"
    for text in "$shared/$1"/*.txt; do
        name=$(basename "$text" .txt)
        sum=$(printf %s "$name" | cksum | cut -d' ' -f1)
        part=tuning
        [ $((sum % 3)) -ne 0 ] || part=aside
        ln -s "$text" "$shared/$1/$name.jsonl" "$work/$1/$part/"
        ln -s "$text" "$shared/$1/$name.jsonl" "$work/$1/all/"
    done
}

score() { # SET PART
    "$program" "$work/$1/$2" >"$work/$1-$2.out"
    python3 "$shared/tools/score.py" "$work/$1/$2" "$work/$1-$2.out" >"$work/$1-$2.score"
    echo "== $1, $2: $(find "$work/$1/$2" -name '*.txt' | wc -l) texts"
    cat "$work/$1-$2.score"
}

# The raw texts that are annotated here have no part aside: rules and weights have learnt from all of them.
python3 "$here/labels.py" "$shared" "$work/labels" && score labels raw && score labels bench

for set in gold gold-more; do
    [ -d "$shared/$set" ] || continue
    split "$set"
    score "$set" all
    score "$set" tuning
    score "$set" aside
    awk -v set="$set" '/^macro F1/ { f1[NR == FNR] = $3; triple[NR == FNR] = $7 }
        END { printf "== %s, tuning less aside: macro F1 %+.3f   triple macro F1 %+.3f\n", set, f1[1] - f1[0],
            triple[1] - triple[0] }' "$work/$set-tuning.score" "$work/$set-aside.score"
done
