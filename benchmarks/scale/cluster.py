"""A real Ray cluster on this machine, of nodes with one CPU each."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.weed import free_port

START_SECONDS = 240
"""A node takes ten seconds, and a minute where other work has the processors."""
_BYTES = str(200 * 2**20)

_VARIABLES = {
    "RAY_USAGE_STATS_ENABLED": "0",
    # Loopback alone reaches it.
    "RAY_AUTH_MODE": "disabled",
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
    program = Path(sys.executable).with_name("ray")
    if not program.exists():
        raise NoCluster("ray is not installed: make cluster")
    port = free_port()
    address = f"127.0.0.1:{port}"
    variables = {**environment, **_VARIABLES}
    begun: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="ray") as name:
        common = ["--num-cpus=1", "--node-ip-address=127.0.0.1", f"--object-store-memory={_BYTES}", "--block"]
        head = ["--head", f"--port={port}", f"--temp-dir={name}", "--include-dashboard=false"]
        log = (Path(name) / "log").open("wb")
        try:
            for number in range(nodes):
                place = head if number == 0 else [f"--address={address}"]
                begun.append(
                    subprocess.Popen(
                        [str(program), "start", *place, *common],
                        env=variables,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
                if not _is_up(str(program), address, number + 1, variables):
                    said = (Path(name) / "log").read_text(encoding="utf-8", errors="replace")
                    raise NoCluster(
                        f"no Ray cluster of {number + 1} nodes in {START_SECONDS} s: {said[-1500:]}"
                    )
            yield {**_VARIABLES, "RAY_ADDRESS": address}, [process.pid for process in begun]
        finally:
            for process in reversed(begun):
                # Its own processes alone: `ray stop` would end every cluster of the machine.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
            for process in begun:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=20)
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            log.close()


def _is_up(program: str, address: str, nodes: int, environment: dict[str, str]) -> bool:
    """Wait until so many nodes are there."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        told = subprocess.run(
            [program, "status", f"--address={address}"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if told.returncode == 0 and f"/{nodes}.0 CPU" in told.stdout:
            return True
        time.sleep(0.5)
    return False
