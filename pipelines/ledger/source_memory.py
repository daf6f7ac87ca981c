"""What a site's sources said of their version when they were last read: what "changed since?" is asked with.

An answer of 304 must lose nothing. So a version is remembered only after all that the source names was queued
(in the same file, by a later transaction: no death can leave the second without the first), with the rules
that it was read by, and for a bounded time: sources lie.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from .file import LedgerFile
from .rows import Candidate

WHOLE_EVERY = 10
"""Every so many readings a source is asked for without conditions, whatever it answered before: some servers
answer 304 for ever, or change a feed and not its version."""
WHOLE_AFTER = dt.timedelta(hours=24)
"""The age of the last whole reading from which a source is asked for without conditions."""


@dataclasses.dataclass(frozen=True, slots=True)
class SourceVersion:
    """What a source answered when it was last read whole."""

    etag: str | None
    """Its ETag header, to be sent back as it is."""
    last_modified: str | None
    """Its Last-Modified header, to be sent back as it is."""
    answered_at: str
    """The address that answered, after redirects."""
    rules: str
    """Digest of the rules that chose among its addresses."""
    read_at: dt.datetime
    """When that was; UTC."""
    spared: int = 0
    """Answers of 304 since."""
    lied: bool = False
    """It named something new under the version of an earlier reading."""

    def may_be_asked(self, rules: str, now: dt.datetime) -> bool:
        """Is a conditional request enough at `now`, for a run with these rules?"""
        return (
            not self.lied
            and self.rules == rules
            and self.spared < WHOLE_EVERY - 1
            # A clock that went back proves nothing.
            and dt.timedelta(0) <= now - self.read_at < WHOLE_AFTER
        )

    def is_same(self, other: "SourceVersion") -> bool:
        """Do both stand for the same content, read by the same rules?"""
        return (self.etag, self.last_modified, self.answered_at, self.rules) == (
            other.etag,
            other.last_modified,
            other.answered_at,
            other.rules,
        )


class SourceMemory:
    """The versions in a ledger, by site and by the address that is asked for. Of the ledger's thread."""

    def __init__(self, ledger: LedgerFile) -> None:
        self._ledger = ledger

    def version(self, site: str, url: str) -> SourceVersion | None:
        """What is remembered of a source."""
        rows = self._ledger.rows(
            "SELECT etag, last_modified, answered_at, rules, read_at, spared, lied FROM sources"
            " WHERE site=? AND url=?",
            (site, url),
        )
        if not rows:
            return None
        etag, last_modified, answered_at, rules, read_at, spared, lied = rows[0]
        moment = dt.datetime.fromisoformat(read_at)
        return SourceVersion(etag, last_modified, answered_at, rules, moment, spared, bool(lied))

    def remember(
        self, site: str, url: str, version: SourceVersion, named: Sequence[Candidate], *, queued: int
    ) -> None:
        """A source was read whole, and all that it names is queued or known; `queued` of it was new.

        Not remembered while it says of a page on its way, or of a later moment, that it changed: only a later
        reading can tell whether that page is to be fetched again.
        """
        before = self.version(site, url)
        lied = before is not None and (before.lied or (queued > 0 and before.is_same(version)))
        if any(self._is_open(site, candidate, version.read_at) for candidate in named):
            self.forget(site, url)
            return
        with self._ledger.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO sources"
                " (site, url, etag, last_modified, answered_at, rules, read_at, spared, lied)"
                " VALUES (?,?,?,?,?,?,?,0,?)",
                (
                    site,
                    url,
                    version.etag,
                    version.last_modified,
                    version.answered_at,
                    version.rules,
                    version.read_at.astimezone(dt.UTC).isoformat(),
                    lied,
                ),
            )

    def _is_open(self, site: str, candidate: Candidate, read_at: dt.datetime) -> bool:
        if candidate.modified is None:
            return False
        rows = self._ledger.rows("SELECT state FROM urls WHERE site=? AND key=?", (site, candidate.key))
        on_its_way = bool(rows) and rows[0][0] in ("fetched", "spooled")
        return on_its_way or candidate.modified > read_at

    def spare(self, site: str, url: str) -> None:
        """A source answered that nothing changed."""
        with self._ledger.transaction() as db:
            db.execute("UPDATE sources SET spared=spared+1 WHERE site=? AND url=?", (site, url))

    def forget(self, site: str, url: str | None = None) -> None:
        """Have a source, or all sources of a site, read whole the next time."""
        with self._ledger.transaction() as db:
            db.execute("DELETE FROM sources WHERE site=? AND (? IS NULL OR url=?)", (site, url, url))
