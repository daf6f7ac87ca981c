"""Table columns from the record classes, and rows both ways.

The classes in `article` are the one place where a column is declared: name, type and order come from there.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any

import pyarrow as pa

from ..article import Article, PageRecord

PARTITION_COLUMNS = ("site", "month")

# Statistics let a reader skip files by these. Never by text or title: they would keep words that were taken
# down in the log (design, section 4).
STATISTICS = {
    Article: (
        "id",
        "revision",
        "published_at",
        "published_date",
        "fetched_at",
        "batch",
        "batch_id",
        "language",
    ),
    PageRecord: ("outcome", "fetched_at", "batch", "batch_id", "origin"),
}

_PLAIN: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    dt.date: pa.date32(),
    dt.datetime: pa.timestamp("us", tz="UTC"),
}

_Reader = Callable[[Any], Any]
"""Makes a value of a field's type of one that is not None."""


def _arrow_type(annotation: Any) -> pa.DataType:
    """The column type of a field's annotation."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        return _arrow_type(inner)
    if origin is typing.Literal:
        return pa.string()
    if origin is list:
        return pa.list_(_arrow_type(arguments[0]))
    if dataclasses.is_dataclass(annotation):
        return pa.struct(list(arrow_schema(typing.cast("type", annotation))))
    return _PLAIN[annotation]


@cache
def arrow_schema(record: type) -> pa.Schema:
    """The columns of a record class, in its order."""
    hints = typing.get_type_hints(record)
    # All may be null: a column that is added later is null in older rows.
    return pa.schema(
        [pa.field(field.name, _arrow_type(hints[field.name])) for field in dataclasses.fields(record)]
    )


def to_table(record: type, rows: Iterable[Any]) -> pa.Table:
    """Rows of `record` as an Arrow table with exactly its columns."""
    table = pa.Table.from_pylist([_columns(row) for row in rows], schema=arrow_schema(record))
    sums = pa.array([checksum_of(row) for row in table.to_pylist()], pa.string())
    return table.set_column(table.schema.get_field_index("checksum"), "checksum", sums)


def _columns(record: Any) -> dict[str, Any]:
    """A record's columns as Arrow takes them. Not `dataclasses.asdict`, which copies what nobody changes."""
    return {name: _unfolded(getattr(record, name)) for name in _names(record.__class__)}


def _unfolded(value: Any) -> Any:
    """A column's value, records in it and in its list as mappings."""
    if isinstance(value, list):
        return [_unfolded(item) for item in value]
    return _columns(value) if dataclasses.is_dataclass(value) else value


def checksum_of(row: Mapping[str, Any]) -> str:
    """What the column `checksum` of a row, as Arrow gives it, must hold.

    Over the columns that are not null, so that it holds when columns are added, in the order of their names.
    """
    known = {name: value for name, value in row.items() if value is not None and name != "checksum"}
    text = json.dumps(plain(known), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def from_row(record: type[Any], row: Mapping[str, Any]) -> Any:
    """A record from a row, as Arrow or JSON gave it. Columns that the class does not know are left out."""
    readers = _readers(typing.cast("type", record))
    values = {
        name: value if value is None or (read := readers[name]) is None else read(value)
        for name, value in row.items()
        if name in readers
    }
    return record(**values)


@cache
def _readers(record: type) -> dict[str, _Reader | None]:
    """What makes a value of each field's type, None where any is one already.

    Found once for a class: types that are looked at for each value take two thirds of the time of a row.
    """
    return {name: _reader(annotation) for name, annotation in typing.get_type_hints(record).items()}


def _reader(annotation: Any) -> _Reader | None:
    """What makes nested records, and of JSON's texts times and bytes."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _reader(next(a for a in arguments if a is not type(None)))
    if origin in (list, tuple):
        read = _reader(arguments[0])
        return list if read is None else lambda items: [None if i is None else read(i) for i in items]
    if dataclasses.is_dataclass(annotation):
        return partial(from_row, typing.cast("type", annotation))
    return {dt.datetime: _moment, dt.date: _day, bytes: _bytes}.get(annotation)


def _moment(value: dt.datetime | str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(dt.UTC)


def _day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _bytes(value: bytes | str) -> bytes:
    return bytes.fromhex(value) if isinstance(value, str) else value


@cache
def _names(record: type) -> tuple[str, ...]:
    """The names of a record class's fields."""
    return tuple(field.name for field in dataclasses.fields(record))


def to_json(record: Any) -> dict[str, Any]:
    """A record as plain JSON values; `from_row` takes it back."""
    return {name: plain(getattr(record, name)) for name in _names(record.__class__)}


def plain(value: Any) -> Any:
    """A value as JSON has it: times and days as ISO 8601, bytes as hexadecimal digits, records as objects."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return to_json(value) if dataclasses.is_dataclass(value) else value
