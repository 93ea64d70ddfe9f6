# SPDX-License-Identifier: MIT
"""What the tests of README's section "More than one machine" share."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from recipes import recipes  # noqa: E402

HEADING = "More than one machine"
PATIENCE = 120  # seconds


def recipes_with(source, word):
    """The recipes of the section in which a word stands, in their order."""
    found = [recipe for recipe in recipes((source / "README.md").read_text(encoding="utf-8"), [HEADING]) if word in recipe]
    assert found, f"README.md: no recipe with {word} under \"{HEADING}\""
    return found


def news(source, times, name="n", bad=False):
    """JSON lines with the texts of corpus/, each as often as `times` says, with other ids; one line is bad."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((source / "corpus").rglob("*.txt"))] * times
    lines = [json.dumps({"id": f"{name}-{number}", "text": text, "url": f"http://example.org/{number}"})
             for number, text in enumerate(texts)]
    if bad:
        lines.insert(len(lines) // 2, '{"id": "bad')
    return "".join(line + "\n" for line in lines).encode()


def extract(program, data, *options):
    return subprocess.run([program, "--input=jsonl", *options], input=data, capture_output=True).stdout


def difference(got, want):
    """What is wrong with lines of output, in a few words; nothing where they are the same."""
    if got == want:
        return
    got, want = got.splitlines(), want.splitlines()
    if sorted(got) == sorted(want):
        yield "the records are there, but in another order"
    else:
        yield f"{len(got)} records, not {len(want)}: {len(set(want) - set(got))} lost, {len(set(got) - set(want))} others"


def find(tool):
    """The path of a program, daemons included; None where it is not installed."""
    return shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(what, condition, interval=0.005):
    """Polls until a condition holds, and returns what it gave."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(interval)
    raise TimeoutError(f"{what}: not within {PATIENCE} s")


# ---- processes ----

def processes():
    """Number, parent and program of each process that can be looked at."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            yield int(folder.name), parent, os.readlink(folder / "exe")
        except OSError:
            continue


def below(root):
    """The processes that a process started, and those that these started, and itself."""
    parents = {number: parent for number, parent, _ in processes()}
    found = {root}
    while True:
        more = {number for number, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def kill_all(numbers):
    for number in numbers:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue


def runs(program, numbers):
    return [number for number, _, exe in processes() if number in numbers and exe == str(program)]


# ---- the end ----

def report(checks):
    """Runs generators of problems by name, prints what they find, and returns the exit status."""
    passed = failed = 0
    for name, check in checks:
        problems = list(check)
        for problem in problems:
            print(f"{name}: {problem}")
        passed += not problems
        failed += bool(problems)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0
