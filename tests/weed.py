"""A real S3 server for tests: SeaweedFS, on loopback, with one bucket."""

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

BUCKET = "news"
KEY, SECRET = "test-key", "test-secret"


def program() -> str | None:
    """The server's program, beside this Python or on the path."""
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def variables(endpoint: str) -> dict[str, str]:
    """What a run needs in its environment to use the server."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }


STARTS = 5
"""Tries to start: the server looks for free ports for its parts, and another one may take them meanwhile."""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Run the server in `folder`; its endpoint."""
    for number in range(1, STARTS + 1):
        place = folder / str(number)
        place.mkdir()
        with _turn():
            endpoint, process = _start(place)
            up = _is_up(endpoint, process)
        try:
            if up:
                yield endpoint
                return
        finally:
            process.terminate()
            process.wait(timeout=30)
    raise AssertionError((place / "log").read_text()[:4000])


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """One start at a time among all test processes: servers that start together take the same free ports."""
    with (Path(tempfile.gettempdir()) / "steppewire-weed.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class MortalServer:
    """A server that is killed and started again, at the same address and with what it had."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, for the first time or again, and wait until it answers."""
        for _ in range(STARTS):
            with _turn():
                endpoint, self._process = _start(self._folder, self.port)
                if _is_up(endpoint, self._process):
                    return
            self.kill()
        raise AssertionError((self._folder / "log").read_text()[-4000:])

    def kill(self) -> None:
        """End it by SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=30)
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


def _start(folder: Path, port: int | None = None) -> "tuple[str, subprocess.Popen[bytes]]":
    weed = program()
    assert weed is not None
    port = port or free_port()
    options = (
        f"-dir={folder} -ip=127.0.0.1 -ip.bind=127.0.0.1 -s3.port={port} -bucket={BUCKET} "
        "-s3.autoCreateBucket=false -master.telemetry=false -admin.ui=false -webdav=false"
    )
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [weed, "mini", *options.split()],
            cwd=folder,
            env={**os.environ, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return f"http://127.0.0.1:{port}", process


def client(endpoint: str, **options: object) -> object:
    """A plain boto3 client."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, **options),
    )


def _is_up(endpoint: str, process: "subprocess.Popen[bytes]") -> bool:
    """Wait until the server answers; false when it ended, or did not within a minute."""
    end = time.monotonic() + 60
    probe = client(endpoint, connect_timeout=1, read_timeout=2)
    while process.poll() is None and time.monotonic() < end:
        try:
            probe.head_bucket(Bucket=BUCKET)  # type: ignore[attr-defined]
        except (ClientError, BotoCoreError):
            time.sleep(0.1)
        else:
            return True
    return False
