#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes calls of the C library fail, one a run, and looks at what the program makes of it.

    run.py PROGRAM SHIM SOURCE [--all N] [--every M] [--only FUNCTION] [--scene NAME]

SHIM is the library built from shim.c. For each scene (a command) and each function, the first call fails, then the
second, and so on until a run no longer reaches so many; of calls beyond the first N only each Mth is tried, with
--every 1 all. A failed call has to end in a message and an exit status that is not 0, or to make no difference at all:
the output is whole lines that a run without faults prints too, in the same order, and a file under its final name is
complete; where there is one for each input, the same command afterwards gives what it gives without the fault.
"""

import argparse
import concurrent.futures
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FUNCTIONS = ("malloc", "read", "write", "open", "close", "rename", "fsync", "thread")


def zstd_frame(data):
    """One frame of one block that is not compressed, of less than 256 bytes (RFC 8878)."""
    return b"\x28\xb5\x2f\xfd\x20" + bytes([len(data)]) + (len(data) << 3 | 1).to_bytes(3, "little") + data


def make_inputs(folder, source):
    """Small inputs of each kind, in `in`."""
    text = b"The minister accused the northern army of shelling the port.\n\nThe army denied it.\n"
    header = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://example.org/\r\nContent-Length: %d\r\n\r\n"
    inputs = {
        "texts/a.txt": text, "texts/sub/b.txt": text, "a.gz": gzip.compress(text, mtime=0),
        "a.zst": zstd_frame(text),
        "a.jsonl": b'{"id":"1","text":%s,"url":"u"}\n' % json.dumps(text.decode()).encode() * 3,
        "a.wet": (header % len(text) + text + b"\r\n\r\n") * 2, "lexicon/V.pin.txt": b"pin\n",
        "list.tsv": b"Northern Rail\tNorthRail|NR Group\tGB\tcompany\nTick\t\tCN\tthreat\n",
        "my.rules": b'rule pin claim/accusation\n  eg: She pinned it.\n  {source: NG} {cue: VG<V.pin>} {target: NG}\n',
    }
    for name, data in inputs.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return [str(p) for p in sorted((source / "corpus").rglob("*.txt"))[:3]]


def scenes(texts):
    """(name, arguments, whether output goes to files in the folder `out` that are there whole or not at all)"""
    return [
        ("to standard output", texts, False),
        ("to a file", [*texts, "--output=out/all.jsonl"], False),
        ("brat", [*texts[:1], "--statements", "--format=brat", "--output=out/one.ann"], True),
        ("a file each", ["--output-dir=out", "in/texts"], True),
        ("a file each, with threads", ["--output-dir=out", "-j3", "in/texts", *texts], True),
        ("compressed", ["in/a.gz"], False),
        ("compressed with zstd", ["in/a.zst"], False),
        ("JSON lines", ["--input=jsonl", "--keep=url", "in/a.jsonl"], False),
        ("WARC", ["--input=warc", "in/a.wet"], False),
        ("rules and words", ["--rules=in/my.rules", "--lexicon=in/lexicon", "in/texts/a.txt"], False),
        ("list of actors", ["--gazetteer=in/list.tsv", "--pretty", "in/texts"], False),
        ("page", ["--format=html", "in/texts"], False),
        ("table", ["--format=csv", "--stats", "in/texts"], False),
        ("explained", ["--explain", "in/texts/a.txt"], False),
    ]


def run(program, arguments, folder, fault=None, shim=None):
    env = dict(os.environ, LC_ALL="C")
    if fault:
        env |= {"LD_PRELOAD": shim, "ALLEGE_FAULT": fault, "ALLEGE_FAULT_FILE": str(folder / "reached")}
        env |= {"ALLEGE_FAULT_ERRNO": "12"} if fault.startswith("malloc") else {}
    return subprocess.run([program, *arguments], cwd=folder, env=env, capture_output=True, timeout=300)


def files(folder):
    out = folder / "out"
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def clear(folder):
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "out").mkdir()
    (folder / "reached").unlink(missing_ok=True)


def is_part(lines, whole):
    """Whether lines stand in whole in the same order."""
    rest = iter(whole)
    return all(line in rest for line in lines)


def faults_of(done, out, good, good_out, atomic):
    if done.returncode < 0:
        yield f"killed by signal {-done.returncode}"
    same = done.stdout == good.stdout and out == good_out
    if done.returncode == 0 and not same:
        yield "exit status 0 with other output"
    if done.returncode != 0 and not done.stderr:
        yield "no message"
    if done.stdout and not done.stdout.endswith(b"\n"):
        yield "a torn line on standard output"
    page = good.stdout.startswith(b"<!")  # its figures depend on what could be read
    if not page and not is_part(done.stdout.splitlines(), good.stdout.splitlines()):
        yield "lines that a good run does not print"
    if page and done.stdout and b"cannot write" not in done.stderr and not done.stdout.endswith(b"</html>\n"):
        yield "a page that is cut"
    for name, data in out.items():
        # what could be read of a text that breaks off is kept, as the message says, and done again by --resume
        read = b"cannot read" in done.stderr and is_part(data.splitlines(), good_out.get(name, b"").splitlines())
        if atomic and "/." not in f"/{name}" and data != good_out.get(name) and not read:
            yield f"{name} is not whole"


def try_call(options, folder, arguments, fault, good, good_out, atomic):
    """What is wrong where this call fails; None where a run does not reach it."""
    clear(folder)
    done = run(options.program, arguments, folder, fault, options.shim)
    if not (folder / "reached").exists() or (folder / "reached").stat().st_size == 0:
        return None
    faults = list(faults_of(done, files(folder), good, good_out, atomic))
    if atomic and done.returncode != 0:  # what is left does not stand in the way of the next run
        run(options.program, arguments, folder)
        if files(folder) != good_out:
            faults.append("the same command afterwards gives other files")
    return faults


def try_scene(options, name, arguments, atomic):
    """How many calls failed, and what was wrong."""
    tried, bad = 0, []
    with tempfile.TemporaryDirectory(prefix="allege-faults-") as scratch:
        folder = pathlib.Path(scratch)
        make_inputs(folder, options.source)
        clear(folder)
        good, good_out = run(options.program, arguments, folder), files(folder)
        assert good.returncode == 0, good.stderr
        for function in [options.only] if options.only else FUNCTIONS:
            call = 1
            while (faults := try_call(options, folder, arguments, f"{function}:{call}", good, good_out, atomic)) is not None:
                tried += 1
                bad += [f"{name}: call {call} of {function} fails: {fault}" for fault in faults]
                call += 1 if call < options.all else options.every
    if options.verbose:
        print(f"{name}: {tried}", flush=True)
    return tried, bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("shim", type=os.path.abspath)
    parser.add_argument("source", type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--all", type=int, default=100)
    parser.add_argument("--every", type=int, default=97)
    parser.add_argument("--only", metavar="FUNCTION")
    parser.add_argument("--scene", metavar="NAME")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        texts = make_inputs(pathlib.Path(scratch), options.source)
    version = subprocess.run([options.program, "--version"], capture_output=True, text=True).stdout
    wanted = [s for s in scenes(texts) if options.scene in (None, s[0]) and ("zstd" in version or "zstd" not in s[0])]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda s: try_scene(options, *s), wanted))
    bad = [line for _, lines in results for line in lines]
    tried = sum(n for n, _ in results)
    print("\n".join(bad[:40]))
    print(f"{tried - len(bad)} passed, {len(bad)} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
