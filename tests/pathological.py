#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Inputs that nobody writes and somebody feeds: the program ends, in little memory, and does not lose the good part.

    pathological.py PROGRAM [CASE]... [--scale N]

Each case is a function below: it makes its input in a scratch folder and says how the program is to be run. The good
part is one sentence, whose record has to come out. --scale multiplies the sizes: 0.1 is for every test run, 50 by hand
reaches a text of 1 GB without a line break, 10 million empty lines, 100,000 files in a folder and a bomb of 3 GB. Memory is
measured as the largest resident set (of this script too, which is some 20 MB), and must stay under LIMIT.
"""

import argparse
import gzip
import io
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

GOOD = b"The minister accused the northern army of shelling the port.\n"
THREADS = 2
LIMIT = 192 * THREADS  # megabytes; a block of nothing but marks takes most, a token for each byte, and a thread has one
MEGABYTE = 1 << 20


def text(folder, data):
    path = folder / "text.txt"
    path.write_bytes(data)
    return [str(path)]


def no_line_break(folder, scale):
    return text(folder, GOOD.strip() + b" " + b"stones fell into the water and " * int(20 * MEGABYTE // 31 * scale)), {}


def no_white_space(folder, scale):
    return text(folder, GOOD + b"\n" + b"a" * int(8 * MEGABYTE * scale)), {}


def empty_lines(folder, scale):
    return text(folder, b"\n" * int(200_000 * scale) + GOOD), {}


def quotes_never_closed(folder, scale):
    return text(folder, GOOD + b"\n" + b'"He said: "' * int(100_000 * scale)), {}


def commas(folder, scale):
    return text(folder, GOOD + b"\n" + b"," * int(1_000_000 * scale)), {}


def brackets(folder, scale):
    return text(folder, GOOD + b"\n" + b"([" * int(300_000 * scale)), {}


def said(folder, scale):
    return text(folder, GOOD + b"\n" + b"said " * int(100_000 * scale)), {}


def and_the_army(folder, scale):
    return text(folder, GOOD + b"\n" + b"the army and " * int(50_000 * scale) + b"attacked."), {}


def combining_marks(folder, scale):
    return text(folder, GOOD + b"\ne" + "\u0301".encode() * int(1_000_000 * scale)), {}


def not_utf8(folder, scale):
    return text(folder, GOOD + b"\n" + b"\xff\xfe\x80 \xc3( \xed\xa0\x80 " * int(100_000 * scale)), {}


def nul_bytes(folder, scale):
    return text(folder, GOOD + b"\n" + b"\0word" * int(200_000 * scale)), {}


def many_files(folder, scale):
    for i in range(int(2000 * scale)):
        (folder / f"{i:07}.txt").write_bytes(GOOD if i == 0 else b"It rained.\n")
    return [str(folder)], {}


def links_in_a_circle(folder, scale):
    (folder / "deep").mkdir()
    (folder / "deep" / "up").symlink_to(folder)
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "good.txt").write_bytes(GOOD)
    return [str(folder)], {"status": 1}


def unreadable(folder, scale):
    """No permission, for a file and a folder; an error of the device; a link to nowhere."""
    (folder / "a.txt").write_bytes(GOOD)
    (folder / "a.txt").chmod(0)
    (folder / "b").mkdir(mode=0)
    (folder / "c.txt").symlink_to("/proc/self/mem")
    (folder / "d.txt").symlink_to(folder / "nowhere")
    (folder / "e.txt").write_bytes(GOOD)
    folder.chmod(0o755)
    return [str(folder)], {"status": 1, "messages": 4, "nobody": True}


def shrinking(folder, scale):
    """Cut to nothing while it is read: what was read counts, and the next file is read."""
    data = (GOOD + b"\n") * int(20_000 + 200_000 * scale)
    (folder / "long.txt").write_bytes(data)
    (folder / "next.txt").write_bytes(GOOD)

    def cut(out):
        while os.fstat(out.fileno()).st_size == 0:
            time.sleep(0.01)
        os.truncate(folder / "long.txt", 0)

    return [str(folder)], {"during": cut, "records": range(2, len(data) // len(GOOD))}


def strange_names(folder, scale):
    for name in (b"line\nbreak.txt", b"not\xffutf8.txt", b"-n.txt", b" .txt", "\u202egood.txt".encode()):
        (folder / os.fsdecode(name)).write_bytes(GOOD)
    return [str(folder)], {"records": 5}


def pipe(folder, scale):
    os.mkfifo(folder / "pipe")
    subprocess.Popen(["sh", "-c", f"printf '%s' '{GOOD.decode().strip()}' > '{folder}/pipe'"])
    return [str(folder / "pipe")], {}


def zeros(folder, scale):
    return ["-"], {"records": 0, "stdin": f"head -c {int(20 * scale)}M /dev/zero"}


def endless(folder, scale):
    """Standard input ends in the middle of a character."""
    (folder / "cut.txt").write_bytes(GOOD + "\n\u201cHe l\u00e9".encode()[:-1])
    return [str(folder / "cut.txt")], {}


def gzip_bomb(folder, scale):
    data = io.BytesIO()
    with gzip.GzipFile(fileobj=data, mode="wb", mtime=0) as f:
        f.write(GOOD + b"\n")
        for _ in range(int(64 * scale)):
            f.write(b" " * MEGABYTE)
    (folder / "bomb.txt").write_bytes(data.getvalue())
    return [str(folder / "bomb.txt")], {}


def gzip_cut(folder, scale):
    data = gzip.compress(GOOD * 1000, mtime=0)
    (folder / "cut.txt").write_bytes(data[: len(data) - 12])
    return [str(folder / "cut.txt")], {"status": 1, "records": range(1, 1001)}


def zstd_frame(window, blocks):
    """RFC 8878: a window of 2 to the power of 10 + window bytes; blocks of bytes as they are, or (byte, times)."""
    frame = b"\x28\xb5\x2f\xfd\x00" + bytes([window << 3])
    for i, block in enumerate(blocks):
        repeated = isinstance(block, tuple)
        data, size = (block[0], block[1]) if repeated else (block, len(block))
        frame += (size << 3 | repeated << 1 | (i == len(blocks) - 1)).to_bytes(3, "little") + data
    return frame


def zstd_bomb(folder, scale):
    """Eight blocks are a megabyte, four bytes each."""
    (folder / "bomb.txt").write_bytes(zstd_frame(7, [GOOD + b"\n"] + [(b" ", 1 << 17)] * int(8 * 64 * scale)))
    return [str(folder / "bomb.txt")], {}


def zstd_window(folder, scale):
    """Two terabytes shall be kept at hand: refused, the next file is read."""
    (folder / "a.zst").write_bytes(zstd_frame(31, [GOOD]))
    (folder / "b.txt").write_bytes(GOOD)
    return [str(folder / "a.zst"), str(folder / "b.txt")], {"status": 1, "says": b"zstd -dc --long=31"}


def lying_warc(folder, scale):
    body = GOOD
    records = b""
    for length in (len(body), 10**15, len(body)):
        records += (
            b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://example.org/\r\n"
            b"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % length
        ) + body + b"\r\n\r\n"
    (folder / "lies.wet").write_bytes(records)
    return ["--input=warc", str(folder / "lies.wet")], {"status": 1, "records": range(1, 1001)}


def long_jsonl_line(folder, scale):
    (folder / "in.jsonl").write_bytes(
        b'{"id":1,"text":"' + b"x " * int(4 * MEGABYTE * scale) + b'"}\n' + b"{" * 100_000 + b"\n"
        b'{"id":2,"text":"' + GOOD.strip() + b'"}\n'
    )
    return ["--input=jsonl", str(folder / "in.jsonl")], {"status": 1}


CASES = [v for k, v in list(globals().items()) if callable(v) and getattr(v, "__code__", None)
         and v.__code__.co_varnames[:2] == ("folder", "scale")]


def be_nobody():
    """Permissions say nothing to root."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


