"""A command and all processes below it, watched in `/proc`: memory and CPU time."""

import contextlib
import dataclasses
import os
import re
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.processes import OtherWork

LOOK_SECONDS = 0.2
COMMAND_SECONDS = 1800

_PEAK = re.compile(r"^VmHWM:\s+(\d+)", re.MULTILINE)
_SHARED_OUT = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class Ran:
    """A command that ended well."""

    seconds: float
    cpu_seconds: float
    """Of the command and all processes that it began; on Ray less than all, as workers that end are lost."""
    parent_cpu_seconds: float
    """Of the command's own process."""
    parent_mib: float
    """Most resident memory of the command's own process, RSS."""
    parent_pss_mib: float
    """The same with what it shares with others counted in part, PSS."""
    worker_mib: float
    """Most resident memory of any process below it; on Ray, of any that runs its tasks."""
    worker_pss_mib: float
    others_cores: float
    """What other work took of the machine meanwhile."""
    out: str


class CommandFailed(RuntimeError):
    """A command did not end well; the message has the end of what it said."""


def run(
    command: Sequence[str],
    environment: dict[str, str],
    folder: Path,
    *,
    cores: Sequence[int] | None = None,
    cluster: Sequence[int] = (),
) -> Ran:
    """Run a command to its end. Raises CommandFailed.

    :param cores: it may use these alone, and what it begins
    :param cluster: processes that work for it, with all below them
    """
    before = _ended_seconds() + _living_seconds(cluster)
    began = time.monotonic()
    pinned = list(command) if cores is None else ["taskset", "-c", ",".join(map(str, cores)), *command]
    with (
        OtherWork() as others,
        subprocess.Popen(
            pinned,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        watch = _Watch(process.pid, cluster)
        watch.start()
        out, told = process.communicate(timeout=COMMAND_SECONDS)
        watch.join()
    seconds = time.monotonic() - began
    if process.returncode:
        raise CommandFailed(f"{' '.join(command[:4])} … ended with {process.returncode}: {told[-2000:]}")
    return Ran(
        seconds=seconds,
        cpu_seconds=_ended_seconds() + _living_seconds(cluster) - before,
        parent_cpu_seconds=watch.parent_cpu,
        parent_mib=watch.parent[0],
        parent_pss_mib=watch.parent[1],
        worker_mib=watch.worker[0],
        worker_pss_mib=watch.worker[1],
        others_cores=others.cores,
        out=out,
    )


class _Watch(threading.Thread):
    """Keeps the highest figures until the process has ended."""

    def __init__(self, pid: int, cluster: Sequence[int]) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._cluster = cluster
        self.parent = (0.0, 0.0)
        self.worker = (0.0, 0.0)
        self.parent_cpu = 0.0

    def run(self) -> None:
        """See threading."""
        while (used := cpu_of(self._pid)) is not None:
            self.parent_cpu = used
            self.parent = _more(self.parent, self._pid)
            for pid in below([self._pid, *self._cluster]) - {self._pid}:
                if not self._cluster or _runs_tasks(pid):
                    self.worker = _more(self.worker, pid)
            time.sleep(LOOK_SECONDS)


def _more(found: tuple[float, float], pid: int) -> tuple[float, float]:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        peak = _PEAK.search(Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
        part = _SHARED_OUT.search(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8"))
        if peak and part:
            return max(found[0], int(peak[1]) / 1024), max(found[1], int(part[1]) / 1024)
    return found


def _runs_tasks(pid: int) -> bool:
    """Does a process of a cluster run our code: a worker of Ray's, or an extraction worker?"""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        return command.startswith(b"ray::") or b"workers.work()" in command
    return False


def below(pids: Sequence[int]) -> set[int]:
    """Processes that live, of `pids` and all that they began."""
    parents: dict[int, int] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdecimal() and (fields := _stat(int(path.name))):
            parents[int(path.name)] = int(fields[1])
    found, more = set(), set(pids)
    while more:
        found |= more
        more = {pid for pid, parent in parents.items() if parent in more} - found
    return found


def of_sessions(leaders: set[int]) -> set[int]:
    """Processes that live, of the sessions of `leaders`: also those whose parents are gone."""
    pids = {int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    return {pid for pid in pids if (fields := _stat(pid)) and int(fields[3]) in leaders}


def cpu_of(pid: int) -> float | None:
    """CPU seconds of a process alone; None when it has ended."""
    fields = _stat(pid)
    if fields is None or fields[0] == "Z":
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _living_seconds(pids: Sequence[int]) -> float:
    """CPU seconds of processes and all below them, with those of children that ended."""
    ticks = 0
    for pid in below(pids):
        if fields := _stat(pid):
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _ended_seconds() -> float:
    """CPU seconds of the children of this process that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _stat(pid: int) -> list[str] | None:
    """Fields of a process from its state on; its name before them may hold spaces."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return None
