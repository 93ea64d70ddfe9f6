#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/fuzz/run.sh [--afl|--coverage] SECONDS [TARGET]...
# Builds the fuzz targets with clang, AddressSanitizer and UndefinedBehaviorSanitizer and lets each search for so long with
# libFuzzer, or with AFL++; prints executions, coverage and findings. --coverage does not search (SECONDS is left out), but
# prints what part of src/ the inputs found so far reach, with llvm-cov.
# Works under build-fuzz/ in the source tree (ALLEGE_FUZZ_DIR names another place) and keeps the inputs found there, so that
# a later run goes on from them. What is found belongs, mended, into tests/fuzz/seeds/TARGET.
set -eu
cd "$(dirname "$0")/../.."
work=${ALLEGE_FUZZ_DIR:-build-fuzz}
mode=libfuzzer
case ${1:-} in --afl | --coverage) mode=${1#--} && shift ;; esac
seconds=0
[ $mode = coverage ] || { seconds=${1:?seconds for each target} && shift; }
targets=$*
[ -n "$targets" ] || targets=$(ls tests/fuzz/*_fuzz.c | sed 's,.*/,,; s,_fuzz.c,,')
dir=$work/$mode
found=0

configure() { # COMPILER [CMAKE OPTION]...
    compiler=$1
    shift
    cmake -S . -B "$dir" -DCMAKE_C_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=RelWithDebInfo "$@" >/dev/null
}

build() { # TARGET
    cmake --build "$dir" -j2 --target "$1_fuzz" >"$dir/build.log" 2>&1 || { cat "$dir/build.log"; exit 1; }
}

search_libfuzzer() { # TARGET
    "$dir/tests/$1_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4000 -print_final_stats=1 \
        -dict="$work/seeds/$1.dict" -artifact_prefix="$work/found-$1-" \
        "$work/inputs/$1" "$work/seeds/$1" "tests/fuzz/seeds/$1" >"$work/$1.log" 2>&1 || found=1
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$1.log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$work/$1.log" | tail -1)
    echo "$1: $runs runs, $edges edges covered"
}

search_afl() { # TARGET
    rm -rf "$dir/in" "$dir/out/$1"
    mkdir -p "$dir/in" "$dir/out"
    cp "$work/seeds/$1"/* "tests/fuzz/seeds/$1"/* "$dir/in"
    AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 \
        afl-fuzz -V "$seconds" -t 20000 -m none -x "$work/seeds/$1.dict" -i "$dir/in" -o "$dir/out/$1" \
        -- "$dir/tests/$1_fuzz" >"$work/$1.afl.log" 2>&1 || { tail -20 "$work/$1.afl.log"; found=1; }
    stats=$dir/out/$1/default/fuzzer_stats
    awk -v target="$1" '{ value[$1] = $3 }
        END { print target ": " value["execs_done"] " runs, " value["edges_found"] " edges covered, " \
              value["saved_crashes"] " crashes, " value["saved_hangs"] " hangs" }' "$stats"
    ls "$dir/out/$1/default/crashes" "$dir/out/$1/default/hangs" | grep -q ^id && found=1 || true
}

show_coverage() { # TARGET
    LLVM_PROFILE_FILE="$dir/$1.profraw" "$dir/tests/$1_fuzz" "$work/inputs/$1" "$work/seeds/$1" "tests/fuzz/seeds/$1" >/dev/null
    llvm-profdata merge -sparse "$dir/$1.profraw" -o "$dir/$1.profdata"
    llvm-cov report "$dir/tests/$1_fuzz" -instr-profile="$dir/$1.profdata" -ignore-filename-regex='tests/|build' |
        awk -v target="$1" '/^TOTAL/ { print target ": " $8 - $9 " of " $8 " lines, " $10 "; branches " $13 }'
}

mkdir -p "$work"
case $mode in
libfuzzer) configure clang -DALLEGE_FUZZ=ON -DALLEGE_SANITIZE=address,undefined ;;
afl) configure afl-clang-fast -DALLEGE_FUZZ=ON -DALLEGE_SANITIZE=address,undefined ;;
coverage) configure clang -DCMAKE_C_FLAGS="-fprofile-instr-generate -fcoverage-mapping" -DALLEGE_HARDEN=OFF ;;
esac
python3 tests/fuzz/make_seeds.py . "$work/seeds"
for target in $targets; do
    build "$target"
    mkdir -p "$work/inputs/$target"
    case $mode in
    libfuzzer) search_libfuzzer "$target" ;;
    afl) search_afl "$target" ;;
    coverage) show_coverage "$target" ;;
    esac
done
ls "$work"/found-* 2>/dev/null || true
exit $found
