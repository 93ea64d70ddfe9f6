#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/hardened.sh PROGRAM
# A release build is position-independent, has no executable stack, its relocations are read-only from the start, and
# libc calls are checked.
set -u
program=$1
failed=0 passed=0

expect() { # WHAT PATTERN COMMAND...
    what=$1 pattern=$2
    shift 2
    if "$@" | grep -Eq "$pattern"; then
        passed=$((passed + 1))
    else
        echo "$program: no $what"
        failed=$((failed + 1))
    fi
}

expect "position-independent code" 'Type: +DYN' readelf -h "$program"
expect "RELRO" 'GNU_RELRO' readelf -lW "$program"
expect "immediate binding" 'NOW' readelf -dW "$program"
expect "stack that is not executable" 'GNU_STACK.* RW ' readelf -lW "$program"
expect "stack protector" '__stack_chk_fail' readelf -sW "$program"
expect "fortified calls" '_chk@' readelf -sW "$program"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
