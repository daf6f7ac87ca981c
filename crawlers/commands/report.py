"""`scrapy report`: one page about the last weeks of the store."""

import argparse
import datetime as dt
from pathlib import Path

from scrapy.settings import Settings

from crawlers.store_command import StoreCommand
from pipelines.dataset.verify import open_objects
from pipelines.errors import UsageError
from pipelines.report.overview.make import make_report
from pipelines.report.run_record import EXIT_DONE
from pipelines.store.location import parse_store_url
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
        location = parse_store_url(settings["NEWS_STORE_URL"])
        objects = open_objects(location)
        delta = objects.delta_options if isinstance(objects, S3Store) else location.delta_options
        # With the options of a writer, as credentials are found in more places than the environment; it
        # only reads.
        tables = TableWriter(location, delta)
        path = make_report(
            location, tables, delta(), Path(opts.out), days=opts.days, now=dt.datetime.now(dt.UTC)
        )
        print(path)
        return EXIT_DONE
