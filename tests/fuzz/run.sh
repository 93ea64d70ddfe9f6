#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/fuzz/run.sh SECONDS [TARGET]...
# Builds the fuzz targets with clang, AddressSanitizer and UndefinedBehaviorSanitizer and lets each search for so long;
# prints executions, coverage and findings. Works under build-fuzz/ in the source tree (ALLEGE_FUZZ_DIR names another
# place) and keeps the inputs found there, so that a later run goes on from them. What is found belongs, mended, into
# tests/fuzz/seeds/TARGET.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:?seconds for each target}
shift
work=${ALLEGE_FUZZ_DIR:-build-fuzz}
targets=$*
[ -n "$targets" ] || targets=$(ls tests/fuzz/*_fuzz.c | sed 's,.*/,,; s,_fuzz.c,,')

cmake -S . -B "$work" -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=RelWithDebInfo -DALLEGE_FUZZ=ON \
    -DALLEGE_SANITIZE=address,undefined >/dev/null
python3 tests/fuzz/make_seeds.py . "$work/seeds" "$work/words.dict"
found=0
for target in $targets; do
    cmake --build "$work" -j2 --target "${target}_fuzz" >/dev/null
    mkdir -p "$work/inputs/$target" "$work/seeds/$target"
    "$work/tests/${target}_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4000 -print_final_stats=1 \
        -dict="$work/words.dict" -artifact_prefix="$work/found-$target-" \
        "$work/inputs/$target" "$work/seeds/$target" "tests/fuzz/seeds/$target" >"$work/$target.log" 2>&1 || found=1
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$work/$target.log" | tail -1)
    echo "$target: $runs runs, $edges edges covered"
done
ls "$work"/found-* 2>/dev/null || true
exit $found
