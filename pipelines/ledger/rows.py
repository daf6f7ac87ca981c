"""What goes into a ledger and comes out of it."""

import dataclasses
import datetime as dt
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where a record is kept."""

    key: str
    """Of its segment."""
    offset: int
    """In bytes."""
    length: int
    """Of its gzip member, bytes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """The record of a whole page in the archive, which later answers may repeat."""

    url: str
    """The address that answered."""
    fetched_at: dt.datetime
    """When; UTC."""
    payload: str
    """Digest of the body (`warc_member.digest`)."""
    place: Place
    """Where it is."""


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """An address that a source named."""

    key: str
    url: str
    source: str
    published: dt.datetime | None = None
    modified: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Queued:
    """An address that is to be fetched."""

    turn: int
    key: str
    url: str
    source: str
    feed_published: dt.datetime | None
    attempts: int
    """Failures so far."""


@dataclasses.dataclass(frozen=True, slots=True)
class Spooled:
    """A page in the spool."""

    seq: int
    site: str
    key: str
    visit: dict[str, Any]
    record: bytes | None
    """WARC record of the answer."""
    result: dict[str, Any] | None
    decision: dict[str, Any] | None
    request: bytes | None = None
    """WARC record of the request."""
    revisit: bytes | None = None
    """What goes into the archive in place of `record`: it repeats a page that is there."""


@dataclasses.dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the index keeps of an article: its latest revision."""

    site: str
    id: str
    key: str
    revision: int
    text_sha256: str
    month: str
    published: dt.datetime | None = None
    """When it came out at the latest, as told when it became known; not kept for long."""


@dataclasses.dataclass(frozen=True, slots=True)
class Wording:
    """What an article is compared by with others and with its own later visits: its latest revision."""

    site: str
    id: str
    revision: int
    seen: dt.datetime
    """When the article was fetched first; UTC."""
    text: str
    """The text before the site template."""
    bands: tuple[int, ...] = ()
    """What it is looked up by (`near.bands`); not given back by the ledger."""


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """What became of an address once its batch is in the tables."""

    site: str
    key: str
    url: str
    source: str
    outcome: str
    attempts: int
    """Failures since the last success, this one included."""
    fetched_at: dt.datetime
    feed_published: dt.datetime | None = None
    article_id: str | None = None
    """The article that it was, or was a copy of."""
    whole: bool = False
    """Is the page's version known? Not as the tables tell it, nor of an answer that nothing changed."""
    etag: str | None = None
    last_modified: str | None = None
    answered_at: str | None = None
    """The address that answered, after redirects."""
    kept: Kept | None = None
    """Where the archive has the whole page, if it does."""
    repeats: bool = False
    """Does the archive say of it that it repeats the page before? Where that is, is known."""
