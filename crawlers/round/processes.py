"""Processes of a round: each in a group of its own, within its time limit, and none left behind."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Literal

from crawlers.round.child import STOP_SECONDS

_TAIL_BYTES = 8192
"""How much of the end of what a process said is kept."""

_CHUNK_BYTES = 65536

Stopped = Literal[
    "asked",  # the round was told to stop
    "limit",  # its time was over, and it ended in good order
    "hung",  # its time was over, and it had to be killed
]
"""Why a process was ended by its round."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A process that ended."""

    began: dt.datetime
    """UTC, by the clock of the machine that it ran on."""
    code: int | None
    """Its exit code; None when a signal ended it."""
    signal: str | None
    """Name of the signal that ended it."""
    seconds: float
    """How long it ran."""
    stopped: Stopped | None
    """Why the round ended it; None when it ended by itself."""
    said: tuple[str, ...]
    """Its last lines on stderr; none when that is the stderr of this process."""


class Processes:
    """Starts `scrapy` commands and sees to their end."""

    def __init__(
        self,
        options: Sequence[str] = (),
        *,
        logs: Path | Literal["-"] | None = None,
        stop_seconds: float = STOP_SECONDS,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """`options` are given to every command, `variables` added to its environment.

        `logs` says where their stderr goes: files in a folder, `-` for that of this process, None for
        nowhere but `Ended.said`. `stop_seconds` is how long a process may take to end after SIGTERM.
        """
        self._options = options
        self._logs = logs
        self._stop_seconds = stop_seconds
        self._variables = variables or {}
        self._running: set[int] = set()
        self._told: set[int] = set()
        self.stopping = False
        """Were the processes told to end?"""

    async def scrapy(self, *arguments: str, name: str, within: float) -> Ended:
        """Run a `scrapy` command for at most `within` seconds. Its log is called `name`.

        Raises OSError when it cannot be started, or its log not be written.
        """
        command = [sys.executable, "-P", "-m", "crawlers.round.child", str(os.getpid())]
        return await self.run([*command, *arguments, *self._options], name=name, within=within)

    async def run(self, command: Sequence[str], *, name: str, within: float) -> Ended:
        """As `scrapy`, for any command."""
        began, began_at = time.monotonic(), dt.datetime.now(dt.UTC)
        with self._log(name) as log:
            logged = None if log is None or isinstance(log, int) else log.tell()
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
                env={**environment(os.environ), **self._variables},
                # A group of its own: Ctrl+C at the terminal is the round's to pass on.
                start_new_session=True,
            )
        self._running.add(process.pid)
        if self.stopping:
            self._terminate(process.pid)
        tail = asyncio.ensure_future(_tail(process.stderr))
        try:
            stopped = await self._wait(process, within)
        finally:
            self._running.discard(process.pid)
            self._told.discard(process.pid)
        # A grandchild may hold the pipe open for a moment.
        await asyncio.wait([tail], timeout=2.0)
        said = self._logged(name, logged) if logged is not None else tail.result() if tail.done() else ()
        tail.cancel()
        code = process.returncode or 0
        return Ended(
            began=began_at,
            code=code if code >= 0 else None,
            signal=None if code >= 0 else signal.Signals(-code).name,
            seconds=time.monotonic() - began,
            stopped=stopped or ("asked" if self.stopping else None),
            said=said,
        )

    async def _wait(self, process: asyncio.subprocess.Process, within: float) -> Stopped | None:
        """Wait for its end, and bring it about when its time is over."""
        if await _ends(process, within):
            return None
        self._terminate(process.pid)
        if await _ends(process, self._stop_seconds):
            return "limit"
        _kill_group(process.pid)
        await process.wait()
        return "hung"

    def stop(self) -> None:
        """End all processes: in good order the first time, at once the second."""
        for pid in tuple(self._running):
            if self.stopping:
                _kill_group(pid)
            else:
                self._terminate(pid)
                asyncio.get_running_loop().call_later(self._stop_seconds, self._kill_late, pid)
        self.stopping = True

    def _terminate(self, pid: int) -> None:
        """Send SIGTERM, once: a crawl takes the second one for "at once"."""
        if pid not in self._told:
            self._told.add(pid)
            with contextlib.suppress(ProcessLookupError):
                # To the command alone: its workers finish the pages that they have.
                os.kill(pid, signal.SIGTERM)

    def _kill_late(self, pid: int) -> None:
        if pid in self._running:
            _kill_group(pid)

    def _logged(self, name: str, start: int) -> tuple[str, ...]:
        """The last lines that came into a log since it was `start` bytes long."""
        assert isinstance(self._logs, Path)  # noqa: S101 - there is a log
        with contextlib.suppress(OSError), (self._logs / f"{name}.log").open("rb") as file:
            file.seek(max(start, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
            return _lines(file.read(_TAIL_BYTES))
        return ()

    @contextlib.contextmanager
    def _log(self, name: str) -> Iterator[int | IO[bytes] | None]:
        """Where the stderr of a process goes."""
        if self._logs is None:
            yield asyncio.subprocess.PIPE
        elif self._logs == "-":
            yield None
        else:
            with (self._logs / f"{name}.log").open("ab") as file:
                yield file


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: this one, and where its modules are."""
    return {
        **given,
        "PYTHONPATH": os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path),
        # A page a second needs a twentieth of a worker; N sites with a worker a CPU each would need N times
        # the memory.
        "NEWS_WORKERS": given.get("NEWS_WORKERS", "").strip() or "1",
    }


async def _ends(process: asyncio.subprocess.Process, seconds: float) -> bool:
    """Does it end within `seconds`?"""
    try:
        await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        return False
    return True


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


async def _tail(stream: asyncio.StreamReader | None) -> tuple[str, ...]:
    """Read to the end; the last lines."""
    if stream is None:
        return ()
    kept = b""
    while chunk := await stream.read(_CHUNK_BYTES):
        kept = (kept + chunk)[-_TAIL_BYTES:]
    return _lines(kept)


def _lines(said: bytes) -> tuple[str, ...]:
    return tuple(filter(None, said.decode(errors="replace").splitlines()))
