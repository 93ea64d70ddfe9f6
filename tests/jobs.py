#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The output is the same whatever the number of threads and however the bytes arrive.

    jobs.py PROGRAM SOURCE_DIR

Inputs: corpus/ as files, as one long text, as JSON lines; and texts made to be awkward where they are cut into blocks.
Also held to account: lines and offsets of a text that was cut say where the words stand.
"""

import bisect
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading

BLOCK = 128 * 1024


def run(program, *options, data=None):
    done = subprocess.run([program, *options], input=data, capture_output=True)
    return done.stdout, done.stderr, done.returncode


def run_in_pieces(program, data, *options):
    """Standard input in pieces of all sizes."""
    sizes = random.Random(7)
    child = subprocess.Popen([program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    pieces = []
    while data:
        n = sizes.choice([1, 2, 3, 4096, 65536, 65536, 300000, 300000])
        pieces.append(data[:n])
        data = data[n:]

    def feed():
        for piece in pieces:
            child.stdin.write(piece)
            child.stdin.flush()
        child.stdin.close()

    thread = threading.Thread(target=feed)
    thread.start()
    out, err = child.stdout.read(), child.stderr.read()
    thread.join()
    return out, err, child.wait()


def texts(root):
    """Name and bytes of every input."""
    corpus = [path.read_bytes() for path in sorted((root / "corpus").rglob("*.txt"))]
    said = b"The river was high and it rained all day.\n" * 40 + b"Norland accused Suderia of hacking the port.\n"
    yield "corpus", b"\n\n".join(corpus) * (2 * BLOCK // sum(map(len, corpus)) + 1)
    yield "crlf", b"\n\n".join(corpus).replace(b"\n", b"\r\n")
    yield "no empty line", said * (8 * BLOCK // len(said) + 9)
    yield "no line break", said.replace(b"\n", b" ") * (8 * BLOCK // len(said) + 9)
    yield "no space", b"\xc3\xa9" * (6 * BLOCK)
    yield "no characters", b"\x80\xff" * (6 * BLOCK)
    yield "lone returns", (said + b"\n").replace(b"\n", b"\r") * (BLOCK // len(said) + 90)
    yield "returns and feeds", (b"\r\n" * 7 + said + b"\r") * (BLOCK // len(said) + 90)
    yield "open quotation", b'"' + (said + b"\n") * (BLOCK // len(said) + 50)
    yield "nothing", b""


def json_lines(data):
    parts = data.decode("utf-8", "replace").split("\n\n")
    lines = []
    for i in range(0, len(parts), 5):
        lines.append(json.dumps({"id": i, "text": "\n\n".join(parts[i:i + 5]), "url": f"http://example.org/{i}"}))
        if i % 100 == 0:
            lines.append('{"id":' if i % 200 else "")
    return "\n".join(lines).encode()


def misplaced(data, output):
    """Records whose words do not stand at their offsets, or whose line is another."""
    breaks = [match.end() for match in re.finditer(rb"\r\n|\r|\n", data)]
    for line in output.splitlines():
        record = json.loads(line)
        sentence = record["sentence"]
        start, end = sentence["start"], sentence["end"]
        there = " ".join(data[start:end].decode("utf-8", "replace").split())
        lines = bisect.bisect_right(breaks, start) + 1
        if there != " ".join(sentence["text"].split()) or lines != sentence["line"]:
            yield f"{start}-{end}, line {sentence['line']}"


def check_text(program, name, data, folder):
    path = folder / "text.txt"
    path.write_bytes(data)
    more = [["--offsets=codepoints"], ["--flush=line"]] if name in ("corpus", "crlf") else []
    for options in [[], *more]:
        want = run(program, "-j1", *options, data=data)
        if run_in_pieces(program, data, "-j3", *options) != want:
            yield f"{name} {options}: in pieces it differs"
    out, err, status = run(program, "-j2", str(path))
    want = run(program, "-j1", data=data)
    if (out.replace(json.dumps(str(path)).encode(), b'"-"'), err, status) != want:
        yield f"{name}: as a file it differs"
    wrong = list(misplaced(data, want[0]))
    if wrong:
        yield f"{name}: {len(wrong)} records are misplaced: {wrong[:3]}"


def check_lines(program, data):
    lines = json_lines(data)
    options = ["--input=jsonl", "--keep=url"]
    want = run(program, "-j1", *options, data=lines)
    if want[2] != 1 or not want[0]:
        yield "lines: bad ones should be reported, the others read"
    for jobs in ("-j2", "-j3", "-j7"):
        if run(program, jobs, *options, data=lines) != want:
            yield f"lines: {jobs} differs from -j1"
    for more in ([], ["--flush=line"]):
        if run_in_pieces(program, lines, "-j3", *options, *more) != want:
            yield f"lines {more}: in pieces they differ"
    want = run(program, "-j1", *options, "--strict", data=lines)
    if want[2] != 2 or run(program, "-j3", *options, "--strict", data=lines) != want:
        yield "lines: --strict differs from -j1"


def check_files(program, root):
    want = run(program, "-j1", "--statements", str(root / "corpus"))
    for jobs in ("-j2", "-j3", "-j7"):
        if run(program, jobs, "--statements", str(root / "corpus")) != want:
            yield f"files: {jobs} differs from -j1"


def main():
    program, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="allege-jobs-") as scratch:
        inputs = dict(texts(root))
        checks = [check_text(program, name, data, pathlib.Path(scratch)) for name, data in inputs.items()]
        checks += [check_lines(program, inputs["corpus"]), check_files(program, root)]
        for check in checks:
            problems = list(check)
            for problem in problems:
                print(problem)
            passed += not problems
            failed += bool(problems)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
