"""Which articles are visited again on a schedule: fresh ones, some times after their first fetch.

Kept is when an address brought an article and when it was last asked for; what is due is worked out of that
and of the schedule that the site has now. An address that is due stays `done` in the ledger until its page
comes: a run that ends before it has come to it leaves nothing behind, and the next one finds it due as well.

The tables have all of it but for the versions of pages (ETag, Last-Modified): a ledger that was filled anew
visits the same addresses, once without a condition.
"""

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence

from ..errors import UsageError
from .file import LedgerFile
from .rows import Kept, KnownArticle, Place, Queued, Settled
from .source_memory import WHOLE_AFTER

REVISIT = "revisit"
"""The source of a visit on schedule, in `pages`."""
REEXTRACTED = "reextract"
"""The source of a stored page that was extracted again, in `pages`: nobody asked for its address."""
INGESTED = "warc"
"""The source of a saved page. What no crawl asked for is not asked for again."""

SCHEDULE = (dt.timedelta(hours=1), dt.timedelta(hours=6), dt.timedelta(hours=24), dt.timedelta(days=7))
"""The schedule of a site that declares none, after the first fetch of an article."""

SHORTEST_STEP = dt.timedelta(seconds=1)
"""The first step that may be declared: runs are further apart."""
LONGEST_STEP = dt.timedelta(days=31)
"""The last step that may be declared: as the longest interval of a site's runs."""
MOST_STEPS = 8
"""Steps that may be declared: twice those of the default."""

LAPSES_AFTER = dt.timedelta(days=7)
"""How long after the last step a visit that no run came to may still be made: a site of weekly runs has one
visit of each article, and a ledger that is filled anew from years of articles does not ask for them all."""

_HAD = ("stored", "revised", "unchanged")


@dataclasses.dataclass(frozen=True, slots=True)
class PageVersion:
    """What a page's answer said of its version when it was last sent whole."""

    etag: str | None
    """Its ETag header, to be sent back as it is."""
    last_modified: str | None
    """Its Last-Modified header, to be sent back as it is."""
    answered_at: str
    """The address that answered, after redirects."""
    read_at: dt.datetime
    """When that was; UTC."""

    def may_be_asked(self, now: dt.datetime) -> bool:
        """Is "changed since?" enough at `now`? As for sources, never for longer than `WHOLE_AFTER`: of a site
        that says 304 for ever, a day's visit and all later ones find the change."""
        # A clock that went back proves nothing.
        return dt.timedelta(0) <= now - self.read_at < WHOLE_AFTER


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Revisit(Queued):
    """An address that is to be visited again."""

    article_id: str
    """The article that it brought."""
    version: PageVersion | None = None
    """What the request may ask "changed since?" with."""


def check_schedule(site: str, schedule: object) -> None:
    """Raises UsageError where what a site declares as its schedule is of no use."""
    sound = isinstance(schedule, tuple) and all(
        isinstance(step, dt.timedelta) and SHORTEST_STEP <= step <= LONGEST_STEP for step in schedule
    )
    if not (sound and isinstance(schedule, tuple) and len(schedule) <= MOST_STEPS):
        raise UsageError(
            f"{site}: revisit_after is {schedule!r}; it must be a tuple of up to {MOST_STEPS} timedeltas "
            f"from {SHORTEST_STEP} to {LONGEST_STEP}, () for none"
        )


def next_visit(first: dt.datetime, last: dt.datetime, schedule: Iterable[dt.timedelta]) -> dt.datetime | None:
    """The first step after the last visit; None when there is none. Steps that passed before it are over:
    one late visit stands for all of them."""
    return min((first + step for step in schedule if first + step > last), default=None)


def fresh_until(published_at: dt.datetime | None, published_date: dt.date | None) -> dt.datetime | None:
    """The latest moment at which an article may have come out; None where that is not known.

    Of a day without a time it is the end of that day in UTC; east of Greenwich the day has ended before.
    """
    if published_at is not None or published_date is None:
        return published_at
    return dt.datetime.combine(published_date + dt.timedelta(days=1), dt.time(), dt.UTC)


