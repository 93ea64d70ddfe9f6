#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh PROGRAM WORK_DIR
# Validates what the program prints for corpus/, in all three units of offsets and with all statements, and checks that
# wrong records are refused. The validator is installed into WORK_DIR, never into the source tree.
set -eu

program=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
schema=$root/src/data/record.schema.json

. "$here/../npm.sh"
npm_packages "$here" "$work" "records are not validated"

status=0
validate() {
    node "$here/validate.js" "$@" || status=1
}

validate "$schema" "$here/right.jsonl"
validate --wrong "$schema" "$here/wrong.jsonl"
cd "$root"
for unit in bytes codepoints utf16; do
    "$program" --offsets=$unit corpus/ >"$work/$unit.jsonl"
    validate "$schema" "$work/$unit.jsonl"
done
"$program" --statements corpus/ >"$work/statements.jsonl"
validate "$schema" "$work/statements.jsonl"
"$program" --statements --codes=cameo,plover corpus/ >"$work/codes.jsonl"
validate "$schema" "$work/codes.jsonl"
exit $status
