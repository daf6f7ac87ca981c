"""`steppewire sql`: answers, and nothing beyond the tables."""

import csv
import json
import sys
from pathlib import Path

import pytest

from tests.factories import make_article
from tests.made_release import make_release
from tests.test_cli import FORMULA, HOSTILE, Shown
from tests.test_reader import DAY, Writer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sql")
    writer = Writer(folder)
    writer.write(
        make_article("https://a.kz/1", "one", title=HOSTILE, published_date=DAY),
        make_article("https://a.kz/2", "two", title=FORMULA, tags=["a"]),
    )
    writer.write(make_article("https://a.kz/1", "one, changed", title=HOSTILE, published_date=DAY))
    make_release(writer.url, clusters={"https://a.kz/2": "https://a.kz/1"})
    return folder


@pytest.fixture
def shown(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Shown:
    monkeypatch.setenv("NEWS_STORE_URL", f"file:{folder / 'store'}")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    return Shown(capsys)


def test_the_tables(shown: Shown) -> None:
    query = (
        "SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM revisions) AS revisions, "
        "(SELECT count(*) FROM pages WHERE outcome IN ('stored', 'revised')) AS pages"
    )
    assert shown("sql", query).splitlines() == ["articles  revisions  pages", "       2          3      3"]
    assert shown("sql", "--csv", "SELECT text FROM articles ORDER BY text") == 'text\n"one, changed"\ntwo\n'
    query = "SELECT count(*) AS n FROM articles WHERE is_canonical"
    assert json.loads(shown("sql", "--json", "--release", "2026.11", query)) == {"n": 1}


def test_the_forms(shown: Shown) -> None:
    query = "SELECT title, published_date, tags, fetched_at, -1 AS n FROM articles ORDER BY url DESC"
    rows = list(csv.reader(shown("sql", "--csv", query).splitlines()))
    assert rows[1] == [f"'{FORMULA}", "", "a", "2026-11-20T09:30:00+00:00", "-1"]
    found = [json.loads(line) for line in shown("sql", "--json", query).splitlines()]
    assert found[1]["title"] == HOSTILE
    assert (found[0]["tags"], found[1]["published_date"]) == (["a"], "2026-11-20")
    table = shown("sql", query)
    assert max(map(len, table.splitlines())) <= 80


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('secret.csv')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM 'secret.csv'",
        "SELECT * FROM glob('*')",
        "SELECT * FROM 'http://127.0.0.1:9/x.csv'",
        "COPY articles TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "ATTACH 'out.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET python_enable_replacements = true",
        "RESET enable_external_access",
        "SELECT * FROM options",
        "SELECT getenv('HOME')",
        "INSERT INTO pages SELECT * FROM pages",
    ],
)
def test_nothing_but_the_tables(shown: Shown, tmp_path: Path, query: str) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    assert shown("sql", query, code=2) == ""
    assert shown.err.startswith("steppewire sql: ")
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nope FROM articles", 'Referenced column "nope" not found'),
        ("SELEC 1", "syntax error"),
        ("", "there is no question: write a SELECT"),
    ],
)
def test_a_wrong_question_is_a_line(shown: Shown, query: str, said: str) -> None:
    assert shown("sql", query, code=2) == ""
    assert said in shown.err


def test_without_duckdb(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    shown("sql", "SELECT 1", code=2)
    assert shown.err == "steppewire sql: sql needs DuckDB: pip install 'steppewire[sql]'\n"


def test_damage_is_the_store_s(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    writer, shown = Writer(tmp_path), Shown(capsys)
    writer.write(make_article("https://a.kz/1", "one"))
    next((tmp_path / "store" / "articles").rglob("*.parquet")).unlink()
    shown("sql", "SELECT sum(length(text)) FROM articles", "--store", writer.url, code=3)
    assert "No such file" in shown.err
