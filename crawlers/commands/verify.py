"""`scrapy verify`: reads the whole store back and names what is wrong with it."""

import argparse
import datetime as dt
import secrets
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from crawlers.owners import declared_owners
from crawlers.quiet import quieten
from pipelines.dataset.repair import repair
from pipelines.dataset.repair_site import RepairOptions, Told
from pipelines.dataset.verify import Looked, VerifyOptions, verify
from pipelines.dataset.verify.faults import Fault
from pipelines.errors import SteppewireError, UsageError
from pipelines.report.run_record import EXIT_DONE, EXIT_UNHEALTHY, new_run_id
from settings.environment import user_agent, validate


class Command(ScrapyCommand):
    """See `docs/operations.md`."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """See Scrapy."""
        return "[--site SITE] [--fast] [--repair]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Read the whole store back and name what is wrong with it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--site", metavar="SITE", help="only this site")
        parser.add_argument("--fast", action="store_true", help="do not extract the archived pages again")
        parser.add_argument(
            "--repair", action="store_true", help="mend what can be mended, then read it all again"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        quieten(self.settings, opts)
        configure_logging(self.settings)
        try:
            if args:
                raise UsageError("takes no argument: it reads the store of NEWS_STORE_URL; see --site")
            self.exitcode = self._verify(opts)
        except SteppewireError as error:
            print(f"scrapy verify: {error}", file=sys.stderr)
            self.exitcode = error.exit_code

    def _verify(self, opts: argparse.Namespace) -> int:
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        validate(self.settings)
        owners = declared_owners(self.settings)
        options = VerifyOptions(
            store_url=self.settings["NEWS_STORE_URL"],
            hints={name: hints for sites in owners.values() for name, hints in sites},
            site=opts.site,
            fast=opts.fast,
            workers=self.settings.getint("NEWS_WORKERS"),
        )
        looked = _look(options)
        if not looked.faults:
            return EXIT_DONE
        if not opts.repair or not any(fault.repairable for fault in looked.faults):
            return EXIT_UNHEALTHY
        kept = repair(
            options,
            RepairOptions(
                ledger_dir=Path(self.settings["NEWS_LEDGER_DIR"]),
                run_id=new_run_id(dt.datetime.now(dt.UTC), secrets.token_hex(3)),
                user_agent=user_agent(self.settings["NEWS_CONTACT"] or ""),
            ),
            looked.faults,
            _tell,
        )
        return EXIT_UNHEALTHY if _look(options).faults or not kept else EXIT_DONE


def _look(options: VerifyOptions) -> Looked:
    """Verify, with a fault a line on stdout and a summary on stderr."""
    looked = verify(options, _tell)
    print(looked, file=sys.stderr)
    return looked


def _tell(found: Fault | Told) -> None:
    print(found, flush=True)
