"""`scrapy migrate`: the tables of a store get the columns of this version."""

import argparse
import sys

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from crawlers.quiet import quieten
from pipelines.errors import SteppewireError, UsageError
from pipelines.store.store import migrate
from settings.environment import validate


class Command(ScrapyCommand):
    """See `docs/operations.md`."""

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Give the tables of the store the columns of this version"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        quieten(self.settings, opts)
        configure_logging(self.settings)
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        try:
            if args:
                raise UsageError("takes no argument: it migrates the store of NEWS_STORE_URL")
            validate(self.settings)
            added = migrate(self.settings["NEWS_STORE_URL"])
        except SteppewireError as error:
            print(f"scrapy migrate: {error}", file=sys.stderr)
            self.exitcode = error.exit_code
            return
        for name, columns in added.items():
            what = f"added {', '.join(columns)}" if columns else "nothing to add"
            print(f"{name}: {what}", file=sys.stderr)
