#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: score.sh [PROGRAM]
# Prints precision, recall and F1 on the annotated texts in ../shared, where they are there. They are split by the
# checksum of a text's name: a third is set aside and only looked at as a number, the rest may be tuned on.
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

for set in gold gold-more; do
    [ -d "$shared/$set" ] || continue
    mkdir -p "$work/$set/tuning" "$work/$set/aside"
    for text in "$shared/$set"/*.txt; do
        name=$(basename "$text" .txt)
        sum=$(printf %s "$name" | cksum | cut -d' ' -f1)
        part=tuning
        [ $((sum % 3)) -ne 0 ] || part=aside
        ln -s "$text" "$shared/$set/$name.jsonl" "$work/$set/$part/"
    done
    for part in tuning aside; do
        "$program" "$work/$set/$part" >"$work/$set-$part.out"
        count=$(find "$work/$set/$part" -name '*.txt' | wc -l)
        echo "== $set, $part part: $count texts"
        python3 "$shared/tools/score.py" "$work/$set/$part" "$work/$set-$part.out"
    done
done
