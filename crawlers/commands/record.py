"""`scrapy record SITE URL`: save a page or a source of a site for the tests, with what must come of it."""

import argparse
import dataclasses
import datetime as dt
import re
from pathlib import Path

from rich.text import Text
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers.declared import declared_sites, named_site
from crawlers.discovery.archives import dated_url
from crawlers.discovery.links import NotReadable
from crawlers.discovery.sections import is_counted, page_number_url
from crawlers.news_spider import NewsSpider
from crawlers.one_page import fetch_page
from crawlers.recording import folder_of, recorded_page, saved_sources, to_replay, write_page, write_sources
from crawlers.saved_pages import SavedPage, SavedSource, SourceKind, save_source
from crawlers.site_check.look import words
from crawlers.store_command import StoreCommand
from pipelines.article import Page, Reason, Rejected
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE
from pipelines.report.summary import console
from pipelines.store.location import parse_store_url
from pipelines.store.opening import open_objects
from pipelines.store.tombstones import read_tombstones
from pipelines.urls import normal_url, same_site, url_key
from settings.environment import ROOT

_LINKS = 5
"""Links that are shown."""


class Command(StoreCommand):
    """See `CONTRIBUTING.md`."""

    requires_crawler_process = True
    log_level = "ERROR"  # what went wrong is told in a line

    def syntax(self) -> str:
        """See Scrapy."""
        return "[--overwrite] [--page N] [--into DIR] SITE URL | SITE FILE --url URL"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Save a page or a source of a site for the tests, with what must come of it"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Fetch one page of a site by the rules of a crawl, or read it from a file, and write it into "
            "tests/sites/SITE with the record that must come of it: page.html and page.json, then page-2. "
            "Where the address is a declared source, its body and its links go into links.json. Nothing is "
            "replaced without --overwrite. Exit codes: 0 written, 2 nothing written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--url", metavar="URL", help="the address of a FILE")
        parser.add_argument(
            "--modelled",
            metavar="EVIDENCE",
            help="the FILE was written by hand; what its form rests on: '2026: classes of a crawler'",
        )
        parser.add_argument("--page", metavar="N", help="write page-N (1 for page), else the next free one")
        parser.add_argument("--overwrite", action="store_true", help="replace what is there")
        parser.add_argument(
            "--into", default=str(ROOT), metavar="DIR", help="another checkout than this one, to write into"
        )

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if len(args) != 2:
            raise UsageError("name a site and a page: scrapy record SITE URL, or SITE FILE --url URL")
        site = named_site(declared_sites(settings), args[0])
        folder, number = folder_of(Path(opts.into), site.name), _number(opts.page)
        is_address = re.match(r"https?://", args[1], re.IGNORECASE) is not None
        if is_address == bool(opts.url):
            raise UsageError("--url is the address of a FILE: name it with a FILE, and only with it")
        if opts.modelled is not None and (is_address or not opts.modelled.strip()):
            raise UsageError("--modelled is for a FILE that you wrote, and says what its form rests on")
        url = _address(opts.url or args[1], site)
        objects = open_objects(parse_store_url(settings["NEWS_STORE_URL"]))
        taken_down = read_tombstones(objects, site.name)
        if taken_down.cover([url_key(url)]):
            raise UsageError(f"{url} was taken down (scrapy forget); it is not saved either")
        page, content_type = self._fetched(url, site) if is_address else _in_file(args[1], url, site)
        kind = _kind(url, site, folder, page.fetched_at.date())
        if kind and number:
            raise UsageError(f"--page is for pages, and {url} is a declared {kind}")
        if kind:
            saved = _source(kind, url, page, content_type, site)
            paths = write_sources(
                folder, [(saved, page.body)], overwrite=opts.overwrite, modelled=opts.modelled
            )
            _show_source(saved, paths)
        else:
            # Here: each command's file is imported by all, and trafilatura takes 0.06 s and 5 MiB.
            from pipelines.process import to_article

            replayed = to_replay(site, page, content_type)
            recorded = recorded_page(replayed, to_article(replayed), content_type, taken_down)
            if opts.modelled:
                by_hand = dataclasses.replace(recorded.saved, modelled=True, evidence=opts.modelled)
                recorded = recorded._replace(saved=by_hand)
            paths = list(write_page(folder, recorded, number=number, overwrite=opts.overwrite))
            _show_page(recorded.saved, paths)
        return EXIT_DONE

    def _fetched(self, url: str, site: type[NewsSpider]) -> tuple[Page, str]:
        """The page at an address, and its Content-Type header. Raises UsageError where there is none."""
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)  # noqa: S101 - Scrapy sets it
        fetched = fetch_page(self.crawler_process, url, site.name, site.hints())
        if isinstance(fetched.result, Page):
            headers = dict(fetched.result.headers)
            return fetched.result, headers.get("content-type", "")
        why = words(fetched.result)
        if isinstance(fetched.result, Rejected) and fetched.result.reason == Reason.ROBOTS and fetched.robots:
            why = fetched.robots
        raise UsageError(f"{url} could not be fetched: {why}; nothing is written")


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise UsageError(f"--page {text}: write a whole number from 1 to 9999")
    return int(text)


