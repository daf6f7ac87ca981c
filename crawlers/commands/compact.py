"""`scrapy compact`: many small files of the tables become few; what nobody points to is deleted."""

import argparse
import sys

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from crawlers.quiet import quieten
from pipelines.compact import compact
from pipelines.errors import SteppewireError, UsageError
from pipelines.store.store import open_store
from settings.environment import validate


class Command(ScrapyCommand):
    """See `docs/operations.md`."""

    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Make few files of many in the tables, delete what nobody points to"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        quieten(self.settings, opts)
        configure_logging(self.settings)
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        try:
            if args:
                raise UsageError("takes no argument: it compacts the store of NEWS_STORE_URL")
            validate(self.settings)
            done = compact(open_store(self.settings["NEWS_STORE_URL"]))
        except SteppewireError as error:
            print(f"scrapy compact: {error}", file=sys.stderr)
            self.exitcode = error.exit_code
            return
        print(
            f"{done.files_before} files became {done.files_after} ({done.months} months rewritten); "
            f"{done.vacuumed} old files and {done.segments} segments without a row were deleted",
            file=sys.stderr,
        )
