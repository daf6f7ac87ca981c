"""`scrapy ingest PATH…`: saved pages (WARC) into the dataset, through the same steps as a crawl.

With `--cc-news` the archives are Common Crawl's, and the pages those of the catalogue's sites.
"""

import argparse
import contextlib
import datetime as dt
import logging
import secrets
from collections.abc import Iterator
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from scrapy.settings import Settings

from crawlers.log_lines import tell_record
from crawlers.owners import declared_owners
from crawlers.stopped import stopped_by_signal
from crawlers.store_command import StoreCommand
from pipelines.engine.choose import open_engine
from pipelines.engine.engine import ENGINES
from pipelines.errors import UsageError
from pipelines.ingest.run import IngestOptions, Step, run_ingest
from pipelines.ingest.sources import Archive, is_local
from pipelines.ingest.sources import archives as listed
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
        return "[options] PATH… | --cc-news [options] SOURCE…"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Take saved pages (.warc, .warc.gz) into the dataset, or those of the catalogue in CC-NEWS"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument(
            "--cc-news",
            action="store_true",
            help="take the pages of the catalogue's sites out of Common Crawl's news archives: paths,"
            " s3://BUCKET/KEY or http(s) addresses of archives, or of lists of them (warc.paths.gz)",
        )
        parser.add_argument(
            "--base",
            metavar="PLACE",
            help="what the lines of lists are relative to: a folder, s3://commoncrawl/, an http(s) address;"
            " unless given, what stands before crawl-data/ in the address of the list",
        )
        parser.add_argument(
            "--engine", choices=ENGINES, default=ENGINES[0], help="where archives are read (%(default)s)"
        )

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        agent = user_agent(settings["NEWS_CONTACT"] or "")
        archives = _news(args, opts.base, agent) if opts.cc_news else _own(args, opts.base)
        started_at = dt.datetime.now(dt.UTC)
        options = IngestOptions(
            store_url=settings["NEWS_STORE_URL"],
            ledger_dir=Path(settings["NEWS_LEDGER_DIR"]),
            run_id=new_run_id(started_at, secrets.token_hex(3)),
            started_at=started_at,
            user_agent=agent,
            # Of a cluster, each processor reads an archive of its own.
            workers=1 if opts.engine == "ray" else settings.getint("NEWS_WORKERS"),
            batch_pages=settings.getint("NEWS_BATCH_PAGES"),
            batch_seconds=settings.getfloat("NEWS_BATCH_SECONDS"),
            owners=declared_owners(settings),
            is_news=opts.cc_news,
            respect_rights=settings["NEWS_RIGHTS"] == "respect",
            archive=settings["NEWS_ARCHIVE"] == "on",
        )
        begin_run(options.run_id, None)
        with (
            open_engine(opts.engine, options.workers) as engine,
            stopped_by_signal() as stop,
            _shown() as show,
        ):
            record = run_ingest(archives, options, engine, stop=stop, show=show)
        tell_record(record)
        return record.exit_code


def _own(args: list[str], base: str | None) -> list[Archive]:
    if not args:
        raise UsageError("name one WARC file or more: scrapy ingest PATH…")
    if base is not None:
        raise UsageError("--base is for the lists of --cc-news")
    for path in args:
        if not is_local(path):
            raise UsageError(f"{path}: one's own archives are files; those of Common Crawl need --cc-news")
        if not Path(path).is_file():
            raise UsageError(f"{path}: no such file")
    return list(map(Archive, args))


def _news(args: list[str], base: str | None, agent: str) -> list[Archive]:
    if not args:
        raise UsageError("name one archive or list of archives, or more: scrapy ingest --cc-news SOURCE…")
    for path in filter(is_local, args):
        if not Path(path).is_file():
            raise UsageError(f"{path}: no such file")
    return list(listed(args, base, agent))


@contextlib.contextmanager
def _shown() -> Iterator[Step]:
    """A progress bar on a terminal; a line a minute elsewhere."""
    out = console(stderr=True)
    if not out.is_terminal:
        yield _Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as bar:
        task = bar.add_task("ingest", total=1.0)

        def show(part: float, records: int) -> None:
            bar.update(task, completed=part, description=f"ingest, {records} records")

        yield show
        bar.update(task, completed=1.0)


class _Lines:
    """Says how far it is, once a minute."""

    def __init__(self) -> None:
        self._next = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=LINE_SECONDS)

    def __call__(self, part: float, records: int) -> None:
        now = dt.datetime.now(dt.UTC)
        if now >= self._next:
            self._next = now + dt.timedelta(seconds=LINE_SECONDS)
            logger.info("%d records, %d %% of the archives", records, 100 * part)
