"""`scrapy crawlall`: crawl many sites, each in a process of its own."""

import argparse
import asyncio
import contextlib
import datetime as dt
import itertools
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawlers.after_health import tell_store
from crawlers.after_round import RoundDone, after_all
from crawlers.arguments import parse_arguments
from crawlers.news_spider import NewsSpider
from crawlers.round.crawl_sites import Runs, SiteCrawls, claim
from crawlers.round.on_nodes import PROCESSORS, OnNodes, passed_on, proof_in
from crawlers.round.processes import Processes
from crawlers.round.results import Result, exit_code
from crawlers.round.shown import Shown, line
from crawlers.round.sites import Shard, Site, choose, due, last_starts
from crawlers.spiders.anysite import AnySite
from crawlers.store_command import StoreCommand
from pipelines.dataset.reader import read_articles
from pipelines.engine.choose import open_ray
from pipelines.engine.engine import ENGINES
from pipelines.errors import StoreError, UsageError
from pipelines.report.summary import console, show_articles
from pipelines.store.location import parse_store_url
from pipelines.store.objects import ObjectStore
from pipelines.store.opening import open_objects
from pipelines.store.store import open_store

LOCKS = "_rounds"
"""Folder of the locks of rounds, in that of the ledgers."""

MOST_JOBS = 64

MOST_JOBS_ON_NODES = 1000
"""Each is a lock, a record and a row of the table here."""


def default_jobs() -> int:
    """Sites at a time: two a CPU, at most 8. A site waits for its host most of the time."""
    return min(8, 2 * (os.cpu_count() or 1))


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "[SITE ...] [options]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Crawl many sites, each in a process of its own"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Crawl the sites that are named, or those of a country, or all: each in a process of its own, "
            "within its own time limit, and once a day compact the store. The worst site decides the exit "
            "code: 3 store failed, 2 wrong use, 1 unhealthy, 5 interrupted, 0 done. A site that runs "
            "elsewhere is no failure."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--country", metavar="CODE", help="sites of this country: KZ")
        parser.add_argument(
            "--due", action="store_true", help="only sites whose interval has passed since their last run"
        )
        parser.add_argument(
            "-j",
            "--jobs",
            metavar="N",
            help=f"sites at a time ({default_jobs()}; with --engine ray two a processor of the cluster)",
        )
        parser.add_argument(
            "--engine", choices=ENGINES, default=ENGINES[0], help="where sites are crawled (%(default)s)"
        )
        parser.add_argument(
            "-a",
            dest="arguments",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="an argument of each crawl, as of scrapy crawl: limit=5 (may be repeated)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="store nothing, show what would be stored (-a dry=1)"
        )
        parser.add_argument(
            "--show", type=int, default=0, metavar="N", help="show N articles of each site at the end"
        )
        parser.add_argument("--shard", metavar="I/N", help="part I of N: for N machines with one store")
        parser.add_argument("--json", action="store_true", help="tell the results as JSON on standard output")
        parser.add_argument(
            "--logs",
            metavar="DIR",
            help="append each site's log to a file in DIR; - for standard error (kept back without it)",
        )

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        ledgers = Path(settings["NEWS_LEDGER_DIR"])
        crawl_options = self._crawl_options(opts)
        if "dry=1" in crawl_options:
            return self._dry(args, opts, settings, crawl_options)
        try:
            code = self._crawl(args, opts, settings, crawl_options)
        except StoreError as error:
            tell_store(ledgers, str(error), dt.datetime.now(dt.UTC))
            raise
        failure = "it failed while sites were crawled" if code == StoreError.exit_code else None
        tell_store(ledgers, failure, dt.datetime.now(dt.UTC))
        return code

    @staticmethod
    def _crawl_options(opts: argparse.Namespace) -> list[str]:
        """What each crawl is told by `-a`. Raises UsageError for what no site takes."""
        given = {**_arguments(opts.arguments), **({"dry": "1"} if opts.dry_run else {})}
        if "url" in given:
            raise UsageError("-a url=…: an address is of one site: scrapy crawl URL")
        parse_arguments(given, ())
        return [part for name, value in given.items() for part in ("-a", f"{name}={value}")]

    def _dry(
        self, args: list[str], opts: argparse.Namespace, settings: Settings, crawl_options: list[str]
    ) -> int:
        """Crawl and store nothing: no record, no alarm, no compaction. What sites would bring is shown."""
        jobs, chosen = jobs_of(opts.jobs), self._chosen(args, opts, settings)
        if opts.due or opts.json or opts.logs or opts.engine != ENGINES[0]:
            raise UsageError("--dry-run: without --due, --json, --logs and --engine")
        locks = Path(settings["NEWS_LEDGER_DIR"]) / LOCKS
        with tempfile.TemporaryDirectory(prefix="steppewire-") as folder, contextlib.ExitStack() as claims:
            processes = Processes(_passed_on(opts), logs=Path(folder))
            sites, elsewhere = claim(locks, chosen, claims)

            def tell(site: str, result: Result | None) -> None:
                if result is not None:
                    said = Path(folder) / f"{site}.log"
                    sys.stderr.write(said.read_text(errors="replace") if said.exists() else "")
                    print(line(result), flush=True)

            for site in elsewhere:
                tell(site.name, Result(site=site.name, fate="running elsewhere"))
            crawls = SiteCrawls(processes, None, locks, jobs, tell, crawl_options)
            results, _ = asyncio.run(_round(sites, crawls, processes, None))
        return exit_code(results, stopped=processes.stopping)

    @staticmethod
    def _chosen(args: list[str], opts: argparse.Namespace, settings: Settings) -> list[Site]:
        shard = Shard.parse(opts.shard) if opts.shard else None
        return choose(_declared(settings), args, opts.country, shard)

    def _crawl(
        self, args: list[str], opts: argparse.Namespace, settings: Settings, crawl_options: list[str]
    ) -> int:
        chosen = self._chosen(args, opts, settings)
        shown = Shown(as_json=opts.json)
        processes = Processes(_passed_on(opts), logs=_logs(opts.logs))
        objects = open_objects(parse_store_url(settings["NEWS_STORE_URL"]))
        locks = Path(settings["NEWS_LEDGER_DIR"]) / LOCKS
        with contextlib.ExitStack() as claims:
            # First of all: without its cluster a round does nothing.
            engine = claims.enter_context(open_ray()) if opts.engine == "ray" else None
            jobs = jobs_of(opts.jobs, engine.workers if engine else None)
            if opts.due:
                sites, elsewhere = claim(locks, _due(objects, chosen), claims)
                # Again: what another round had done by then is not due.
                sites, elsewhere = _due(objects, sites), []
            else:
                sites, elsewhere = claim(locks, chosen, claims)
            if sites:
                # Made by one process, before several would.
                objects = open_store(settings["NEWS_STORE_URL"]).objects
            shown.begin([*sites, *elsewhere])
            for site in elsewhere:
                shown.tell(site.name, Result(site=site.name, fate="running elsewhere"))
            done = RoundDone(
                store_url=settings["NEWS_STORE_URL"],
                objects=objects,
                metrics=settings["NEWS_METRICS_FILE"] or "",
            )
            runs: Runs = processes
            if engine and sites:
                location = parse_store_url(settings["NEWS_STORE_URL"])
                # A relative folder would be another one in the folder of each node.
                url = f"file:{location.root}" if location.root else location.url
                options = [*_passed_on(opts), *passed_on(settings, url)]
                proof = claims.enter_context(proof_in(objects))
                runs = OnNodes(engine, objects, processes, options, _logs(opts.logs), proof, url)
            crawls = SiteCrawls(runs, objects, locks, jobs, shown.tell, ["--quiet", *crawl_options])
            try:
                results, after = asyncio.run(_round(sites, crawls, runs, done))
            except BaseException:
                shown.close()
                raise
        code = exit_code([*results, *after], stopped=processes.stopping)
        shown.end(code, after)
        if opts.show and sites:
            newest = (
                itertools.islice(read_articles(settings["NEWS_STORE_URL"], sites=site.name), opts.show)
                for site in sites
            )
            articles = itertools.chain.from_iterable(newest)
            console(stderr=True).print(show_articles(articles, opts.show * len(sites)))
        return code


