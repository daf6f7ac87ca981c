"""`scrapy doctor`: is all that a crawl stands on as it should be, and if not, what to do."""

import argparse
import datetime as dt
import os
import sys

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from crawlers.doctor.examine import examine
from crawlers.doctor.finding import worst
from crawlers.doctor.secrets import Redactor
from crawlers.doctor.show import as_json, as_table, without_secrets
from crawlers.quiet import quieten
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE, EXIT_UNHEALTHY
from pipelines.report.summary import console


class Command(ScrapyCommand):
    """See `docs/operations.md`. Not a `StoreCommand`: wrong settings are a finding here."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """See Scrapy."""
        return "[--json]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Look at all that a crawl stands on, and say what to do"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Look at Python, packages, settings, sites, time zones, store, tables, clock, disks, memory, a "
            "worker process, DNS, locks, leases and last runs; each with what to do. It changes nothing: "
            "what it writes to try the store and the disks, it deletes. Each check has a time limit. Without "
            "internet all passes, DNS being a warning. Exit codes: 0 all well, or warnings only; 1 something "
            "failed; 2 wrong use. Where scrapy itself does not start: python -m crawlers.doctor."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print all that was found as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        quieten(self.settings, opts)
        if not opts.loglevel:
            # Each finding says what is wrong; lines on tries of the store would say it again.
            self.settings.set("LOG_LEVEL", "WARNING", priority="command")
        configure_logging(self.settings)
        if args:
            error = UsageError("takes no argument; --json prints all that was found")
            print(f"scrapy doctor: {error}", file=sys.stderr)
            self.exitcode = error.exit_code
            return
        found = examine(self.settings, os.environ, dt.datetime.now(dt.UTC))
        found = without_secrets(found, Redactor.of(self.settings.items()))
        if opts.json:
            print(as_json(found))
        else:
            console().print(as_table(found))
        failed = worst(one.verdict for one in found) == "failed"
        self.exitcode = EXIT_UNHEALTHY if failed else EXIT_DONE
