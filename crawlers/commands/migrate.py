"""`scrapy migrate`: the tables of a store get the columns of this version."""

import argparse
import sys

from scrapy.settings import Settings

from crawlers.store_command import StoreCommand
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE
from pipelines.store.store import migrate


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Give the tables of the store the columns of this version"

    def work(self, args: list[str], _opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args:
            raise UsageError("takes no argument: it migrates the store of NEWS_STORE_URL")
        for name, columns in migrate(settings["NEWS_STORE_URL"]).items():
            what = f"added {', '.join(columns)}" if columns else "nothing to add"
            print(f"{name}: {what}", file=sys.stderr)
        return EXIT_DONE
