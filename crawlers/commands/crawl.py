"""`scrapy crawl SITE`: Scrapy's own command, with errors in one line and documented exit codes."""

import argparse
import difflib
from collections.abc import Sequence

from rich.text import Text
from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler

from crawlers.extensions.run import RunExtension
from crawlers.log_lines import tell_error, tell_record, writes_json
from crawlers.news_spider import NewsSpider
from crawlers.quiet import quieten
from crawlers.spiders.anysite import AnySite, home_page
from pipelines.dataset.reader import read_articles
from pipelines.errors import SteppewireError, UsageError
from pipelines.extract.hints import check_hints
from pipelines.report.run_record import EXIT_INTERRUPTED, RunRecord
from pipelines.report.summary import console, show_articles
from pipelines.urls import host_of, same_site, site_from_host
from settings.environment import validate


class Command(ScrapyCrawl):
    """See `docs/settings.md` for the exit codes."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "[options] SITE"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Crawl a site into the dataset"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Crawl a site into the dataset: read its sources, fetch what is new, store it. Arguments (-a): "
            "since=DAY, until=DAY, limit=N, url=ADDRESS (that page and nothing else), backfill=1, failed=1. "
            "Exit codes: 0 done, 1 unhealthy, 2 wrong use, 3 store failed, 4 the site is held, 5 interrupted."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--quiet", action="store_true", help="print no summary at the end")
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
            self._check(args, opts)
            crawler = self._crawl(args[0], opts)
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

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse wrong use before the first request. Raises UsageError."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        assert self.crawler_process is not None  # noqa: S101
        if len(args) != 1:
            raise UsageError("name one site: scrapy crawl SITE; `scrapy list` shows them")
        names = self.crawler_process.spider_loader.list()
        if args[0] not in names:
            near = difflib.get_close_matches(args[0], names, n=1)
            hint = f"did you mean {near[0]}?" if near else "`scrapy list` shows the sites"
            raise UsageError(f"no site {args[0]!r}; {hint}")
        validate(self.settings)
        spider = self.crawler_process.spider_loader.load(args[0])
        if issubclass(spider, NewsSpider):
            spider.read_arguments(opts.spargs)
            check_hints(spider.hints())
        if issubclass(spider, AnySite):
            self._check_undeclared(home_page(opts.spargs), names)

    def _check_undeclared(self, home: str, names: Sequence[str]) -> None:
        """Refuse a site for `anysite` that has a spider of its own, or whose name would be another's."""
        assert self.crawler_process is not None  # noqa: S101
        host, site = host_of(home) or "", site_from_host(host_of(home) or "")
        loader = self.crawler_process.spider_loader
        spiders = [loader.load(name) for name in sorted(names)]
        owners = [
            spider.name
            for spider in spiders
            if issubclass(spider, NewsSpider) and same_site(home, spider.hosts)
        ]
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
        spider = crawler.spider if not opts.quiet and not writes_json() else None
        if isinstance(spider, AnySite) and (text := spider.declaration()):
            out.print(f"To declare the site, check this and save it as {spider.file}:\n")
            out.print(Text(text), soft_wrap=True)
        if opts.show:
            out.print(
                show_articles(read_articles(self.settings["NEWS_STORE_URL"], sites=record.site), opts.show)
            )

    def _fail(self, error: SteppewireError) -> None:
        tell_error(self.__module__.rpartition(".")[2], error)
        self.exitcode = error.exit_code
