"""What is missing or damaged in a store is one clear line, never silence and never fewer articles."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.dataset.reader import read_articles
from pipelines.errors import StoreError
from tests.factories import make_article
from tests.test_reader import Writer


@pytest.fixture
def store(tmp_path: Path) -> Path:
    writer = Writer(tmp_path)
    writer.write(make_article("https://a.kz/1", "one"), make_article("https://b.kz/2", "two", site="b_kz"))
    writer.write(make_article("https://a.kz/1", "one, changed"))
    return tmp_path / "store"


def data_file(store: Path) -> Path:
    return min((store / "articles").rglob("*.parquet"))


def garbled(data: bytes) -> bytes:
    """Bytes in the middle are others."""
    return data[: len(data) // 6] + b"\xff" * (len(data) // 6) + data[len(data) // 3 :]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (Path.unlink, "A data file is gone: taken down since this reading began, then read again; else"),
        (lambda file: file.write_bytes(b""), "the file is damaged: `scrapy verify --repair`"),
        (lambda file: file.write_bytes(file.read_bytes()[:1000]), "the file is damaged"),
        (lambda file: file.write_bytes(garbled(file.read_bytes())), "the file is damaged"),
    ],
)
@pytest.mark.parametrize(
    "read", [list, len, lambda articles: articles.to_arrow(), lambda articles: articles.to_pandas()]
)
def test_a_data_file(
    store: Path, damage: Callable[[Path], None], said: str, read: Callable[[object], object]
) -> None:
    damage(data_file(store))
    with pytest.raises(StoreError) as error:
        read(read_articles(f"file:{store}"))
    assert str(error.value).startswith("the table articles cannot be read: ")
    assert ".parquet" in str(error.value)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_holds_revisions_is_missed_in_any_case(store: Path) -> None:
    """Without it an older revision would be taken for the latest."""
    for file in (store / "articles" / "site=a_kz").rglob("*.parquet"):
        file.unlink()
    with pytest.raises(StoreError, match="A data file is gone"):
        list(read_articles(f"file:{store}", sites="a_kz", published_since="2030-01-01"))


def log(store: Path, number: int) -> Path:
    return store / "articles" / "_delta_log" / f"{number:020d}.json"


@pytest.mark.parametrize(
    ("number", "damage"),
    [
        (1, lambda file: file.unlink()),
        (1, lambda file: file.write_bytes(file.read_bytes()[:200])),
        (2, lambda file: file.write_bytes(file.read_bytes()[:200])),
        (2, lambda file: file.write_bytes(b"")),
    ],
)
def test_the_log(store: Path, number: int, damage: Callable[[Path], None]) -> None:
    damage(log(store, number))
    with pytest.raises(
        StoreError, match=r"the log of the table articles is damaged .*scrapy verify --repair"
    ):
        list(read_articles(f"file:{store}"))


def test_no_table_and_no_folder(store: Path) -> None:
    with pytest.raises(StoreError, match=r"no dataset at file:.*: there is no folder .*nowhere"):
        read_articles(f"file:{store / 'nowhere'}")
    (store / "articles").rename(store / "aside")
    with pytest.raises(StoreError, match=r"no dataset at file:.*: there is no table articles"):
        read_articles(f"file:{store}")
