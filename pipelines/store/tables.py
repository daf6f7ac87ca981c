"""The two Delta tables, for reading. What commits to them is in `writer`."""

import contextlib
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.dataset as pads
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from ..article import Article, PageRecord
from ..errors import StoreError
from .files import table_files
from .location import StoreLocation

T = TypeVar("T")

NAMES: dict[type, str] = {Article: "articles", PageRecord: "pages"}


class Tables:
    """The tables `articles` and `pages` of a store, for reading."""

    def __init__(self, location: StoreLocation) -> None:
        self._location = location

    def _options(self) -> dict[str, str]:
        """What Delta is told of the bucket; asked for at each opening, as credentials may have changed."""
        return self._location.delta_options()

    def _attempt(self, call: Callable[[], T]) -> T:
        """Make a call that reads. A reader makes it once."""
        return call()

    def exist(self) -> bool:
        """Has the store been used before? Raises StoreError when that cannot be told."""
        return all(self._open(record) is not None for record in NAMES)

    def store_id(self) -> str:
        """A name that no other store has: that of its table `articles`."""
        return str(self.load(Article).metadata().id)

    def _open(self, record: type) -> DeltaTable | None:
        address = self._location.table(NAMES[record])
        with reading(record):
            try:
                return self._attempt(lambda: DeltaTable(address, storage_options=self._options()))
            except TableNotFoundError:
                return None

    def load(self, record: type) -> DeltaTable:
        """The table of `record` as it stands now. Raises StoreError when there is none."""
        table = self._open(record)
        if table is None:
            raise StoreError(f"no dataset at {self._location.url}: there is no table {NAMES[record]}")
        return table

    def scan(
        self, record: type, where: str | None = None, *, table: DeltaTable | None = None
    ) -> pads.Dataset:
        """The rows of `table`, else of the table of `record` as it stands now, to be read.

        :param where: a predicate that files must be able to match; rows are not filtered by it, and each
            file that is not left out so costs a millisecond, whether it is read or not
        """
        files = table_files(self._location, NAMES[record], self._options())
        loaded = self.load(record) if table is None else table
        return loaded.to_pyarrow_dataset(filesystem=files, file_pruning_predicate=where)

    def numbers(self, record: type, sites: Collection[str]) -> dict[str, int]:
        """Number of the last batch of each of `sites` in the table of `record`; 0 where there is none."""
        table = self.load(record)
        return {site: table.transaction_version(site) or 0 for site in sites}

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


@contextlib.contextmanager
def reading(record: type) -> Iterator[None]:
    """What reads the table of `record` here and fails raises StoreError."""
    try:
        yield
    except (DeltaError, OSError, pa.ArrowException) as error:
        raise StoreError(f"the table {NAMES[record]} cannot be read: {told(error)}") from error


def quoted(text: str) -> str:
    """A text in a predicate."""
    return "'" + text.replace("'", "''") + "'"


# delta-rs writes chains of causes with arrows in colour.
_DECORATION = re.compile(r"\x1b\[[0-9;]*m|[↳\s]+")


def told(error: BaseException) -> str:
    """What an error of Delta says, in one line: it writes several, and colours them."""
    return _DECORATION.sub(" ", str(error)).strip()[:400] or type(error).__name__
