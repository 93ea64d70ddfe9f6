#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: score_statements.sh [PROGRAM]
# Prints precision, recall and F1 of exact spans, and their Jaccard overlap, for sources, cues and contents of all attributed
# statements on the annotated texts of ../shared/polnear, where they are there; ALLEGE_SHARED names another place. The texts
# are split as score.sh splits them: a third is set aside and only looked at as a number.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
program=${1:-$root/build/allege}
shared=${ALLEGE_SHARED:-$(dirname "$root")/shared}

if [ ! -f "$shared/tools/score_statements.py" ] || [ ! -d "$shared/polnear" ]; then
    echo "SKIPPED: no annotated statements in $shared, so none are scored"
    exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/all" "$work/tuning" "$work/aside"
for text in "$shared"/polnear/*.txt; do
    name=$(basename "$text" .txt)
    sum=$(printf %s "$name" | cksum | cut -d' ' -f1)
    part=tuning
    [ $((sum % 3)) -ne 0 ] || part=aside
    ln -s "$text" "$shared/polnear/$name.jsonl" "$work/$part/"
    ln -s "$text" "$shared/polnear/$name.jsonl" "$work/all/"
done

for part in all tuning aside; do
    "$program" --statements "$work/$part" >"$work/$part.out"
    python3 "$shared/tools/score_statements.py" "$work/$part" "$work/$part.out" >"$work/$part.score"
    echo "== polnear, $part: $(find "$work/$part" -name '*.txt' | wc -l) texts"
    cat "$work/$part.score"
done
awk 'FNR > 1 { f1[NR == FNR, $1] = $6 }
    END { printf "== polnear, tuning less aside: F1 of source %+.3f, cue %+.3f, content %+.3f\n",
        f1[1, "source"] - f1[0, "source"], f1[1, "cue"] - f1[0, "cue"], f1[1, "content"] - f1[0, "content"] }' \
    "$work/tuning.score" "$work/aside.score"
