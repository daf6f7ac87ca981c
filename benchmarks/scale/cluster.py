"""A real Ray cluster on this machine: a head without processors, and nodes with one each."""

import contextlib
import importlib.util
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.scale.watching import of_sessions

ROOT = Path(__file__).resolve().parents[2]

NODE = "tests.ray_node"
"""What a node is: a process that begins one on 127.0.0.1 and prints its address. `ray start` takes no
second node there."""

START_SECONDS = 240
"""A node takes ten seconds, and a minute where other work has the processors."""

STARTS = 4
"""Tries: a node gives itself up where its parts take longer than Ray thinks they should."""

_VARIABLES = {
    "RAY_USAGE_STATS_ENABLED": "0",
    # Else Ray takes the machine's own address instead of 127.0.0.1.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
}


class NoCluster(RuntimeError):
    """Ray is not installed, or did not begin."""


@contextlib.contextmanager
def cluster(nodes: int, environment: dict[str, str]) -> Iterator[tuple[dict[str, str], list[int]]]:
    """What a command needs to use a cluster, and the processes of its nodes, which end with it.

    Raises NoCluster.
    """
    if importlib.util.find_spec("ray") is None:
        raise NoCluster("ray is not installed: make cluster")
    if importlib.util.find_spec(NODE) is None:
        raise NoCluster(f"there is no {NODE} here")
    # Names of sockets have 107 bytes: not below the folder of a measurement.
    folder = Path(tempfile.mkdtemp(prefix="sw-", dir="/tmp"))
    begun: list[subprocess.Popen[str]] = []
    try:
        address = ""
        for number in range(nodes + 1):
            for again in range(1, STARTS + 1):
                place = folder / f"{number}-{again}"
                place.mkdir()
                begun.append(_begin(number, place, address, {**environment, **_VARIABLES}))
                if found := _address(begun[-1]):
                    address = found
                    break
            else:
                said = (place / "said").read_text(encoding="utf-8", errors="replace")
                raise NoCluster(f"a node of Ray did not come up {STARTS} times: {said[-1500:]}")
        yield {**_VARIABLES, "RAY_ADDRESS": address}, [process.pid for process in begun]
    finally:
        for pid in of_sessions({process.pid for process in begun}):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in begun:
            with process:
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _begin(number: int, place: Path, address: str, environment: dict[str, str]) -> "subprocess.Popen[str]":
    processors = "1" if number else "0"
    with (place / "said").open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", NODE, f"node{number}", str(place), processors, *filter(None, [address])],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            start_new_session=True,
        )


def _address(process: "subprocess.Popen[str]") -> str:
    """What a node prints when it is up; empty when it did not come up."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        line = process.stdout.readline() if selector.select(START_SECONDS) else ""
    return line.strip() if line.startswith("127.0.0.1:") else ""
