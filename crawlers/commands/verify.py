"""`scrapy verify`: reads the whole store back and names what is wrong with it."""

import argparse
import datetime as dt
import secrets
import sys
from pathlib import Path

from scrapy.settings import Settings

from crawlers.owners import declared_owners
from crawlers.store_command import StoreCommand
from pipelines.dataset.repair import repair
from pipelines.dataset.repair_site import RepairOptions, Told
from pipelines.dataset.verify import Looked, VerifyOptions, verify
from pipelines.dataset.verify.faults import Fault
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE, EXIT_UNHEALTHY, new_run_id
from settings.environment import user_agent


class Command(StoreCommand):
    """See `docs/operations.md`."""

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

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args:
            raise UsageError("takes no argument: it reads the store of NEWS_STORE_URL; see --site")
        owners = declared_owners(settings)
        options = VerifyOptions(
            store_url=settings["NEWS_STORE_URL"],
            hints={name: hints for sites in owners.values() for name, hints in sites},
            site=opts.site,
            fast=opts.fast,
            workers=settings.getint("NEWS_WORKERS"),
        )
        looked = _look(options)
        if not looked.faults:
            return EXIT_DONE
        if not opts.repair or not any(fault.repairable for fault in looked.faults):
            return EXIT_UNHEALTHY
        kept = repair(
            options,
            RepairOptions(
                ledger_dir=Path(settings["NEWS_LEDGER_DIR"]),
                run_id=new_run_id(dt.datetime.now(dt.UTC), secrets.token_hex(3)),
                user_agent=user_agent(settings["NEWS_CONTACT"] or ""),
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
