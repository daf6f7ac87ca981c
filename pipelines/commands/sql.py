"""`steppewire sql`: a question in SQL, answered by DuckDB."""

import argparse
import csv
import io
import re
import sys
from typing import TYPE_CHECKING, Any

from ..errors import StoreError, UsageError
from .options import Commands, add_command
from .terminal import json_line, output, table, width

if TYPE_CHECKING:
    import pyarrow.dataset as pads

_DETAILS = """\
tables:
  articles   the latest revision of each article
  revisions  all revisions
  pages      every page that was asked for, with its outcome
With --release there is articles alone, with cluster_id and is_canonical.
The columns: docs/data-format.md, or DESCRIBE articles.

examples:
  steppewire sql "SELECT site, count(*) AS articles FROM articles GROUP BY site ORDER BY site"
  steppewire sql --csv "SELECT published_date, title FROM articles WHERE language = 'kk'" > kk.csv

The SQL reads nothing but these tables: no file, no network, no extension."""

_LOCKED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    # Last: from now on nothing of this can be changed.
    "lock_configuration": "true",
}
"""Settings of DuckDB under which SQL that came from somewhere else does no harm."""

_LATEST = """
CREATE VIEW articles AS
SELECT revisions.* FROM revisions LEFT JOIN (
    SELECT id, max(revision) AS newest FROM revisions WHERE revision > 1 GROUP BY id
) AS revised USING (id)
WHERE revised.newest IS NULL OR revisions.revision = revised.newest
"""

_DAMAGE = re.compile(r"stream registered as|Parquet|Failed to open")
"""What stands in an error of DuckDB that comes from the files, not from the question."""

_ROWS = 10_000
"""Rows of a table on the terminal: it is kept in memory to be aligned. --csv and --json have no limit."""

_FETCHED = 1000


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "sql", "Answer a question in SQL", _DETAILS)
    parser.add_argument("query", metavar="SQL", help="a SELECT; in quotes")
    parser.add_argument("--release", metavar="VERSION", help="of this release, its sums checked")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--csv", action="store_true", help="as CSV")
    forms.add_argument("--json", action="store_true", help="as JSON, an object a line")
    parser.set_defaults(run=_sql)


def _sql(options: argparse.Namespace) -> None:
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise UsageError("sql needs DuckDB: pip install 'steppewire[sql]'") from error
    tables = _tables(options.store, options.release)
    with duckdb.connect(":memory:") as connection:
        for name, rows in tables.items():
            connection.register(name, rows)
        if "revisions" in tables:
            connection.execute(_LATEST)
        connection.execute("SET TimeZone = 'UTC'")
        for setting, value in _LOCKED.items():
            connection.execute(f"SET {setting} = {value}")
        try:
            answer = connection.execute(options.query)
            if answer is None or answer.description is None:
                raise UsageError("there is no question: write a SELECT")
            _show(answer, [column[0] for column in answer.description], options)
        except duckdb.Error as error:
            said = " ".join(str(error).split())
            raise (StoreError if _DAMAGE.search(said) else UsageError)(said) from error


def _tables(store: str, release: str | None) -> "dict[str, pads.Dataset]":
    from ..article import Article, PageRecord
    from ..dataset.releases import open_release
    from ..store.opening import open_for_reading

    if release is not None:
        return {"articles": open_release(store, release).dataset()}
    tables = open_for_reading(store).tables
    # `pages` first, which a batch reaches last: each page that it shows as stored is in `revisions`.
    return {"pages": tables.scan(PageRecord), "revisions": tables.scan(Article)}


def _show(answer: Any, heads: list[str], options: argparse.Namespace) -> None:
    from ..dataset.csv_cells import cell
    from ..store.schema import plain

    if options.csv:
        text = io.TextIOWrapper(output(), encoding="utf-8", newline="", write_through=True)
        out = csv.writer(text, lineterminator="\n")
        out.writerow([cell(head) for head in heads])
        while rows := answer.fetchmany(_FETCHED):
            out.writerows([cell(value) for value in row] for row in rows)
        text.detach()
        return
    if options.json:
        while rows := answer.fetchmany(_FETCHED):
            for row in rows:
                print(json_line(plain(dict(zip(heads, row, strict=True)))))
        return
    rows = answer.fetchmany(_ROWS + 1)
    shown = [[None if value is None else plain(value) for value in row] for row in rows[:_ROWS]]
    print(table(heads, shown, within=width()))
    if len(rows) > _ROWS:
        print(f"the first {_ROWS} rows; --csv or --json gives all", file=sys.stderr)
