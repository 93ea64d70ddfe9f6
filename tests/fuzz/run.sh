#!/bin/bash
# SPDX-License-Identifier: MIT
# Usage: bash tests/fuzz/run.sh [--afl] SECONDS [TARGET]...
#        bash tests/fuzz/run.sh --coverage [TARGET]...
# Builds the fuzz targets with clang, AddressSanitizer and UndefinedBehaviorSanitizer and lets each search with libFuzzer for
# so many seconds of processor time, or with AFL++ for so many by the clock; prints executions, coverage and findings.
# --coverage does not search: it prints what part of src/ the inputs found so far reach, with llvm-cov.
# Works under build-fuzz/ in the source tree (ALLEGE_FUZZ_DIR names another place) and keeps the inputs found there, so that
# a later run goes on from them. What is found belongs, mended, into tests/fuzz/seeds/TARGET.
set -euo pipefail
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

# Searches for some seconds by the clock, and adds up what was done in `runs` and `used`.
search_a_while() { # TARGET SECONDS
    local log=$work/$1.log TIMEFORMAT='%U %S' status=0
    { time "$dir/tests/$1_fuzz" -max_total_time="$2" -timeout=20 -rss_limit_mb=4000 -print_final_stats=1 \
        -dict="$work/seeds/$1.dict" -artifact_prefix="$work/found-$1-" \
        "$work/inputs/$1" "$work/seeds/$1" "tests/fuzz/seeds/$1" >"$log" 2>&1; } 2>"$work/$1.time" || status=1
    runs=$((runs + $(sed -n 's/^stat::number_of_executed_units: *//p' "$log")))
    used=$((used + $(awk '{ printf "%d", $1 + $2 + 0.5 }' "$work/$1.time")))
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
    return $status
}

search_libfuzzer() { # TARGET
    local runs=0 used=0 edges=0 slice
    while [ $used -lt "$seconds" ]; do
        slice=$((seconds - used))
        search_a_while "$1" $slice || { found=1; break; }
    done
    echo "$1: $runs runs in $used s, $edges edges covered"
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
    if ls "$dir/out/$1/default"/crashes/id* "$dir/out/$1/default"/hangs/id* 2>/dev/null; then found=1; fi
}

report_coverage() { # NAME PROFILE PROGRAM...
    local name=$1 profile=$2
    shift 2
    llvm-cov report "${@/#/-object=}" -instr-profile="$profile" -ignore-filename-regex='tests/fuzz|embedded.c|images.c' |
        awk -v name="$name" '/^TOTAL/ { print name ": " $8 - $9 " of " $8 " lines, " $10 "; branches " $13 }'
}

show_coverage() { # TARGET
    LLVM_PROFILE_FILE="$dir/$1.profraw" "$dir/tests/$1_fuzz" "$work/inputs/$1" "$work/seeds/$1" \
        "tests/fuzz/seeds/$1" >/dev/null
    llvm-profdata merge -sparse "$dir/$1.profraw" -o "$dir/$1.profdata"
    report_coverage "$1" "$dir/$1.profdata" "$dir/tests/$1_fuzz"
}

mkdir -p "$work"
case $mode in
libfuzzer) configure clang -DALLEGE_FUZZ=ON -DALLEGE_SANITIZE=address,undefined ;;
afl) configure afl-clang-fast -DALLEGE_FUZZ=ON -DALLEGE_SANITIZE=address,undefined ;;
coverage)
    export LLVM_PROFILE_FILE="$dir/build.profraw" # of the tools that run while building
    configure clang -DCMAKE_C_FLAGS="-fprofile-instr-generate -fcoverage-mapping" -DALLEGE_HARDEN=OFF
    ;;
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
if [ $mode = coverage ]; then
    profiles=() programs=()
    for target in $targets; do
        profiles+=("$dir/$target.profdata") programs+=("$dir/tests/${target}_fuzz")
    done
    llvm-profdata merge -sparse "${profiles[@]}" -o "$dir/all.profdata"
    report_coverage all "$dir/all.profdata" "${programs[@]}"
fi
ls "$work"/found-* 2>/dev/null || true
exit $found
