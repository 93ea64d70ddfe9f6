#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""--output-dir: killed at any moment and begun again, the program comes to the tree of an undisturbed run.

    killed.py PROGRAM SHIM SOURCE_DIR [--kills N] [--seed N]

Kills are kill -9 (a) at N random moments, one to three in a row, into an empty folder or over the outputs of inputs that
have changed since: texts, one of them long, one compressed, one empty; and JSON lines, one file compressed, one with a bad
line; (b) in place of every single call that opens, writes, syncs, renames or closes a file, by way of SHIM (tests/faults).
After a kill, what stands under a final name has to be whole; after the same command has run to its end, with or without
--resume, the tree has to be the same, and nothing else may be left in it.
"""

import argparse
import gzip
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

CALLS = ("open", "write", "fsync", "rename", "close")


def corpus_texts(source):
    return [path.read_text(encoding="utf-8") for path in sorted((source / "corpus").rglob("*.txt"))]


def write_few(folder, texts):
    (folder / "sub").mkdir(parents=True)
    for number, text in enumerate(texts[:4]):
        (folder / ["", "sub"][number % 2] / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "packed.txt.gz").write_bytes(gzip.compress(texts[-1].encode()))


def write_texts(folder, texts):
    write_few(folder, texts)
    (folder / "long.txt").write_text("\n\n".join(texts * 15), encoding="utf-8")


def write_lines(folder, texts):
    (folder / "sub").mkdir(parents=True)
    lines = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts * 6)]
    data = "\n".join(lines).encode() + b"\n"
    (folder / "a.jsonl").write_bytes(data)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(data))
    (folder / "sub/bad.jsonl").write_bytes(b'{"text": "The army denied it."}\n{"text": \n{"text": "He said so."}\n')
    (folder / "sub/none.jsonl").touch()


# How the inputs are made, further arguments, and how the program is killed.
SCENES = {
    "texts": (write_texts, [], "kill_at_random"),
    "lines": (write_lines, ["--input=jsonl", "--jobs=2"], "kill_at_random"),
    "calls": (write_few, ["--jobs=1"], "kill_at_calls"),
}


class Scene:
    def __init__(self, options, name, folder):
        self.options, self.name, self.folder = options, name, folder
        prepare, arguments, self.kill = SCENES[name]
        prepare(folder / "in", corpus_texts(options.source))
        self.command = [options.program, *arguments, "--output-dir=out"]
        self.random = random.Random(f"{options.seed} {name}")
        begun = time.monotonic()
        self.status = self.start().wait()
        self.seconds = time.monotonic() - begun
        self.tree = self.outputs()
        self.kills = 0
        self.problems = []

    def start(self, *more, **environment):
        return subprocess.Popen([*self.command, *more, "in"], cwd=self.folder, env=os.environ | environment,
                                stderr=subprocess.DEVNULL)

    def outputs(self):
        return {str(path.relative_to(self.folder / "out")): path.read_bytes()
                for path in sorted((self.folder / "out").rglob("*")) if path.is_file()}

    def empty(self):
        shutil.rmtree(self.folder / "out", ignore_errors=True)

    def report(self, when, problem):
        self.problems.append(f"{self.name}, {when}: {problem}")

    def was_killed(self, process, when):
        """Counts a kill, and looks at what it left. Returns whether the process had not ended before."""
        if process.wait() != -9:
            return False
        self.kills += 1
        for path, data in self.outputs().items() if (self.folder / "out").exists() else ():
            if data != self.tree.get(path) and not (path.split("/")[-1].startswith(".") and path.endswith(".part")):
                self.report(when, f"{path} is not whole")
        return True

    def finish(self, when, more):
        status = self.start(*more).wait()
        if status not in ((0, self.status) if "--resume" in more else (self.status,)): # what is done is not read again
            self.report(when, f"status {status}, not {self.status}")
        tree = self.outputs()
        for path in sorted(tree.keys() | self.tree.keys()):
            if tree.get(path) != self.tree.get(path):
                self.report(when, f"{path} differs" if path in tree else f"{path} is lost")

    def touch_some(self):
        inputs = [path for path in sorted((self.folder / "in").rglob("*")) if path.is_file()]
        for path in self.random.sample(inputs, 3):
            os.utime(path)

    def kill_at_random(self):
        while self.kills < self.options.kills:
            more = self.random.choice([[], ["--resume"]])
            if self.random.random() < 0.5:
                self.empty()
            else:
                self.touch_some()
            for _ in range(self.random.randint(1, 3)):
                process = self.start(*more)
                delay = self.random.uniform(0, self.seconds)
                time.sleep(delay)
                process.kill()
                when = f"kill {self.kills + 1}, after {delay:.3f} s {more}"
                self.was_killed(process, when)
            self.finish(when, more)

    def kill_at_calls(self):
        for function in CALLS:
            for number in range(1, 1000):
                self.empty()
                process = self.start(LD_PRELOAD=self.options.shim, ALLEGE_FAULT=f"{function}:{number}",
                                     ALLEGE_FAULT_ERRNO="kill")
                when = f"call {number} of {function}"
                if not self.was_killed(process, when):
                    break
                self.finish(when, ["--resume"])
            if number == 1:
                self.report(when, "there is none")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("shim", type=os.path.abspath)
    parser.add_argument("source", type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kills, problems = 0, []
    for name in SCENES:
        with tempfile.TemporaryDirectory(prefix="allege-killed-") as folder:
            scene = Scene(options, name, pathlib.Path(folder))
            getattr(scene, scene.kill)()
            print(f"{name}: {scene.kills} kills, a run is {scene.seconds:.2f} s")
            kills += scene.kills
            problems += scene.problems
    print("\n".join(problems[:40]))
    print(f"{kills - len(problems)} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
