"""Watches a process and its children from outside, in `/proc`, and what else the machine does meanwhile."""

import contextlib
import dataclasses
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

WATCH_SECONDS = 0.1

_FIELD = re.compile(r"^(VmHWM|VmRSS|Threads):\s+(\d+)", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Sample:
    """A process and its workers at a moment. Memory in MiB."""

    pages: int
    """How many pages had been served."""
    parent: float
    """Resident memory of the parent."""
    workers: tuple[float, ...]
    """Resident memory of each worker."""
    files: int
    """Open file descriptors of the parent."""
    threads: int
    """Threads of the parent."""
    temporary: int
    """Files in its folder for temporary files."""


class Watch(threading.Thread):
    """Watches until the process ends. A sample is kept each time `every` more pages have been served."""

    def __init__(self, pid: int, served: Callable[[], int], every: int, temporary: Path) -> None:
        super().__init__(daemon=True)
        self._temporary = temporary
        self._pid = pid
        self._served = served
        self._every = every
        self.samples: list[Sample] = []
        self.parent_peak = 0.0
        """Highest resident memory of the parent, MiB."""
        self.worker_peak = 0.0
        """Highest resident memory of any worker, MiB; 0 without workers."""

    def run(self) -> None:
        """See threading."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            while status := _status(self._pid):
                self._look(status)
                time.sleep(WATCH_SECONDS)

    def _look(self, parent: dict[str, int]) -> None:
        self.parent_peak = max(self.parent_peak, parent["VmHWM"] / 1024)
        workers = []
        for pid in worker_ids(self._pid):
            # It may have ended since it was listed.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if worker := _status(pid):
                    workers.append(worker)
        self.worker_peak = max(self.worker_peak, *(worker["VmHWM"] / 1024 for worker in workers), 0)
        served = self._served()
        if served >= self._every * (len(self.samples) + 1):
            self.samples.append(
                Sample(
                    served,
                    parent["VmRSS"] / 1024,
                    tuple(worker["VmRSS"] / 1024 for worker in workers),
                    sum(1 for _ in Path(f"/proc/{self._pid}/fd").iterdir()),
                    parent["Threads"],
                    sum(1 for _ in self._temporary.rglob("*")),
                )
            )


class OtherWork:
    """How much of the machine other processes took, from `with` to its end."""

    def __init__(self) -> None:
        self.cores = 0.0
        """Cores in use by processes that are neither this one nor its children."""

    def __enter__(self) -> Self:
        self._begun = time.monotonic(), _machine_seconds() - _own_seconds()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        at, others = self._begun
        self.cores = max(0.0, (_machine_seconds() - _own_seconds() - others) / (time.monotonic() - at))


def _machine_seconds() -> float:
    """CPU seconds that all processes have used, and what a hypervisor took away."""
    line = Path("/proc/stat").read_text(encoding="utf-8").partition("\n")[0]
    user, nice, system, _idle, _waiting, irq, softirq, stolen = map(int, line.split()[1:9])
    return (user + nice + system + irq + softirq + stolen) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    """CPU seconds of this process and of the children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _status(pid: int) -> dict[str, int]:
    """Memory in KiB and threads; empty for a process that ended and was not waited for."""
    text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return {name: int(value) for name, value in _FIELD.findall(text)} if "VmRSS" in text else {}


def worker_ids(pid: int) -> list[int]:
    """Children that extract."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        # A worker is the child of the thread that started it.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            children = task / "children"
            found += [int(child) for child in children.read_text(encoding="utf-8").split()]
    return [child for child in found if b"workers.work()" in _command(child)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
