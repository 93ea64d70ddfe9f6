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

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "SKIPPED: node and npm are not installed, so records are not validated"
    exit 77
fi

mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$work"
if ! cmp -s "$work/package-lock.json" "$work/node_modules/.installed"; then
    (cd "$work" && npm ci --no-audit --no-fund --loglevel=error)
    cp "$work/package-lock.json" "$work/node_modules/.installed"
fi
NODE_PATH=$work/node_modules
export NODE_PATH

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
