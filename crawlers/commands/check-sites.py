"""`scrapy check-sites`: see whether declared sites work today, and keep the verdicts."""

import argparse
import datetime as dt
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers.catalogue.checked import CHECKED, Verdict, read_checked, write_checked
from crawlers.commands.crawlall import LOCKS, default_jobs, jobs_of
from crawlers.declared import declared_sites
from crawlers.news_spider import NewsSpider
from crawlers.round.sites import Site, choose
from crawlers.site_check.judge import judge
from crawlers.site_check.keep import keep
from crawlers.site_check.look import ARTICLES, Seen
from crawlers.site_check.shown import Progress, counts_line, printable, table
from crawlers.site_check.side_by_side import SideBySide
from crawlers.store_command import StoreCommand
from pipelines.article import Article
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE, EXIT_INTERRUPTED, EXIT_UNHEALTHY
from pipelines.report.summary import console, show_articles
from pipelines.store.location import parse_store_url
from pipelines.store.opening import open_objects
from pipelines.store.tombstones import read_tombstones
from pipelines.workers import ExtractionPool
from settings.environment import ROOT


class Command(StoreCommand):
    """See `docs/operations.md`."""

    requires_crawler_process = True
    log_level = "ERROR"  # what went wrong with a site is told in the table

    def syntax(self) -> str:
        """See Scrapy."""
        return "[SITE ...] [options]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "See whether declared sites work today, and keep the verdicts"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Look at the sites that are named, or those of a country, or all, by the rules of a crawl: do "
            "their sources name articles, and do three of these give a title, a date, a text and the "
            "declared language? The verdicts go into crawlers/catalogue/checked.json, nothing into the store "
            "or a ledger. Exit codes: 0 all work, 1 some do not, 2 wrong use, 5 interrupted."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--country", metavar="CODE", help="sites of this country: KZ")
        parser.add_argument(
            "-j", "--jobs", default=str(default_jobs()), metavar="N", help="sites at a time (%(default)s)"
        )
        parser.add_argument(
            "--save",
            action=argparse.BooleanOptionalAction,
            default=None,
            help="save what was seen into tests/sites, or do not (asked on a terminal, else not)",
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="with --save: replace what is there, by hand or not"
        )
        parser.add_argument(
            "--into", default=str(ROOT), metavar="DIR", help="another checkout than this one, to write into"
        )

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if opts.overwrite and not opts.save:
            raise UsageError("--overwrite goes with --save")
        jobs, root = jobs_of(opts.jobs), Path(opts.into)
        checked = root / CHECKED.relative_to(ROOT)
        # What cannot be read is told before the first request.
        read_checked(checked)
        declared = declared_sites(settings)
        chosen = choose({name: Site.of(site) for name, site in declared.items()}, args, opts.country, None)
        sites = [declared[site.name] for site in chosen]
        if not settings["NEWS_CONTACT"]:
            print("NEWS_CONTACT is not set: please tell sites whom to write to", file=sys.stderr)
        began = dt.datetime.now(dt.UTC)
        done: list[Seen] = []
        with ExtractionPool(settings.getint("NEWS_WORKERS")) as pool:
            pool.warm_up()
            looking = self._look(sites, pool, jobs, done)
            verdicts = [judge(one) for one in done]
            if verdicts:
                write_checked(verdicts, checked)
            out = console()
            out.print(table(verdicts, looking.not_checked))
            if len(sites) == 1:
                out.print(show_articles(_articles(done), ARTICLES))
            out.print(Text(f"{counts_line(verdicts, began)}; written: {checked}"), soft_wrap=True)
            if not looking.interrupted and _wants_saving(opts.save, verdicts):
                self._save(done, root, pool, overwrite=opts.overwrite)
        if looking.interrupted:
            return EXIT_INTERRUPTED
        all_work = not looking.not_checked and all(verdict.verdict == "works" for verdict in verdicts)
        return EXIT_DONE if all_work else EXIT_UNHEALTHY

    def _look(
        self, sites: Sequence[type[NewsSpider]], pool: ExtractionPool, jobs: int, done: list[Seen]
    ) -> SideBySide:
        """Look at the sites; `done` takes what was seen of each."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)  # noqa: S101
        locks = Path(self.settings["NEWS_LEDGER_DIR"]) / LOCKS
        with Progress(len(sites)) as progress:

            def told(one: Seen) -> None:
                done.append(one)
                progress.tell()

            looking = SideBySide(self.crawler_process, pool, locks, jobs, told)
            looking.look(sites)
        return looking

    def _save(self, seen: Sequence[Seen], root: Path, pool: ExtractionPool, *, overwrite: bool) -> None:
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        objects = open_objects(parse_store_url(self.settings["NEWS_STORE_URL"]))
        out = console()
        for one in sorted(seen, key=lambda one: one.site.name):
            taken_down = read_tombstones(objects, one.site.name)
            for line in keep(one, root, pool, taken_down, overwrite=overwrite):
                out.print(Text(f"{one.site.name}: {printable(line)}"), soft_wrap=True)
        out.print(Text("What was saved are the sites' own words: think of that before you publish them."))


def _articles(seen: Sequence[Seen]) -> list[Article]:
    return [page.result for one in seen for page in one.pages if isinstance(page.result, Article)]


def _wants_saving(asked: bool | None, verdicts: Sequence[Verdict]) -> bool:
    """Is what was seen to be saved? Asked on a terminal, where nobody said it."""
    worth = sum(verdict.complete > 0 for verdict in verdicts)
    if asked is not None or not worth or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return bool(asked)
    # Scrapy's handler, which ends crawls, is in the place of Python's still.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        answer = input(f"Save what {worth} site{'s' if worth > 1 else ''} answered into tests/sites? [y/N] ")
    except (EOFError, KeyboardInterrupt):
        print()
        return False
    return answer.strip().lower() in ("y", "yes")
