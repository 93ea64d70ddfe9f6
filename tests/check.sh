# SPDX-License-Identifier: MIT
# For the tests that are shell scripts, to be read in by them: a folder $work that is gone at the end, and check.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

check() { # WHAT COMMAND...
    what=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        echo "$what:" && cat "$work/log"
        failed=$((failed + 1))
    fi
}
