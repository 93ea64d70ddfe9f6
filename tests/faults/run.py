#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes calls of the C library fail, one a run, and looks at what the program makes of it.

    run.py PROGRAM SHIM SOURCE [--every N] [--only FUNCTION]

SHIM is the library built from shim.c. For each scene (a command) and each function, the first call fails, then the
second, and so on until a run no longer reaches so many; of calls beyond the first hundred only each Nth is tried. A
failed call has to end in a message and an exit status that is not 0, or to make no difference at all: the output is
whole lines that a run without faults prints too, in the same order, and a file under its final name is complete.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

FUNCTIONS = ("malloc", "read", "write", "open", "close", "rename", "fsync")
ALL = 100  # of the first calls every one is tried


def scenes(source):
    """(name, arguments, which functions must not leave half a file in the folder `out`)"""
    none, all_but_read = (), [function for function in FUNCTIONS if function != "read"]
    texts = [str(p) for p in sorted((source / "corpus").rglob("*.txt"))[:3]]
    return [
        ("to standard output", texts, none),
        ("to a file", [*texts, "--output=out/all.jsonl"], none),
        ("brat", [*texts[:1], "--statements", "--format=brat", "--output=out/one.ann"], FUNCTIONS),
        ("a file each", [*texts, "--output-dir=out"], all_but_read),  # what could be read is kept
    ]


def run(program, arguments, folder, fault=None, shim=None):
    env = dict(os.environ, LC_ALL="C")
    if fault:
        env |= {"LD_PRELOAD": shim, "ALLEGE_FAULT": fault, "ALLEGE_FAULT_FILE": str(folder / "reached")}
        env |= {"ALLEGE_FAULT_ERRNO": "12"} if fault.startswith("malloc") else {}
    return subprocess.run([program, *arguments], cwd=folder, env=env, capture_output=True, timeout=300)


def files(folder):
    return {p.name: p.read_bytes() for p in (folder / "out").iterdir()}


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
    if not is_part(done.stdout.splitlines(), good.stdout.splitlines()):
        yield "lines that a good run does not print"
    for name, data in out.items():
        if atomic and not name.startswith(".") and data != good_out.get(name):
            yield f"{name} is not whole"


def try_scene(options, name, arguments, atomic, report):
    tried = 0
    with tempfile.TemporaryDirectory(prefix="allege-faults-") as scratch:
        folder = pathlib.Path(scratch)
        (folder / "out").mkdir()
        good, good_out = run(options.program, arguments, folder), files(folder)
        assert good.returncode == 0, good.stderr
        for function in [options.only] if options.only else FUNCTIONS:
            call = 1
            while True:
                for p in (folder / "out").iterdir():
                    p.unlink()
                (folder / "reached").unlink(missing_ok=True)
                done = run(options.program, arguments, folder, f"{function}:{call}", options.shim)
                if not (folder / "reached").exists() or (folder / "reached").stat().st_size == 0:
                    break
                tried += 1
                for fault in faults_of(done, files(folder), good, good_out, function in atomic):
                    report(f"{name}: call {call} of {function} fails: {fault}")
                call += 1 if call < ALL else options.every
    return tried


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("shim", type=os.path.abspath)
    parser.add_argument("source", type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--every", type=int, default=97)
    parser.add_argument("--only")
    options = parser.parse_args()
    bad = []
    tried = sum(try_scene(options, *scene, bad.append) for scene in scenes(options.source))
    print("\n".join(bad[:40]))
    print(f"{tried - len(bad)} passed, {len(bad)} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
