"""A Ray cluster for tests: a head without processors and nodes, each processes of their own on 127.0.0.1."""

import contextlib
import importlib.util
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.running import ROOT

MARK = "STEPPEWIRE_TEST_NODE"
"""A variable that all processes of a node inherit. By it crawls and extraction workers are found, which may
have sessions of their own; Ray's are by their session, as their titles overwrite it."""

UP_SECONDS = 200.0
"""How long a node may take to come up: four seconds, on a machine that has nothing else to do."""

_VARIABLES = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DISABLE_IMPORT_WARNING": "1",
    # A killed node refuses connections at once, so it is known to be dead after three seconds; one that is
    # slow because the machine is has a quarter of a minute.
    "RAY_health_check_initial_delay_ms": "2000",
    "RAY_health_check_period_ms": "1000",
    "RAY_health_check_timeout_ms": "5000",
    "RAY_health_check_failure_threshold": "3",
    "RAY_agent_register_timeout_ms": "200000",
    "RAY_worker_register_timeout_seconds": "200",
}


LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""By this Ray takes 127.0.0.1 for an address of nodes; otherwise it asks for the machine's own instead."""


class Cluster:
    """Nodes by name. What is run on them finds the checkout, and `environment` beside this process's own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._environment = environment
        self._mark = uuid.uuid4().hex
        self.address = ""
        """What RAY_ADDRESS is to say."""
        self._begun: dict[str, subprocess.Popen[str]] = {}
        self._said: dict[str, Path] = {}
        self._count = 0
        self.names: list[str] = []
        """The nodes that live, without the head."""

    @property
    def variables(self) -> dict[str, str]:
        """What a command needs that is to use the cluster."""
        return {**LOOPBACK, "RAY_ADDRESS": self.address}

    def begin(self, name: str, processors: int, *, head: bool = False) -> None:
        """Start a node, with a folder of its own; `wait` says when it is up."""
        self._count += 1
        folder = self.folder / f"{name}{self._count}"
        folder.mkdir()
        self._said[name] = folder / "said"
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("NEWS_", "RAY_"))}
        with self._said[name].open("wb") as said:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.ray_node", name, str(folder), str(processors)),
                    *([] if head else [self.address]),
                ],
                cwd=ROOT,
                env={
                    **kept,
                    **_VARIABLES,
                    "PYTHONPATH": str(ROOT),
                    "NEWS_LEDGER_DIR": str(folder / "ledger"),
                    **self._environment,
                    MARK: f"{self._mark}-{name}",
                },
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                start_new_session=True,
            )
        self._begun[name] = process

    def wait(self, name: str) -> None:
        """Wait until a node that was begun is up."""
        output = self._begun[name].stdout
        assert output is not None
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            line = output.readline() if selector.select(UP_SECONDS) else ""
        said = self._said[name].read_text(errors="replace")
        assert line.startswith("127.0.0.1:"), f"node {name} did not come up: {line}{said[-2000:]}"
        self.address = line.strip()

    def add(self, *names: str, processors: int = 1) -> None:
        """Add nodes, and wait until they are up."""
        for name in names:
            self.begin(name, processors)
        for name in names:
            self.wait(name)
            self.names.append(name)

    def kill(self, name: str) -> None:
        """Kill a node as a power cut would: all that runs on it, at once."""
        self.names.remove(name)
        self._kill(name)

    def end(self) -> None:
        """Kill all that is left of it."""
        self.names.clear()
        self._kill(*self._begun)

    def running(self, name: str) -> list[int]:
        """The processes of a node."""
        session, mark = self._begun[name].pid, f"\0{MARK}={self._mark}-{name}\0".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            # Gone meanwhile, or somebody else's.
            with contextlib.suppress(OSError):
                state, *numbers = (folder / "stat").read_text().rpartition(")")[2].split()
                of_session = int(numbers[2]) == session
                if state != "Z" and (of_session or mark in b"\0" + (folder / "environ").read_bytes()):
                    found.append(int(folder.name))
        return found

    def _kill(self, *names: str) -> None:
        end = time.monotonic() + 20
        # Again, as one may have been starting another.
        while found := [pid for name in names for pid in self.running(name)]:
            assert time.monotonic() < end, f"processes {found} do not die"
            for pid in found:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
        for name in names:
            with self._begun.pop(name):
                pass


@contextlib.contextmanager
def cluster(
    environment: Mapping[str, str] | None = None, *, nodes: tuple[str, ...] = ("a", "b"), processors: int = 1
) -> Iterator[Cluster]:
    """A head and nodes, up, and this process's environment leads there; skips where Ray is not installed."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("no cluster: ray is not installed")
    # Names of sockets have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="sw-", dir="/tmp"))
    made = Cluster(folder, environment or {})
    try:
        made.begin("head", 0, head=True)
        made.wait("head")
        made.add(*nodes, processors=processors)
        with pytest.MonkeyPatch.context() as patch:
            for key, value in made.variables.items():
                patch.setenv(key, value)
            # Read from the environment when Ray was imported.
            patch.setattr("ray._private.ray_constants.ENABLE_RAY_CLUSTER", False)
            yield made
    finally:
        made.end()
        shutil.rmtree(folder, ignore_errors=True)
