"""Reading: latest revisions, filters, one snapshot, other tools' tables."""

import datetime as dt
import sys
from pathlib import Path

import pytest
from deltalake import write_deltalake

import pipelines
from pipelines.article import Article
from pipelines.dataset.reader import read_articles
from pipelines.errors import UsageError
from pipelines.ledger.ledger import Ledger
from pipelines.recorder import Recorder
from pipelines.store.schema import to_table
from pipelines.store.store import open_store
from tests.factories import NOW, make_article, make_page, make_visit

DAY = dt.date(2026, 11, 20)


class Writer:
    def __init__(self, folder: Path, url: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self.url = url or f"file:{folder / 'store'}"
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
        ({"published_since": "2026-11-20"}, ["one"]),
        ({"published_until": DAY - dt.timedelta(days=1)}, ["two"]),
        ({"sites": "unknown"}, []),
    ],
)
def test_filters(writer: Writer, options: dict[str, object], texts: list[str]) -> None:
    assert writer.texts(**options) == texts


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
    assert sorted(read_articles(writer.url).to_polars(["language"])["language"]) == ["kk", "kk", "ru"]
    assert list(read_articles(writer.url, languages="ru").rows(["url"])) == [{"url": "https://a.kz/1"}]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"revisions": "newest"}, "revisions='newest': there are: latest, all"),
        ({"allowed_for": "fun"}, "allowed_for='fun': there is: training"),
        ({"published_since": "20 Nov"}, "published_since='20 Nov': write a day as 2026-11-23"),
        ({"published_until": 5}, "published_until=5: write a day as 2026-11-23"),
        ({"release": "1", "after": {}}, "a release holds the latest revisions and never changes"),
        ({"release": "1", "revisions": "all"}, "a release holds the latest revisions and never changes"),
        ({"release": "1"}, "no release '1' in this store; there are: none"),
        ({"release": "../1"}, "'../1' is no version of a release"),
    ],
)
def test_a_wrong_argument_is_said(writer: Writer, options: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError) as error:
        read_articles(writer.url, **options)  # type: ignore[arg-type]
    assert said in str(error.value)


def test_an_unknown_column_is_said(writer: Writer) -> None:
    with pytest.raises(UsageError, match="no column 'nope'; there are: id,"):
        read_articles(writer.url).to_arrow(["nope"])


@pytest.mark.parametrize(("package", "method"), [("pandas", "to_pandas"), ("polars", "to_polars")])
def test_a_package_that_lacks_is_said(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, package: str, method: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError) as error:
        getattr(read_articles(writer.url), method)()
    assert str(error.value) == f"{method} needs {package}: pip install 'steppewire[{package}]'"


def test_a_table_of_an_older_version_lacks_columns(tmp_path: Path) -> None:
    rows = to_table(Article, [make_article(month="2026-11", batch=1, batch_id="0" * 32)])
    old = rows.drop_columns(["image_credit", "minhash"])
    write_deltalake(tmp_path / "articles", old, partition_by=["site", "month"])
    (article,) = read_articles(f"file:{tmp_path}")
    assert (article.text, article.minhash) == ("One text.", None)
    assert read_articles(f"file:{tmp_path}").to_arrow().column("image_credit").to_pylist() == [None]


def test_public_names_are_sorted_and_there() -> None:
    assert pipelines.__all__ == sorted(pipelines.__all__)
    assert all(hasattr(pipelines, name) for name in pipelines.__all__)