class Revisits:
    """The articles of a ledger that may be visited again. Of the ledger's thread."""

    def __init__(self, ledger: LedgerFile) -> None:
        self._ledger = ledger

    def due(self, site: str, schedule: Sequence[dt.timedelta], now: dt.datetime) -> list[Revisit]:
        """The addresses of a site that are due at `now`, those that are due for longest first.

        Left out, and forgotten, are articles that were older than the last step when they were first fetched,
        and those whose last step is over for `LAPSES_AFTER`.
        """
        rows = self._ledger.rows(
            "SELECT key, id, stored_at, visited_at, published, state, url, feed_published,"
            " etag, last_modified, answered_at, read_at"
            " FROM revisits LEFT JOIN urls USING (site, key) WHERE site=?",
            (site,),
        )
        longest = max(schedule, default=dt.timedelta(0))
        found: list[tuple[dt.datetime, Revisit]] = []
        over = []
        for key, article_id, first, last, published, state, url, feed, *version in rows:
            stored_at = dt.datetime.fromisoformat(first)
            born = dt.datetime.fromisoformat(published) if published else stored_at
            if stored_at + longest + LAPSES_AFTER < now or born + longest < stored_at:
                over.append((site, key))
                continue
            at = next_visit(stored_at, dt.datetime.fromisoformat(last), schedule)
            if state != "done" or at is None or at > now:
                continue
            again = Revisit(
                0,
                key,
                url,
                REVISIT,
                dt.datetime.fromisoformat(feed) if feed else None,
                0,
                article_id=article_id,
                version=_version(*version),
            )
            found.append((at, again))
        with self._ledger.transaction() as db:
            db.executemany("DELETE FROM revisits WHERE site=? AND key=?", over)
        found.sort(key=lambda pair: (pair[0], pair[1].key))
        return [again for _, again in found]

    def kept(self, site: str, key: str) -> Kept | None:
        """The last whole page of an address that is in the archive, where that is known."""
        rows = self._ledger.rows(
            "SELECT answered_at, kept_at, payload, warc_key, warc_offset, warc_length FROM revisits"
            " WHERE site=? AND key=? AND warc_key IS NOT NULL",
            (site, key),
        )
        for url, at, payload, *place in rows:
            return Kept(url, dt.datetime.fromisoformat(at), payload, Place(*place))
        return None


def _version(
    etag: str | None, last_modified: str | None, answered_at: str | None, read_at: str | None
) -> PageVersion | None:
    if not answered_at or not read_at or not (etag or last_modified):
        return None
    return PageVersion(etag, last_modified, answered_at, dt.datetime.fromisoformat(read_at))


# What the ledger does with them, within its own transactions


def note_visit(db: sqlite3.Connection, address: Settled) -> None:
    """A visit is in the tables: the first one of an article, or a later one of its address."""
    at = address.fetched_at.astimezone(dt.UTC).isoformat()
    is_new = address.outcome == "stored" and address.article_id is not None
    if is_new and address.source not in (REVISIT, INGESTED):
        db.execute(
            "INSERT OR REPLACE INTO revisits (site, key, id, stored_at, visited_at) VALUES (?,?,?,?,?)",
            (address.site, address.key, address.article_id, at, at),
        )
    else:
        db.execute(
            "UPDATE revisits SET visited_at=max(visited_at, ?) WHERE site=? AND key=?",
            (at, address.site, address.key),
        )
    if address.whole and address.outcome in _HAD:
        db.execute(
            "UPDATE revisits SET etag=?, last_modified=?, answered_at=?, read_at=?"
            " WHERE site=? AND key=? AND id=?",
            (
                address.etag,
                address.last_modified,
                address.answered_at,
                at,
                address.site,
                address.key,
                address.article_id,
            ),
        )
        if not address.repeats:
            kept = address.kept
            place = (
                (kept.payload, kept.fetched_at.astimezone(dt.UTC).isoformat(), *kept.place) if kept else ()
            )
            db.execute(
                "UPDATE revisits SET payload=?, kept_at=?, warc_key=?, warc_offset=?, warc_length=?"
                " WHERE site=? AND key=? AND id=?",
                (*(place or (None,) * 5), address.site, address.key, address.article_id),
            )


def note_article(db: sqlite3.Connection, article: KnownArticle) -> None:
    """The first revision of an article is in the tables: when it came out."""
    if article.revision == 1 and article.published is not None:
        db.execute(
            "UPDATE revisits SET published=? WHERE site=? AND id=?",
            (article.published.astimezone(dt.UTC).isoformat(), article.site, article.id),
        )


def is_failed(db: sqlite3.Connection, address: Settled) -> bool:
    """Did a visit leave an address to be tried again? Not one on schedule: its article is there, and the next
    step is the next try. Unless the article is not known any more, as after the store was set back."""
    if address.outcome != "failed" or address.source != REVISIT:
        return address.outcome == "failed"
    query = "SELECT 1 FROM revisits WHERE site=? AND key=?"
    return db.execute(query, (address.site, address.key)).fetchone() is None
