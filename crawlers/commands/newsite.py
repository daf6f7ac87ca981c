"""`scrapy newsite URL`: look at a site that nobody declared, and write its file and its saved pages."""

import argparse
import sys
from pathlib import Path

from rich.console import RenderableType
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers.catalogue.not_crawled import NOT_CRAWLED, REASONS, REFUSALS
from crawlers.declared import declared_sites
from crawlers.discovery.survey import edition_of
from crawlers.lookout import home_of
from crawlers.news_spider import NewsSpider
from crawlers.newsite.files import NothingToWrite, check_free, make_files, spider_file
from crawlers.newsite.look import LookAtSite, Looked
from crawlers.newsite.proposal import Proposal, Wanted, name_of
from crawlers.newsite.shown import show_files, show_proposal, show_reasons
from crawlers.owners import takers_of
from crawlers.recording import folder_of
from crawlers.store_command import StoreCommand
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE, EXIT_INTERRUPTED
from pipelines.report.summary import console
from pipelines.urls import host_of, normal_url, same_site
from settings.environment import ROOT


class Command(StoreCommand):
    """See `CONTRIBUTING.md`."""

    requires_crawler_process = True
    log_level = "WARNING"  # what could not be read is told at the end

    def syntax(self) -> str:
        """See Scrapy."""
        return "[options] URL"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Look at a site that nobody declared, and write its file after a yes"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Read the home page, feeds, sitemaps and robots.txt of a site, learn how the addresses of its "
            "articles look, read three of them, and show what its file would say. After a yes it is written, "
            "with saved pages for the tests. Some thirty requests, by the rules of a crawl; nothing goes "
            "into the dataset. Exit codes: 0 written or shown, 1 nothing found, 2 wrong use, 5 interrupted."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--name", metavar="NAME", help="the site's name: paper_kz")
        parser.add_argument("--publisher", metavar="TEXT", help="the publication's name")
        parser.add_argument("--country", metavar="CODE", help="the country: KZ")
        parser.add_argument("--timezone", metavar="ZONE", help="the zone of the newsroom's city: Asia/Almaty")
        parser.add_argument("--language", metavar="CODES", help="what it is written in: kk, or ru,kk")
        parser.add_argument(
            "--edition", action="store_true", help="another edition on a host that a site declares"
        )
        parser.add_argument("--yes", action="store_true", help="write without asking")
        parser.add_argument("--dry-run", action="store_true", help="show, and write nothing")
        parser.add_argument(
            "--into", default=str(ROOT), metavar="DIR", help="another checkout than this one, to write into"
        )

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)  # noqa: S101
        if len(args) != 1:
            raise UsageError("name one site by its address: scrapy newsite https://example.kz/")
        home = front_page(args[0])
        if opts.yes and opts.dry_run:
            raise UsageError("--yes or --dry-run, not both")
        wanted = Wanted.read(opts.name, opts.publisher, opts.country, opts.timezone, opts.language)
        root, spiders = Path(opts.into), list(declared_sites(settings).values())
        here = [spider for spider in spiders if same_site(home, spider.hosts)]
        if here and not opts.edition:
            names = " and ".join(spider.name for spider in here)
            raise UsageError(
                f"{host_of(home)} is declared: by {names}; another edition of it needs --edition"
            )
        for other in NOT_CRAWLED:
            if same_site(home, (other.host,)) and REFUSALS & {other.why}:
                raise UsageError(
                    f"{other.host} is not crawled: {REASONS[other.why]} ({other.known}); where that has "
                    "changed, delete it in crawlers/catalogue/not_crawled.py"
                )
        # The languages are not known yet; where they make the name, it is looked at again before writing.
        if wanted.name or not here:
            self._check_name(name_of(home, wanted), root, spiders)
        _show(f"Looking around at {home}, a request at a time …")
        looked = Looked()
        self.crawler_process.crawl(LookAtSite, home=home, wanted=wanted, edition=bool(here), looked=looked)
        self.crawler_process.start()
        if not looked.complete:
            _show("Stopped before the end: nothing is written.")
            return EXIT_INTERRUPTED
        if looked.proposal is None:
            _show(show_reasons(looked))
            raise NothingToWrite(f"no feed, sitemap or list of {home} shows which addresses are articles")
        proposal = looked.proposal
        _show(show_proposal(proposal, looked))
        self._check_name(proposal.name, root, spiders)
        _check_editions(proposal, looked, here)
        files = make_files(root, proposal, looked)
        _show(show_files(files))
        if not _may_write(opts):
            return EXIT_DONE
        for path in files.write():
            _show(f"written: {path}")
        _show(
            "Read the file, and say in it what you looked at yourself. The saved pages are the site's own: "
            "CONTRIBUTING.md says what may go into a repository. Then: scrapy crawl "
            f"{proposal.name} -a limit=5 --dry-run"
        )
        return EXIT_DONE

    @staticmethod
    def _check_name(name: str, root: Path, spiders: list[type[NewsSpider]]) -> None:
        """Raise UsageError for a name that is taken."""
        if any(spider.name == name for spider in spiders):
            raise UsageError(f"{name} is another site's name: give one with --name")
        check_free(spider_file(root, name), folder_of(root, name))


def front_page(text: str) -> str:
    """The front page of the site, or of the edition, that an address is of. Raises UsageError."""
    home = home_of(text)
    if home is None:
        raise UsageError(f"{text}: not an http or https address; write https://example.kz/")
    return home.rstrip("/") + (edition_of(normal_url(text) or "") or "/")


def _check_editions(proposal: Proposal, looked: Looked, here: list[type[NewsSpider]]) -> None:
    """Raise NothingToWrite where another site takes the articles that were read."""
    for article in looked.articles:
        if names := takers_of(article.url, here):
            raise NothingToWrite(
                f"{article.url} is an article of {' and '.join(names)} already: name the front page of the "
                f"other edition, such as https://{proposal.host}/kk/"
            )


def _may_write(opts: argparse.Namespace) -> bool:
    """Does the person want it written?"""
    if opts.dry_run:
        _show("Nothing is written (--dry-run).")
        return False
    if opts.yes:
        return True
    if not sys.stdin.isatty():
        _show("Nothing is written: nobody can be asked here. To write without asking: --yes")
        return False
    try:
        answer = input("Write these files? [y/N] ")
    except (EOFError, KeyboardInterrupt):
        answer = ""
    if answer.strip().lower() in ("y", "yes"):
        return True
    _show("Nothing is written.")
    return False


def _show(what: RenderableType) -> None:
    # A plain text is one of ours; what comes of pages is `Text` already.
    console().print(what, markup=False, soft_wrap=True)
