"""Running the project's commands as cron does: in a process of their own, in a small environment."""

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipelines.store.location import parse_store_url
from pipelines.store.tables import NAMES, Tables

ROOT = Path(__file__).resolve().parent.parent

WITHOUT_PANDAS = ROOT / "benchmarks" / "scale" / "without_pandas"
"""Commands run as installed, without pandas. Where it is there, pyarrow imports it, which takes 0.2 s."""


@dataclasses.dataclass(frozen=True)
class Done:
    """A command that ended."""

    code: int
    out: str
    err: str


@dataclasses.dataclass(frozen=True)
class Place:
    """A store and a ledger in a folder, and commands that use them."""

    folder: Path
    environment: dict[str, str]

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def variables(self, **more: str) -> dict[str, str]:
        """A small environment, as cron has: no terminal, no locale, hardly a PATH."""
        return {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(WITHOUT_PANDAS),
            "SCRAPY_PROJECT": "test",
            "NEWS_STORE_URL": f"file:{self.store}",
            "NEWS_LEDGER_DIR": str(self.folder / "ledger"),
            "NEWS_WORKERS": "1",
            "NEWS_CONTACT": "tests@example.org",
            **self.environment,
            **more,
        }

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Begin `scrapy …`."""
        return subprocess.Popen(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=ROOT,
            env=self.variables(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def scrapy(self, *arguments: str, **more: str) -> Done:
        """Run `scrapy …` to its end."""
        with self.start(*arguments, **more) as process:
            out, err = process.communicate(timeout=120)
        return Done(process.returncode, out, err)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        if not (self.store / table).exists():
            return []
        record = next(record for record, name in NAMES.items() if name == table)
        found: list[dict[str, Any]] = (
            Tables(parse_store_url(f"file:{self.store}")).scan(record).to_table().to_pylist()
        )
        return found

    def outcomes(self) -> dict[str, str]:
        """Outcome and reason of each page, by path; the last one of several."""
        rows = sorted(self.rows("pages"), key=lambda row: (row["batch"], row["fetched_at"]))
        return {path_of(row["url"]): " ".join(filter(None, (row["outcome"], row["reason"]))) for row in rows}


def path_of(url: str) -> str:
    """The address without scheme and host."""
    return "/" + url.split("/", 3)[3]


def run_python(code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run `code` in `folder` with the checkout on its path and nothing else of this process's."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
