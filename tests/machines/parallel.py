#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The recipes of README with GNU parallel, on this machine and on two hosts, which are two sshd on 127.0.0.1.

    parallel.py PROGRAM SOURCE_DIR

What comes out has to be what one allege makes of the whole file, a bad line in it notwithstanding. A host that goes down in
between has to cost nothing where the recipe says so, and must not go unnoticed elsewhere. Skipped where parallel is not
installed, or no sshd.
"""

import gzip
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from common import below, difference, extract, find, free_port, kill_all, news, recipes_with, report, runs, wait_for

SKIPPED = 77
BLOCK = "60K"  # instead of the 64M of the recipes: the input is small
PRIVILEGES = pathlib.Path("/run/sshd")  # which sshd wants, where it is root


class Host:
    def __init__(self, name, folder, program):
        self.name, self.program = name, program
        self.port = free_port()
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / f"host-{name}"], check=True)
        (folder / f"sshd-{name}").write_text(
            f"ListenAddress 127.0.0.1:{self.port}\nHostKey {folder}/host-{name}\nPidFile none\n"
            f"AuthorizedKeysFile {folder}/key.pub\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
            f"PermitRootLogin prohibit-password\nSetEnv PATH={program.parent}:/usr/bin:/bin\n")
        self.command = [find("sshd"), "-D", "-e", "-f", folder / f"sshd-{name}"]
        self.log = folder / f"log-{name}"
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.sshd = subprocess.Popen(self.command, stderr=log, start_new_session=True)

    def go_down(self):
        kill_all(below(self.sshd.pid))
        self.sshd.wait()

    def is_at_work(self):
        return runs(self.program, below(self.sshd.pid))


def prepare(folder, program):
    """Two hosts, and a configuration of ssh that names them."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "key"], check=True)
    hosts = [Host(name, folder, program) for name in ("one", "two")]
    (folder / "config").write_text("".join(
        f"Host {host.name}\nHostName 127.0.0.1\nPort {host.port}\n" for host in hosts) +
        f"Host *\nIdentityFile {folder}/key\nIdentitiesOnly yes\nBatchMode yes\nLogLevel ERROR\n"
        f"UserKnownHostsFile {folder}/known\nStrictHostKeyChecking no\n")
    for host in hosts:
        wait_for(f"sshd {host.name}", lambda: subprocess.run(["ssh", "-F", folder / "config", host.name, "true"],
                                                             capture_output=True).returncode == 0)
    return hosts


def start(recipe, folder, program):
    recipe, count = re.subn(r"--block \S+", f"--block {BLOCK}", recipe)
    assert count == 1, recipe
    environment = os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}", "PARALLEL_SSH": f"ssh -F {folder}/config",
                                "PARALLEL": "--joblog jobs", "HOME": str(folder)}
    return subprocess.Popen(["bash", "-c", recipe], cwd=folder, env=environment, stderr=subprocess.PIPE,
                            stdin=subprocess.DEVNULL, text=True)


def hosts_of(folder):
    return {line.split("\t")[1] for line in (folder / "jobs").read_text().splitlines()[1:]}


def check(recipe, folder, program, want, hosts):
    """An undisturbed run."""
    process = start(recipe, folder, program)
    messages = process.communicate()[1]
    yield from difference((folder / "records.jsonl").read_bytes(), want)
    if process.returncode:
        yield f"status {process.returncode}: {messages}"
    if "not JSON" not in messages:
        yield f"the bad line is not named: {messages}"
    if hosts_of(folder) != hosts:
        yield f"it ran on {hosts_of(folder)}, not {hosts}"


def check_loss(recipe, folder, program, want, host):
    """A host goes down while it is at work."""
    process = start(recipe, folder, program)
    wait_for(f"allege on {host.name}", host.is_at_work)
    host.go_down()
    messages = process.communicate()[1]
    got = (folder / "records.jsonl").read_bytes()
    if "--retries" in recipe:
        yield from difference(got, want)
        if process.returncode:
            yield f"status {process.returncode}: {messages}"
    elif process.returncode == 0:
        yield "status 0, though a part was lost"
    host.start()


def checks(folder, program, source):
    data = news(source, 20, bad=True)
    want = extract(program, data)
    (folder / "news.jsonl").write_bytes(data)
    (folder / "news.jsonl.gz").write_bytes(gzip.compress(data))
    here, there, lossless = recipes_with(source, "parallel ")
    yield "on one machine", check(here, folder, program, want, {":"})
    two, one = hosts = prepare(folder, program)[::-1]
    try:
        for name, recipe in (("--pipepart", there), ("--pipe", lossless)):
            yield f"two hosts, {name}", check(recipe, folder, program, want, {"one", "two"})
            yield f"two hosts, {name}, one goes down", check_loss(recipe, folder, program, want, two)
    finally:
        for host in hosts:
            host.go_down()


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    missing = [tool for tool in ("parallel", "ssh", "sshd") if not find(tool)]
    if missing:
        print(f"SKIPPED {', '.join(missing)}: not installed")
        return SKIPPED
    made = os.geteuid() == 0 and not PRIVILEGES.exists()
    if made:
        PRIVILEGES.mkdir(mode=0o755)
    try:
        with tempfile.TemporaryDirectory(prefix="allege-parallel-") as folder:
            return report(checks(pathlib.Path(folder), program, source))
    finally:
        if made:
            PRIVILEGES.rmdir()


if __name__ == "__main__":
    sys.exit(main())
