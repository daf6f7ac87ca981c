"""`scrapy ingest PATH…`: saved pages (WARC) into the dataset, through the same steps as a crawl."""

import argparse
import contextlib
import datetime as dt
import logging
import os
import secrets
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from crawlers.owners import declared_owners
from crawlers.quiet import quieten
from pipelines.errors import SteppewireError, UsageError
from pipelines.ingest import IngestOptions, Step, run_ingest
from pipelines.report.run_record import EXIT_INTERRUPTED, RunRecord, new_run_id
from pipelines.report.summary import console, summary
from settings.environment import user_agent, validate

logger = logging.getLogger(__name__)

LINE_SECONDS = 60
"""How often a plain line is written where there is no terminal."""


class Command(ScrapyCommand):
    """See `docs/settings.md` for the exit codes."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """See Scrapy."""
        return "[options] PATH…"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Take saved pages (.warc, .warc.gz) into the dataset"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        quieten(self.settings, opts)
        configure_logging(self.settings)
        try:
            record = self._ingest([Path(path) for path in args])
        except SteppewireError as error:
            print(f"scrapy ingest: {error}", file=sys.stderr)
            self.exitcode = error.exit_code
            return
        console(stderr=True).print(summary([record]))
        self.exitcode = record.exit_code

    def _ingest(self, paths: list[Path]) -> RunRecord:
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        if not paths:
            raise UsageError("name one WARC file or more: scrapy ingest PATH…")
        for path in paths:
            if not path.is_file():
                raise UsageError(f"{path}: no such file")
        validate(self.settings)
        started_at = dt.datetime.now(dt.UTC)
        options = IngestOptions(
            store_url=self.settings["NEWS_STORE_URL"],
            ledger_dir=Path(self.settings["NEWS_LEDGER_DIR"]),
            run_id=new_run_id(started_at, secrets.token_hex(3)),
            started_at=started_at,
            user_agent=user_agent(self.settings["NEWS_CONTACT"] or ""),
            workers=self.settings.getint("NEWS_WORKERS"),
            batch_pages=self.settings.getint("NEWS_BATCH_PAGES"),
            batch_seconds=self.settings.getfloat("NEWS_BATCH_SECONDS"),
            owners=declared_owners(self.settings),
            respect_rights=self.settings["NEWS_RIGHTS"] == "respect",
        )
        with _stopped_by_signal() as stop, _shown(paths) as show:
            return run_ingest(paths, options, stop=stop, show=show)


class _Stop:
    """Whether a signal asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def ask(self, *_: object) -> None:
        """Handle a signal: the first stops after the pages in flight, a second one at once."""
        if self.asked:
            os._exit(EXIT_INTERRUPTED)
        self.asked = True


@contextlib.contextmanager
def _stopped_by_signal() -> Iterator[_Stop]:
    stop = _Stop()
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _shown(paths: list[Path]) -> Iterator[Step]:
    """A progress bar on a terminal; a line a minute elsewhere."""
    sizes = [path.stat().st_size for path in paths]
    out = console(stderr=True)
    if not out.is_terminal:
        yield _Lines(sum(sizes))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as bar:
        task = bar.add_task("ingest", total=sum(sizes))

        def show(read: int, records: int) -> None:
            bar.update(task, completed=read, description=f"ingest, {records} records")

        yield show
        bar.update(task, completed=sum(sizes))


class _Lines:
    """Says how far it is, once a minute."""

    def __init__(self, total: int) -> None:
        self._total = max(total, 1)
        self._next = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=LINE_SECONDS)

    def __call__(self, read: int, records: int) -> None:
        now = dt.datetime.now(dt.UTC)
        if now >= self._next:
            self._next = now + dt.timedelta(seconds=LINE_SECONDS)
            logger.info("%d records, %d %% of the bytes", records, 100 * read // self._total)
