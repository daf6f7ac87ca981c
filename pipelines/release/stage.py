"""The rows of a release on disk, uncompressed, so that they are read in place and in any order.

In memory is what they are sorted by, about 100 bytes a row, and never their texts.
"""

import bisect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ..article import Article
from ..errors import StoreError
from ..store.schema import arrow_schema

Numbers = npt.NDArray[np.int64]
"""Numbers of staged rows, from 0 in the order in which they were added."""

ROW_BYTES = 1000
"""What a row counts beside its text: addresses, rights, signature."""

_DAY_MICROSECONDS = 86_400_000_000
_KEYS = pa.schema(
    [
        ("site", pa.string()),
        ("seen", pa.timestamp("us", tz="UTC")),
        ("fetched_at", pa.timestamp("us", tz="UTC")),
        ("id", pa.string()),
        ("bytes", pa.int64()),
    ]
)


def seen_at(rows: pa.RecordBatch) -> pa.Array:
    """When each article was first to be seen: what rows are sorted by within a site.

    `published_at`; where the day alone is known, the end of that day in UTC, so that it is never put before
    one whose minute is known; where nothing is, `fetched_at`.
    """
    instant = pa.timestamp("us", tz="UTC")
    day_end = pc.add(
        rows["published_date"].cast(pa.timestamp("us")), pa.scalar(_DAY_MICROSECONDS, pa.duration("us"))
    )
    return pc.coalesce(rows["published_at"], day_end.cast(instant), rows["fetched_at"])


class Stage:
    """A file that rows are added to."""

    def __init__(self, folder: Path) -> None:
        """`folder` is a temporary one; it has to have room for all texts."""
        self._path = folder / "rows.arrow"
        self._schema = arrow_schema(Article)
        self._writer = pa.ipc.new_file(str(self._path), self._schema)
        self._keys: list[pa.RecordBatch] = []

    def add(self, rows: pa.RecordBatch) -> None:
        """Add rows with the columns of `Article`, in any order."""
        if not rows.num_rows:
            return
        whole = rows.select(self._schema.names).cast(self._schema)
        self._writer.write_batch(whole)
        size = pc.add(pc.binary_length(whole["text"]).cast(pa.int64()), ROW_BYTES)
        columns = [whole["site"], seen_at(whole), whole["fetched_at"], whole["id"], size]
        self._keys.append(pa.record_batch(columns, schema=_KEYS))

    def finish(self) -> "Staged":
        """What was added, to be read. Raises StoreError where an article is there twice."""
        self._writer.close()
        return Staged(self._path, pa.Table.from_batches(self._keys, schema=_KEYS).combine_chunks())


class Staged:
    """Rows that were staged."""

    def __init__(self, path: Path, keys: pa.Table) -> None:
        self._file = pa.memory_map(str(path))
        reader = pa.ipc.open_file(self._file)
        self._batches: list[pa.RecordBatch] = [
            reader.get_batch(number) for number in range(reader.num_record_batches)
        ]
        self._starts = [0]
        for batch in self._batches:
            self._starts.append(self._starts[-1] + batch.num_rows)
        self.keys = keys
        """By number: `site`, `seen` (see `seen_at`), `fetched_at`, `id`, `bytes`."""
        self._check()

    def _check(self) -> None:
        counts = self.keys["id"].value_counts()
        twice = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
        if len(twice):
            raise StoreError(f"article {twice[0]} has two rows of one revision; run scrapy verify --repair")

    def __len__(self) -> int:
        return int(self.keys.num_rows)

    def in_row_order(self) -> Numbers:
        """By site, then as first seen: the order of a release's rows."""
        return self._sorted("site", "seen", "fetched_at", "id")

    def as_first_seen(self) -> Numbers:
        """By when they were seen, whatever the site: the first of each cluster is named by it."""
        return self._sorted("seen", "fetched_at", "id")

    def _sorted(self, *columns: str) -> Numbers:
        # An id is there once, so nothing is left to the order of rows in the table.
        keys = [(column, "ascending") for column in columns]
        order: Numbers = pc.sort_indices(self.keys, sort_keys=keys).to_numpy().astype(np.int64)
        return order

    def rows(self, numbers: Numbers) -> pa.Table:
        """Rows by their numbers, in that order; one chunk a column."""
        if not len(numbers):
            return arrow_schema(Article).empty_table()
        places = np.searchsorted(self._starts, numbers, side="right") - 1
        grouped = np.argsort(places, kind="stable")
        parts = []
        for place in np.unique(places):
            offsets = numbers[places == place] - self._starts[place]
            parts.append(self._batches[place].take(pa.array(offsets)))
        table = pa.Table.from_batches(parts).combine_chunks()
        back = np.empty_like(grouped)
        back[grouped] = np.arange(len(grouped))
        return table.take(pa.array(back)).combine_chunks()

    def values(self, order: Numbers, read: Callable[[pa.RecordBatch, int], Any]) -> Sequence[Any]:
        """Something of each row, read when it is asked for; `read` gets a batch and a row's place in it."""
        return _Values(self._batches, self._starts, order, read)


class _Values(Sequence[Any]):
    def __init__(
        self,
        batches: Sequence[pa.RecordBatch],
        starts: Sequence[int],
        order: Numbers,
        read: Callable[[pa.RecordBatch, int], Any],
    ) -> None:
        self._batches = batches
        self._starts = starts
        self._order = order
        self._read = read

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        number = int(self._order[index])
        place = bisect.bisect_right(self._starts, number) - 1
        return self._read(self._batches[place], number - self._starts[place])
