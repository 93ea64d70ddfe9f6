#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Golden tests of the command line.

    run.py --program build/allege [--update] [--wrap "valgrind -q"] [CASE]...

A case is a directory here. `cmd` is a shell script; it runs with `allege` on its PATH in a scratch directory that holds
a copy of the case's `files/` (where there is one). `stdin` is its standard input (empty without it); `stdout`, `stderr`
and `status` are what it has to give (empty, empty and 0 without them). --update writes those three anew. `needs` names
libraries that a case is left out without, as --version writes them.
"""

import argparse
import difflib
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT = 120  # seconds; a case takes milliseconds, under valgrind seconds


def read(path):
    return path.read_bytes() if path.exists() else b""


def write(path, data):
    """Writes a golden file, or removes it where it says what its absence says."""
    if data:
        path.write_bytes(data)
    else:
        path.unlink(missing_ok=True)


def make_wrapper(folder, program, wrap):
    path = folder / "allege"
    path.write_text(f'#!/bin/sh\nexec {wrap} "{program}" "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def run_case(case, bin_dir):
    """Returns stdout, stderr and exit status of a case as bytes."""
    with tempfile.TemporaryDirectory(prefix="allege-cli-") as scratch:
        if (case / "files").is_dir():
            shutil.copytree(case / "files", scratch, dirs_exist_ok=True, symlinks=True)
        env = dict(os.environ, PATH=f"{bin_dir}:{os.environ['PATH']}", LC_ALL="C")
        env.pop("POSIXLY_CORRECT", None)
        done = subprocess.run(
            ["sh", str(case / "cmd")],
            input=read(case / "stdin"),
            capture_output=True,
            cwd=scratch,
            env=env,
            timeout=TIMEOUT,
        )
    status = b"" if done.returncode == 0 else b"%d\n" % done.returncode
    return {"stdout": done.stdout, "stderr": done.stderr, "status": status}


def show_difference(case, name, want, got):
    print(f"--- {case.name}: {name} differs")
    lines = difflib.unified_diff(
        want.decode("utf-8", "backslashreplace").splitlines(),
        got.decode("utf-8", "backslashreplace").splitlines(),
        "expected",
        "got",
        lineterm="",
    )
    for line in lines:
        print("    " + line)


def check_case(case, bin_dir, update):
    got = run_case(case, bin_dir)
    ok = True
    for name, data in got.items():
        if update:
            write(case / name, data)
        elif read(case / name) != data:
            show_difference(case, name, read(case / name), data)
            ok = False
    return ok


def main():
    parser = argparse.ArgumentParser(description="Golden tests of the command line.")
    parser.add_argument("--program", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--wrap", default="", help="a command before the program, such as valgrind")
    parser.add_argument("cases", nargs="*")
    args = parser.parse_args()
    version = subprocess.run([args.program, "--version"], capture_output=True, text=True).stdout
    inside = {line.split()[0] for line in version.splitlines()}
    cases = sorted(path.parent for path in HERE.glob("*/cmd"))
    cases = [case for case in cases if set(read(case / "needs").decode().split()) <= inside]
    if args.cases:
        cases = [case for case in cases if case.name in args.cases]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="allege-bin-") as bin_dir:
        make_wrapper(pathlib.Path(bin_dir), pathlib.Path(args.program).resolve(), args.wrap)
        for case in cases:
            failed += not check_case(case, bin_dir, args.update)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
