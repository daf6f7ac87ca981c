"""How far backfills have read the sources of a site, so that one which was cut off goes on from there.

A row is noted only after all that the source names is queued, in the same file by a later transaction: no
death can leave the second without the first. It says by which rules and within which days that was. A ledger
that is begun anew has none; one whose store was set back forgets them (`Ledger.forget_site`).
"""

import dataclasses
import datetime as dt

from .file import LedgerFile

HOLDS = dt.timedelta(days=7)
"""How long a source counts as read where nothing tells whether it changed: what is newer than that, ordinary
runs take (`crawlers.sources.RECENT`)."""
SETTLED = dt.timedelta(days=1)
"""How long after its last day an archive of a day or month, and after its `lastmod` a sitemap, is taken to
stay as it is: that day may end a day later in another zone, and is filed up to its end."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A source that a backfill has read: a sitemap, or a list as far as it came."""

    url: str
    """The address of the sitemap, or of the first page of the list."""
    rules: str
    """Digest of the rules that chose among its addresses."""
    since: dt.date | None
    until: dt.date | None
    """The days that were asked for; None for all."""
    read_at: dt.datetime
    """When it was last read; UTC."""
    page: int = 1
    page_url: str | None = None
    """The last page of a list that is queued, where there are more; None: it was read to its end."""

    @property
    def is_done(self) -> bool:
        """Was it read to its end?"""
        return self.page_url is None

    def covers(self, rules: str, since: dt.date | None, until: dt.date | None) -> bool:
        """Was all taken that a run with these rules and bounds would take?"""
        return (
            self.rules == rules
            and (self.since is None or (since is not None and self.since <= since))
            and (self.until is None or (until is not None and self.until >= until))
        )

    def holds(
        self, now: dt.datetime, *, last_day: dt.date | None = None, modified: dt.datetime | None = None
    ) -> bool:
        """Is the source what it was when it was read?

        `last_day` is the last day of its archive, `modified` what an index says of it; None where unknown.
        """
        if modified is not None and (modified > self.read_at or modified <= self.read_at - SETTLED):
            return modified <= self.read_at
        if last_day is not None:
            return self.read_at > dt.datetime.combine(last_day, dt.time.max, dt.UTC) + SETTLED
        # A clock that went back proves nothing.
        return dt.timedelta(0) <= now - self.read_at < HOLDS


class Walks:
    """The walks in a ledger. Of the ledger's thread."""

    def __init__(self, ledger: LedgerFile) -> None:
        self._ledger = ledger

    def walk(self, site: str, url: str) -> Walk | None:
        """What is known of a source."""
        rows = self._ledger.rows(
            "SELECT rules, since, until, read_at, page, page_url FROM walks WHERE site=? AND url=?",
            (site, url),
        )
        if not rows:
            return None
        rules, since, until, read_at, page, page_url = rows[0]
        return Walk(
            url=url,
            rules=rules,
            since=dt.date.fromisoformat(since) if since else None,
            until=dt.date.fromisoformat(until) if until else None,
            read_at=dt.datetime.fromisoformat(read_at),
            page=page,
            page_url=page_url,
        )

    def note(self, site: str, walk: Walk) -> None:
        """All that the source names so far is queued or known."""
        with self._ledger.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO walks (site, url, rules, since, until, read_at, page, page_url)"
                " VALUES (?,?,?,?,?,?,?,?)",
                (
                    site,
                    walk.url,
                    walk.rules,
                    walk.since and walk.since.isoformat(),
                    walk.until and walk.until.isoformat(),
                    walk.read_at.astimezone(dt.UTC).isoformat(),
                    walk.page,
                    walk.page_url,
                ),
            )
