"""The data format as tables of text, read from where it is declared: the classes and their docstrings.

`python -m pipelines.dataset.format FILE…` rewrites the tables between the marks of Markdown files:

    <!-- columns of articles -->
    (a table)
    <!-- end -->
"""

import ast
import dataclasses
import enum
import inspect
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from ..article import (
    Article,
    Failure,
    LanguageShare,
    PageRecord,
    Reason,
    RemovedBlock,
    RightsStatement,
    Statement,
)
from ..errors import UsageError
from ..report.run_record import RunRecord
from ..store.schema import arrow_schema

_MARKED = re.compile(r"(<!-- ([a-z][a-z ]*) -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of the dataset."""

    name: str
    """Its name."""
    type: str
    """Its Arrow type, in words: `string`, `timestamp[us, UTC]`, `list of string`."""
    meaning: str
    """What it holds: the docstring of the attribute, on one line."""


def columns(record: type) -> list[Column]:
    """The columns of a record class (`Article`, `PageRecord`), in the order of the table.

    Raises ValueError for a field without a docstring.
    """
    told = meanings(record)
    return [Column(field.name, _type(field.type), told[field.name]) for field in arrow_schema(record)]


def markdown(record: type) -> str:
    """The columns of a record class as a Markdown table."""
    rows = ((f"`{column.name}`", column.type, column.meaning) for column in columns(record))
    return _table(("column", "type", "meaning"), rows)


def meanings(described: type) -> dict[str, str]:
    """The docstrings of a class's attributes, each on one line: of a dataclass by field, of an enum by value.

    Raises ValueError for a field or member without one.
    """
    body = _class_body(described)
    told: dict[str, str] = {}
    for statement, following in itertools.pairwise(body):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                told[name] = " ".join(text.split())
    names = _names(described)
    if missing := [name for name in names if name not in told]:
        raise ValueError(f"{described.__name__}.{missing[0]} has no docstring")
    return {shown: told[name] for name, shown in names.items()}


def _class_body(described: type) -> list[ast.stmt]:
    (statement,) = ast.parse(inspect.getsource(described)).body
    assert isinstance(statement, ast.ClassDef)  # noqa: S101 - for the type checker: it is a class's source
    return statement.body


def _names(described: type) -> dict[str, str]:
    """What is described, by the name in the source: the name again, or an enum member's value."""
    if dataclasses.is_dataclass(described):
        return {field.name: field.name for field in dataclasses.fields(described)}
    if issubclass(described, enum.Enum):
        return {member.name: str(member.value) for member in described}
    raise TypeError(f"{described.__name__} is neither a dataclass nor an enum")


def _type(found: pa.DataType) -> str:
    if pa.types.is_list(found):
        return f"list of {_type(found.value_type)}"
    if pa.types.is_struct(found):
        return f"{{{', '.join(field.name for field in found)}}}"
    if pa.types.is_timestamp(found):
        return f"timestamp[{found.unit}, {found.tz}]"
    return {"double": "float64", "date32[day]": "date32"}.get(str(found), str(found))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _words(head: str, described: type) -> str:
    rows = ((f"`{word}`", meaning) for word, meaning in meanings(described).items())
    return _table((head, "meaning"), rows)


def _columns_of_a_release() -> str:
    # The release is made with this module.
    from ..release.columns import Clustering

    return markdown(Clustering)


_TABLES: dict[str, Callable[[], str]] = {
    "columns of articles": lambda: markdown(Article),
    "columns of pages": lambda: markdown(PageRecord),
    "fields of shares": lambda: markdown(LanguageShare),
    "fields of removed": lambda: markdown(RemovedBlock),
    "fields of rights": lambda: markdown(RightsStatement),
    "statements of rights": lambda: _words("statement", Statement),
    "reasons of rejected": lambda: _words("reason", Reason),
    "reasons of failed": lambda: _words("reason", Failure),
    "columns of a release": _columns_of_a_release,
    "fields of a run": lambda: _words("field", RunRecord),
}


def filled(text: str) -> str:
    """A Markdown text with the tables between its marks written anew.

    Raises UsageError for a mark that names no table.
    """

    def fill(match: re.Match[str]) -> str:
        if match[2] not in _TABLES:
            raise UsageError(f"no table {match[2]!r}; there are: {', '.join(_TABLES)}")
        return f"{match[1]}\n{_TABLES[match[2]]()}\n\n{match[3]}"

    return _MARKED.sub(fill, text)


def main(paths: Sequence[str]) -> int:
    """Rewrite the tables of Markdown files in place; the exit code."""
    try:
        for path in map(Path, paths):
            path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    except (UsageError, OSError) as error:
        print(f"pipelines.dataset.format: {error}", file=sys.stderr)
        return UsageError.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
