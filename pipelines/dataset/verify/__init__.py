"""Reading everything back: is all of a store there, once, and as it was written?

Site by site; kept in memory is what names the rows of one site, never their texts, and one WARC segment.
Safe beside crawls: `pages` is opened before `articles`, which a batch reaches first.
"""

import collections
import contextlib
import dataclasses
import logging
import time
from collections.abc import Callable, Iterator, Mapping

from ...article import Article, ExtractionHints, PageRecord
from ...errors import StoreError, UsageError
from ...store import templates
from ...store.gaps import read_gaps
from ...store.location import StoreLocation, parse_store_url
from ...store.opening import open_objects
from ...store.schema import checksum_of
from ...store.store import Store, open_store
from ...store.tables import NAMES, Tables
from ...store.tombstones import read_tombstones
from ...workers import ExtractionPool
from .archive import COLUMNS, ArchiveCheck
from .faults import Fault, Kind
from .files import UNREADABLE, DataFile, check_columns, check_file, data_files, read_rows, sizes, unreadable
from .log import check_log
from .objects import check_objects
from .releases import check_releases
from .rows import SiteFacts, SiteRows, article_mark, article_problem, page_mark, page_problem

logger = logging.getLogger(__name__)

LINE_SECONDS = 60.0
"""How often it is said how far it is."""

