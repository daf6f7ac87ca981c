"""What sources name, with the rule that keeps it out of the queue, where one does."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from crawlers.discovery.links import Link
from crawlers.discovery.traps import trap_of
from crawlers.sources import Selection
from pipelines.ledger.rows import Candidate
from pipelines.urls import same_site, url_key

Rule = Literal["other host", "not article_url", "trap", "archive", "undated sitemap"]
"""`archive`: a sitemap dates it to more than `RECENT` ago. `undated sitemap`: a sitemap of more than
`UNDATED_SITEMAP` addresses without a date is taken for an archive."""


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """An address that a source names now."""

    key: str
    url: str
    source: str
    """`feed`, `sitemap` or `section`."""
    moment: dt.datetime | None
    """When it came out, else when it changed, as the source says; UTC."""
    rule: Rule | None = None
    """Why a run does not queue it; None where it does."""
    detail: str = ""
    """The same in more words."""


@dataclasses.dataclass(frozen=True)
class WatchedSelection(Selection):
    """The rules of a run, which write down what they take, and why they leave the rest."""

    seen: list[Named] = dataclasses.field(default_factory=list)

    def articles(self, links: Iterable[Link], dropped: Counter[str] | None = None) -> list[Candidate]:
        """See `Selection`."""
        all_links = list(links)
        taken = super().articles(all_links, dropped)
        keys = {candidate.key for candidate in taken}
        self.seen.extend(
            _named(link) if url_key(link.url) in keys else self._left(link, None) for link in all_links
        )
        return taken

    def of_sitemap(
        self, links: Sequence[Link], dropped: Counter[str] | None = None, *, shared: bool = False
    ) -> list[Candidate]:
        """See `Selection`."""
        before = len(self.seen)
        taken = super().of_sitemap(links, dropped, shared=shared)
        looked_at = {named.key for named in self.seen[before:]}
        for link in links:
            if url_key(link.url) not in looked_at:
                dated = link.modified or link.published
                self.seen.append(self._left(link, "archive" if dated else "undated sitemap"))
        return taken

    def _left(self, link: Link, otherwise: Rule | None) -> Named:
        """An address that was not taken; `otherwise`: by which rule, where no rule over addresses left it."""
        if not same_site(link.url, self.hosts):
            return _named(link, "other host")
        if not re.search(self.article_url, link.url):
            return _named(link, "not article_url")
        if trap := trap_of(link.url, self.now):
            return _named(link, "trap", trap)
        return _named(link, otherwise)


def _named(link: Link, rule: Rule | None = None, detail: str = "") -> Named:
    return Named(url_key(link.url), link.url, link.source, link.published or link.modified, rule, detail)
