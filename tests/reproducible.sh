#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/reproducible.sh
# Two builds of the program from two copies of the source in two folders have to give the same bytes.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for place in one another/place; do
    mkdir -p "$work/$place"
    cp -r "$source/src" "$source/CMakeLists.txt" "$work/$place"
    cmake -S "$work/$place" -B "$work/$place/out" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF >/dev/null
    cmake --build "$work/$place/out" -j2 --target allege >/dev/null
done
if cmp "$work/one/out/allege" "$work/another/place/out/allege"; then
    echo "1 passed, 0 failed"
else
    echo "0 passed, 1 failed"
    exit 1
fi
