"""`scrapy explain URL|FILE`: what became of a page, step by step, and why."""

import argparse
import datetime as dt
import re
import sys
import urllib.parse
from pathlib import Path
from typing import NamedTuple

from lxml.html import HtmlElement
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers.host_memory import HostMemory
from crawlers.middlewares.robots import kept_decision
from crawlers.one_page import fetch_page
from crawlers.owners import declared_owners
from crawlers.store_command import StoreCommand
from pipelines.article import ExtractionHints, Page, PageRecord, Reason, Rejected
from pipelines.clean.template import Template
from pipelines.dataset.kept import kept_page, newest_kept, rows_of_address
from pipelines.errors import StoreError, UsageError
from pipelines.extract.decode import decode
from pipelines.extract.limits import source_excess
from pipelines.extract.markup import meta_values, parse
from pipelines.owners import Owners, owner_of, owners_of
from pipelines.report import explain_html, explain_terminal
from pipelines.report.run_record import EXIT_DONE
from pipelines.report.summary import console
from pipelines.store import templates
from pipelines.store.location import StoreLocation, parse_store_url
from pipelines.store.opening import open_objects
from pipelines.store.tables import Tables
from pipelines.store.tombstones import read_tombstones
from pipelines.urls import normal_url, url_key
from settings.environment import AGENT

_SITE = re.compile(r"[a-z0-9_]{1,64}")


class _Found(NamedTuple):
    page: Page
    record: PageRecord | None = None
    robots: str | None = None


class Command(StoreCommand):
    """See `docs/explain.md`."""

    requires_crawler_process = True
    log_level = "WARNING"

    def syntax(self) -> str:
        """See Scrapy."""
        return "[--html OUT] [--all] [--fetch] [--site SITE] [--template N] [--url URL] URL|FILE"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Show what became of a page, step by step, and why"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--html", metavar="OUT", help="write it as HTML, side by side, to this file")
        parser.add_argument("--fetch", action="store_true", help="fetch it, also where the store keeps it")
        parser.add_argument("--all", action="store_true", help="sum up nothing")
        parser.add_argument("--site", metavar="SITE", help="the site whose page it is, else by the address")
        parser.add_argument("--template", type=int, metavar="N", help="the site's template N; 0 for none")
        parser.add_argument("--url", metavar="URL", help="the address of a FILE, else what the page names")

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        # Here: each command's file is imported by all, and trafilatura takes 0.06 s and 5 MiB.
        from pipelines.report.explain import explain

        if len(args) != 1:
            raise UsageError("name one page: scrapy explain URL, or scrapy explain FILE")
        if opts.site and not _SITE.fullmatch(opts.site):
            raise UsageError(f"--site {opts.site}: not a site's name")
        owners = declared_owners(settings)
        location = parse_store_url(settings["NEWS_STORE_URL"])
        is_address = re.match(r"https?://", args[0], re.IGNORECASE) is not None
        found = (self._of_address if is_address else _in_file)(args[0], opts, owners, location)
        template = _template(location, found.page.site, opts.template, is_address=is_address)
        explanation = explain(found.page, template, found.record, found.robots)
        if opts.html:
            try:
                Path(opts.html).write_text(explain_html.page(explanation), encoding="utf-8")
            except OSError as error:
                raise UsageError(f"--html {opts.html}: {error.strerror or error}") from error
        console().print(explain_terminal.render(explanation, everything=opts.all), soft_wrap=True)
        return EXIT_DONE

    def _of_address(
        self, text: str, opts: argparse.Namespace, owners: Owners, location: StoreLocation
    ) -> _Found:
        """The page of an address: the newest that the store keeps, else as it is now. Raises UsageError."""
        url = normal_url(text)
        if url is None:
            raise UsageError(f"{text!r} is no address that can be fetched")
        if opts.url:
            raise UsageError("--url is the address of a FILE")
        records = [] if opts.fetch else _in_store(url, opts, owners, location)
        record = newest_kept(records)
        if record is None:
            # Of one that came and was not kept, what became of it is told all the same.
            came = next((row for row in records if row.body_bytes is not None), None)
            site = came.site if came else opts.site
            return self._fetched(url, site, owners, location)._replace(record=came)
        hints = _declared(owners).get(record.site, ExtractionHints())
        kept = _Found(kept_page(open_objects(location), record, hints), record)
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        memory = HostMemory.beside(self.settings["NEWS_LEDGER_DIR"])
        return kept._replace(robots=kept_decision(memory, url, AGENT, dt.datetime.now(dt.UTC)))

    def _fetched(self, url: str, named: str | None, owners: Owners, location: StoreLocation) -> _Found:
        """The page as it is now, unless it was taken down. It is kept nowhere."""
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)  # noqa: S101 - Scrapy sets it
        site, hints = owner_of(url, owners)
        if named:
            site, hints = named, _declared(owners).get(named, ExtractionHints())
        if read_tombstones(open_objects(location), site).cover([url_key(url)]):
            raise UsageError(f"{url} was taken down (scrapy forget); it is not fetched again")
        fetched = fetch_page(self.crawler_process, url, site, hints)
        page = fetched.result
        if not isinstance(page, Page):
            why = page.reason if isinstance(page, Rejected) else page.failure
            detail = page.detail or (fetched.robots if why == Reason.ROBOTS else "")
            raise UsageError(f"{url} could not be fetched: {why}{detail and f' ({detail})'}")
        return _Found(page, robots=fetched.robots)


