"""Articles that were asked for, one at a time or all at once."""

import contextlib
import functools
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.dataset as pads

from ..article import Article
from ..errors import UsageError
from ..store.schema import from_row
from .cursor import Cursor
from .filters import Filters, not_kept_from

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_BATCH_ROWS = 1000
_LARGE = frozenset(("text", "removed"))
"""Columns that are most of the bytes. Those without them are read ahead."""


class Articles:
    """Articles of one state of the dataset: a crawl that goes on meanwhile is not seen.

    Iterate for `Article` objects, one at a time, or take all at once as Arrow, pandas or polars.
    """

    def __init__(
        self,
        dataset: pads.Dataset,
        schema: pa.Schema,
        where: pads.Expression | None,
        filters: Filters,
        guard: Callable[[], contextlib.AbstractContextManager[None]],
        *,
        revised: pads.Dataset | None = None,
        cursor: Callable[[], Cursor] | None = None,
    ) -> None:
        """Made by `read_articles` and `Release.articles`.

        :param revised: where the numbers of revisions are looked up; without it, all rows are wanted
        :param guard: turns what goes wrong in reading into StoreError
        """
        self._dataset = dataset
        self._schema = schema
        self._where = where
        self._filters = filters
        self._guard = guard
        self._revised = revised
        self._make_cursor = cursor

    @functools.cached_property
    def cursor(self) -> Cursor:
        """How far the dataset is read with this: keep it (`json.dumps` takes it), hand it back as `after`.

        Keep it when all that was read is safe with you. Raises UsageError for a release, which has none.
        """
        if self._make_cursor is None:
            raise UsageError("a release never changes: there is no cursor to follow it by")
        return self._make_cursor()

    @property
    def columns(self) -> list[str]:
        """Names of all columns."""
        names: list[str] = self._schema.names
        return names

    def schema(self, columns: Collection[str] | None = None) -> pa.Schema:
        """The Arrow schema of all columns, or of those named. Raises UsageError for an unknown column."""
        return pa.schema([self._schema.field(name) for name in self._wanted(columns)])

    @functools.cached_property
    def _newest(self) -> dict[str, int]:
        """The latest revision of the articles that have more than one."""
        if self._revised is None:
            return {}
        with self._guard():
            table = self._revised.to_table(columns=["id", "revision"], filter=pads.field("revision") > 1)
        newest = table.group_by("id").aggregate([("revision", "max")])
        return dict(zip(newest["id"].to_pylist(), newest["revision_max"].to_pylist(), strict=True))

    def batches(self, columns: Collection[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows as Arrow record batches of at most 1000, all columns or those named.

        Raises UsageError for an unknown column and StoreError when a file cannot be read: those that a
        compaction replaced are kept for seven days after the dataset was opened, those that a takedown
        replaced are deleted at once.
        """
        wanted = self._wanted(columns)
        return self._read(wanted, ahead=_LARGE.isdisjoint(wanted))

    def _read(self, wanted: list[str], *, ahead: bool) -> Iterator[pa.RecordBatch]:
        needed = wanted if self._revised is None else [*wanted, "id", "revision"]
        if self._filters.kept_from:
            needed = [*needed, "rights"]
        newest = self._newest
        with self._guard():
            for scanned in self._scans(list(dict.fromkeys(needed)), ahead):
                for batch in scanned.to_batches():
                    kept = _latest(batch, newest) if newest else batch
                    if self._filters.kept_from:
                        kept = not_kept_from(kept, self._filters.kept_from)
                    if kept.num_rows:
                        yield kept.select(wanted)

    def _scans(self, columns: list[str], ahead: bool) -> Iterator[pads.Scanner]:
        """The whole, or one row group after the other: Arrow reads ahead of its consumer, up to 1 GiB.

        Of 150 MB in 12 files, a scan of the whole held 147 MB before the first row was used.
        """
        if ahead:
            yield self._dataset.scanner(columns=columns, filter=self._where, batch_size=_BATCH_ROWS)
            return
        schema = self._dataset.schema
        for file in self._dataset.get_fragments(self._where):
            for group in file.split_by_row_group(self._where, schema):
                yield group.scanner(schema, columns=columns, filter=self._where, batch_size=_BATCH_ROWS)

    def _wanted(self, columns: Collection[str] | None) -> list[str]:
        if columns is None:
            return self.columns
        wanted = [columns] if isinstance(columns, str) else list(columns)
        if unknown := sorted(set(wanted) - set(self.columns)):
            raise UsageError(f"no column {unknown[0]!r}; there are: {', '.join(self.columns)}")
        return wanted

    def __iter__(self) -> Iterator[Article]:
        for row in self.rows():
            yield from_row(Article, row)

    def rows(self, columns: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries, one at a time, all columns or those named. Raises as `batches`."""
        for batch in self.batches(columns):
            with self._guard():
                rows = batch.to_pylist()
            yield from rows

    def __len__(self) -> int:
        return sum(batch.num_rows for batch in self.batches(["id"]))

    def to_arrow(self, columns: Collection[str] | None = None) -> pa.Table:
        """All rows as an Arrow table. Raises as `batches`."""
        schema = self.schema(columns)
        batches = [batch.cast(schema) for batch in self._read(schema.names, ahead=True)]
        return pa.Table.from_batches(batches, schema=schema)

    def to_pandas(self, columns: Collection[str] | None = None) -> "pd.DataFrame":
        """All rows as a pandas data frame. Raises UsageError where pandas is not installed."""
        _need("pandas")
        frame: pd.DataFrame = self.to_arrow(columns).to_pandas()
        return frame

    def to_polars(self, columns: Collection[str] | None = None) -> "pl.DataFrame":
        """All rows as a polars data frame. Raises UsageError where polars is not installed."""
        polars = _need("polars")
        frame: pl.DataFrame = polars.from_arrow(self.to_arrow(columns))
        return frame


def _need(name: str) -> Any:
    try:
        return __import__(name)
    except ModuleNotFoundError as error:
        raise UsageError(f"to_{name} needs {name}: pip install 'steppewire[{name}]'") from error


def _latest(batch: pa.RecordBatch, newest: dict[str, int]) -> pa.RecordBatch:
    pairs = zip(batch["id"].to_pylist(), batch["revision"].to_pylist(), strict=True)
    return batch.filter(pa.array([newest.get(key, number) == number for key, number in pairs], pa.bool_()))