def _address(text: str, site: type[NewsSpider]) -> str:
    url = normal_url(text)
    if url is None:
        raise UsageError(f"{text!r} is no address that can be fetched")
    if not same_site(url, site.hosts):
        raise UsageError(f"{url} is not of {site.name}, whose hosts are {', '.join(site.hosts)}")
    return url


def _in_file(name: str, url: str, site: type[NewsSpider]) -> tuple[Page, str]:
    """What a file holds, as if it had come from `url` when it was written."""
    path = Path(name)
    try:
        body = path.read_bytes()
        fetched_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror or error}") from error
    return Page(url=url, site=site.name, body=body, fetched_at=fetched_at, hints=site.hints()), ""


def _kind(url: str, site: type[NewsSpider], folder: Path, day: dt.date) -> SourceKind | None:
    """What a declared source is; None for a page. Archives count by their day, `day` being that of the
    fetch, and the parts of a saved index of sitemaps."""
    declared: tuple[tuple[SourceKind, tuple[str, ...]], ...] = (
        ("feed", site.feed_urls),
        ("sitemap", site.sitemap_urls),
        ("section", site.section_urls),
    )
    for kind, patterns in declared:
        for pattern in patterns:
            # An archive of today, or of the day before: the site's own day may be another than ours.
            for back in (-1, 0, 1, 2):
                dated = dated_url(pattern, day - dt.timedelta(days=back))
                pages = [page_number_url(dated, n) for n in (1, 2, 3)] if is_counted(dated) else [dated]
                if url in pages:
                    return kind
    known = saved_sources(folder)
    is_part = known is not None and any(url in index.parts for index in known.sources)
    return "sitemap" if is_part else None


def _source(kind: SourceKind, url: str, page: Page, content_type: str, site: type[NewsSpider]) -> SavedSource:
    """A source with what it gives. Raises UsageError for one that names no article."""
    if not 200 <= page.status < 300:
        raise UsageError(f"{url} answered HTTP {page.status}; nothing is written")
    read_at = page.fetched_at.replace(microsecond=0)
    try:
        saved = save_source(
            site, kind, url, page.body, file="", content_type=content_type or None, read_at=read_at
        )
    except NotReadable as error:
        raise UsageError(f"{kind} {url}: {error}; nothing is written") from error
    if not saved.links and not saved.parts:
        raise UsageError(f"{kind} {url}: no address in it is of an article; nothing is written")
    return saved


# What was written, for a look before it is committed


def _show_source(saved: SavedSource, paths: list[Path]) -> None:
    lines = [f"{saved.kind} {saved.url}: {len(saved.links)} addresses of articles"]
    lines += [f"  {moment or 'no date':25}  {url}" for url, moment in list(saved.links.items())[:_LINKS]]
    if len(saved.links) > _LINKS:
        lines.append(f"  and {len(saved.links) - _LINKS} more")
    lines += [f"  part {url}" for url in saved.parts[:_LINKS]]
    _show(lines, paths)


def _show_page(saved: SavedPage, paths: list[Path]) -> None:
    lines = [saved.url]
    for name, value in saved.expected.items():
        if name == "text":
            words_there = sum(len(line.split()) for line in value)
            lines.append(f"  text            {len(value)} paragraphs, {words_there} words:")
            lines += [f"    {line if len(line) <= 96 else line[:95] + '…'}" for line in (value[0], value[-1])]
        else:
            told = ", ".join(value) if isinstance(value, list) else str(value)
            lines.append(f"  {name:15} {told}")
    _show(lines, paths)


def _show(lines: list[str], paths: list[Path]) -> None:
    out = console()
    for line in [*lines, "", *(f"written: {path}" for path in paths)]:
        printable = "".join(character if character.isprintable() else " " for character in line)
        out.print(Text(printable), soft_wrap=True)
    out.print(Text("Look at it, and at `git status` and `git diff`, before you commit it."))