def _in_store(
    url: str, opts: argparse.Namespace, owners: Owners, location: StoreLocation
) -> list[PageRecord]:
    """The rows of an address, newest first."""
    sites = [opts.site] if opts.site else [site for site, _ in owners_of(url, owners)]
    tables = Tables(location)
    records: list[PageRecord] = []
    if tables.exist():
        records = [record for site in sites for record in rows_of_address(tables, site, url)]
        records.sort(key=lambda record: record.fetched_at, reverse=True)
    return records


def _in_file(text: str, opts: argparse.Namespace, owners: Owners, _: StoreLocation) -> _Found:
    path = Path(text)
    try:
        body = path.read_bytes()
        fetched_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError as error:
        raise UsageError(f"{text}: {error.strerror or error}") from error
    url = normal_url(opts.url) if opts.url else _named(body, path)
    if url is None:
        raise UsageError(f"--url {opts.url}: no address")
    site, hints = owner_of(url, owners)
    if opts.site:
        declared = _declared(owners)
        if opts.site not in declared:
            raise UsageError(f"--site {opts.site}: no such site; `scrapy list` shows them")
        site, hints = opts.site, declared[opts.site]
    return _Found(Page(url=url, site=site, body=body, fetched_at=fetched_at, hints=hints))


def _declared(owners: Owners) -> dict[str, ExtractionHints]:
    return {site: hints for here in owners.values() for site, hints in here}


def _named(body: bytes, path: Path) -> str:
    """The address that a saved page names as its own, else one that leads nowhere."""
    source = decode(body).text
    root = None if source_excess(source) else parse(source)
    said = [] if root is None else [*_canonical(root), *meta_values(root).get("og:url", ())]
    nowhere = f"https://file.invalid/{urllib.parse.quote(path.name)}"
    return next((url for text in said if (url := normal_url(text))), nowhere)


def _canonical(root: HtmlElement) -> list[str]:
    return [
        link.get("href", "")
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]


def _template(location: StoreLocation, site: str, number: int | None, *, is_address: bool) -> Template | None:
    """The template that was asked for, else the site's last one. A file needs no store."""
    if number == 0:
        return None
    try:
        objects = open_objects(location)
        known = templates.numbers(objects, site)
        if number is None:
            return templates.get(objects, site, known[-1]) if known else None
        template = templates.get(objects, site, number) if number in known else None
    except StoreError as error:
        if number is None and not is_address:
            print(f"scrapy explain: without a template: {error}", file=sys.stderr)
            return None
        raise
    if template is None:
        raise UsageError(f"--template {number}: {location.url} has no such template of {site}")
    return template
