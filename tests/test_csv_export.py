"""No cell of an exported CSV is run by the spreadsheet that opens it."""

import csv
import io
from pathlib import Path

import pytest

from crawlers.csv_export import TextCsvItemExporter
from tests.loopback import Answer, serve
from tests.running import Place
from tests.test_crawl import HTML, LOOP, article, feed

FORMULA = '=HYPERLINK("http://other.example/", "open") and trees'


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        (["=1", "b"], "'=1,b"),
        (-1, "-1"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_cell(value: object, cell: str) -> None:
    out = io.BytesIO()
    exporter = TextCsvItemExporter(out, fields_to_export=["field"])
    exporter.start_exporting()
    exporter.export_item({"field": value})
    exporter.finish_exporting()
    assert list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))[1:] == [[cell]]


def test_a_formula_is_text(tmp_path: Path) -> None:
    body = article(1).replace(b"Trees in district 1", FORMULA.encode())
    with serve({"/feed": Answer(body=feed(1)), "/news/1": Answer(body=body, headers=HTML)}) as server:
        place = Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://").rstrip("/")})
        done = place.scrapy("crawl", "loop_kz", *LOOP, "-O", str(tmp_path / "out.csv"))
    assert done.code == 0, done.err
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["title"] == f"'{FORMULA}"
    assert [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []
