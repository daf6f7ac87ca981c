"""Reading: latest revisions, filters, cursors, one snapshot."""

import datetime as dt
from pathlib import Path

import pytest

import pipelines
from pipelines.article import Article
from pipelines.dataset.reader import read_articles
from pipelines.errors import StoreError, UsageError
from pipelines.ledger.ledger import Ledger
from pipelines.recorder import Recorder
from pipelines.store.store import open_store
from tests.factories import NOW, make_article, make_page, make_visit

DAY = dt.date(2026, 11, 20)


class Writer:
    def __init__(self, folder: Path) -> None:
        self.url = f"file:{folder / 'store'}"
        self.recorder = Recorder(
            open_store(self.url),
            Ledger(folder / "l.sqlite3"),
            run_id="r",
            user_agent="S",
            batch_pages=9,
            batch_seconds=60,
        )

    def write(self, *articles: Article) -> None:
        """Bring articles into the store as one batch."""
        for article in articles:
            visit = make_visit(article.url)
            seq = self.recorder.fetched(visit, make_page(article.url, site=article.site))
            self.recorder.judged(seq, article.site, visit, article, NOW)
        self.recorder.commit(NOW)

    def texts(self, **options: object) -> list[str]:
        return sorted(article.text for article in read_articles(self.url, **options))  # type: ignore[arg-type]


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    writer = Writer(tmp_path)
    writer.write(
        make_article("https://a.kz/1", "one", language="ru", published_date=DAY),
        make_article("https://a.kz/2", "two", language="kk", published_date=DAY - dt.timedelta(days=2)),
        make_article("https://b.kz/3", "three", language="kk", site="b_kz"),
    )
    return writer


def test_articles_come_back_whole(writer: Writer) -> None:
    article = next(iter(read_articles(writer.url, languages="ru")))
    assert (article.url, article.published_date, article.revision, article.batch) == (
        "https://a.kz/1",
        DAY,
        1,
        1,
    )
    assert article.batch_id is not None
    assert len(read_articles(writer.url)) == 3


def test_the_latest_revision_or_all(writer: Writer) -> None:
    writer.write(make_article("https://a.kz/1", "one, changed", language="kk", published_date=DAY))
    assert writer.texts(sites="a_kz") == ["one, changed", "two"]
    assert writer.texts(sites="a_kz", revisions="all") == ["one", "one, changed", "two"]
    # An older revision does not come back because a filter hides the newer one.
    assert writer.texts(languages="ru") == []


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        ({"sites": "b_kz"}, ["three"]),
        ({"sites": ["a_kz", "b_kz"], "languages": ["kk"]}, ["three", "two"]),
        ({"published_since": DAY}, ["one"]),
        ({"published_until": DAY - dt.timedelta(days=1)}, ["two"]),
        ({"sites": "unknown"}, []),
    ],
)
def test_filters(writer: Writer, options: dict[str, object], texts: list[str]) -> None:
    assert writer.texts(**options) == texts


def test_a_cursor_gives_what_came_since(writer: Writer) -> None:
    cursor = read_articles(writer.url).cursor
    assert cursor == {"a_kz": 1, "b_kz": 1}
    assert writer.texts(after=cursor) == []
    writer.write(make_article("https://a.kz/4", "four"), make_article("https://c.kz/5", "five", site="c_kz"))
    assert writer.texts(after=cursor) == ["five", "four"]
    assert writer.texts(after={}) == ["five", "four", "one", "three", "two"]


def test_a_reader_sees_one_snapshot(writer: Writer) -> None:
    articles = iter(read_articles(writer.url))
    next(articles)
    writer.write(make_article("https://a.kz/9", "late"))
    assert "late" not in [article.text for article in articles]


def test_all_at_once(writer: Writer) -> None:
    table = read_articles(writer.url).to_arrow(["url", "language"])
    assert table.column_names == ["url", "language"]
    assert table.num_rows == 3
    assert read_articles(writer.url, sites="unknown").to_arrow().num_rows == 0
    assert sorted(read_articles(writer.url).to_pandas()["language"]) == ["kk", "kk", "ru"]


def test_what_is_wrong_is_said(writer: Writer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no column 'nope'; there are: id,"):
        read_articles(writer.url).to_arrow(["nope"])
    with pytest.raises(StoreError, match="no dataset at file:"):
        read_articles(f"file:{tmp_path / 'empty'}")


def test_a_file_that_is_gone_is_one_clear_error(writer: Writer, tmp_path: Path) -> None:
    found = read_articles(writer.url)
    for file in (tmp_path / "store" / "articles").rglob("*.parquet"):
        file.unlink()
    with pytest.raises(StoreError, match=r"the table articles cannot be read: .*parquet"):
        list(found)


def test_public_names_are_sorted_and_there() -> None:
    assert pipelines.__all__ == sorted(pipelines.__all__)
    assert all(hasattr(pipelines, name) for name in pipelines.__all__)
