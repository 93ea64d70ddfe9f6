#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The line of --progress on a terminal: there after a second, gone at the end, not where records go to the terminal too.
And records of JSON lines: there at once.

    progress.py PROGRAM
"""

import os
import pty
import select
import subprocess
import sys
import time

TEXT = b"Norland accused Suderia of piracy.\n\n" * 8000
CLEAR = b"\r\x1b[K"


def run(program, *options, records_too=False, slow=True, term="xterm"):
    """What comes out on a terminal that standard error is, or standard output as well. Slow: half of the input waits."""
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [program, "-j1", *options],
        stdin=subprocess.PIPE,
        stdout=theirs if records_too else subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": term, "COLUMNS": "60"},
    )
    os.close(theirs)
    if slow:
        process.stdin.write(TEXT)
        process.stdin.flush()
        time.sleep(1.3)
        process.stdin.write(TEXT)
    process.stdin.close()
    got = b""
    while True:
        try:
            step = os.read(mine, 65536)
        except OSError:  # the other side is closed
            step = b""
        if not step:
            break
        got += step
    process.wait()
    os.close(mine)
    return got


def first_of_feed(program):
    """Records of JSON lines on a terminal, before the feed ends."""
    mine, theirs = pty.openpty()
    process = subprocess.Popen([program, "--input=jsonl"], stdin=subprocess.PIPE, stdout=theirs)
    os.close(theirs)
    process.stdin.write(b'{"text":"Norland accused Suderia of piracy."}\n')
    process.stdin.flush()
    ready, _, _ = select.select([mine], [], [], 60)
    got = os.read(mine, 65536) if ready else b""
    process.stdin.close()
    process.wait()
    os.close(mine)
    return got


def main(program):
    passed = failed = 0
    shown, never = run(program), run(program, "--progress=never")
    for what, holds in {
        "shown after a second": b"MB/s" in shown,
        "size unknown: no time left": b"left" not in shown,
        "one line": b"\n" not in shown,
        "cleared at the end": shown.endswith(CLEAR),
        "never": never == b"",
        "not of a short run": run(program, slow=False) == b"",
        "not between records": b"MB/s" not in run(program, "--label=denial", records_too=True),
        "a feed of JSON lines": b"accuse-of" in first_of_feed(program),
        "not on a dumb terminal": run(program, term="dumb") == b"",
    }.items():
        passed, failed = passed + holds, failed + (not holds)
        if not holds:
            print(f"{what}: {shown!r}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
