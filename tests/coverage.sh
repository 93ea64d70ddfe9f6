#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/coverage.sh
# Line and branch coverage of src/ by the tests. Wants Debian's gcovr. Builds under build-coverage/ in the source tree;
# ALLEGE_COVERAGE_DIR names another place.
set -eu
cd "$(dirname "$0")/.."
work=${ALLEGE_COVERAGE_DIR:-build-coverage}
# The sandbox would keep gcov from writing its counts; without it sandbox.c is two empty functions.
cmake -S . -B "$work" -DCMAKE_BUILD_TYPE=Debug -DALLEGE_HARDEN=OFF -DALLEGE_SANDBOX=OFF \
    -DCMAKE_C_FLAGS="--coverage -O1 -fprofile-update=atomic" >/dev/null
cmake --build "$work" -j2 >/dev/null
find "$work" \( -name "*.gcda" -o -name "CMakeCCompilerId*" \) -delete
# file-size-limit would cut the files of counts as well: they are read again by all later runs, which complain then.
ctest --test-dir "$work" -E '^(lint|install|faults|cli)$' | tail -3
python3 tests/cli/run.py --program "$work/allege" $(ls -d tests/cli/*/ | xargs -n1 basename | grep -v '^file-size-limit$')
gcovr --root . --filter src/ --exclude src/tools --object-directory "$work" \
    --exclude-unreachable-branches --exclude-throw-branches --print-summary "$work" | tail -70
