"""`scrapy audit SITE`: of the articles that a site announced, which are stored, and why others are not."""

import argparse
import datetime as dt
import functools
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.text import Text
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings

from crawlers.audit import shown
from crawlers.audit.fates import Evidence, audit
from crawlers.audit.gather import articles_by_id, ledger_by_key, rows_by_key
from crawlers.audit.named import Named
from crawlers.audit.shown import Audit
from crawlers.audit.sources_now import SourcesNow, read_sources
from crawlers.days import day_of
from crawlers.declared import declared_sites, named_site
from crawlers.host_memory import HostMemory
from crawlers.middlewares.robots import file_of, kept_copy
from crawlers.news_spider import NewsSpider
from crawlers.sources import RECENT
from crawlers.store_command import StoreCommand
from pipelines.commands.terminal import json_line
from pipelines.errors import SiteHeld, UsageError
from pipelines.extract.zones import zone
from pipelines.lock import SiteLock
from pipelines.report.run_record import EXIT_DONE
from pipelines.store.opening import open_for_reading
from settings.environment import AGENT

_DROPPED_OUT = "what a source named and dropped again before a run read it"
_OF_ARCHIVES = f"what archives name of days before the last {RECENT.days}: a run reads no more of them either"
_OF_LISTS = "which other links of a list are articles; only what article_url and links_css take is seen"


class Command(StoreCommand):
    """See `docs/operations.md`."""

    requires_crawler_process = True

    def syntax(self) -> str:
        """See Scrapy."""
        return "SITE [--since DAY] [--until DAY] [--offline] [--all | --json | --csv]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Tell which of the articles that a site announced are in the dataset, and why others are not"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help=f"first day; {RECENT.days} days ago unless said")
        parser.add_argument("--until", metavar="DAY", help="last day; today unless said")
        parser.add_argument("--offline", action="store_true", help="do not read the sources as they are now")
        parser.add_argument("--all", action="store_true", help="show all addresses of each reason")
        parser.add_argument("--json", action="store_true", help="tell it as JSON, with every address")
        parser.add_argument("--csv", action="store_true", help="tell it as CSV, a line an address")

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if len(args) != 1:
            raise UsageError("name one site: scrapy audit SITE")
        if opts.all + opts.json + opts.csv > 1:
            raise UsageError("--all, --json and --csv: choose one")
        site = named_site(declared_sites(settings), args[0])
        now = dt.datetime.now(dt.UTC)
        today = now.astimezone(_zone(site)).date()
        since = day_of("--since", opts.since) or today - RECENT
        until = day_of("--until", opts.until) or today
        if since > until:
            raise UsageError(f"--since {since}: is after --until {until}")
        found = self._audit(site, settings, (since, until), today, offline=opts.offline)
        if opts.json:
            print(json_line(shown.to_json(found)))
        elif opts.csv:
            shown.write_csv(found, sys.stdout)
        else:
            out = Console(highlight=False)
            for part in shown.terminal(found, everything=opts.all):
                # An address is not broken into lines: it is to be copied.
                out.print(part, soft_wrap=isinstance(part, Text))
        return EXIT_DONE

    def _audit(
        self,
        site: type[NewsSpider],
        settings: Settings,
        period: tuple[dt.date, dt.date],
        today: dt.date,
        *,
        offline: bool,
    ) -> Audit:
        since, until = period
        folder = Path(settings["NEWS_LEDGER_DIR"])
        store = open_for_reading(settings["NEWS_STORE_URL"])
        rows, articles = rows_by_key(store, site.name), articles_by_id(store, site.name)
        ledger = ledger_by_key(store, folder, site.name)
        notes = [_DROPPED_OUT]
        now = None
        if offline:
            notes.append("what its sources name now, and what of it was never queued (--offline)")
        elif running := _running(folder, site.name):
            notes.append(f"what its sources name now: {running}, and two do not ask one site")
        else:
            assert isinstance(self.crawler_process, AsyncCrawlerProcess)  # noqa: S101 - Scrapy sets it
            now = read_sources(self.crawler_process, site, {*rows, *(ledger or {})})
            notes += _unread(now)
            if site.section_urls:
                notes.append(_OF_LISTS)
            if since < today - RECENT and (site.sitemap_urls or site.section_urls):
                notes.append(_OF_ARCHIVES)
        if ledger is None:
            notes.append(f"what waits: there is no ledger of it in {folder}")
        evidence = Evidence(
            rows=rows,
            ledger=ledger,
            named=_first_taken(now),
            articles=articles,
            allowed=_robots(folder),
        )
        return Audit(
            site=site.name,
            timezone=site.timezone or "UTC",
            since=since,
            until=until,
            announced=audit(evidence, _zone(site), since, until),
            sources=None if now is None else now.readings,
            notes=notes,
        )


def _zone(site: type[NewsSpider]) -> dt.tzinfo:
    return zone(site.timezone) if site.timezone else dt.UTC


def _running(folder: Path, site: str) -> str:
    """Who crawls the site now; empty where nobody does."""
    try:
        with SiteLock(folder, site):
            return ""
    except SiteHeld as held:
        return str(held)


def _unread(now: SourcesNow) -> list[str]:
    if not now.readings:
        return ["what its sources name now: none was read, as its host rests, or the audit was ended"]
    failed = sum(reading.error is not None for reading in now.readings)
    return [f"what {failed} of {len(now.readings)} sources name now: see below"] if failed else []


def _first_taken(now: SourcesNow | None) -> dict[str, Named]:
    """What sources name by key: what one of them would queue is queued."""
    found: dict[str, Named] = {}
    for named in now.named if now else ():
        if named.key not in found or (found[named.key].rule and not named.rule):
            found[named.key] = named
    return found


def _robots(folder: Path) -> Callable[[str], bool]:
    """What the kept copies of robots.txt say, those that the reading of sources left among them."""
    memory, now = HostMemory.beside(str(folder)), dt.datetime.now(dt.UTC)

    @functools.cache
    def rules(file: str) -> ProtegoRobotParser | None:
        copy = kept_copy(memory, file, AGENT, now)
        return None if copy is None else copy.rules

    def allowed(url: str) -> bool:
        known = rules(file_of(url))
        return known is None or known.allowed(url, AGENT)

    return allowed
