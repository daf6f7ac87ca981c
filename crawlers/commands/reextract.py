"""`scrapy reextract`: stored pages through the rules of today."""

import argparse
import datetime as dt
import json
import secrets
import sys
from pathlib import Path

from scrapy.settings import Settings

from crawlers.days import day_of
from crawlers.owners import declared_owners
from crawlers.stopped import stopped_by_signal
from crawlers.store_command import StoreCommand
from pipelines.engine.engine import ENGINES
from pipelines.errors import UsageError
from pipelines.logs import begin_run
from pipelines.reextract import report_html
from pipelines.reextract.chosen import Choice
from pipelines.reextract.report import Report
from pipelines.reextract.report_terminal import render
from pipelines.reextract.run import Reextracted, ReextractOptions, run_reextract
from pipelines.report.run_record import EXIT_DONE, EXIT_INTERRUPTED, EXIT_UNHEALTHY, new_run_id
from pipelines.report.summary import console
from pipelines.workers import close_shared_pool
from settings.environment import user_agent


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "[--dry-run] [--site NAME] [--since DAY] [--until DAY] [--all] [--report FILE] [...]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Put stored pages through the rules of today: new revisions, the same ids"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="only tell what would change")
        parser.add_argument("--site", metavar="NAME", action="append", help="only this site; may be repeated")
        parser.add_argument("--since", metavar="DAY", help="first day that a page was fetched, YYYY-MM-DD")
        parser.add_argument("--until", metavar="DAY", help="last day that a page was fetched")
        parser.add_argument(
            "--all",
            action="store_true",
            help="pages that today's rules have seen as well: after the hints of a site changed",
        )
        parser.add_argument("--report", metavar="FILE", help="write what changed as HTML")
        parser.add_argument("--json", action="store_true", help="tell what changed as JSON")
        parser.add_argument(
            "--engine", choices=ENGINES, default=ENGINES[0], help="where pages are extracted (%(default)s)"
        )

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args:
            raise UsageError("takes no argument: it reads the store of NEWS_STORE_URL; see --site")
        choice = Choice(day_of("--since", opts.since), day_of("--until", opts.until), again=opts.all)
        if choice.since and choice.until and choice.since > choice.until:
            raise UsageError(f"--since {choice.since} is after --until {choice.until}")
        owners = declared_owners(settings)
        options = ReextractOptions(
            store_url=settings["NEWS_STORE_URL"],
            ledger_dir=Path(settings["NEWS_LEDGER_DIR"]),
            run_id=new_run_id(dt.datetime.now(dt.UTC), secrets.token_hex(3)),
            user_agent=user_agent(settings["NEWS_CONTACT"] or ""),
            engine=opts.engine,
            workers=settings.getint("NEWS_WORKERS"),
            batch_pages=settings.getint("NEWS_BATCH_PAGES"),
            hints={name: hints for sites in owners.values() for name, hints in sites},
            choice=choice,
            sites=tuple(sorted(set(opts.site))) if opts.site else None,
            dry_run=opts.dry_run,
            respect_rights=settings["NEWS_RIGHTS"] == "respect",
        )
        begin_run(options.run_id, None)
        report, page = Report(options.store_url), Path(opts.report) if opts.report else None
        if page is not None:
            report_html.check(page)
        try:
            with stopped_by_signal() as stop:
                done = run_reextract(options, report, stop=stop)
        finally:
            close_shared_pool()
        if page is not None:
            report_html.write(report, page)
        if opts.json:
            print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            console().print(render(report))
        print(_told(done, options), file=sys.stderr)
        if not done.is_whole:
            return EXIT_INTERRUPTED
        return EXIT_UNHEALTHY if done.failed or done.unreadable else EXIT_DONE


def _told(done: Reextracted, options: ReextractOptions) -> str:
    written = ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.outcomes.items())) or "nothing"
    seen = (
        f"{done.pages} pages: {done.changed} articles change, {done.accepted} pages that were refused are "
        f"articles now, {done.refused} articles stay whose pages are refused now"
    )
    parts = [seen]
    if done.failed:
        parts.append(f"{done.failed} pages failed; the next run tries them again")
    if done.unreadable:
        parts.append(f"{done.unreadable} pages cannot be read from the archive; scrapy verify names them")
    parts.append(f"would write: {written}" if options.dry_run else f"written: {written}")
    return "; ".join(parts)
