#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh PROGRAM WORK_DIR
# Validates the STIX bundles of corpus/, of a text without records and of JSON lines with dates and addresses, see check.js.
# The validator is installed into WORK_DIR, never into the source tree.
set -eu

program=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$here/../npm.sh"
npm_packages "$here/../schema" "$work" "STIX bundles are not validated"

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
NODE_PATH=$work/node_modules node "$here/check.js" "$root" "$work/corpus.json" "$work/none.json" "$work/lines.json"
