"""Are the data files of a table whole, and do the statistics that readers rely on fit the rows?"""

import collections
import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs as pafs
import pyarrow.parquet as pq
from deltalake import DeltaTable

from ...store.schema import PARTITION_COLUMNS, arrow_schema
from ...store.tables import NAMES, Tables, reading
from .faults import Fault, Kind

_BATCH_ROWS = 1000

UNREADABLE = (OSError, pa.ArrowException, ValueError, TypeError, OverflowError)
"""What comes of damaged bytes: Arrow's own errors, and Python's where a value is none of its type."""


@dataclasses.dataclass(frozen=True, slots=True)
class DataFile:
    """A data file of a table's snapshot."""

    record: type
    path: str
    """Relative to the table."""
    site: str
    month: str
    size: int
    """Bytes, as the log says."""
    statistics: Mapping[str, Any]
    """The log's: `num_records`, `min.<column>`, `max.<column>`, `null_count.<column>`."""

    @property
    def key(self) -> str:
        """Relative to the store."""
        return f"{NAMES[self.record]}/{self.path}"


def data_files(record: type, table: DeltaTable) -> list[DataFile]:
    """The data files of a snapshot, by path."""
    with reading(record):
        rows = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    files = (
        DataFile(record, row["path"], row["partition.site"], row["partition.month"], row["size_bytes"], row)
        for row in rows
    )
    return sorted(files, key=lambda file: file.path)


def sizes(tables: Tables, record: type) -> dict[str, int]:
    """Size of each data file below a table's folder, bytes, by path; those of no snapshot as well."""
    with reading(record):
        found = tables.files(record).get_file_info(pafs.FileSelector("", recursive=True))
    return {
        info.path: info.size
        for info in found
        if info.type == pafs.FileType.File and not info.path.startswith("_delta_log/")
    }


def check_columns(record: type, table: DeltaTable) -> Fault | None:
    """Are the columns of a table those of its class? One that was renamed would be read as null."""
    names, known = pa.schema(table.schema().to_arrow()), arrow_schema(record)
    # A table that was made before a column was added does not have it.
    odd = [
        field.name
        for field in names
        if field.name not in known.names or field.type != known.field(field.name).type
    ]
    partitions = tuple(table.metadata().partition_columns)
    if not odd and partitions == PARTITION_COLUMNS:
        return None
    detail = f"column {odd[0]!r}" if odd else f"partitioned by {partitions}"
    return Fault(Kind.LOG_ENTRY, f"{NAMES[record]}/_delta_log", f"{detail}, which this version does not know")


def check_file(file: DataFile, found: Mapping[str, int]) -> Fault | None:
    """Is the file there, in its place, as large as it was written?"""
    if not file.path.startswith(f"site={file.site}/month={file.month}/"):
        detail = f"the log counts it to {file.site} {file.month}"
        return Fault(Kind.LOG_ENTRY, file.key, detail, site=file.site)
    if file.path not in found:
        return Fault(Kind.FILE_MISSING, file.key, f"{_rows(file)} are lost", repairable=True, site=file.site)
    size = found[file.path]
    if size != file.size:
        detail = f"{size} bytes, the log says {file.size}"
        return Fault(Kind.FILE_SIZE, file.key, detail, repairable=True, site=file.site)
    return None


def unreadable(file: DataFile, error: BaseException) -> Fault:
    """The fault of a file that could not be read."""
    detail = f"{_rows(file)}: {str(error)[:200]}"
    return Fault(Kind.FILE_UNREADABLE, file.key, detail, repairable=True, site=file.site)


def _rows(file: DataFile) -> str:
    return f"{file.statistics.get('num_records')} rows"


def read_rows(
    file: DataFile, tables: Tables, problems: list[str], columns: list[str] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a file, with all columns or those named.

    What of its statistics does not fit the rows is added to `problems` by the end. Raises one of
    `UNREADABLE`.
    """
    with pq.ParquetFile(file.path, filesystem=tables.files(file.record), pre_buffer=False) as parquet:
        names = arrow_schema(file.record).names if columns is None else columns
        if unknown := sorted(set(parquet.schema_arrow.names) - set(arrow_schema(file.record).names)):
            raise ValueError(f"it has a column {unknown[0]!r}, which is none of the table")
        # A column that was added later is null in older rows.
        blank = dict.fromkeys(names) | {"site": file.site, "month": file.month}
        whole = _Seen()
        for number in range(parquet.num_row_groups):
            group = _Seen()
            for batch in parquet.iter_batches(_BATCH_ROWS, row_groups=[number], columns=columns):
                group.add(batch)
                for row in batch.to_pylist():
                    yield blank | row
            problems += group.problems(_of_group(parquet.metadata.row_group(number)))
            whole.merge(group)
        problems += whole.problems(_of_log(file.statistics))


_Stated = dict[str, tuple[Any, Any, int | None]]
"""Least and greatest value and number of nulls, by column; None where nothing is said."""


def _of_group(group: pq.RowGroupMetaData) -> _Stated:
    stated: _Stated = {"": (None, None, group.num_rows)}
    for number in range(group.num_columns):
        column = group.column(number)
        found = column.statistics
        # A name with a dot is a part of a list: nothing is left out by these.
        if found is None or "." in column.path_in_schema:
            continue
        least, greatest = (found.min, found.max) if found.has_min_max else (None, None)
        stated[column.path_in_schema] = (least, greatest, found.null_count if found.has_null_count else None)
    return stated


def _of_log(statistics: Mapping[str, Any]) -> _Stated:
    stated: _Stated = {"": (None, None, statistics.get("num_records"))}
    for key in statistics:
        name = key.removeprefix("null_count.")
        if name == key:
            continue
        greatest = statistics.get(f"max.{name}")
        if isinstance(greatest, dt.datetime):
            # The log's times are cut to milliseconds, as the Delta protocol has it.
            greatest += dt.timedelta(milliseconds=1)
        stated[name] = (statistics.get(f"min.{name}"), greatest, statistics[key])
    return stated


class _Seen:
    """Least and greatest values and nulls of rows that were read. The column "" stands for the rows."""

    def __init__(self) -> None:
        self._bounds: dict[str, tuple[Any, Any]] = {}
        self._nulls: collections.Counter[str] = collections.Counter()

    def add(self, batch: pa.RecordBatch) -> None:
        self._nulls[""] += batch.num_rows
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            if pa.types.is_nested(column.type):
                continue
            self._nulls[name] += column.null_count
            found = pc.min_max(column).as_py()
            self._widen(name, found["min"], found["max"])

    def _widen(self, name: str, least: Any, greatest: Any) -> None:
        if least is None:
            return
        known = self._bounds.get(name)
        self._bounds[name] = (min(known[0], least), max(known[1], greatest)) if known else (least, greatest)

    def merge(self, other: "_Seen") -> None:
        self._nulls += other._nulls
        for name, (least, greatest) in other._bounds.items():
            self._widen(name, least, greatest)

    def problems(self, stated: _Stated) -> list[str]:
        """Where `stated` would have a reader leave rows out, or count wrong."""
        return [
            f"of {name}" if name else "number of rows"
            for name, (least, greatest, nulls) in stated.items()
            if (nulls is not None and nulls != self._nulls[name])
            or (name in self._bounds and not self._within(name, least, greatest))
        ]

    def _within(self, name: str, least: Any, greatest: Any) -> bool:
        # Long texts are cut in statistics, so that these are bounds and no values.
        lower, upper = self._bounds[name]
        return (least is None or least <= lower) and (greatest is None or greatest >= upper)
