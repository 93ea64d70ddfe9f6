#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The lines of README for Spark and Hadoop Streaming, by a harness that pipes lines as these do.

    streaming.py PROGRAM SOURCE_DIR

Both start a process for each part of the input, of which some are empty, and hand it lines in one thread while others read
what it prints and what it complains of. The part counts as failed where the exit status is not 0. Spark splits the command
as a shell does words and takes back lines; in Python it hands over no environment. Hadoop splits it at blanks outside of
quotation marks, gives the line alone or a key, a tab and the line, and takes back key and value, split at the first tab.
Its reading of lines also ends one at a lone carriage return, as Java's does.
"""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading

from common import difference, extract, news, recipes_with, report

PARTS = 7


class Failed(Exception):
    pass


def pipe(command, lines, environment, folder, take=None):
    """The lines that a command prints for these: a thread writes, one reads complaints. `take` is after how many lines of
    output reading ends, and the pipe is closed."""
    process = subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    complaints = []

    def write():
        try:
            for line in lines:
                process.stdin.write(line + b"\n")
            process.stdin.close()
        except BrokenPipeError:
            complaints.append(b"the writer met a broken pipe")

    threads = [threading.Thread(target=write), threading.Thread(target=lambda: complaints.append(process.stderr.read()))]
    for thread in threads:
        thread.start()
    found = []
    for line in iter(process.stdout.readline, b""):
        found.append(line)
        if take and len(found) == take:
            break
    process.stdout.close()
    for thread in threads:
        thread.join()
    status = process.wait()
    if status != 0 and not take:
        raise Failed(f"status {status}: {b''.join(complaints).decode()}")
    return found, b"".join(complaints), status


def parts(data):
    """Lines in parts of several, as a file is split; the second and the last are empty."""
    lines = data.splitlines()
    size = len(lines) // (PARTS - 2) + 1
    full = [lines[at:at + size] for at in range(0, len(lines), size)]
    return [*full[:1], [], *full[1:], []]


def java_lines(data):
    """As BufferedReader.readLine and Hadoop's LineReader see them."""
    return re.split(rb"\r\n|\r|\n", data)[:-1]


# ---- Spark ----

def spark(source, program, folder, data, more="/usr/bin:/bin"):
    command = shlex.split(re.search(r'\.pipe\("(.*)", checkCode=True\)', recipes_with(source, ".pipe(")[0]).group(1))
    return [pipe(command, part, {"PATH": f"{program.parent}:{more}"}, folder) for part in parts(data)]


def check_spark(source, program, folder, data, want):
    results = spark(source, program, folder, data)
    yield from difference(b"".join(line for found, _, _ in results for line in found), want)
    if not any(b"not JSON" in complaints for _, complaints, _ in results):
        yield "the bad line is not named"


def check_empty(source, program, folder):
    for found, complaints, _ in spark(source, program, folder, b""):
        if found or complaints:
            yield f"of nothing it makes {found}, {complaints}"


def check_missing(source, folder):
    """Where there is no allege, the part has failed. There may be one in /usr/bin."""
    (folder / "tools").mkdir()
    (folder / "tools/sh").symlink_to("/bin/sh")
    try:
        spark(source, folder / "nowhere/allege", folder, b"{}\n", folder / "tools")
        yield "status 0"
    except Failed as failure:
        if "not found" not in str(failure):
            yield str(failure)


# ---- Hadoop ----

def hadoop_words(command):
    """What PipeMapRed makes of a command: words at blanks, quotation marks of either kind taken off."""
    words = re.findall(r"""(?:'[^']*'|"[^"]*"|[^\s'"])+""", command)
    return [re.sub(r"""'([^']*)'|"([^"]*)\"""", lambda quoted: quoted[1] or quoted[2] or "", word) for word in words]


def hadoop(command, program, folder, data, key=None):
    """Key and value of each line of output."""
    environment = os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}"}
    found = []
    for number, part in enumerate(parts(data)):
        lines = [key(number, line) + b"\t" + line if key else line for line in part]
        found += java_lines(b"".join(pipe(hadoop_words(command), lines, environment, folder)[0]))
    return [tuple(line.split(b"\t", 1)) if b"\t" in line else (line, b"") for line in found]


def check_hadoop(source, program, folder, data, want):
    recipe = recipes_with(source, "hadoop jar")[0]
    command = re.search(r"-mapper '(.*)'$", recipe, re.M).group(1)
    separator = re.search(r"-D mapreduce\.output\.textoutputformat\.separator=(\S*)", recipe).group(1).encode()
    pairs = hadoop(command, program, folder, data)
    yield from difference(b"".join(key + separator + value + b"\n" for key, value in pairs), want)


def check_keyed(source, program, folder, data, want):
    """A key before each line of input; the source as the key of each line of output."""
    (folder / "mapper.sh").write_text(recipes_with(source, "#!/bin/bash")[0])
    (folder / "mapper.sh").chmod(0o755)
    pairs = hadoop("./mapper.sh", program, folder, data, lambda number, line: str(number).encode())
    got = [json.loads(value) for _, value in pairs]
    if got != [json.loads(line) for line in want.splitlines()]:
        yield f"{len(got)} other records, not the {len(want.splitlines())}"
    for (key, _), record in zip(pairs, got):
        if " ".join(key.decode().split()) != " ".join(record.get("source", {}).get("name", "").split()):
            yield f"key {key} of {record['source']}"


# ---- both ----

def check_closed(program, folder, data):
    """The reader has enough and closes the pipe: no complaint, and an end."""
    found, complaints, status = pipe([program, "--input=jsonl"], data.splitlines() * 3, None, folder, take=3)
    if len(found) != 3 or b"allege" in complaints or status not in (0, -13):
        yield f"{len(found)} lines, status {status}: {complaints.decode()}"


def awkward():
    """Texts with all that could be taken for the end of a line or of a key."""
    marks = ["\n", "\r", "\r\n", "\t", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\0", "\\n", '"']
    texts = [f"The{mark}minister of{mark}the port{mark}said the army{mark}had shelled{mark}the village." for mark in marks]
    lines = [json.dumps({"id": number, "text": text, "url": text}) for number, text in enumerate(texts)]
    return "".join(line + "\n" for line in lines).encode()


def check_awkward(program):
    data = awkward()
    output = extract(program, data, "--keep=url")
    lines = java_lines(output)
    if len(lines) < len(data.splitlines()) // 2 or len(lines) != output.count(b"\n"):
        yield f"{len(data.splitlines())} texts, {len(output.splitlines())} records, {len(lines)} lines"
    for line in lines:
        if b"\t" in line:
            yield f"a tab in {line}"
        json.loads(line)


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    data = news(source, 6, bad=True)
    more = data + awkward()
    want = extract(program, data)
    with tempfile.TemporaryDirectory(prefix="allege-streaming-") as scratch:
        folder = pathlib.Path(scratch)
        checks = [("Spark", check_spark(source, program, folder, data, want)),
                  ("Spark, empty parts", check_empty(source, program, folder)),
                  ("Spark, no allege", check_missing(source, folder)),
                  ("Hadoop", check_hadoop(source, program, folder, data, want)),
                  ("a closed pipe", check_closed(program, folder, news(source, 40))),
                  ("one line a record", check_awkward(program))]
        if shutil.which("jq"):
            checks.append(("Hadoop, keys", check_keyed(source, program, folder, more, extract(program, more))))
        else:
            print("SKIPPED Hadoop, keys: jq is not installed")
        return report(checks)


if __name__ == "__main__":
    sys.exit(main())
