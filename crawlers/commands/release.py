"""`scrapy release`: a frozen dataset below `releases/` of the store."""

import argparse
import datetime as dt
import json
import secrets
from pathlib import Path

from scrapy.settings import Settings

from crawlers.days import day_of
from crawlers.store_command import StoreCommand
from pipelines.dataset.filters import KEPT_FROM
from pipelines.engine.choose import open_engine
from pipelines.engine.engine import ENGINES
from pipelines.errors import UsageError
from pipelines.release.make import Made, ReleaseOptions, make_release
from pipelines.release.published import Filters, to_bytes
from pipelines.report.run_record import EXIT_DONE, new_run_id
from pipelines.store.location import parse_store_url
from pipelines.store.opening import open_objects
from pipelines.store.s3 import S3Store
from pipelines.store.writer import TableWriter


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "--version VERSION [--since DATE] [--until DATE] [--site SITE] [--language CODE] [...]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Publish a frozen dataset: Parquet with clusters, card, sums and plots"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--version", metavar="VERSION", help="its name, such as 2026.11")
        parser.add_argument("--since", metavar="DATE", help="first day of publication, YYYY-MM-DD")
        parser.add_argument("--until", metavar="DATE", help="last day of publication")
        parser.add_argument("--site", metavar="SITE", action="append", help="only this site; may be repeated")
        parser.add_argument(
            "--language", metavar="CODE", action="append", help="only this language; may be repeated"
        )
        parser.add_argument(
            "--allowed-for", metavar="USE", help=f"leave out what a statement keeps from it: {_USES}"
        )
        parser.add_argument(
            "--jsonl", action="store_true", help="write JSON Lines, packed with zstd, as well"
        )
        parser.add_argument(
            "--engine",
            choices=ENGINES,
            default="local",
            help="where near-duplicates are looked for: local, in this process, or ray, on a cluster",
        )
        parser.add_argument("--json", action="store_true", help="tell what was published as JSON")

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args or not opts.version:
            raise UsageError("name the release: scrapy release --version 2026.11")
        options = ReleaseOptions(
            version=opts.version,
            filters=Filters(
                published_since=day_of("--since", opts.since),
                published_until=day_of("--until", opts.until),
                sites=_sorted(opts.site),
                languages=_sorted(opts.language),
                allowed_for=opts.allowed_for,
            ),
            jsonl=opts.jsonl,
            ledger_dir=Path(settings["NEWS_LEDGER_DIR"]),
            run_id=new_run_id(dt.datetime.now(dt.UTC), secrets.token_hex(3)),
        )
        location = parse_store_url(settings["NEWS_STORE_URL"])
        objects = open_objects(location)
        given = objects.delta_options if isinstance(objects, S3Store) else location.delta_options
        # Opening the store for a crawl would make it; and no table is written here.
        tables = TableWriter(location, given)
        tables.check_columns()
        # Comparing is Python's work: two threads of one process take a third longer than one.
        with open_engine(opts.engine, workers=1) as engine:
            made = make_release(tables, objects, options, engine)
        print(_as_json(made) if opts.json else _told(made))
        return EXIT_DONE


_USES = ", ".join(KEPT_FROM)


def _sorted(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(set(values)))


def _as_json(made: Made) -> str:
    return json.dumps({**json.loads(to_bytes(made.release)), "already_published": not made.is_new}, indent=1)


def _told(made: Made) -> str:
    release = made.release
    size = sum(file.bytes for file in release.files)
    how = "published" if made.is_new else "already published"
    return (
        f"{release.version} {how}: {release.articles} articles in {release.clusters} clusters, "
        f"{len(release.files)} files of {size} bytes in {release.prefix}"
    )
