#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bash tests/bench/run.sh [TEXT] [BUILD_DIR]: allege and its peers on the same text in the same run, on one core, output to
# a file, the median of RUNS (5) runs; then two threads against one. BYTES cuts the text. Builds allege where there is no
# build, installs Debian packages that are missing, and puts the peers from npm into the build directory. Prints tables in
# Markdown, as in RESULTS.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
text=${1:-${ALLEGE_SHARED:-../shared}/raw/bench.txt} build=${2:-build} runs=${RUNS:-5}
[ -x "$build/allege" ] || { cmake -B "$build" -DCMAKE_BUILD_TYPE=Release && cmake --build "$build" -j; } >&2
work=$(realpath "$build")/bench
missing=()
for tool in hyperfine:hyperfine time:time ripgrep:rg nodejs:node npm:npm util-linux:taskset; do
    [ -x "$(type -P "${tool#*:}")" ] || missing+=("${tool%:*}")
done
if [ ${#missing[@]} -gt 0 ]; then
    root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -q >&2
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}" >&2
fi
[ -r "$text" ] || { echo "$text: cannot be read; name a text of some 25 MB"; exit 2; }
mkdir -p "$work"
head -c "${BYTES:-9999999999}" "$text" >"$work/text.txt"
head -c 500000 "$work/text.txt" >"$work/cut.txt" # for compromise, which takes some 20 s for a megabyte
[ -d "$work/node_modules/compromise" ] ||
    (cd "$work" && npm init -y >/dev/null &&
        npm install --no-audit --no-fund wink-nlp wink-eng-lite-web-model compromise >/dev/null)
cp tests/bench/*.js "$work/"
${CC:-cc} -O3 -o "$work/floor" tests/bench/floor.c
pkg=$(pkg-config --cflags --libs libpcre2-8 libutf8proc)
# shellcheck disable=SC2086
${CC:-cc} -O2 -D_POSIX_C_SOURCE=200809L -Isrc -Isrc/base -Isrc/include -o "$work/stages" tests/bench/stages.c \
    "$build/liballege_whole.a" $pkg -lpthread

# Some 180 words that accuse, deny, demand and punish.
for class in V.accuse V.blame V.allege V.deny V.reject V.condemn V.demand V.measure V.impose V.menace V.warn V.insist; do
    sed 's/|.*//' "src/data/lexicon/en/$class.txt"
done | grep -x '[a-z]\+' | sort -u | head -n 180 >"$work/cues.txt"
pattern="\\b($(paste -sd'|' "$work/cues.txt"))(s|d|ed|ing)?\\b"

cd "$work"
program=$(realpath ../allege)
names=(allege "rg, cue words" "grep -P, cue words" "wc -w, C" "wc -w, UTF-8" "words and hashes alone" "wink-nlp" compromise)
commands=("$program -j1 text.txt" "rg -j1 -N --no-unicode '$pattern' text.txt"
    "LC_ALL=C.UTF-8 grep -P '$pattern' text.txt" "LC_ALL=C wc -w text.txt"
    "LC_ALL=C.UTF-8 wc -w text.txt" "./floor text.txt" "node wink.js text.txt" "node compromise.js cut.txt")

# Median seconds of a command that writes to a file; a second word and more go before hyperfine.
time_of() { # COMMAND [WORD]...
    printf '%s >out.txt\n' "$1" >command.sh
    shift
    "$@" hyperfine -N -r "$runs" -w 1 --export-json one.json 'sh command.sh' >hyperfine.log 2>&1 ||
        { cat hyperfine.log command.sh >&2; return 1; }
    node -p 'JSON.parse(require("fs").readFileSync("one.json")).results[0].median'
}

echo "$(date -u +%F), $(lscpu | sed -n 's/^Model name: *//p'), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)," \
    "$(wc -c <text.txt) bytes, median of $runs, $(git -C "$OLDPWD" rev-parse --short HEAD)"
echo
echo "| program | MB/s | allege is so many times as fast | resident KB |"
echo "| --- | --- | --- | --- |"
for i in "${!names[@]}"; do
    median=$(time_of "${commands[$i]}" taskset -c 0)
    kb=$(/usr/bin/time -f %M sh command.sh 2>&1 | tail -n 1)
    rate=$(awk -v m="$median" -v b="$(wc -c <"${commands[$i]##* }")" 'BEGIN{print b / m / 1e6}')
    first=${first:-$rate}
    awk -v n="${names[$i]}" -v r="$rate" -v f="$first" -v k="$kb" \
        'BEGIN{printf "| %s | %.2f | %.2f | %d |\n", n, r, f / r, k}'
done
echo
echo "Ann Lee said the port was attacked by Russia." >one.txt
hyperfine -N -w 5 -r 50 --export-json one.json "$program one.txt" >/dev/null 2>&1
ms=$(node -p '(JSON.parse(require("fs").readFileSync("one.json")).results[0].median * 1e3).toFixed(1)')
echo "Start-up, one sentence: $ms ms"
echo
rm -rf small && mkdir small && split -C 8k -a 4 --additional-suffix=.txt text.txt small/ # some thousand files of whole lines
node -e 'require("fs").readFileSync("text.txt", "utf8").split(/\n\n+/).forEach((text, i) =>
    console.log(JSON.stringify({ id: String(i), text })))' >lines.jsonl
echo "| input, all cores | -j1, s | -j2, s | so many times as fast |"
echo "| --- | --- | --- | --- |"
row() { # NAME OPERANDS
    local one two
    one=$(time_of "$program -j1 $2") two=$(time_of "$program -j2 $2")
    awk -v n="$1" -v a="$one" -v b="$two" 'BEGIN{printf "| %s | %.2f | %.2f | %.2f |\n", n, a, b, a / b}'
}
row "one large file" text.txt
row "$(find small -type f | wc -l) small files" small
row "JSON lines" "--input=jsonl lines.jsonl"
echo
echo "Stages of allege, tokens to records in blocks of 128 KiB:"
echo
taskset -c 0 ./stages text.txt | sed 's/^/    /'
