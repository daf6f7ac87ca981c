"""Do the rows of a site agree with themselves and with each other? Kept of each row is what names it."""

import collections
import dataclasses
import datetime as dt
import hashlib
import itertools
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ...article import DUPLICATE_REASONS, OUTCOMES, Article, Failure, PageRecord, Reason, RemovedBlock
from ...clean.template import restore
from ...dedupe.fingerprint import text_sha256
from ...store.tables import NAMES
from ...store.tombstones import Tombstones
from ...urls import url_key
from .faults import Fault, Kind

_REASONS: dict[str, frozenset[str | None]] = {
    "rejected": frozenset(Reason),
    "failed": frozenset(Failure),
    "duplicate": frozenset(DUPLICATE_REASONS),
}
IN_ARTICLES = ("stored", "revised")


def article_problem(row: Mapping[str, Any], templates: Collection[int]) -> str | None:
    """What contradicts itself in a row of `articles`; None when nothing does.

    `templates` are the numbers of the site's templates.
    """
    before = restore(row["text"], [RemovedBlock(**block) for block in row["removed"] or ()])
    if text_sha256(before) != row["text_sha256"]:
        return "text_sha256 is not that of the text" + (" before the template" if row["removed"] else "")
    if row["template_version"] not in (0, *templates):
        return f"under template {row['template_version']}, which is not there"
    if row["revision"] == 1 and row["month"] != f"{row['fetched_at']:%Y-%m}":
        return f"first fetched {row['fetched_at']:%Y-%m}, stands in month {row['month']}"
    return None


def page_problem(row: Mapping[str, Any]) -> str | None:
    """What contradicts itself in a row of `pages`; None when nothing does."""
    outcome = row["outcome"]
    if outcome not in OUTCOMES:
        return f"unknown outcome {outcome!r}"
    if row["reason"] not in _REASONS.get(outcome, {None}):
        return f"{outcome} with the reason {row['reason']!r}"
    if row["month"] != f"{row['fetched_at']:%Y-%m}":
        return f"fetched {row['fetched_at']:%Y-%m}, stands in month {row['month']}"
    if outcome not in ("rejected", "failed") and not (row["article_id"] and row["revision"]):
        return f"{outcome} without an article"
    if outcome in IN_ARTICLES and (outcome == "stored") != (row["revision"] == 1):
        return f"{outcome} as revision {row['revision']}"
    return None


class ArticleMark(NamedTuple):
    """What is kept of a row of `articles`."""

    id: str
    revision: int
    batch: int
    batch_id: str
    month: str
    text_sha256: str
    pointer: tuple[str, int, int]
    checksum: str


class PageMark(NamedTuple):
    """What is kept of a row of `pages`."""

    visit: bytes
    """Hash of what tells a visit from all others."""
    outcome: str
    article_id: str | None
    revision: int | None
    batch: int
    batch_id: str
    month: str
    pointer: tuple[str, int, int]
    checksum: str
    taken_down: bool
    """A tombstone covers it or its article."""


_VISIT = ("url", "fetched_at", "run_id", "origin", "origin_record")


def pointer_of(row: Mapping[str, Any]) -> tuple[str, int, int]:
    """Key, offset and length of a row's WARC record; key "" where it has none."""
    return sys.intern(row["warc_key"] or ""), row["warc_offset"] or 0, row["warc_length"] or 0


def article_mark(row: Mapping[str, Any]) -> ArticleMark:
    """What is kept of a row of `articles`."""
    return ArticleMark(
        row["id"],
        row["revision"],
        row["batch"],
        sys.intern(row["batch_id"]),
        sys.intern(row["month"]),
        row["text_sha256"],
        pointer_of(row),
        row["checksum"],
    )


