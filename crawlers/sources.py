"""Which addresses of a source are worth a request: pure rules over links."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from crawlers.arguments import Arguments
from crawlers.discovery.links import Link
from crawlers.discovery.traps import trap_of
from pipelines.ledger.rows import Candidate
from pipelines.urls import same_site, url_key

RECENT = dt.timedelta(days=7)
"""Without `backfill`, what a sitemap dates to earlier is its archive. A site that was not crawled for longer
than this is caught up with `-a backfill=1 -a since=DAY`."""

UNDATED_SITEMAP = 1000
"""A sitemap with more addresses without a date is taken for an archive: Google's news sitemaps, which are
short lists of the new, may have a thousand."""

SECTION_PAGES = 20
"""Pages of a section that are followed without `backfill`, as long as each brings something new."""

STALE_PAGES = 3
"""Pages of a section in a row that name nothing but what the walk has seen, after which a walk to the end is
at its end: some sites answer any number with their last page, or their first."""


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """The rules of one run."""

    hosts: tuple[str, ...]
    article_url: str
    zone: dt.tzinfo
    arguments: Arguments
    now: dt.datetime

    def articles(self, links: Iterable[Link], dropped: Counter[str] | None = None) -> list[Candidate]:
        """The links that are to be queued, as candidates. Those that look like a trap are counted."""
        found = (
            link
            for link in links
            if same_site(link.url, self.hosts)
            and re.search(self.article_url, link.url)
            and self._in_time(link)
        )
        return [
            Candidate(url_key(link.url), link.url, link.source, link.published, link.modified)
            for link in found
            if self.passes(link.url, dropped)
        ]

    def passes(self, url: str, dropped: Counter[str] | None = None) -> bool:
        """Is an address no trap? One that is, is counted."""
        trap = trap_of(url, self.now)
        if trap and dropped is not None:
            dropped[trap] += 1
        return trap is None

    def of_sitemap(
        self, links: Sequence[Link], dropped: Counter[str] | None = None, *, shared: bool = False
    ) -> list[Candidate]:
        """As `articles`, for a sitemap: without backfill, only what is recent.

        A `lastmod` that all pages share (`shared`) is a bound: where it is old, all pages are. Else it says
        nothing: it makes no page recent, and none changed.
        """
        if shared:
            bounded = [link for link in links if self.arguments.backfill or self._recent(link.modified)]
            links = [dataclasses.replace(link, modified=None) for link in bounded]
        if not self.arguments.backfill:
            undated_too = sum(1 for link in links if not _moment(link)) <= UNDATED_SITEMAP
            links = [link for link in links if self._recent(_moment(link), unknown=undated_too)]
        return self.articles(links, dropped)

    def children(
        self, links: Iterable[Link], dropped: Counter[str] | None = None, *, shared: bool = False
    ) -> list[str]:
        """The sitemaps of an index that are to be read: all recent ones; all, where all share a `lastmod`.

        That one may be the day on which somebody wrote the index by hand, while its parts go on.
        """
        return [
            link.url
            for link in links
            if same_site(link.url, self.hosts)
            and (self.arguments.backfill or shared or self._recent(link.modified))
            and self.passes(link.url, dropped)
        ]

    def _recent(self, moment: dt.datetime | None, *, unknown: bool = True) -> bool:
        return unknown if moment is None else moment >= self.now - RECENT

    def _in_time(self, link: Link) -> bool:
        """Is the day that the source gives within `since` and `until`? Yes, when it gives none."""
        if link.published is None:
            return True
        day = link.published.astimezone(self.zone).date()
        since, until = self.arguments.since, self.arguments.until
        return (since is None or day >= since) and (until is None or day <= until)


def _moment(link: Link) -> dt.datetime | None:
    return link.modified or link.published
