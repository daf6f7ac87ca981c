"""Reading a release: whole or not at all, with the filters of the tables, in a folder and in a bucket."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pipelines
from pipelines.dataset.reader import read_articles
from pipelines.dataset.releases import open_release
from pipelines.errors import StoreError, UsageError
from pipelines.ledger.ledger import Ledger
from pipelines.recorder import Recorder
from pipelines.release.published import Published, key_of
from pipelines.store.store import open_store
from tests import released
from tests.factories import NOW, make_article, make_page, make_visit
from tests.made_release import CARD, make_release
from tests.s3_proxy import FINE, Proxy
from tests.test_reader import DAY, Writer

VERSION = "2026.11"


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    writer = Writer(tmp_path)
    writer.write(
        make_article("https://a.kz/1", "one", language="ru", published_date=DAY),
        make_article("https://a.kz/2", "two", language="kk", published_date=DAY),
        make_article("https://b.kz/3", "three", language="kk", site="b_kz"),
        make_article("https://b.kz/4", "one, copied", language="ru", site="b_kz"),
    )
    return writer


@pytest.fixture
def release(writer: Writer) -> Published:
    found = make_release(writer.url, clusters={"https://b.kz/4": "https://a.kz/1"})
    # What comes later is none of it.
    writer.write(make_article("https://a.kz/5", "five"))
    return found


def test_a_release_is_read_as_the_tables_are(writer: Writer, release: Published) -> None:
    opened = open_release(writer.url, VERSION)
    assert sorted(article.text for article in opened.articles()) == ["one", "one, copied", "three", "two"]
    assert [a.text for a in opened.articles(sites="a_kz", languages=["ru"], published_since=DAY)] == ["one"]
    assert sorted(read_articles(writer.url, release=VERSION, languages="kk").to_pandas()["text"]) == [
        "three",
        "two",
    ]
    assert len(opened.articles()) == release.articles == 4
    article = next(iter(opened.articles(sites="a_kz", languages="kk")))
    assert article == next(iter(read_articles(writer.url, sites="a_kz", languages="kk")))


def test_clusters(writer: Writer, release: Published) -> None:
    opened = open_release(writer.url, VERSION)
    rows = {row["text"]: row for row in opened.articles().rows()}
    assert rows["one, copied"]["cluster_id"] == rows["one"]["cluster_id"] == rows["one"]["id"]
    assert [text for text, row in rows.items() if not row["is_canonical"]] == ["one, copied"]
    canonical = opened.articles(canonical_only=True)
    assert len(canonical) == release.clusters == 3
    assert "one, copied" not in canonical.to_polars(["text", "cluster_id"])["text"].to_list()
    assert canonical.to_arrow().column_names[-2:] == ["cluster_id", "is_canonical"]


def test_what_stands_beside_the_articles(writer: Writer, release: Published) -> None:
    opened = open_release(writer.url, VERSION)
    assert opened.version == VERSION
    assert opened.card == CARD
    assert opened.statistics == {"articles": 4}
    assert opened.published == release
    assert pl.read_parquet(opened.paths).height == 4
    with pytest.raises(UsageError, match="a release never changes: there is no cursor"):
        _ = opened.articles().cursor
    with pytest.raises(UsageError, match="no column 'nope'"):
        opened.articles().to_arrow(["nope"])


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def lengthen(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


def change(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def add(file: Path) -> None:
    file.with_name("more.parquet").write_bytes(file.read_bytes())


SHARD = "data/articles-00001-of-00002.parquet"


@pytest.mark.parametrize(
    ("damage", "path", "said"),
    [
        (Path.unlink, SHARD, f"{SHARD} is missing"),
        (cut, SHARD, f"{SHARD} has "),
        (lengthen, "README.md", "README.md has "),
        (change, SHARD, f"{SHARD} has another SHA-256"),
        (change, "SHA256SUMS", "SHA256SUMS has another SHA-256"),
        (add, SHARD, "data/more.parquet is no file of the release"),
    ],
)
def test_damage_is_named(
    writer: Writer, release: Published, tmp_path: Path, damage: Callable[[Path], None], path: str, said: str
) -> None:
    damage(tmp_path / "store" / release.prefix / path)
    for reading in (
        lambda: open_release(writer.url, VERSION),
        lambda: read_articles(writer.url, release=VERSION),
    ):
        with pytest.raises(StoreError) as error:
            reading()
        assert f"release 2026.11 is damaged: {release.prefix}{said}" in str(error.value)
        assert "\n" not in str(error.value)


def test_damage_is_told_in_reading_too(writer: Writer, release: Published, tmp_path: Path) -> None:
    cut(tmp_path / "store" / release.prefix / SHARD)
    opened = open_release(writer.url, VERSION, check=False)
    with pytest.raises(
        StoreError, match=r"release 2026.11 cannot be read: .*`steppewire verify --release 2026"
    ):
        opened.articles().to_arrow()
    (tmp_path / "store" / release.prefix / "README.md").unlink()
    with pytest.raises(StoreError, match=r"release 2026\.11 lacks README\.md"):
        _ = opened.card


def test_a_torn_release_json_is_told(writer: Writer, release: Published, tmp_path: Path) -> None:
    cut(tmp_path / "store" / key_of(release.version))
    with pytest.raises(StoreError, match=r"releases/2026.11/release.json is damaged"):
        open_release(writer.url, VERSION)


def test_an_unknown_release_names_those_that_are(writer: Writer, release: Published) -> None:
    assert release.version == VERSION
    with pytest.raises(UsageError, match=r"no release '2027\.01' in this store; there are: 2026\.11"):
        open_release(writer.url, "2027.01")
    with pytest.raises(StoreError, match="no dataset at file:/nowhere: there is no folder /nowhere"):
        open_release("file:/nowhere", VERSION)


def fill_bucket(url: str, folder: Path) -> None:
    recorder = Recorder(
        open_store(url),
        Ledger(folder / "l.sqlite3"),
        run_id="r",
        user_agent="S",
        batch_pages=9,
        batch_seconds=60,
    )
    article = make_article("https://a.kz/1", "one", language="ru")
    visit = make_visit(article.url)
    recorder.judged(recorder.fetched(visit, make_page(article.url)), "a_kz", visit, article, NOW)
    recorder.commit(NOW)


def test_in_a_bucket(s3_url: str, tmp_path: Path) -> None:
    fill_bucket(s3_url, tmp_path)
    first = read_articles(s3_url)
    assert [found.text for found in first] == ["one"]
    assert list(read_articles(s3_url, after=json.loads(json.dumps(first.cursor)))) == []
    release = make_release(s3_url)
    opened = pipelines.open_release(s3_url, VERSION)
    assert [found.text for found in opened.articles(languages="ru")] == ["one"]
    assert opened.paths[0] == f"{s3_url}/{release.prefix}data/articles-00000-of-00002.parquet"
    open_store(s3_url).objects.replace(release.prefix + SHARD, b"PAR1")
    with pytest.raises(StoreError, match=f"{SHARD} has "):
        open_release(s3_url, VERSION)


def test_a_takedown_meanwhile_opens_the_new_build(
    s3_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A takedown replaces release.json and deletes the build that the reader has just been told of."""
    fill_bucket(s3_url, tmp_path)
    objects = open_store(s3_url).objects
    old = make_release(s3_url)
    before = objects.get(key_of(VERSION))
    new = make_release(s3_url, clusters={"https://a.kz/1": "https://a.kz/1"})
    after = objects.get(key_of(VERSION))
    assert before is not None
    assert after is not None
    assert new.build != old.build
    objects.replace(key_of(VERSION), before)
    proxy: Proxy = request.getfixturevalue("proxy")

    def takedown(_method: str, path: str) -> None:
        if "SHA256SUMS" not in path and "statistics" not in path:
            return
        proxy.fault = FINE
        objects.replace(key_of(VERSION), after)
        for key in list(objects.list(old.prefix)):
            objects.delete(key)

    proxy.fault = takedown
    assert open_release(s3_url, VERSION).published == new


