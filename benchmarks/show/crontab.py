"""A cron table for as long as the show lasts, and the rounds that a real cron daemon starts by it."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.show import CannotShow

TABLE = Path("/etc/cron.d/steppewire-show")
ROOT = Path(__file__).resolve().parents[2]

ROUND_SECONDS = 180
"""How long the last rounds may take to end."""


class CronTable:
    """Every minute a round, from `with` to its end. Nothing is left of it but its log."""

    def __init__(self, folder: Path, environment: Mapping[str, str], arguments: Sequence[str]) -> None:
        """`arguments` are those of `scrapy`; `folder` takes the log and the numbers of the processes."""
        self.log = folder / "rounds.log"
        self._pids = folder / "rounds.pids"
        program = shlex.join([sys.executable, "-m", "scrapy", *arguments])
        places = [shlex.quote(str(path)) for path in (ROOT, self._pids, self.log)]
        command = "cd {} && echo $$ >>{} && exec {} >>{} 2>&1".format(*places[:2], program, places[2])
        variables = "".join(f"{name}={value}\n" for name, value in environment.items())
        self._text = f"SHELL=/bin/sh\n{variables}* * * * * root {command}\n"
        self._cron: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        program = shutil.which("cron", path="/usr/sbin:/usr/bin:/sbin")
        if os.geteuid() or program is None or not TABLE.parent.is_dir():
            raise CannotShow(f"needs root, cron and {TABLE.parent}")
        if TABLE.exists():
            raise CannotShow(
                f"{TABLE} is there already: another show runs, or one was killed; delete it then"
            )
        if "%" in self._text:
            raise CannotShow("cron takes % in a command for the end of a line: use another folder")
        # In one step, so that cron never reads half of it; it passes over names with a dot.
        unfinished = TABLE.with_suffix(".unfinished")
        unfinished.write_text(self._text, encoding="utf-8")
        unfinished.chmod(0o644)
        unfinished.rename(TABLE)
        if not _cron_runs():
            self._cron = subprocess.Popen([program, "-f"], stdin=subprocess.DEVNULL)
        return self

    @property
    def daemon(self) -> str:
        """Whose daemon it is."""
        return "a cron daemon of its own" if self._cron else "this machine's cron daemon"

    def rounds(self) -> int:
        """How many rounds began."""
        return len(self._numbers())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        TABLE.unlink(missing_ok=True)
        if self._cron is not None:
            self._cron.terminate()
            self._cron.wait(timeout=30)
        end = time.monotonic() + ROUND_SECONDS
        while (alive := self._alive()) and time.monotonic() < end:
            time.sleep(0.5)
        for number in alive:
            os.kill(number, signal.SIGTERM)

    def _numbers(self) -> list[int]:
        return [int(line) for line in self._pids.read_text().split()] if self._pids.exists() else []

    def _alive(self) -> list[int]:
        """Rounds that still run: by number and by what they are, as numbers are used again."""
        return [number for number in self._numbers() if b"crawlall" in _command_of(number)]


def _command_of(number: int | str) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def _cron_runs() -> bool:
    names = (_command_of(path.name).split(b"\0")[0] for path in Path("/proc").glob("[0-9]*"))
    return any(name.rpartition(b"/")[2] in (b"cron", b"crond") for name in names)