def page_mark(row: Mapping[str, Any], tombstones: Tombstones) -> PageMark:
    """What is kept of a row of `pages`."""
    visit = repr([_plain(row.get(name)) for name in _VISIT]).encode("utf-8", "surrogatepass")
    addresses = [row[name] for name in ("url", "final_url", "canonical_url") if row.get(name)]
    return PageMark(
        hashlib.sha256(visit).digest()[:16],
        sys.intern(row["outcome"]),
        row["article_id"],
        row["revision"],
        row["batch"],
        sys.intern(row["batch_id"]),
        sys.intern(row["month"]),
        pointer_of(row),
        row["checksum"],
        bool(tombstones) and tombstones.cover(map(url_key, addresses), row["article_id"]),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


@dataclasses.dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is known of a site beside its rows."""

    site: str
    articles: int
    """Number of its last batch in `articles`."""
    pages: int
    """Number of its last batch in `pages`."""
    gaps: frozenset[int]
    """Batches that have no row, as noted."""
    tombstones: Tombstones
    templates: frozenset[int]
    """Numbers of its templates."""
    in_flight: bool = False
    """Was a writer between its two appends when the tables were opened?"""


class SiteRows:
    """The marks of a site's rows."""

    def __init__(self) -> None:
        self.articles: list[ArticleMark] = []
        self.pages: list[PageMark] = []

    def hashes(self) -> dict[tuple[str, int], str]:
        """Hash of the text of each revision."""
        return {(mark.id, mark.revision): mark.text_sha256 for mark in self.articles}

    def faults(self, facts: SiteFacts) -> Iterator[Fault]:
        """Where the rows of the site contradict each other."""
        yield from self._twice(facts.site)
        yield from self._revisions(facts)
        yield from self._outcomes(facts)
        yield from self._unknown(facts)
        yield from self._numbers(facts)

    def _twice(self, site: str) -> Iterator[Fault]:
        articles = _groups(self.articles, lambda mark: (mark.id, mark.revision))
        for (article_id, revision), marks in articles.items():
            if len(marks) > 1:
                yield _twice(site, Article, f"article {article_id} revision {revision}", marks)
        for pages in _groups(self.pages, lambda mark: mark.visit).values():
            if len(pages) > 1:
                yield _twice(site, PageRecord, f"a {pages[0].outcome} page of batch {pages[0].batch}", pages)

    def _revisions(self, facts: SiteFacts) -> Iterator[Fault]:
        for article_id, marks in _groups(self.articles, lambda mark: mark.id).items():
            where = f"articles/site={facts.site}: article {article_id}"
            found, months = {mark.revision for mark in marks}, sorted({mark.month for mark in marks})
            missing = sorted(set(range(1, max(found) + 1)) - found)
            if missing and not facts.tombstones:
                yield Fault(Kind.REVISION_GAP, where, f"no revision {_listed(missing)}", site=facts.site)
            if len(months) > 1:
                yield Fault(Kind.MONTHS, where, f"in {', '.join(months)}", site=facts.site)

    def _outcomes(self, facts: SiteFacts) -> Iterator[Fault]:
        # A batch that one table only has is told once, as such.
        upto, site = min(facts.articles, facts.pages), facts.site
        articles = {
            (mark.batch, mark.id, mark.revision): mark for mark in self.articles if mark.batch <= upto
        }
        pages = {
            (mark.batch, mark.article_id, mark.revision): mark
            for mark in self.pages
            if mark.batch <= upto and mark.outcome in IN_ARTICLES
        }
        for (batch, article_id, revision), page in pages.items():
            article = articles.get((batch, article_id or "", revision or 0))
            where = f"article {article_id} revision {revision}, batch {batch} of {site}"
            if article is None:
                if not page.taken_down:
                    detail = f"{page.outcome} in pages, no row in articles"
                    yield Fault(Kind.ARTICLE_MISSING, where, detail, bool(page.pointer[0]), site)
            elif article.pointer != page.pointer:
                detail = f"articles points to {_place(article.pointer)}, pages to {_place(page.pointer)}"
                yield Fault(Kind.RECORD_OTHER, where, detail, site=site)
        for batch, article_id, revision in articles.keys() - pages.keys():
            where = f"article {article_id} revision {revision}, batch {batch} of {site}"
            yield Fault(
                Kind.PAGE_MISSING, where, "a row in articles, none in pages", repairable=True, site=site
            )

    def _unknown(self, facts: SiteFacts) -> Iterator[Fault]:
        known = {mark.id for mark in self.articles}
        for mark in self.pages:
            if (
                mark.outcome in ("unchanged", "duplicate")
                and mark.article_id not in known
                and not mark.taken_down
            ):
                where = f"a page of batch {mark.batch} of {facts.site}"
                detail = f"{mark.outcome}: article {mark.article_id} is not there"
                yield Fault(Kind.UNKNOWN_ARTICLE, where, detail, site=facts.site)

    def _numbers(self, facts: SiteFacts) -> Iterator[Fault]:
        site = facts.site
        ids: dict[int, set[str]] = collections.defaultdict(set)
        marks: Iterable[ArticleMark | PageMark] = itertools.chain(self.pages, self.articles)
        for mark in marks:
            ids[mark.batch].add(mark.batch_id)
        for number, names in sorted(ids.items()):
            if len(names) > 1:
                detail = f"it is {_listed(sorted(names))}"
                yield Fault(Kind.BATCH_ID, f"batch {number} of {site}", detail, site=site)
        tops = (
            (NAMES[PageRecord], facts.pages, {mark.batch for mark in self.pages}),
            (NAMES[Article], facts.articles, {mark.batch for mark in self.articles}),
        )
        for name, last, batches in tops:
            for number in sorted(number for number in batches if number > last):
                detail = f"{name} says that batch {last} is the last"
                yield Fault(Kind.BATCH_ABOVE, f"batch {number} of {site}", detail, site=site)
        present = {mark.batch for mark in self.pages}
        missing = set(range(1, facts.pages + 1)) - present - facts.gaps
        if not facts.tombstones:
            for number in sorted(missing):
                yield Fault(Kind.BATCH_GAP, f"batch {number} of {site}", "no row in pages", site=site)
        if facts.articles > facts.pages and not facts.in_flight:
            where = _batches(facts.pages + 1, facts.articles, site)
            detail = "reached articles only"
            yield Fault(Kind.ARTICLES_ONLY, where, detail, repairable=True, site=site)
        elif facts.pages > facts.articles:
            where = _batches(facts.articles + 1, facts.pages, site)
            yield Fault(Kind.PAGES_ONLY, where, "in pages only", repairable=True, site=site)


def _twice(site: str, record: type, what: str, marks: list[Any]) -> Fault:
    same = len({(mark.checksum, mark.month) for mark in marks}) == 1
    detail = f"{what} has {len(marks)} rows, {'all the same' if same else 'not the same'}"
    where = f"{NAMES[record]}/site={site}/month={marks[0].month}"
    return Fault(Kind.ROW_TWICE, where, detail, repairable=same, site=site)


def _groups(marks: list[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for mark in marks:
        found.setdefault(key(mark), []).append(mark)
    return found


def _place(pointer: tuple[str, int, int]) -> str:
    return f"{pointer[0] or 'nothing'} at {pointer[1]}"


def _batches(first: int, last: int, site: str) -> str:
    return f"batch {first} of {site}" if first == last else f"batches {first} to {last} of {site}"


def _listed(values: list[Any]) -> str:
    return ", ".join(map(str, values[:5])) + (" …" if len(values) > 5 else "")
