"""`scrapy crawl SITE`: Scrapy's own command, with errors in one line and documented exit codes."""

import argparse
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from rich.text import Text
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler

from crawlers.declared import declared_sites
from crawlers.extensions.run import RunExtension
from crawlers.log_lines import tell_error, tell_record, writes_json
from crawlers.nearest import Called, is_address, nearest, no_such_site
from crawlers.news_spider import NewsSpider
from crawlers.quiet import quieten
from crawlers.spiders.anysite import AnySite, home_page
from pipelines.article import Article
from pipelines.dataset.reader import read_articles
from pipelines.dry_session import DrySession
from pipelines.errors import SteppewireError, UsageError
from pipelines.extract.hints import check_hints
from pipelines.report.dry_run import show_pages
from pipelines.report.run_record import EXIT_INTERRUPTED, RunRecord
from pipelines.report.summary import console, show_articles
from pipelines.urls import host_of, normal_url, same_site, site_from_host, url_key
from settings.environment import validate


class Command(ScrapyCrawl):
    """See `docs/settings.md` for the exit codes."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "[options] SITE|URL"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Crawl a site into the dataset"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Crawl a site into the dataset: read its sources, fetch what is new, store it. An address in the "
            "place of the site is fetched alone, by the site that it is of. Arguments (-a): since=DAY, "
            "until=DAY, limit=N, url=ADDRESS (that page and nothing else), backfill=1, failed=1, dry=1. "
            "Exit codes: 0 done, 1 unhealthy, 2 wrong use, 3 store failed, 4 the site is held, 5 interrupted."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--quiet", action="store_true", help="print no summary at the end")
        parser.add_argument(
            "--dry-run", action="store_true", help="store nothing, show what would be stored (-a dry=1)"
        )
        parser.add_argument(
            "--show", type=int, default=0, metavar="N", help="show N articles of the site at the end"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        super().process_options(args, opts)
        quieten(self.settings, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        try:
            name = self._check(args, opts)
            crawler = self._crawl(name, opts)
        except SteppewireError as error:
            self._fail(error)
            return
        extension = crawler.get_extension(RunExtension)
        if extension is None:
            return
        if extension.record is not None:
            self._tell(extension.record, opts, crawler)
        if extension.error is not None:
            self._fail(extension.error)
        elif extension.record is None:
            # A second signal: nothing was closed, and the next run goes on from the ledger.
            self.exitcode = EXIT_INTERRUPTED

    def _check(self, args: list[str], opts: argparse.Namespace) -> str:
        """The site's name. Wrong use is refused before the first request: raises UsageError."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        assert self.crawler_process is not None  # noqa: S101
        if len(args) != 1:
            several = " several: scrapy crawlall SITE SITE;" if args else ""
            raise UsageError(f"name one site: scrapy crawl SITE;{several} `scrapy list` shows them")
        loader = self.crawler_process.spider_loader
        names = loader.list()
        if opts.dry_run:
            opts.spargs["dry"] = "1"
        name = args[0]
        if is_address(name):
            if "url" in opts.spargs:
                raise UsageError(f"{name}: one address at a time, here or by -a url=")
            name, opts.spargs["url"] = self._owner(name)
        if name not in names:
            raise no_such_site(name, self._called())
        validate(self.settings)
        spider = loader.load(name)
        if issubclass(spider, NewsSpider):
            spider.read_arguments(opts.spargs)
            check_hints(spider.hints())
        if issubclass(spider, AnySite):
            self._check_undeclared(home_page(opts.spargs), names)
        return name

    def _declared(self) -> list[type[NewsSpider]]:
        assert self.settings is not None  # noqa: S101
        return list(declared_sites(self.settings).values())

    def _called(self) -> list[Called]:
        return [Called.of(spider) for spider in self._declared()]

    def _owner(self, text: str) -> tuple[str, str]:
        """The site of an address, and the address as it is fetched. Raises UsageError where it is of none."""
        url = normal_url(text)
        if url is None:
            raise UsageError(f"{text}: not an http or https address")
        here = [spider for spider in self._declared() if same_site(url, spider.hosts)]
        if not here:
            near = nearest(url, self._called())
            hint = f"; near it: {', '.join(near)}" if near else ""
            home = f"{urlsplit(url).scheme}://{host_of(url)}/"
            raise UsageError(
                f"no site has {host_of(url)}{hint}; to declare it: scrapy newsite {home}; "
                f"to crawl it as it is: scrapy crawl anysite -a url={home}"
            )
        names = " or ".join(spider.name for spider in here)
        if not urlsplit(url).path.strip("/"):
            raise UsageError(f"{url} is a home page, not an article: run scrapy crawl {names}")
        # Editions that share a host are told apart by the addresses of their articles.
        takers = [spider for spider in here if re.search(spider.article_url, url)] or here
        if len(takers) > 1:
            raise UsageError(f"{url} may be of several sites: run scrapy crawl {names} -a url={url}")
        return takers[0].name, url

    def _check_undeclared(self, home: str, names: Sequence[str]) -> None:
        """Refuse a site for `anysite` that has a spider of its own, or whose name would be another's."""
        host, site = host_of(home) or "", site_from_host(host_of(home) or "")
        owners = [spider.name for spider in self._declared() if same_site(home, spider.hosts)]
        if owners:
            raise UsageError(f"{host} is declared: run scrapy crawl {' or '.join(owners)}")
        if site in names:
            raise UsageError(
                f"{host} would be called {site}, as another site is: declare it under a new name"
            )

    def _crawl(self, name: str, opts: argparse.Namespace) -> Crawler:
        assert self.crawler_process is not None  # noqa: S101
        crawler = self._create_crawler(name)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = 1
        return crawler

    def _tell(self, record: RunRecord, opts: argparse.Namespace, crawler: Crawler) -> None:
        """Show what the run did. On stderr: with `-o -` the articles are what stdout is for."""
        assert self.settings is not None  # noqa: S101
        self.exitcode = max(self.exitcode, record.exit_code)
        out = console(stderr=True)
        tell_record(record, opts)
        session = getattr(crawler.spider, "session", None)
        if isinstance(session, DrySession) and not writes_json():
            out.print(show_pages(record.site, session.pages), soft_wrap=True)
        spider = crawler.spider if not opts.quiet and not writes_json() else None
        if isinstance(spider, AnySite) and (text := spider.declaration()):
            out.print(f"To declare the site, check this and save it as {spider.file}:\n")
            out.print(Text(text), soft_wrap=True)
        if opts.show and not isinstance(session, DrySession):
            articles: Iterable[Article] = read_articles(self.settings["NEWS_STORE_URL"], sites=record.site)
            if url := opts.spargs.get("url", "") if not isinstance(crawler.spider, AnySite) else "":
                key = url_key(url)
                articles = (one for one in articles if key in (url_key(one.url), url_key(one.canonical_url)))
            out.print(show_articles(articles, opts.show))

    def _fail(self, error: SteppewireError) -> None:
        tell_error(self.__module__.rpartition(".")[2], error)
        self.exitcode = error.exit_code
