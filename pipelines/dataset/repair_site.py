"""Mending one site: out with what is damaged, in with what the other table and the archive still know."""

import contextlib
import dataclasses
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..article import Article, ExtractionHints, PageRecord
from ..catch_up import FILL_COLUMNS, complete, page_of_article
from ..clean.template import with_template
from ..errors import CommitConflict, StoreError
from ..ledger.ledger import Ledger
from ..recorder import Recorder
from ..store.gaps import note_gap, read_gaps
from ..store.objects import ObjectStore
from ..store.schema import checksum_of, to_table
from ..store.store import Store, ledger_path
from ..store.tables import NAMES
from ..store.templates import in_force
from ..store.tombstones import read_tombstones
from ..store.writer import Batch, Overtaken
from ..urls import url_key
from ..workers import ExtractionPool
from .verify.archive import BadRecord, read_page
from .verify.faults import Fault, Kind
from .verify.files import data_files
from .verify.rows import IN_ARTICLES

INGEST_LEDGER = "_ingest"

_DAMAGED = (Kind.FILE_MISSING, Kind.FILE_UNREADABLE)
_REWRITTEN = (*_DAMAGED, Kind.FILE_SIZE, Kind.STATISTICS, Kind.CHECKSUM, Kind.ROW_TWICE)
_PLACE = re.compile(r"(articles|pages)/(site=([^/]+)/month=([^/]+)(?:/.+)?)")
_RECORDS = {name: record for record, name in NAMES.items()}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RepairOptions:
    """Where the ledgers are, and who repairs."""

    ledger_dir: Path
    run_id: str
    user_agent: str


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done, or that cannot be."""

    text: str
    lost: bool = False
    """It says what is lost."""

    def __str__(self) -> str:
        return f"{'lost' if self.lost else 'repaired'}: {' '.join(self.text.split())}"


def keep_copy(objects: ObjectStore, key: str) -> bool:
    """Copy an object to `broken/`, out of reach of all that clears the tables' folders. Was it there?"""
    data = objects.get(key)
    if data is not None:
        objects.put_if_absent(f"broken/{key}", data)
    return data is not None


