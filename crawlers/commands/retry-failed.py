"""`scrapy retry-failed SITE`: ask again, now, for the pages of a site that failed."""

import argparse

from crawlers.commands.crawl import Command as Crawl


class Command(Crawl):
    """`scrapy crawl SITE -a failed=1`, under the name that a person looks for."""

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Ask again, now, for the pages of a site that failed"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Ask again for the pages of a site that failed, also those that rest or were given up, and for "
            "nothing else. Exit codes as for crawl."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        super().process_options(args, opts)
        opts.spargs = {**opts.spargs, "failed": "1"}
