"""`scrapy ingest PATH…`: saved pages (WARC) into the dataset, through the same steps as a crawl."""

import argparse
import contextlib
import datetime as dt
import logging
import secrets
from collections.abc import Iterator
from pathlib import Path

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from scrapy.settings import Settings

from crawlers.log_lines import tell_record
from crawlers.owners import declared_owners
from crawlers.stopped import stopped_by_signal
from crawlers.store_command import StoreCommand
from pipelines.errors import UsageError
from pipelines.ingest import IngestOptions, Step, run_ingest
from pipelines.logs import begin_run
from pipelines.report.run_record import new_run_id
from pipelines.report.summary import console
from settings.environment import user_agent

logger = logging.getLogger(__name__)

LINE_SECONDS = 60
"""How often a plain line is written where there is no terminal."""


class Command(StoreCommand):
    """See `docs/settings.md` for the exit codes."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "[options] PATH…"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Take saved pages (.warc, .warc.gz) into the dataset"

    def work(self, args: list[str], _opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        paths = [Path(path) for path in args]
        if not paths:
            raise UsageError("name one WARC file or more: scrapy ingest PATH…")
        for path in paths:
            if not path.is_file():
                raise UsageError(f"{path}: no such file")
        started_at = dt.datetime.now(dt.UTC)
        options = IngestOptions(
            store_url=settings["NEWS_STORE_URL"],
            ledger_dir=Path(settings["NEWS_LEDGER_DIR"]),
            run_id=new_run_id(started_at, secrets.token_hex(3)),
            started_at=started_at,
            user_agent=user_agent(settings["NEWS_CONTACT"] or ""),
            workers=settings.getint("NEWS_WORKERS"),
            batch_pages=settings.getint("NEWS_BATCH_PAGES"),
            batch_seconds=settings.getfloat("NEWS_BATCH_SECONDS"),
            owners=declared_owners(settings),
            respect_rights=settings["NEWS_RIGHTS"] == "respect",
            archive=settings["NEWS_ARCHIVE"] == "on",
        )
        begin_run(options.run_id, None)
        with stopped_by_signal() as stop, _shown(paths) as show:
            record = run_ingest(paths, options, stop=stop, show=show)
        tell_record(record)
        return record.exit_code


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
