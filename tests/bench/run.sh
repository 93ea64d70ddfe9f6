#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# bash tests/bench/run.sh [TEXT] [BUILD_DIR]: allege and its peers on the same text in the same run, on one core, output to
# a file, the median of RUNS (5) runs. BYTES cuts the text. Needs hyperfine, time, ripgrep, nodejs and npm (apt); the
# peers of npm go into the build directory. Prints a table in Markdown, as in RESULTS.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
text=${1:-${ALLEGE_SHARED:-../shared}/raw/bench.txt} build=${2:-build} runs=${RUNS:-5}
work=$(realpath "$build")/bench
for tool in hyperfine rg node npm taskset; do
    command -v "$tool" >/dev/null ||
        { echo "$tool is missing: apt-get install hyperfine time ripgrep nodejs npm"; exit 2; }
done
[ -r "$text" ] || { echo "$text: cannot be read; name a text of some 25 MB"; exit 2; }
mkdir -p "$work"
head -c "${BYTES:-9999999999}" "$text" >"$work/text.txt"
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
commands=("$program text.txt" "rg -N '$pattern' text.txt"
    "LC_ALL=C.UTF-8 grep -P '$pattern' text.txt" "LC_ALL=C wc -w text.txt"
    "LC_ALL=C.UTF-8 wc -w text.txt" "./floor text.txt" "node wink.js text.txt" "node compromise.js text.txt")
echo "$(date -u +%F), $(lscpu | sed -n 's/^Model name: *//p'), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)," \
    "$(wc -c <text.txt) bytes, median of $runs, $(git -C "$OLDPWD" rev-parse --short HEAD)"
echo
echo "| program | MB/s | allege is so many times as fast | resident KB |"
echo "| --- | --- | --- | --- |"
for i in "${!names[@]}"; do
    printf '%s >out.txt\n' "${commands[$i]}" >command.sh
    taskset -c 0 hyperfine -N -r "$runs" -w 1 --export-json one.json 'sh command.sh' >/dev/null 2>&1
    median=$(node -p 'JSON.parse(require("fs").readFileSync("one.json")).results[0].median')
    first=${first:-$median}
    kb=$(/usr/bin/time -f %M sh command.sh 2>&1 | tail -n 1)
    awk -v n="${names[$i]}" -v m="$median" -v f="$first" -v b="$(wc -c <text.txt)" -v k="$kb" \
        'BEGIN{printf "| %s | %.1f | %.2f | %d |\n", n, b / m / 1e6, m / f, k}'
done
echo
echo "Ann Lee said the port was attacked by Russia." >one.txt
hyperfine -N -w 5 -r 50 --export-json one.json "$program one.txt" >/dev/null 2>&1
ms=$(node -p '(JSON.parse(require("fs").readFileSync("one.json")).results[0].median * 1e3).toFixed(1)')
echo "Start-up, one sentence: $ms ms"
echo
echo "Stages of allege:"
echo
taskset -c 0 ./stages text.txt | sed 's/^/    /'
