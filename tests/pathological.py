#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Inputs that nobody writes and somebody feeds: the program ends, in little memory, and does not lose the good part.

    pathological.py PROGRAM [--scale N] [CASE]...

Each case is a function below: it makes its input in a scratch folder and says how the program is to be run. The good
part is one sentence, whose record has to come out. Sizes are those of a test run; --scale multiplies them (--scale 50
reaches a text of 1 GB without a line break and 100,000 files in a folder). Memory is measured as the largest resident
set, and must stay under LIMIT.
"""

import argparse
import gzip
import io
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

GOOD = b"The minister accused the northern army of shelling the port.\n"
LIMIT = 192  # megabytes; a block of nothing but marks takes most, a token for each byte
TIMEOUT = 600  # seconds
MEGABYTE = 1 << 20


def text(folder, data):
    path = folder / "text.txt"
    path.write_bytes(data)
    return [str(path)]


def no_line_break(folder, scale):
    return text(folder, GOOD.strip() + b" " + b"stones fell into the water and " * (20 * MEGABYTE // 31 * scale)), {}


def no_white_space(folder, scale):
    return text(folder, GOOD + b"\n" + b"a" * (8 * MEGABYTE * scale)), {}


def empty_lines(folder, scale):
    return text(folder, b"\n" * (200_000 * scale) + GOOD), {}


def quotes_never_closed(folder, scale):
    return text(folder, GOOD + b"\n" + b'"He said: "' * (100_000 * scale)), {}


def commas(folder, scale):
    return text(folder, GOOD + b"\n" + b"," * (1_000_000 * scale)), {}


def brackets(folder, scale):
    return text(folder, GOOD + b"\n" + b"([" * (300_000 * scale)), {}


def said(folder, scale):
    return text(folder, GOOD + b"\n" + b"said " * (100_000 * scale)), {}


def and_the_army(folder, scale):
    return text(folder, GOOD + b"\n" + b"the army and " * (50_000 * scale) + b"attacked."), {}


def combining_marks(folder, scale):
    return text(folder, GOOD + b"\ne" + "\u0301".encode() * (1_000_000 * scale)), {}


def not_utf8(folder, scale):
    return text(folder, GOOD + b"\n" + b"\xff\xfe\x80 \xc3( \xed\xa0\x80 " * (100_000 * scale)), {}


def nul_bytes(folder, scale):
    return text(folder, GOOD + b"\n" + b"\0word" * (200_000 * scale)), {}


def many_files(folder, scale):
    for i in range(2000 * scale):
        (folder / f"{i:07}.txt").write_bytes(GOOD if i == 0 else b"It rained.\n")
    return [str(folder)], {}


def links_in_a_circle(folder, scale):
    (folder / "deep").mkdir()
    (folder / "deep" / "up").symlink_to(folder)
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "good.txt").write_bytes(GOOD)
    return [str(folder)], {"status": 1}


def strange_names(folder, scale):
    for name in (b"line\nbreak.txt", b"not\xffutf8.txt", b"-n.txt", b" .txt", "\u202egood.txt".encode()):
        (folder / os.fsdecode(name)).write_bytes(GOOD)
    return [str(folder)], {"records": 5}


def pipe(folder, scale):
    os.mkfifo(folder / "pipe")
    subprocess.Popen(["sh", "-c", f"printf '%s' '{GOOD.decode().strip()}' > '{folder}/pipe'"])
    return [str(folder / "pipe")], {}


def zeros(folder, scale):
    return ["-"], {"stdin": f"head -c {20 * scale}M /dev/zero"}


def endless(folder, scale):
    """Standard input ends in the middle of a character."""
    (folder / "cut.txt").write_bytes(GOOD + "\n\u201cHe l\u00e9".encode()[:-1])
    return [str(folder / "cut.txt")], {}


def gzip_bomb(folder, scale):
    data = io.BytesIO()
    with gzip.GzipFile(fileobj=data, mode="wb", mtime=0) as f:
        f.write(GOOD + b"\n")
        for _ in range(64 * scale):
            f.write(b" " * MEGABYTE)
    (folder / "bomb.txt").write_bytes(data.getvalue())
    return [str(folder / "bomb.txt")], {}


def gzip_cut(folder, scale):
    data = gzip.compress(GOOD * 1000, mtime=0)
    (folder / "cut.txt").write_bytes(data[: len(data) - 12])
    return [str(folder / "cut.txt")], {"status": 1, "records": None}


def lying_warc(folder, scale):
    body = GOOD
    records = b""
    for length in (len(body), 10**15, len(body)):
        records += (
            b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://example.org/\r\n"
            b"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % length
        ) + body + b"\r\n\r\n"
    (folder / "lies.wet").write_bytes(records)
    return ["--input=warc", str(folder / "lies.wet")], {"status": 1, "records": None}


def long_jsonl_line(folder, scale):
    (folder / "in.jsonl").write_bytes(
        b'{"id":1,"text":"' + b"x " * (4 * MEGABYTE * scale) + b'"}\n' + b"{" * 100_000 + b"\n"
        b'{"id":2,"text":"' + GOOD.strip() + b'"}\n'
    )
    return ["--input=jsonl", str(folder / "in.jsonl")], {"status": 1}


CASES = [v for k, v in list(globals().items()) if callable(v) and getattr(v, "__code__", None)
         and v.__code__.co_varnames[:2] == ("folder", "scale")]


def run(program, arguments, options):
    """Exit status, records, megabytes of the largest resident set."""
    source = subprocess.Popen(["sh", "-c", options["stdin"]], stdout=subprocess.PIPE) if "stdin" in options else None
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [program, *arguments], stdin=source.stdout if source else subprocess.DEVNULL, stdout=out,
            stderr=subprocess.PIPE, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
        stderr = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        out.seek(0)
        good = sum(b'"claim.accuse-of"' in line for line in out)
    return os.waitstatus_to_exitcode(status), good, usage.ru_maxrss / 1024, stderr


def try_case(program, case, scale):
    with tempfile.TemporaryDirectory(prefix="allege-pathological-") as scratch:
        arguments, options = case(pathlib.Path(scratch), scale)
        status, good, memory, stderr = run(program, arguments, options)
    wanted, records = options.get("status", 0), options.get("records", 1)
    if case is zeros:
        records = 0
    faults = []
    if status != wanted:
        faults.append(f"exit status {status}, wanted {wanted}: {stderr[-300:].decode(errors='replace')}")
    if records is not None and good != records:
        faults.append(f"{good} records of the good part, wanted {records}")
    if records is None and good == 0:
        faults.append("the good part is lost")
    if wanted and not stderr:
        faults.append("no message")
    if memory > LIMIT:
        faults.append(f"{memory:.0f} MB")
    print(f"{case.__name__:20} {memory:6.1f} MB  {'; '.join(faults) or 'ok'}", flush=True)
    return not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("case", nargs="*")
    parser.add_argument("--scale", type=int, default=1)
    options = parser.parse_args()
    cases = [c for c in CASES if not options.case or c.__name__ in options.case]
    passed = sum(try_case(options.program, case, options.scale) for case in cases)
    print(f"{passed} passed, {len(cases) - passed} failed")
    return 0 if passed == len(cases) and cases else 1


if __name__ == "__main__":
    sys.exit(main())
