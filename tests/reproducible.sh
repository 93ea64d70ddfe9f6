#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/reproducible.sh
# Two builds of the program from two copies of the source in two folders have to give the same bytes. Where the system
# lets us (unshare), they are built without any network.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
alone=
if unshare -rn true 2>/dev/null; then alone="unshare -rn"; else echo "not tried without network: unshare -rn is refused"; fi
for place in one another/place; do
    mkdir -p "$work/$place"
    cp -r "$source/src" "$source/CMakeLists.txt" "$work/$place"
    $alone cmake -S "$work/$place" -B "$work/$place/out" -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF >/dev/null
    $alone cmake --build "$work/$place/out" -j2 --target allege >/dev/null
done
if cmp "$work/one/out/allege" "$work/another/place/out/allege"; then
    echo "1 passed, 0 failed"
else
    echo "0 passed, 1 failed"
    exit 1
fi
