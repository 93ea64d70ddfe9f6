#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: tests/sandbox/run.sh PROGRAM PROBE
# What the program may still do once it runs, tried from inside by PROBE, the library built from probe.c; and that the
# outputs that it is to write are written all the same. Of seccomp and Landlock what the build and the system have.
set -u
program=$1 probe=$2
. "$(dirname "$0")/../check.sh"
cd "$work" || exit 1
mkdir in elsewhere
for name in in/a.txt in/b.txt; do echo 'Norland accused Suderia of the raid.' >$name; done

probe() { # [OPTION]...: who tried what, and how that went
    touch readable writable victim
    rm -f main thread
    LD_PRELOAD=$probe "$program" -j 2 "$@" <in/a.txt 2>&1 >record | sort >tried
    [ -s record ]
}

are() { # HOW WHAT...: in the main thread and in another
    how=$1
    shift
    for what in "$@"; do
        for who in main thread; do
            grep -qx "$who: $what: $how" tried || { grep "$who: $what" tried; return 1; }
        done
    done
}

trees_agree() {
    "$program" --output-dir=free --no-sandbox in && "$program" --output-dir=bound in &&
        "$program" --output-dir=bound --resume in && diff -r free bound && [ "$(ls -A bound | wc -l)" -eq 2 ]
}

brat_beside() {
    "$program" --format=brat in && [ -s in/a.ann ] && "$program" --format=brat --force in/a.txt in/b.txt &&
        "$program" --format=brat in/a.txt -o elsewhere/one.ann && cmp in/a.ann elsewhere/one.ann
}

leaves_tree() { # the output directory has a link to somewhere else
    mkdir -p way/sub && cp in/a.txt way/sub && mkdir -p out && ln -s ../elsewhere out/sub
    "$program" --output-dir=out way
    [ $? -eq 1 ] && [ ! -e elsewhere/a.txt.jsonl ] && "$program" --output-dir=out --no-sandbox way &&
        [ -s elsewhere/a.txt.jsonl ]
}

check "that it runs with the probe" probe
if "$program" --version | grep -q '^seccomp'; then
    check "network" are refused socket socketpair
    check "other programs and processes" are refused execve fork kill ptrace
    check "the system" are refused mount "keys for the terminal"
else
    echo "not in this program: seccomp"
fi
if "$program" --version | grep -q '^Landlock'; then
    check "other files" are refused "writing a file" "making a file" "renaming a file" "removing a file"
    check "the output directory alone is written" leaves_tree
else
    echo "not in this program, or on this system: Landlock"
fi
check "what it needs" are "let through" raise "reading a file"
check "rules under the sandbox" probe --rules /dev/null
check "--no-sandbox" probe --no-sandbox
check "that nothing is refused then" are "let through" socket execve fork raise "writing a file" "making a file"
check "--output-dir and --resume" trees_agree
check "annotation beside texts" brat_beside
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
