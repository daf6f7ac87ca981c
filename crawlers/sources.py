"""Which addresses of a source are worth a request: pure rules over links."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Sequence

from crawlers.arguments import Arguments
from crawlers.discovery.links import Link
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


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """The rules of one run."""

    hosts: tuple[str, ...]
    article_url: str
    zone: dt.tzinfo
    arguments: Arguments
    now: dt.datetime

    def articles(self, links: Iterable[Link]) -> list[Candidate]:
        """The links that are to be queued, as candidates."""
        return [
            Candidate(url_key(link.url), link.url, link.source, link.published, link.modified)
            for link in links
            if same_site(link.url, self.hosts)
            and re.search(self.article_url, link.url)
            and self._in_time(link)
        ]

    def of_sitemap(self, links: Sequence[Link]) -> list[Candidate]:
        """As `articles`, for a sitemap: without backfill, only what is recent."""
        if not self.arguments.backfill:
            undated_too = sum(1 for link in links if not _moment(link)) <= UNDATED_SITEMAP
            links = [link for link in links if self._recent(_moment(link), unknown=undated_too)]
        return self.articles(links)

    def children(self, links: Iterable[Link]) -> list[str]:
        """The sitemaps of an index that are to be read."""
        return [
            link.url
            for link in links
            if same_site(link.url, self.hosts)
            and (self.arguments.backfill or self._recent(link.modified, unknown=True))
        ]

    def _recent(self, moment: dt.datetime | None, *, unknown: bool) -> bool:
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