async def _round(
    sites: Sequence[Site], crawls: SiteCrawls, processes: Runs, done: RoundDone | None
) -> tuple[list[Result], list[Result]]:
    """Crawl the sites, and do what comes after (nothing without `done`); the results of both."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, processes.stop)
    results = await crawls.all(sites)
    if processes.stopping or not results or done is None:
        return results, []
    return results, await after_all(done, results, processes)


def _due(objects: ObjectStore, sites: Sequence[Site]) -> list[Site]:
    now = dt.datetime.now(dt.UTC)
    return due(sites, last_starts(objects, sites, now), now)


def _declared(settings: Settings) -> dict[str, Site]:
    """The declared sites, by name. Raises UsageError for one whose times are of no use."""
    loader = get_spider_loader(settings)
    spiders = [loader.load(name) for name in sorted(loader.list())]
    return {
        spider.name: Site.of(spider)
        for spider in spiders
        if issubclass(spider, NewsSpider) and not issubclass(spider, AnySite)
    }


def _arguments(given: Sequence[str]) -> dict[str, str]:
    """What `-a` says. Raises UsageError."""
    if wrong := [text for text in given if "=" not in text]:
        raise UsageError(f"-a {wrong[0]}: write NAME=VALUE")
    return dict(text.split("=", 1) for text in given)


def jobs_of(text: str | None, processors: int | None = None) -> int:
    """Sites at a time, from `-j`; `processors` are those of the cluster, if there is one.

    Raises UsageError.
    """
    most = MOST_JOBS if processors is None else MOST_JOBS_ON_NODES
    if text is None:
        return default_jobs() if processors is None else min(most, max(1, int(processors / PROCESSORS)))
    if not (text.isdecimal() and 1 <= int(text) <= most):
        raise UsageError(f"-j {text}: write a whole number from 1 to {most}")
    return int(text)


def _logs(text: str | None) -> Path | Literal["-"] | None:
    """Where the logs of sites go. Raises UsageError when the folder cannot be made."""
    if text is None or text == "-":
        return "-" if text else None
    try:
        Path(text).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--logs {text}: {error.strerror or error}") from error
    return Path(text)


def _passed_on(opts: argparse.Namespace) -> list[str]:
    """What every command of the round is told, too."""
    level = ["-L", opts.loglevel] if opts.loglevel else []
    return [*level, *(part for setting in opts.set for part in ("-s", setting))]
