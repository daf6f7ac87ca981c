"""`scrapy forget URL|ID|SITE`: a takedown."""

import argparse
import datetime as dt
import re
import secrets
import sys
from pathlib import Path

from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawlers.owners import declared_owners
from crawlers.store_command import StoreCommand
from pipelines.errors import UsageError
from pipelines.forget import Forgotten, Target, forget, known_sites, site_of_address, sites_of_article
from pipelines.owners import owner_of, owners_of
from pipelines.report.run_record import EXIT_DONE, new_run_id
from pipelines.store.store import Store, open_store
from pipelines.urls import normal_url
from settings.environment import user_agent

_ID = re.compile(r"[0-9a-f]{32}")
_SITE = re.compile(r"[a-z0-9_]{1,64}")


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "[--site SITE] [--yes] URL|ID|SITE"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Take an article, an address or a site down, for good"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--site", metavar="SITE", help="the site of a URL that no declared site owns")
        parser.add_argument("--yes", action="store_true", help="needed to take a whole site down")

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if len(args) != 1:
            raise UsageError("name one thing to forget: scrapy forget URL, ID or SITE")
        store = open_store(settings["NEWS_STORE_URL"])
        target = _target(args[0], opts, settings, store)
        done = forget(
            store,
            Path(settings["NEWS_LEDGER_DIR"]),
            target,
            run_id=new_run_id(dt.datetime.now(dt.UTC), secrets.token_hex(3)),
            user_agent=user_agent(settings["NEWS_CONTACT"] or ""),
        )
        print(_report(target, done), file=sys.stderr)
        return EXIT_DONE


def _target(text: str, opts: argparse.Namespace, settings: Settings, store: Store) -> Target:
    """What `text` names. Raises UsageError for what is nothing that can be forgotten."""
    if opts.site and not _SITE.fullmatch(opts.site):
        raise UsageError(f"--site {opts.site}: not a site's name")
    if (url := normal_url(text)) is not None:
        owners = declared_owners(settings)
        sites = [site for site, _ in owners_of(url, owners)]
        # Editions may share a host: the one that has it; an address that nobody has yet is kept out too.
        site = opts.site or site_of_address(store, url, sites) or owner_of(url, owners)[0]
        return Target(site, url=url)
    if _ID.fullmatch(text):
        sites = sites_of_article(store, text)
        if not sites:
            raise UsageError(f"no article {text} in {store.location.url}")
        return Target(sites[0], article_id=text)
    if not _SITE.fullmatch(text):
        raise UsageError(f"{text!r} is neither an http(s) address, nor an article's id, nor a site")
    if text not in get_spider_loader(settings).list() and text not in known_sites(store):
        raise UsageError(f"no site {text!r}, declared or in the dataset")
    if not opts.yes:
        raise UsageError(f"takes all of {text} out of the dataset, for good; say it again with --yes")
    return Target(text)


def _report(target: Target, done: Forgotten) -> str:
    what = target.site if target.whole_site else f"{done.ids} articles and {done.addresses} addresses"
    of = "" if target.whole_site else f" of {target.site}"
    return (
        f"{what}{of} are marked as taken down; removed now: {done.articles} rows of articles, "
        f"{done.pages} of pages, {done.records} archived pages, {done.segments} whole segments, "
        f"{done.files} data files of older snapshots, {done.released} rows of {done.releases} releases"
    )
