"""`scrapy compact`: many small files of the tables become few; what nobody points to is deleted."""

import argparse
import sys

from scrapy.settings import Settings

from crawlers.store_command import StoreCommand
from pipelines.compact import compact
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE
from pipelines.store.store import open_store


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Make few files of many in the tables, delete what nobody points to"

    def work(self, args: list[str], _opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args:
            raise UsageError("takes no argument: it compacts the store of NEWS_STORE_URL")
        done = compact(open_store(settings["NEWS_STORE_URL"]))
        print(
            f"{done.files_before} files became {done.files_after} ({done.months} months rewritten); "
            f"{done.vacuumed} old files and {done.segments} segments without a row were deleted",
            file=sys.stderr,
        )
        return EXIT_DONE
