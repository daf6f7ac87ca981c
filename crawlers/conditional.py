"""Conditional requests: a source that did not change since it was read is not sent again (RFC 9110, 13)."""

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence

from scrapy.http import Response

from crawlers.arguments import Arguments
from crawlers.discovery.archives import Period
from crawlers.discovery.instants import parse_instant
from pipelines.ledger.revisits import PageVersion
from pipelines.ledger.rows import Candidate
from pipelines.ledger.source_memory import SourceVersion
from pipelines.ledger.walks import Walk

_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,256}"')
"""What is sent back: an entity tag as RFC 9110 writes it, of ASCII. Others are not remembered."""


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A source that was asked for."""

    url: str
    kind: str
    """`feed`, `sitemap` or `section`."""
    pattern: str
    """The address as declared, of one period: with `{n}` where the pages of a section are counted."""
    page: int = 1
    """Page of a section; level of a sitemap below the declared one, which is 1."""
    above: Sequence[Candidate] = ()
    """What the pages of a section before this one name, held back until the last one is read."""
    seen: frozenset[str] = frozenset()
    """Keys of what those pages name, and"""
    stale: int = 0
    """how many of the last of them named nothing but what was seen before."""
    version: SourceVersion | None = None
    """The version that the request told the site that we have."""
    first_url: str = ""
    """For further pages of a section: the address of its first page."""
    first: SourceVersion | None = None
    """For further pages of a section: the version of its first page, to be remembered at the end."""
    dated: str = ""
    """The address as declared, where it has a place for a date."""
    period: Period | None = None
    """The days that a dated address, or the name of a sitemap, stands for."""
    modified: dt.datetime | None = None
    """When an index says that the sitemap was changed."""
    news: int = 0
    """How many new addresses the pages of this period name so far."""
    resume: Walk | None = None
    """Where an earlier backfill of the section was cut off: gone on from there when nothing is new above."""

    @property
    def remembered_as(self) -> str:
        """The address that its version is remembered by."""
        return self.first_url or self.url


def rules_digest(hosts: Iterable[str], article_url: str, links_css: str | None = None) -> str:
    """Stands for the rules that choose among the addresses of a source: with others it is read whole."""
    rules = [*sorted(hosts), article_url, *filter(None, [links_css])]
    return hashlib.sha256("\n".join(rules).encode()).hexdigest()[:16]


def is_ordinary(arguments: Arguments) -> bool:
    """Does a run take all that is new? Only such a one asks "changed?", and remembers what it read."""
    return not (arguments.backfill or arguments.since or arguments.until)


def condition_headers(version: SourceVersion | PageVersion | None) -> dict[str, str]:
    """The headers that ask a site to answer 304 where it still has this version."""
    if version is None:
        return {}
    headers = {"If-None-Match": version.etag, "If-Modified-Since": version.last_modified}
    return {name: value for name, value in headers.items() if value}


def version_of(response: Response, rules: str, now: dt.datetime) -> SourceVersion | None:
    """The version that an answer names; None where it names none that can be sent back.

    `now` is aware. A Last-Modified that is no moment, or later than `now`, counts as none: a server may then
    say "unchanged" of what changes meanwhile.
    """
    etag = _header(response, "ETag")
    modified = _header(response, "Last-Modified")
    moment = parse_instant(modified, now=now)
    version = SourceVersion(
        etag=etag if _ETAG.fullmatch(etag) else None,
        last_modified=modified if moment is not None and moment <= now else None,
        answered_at=response.url,
        rules=rules,
        read_at=now,
    )
    return version if condition_headers(version) else None


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1").strip()