class SiteRepair:
    """The repair of one site, whose lock and lease are held."""

    def __init__(
        self,
        store: Store,
        site: str,
        hints: ExtractionHints,
        pool: Callable[[], ExtractionPool],
        options: RepairOptions,
        note: Callable[[Told], None],
    ) -> None:
        self._store = store
        self._site = site
        self._hints = hints
        self._pool = pool
        self._options = options
        self._note = note

    def mend(self, faults: Collection[Fault]) -> None:
        """Mend what of `faults` can be mended. Raises StoreError, CommitConflict or LedgerError."""
        kinds = {fault.kind for fault in faults}
        before = self._number_of_pages()
        twice = self._clean(faults)
        touched = twice is not None
        if Kind.ARTICLES_ONLY in kinds:
            self._finish_batches()
        if Kind.PAGES_ONLY in kinds:
            self._append_articles()
        if touched or kinds & {Kind.ARTICLE_MISSING, Kind.PAGE_MISSING}:
            self._fill_pages()
            self._fill_articles()
            self._note_gaps()
        if twice is not None and (lost := before - twice - self._number_of_pages()) > 0:
            what = f"{lost} rows of pages of {self._site} are lost: pages whose articles are not there"
            self._note(Told(what, lost=True))

    def _number_of_pages(self) -> int:
        files = data_files(PageRecord, self._store.tables.load(PageRecord))
        return sum(file.statistics["num_records"] or 0 for file in files if file.site == self._site)

    # Out with what is damaged

    def _clean(self, faults: Collection[Fault]) -> int | None:
        """Rewrite the months that hold damage, without it. How many rows of `pages` were there twice.

        None when nothing was rewritten.
        """
        twice = 0
        months: dict[tuple[type, str], set[str]] = {}
        for fault in faults:
            match = _PLACE.fullmatch(fault.where) if fault.kind in _REWRITTEN else None
            if match is None:
                continue
            without = months.setdefault((_RECORDS[match[1]], match[4]), set())
            if fault.kind in _DAMAGED:
                without.add(match[2])
            if fault.kind is not Kind.ROW_TWICE and keep_copy(self._store.objects, fault.where):
                self._note(Told(f"{fault.where} was copied to broken/{fault.where}"))
        for (record, month), without in months.items():
            sorted_out = _SortedOut()
            self._store.tables.rewrite(record, self._site, month, sorted_out, without=without)
            left_out = (
                f"{len(without)} data files, {sorted_out.damaged} damaged rows, "
                f"{sorted_out.twice} repeated ones"
            )
            self._note(Told(f"{NAMES[record]} of {self._site} {month} was rewritten without {left_out}"))
            if record is PageRecord:
                twice += sorted_out.twice
        return twice if months else None

    # Batches that reached one table only

    def _finish_batches(self) -> None:
        """Write `pages` of a batch that is in `articles` only; as it was frozen, where a ledger has it."""
        for name in (self._site, INGEST_LEDGER):
            path = ledger_path(self._options.ledger_dir, self._store, name)
            if not path.exists():
                continue
            with contextlib.closing(Ledger(path)) as ledger:
                if any(self._site in numbers for _, numbers, _ in ledger.frozen()):
                    recorder = Recorder(
                        self._store,
                        ledger,
                        run_id=self._options.run_id,
                        user_agent=self._options.user_agent,
                        batch_pages=1,
                        batch_seconds=0,
                    )
                    recorder.open()
        complete(self._store, self._site, self._options.run_id)
        self._note(
            Told(
                f"pages of {self._site} was completed; what a batch that had reached articles only held "
                "beside articles is found again by its sources"
            )
        )

    def _append_articles(self) -> None:
        """Write `articles` of batches that are in `pages` only."""
        tables = self._store.tables
        (done,) = tables.numbers(Article, [self._site]).values()
        (last,) = tables.numbers(PageRecord, [self._site]).values()
        rows = [row for row in self._page_rows() if row["batch"] > done]
        for number in range(done + 1, last + 1):
            of_batch = [row for row in rows if row["batch"] == number]
            made = self._remake([row for row in of_batch if row["outcome"] in IN_ARTICLES])
            batch = Batch(of_batch[0]["batch_id"] if of_batch else "", {self._site: number})
            try:
                tables.append_batch(Article, to_table(Article, made), batch)
            except Overtaken as error:
                raise CommitConflict(
                    f"{self._site}: another run is writing; run again when it is done"
                ) from error
            self._note(Told(f"{len(made)} rows of articles of {self._site} were made again, batch {number}"))

    # In with what was lost

    def _page_rows(self) -> list[dict[str, Any]]:
        rows: pa.Table = self._store.tables.rows_of(PageRecord, self._site, _PAGE_COLUMNS)
        found: list[dict[str, Any]] = rows.to_pylist()
        return found

    def _article_keys(self) -> dict[tuple[int, str, int], str]:
        """Month of each row of `articles`, by batch, id and revision."""
        rows = self._store.tables.rows_of(Article, self._site, ["batch", "id", "revision", "month"])
        return {(row["batch"], row["id"], row["revision"]): row["month"] for row in rows.to_pylist()}

    def _fill_articles(self) -> None:
        """Make rows of `articles` again from `pages` and the archive."""
        there = self._article_keys()
        rows = [
            row
            for row in self._page_rows()
            if row["outcome"] in IN_ARTICLES
            and (row["batch"], row["article_id"], row["revision"]) not in there
        ]
        self._put(Article, self._remake(rows))

    def _remake(self, rows: list[dict[str, Any]]) -> list[Article]:
        """The articles of stored and revised rows of `pages`. Those that cannot be made are told."""
        tombstones = read_tombstones(self._store.objects, self._site)
        template_at = in_force(self._store.objects, self._site)
        months = {key[1]: month for key, month in self._article_keys().items()}
        months |= {row["article_id"]: row["month"] for row in self._page_rows() if row["outcome"] == "stored"}
        made = []
        for row in rows:
            keys = [url_key(row[name]) for name in ("url", "final_url", "canonical_url") if row[name]]
            if tombstones.cover(keys, row["article_id"]):
                continue
            name = f"article {row['article_id']} revision {row['revision']} ({row['url']})"
            try:
                article = self._extract(row)
            except (StoreError, BadRecord) as error:
                self._note(Told(f"{name} is lost: {error}", lost=True))
                continue
            template = template_at(row["batched_at"])
            made.append(
                dataclasses.replace(
                    with_template(article, template) if template else article,
                    revision=row["revision"],
                    month=months.get(row["article_id"], row["month"]),
                    **{column: row[column] for column in _SHARED_COLUMNS},
                )
            )
        return made

    def _extract(self, row: Mapping[str, Any]) -> Article:
        """The article of an archived page. Raises BadRecord or StoreError."""
        page = read_page(row, None, self._store.objects, self._site, self._hints)
        result = self._pool().submit(page).result()
        if not isinstance(result, Article):
            raise BadRecord(Kind.TEXT_DIFFERS, f"its page is now extracted to {result}")
        if result.id != row["article_id"]:
            raise BadRecord(Kind.TEXT_DIFFERS, f"its page is now extracted to the article {result.id}")
        return result

    def _fill_pages(self) -> None:
        """Make stored and revised rows of `pages` again from `articles`."""
        there = {(row["batch"], row["article_id"], row["revision"]) for row in self._page_rows()}
        missing = self._article_keys().keys() - there
        rows: list[dict[str, Any]] = []
        for batch in self._store.tables.rows_of(Article, self._site, [*FILL_COLUMNS, "batch"]).to_batches():
            rows += [
                row for row in batch.to_pylist() if (row["batch"], row["id"], row["revision"]) in missing
            ]
        self._put(PageRecord, [page_of_article(row, self._options.run_id) for row in rows])

    def _put(self, record: type, made: list[Any]) -> None:
        """Add rows to the months that they belong to."""
        for month in sorted({row.month for row in made}):
            rows = to_table(record, [row for row in made if row.month == month])

            def added(part: pa.Table, rows: pa.Table = rows) -> pa.Table:
                part = part.select(rows.schema.names).cast(rows.schema)
                return pa.concat_tables([part, rows]).sort_by("batch")

            self._store.tables.rewrite(record, self._site, month, added)
            self._note(
                Told(f"{rows.num_rows} rows of {NAMES[record]} of {self._site} {month} were made again")
            )

    def _note_gaps(self) -> None:
        """Leave a trace of batches whose rows are all lost."""
        (last,) = self._store.tables.numbers(PageRecord, [self._site]).values()
        there = {row["batch"] for row in self._page_rows()}
        gaps = read_gaps(self._store.objects, self._site)
        for number in sorted(set(range(1, last + 1)) - there - gaps):
            note_gap(self._store.objects, self._site, number, "its rows were lost, and it held no article")
            self._note(Told(f"all pages of batch {number} of {self._site} are lost", lost=True))


_SHARED_COLUMNS = ["batch", "batch_id", "batched_at", "warc_key", "warc_length", "warc_offset"]
_PAGE_COLUMNS = [
    "site", "month", "url", "final_url", "canonical_url", "outcome", "article_id", "revision", "fetched_at",
    "feed_published", *_SHARED_COLUMNS,
]  # fmt: skip


class _SortedOut:
    """Keeps the rows that are as they were written, each once, and counts the others."""

    def __init__(self) -> None:
        self.damaged = self.twice = 0

    def __call__(self, rows: pa.Table) -> pa.Table:
        # Called again when another commit came in between.
        self.damaged = self.twice = 0
        seen: set[str] = set()
        keep = []
        for batch in rows.to_batches(max_chunksize=1000):
            for row in batch.to_pylist():
                found = checksum_of(row)
                sound, known = found == row["checksum"], found in seen
                self.damaged += not sound
                self.twice += sound and known
                keep.append(sound and not known)
                if sound:
                    seen.add(found)
        return rows.filter(pa.array(keep, pa.bool_()))
