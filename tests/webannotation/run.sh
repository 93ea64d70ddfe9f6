#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh PROGRAM WORK_DIR
# Reads the Web Annotations of corpus/, of a text without records and of addresses with a JSON-LD processor. The packages are
# installed into WORK_DIR, never into the source tree.
set -eu

program=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../npm.sh"
npm_packages "$here" "$work" "Web Annotations are not read as JSON-LD"

cd "$here/../.."
"$program" --format=webannotation --statements corpus/ >"$work/corpus.json"
echo "It rained." | "$program" --format=webannotation >"$work/none.json"
printf '%s\n' '{"id":"https://example.org/a?b=[c]&d","text":"Norland accused Suderia of spying."}' \
    '{"id":"a:b \u00e9\"<>","text":"Suderia denied spying on Norland."}' |
    "$program" --format=webannotation --input=jsonl >"$work/names.json"
node "$here/check.mjs" "$NODE_PATH" "$work/corpus.json" "$work/none.json" "$work/names.json"
