#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""src/install/allege.sbatch on a real Slurm: munged, slurmctld and two slurmd, started here, on 127.0.0.1.

    slurm.py PROGRAM SOURCE_DIR

Runs the commands of README over six shards. One task is killed half-way, and the node of another goes down with all that
runs on it; what the last job puts together has to be the records of all shards in their order, none lost, none twice. Then,
without Slurm, all shards once more by two tasks, of which only one that has changed is done anew; and mistakes.
Skipped where Slurm or munge is not installed.
"""

import gzip
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile

from common import (below, difference, extract, find, free_port, kill_all, news, processes, recipes_with, report, runs,
                    wait_for)

SKIPPED = 77
LONG = 80  # times corpus/: seconds, for a task to be killed in between
TOOLS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue")
CONFIGURATION = """\
ClusterName=allege
SlurmctldHost={machine}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
MailProg=/bin/true
MessageTimeout=2
SlurmdTimeout=5
ReturnToService=2
KillWait=1
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_res
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
PartitionName=all Nodes=ALL Default=YES
"""
NODE = "NodeName={name} NodeHostname={machine} NodeAddr=127.0.0.1 Port={port} CPUs=1\n"


class Cluster:
    """A cluster of two nodes; its daemons are children of this process."""

    def __init__(self, folder, path):
        self.folder, self.daemons = folder, {}
        machine = socket.gethostname().split(".")[0]
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        text = CONFIGURATION.format(machine=machine, user=user, folder=folder, port=free_port())
        for name in ("one", "two"):
            text += NODE.format(name=name, machine=machine, port=free_port())
            (folder / f"spool.{name}").mkdir()
        (folder / "state").mkdir()
        (folder / "slurm.conf").write_text(text)
        (folder / "munge.key").write_bytes(os.urandom(128))
        (folder / "munge.key").chmod(0o600)
        self.environment = os.environ | {"SLURM_CONF": str(folder / "slurm.conf"), "PATH": path}

    def start(self, name, *command):
        with open(self.folder / f"{name}.log", "wb") as log:
            self.daemons[name] = subprocess.Popen([find(command[0]), *command[1:]], env=self.environment, stdout=log,
                                                  stderr=log, start_new_session=True)

    def start_all(self):
        places = [f"--{what}-file={self.folder}/munge.{what}" for what in ("key", "pid", "log", "seed")]
        self.start("munged", "munged", "-F", f"--socket={self.folder}/munge.socket", *places)
        wait_for("munged", (self.folder / "munge.socket").exists)
        self.start("slurmctld", "slurmctld", "-D", "-i")
        for name in ("one", "two"):
            self.start(name, "slurmd", "-D", "-N", name)
        wait_for("two idle nodes", lambda: self.run("sinfo -h -N -o %t").stdout.split() == ["idle", "idle"], 0.1)

    def run(self, command, folder=None):
        return subprocess.run(["bash", "-c", command], cwd=folder, env=self.environment, capture_output=True, text=True)

    def node_of(self, task):
        node = self.run(f"squeue -h -r -t R -o '%K %N' | sed -n 's/^{task} //p'").stdout.strip()
        assert node, f"task {task} has ended already; make its shard longer"
        return node

    def processes_of(self, node):
        """slurmd, and the jobs that it started with all that is theirs, which are no children of its any more."""
        jobs = {number: parent for number, parent, _ in processes() if self.is_job(number, node)}
        return below(self.daemons[node].pid) | jobs.keys() | {parent for parent in jobs.values() if parent > 1}

    def is_job(self, number, node):
        try:
            environment = pathlib.Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
        except OSError:
            return False
        return {f"SLURM_CONF={self.folder}/slurm.conf".encode(), f"SLURMD_NODENAME={node}".encode()} <= set(environment)

    def stop(self):
        for name, daemon in self.daemons.items():
            kill_all(self.processes_of(name))
            daemon.wait()


def prepare(folder, program, source):
    """Six shards, two of them long, one with a bad line. Returns the records of all of them."""
    (folder / "src").symlink_to(source / "src")
    (folder / "news").mkdir()
    shards = [news(source, LONG if number < 3 else 1, f"s{number}", bad=number == 4) for number in range(1, 7)]
    for number, data in enumerate(shards, 1):
        (folder / f"news/{number}.jsonl.gz").write_bytes(gzip.compress(data, 1))
    return [extract(program, data, "--keep=url") for data in shards]


def outputs(folder):
    """When which output was written."""
    return {path.name: path.stat().st_mtime_ns for path in (folder / f"out{folder}/news").glob("*.jsonl")}


def submit(cluster, folder, source):
    done = cluster.run(recipes_with(source, "sbatch")[0], folder)
    assert done.returncode == 0, done.stderr


def wait_for_end(cluster):
    """Until no job is left, or none that can run."""
    wait_for("the end of all jobs", lambda: not cluster.run("squeue -h -o %i%r | grep -v Never").stdout, 0.25)


def started_again(cluster):
    """The tasks that were, by number."""
    jobs = cluster.run("scontrol -o show jobs").stdout.splitlines()
    return {int(re.search(r"ArrayTaskId=(\d+)", job).group(1)) for job in jobs if re.search("Restarts=[1-9]", job)}


def check_result(cluster, folder, want):
    result = folder / "records.jsonl"
    if not result.exists():
        yield f"nothing was merged: {cluster.run('squeue').stdout}"
        yield "".join(path.read_text() for path in sorted(folder.glob("slurm-*.out")))
        return
    yield from difference(result.read_bytes(), b"".join(want))
    parts = [str(path) for path in folder.rglob("*.part")]
    if parts:
        yield f"left over: {parts}"


def one_killed_one_lost(cluster, folder, source, program, want):
    submit(cluster, folder, source)
    for number, kill in ((1, lambda node: kill_all(runs(program, cluster.processes_of(node)))),
                         (2, lambda node: kill_all(cluster.processes_of(node)))):
        half = folder / f"out{folder}/news/.{number}.jsonl.gz.jsonl.part"
        wait_for(f"task {number} at work", lambda: half.exists() and half.stat().st_size)
        kill(cluster.node_of(number))
        if not half.exists():
            yield f"task {number} was not killed half-way; make its shard longer"
    wait_for_end(cluster)
    yield from check_result(cluster, folder, want)
    if not started_again(cluster) >= {1, 2}:
        yield f"tasks 1 and 2 should have been started again, not {started_again(cluster)}"


def script(cluster, folder, arguments, task=None):
    """The script as Slurm runs it, without Slurm, as a task of two where that is said."""
    array = f"SLURM_ARRAY_TASK_ID={task} SLURM_ARRAY_TASK_MAX=2" if task else ""
    return cluster.run(f"{array} bash src/install/allege.sbatch {arguments}", folder)


def again(cluster, folder, program, source, want):
    """A shard has changed since; what is done of the others stays as it is."""
    before = outputs(folder)
    data = news(source, 2, "changed")
    (folder / "news/3.jsonl.gz").write_bytes(gzip.compress(data))
    for task in (1, 2):
        done = script(cluster, folder, "shards.txt out --input=jsonl --keep=url", task)
        if done.returncode:
            yield f"task {task}: {done.stderr}"
    script(cluster, folder, "--merge shards.txt out records.jsonl")
    yield from check_result(cluster, folder, [*want[:2], extract(program, data, "--keep=url"), *want[3:]])
    after = outputs(folder)
    if {name for name in after if after[name] != before[name]} != {"3.jsonl.gz.jsonl"}:
        yield f"other outputs were written anew: {before} {after}"


def says(cluster, folder, arguments, message, task=None):
    """It refuses something."""
    done = script(cluster, folder, arguments, task)
    if done.returncode != 1 or message not in done.stderr:
        yield f"status {done.returncode}: {done.stderr}"


def checks(cluster, folder, program, source):
    want = prepare(folder, program, source)
    cluster.start_all()
    yield "a task killed, a node lost", one_killed_one_lost(cluster, folder, source, program, want)
    yield "once more", again(cluster, folder, program, source, want)
    (folder / "twice.txt").write_text("news/1.jsonl.gz\nnews/2.jsonl.gz\nnews/1.jsonl.gz\n")
    (folder / "more.txt").write_text("news/1.jsonl.gz\nshards.txt\n")
    (folder / "none.txt").write_text("news/1.jsonl.gz\nnews/2.jsonl.gz\ngone.jsonl\n")
    yield "a shard twice", says(cluster, folder, "--merge twice.txt out x.jsonl", "listed twice: news/1.jsonl.gz")
    yield "not done", says(cluster, folder, "--merge more.txt out x.jsonl", "shards.txt: not done")
    yield "no array", says(cluster, folder, "shards.txt out --input=jsonl", "no job array; usage: sbatch --array=1-N")
    yield "wrong option", says(cluster, folder, "shards.txt other --inputs", "allege ended with status 2", 1)
    yield "no such shard", says(cluster, folder, "none.txt out --input=jsonl", "gone.jsonl: is no file", 1)
    yield "no list", says(cluster, folder, "no.txt out --input=jsonl", "no.txt: cannot read", 1)
    if (folder / "x.jsonl").exists():
        yield "x.jsonl", ["is there, though not all of it could be merged"]


def what_is_wanting():
    """Why there can be no cluster here, or None."""
    missing = [tool for tool in TOOLS if not find(tool)]
    if missing:
        return f"{', '.join(missing)}: not installed"
    if not os.path.ismount("/sys/fs/cgroup"):
        return "no /sys/fs/cgroup, which slurmd wants"
    try:
        socket.gethostbyname(socket.gethostname())
    except OSError:
        return f"{socket.gethostname()}, the name of this machine, does not resolve; add it to /etc/hosts"
    return None


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    wanting = what_is_wanting()
    if wanting:
        print(f"SKIPPED slurm: {wanting}")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="allege-slurm-") as scratch:
        folder = pathlib.Path(scratch)
        folder.chmod(0o755)  # munge wants its socket within reach of all
        (folder / "cluster").mkdir()
        (folder / "jobs").mkdir()
        cluster = Cluster(folder / "cluster", f"{program.parent}:{os.environ['PATH']}")
        try:
            return report(checks(cluster, folder / "jobs", program, source))
        finally:
            cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
