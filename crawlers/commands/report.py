"""`scrapy report`: one page about the last weeks of the store."""

import argparse
import datetime as dt
from pathlib import Path
from typing import NamedTuple

from scrapy.settings import Settings

from crawlers.store_command import StoreCommand
from pipelines.article import PageRecord
from pipelines.errors import UsageError
from pipelines.health.judge import judge_sites
from pipelines.report.overview.make import check, make_report
from pipelines.report.run_record import EXIT_DONE
from pipelines.store.location import parse_store_url
from pipelines.store.objects import ObjectStore
from pipelines.store.opening import open_objects
from pipelines.store.s3 import S3Store
from pipelines.store.writer import TableWriter


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "[--days N] --out DIR"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Write a page about the last weeks: what came, how well, which sites need a hand"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--days", type=int, default=30, metavar="N", help="UTC days, today among them")
        parser.add_argument("--out", metavar="DIR", help="the folder that index.html is written to")

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args:
            raise UsageError("takes no argument: it reads the store of NEWS_STORE_URL")
        if not opts.out:
            raise UsageError("name the folder that the page is written to: --out DIR")
        out, now = Path(opts.out), dt.datetime.now(dt.UTC)
        check(out, opts.days, now)
        location = parse_store_url(settings["NEWS_STORE_URL"])
        objects = open_objects(location)
        options = objects.delta_options if isinstance(objects, S3Store) else location.delta_options
        # A writer's tables find credentials wherever a crawl does; nothing is written.
        store = _Store(TableWriter(location, options), objects)
        sites = store.tables.last_batches(PageRecord, store.tables.load(PageRecord))
        healths = judge_sites(store, sorted(sites), now)
        print(make_report(location, store.tables, options(), out, days=opts.days, now=now, healths=healths))
        return EXIT_DONE


class _Store(NamedTuple):
    """A store that may not be there: opening one for a crawl would make it."""

    tables: TableWriter
    objects: ObjectStore
