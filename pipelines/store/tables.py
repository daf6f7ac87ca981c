"""The two Delta tables, for reading. What commits to them is in `writer`."""

import contextlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.fs as pafs
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from ..article import Article, PageRecord
from ..errors import StoreError
from .files import table_files
from .location import StoreLocation
from .schema import PARTITION_COLUMNS
from .transactions import Transactions

T = TypeVar("T")

NAMES: dict[type, str] = {Article: "articles", PageRecord: "pages"}

_FEW = 3
"""Up to so many sites, delta-rs is asked for the batch number of each."""

_PARQUET = pads.ParquetFileFormat(
    default_fragment_scan_options=pads.ParquetFragmentScanOptions(pre_buffer=True)
)
_PARTITIONS = pads.partitioning(
    pa.schema([pa.field(name, pa.string()) for name in PARTITION_COLUMNS]), flavor="hive"
)


class Tables:
    """The tables `articles` and `pages` of a store, for reading."""

    def __init__(self, location: StoreLocation, options: Callable[[], dict[str, str]] | None = None) -> None:
        """`options` is what Delta is told of a bucket; else what the environment says."""
        self._location = location
        self._given_options = options or location.delta_options
        self._transactions = {record: Transactions() for record in NAMES}

    def _options(self) -> dict[str, str]:
        """Asked for at each opening, as credentials may have changed."""
        return self._given_options()

    def _attempt(self, call: Callable[[], T]) -> T:
        """Make a call that reads. A reader makes it once."""
        return call()

    def exist(self) -> bool:
        """Has the store been used before? Raises StoreError when that cannot be told."""
        return self.found() is not None

    def found(self) -> dict[type, DeltaTable] | None:
        """The tables as they stand now; None where one is missing. Raises StoreError.

        Whoever opens a store asks once: in a bucket, to open a table takes a request for each commit since
        the last checkpoint.
        """
        tables = {}
        for record in NAMES:
            if (table := self._open(record)) is None:
                return None
            tables[record] = table
        return tables

    def store_id(self, table: DeltaTable | None = None) -> str:
        """A name that no other store has: that of its table `articles`, which may be at hand."""
        return str((self.load(Article) if table is None else table).metadata().id)

    def _open(self, record: type) -> DeltaTable | None:
        address = self._location.table(NAMES[record])
        with reading(record):
            try:
                table = self._attempt(lambda: DeltaTable(address, storage_options=self._options()))
            except TableNotFoundError:
                return None
        self._check_last_commit(record, table)
        return table

    def _check_last_commit(self, record: type, table: DeltaTable) -> None:
        """Refuse a last commit without content: delta-rs takes it for one that changed nothing.

        A power cut may leave it in a folder, where no write is atomic. Its batch would be lost silently.
        """
        if self._location.root is None:
            return
        log = self._location.root / NAMES[record] / "_delta_log"
        with reading(record), contextlib.suppress(FileNotFoundError):
            if not (log / f"{table.version():020d}.json").stat().st_size:
                raise StoreError(_damaged(record, f"commit {table.version()} is empty"))

    def load(self, record: type) -> DeltaTable:
        """The table of `record` as it stands now. Raises StoreError when there is none."""
        table = self._open(record)
        if table is None:
            raise StoreError(f"no dataset at {self._location.url}: there is no table {NAMES[record]}")
        return table

    def files(self, record: type) -> pafs.FileSystem:
        """The folder of the table of `record`, as Arrow opens its files."""
        return self.folder(NAMES[record])

    def folder(self, name: str) -> pafs.FileSystem:
        """What the store has below `name`, as Arrow opens its files."""
        return table_files(self._location, name, self._options())

    def scan(
        self, record: type, where: str | None = None, *, table: DeltaTable | None = None
    ) -> pads.Dataset:
        """The rows of `table`, else of the table of `record` as it stands now, to be read.

        :param where: a predicate in SQL that files must be able to match by their partition and statistics;
            rows are not filtered by it

        delta-rs would make the same dataset with all statistics of each file as Arrow expressions, which
        takes some twenty times as long as leaving files out by `where` and naming their partitions.
        """
        files = self.files(record)
        loaded = self.load(record) if table is None else table
        root = self._location.table(NAMES[record])
        with reading(record):
            uris = loaded.file_uris(file_pruning_predicate=where)
        paths = [uri.removeprefix(root).lstrip("/") for uri in uris]
        fragments = [
            _PARQUET.make_fragment(path, files, partition_expression=_PARTITIONS.parse(path))
            for path in paths
        ]
        return pads.FileSystemDataset(fragments, pa.schema(loaded.schema().to_arrow()), _PARQUET, files)

    def numbers(self, record: type, sites: Collection[str]) -> dict[str, int]:
        """Number of the last batch of each of `sites` in the table of `record`; 0 where there is none."""
        return self.numbers_in(record, self.load(record), sites)

    def numbers_in(self, record: type, table: DeltaTable, sites: Collection[str]) -> dict[str, int]:
        """The same in `table`, the table of `record` as it was loaded."""
        files = self.files(record) if len(sites) > _FEW else None
        numbers = self._transactions[record].at(table, files) if files else None
        if numbers is not None:
            return {site: numbers.get(site, 0) for site in sites}
        with reading(record):
            # Reads the log: the table's own opening has not looked at these numbers.
            return self._attempt(lambda: {site: table.transaction_version(site) or 0 for site in sites})

    def all_numbers(self, record: type) -> Mapping[str, int] | None:
        """Number of the last batch of every site in the table of `record`; None where the log is not easily
        read, and `numbers` is to be asked."""
        table = self.load(record)
        return self._transactions[record].at(table, self.files(record))

    def last_batches(self, record: type, table: DeltaTable) -> dict[str, int]:
        """Number of the last batch of each site that has a row in `table`.

        By the files' statistics: Delta looks through the whole log for the number of each single site, which
        took 5 s of a reading of 200 sites after 300 commits.
        """
        with reading(record):
            actions = pa.table(table.get_add_actions(flatten=True))
        if not actions.num_rows:
            return {}
        found = actions.group_by("partition.site").aggregate([("max.batch", "max")]).to_pylist()
        return {row["partition.site"]: row["max.batch_max"] for row in found}

    def rows_of(self, record: type, site: str, columns: list[str], *, month: str | None = None) -> pa.Table:
        """Columns of all rows of a site, or of those in one of its months."""
        wanted, where = pads.field("site") == site, f"site = {quoted(site)}"
        if month is not None:
            wanted, where = wanted & (pads.field("month") == month), f"{where} AND month = {quoted(month)}"
        with reading(record):
            return self.scan(record, where).to_table(columns, filter=wanted)

    def rows_after(
        self, record: type, site: str, number: int, columns: list[str]
    ) -> Iterator[dict[str, Any]]:
        """Rows of `site` in batches later than `number`, in batch order."""
        wanted = (pads.field("site") == site) & (pads.field("batch") > number)
        loaded = self.scan(record, f"site = {quoted(site)} AND batch > {number}")
        with reading(record):
            table = self._attempt(lambda: loaded.to_table(columns=[*columns, "batch"], filter=wanted))
        for rows in table.sort_by("batch").to_batches(max_chunksize=10_000):
            yield from rows.to_pylist()

    def stream_after(
        self, record: type, site: str, number: int, columns: list[str]
    ) -> Iterator[dict[str, Any]]:
        """Rows of `site` in batches later than `number`, in any order; never all of them in memory."""
        wanted = (pads.field("site") == site) & (pads.field("batch") > number)
        loaded = self.scan(record, f"site = {quoted(site)} AND batch > {number}")
        with reading(record):
            for rows in loaded.to_batches(
                columns=columns, filter=wanted, batch_size=1000, batch_readahead=2, fragment_readahead=1
            ):
                yield from rows.to_pylist()