def test_a_shard_without_rows_is_no_trouble(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(make_article("https://a.kz/1", "one"))
    release = make_release(writer.url)
    empty = tmp_path / "store" / release.prefix / SHARD
    assert pq.read_metadata(empty).num_rows == 0
    assert len(open_release(writer.url, VERSION).articles()) == 1


def test_what_scrapy_release_writes(store_url: str, tmp_path: Path) -> None:
    store = released.small(tmp_path, store_url)
    made = released.release(store, tmp_path, VERSION).release
    opened = open_release(store_url, VERSION)
    assert opened.published == made
    assert opened.card.startswith("---\n")
    assert opened.statistics["articles"] == made.articles == len(opened.articles())
    assert len(opened.articles(canonical_only=True)) == made.clusters
    assert {article.id for article in opened.articles()} == {
        article.id for article in read_articles(store_url)
    }
    # A page of Parquet that was altered is told even where the sums were not asked for.
    shard = made.key(made.shards[0])
    data = bytearray(store.objects.get(shard) or b"")
    at = pq.read_metadata(pa.BufferReader(bytes(data))).row_group(0).column(0).data_page_offset + 40
    data[at] ^= 1
    store.objects.replace(shard, bytes(data))
    with pytest.raises(StoreError, match=r"release 2026\.11 cannot be read"):
        open_release(store_url, VERSION, check=False).articles().to_arrow()


def test_rows_that_are_kept_from_training(tmp_path: Path) -> None:
    store = released.small(tmp_path)
    made = released.release(store, tmp_path, VERSION).release
    opened = open_release(store.location.url, VERSION, check=False)
    reserved = made.articles - len(opened.articles(allowed_for="training"))
    assert reserved == 1
