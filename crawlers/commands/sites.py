"""`scrapy sites`: the catalogue of sites."""

import argparse

from rich.console import Console
from scrapy.settings import Settings

from crawlers.catalogue import sites_terminal
from crawlers.catalogue.catalogue import LEFT_OUT, STATUSES, Catalogue, of_settings
from crawlers.catalogue.sites_markdown import markdown
from crawlers.store_command import StoreCommand
from pipelines.commands.terminal import json_line
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "[--country KZ] [--language kk] [--status WORD] [--json | --markdown]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Show the catalogue: all sites, their sources and status, and what is not crawled"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--country", metavar="CODE", help="only sites of this country: KZ")
        parser.add_argument("--language", metavar="CODE", help="only sites in this language: kk")
        words = ", ".join((*STATUSES, *LEFT_OUT))
        parser.add_argument("--status", metavar="WORD", help=f"only sites of this status: {words}")
        parser.add_argument("--json", action="store_true", help="tell them as JSON, with their evidence")
        parser.add_argument(
            "--markdown",
            action="store_true",
            help="write docs/sites.md: scrapy sites --markdown > docs/sites.md",
        )

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args:
            raise UsageError("takes no argument: filter by --country, --language or --status")
        if opts.json and opts.markdown:
            raise UsageError("--json and --markdown: choose one")
        found = of_settings(settings).filtered(
            country=opts.country, language=opts.language, status=opts.status
        )
        if not found.entries and not found.not_crawled:
            raise UsageError("no site is like that: leave a filter out")
        _show(found, opts)
        return EXIT_DONE


def _show(catalogue: Catalogue, opts: argparse.Namespace) -> None:
    if opts.json:
        print(json_line(catalogue.to_json()))
    elif opts.markdown:
        print(markdown(catalogue), end="")
    else:
        Console(highlight=False).print(sites_terminal.render(catalogue))
