#!/bin/bash
# SPDX-License-Identifier: MIT
# Usage: bash tests/run.sh
# Everything: installs what the tests need, builds with gcc and clang with warnings as errors, runs all tests, once more
# under sanitizers, the unit tests and the corpus under valgrind, then clang-format and clang-tidy. Stops at the first
# step that fails. Builds under build-test/ in the source tree; ALLEGE_TEST_DIR names another place.
set -euo pipefail

cd "$(dirname "$0")/.."
work=${ALLEGE_TEST_DIR:-build-test}
jobs=$(nproc)

step() {
    printf '\n== %s\n' "$*"
}

# Installs the packages whose command or file is not there.
install_tools() {
    local missing=()
    need() { # PACKAGE COMMAND
        command -v "$2" >/dev/null || [ -x "/usr/sbin/$2" ] || missing+=("$1")
    }
    need build-essential gcc
    need cmake cmake
    need pkg-config pkg-config
    need python3 python3
    need nodejs node
    need npm npm
    need clang clang
    echo 'int main(void) { return 0; }' | clang -fsanitize=address -x c -o /dev/null - 2>/dev/null ||
        missing+=(libclang-rt-dev) # which clang only recommends
    need clang-tidy clang-tidy
    need clang-format clang-format
    need valgrind valgrind
    need binutils readelf
    need file file
    need lintian lintian
    need man-db man
    need groff-base groff
    need zsh zsh
    need fish fish
    need jq jq
    need miller mlr
    need sqlite3 sqlite3
    need inotify-tools inotifywait
    need poppler-utils pdftotext
    need lynx lynx
    need w3m w3m
    need parallel parallel
    need chromium chromium
    if [ ! -d /run/systemd/system ]; then # elsewhere their services would run from now on: whoever wants that installs them
        need openssh-client ssh
        need openssh-server sshd
        need munge munged
        need slurm-client sbatch
        need slurmctld slurmctld
        need slurmd slurmd
    fi
    for library in libpcre2-8:libpcre2-dev libcjson:libcjson-dev libutf8proc:libutf8proc-dev uuid:uuid-dev \
        zlib:zlib1g-dev libzstd:libzstd-dev; do
        pkg-config --exists "${library%%:*}" 2>/dev/null || missing+=("${library##*:}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -q
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"
}

build() { # DIRECTORY COMPILER [CMAKE OPTION]...
    local dir=$work/$1 compiler=$2
    shift 2
    cmake -S . -B "$dir" -DCMAKE_C_COMPILER="$compiler" -DALLEGE_WERROR=ON "$@" >"$dir.log" 2>&1 ||
        { cat "$dir.log"; return 1; }
    cmake --build "$dir" -j "$jobs" >"$dir.log" 2>&1 || { cat "$dir.log"; return 1; }
}

run_ctest() { # DIRECTORY [CTEST OPTION]...
    local dir=$work/$1
    shift
    ctest --test-dir "$dir" -C long --output-on-failure -j "$jobs" "$@" | tee "$dir.ctest"
}

run_valgrind() {
    local memcheck=(valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect
        --suppressions=tests/valgrind.supp)
    local test
    for test in "$work"/gcc/tests/*_test; do
        # Minutes each, here; the third is no test of the program's and wants files.
        case $test in */image_test | */linear_test | */fuzz_schema_test) continue ;; esac
        "${memcheck[@]}" "$test" >"$work/valgrind.log" 2>&1 || { cat "$work/valgrind.log"; return 1; }
    done
    "${memcheck[@]}" "$work/gcc/allege" --no-sandbox corpus/ >"$work/valgrind.out"
    "$work/gcc/allege" corpus/ | cmp - "$work/valgrind.out"
    echo "unit tests and corpus: no errors, no leaks"
}

# Adds up the "N passed, N failed" lines that the tests printed, and shows the lines of the scores.
print_totals() {
    local dir
    step "scores"
    awk '/^== .*( texts$| tuning less )|^(claim|denial|policy|macro|all|source|cue|content|certainty wordings)|^SKIPPED/' \
        "$work/gcc/Testing/Temporary/LastTest.log"
    step "results"
    for dir in gcc sanitize; do
        awk -v dir="$dir" '/^[0-9]+ (passed|examples), [0-9]+ failed$/ {
                if ($2 == "examples,") passed += $1 - $3; else passed += $1
                failed += $3
            }
            END { printf "%s: %d passed, %d failed\n", dir, passed, failed }
        ' "$work/$dir/Testing/Temporary/LastTest.log"
        grep -E '^[0-9]+% tests passed' "$work/$dir.ctest"
    done
}

mkdir -p "$work"
step "tools"
install_tools
step "gcc, warnings as errors"
build gcc gcc
step "clang, warnings as errors"
build clang clang
step "tests"
run_ctest gcc
step "tests under AddressSanitizer and UndefinedBehaviorSanitizer"
build sanitize clang -DCMAKE_BUILD_TYPE=RelWithDebInfo -DALLEGE_SANITIZE=address,undefined
run_ctest sanitize -E '^(lint|score|score\.kinds|score\.statements|page)$'
step "valgrind"
run_valgrind
step "reproducible build"
sh tests/reproducible.sh
step "clang-format"
clang-format --dry-run -Werror src/*.[ch] src/*/*.[ch] tests/unit/*.[ch] tests/fuzz/*.[ch]
step "clang-tidy"
printf '%s\n' src/*.c src/*/*.c | xargs -P "$jobs" -n 4 clang-tidy --quiet -p "$work/clang"
print_totals