SETTLE_SECONDS = 3.0
"""How long is waited for the second append of a batch, before it counts as missing. A writer needs 0.2 s."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOptions:
    """What is to be verified, and how."""

    store_url: str
    hints: Mapping[str, ExtractionHints]
    """Of the declared sites; any other has none."""
    site: str | None = None
    """Only this site."""
    fast: bool = False
    """Do not extract the pages again."""
    workers: int = 1


@dataclasses.dataclass(slots=True)
class Looked:
    """What was looked at, and what was found."""

    rows: int = 0
    files: int = 0
    segments: int = 0
    pages: int = 0
    """WARC records."""
    orphans: int = 0
    """Files below the tables that no snapshot names: killed writers leave them, and compaction."""
    faults: list[Fault] = dataclasses.field(default_factory=list)

    def __str__(self) -> str:
        kinds = collections.Counter(fault.kind for fault in self.faults)
        named = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        return (
            f"{self.rows} rows in {self.files} files, {self.pages} pages in {self.segments} segments; "
            f"{self.orphans} files of no snapshot; {named or 'no fault'}"
        )


def verify(options: VerifyOptions, tell: Callable[[Fault], None]) -> Looked:
    """Read a store back; each fault is told as soon as it is found.

    Raises UsageError for a wrong address or a site that is not there, StoreError when the store cannot be
    read or holds no dataset.
    """
    location = parse_store_url(options.store_url)
    objects = open_objects(location)
    looked = Looked()

    def note(fault: Fault) -> None:
        looked.faults.append(fault)
        tell(fault)

    for name in NAMES.values():
        if next(iter(objects.list(f"{name}/_delta_log/")), None) is None:
            # Opening it for writing would make it.
            raise StoreError(f"no dataset at {options.store_url}: there is no table {name}")
        for fault in check_log(objects, name, on_folder=location.root is not None):
            note(fault)
    if looked.faults and not _opens(location):
        logger.warning("The tables do not open; nothing else was looked at")
        return looked
    with contextlib.ExitStack() as cleanup:
        pool = None
        if not options.fast:
            pool = cleanup.enter_context(ExtractionPool(options.workers))
            pool.warm_up()
        for fault in _Verifier(
            open_store(options.store_url, any_columns=True), options, looked, pool
        ).faults():
            note(fault)
    return looked


def _opens(location: StoreLocation) -> bool:
    tables = Tables(location)
    try:
        for record in NAMES:
            tables.load(record)
    except StoreError:
        return False
    return True


class _Verifier:
    """One reading of a store that opens."""

    def __init__(
        self, store: Store, options: VerifyOptions, looked: Looked, pool: ExtractionPool | None
    ) -> None:
        self._store = store
        self._options = options
        self._looked = looked
        self._pool = pool
        self._next_line = time.monotonic() + LINE_SECONDS
        self._files: dict[type, list[DataFile]] = {}
        self._sizes: dict[type, dict[str, int]] = {}
        self._readable: list[DataFile] = []

    def faults(self) -> Iterator[Fault]:
        tables = {record: self._store.tables.load(record) for record in (PageRecord, Article)}
        for record, table in tables.items():
            if (fault := check_columns(record, table)) is not None:
                yield fault
            self._files[record] = data_files(record, table)
            self._sizes[record] = sizes(self._store.tables, record)
        orphans = sum(
            len(self._sizes[record].keys() - {file.path for file in self._files[record]}) for record in tables
        )
        if self._options.site is None:
            self._looked.orphans = orphans
        for site in self._sites():
            pages, articles = (
                tables[record].transaction_version(site) or 0 for record in (PageRecord, Article)
            )
            facts = SiteFacts(
                site=site,
                articles=articles,
                pages=pages,
                gaps=read_gaps(self._store.objects, site),
                tombstones=read_tombstones(self._store.objects, site),
                templates=frozenset(templates.numbers(self._store.objects, site)),
                in_flight=articles > pages and self._settles(site, articles),
            )
            yield from self._site(facts)
        yield from check_objects(self._store.objects, self._options.site)
        if self._options.site is None:
            yield from check_releases(self._store.objects)

    def _sites(self) -> list[str]:
        found = {file.site for files in self._files.values() for file in files}
        for prefix in ("leases/", "state/"):
            for key in self._store.objects.list(f"{prefix}site="):
                found.add(key.removeprefix(f"{prefix}site=").removesuffix(".json"))
        if self._options.site is None:
            return sorted(found)
        if self._options.site not in found:
            raise UsageError(f"no site {self._options.site!r} in {self._options.store_url}")
        return [self._options.site]

    def _settles(self, site: str, number: int) -> bool:
        """Does the batch that is in `articles` reach `pages` in a moment?"""
        until = time.monotonic() + SETTLE_SECONDS
        while self._store.tables.numbers(PageRecord, [site])[site] < number:
            if time.monotonic() > until:
                return False
            time.sleep(0.5)
        return True

    def _site(self, facts: SiteFacts) -> Iterator[Fault]:
        logger.info("%s: %d batches", facts.site, facts.pages)
        rows = SiteRows()
        self._readable = []
        for record in (PageRecord, Article):
            for file in self._files[record]:
                if file.site == facts.site:
                    yield from self._file(file, facts, rows)
        yield from rows.faults(facts)
        archive = ArchiveCheck(
            self._store.objects,
            facts.site,
            self._options.hints.get(facts.site, ExtractionHints()),
            rows.hashes(),
            self._pool,
            self._options.workers,
        )
        yield from archive.faults(self._page_rows())
        self._looked.pages += archive.pages
        self._looked.segments += len(archive.segments)

    def _file(self, file: DataFile, facts: SiteFacts, rows: SiteRows) -> Iterator[Fault]:
        """Read a data file to its end; its rows count only then."""
        self._say_how_far()
        self._looked.files += 1
        fault = check_file(file, self._sizes[file.record])
        if fault is not None:
            yield fault
            if fault.kind is not Kind.FILE_SIZE:
                return
        found, problems, faults = SiteRows(), list[str](), list[Fault]()
        try:
            for row in read_rows(file, self._store.tables, problems):
                self._looked.rows += 1
                faults += _take(row, file, facts, found)
        except UNREADABLE as error:
            yield unreadable(file, error)
            return
        yield from faults
        if problems:
            detail = f"{', '.join(dict.fromkeys(problems))}: they do not fit its rows"
            yield Fault(Kind.STATISTICS, file.key, detail, repairable=True, site=file.site)
        rows.articles += found.articles
        rows.pages += found.pages
        self._readable.append(file)

    def _page_rows(self) -> Iterator[Mapping[str, object]]:
        for file in self._readable:
            if file.record is PageRecord:
                for row in read_rows(file, self._store.tables, [], COLUMNS):
                    self._say_how_far()
                    yield row

    def _say_how_far(self) -> None:
        if time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + LINE_SECONDS
            total = sum(map(len, self._files.values()))
            logger.info("%d of %d files, %d rows", self._looked.files, total, self._looked.rows)


def _take(row: dict[str, object], file: DataFile, facts: SiteFacts, found: SiteRows) -> Iterator[Fault]:
    """Look at a row, and keep what names it."""
    is_article = file.record is Article
    if checksum_of(row) != row.get("checksum"):
        name = row.get("id") if is_article else row.get("url")
        yield Fault(Kind.CHECKSUM, file.key, f"the row of {name} is damaged", repairable=True, site=file.site)
        return
    problem = article_problem(row, facts.templates) if is_article else page_problem(row)
    if problem:
        name = f"{row['id']} revision {row['revision']}" if is_article else row["url"]
        yield Fault(Kind.ROW, file.key, f"{name}: {problem}", site=file.site)
    if is_article:
        found.articles.append(article_mark(row))
    else:
        found.pages.append(page_mark(row, facts.tombstones))
