"""`scrapy forget URL|ID|SITE`: a takedown."""

import argparse
import datetime as dt
import re
import secrets
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.log import configure_logging

from crawlers.owners import declared_owners
from crawlers.quiet import quieten
from pipelines.article import Article, PageRecord
from pipelines.errors import SteppewireError, UsageError
from pipelines.forget import Forgotten, Target, forget, site_of_address, sites_of_article
from pipelines.owners import owner_of, owners_of
from pipelines.report.run_record import new_run_id
from pipelines.store.store import Store, open_store
from pipelines.urls import normal_url
from settings.environment import user_agent, validate

_ID = re.compile(r"[0-9a-f]{32}")
_SITE = re.compile(r"[a-z0-9_]{1,64}")


class Command(ScrapyCommand):
    """See `docs/operations.md`."""

    requires_project = True
    requires_crawler_process = False

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

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        quieten(self.settings, opts)
        configure_logging(self.settings)
        try:
            self._forget(args, opts)
        except SteppewireError as error:
            print(f"scrapy forget: {error}", file=sys.stderr)
            self.exitcode = error.exit_code

    def _forget(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        if len(args) != 1:
            raise UsageError("name one thing to forget: scrapy forget URL, ID or SITE")
        validate(self.settings)
        store = open_store(self.settings["NEWS_STORE_URL"])
        target = self._target(args[0], opts, store)
        done = forget(
            store,
            Path(self.settings["NEWS_LEDGER_DIR"]),
            target,
            run_id=new_run_id(dt.datetime.now(dt.UTC), secrets.token_hex(3)),
            user_agent=user_agent(self.settings["NEWS_CONTACT"] or ""),
        )
        print(_report(target, done), file=sys.stderr)

    def _target(self, text: str, opts: argparse.Namespace, store: Store) -> Target:
        """What `text` names. Raises UsageError for what is nothing that can be forgotten."""
        assert self.settings is not None  # noqa: S101
        if opts.site and not _SITE.fullmatch(opts.site):
            raise UsageError(f"--site {opts.site}: not a site's name")
        if (url := normal_url(text)) is not None:
            owners = declared_owners(self.settings)
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
        parts = [part for record in (Article, PageRecord) for part in store.tables.parts(record)]
        known = {*get_spider_loader(self.settings).list(), *(part.site for part in parts)}
        if text not in known:
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
        f"{done.files} data files of older snapshots"
    )
