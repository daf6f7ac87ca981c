"""Which addresses of a source are worth a request: pure rules over links."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from crawlers.arguments import Arguments
from crawlers.discovery.archives import ZONES, Period, named_day, named_period, period_of, periods
from crawlers.discovery.links import Link
from crawlers.discovery.traps import trap_of
from pipelines.ledger.rows import Candidate
from pipelines.urls import same_site, url_key

RECENT = dt.timedelta(days=7)
"""Without `backfill`, what a sitemap dates to earlier is its archive. A site that was not crawled for longer
than this is caught up with `-a backfill=1 -a since=DAY`. So far back, too, lists by day are read one after
the other, as long as each brings something new."""

UNDATED_SITEMAP = 1000
"""A sitemap with more addresses without a date is taken for an archive: Google's news sitemaps, which are
short lists of the new, may have a thousand."""

SECTION_PAGES = 20
"""Pages of a section that are followed without `backfill`, as long as each brings something new."""

STALE_PAGES = 3
"""Pages of a section in a row that name nothing but what the walk has seen, or nothing but what is older than
`since`, after which a walk to the end is at its end: some sites answer any number with their last page, or
their first, and some repeat old entries on each."""


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
            bounded = [
                link
                for link in links
                if (self.arguments.backfill and not self._too_old(link.modified))
                or (not self.arguments.backfill and self._recent(link.modified))
            ]
            links = [dataclasses.replace(link, modified=None) for link in bounded]
        if not self.arguments.backfill:
            undated_too = sum(1 for link in links if not _moment(link)) <= UNDATED_SITEMAP
            links = [link for link in links if self._recent(_moment(link), unknown=undated_too)]
        return self.articles(links, dropped)

    def children(
        self, links: Iterable[Link], dropped: Counter[str] | None = None, *, shared: bool = False
    ) -> list[str]:
        """The addresses of `parts`."""
        return [link.url for link in self.parts(links, dropped, shared=shared)]

    def parts(
        self, links: Iterable[Link], dropped: Counter[str] | None = None, *, shared: bool = False
    ) -> list[Link]:
        """The sitemaps of an index that are to be read: all recent ones; all, where all share a `lastmod`.

        That one may be the day on which somebody wrote the index by hand, while its parts go on. In a
        backfill: all but those that were last changed before `since`, or are named by months outside of
        `since` to `until`. A later `lastmod` says nothing of when the pages came out.
        """
        return [
            link
            for link in links
            if same_site(link.url, self.hosts)
            and (
                self._may_hold(link, shared=shared)
                if self.arguments.backfill
                else shared or self._recent(link.modified)
            )
            and self.passes(link.url, dropped)
        ]

    def _may_hold(self, part: Link, *, shared: bool) -> bool:
        """May a part of an index hold pages from `since` to `until`?"""
        named = named_period(part.url)
        if named is not None and not named.meets(self.arguments.since, self.arguments.until):
            return False
        return shared or not self._too_old(part.modified)

    def periods(self, kind: str, pattern: str) -> list[Period]:
        """The periods of a dated address that are to be read, the newest first.

        In a backfill all from `until` back to `since`. Else of a section the current one, which others may
        follow (`before`); of a sitemap the one before it as well, where that is of yesterday or `RECENT`.
        """
        today = self._today
        since, until = self.arguments.since, min(self.arguments.until or today, today)
        if self.arguments.backfill:
            return list(periods(pattern, since or until, until))
        current = period_of(pattern, until)
        found = [current]
        if kind == "sitemap" and (previous := self.before(pattern, current, news=0)):
            found.append(previous)
        return [period for period in found if period.last >= today - RECENT and period.meets(since, until)]

    def before(self, pattern: str, period: Period, news: int) -> Period | None:
        """The period before one of a dated address, where an ordinary run is to read it as well: the one
        before the current one, and further back as long as there was something new, all within `RECENT`."""
        previous = period_of(pattern, period.first - dt.timedelta(days=1))
        wanted = previous.last >= self._today - RECENT and previous.meets(self.arguments.since, None)
        return previous if wanted and (news or self.is_current(period)) else None

    def is_current(self, period: Period) -> bool:
        """Is today in it?"""
        return period.last >= self._today

    @property
    def _today(self) -> dt.date:
        return self.now.astimezone(self.zone).date()

    def are_before(self, links: Sequence[Link]) -> bool:
        """Do the addresses of all these articles name days before `since`?"""
        days = [named_day(link.url) for link in links]
        since = self.arguments.since
        return since is not None and all(day is not None and day < since - ZONES for day in days)

    def _too_old(self, modified: dt.datetime | None) -> bool:
        """Was it last changed before `since`? Then it came out before, too."""
        since = self.arguments.since
        return since is not None and modified is not None and modified.date() < since - ZONES

    def _recent(self, moment: dt.datetime | None, *, unknown: bool = True) -> bool:
        return unknown if moment is None else moment >= self.now - RECENT

    def _in_time(self, link: Link) -> bool:
        """Is the day that the source gives within `since` and `until`? Yes, when it gives none.

        The day in an address may be that of another zone.
        """
        since, until = self.arguments.since, self.arguments.until
        if link.published is not None:
            day = link.published.astimezone(self.zone).date()
            return Period(day, day).meets(since, until)
        if since is None and until is None:
            return True
        named = named_day(link.url)
        if named is not None and not Period(named - ZONES, named + ZONES).meets(since, until):
            return False
        return not self._too_old(link.modified)


def _moment(link: Link) -> dt.datetime | None:
    return link.modified or link.published