@contextlib.contextmanager
def reading(record: type) -> Iterator[None]:
    """What reads the table of `record` here and fails raises StoreError."""
    try:
        yield
    except (DeltaError, OSError, pa.ArrowException) as error:
        if is_damaged(error):
            raise StoreError(_damaged(record, told(error))) from error
        raise StoreError(f"the table {NAMES[record]} cannot be read: {told(error)}") from error


_DAMAGED = re.compile(r"Json error|Expected contiguous commit|Invalid JSON", re.IGNORECASE)


def is_damaged(error: BaseException) -> bool:
    """Is the table's log torn or incomplete? Trying again does not help."""
    return isinstance(error, DeltaError) and bool(_DAMAGED.search(str(error)))


def _damaged(record: type, what: str) -> str:
    return f"the log of the table {NAMES[record]} is damaged ({what}); run scrapy verify --repair"


def quoted(text: str) -> str:
    """A text in a predicate."""
    return "'" + text.replace("'", "''") + "'"


# What follows some errors: a trace of the stack, a value as a programmer sees it.
_INSIDES = re.compile(r" 0: <unknown>|: ParsedLogPath")
# delta-rs writes chains of causes with arrows in colour.
_DECORATION = re.compile(r"(?:\x1b\[[0-9;]*m|[↳\s])+")


def told(error: BaseException) -> str:
    """What an error of Delta says, in one line: it writes several, and colours them."""
    text = _INSIDES.split(_DECORATION.sub(" ", str(error)), maxsplit=1)[0].strip()
    why = "".join(f"{reason}: " for code, reason in _REASONS.items() if code in text)
    return why + text[:400] or type(error).__name__


_REASONS = {
    "ExpiredToken": "the credentials have expired",
    "RequestTimeTooSkewed": "this machine's clock is wrong",
    "NoSuchBucket": "there is no such bucket",
    "AccessDenied": "access refused",
    "os error 28": "the disk is full",
}
"""What a person should know first, by what stands in errors of Delta."""
