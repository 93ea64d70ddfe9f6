#!/bin/bash
# SPDX-License-Identifier: MIT
# Usage: bash tests/soak.sh PROGRAM FOLDER [MEGABYTES [MINUTES [OPTION]...]]
# Streams so much text (20,000 without it), or what is worked on in so many minutes, through standard input, made of the
# texts of FOLDER again and again with other numbers in them, and prints the resident memory every ten seconds. It has
# to stay within 5 % of what it was after the first minute, or the first part of a short run. Not part of the tests: it
# takes hours.
set -euo pipefail
program=$1 folder=$2 megabytes=${3:-20000} minutes=${4:-100000}
shift $(($# < 4 ? $# : 4))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkfifo "$work/text"

python3 - "$folder" "$megabytes" "$minutes" >"$work/text" <<'PY' &
import pathlib, sys, time

texts = [p.read_bytes() for p in sorted(pathlib.Path(sys.argv[1]).rglob("*.txt"))]
left, turn = int(sys.argv[2]) * 1000000, 0
end = time.monotonic() + 60 * float(sys.argv[3])
try:
    while left > 0 and time.monotonic() < end:
        turn += 1
        other = bytes.maketrans(b"0123456789", bytes(b"0123456789"[(d + turn) % 10] for d in range(10)))
        for text in texts:
            text = text.translate(other) + b"\n\n"
            sys.stdout.buffer.write(text)
            left -= len(text)
            if time.monotonic() > end:
                break
except BrokenPipeError:
    pass
print(f"{int(sys.argv[2]) - left // 1000000} MB", file=sys.stderr)
PY
"$program" "$@" <"$work/text" >"$work/out" &
pid=$!
first=0 most=0 seconds=0 settle=$((megabytes >= 1000 ? 60 : megabytes / 50))
while kill -0 $pid 2>/dev/null; do
    now=$(awk '/^VmRSS/ { print $2 }' /proc/$pid/status 2>/dev/null || true)
    if [ -n "$now" ]; then
        ((seconds < settle)) && first=$now
        ((now > most)) && most=$now
        ((seconds % 10 == 0)) && echo "$seconds s: $now kB"
    fi
    : >"$work/out" # only its growth would fill the disk
    sleep 1
    seconds=$((seconds + 1))
done
wait $pid
echo "settled at $first kB, most $most kB"
awk -v first="$first" -v most="$most" 'BEGIN {
    flat = most <= first * 1.05
    print flat ? "1 passed, 0 failed" : "0 passed, 1 failed"
    exit !flat
}'
