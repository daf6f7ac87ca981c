"""`steppewire export`: articles into a file that other programs open."""

import argparse
import contextlib
import csv
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .options import Commands, add_command, add_cursor, add_filters, kept_cursor, limited, replaced, wanted
from .terminal import json_line, output

if TYPE_CHECKING:
    import pyarrow as pa

FORMS = ("csv", "jsonl", "parquet")

_DETAILS = """\
The form is that of the file's name: .csv, .jsonl or .parquet; or say --csv, --jsonl or --parquet.
FILE is - for the output. CSV is UTF-8 with a mark that Excel knows it by; a cell that a spreadsheet
would run as a formula has an apostrophe before it.

examples:
  steppewire export articles.csv
  steppewire export --language kk --since 2026-11-01 articles.parquet
  steppewire export --cursor seen.json --columns id,revision,title,text new.jsonl"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "export", "Write articles to a file: CSV, JSON lines or Parquet", _DETAILS)
    parser.add_argument("file", metavar="FILE", help="written as a whole, or left as it was")
    forms = parser.add_mutually_exclusive_group()
    for form in FORMS:
        text = f"write {form}, whatever the name of FILE"
        forms.add_argument(f"--{form}", action="store_const", const=form, dest="form", help=text)
    parser.add_argument("--columns", metavar="A,B,…", help="these columns alone, in this order")
    add_cursor(parser)
    add_filters(parser)
    parser.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> None:
    path = Path(options.file)
    form = options.form or path.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise UsageError(
            f"{options.file}: name it .csv, .jsonl or .parquet, or say --csv, --jsonl, --parquet"
        )
    kept = kept_cursor(options)
    articles = wanted(options, kept.cursor)
    columns = [name.strip() for name in options.columns.split(",")] if options.columns else articles.columns
    # Before the file is begun: an unknown column leaves nothing behind.
    schema = articles.schema(columns)
    batches = limited(articles, columns, options.limit)
    written = 0
    with contextlib.nullcontext(output()) if options.file == "-" else replaced(path) as file:
        if form == "parquet":
            written = _parquet(file, batches, schema)
        else:
            written = (_csv if form == "csv" else _jsonl)(file, _rows(batches), columns)
    kept.keep(articles)
    print(f"{written} articles", file=sys.stderr)


def _rows(batches: "Iterable[pa.RecordBatch]") -> Iterator[dict[str, Any]]:
    for batch in batches:
        yield from batch.to_pylist()


def _csv(file: Any, rows: Iterable[dict[str, Any]], columns: list[str]) -> int:
    from ..dataset.csv_cells import cell

    # Excel takes a file without the mark for one of an old code page.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    out, number = csv.writer(text), 0
    out.writerow(columns)
    for number, row in enumerate(rows, 1):  # noqa: B007 - how many there were
        out.writerow([cell(row[name]) for name in columns])
    text.flush()
    text.detach()
    return number


def _jsonl(file: Any, rows: Iterable[dict[str, Any]], _columns: list[str]) -> int:
    from ..store.schema import plain

    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007 - how many there were
        file.write(f"{json_line(plain(row))}\n".encode())
    return number


def _parquet(file: Any, batches: "Iterable[pa.RecordBatch]", schema: "pa.Schema") -> int:
    import pyarrow.parquet as pq

    number = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as out:
        for batch in batches:
            out.write_batch(batch.cast(schema))
            number += batch.num_rows
    return number
