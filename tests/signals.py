#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SIGINT, SIGTERM and SIGHUP while the program is at work.

    signals.py PROGRAM

Each case starts the program on input that never ends (a pipe that stays open), waits until it has done a part, and sends
the signal. What was read is finished, output is whole lines or whole files, the message says how to go on, and the
process ends by the signal, as its parent can see. Nothing depends on how fast it all is.
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import zlib

GOOD = b"The minister accused the northern army of shelling the port.\n\n"
BLOCKS = GOOD * ((5 << 18) // len(GOOD))  # a text is handed on in blocks once 1 MiB of it is there
PATIENCE = 60  # seconds until a case counts as hanging


class Failure(Exception):
    pass


def expect(holds, what):
    if not holds:
        raise Failure(what)


def wait_until(holds, what):
    end = time.monotonic() + PATIENCE
    while not holds():
        expect(time.monotonic() < end, f"waited in vain: {what}")
        time.sleep(0.01)


class Run:
    """The program at work, its standard output in a file."""

    def __init__(self, program, folder, *arguments, **options):
        self.out = folder / "stdout"
        with self.out.open("wb") as out:
            self.process = subprocess.Popen([program, *map(str, arguments)], stdin=subprocess.PIPE, stdout=out,
                                            stderr=subprocess.PIPE, **options)

    def feed(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def wait_for_output(self):
        wait_until(lambda: self.out.stat().st_size > 0, "output")

    def wait_for_open(self, path):
        """Until it has opened a file."""
        folder = pathlib.Path(f"/proc/{self.process.pid}/fd")
        wait_until(lambda: any(os.path.realpath(p) == str(path) for p in folder.iterdir()), f"opening {path}")

    def end(self, number):
        """Sends a signal, by which the process has to end. Returns its message."""
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=PATIENCE)
        status = self.process.returncode
        expect(status == -number, f"exit status {status}, wanted {-number}: {err!r}")
        expect(err.count(b"\n") == 1 and err.startswith(b"allege: interrupted"), f"message: {err!r}")
        return err


def make_texts(folder, n):
    """A folder of so many texts, and a pipe that nobody writes to; each is a text."""
    (folder / "in").mkdir()
    for i in range(n):
        (folder / "in" / f"{i:02}.txt").write_bytes(GOOD)
    os.mkfifo(folder / "zz.txt")
    return folder / "in", folder / "zz.txt"


def interrupt_standard_input(program, folder, number, *options):
    run = Run(program, folder, *options)
    run.feed(BLOCKS)
    run.wait_for_output()
    err = run.end(number)
    out = run.out.read_bytes()
    done = int(err.split(b"byte ")[1].split()[0])
    expect(out.endswith(b"}\n"), "a torn line")
    expect(out.count(b"\n") == done // len(GOOD), f"{out.count(10)} records up to byte {done}")
    expect(done > 0, "nothing was done")


def standard_input(program, folder):
    interrupt_standard_input(program, folder, signal.SIGINT)


def one_thread(program, folder):
    interrupt_standard_input(program, folder, signal.SIGTERM, "-j1")


def hung_up(program, folder):
    interrupt_standard_input(program, folder, signal.SIGHUP, "-j3")


def output_directory(program, folder):
    """The last of the texts goes on for ever: the others are there, nothing of that one is, and --resume ends the work."""
    texts, pipe = make_texts(folder, 12)
    out = folder / "out"
    run = Run(program, folder, f"--output-dir={out}", texts, pipe)
    with pipe.open("wb") as endless:
        endless.write(BLOCKS)
        wait_until((out / ".zz.txt.jsonl.part").exists, "the text that goes on")
        err = run.end(signal.SIGTERM)
    expect(b"--resume" in err, err)
    wanted = [f"{i:02}.txt.jsonl" for i in range(12)]
    expect(sorted(os.listdir(out)) == wanted, os.listdir(out))
    pipe.unlink()
    pipe.write_bytes(GOOD)
    (out / "03.txt.jsonl").unlink()
    subprocess.run([program, f"--output-dir={out}", "--resume", texts, pipe], check=True, timeout=PATIENCE)
    expect(sorted(os.listdir(out)) == [*wanted, "zz.txt.jsonl"], os.listdir(out))
    expect(all(p.read_bytes().count(b"\n") == 1 for p in out.iterdir()), "half an output")


def beside_texts(program, folder):
    texts, pipe = make_texts(folder, 5)
    run = Run(program, folder, "--format=brat", texts, pipe)
    wait_until((texts / "04.ann").exists, "the last annotation")
    err = run.end(signal.SIGINT)
    expect(not (folder / "zz.ann").exists() and not list(texts.glob(".*")), "half an annotation")
    expect(b"annotation" in err, err)


def page_is_closed(program, folder):
    texts, pipe = make_texts(folder, 3)
    run = Run(program, folder, "--format=html", texts, pipe)
    run.wait_for_open(pipe)
    run.end(signal.SIGINT)
    expect(run.out.read_text().rstrip().endswith("</html>"), "the page is cut")


def compressed(program, folder):
    packer = zlib.compressobj(wbits=31)
    run = Run(program, folder)
    run.feed(packer.compress(BLOCKS) + packer.flush(zlib.Z_SYNC_FLUSH))
    run.wait_for_output()
    run.end(signal.SIGINT)
    expect(run.out.read_bytes().endswith(b"}\n"), "a torn line")


def pipe_without_writer(program, folder):
    _, pipe = make_texts(folder, 0)
    run = Run(program, folder, pipe)
    run.wait_for_open(pipe)
    expect(b"before anything was read" in run.end(signal.SIGTERM), "message")


def start_unread(program, folder):
    """Nobody reads the output, so that what was read cannot be finished. Returns the process and the end to read from."""
    reader, writer = os.pipe()
    (folder / "text.txt").write_bytes(BLOCKS)
    process = subprocess.Popen([program, "-j1", folder / "text.txt"], stdout=writer, stderr=subprocess.DEVNULL)
    os.close(writer)
    wait_until(lambda: b"pipe_write" in pathlib.Path(f"/proc/{process.pid}/wchan").read_bytes()
               or in_state(process.pid, "S"), "a full pipe")
    return process, reader


def second_signal(program, folder):
    process, reader = start_unread(program, folder)
    process.send_signal(signal.SIGINT)
    time.sleep(1)
    expect(process.poll() is None, "ended with output that is not finished")
    process.send_signal(signal.SIGINT)
    expect(process.wait(timeout=PATIENCE) == -signal.SIGINT, "the second signal does not end it")
    os.close(reader)


def same_signal_twice(program, folder):
    """timeout(1) signals the process, then its group, to which the process belongs."""
    process, reader = start_unread(program, folder)
    process.send_signal(signal.SIGTERM)
    wait_until(lambda: f"ShdPnd:\t{0:016x}" in pathlib.Path(f"/proc/{process.pid}/status").read_text(), "the signal")
    process.send_signal(signal.SIGTERM)
    with open(reader, "rb") as out:
        expect(out.read().endswith(b"}\n"), "a torn line")
    expect(process.wait(timeout=PATIENCE) == -signal.SIGTERM, "exit status")


def in_state(pid, state):
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == state


def ignored_stays_ignored(program, folder):
    run = Run(program, folder, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    run.feed(BLOCKS)
    run.wait_for_output()
    run.process.send_signal(signal.SIGINT)
    _, err = run.process.communicate(GOOD, timeout=PATIENCE)
    expect(run.process.returncode == 0 and not err, f"{run.process.returncode}: {err!r}")
    expect(run.out.read_bytes().count(b"\n") == len(BLOCKS) // len(GOOD) + 1, "records are lost")


CASES = [standard_input, one_thread, hung_up, output_directory, beside_texts, page_is_closed, compressed,
         pipe_without_writer, second_signal, same_signal_twice, ignored_stays_ignored]


def main():
    program = os.path.abspath(sys.argv[1])
    failed = 0
    for case in CASES:
        with tempfile.TemporaryDirectory(prefix="allege-signals-") as scratch:
            try:
                case(program, pathlib.Path(scratch))
            except (Failure, subprocess.SubprocessError) as problem:
                failed += 1
                print(f"{case.__name__}: {problem}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
