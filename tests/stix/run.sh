#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh PROGRAM WORK_DIR
# Validates the STIX bundles of corpus/, of a text without records and of JSON lines with dates and addresses, see check.js.
# The validator and OASIS's schemas, which the package stixview brings along, are installed into WORK_DIR, never into the
# source tree. ALLEGE_STIX_SCHEMAS names a checkout of OASIS's cti-stix2-json-schemas to validate against instead.
set -eu

program=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$here/../npm.sh"
npm_packages "$here/../schema" "$work" "STIX bundles are not validated"
if [ -n "${ALLEGE_STIX_SCHEMAS:-}" ]; then
    schemas=$ALLEGE_STIX_SCHEMAS/schemas
else
    npm_files stixview@1.3.2 7aa9349c568b6c17f57fa16197c1992cb5cb448f984811af35ea5190e278335b "$work/stixview"
    schemas=$work/stixview/src/stix2-schemas
fi

cd "$root"
unset SOURCE_DATE_EPOCH
cat >"$work/lines.jsonl" <<'END'
{"id":"CVE-2026-1234 \u00e9.txt","date":"2026-03-01","url":"https://example.org/a b","text":"China accused Iran of spying."}
{"id":"https://example.org/?a=[b]","date":"2026-03-01T23:30:00-02:00","text":"APT28 hacked it, he said. APT28 denied it."}
{"id":"3","date":7,"url":"none","text":"Hezbollah shelled the port, officials said. He denied it.","9-x":1}
END
"$program" --statements --format=stix corpus/ >"$work/corpus.json"
echo "It rained." | "$program" --format=stix >"$work/none.json"
"$program" --format=stix --modified=2026-11-27T10:00:00Z --input=jsonl --keep=date,url,9-x "$work/lines.jsonl" \
    >"$work/lines.json"
NODE_PATH=$work/node_modules node "$here/check.js" "$root" "$schemas" "$work/corpus.json" "$work/none.json" \
    "$work/lines.json"