def within_reach(program, folder):
    """A copy for nobody: the build may stand in root's home."""
    os.chmod(folder, 0o755)
    return shutil.copy(program, folder)


def run(program, arguments, options):
    """Exit status, records, megabytes of the largest resident set, standard error."""

    def prepare():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if options.get("nobody"):
            be_nobody()

    source = subprocess.Popen(["sh", "-c", options["stdin"]], stdout=subprocess.PIPE) if "stdin" in options else None
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryDirectory() as folder:
        if options.get("nobody"):
            program = within_reach(program, folder)
        process = subprocess.Popen([program, f"--jobs={THREADS}", *arguments],
                                   stdin=source.stdout if source else subprocess.DEVNULL, stdout=out, stderr=err,
                                   preexec_fn=prepare)
        if "during" in options:
            options["during"](out)
        _, status, usage = os.wait4(process.pid, 0)
        out.seek(0)
        err.seek(0)
        good = sum(b'"claim.accuse-of"' in line for line in out)
        return os.waitstatus_to_exitcode(status), good, usage.ru_maxrss / 1024, err.read()


def faults_of(options, status, good, memory, stderr):
    wanted, records = options.get("status", 0), options.get("records", 1)
    if status != wanted:
        yield f"exit status {status}, wanted {wanted}: {stderr[-300:].decode(errors='replace')}"
    if good not in (records if isinstance(records, range) else [records]):
        yield f"{good} records of the good part, wanted {records}"
    if options.get("says", b"") not in stderr:
        yield f"message: {stderr.decode(errors='replace')}"
    if stderr.count(b"\n") < options.get("messages", wanted):
        yield f"messages: {stderr.decode(errors='replace')}"
    if memory > LIMIT:
        yield f"{memory:.0f} MB"


def try_case(program, case, scale):
    with tempfile.TemporaryDirectory(prefix="allege-pathological-") as scratch:
        arguments, options = case(pathlib.Path(scratch), scale)
        made = time.monotonic()
        faults = list(faults_of(options, *(result := run(program, arguments, options))))
        done = time.monotonic()
    print(f"{case.__name__:20} {result[2]:6.1f} MB {done - made:7.1f} s  {'; '.join(faults) or 'ok'}", flush=True)
    return not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("case", nargs="*")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--any-memory", action="store_true", help="do without LIMIT, under sanitizers")
    options = parser.parse_args()
    if options.any_memory:
        globals()["LIMIT"] = float("inf")
    version = subprocess.run([options.program, "--version"], capture_output=True, text=True).stdout
    missing = {"zlib": "gzip", "libzstd": "zstd"}
    for line in version.splitlines():
        missing.pop(line.split()[0], None)
    cases = [c for c in CASES if c.__name__ in (options.case or [c.__name__])
             and c.__name__.split("_")[0] not in missing.values()]
    passed = sum(try_case(options.program, case, options.scale) for case in cases)
    print(f"{passed} passed, {len(cases) - passed} failed")
    return 0 if passed == len(cases) and cases else 1


if __name__ == "__main__":
    sys.exit(main())
