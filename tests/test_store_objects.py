"""The contract of an object store, on a folder."""

import threading
import time
from pathlib import Path

import pytest

from pipelines.errors import StoreError, StoreUnsuitable, UsageError
from pipelines.store.folder import FolderStore
from pipelines.store.location import parse_store_url
from pipelines.store.objects import ObjectStore, probe
from pipelines.store.s3 import S3Store


@pytest.fixture
def store(store_url: str) -> ObjectStore:
    location = parse_store_url(store_url)
    return FolderStore(location.root) if location.root else S3Store(location)


def test_a_key_is_written_once(store: ObjectStore) -> None:
    assert store.put_if_absent("a/b.json", b"one")
    assert not store.put_if_absent("a/b.json", b"two")
    assert store.get("a/b.json") == b"one"


def test_replace_changes_what_stands_there(store: ObjectStore) -> None:
    store.replace("state/x.json", b"one")
    store.replace("state/x.json", b"two")
    assert store.get("state/x.json") == b"two"


def test_of_many_writers_one_wins(store: ObjectStore) -> None:
    won: list[int] = []

    def write(number: int) -> None:
        if store.put_if_absent("k", str(number).encode()):
            won.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert store.get("k") == str(won[0]).encode()


def test_ranges_lists_and_deletes(store: ObjectStore) -> None:
    store.put_if_absent("w/one", b"0123456789")
    store.put_if_absent("w/two", b"x")
    store.put_if_absent("v/three", b"x")
    assert store.get_range("w/one", 3, 4) == b"3456"
    with pytest.raises(StoreError, match="ends before byte 12"):
        store.get_range("w/one", 8, 4)
    assert list(store.list("w/")) == ["w/one", "w/two"]
    store.delete("w/one")
    store.delete("w/one")
    assert store.get("w/one") is None
    assert list(store.list("w/")) == ["w/two"]


def test_an_object_is_overwritten_by_who_knows_its_tag(store: ObjectStore) -> None:
    store.put_if_absent("leases/a", b"one")
    found = store.get_tagged("leases/a")
    assert found is not None
    data, tag = found
    assert data == b"one"
    new = store.put_if_match("leases/a", b"two", tag)
    assert new not in (None, tag)
    assert store.put_if_match("leases/a", b"three", tag) is None
    assert store.get_tagged("leases/a") == (b"two", new)
    assert store.put_if_match("leases/none", b"x", tag) is None
    assert store.get("leases/none") is None


def test_of_many_overwriters_one_wins(store: ObjectStore) -> None:
    store.put_if_absent("k", b"start")
    found = store.get_tagged("k")
    assert found is not None
    won: list[int] = []

    def write(number: int) -> None:
        if store.put_if_match("k", str(number).encode(), found[1]) is not None:
            won.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert store.get("k") == str(won[0]).encode()


def test_the_age_of_an_object(store: ObjectStore) -> None:
    assert store.age("none") is None
    store.replace("a", b"x")
    time.sleep(1.1)
    age = store.age("a")
    assert age is not None
    assert 0 <= age < 30


def test_a_long_list_comes_whole(store: ObjectStore) -> None:
    for number in range(30):
        store.put_if_absent(f"many/{number:04}", b"")
    assert list(store.list("many/00")) == [f"many/{number:04}" for number in range(30)]


def test_nothing_unfinished_is_left_or_listed(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put_if_absent("a", b"1")
    store.put_if_absent("a", b"2")
    assert list(store.list("")) == ["a"]
    assert not any((store.root / ".unfinished").iterdir())


@pytest.mark.parametrize("key", ["../x", "a/../x", "/etc/x", ".hidden", "a//b", "a b", "", "a\n"])
def test_a_key_cannot_lead_out_of_the_store(store: ObjectStore, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        store.put_if_absent(key, b"x")


def test_a_folder_passes_the_probe_and_is_left_clean(store: ObjectStore) -> None:
    probe(store)
    assert list(store.list("")) == []


def test_a_store_that_overwrites_is_refused(tmp_path: Path) -> None:
    class Overwriting(FolderStore):
        def put_if_absent(self, key: str, data: bytes) -> bool:
            self.replace(key, data)
            return True

    with pytest.raises(StoreUnsuitable, match="no conditional write"):
        probe(Overwriting(tmp_path))


def test_a_store_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="file"):
        FolderStore(tmp_path / "file").put_if_absent("a/b", b"x")


def test_addresses_of_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_store_url("file:data").root == tmp_path / "data"
    assert parse_store_url("file:/srv/news").root == Path("/srv/news")
    assert parse_store_url("file:///srv/news").root == Path("/srv/news")
    assert parse_store_url("s3://news/a/b/").table("articles") == "s3://news/a/b/articles"
    assert parse_store_url("s3://news").table("pages") == "s3://news/pages"


@pytest.mark.parametrize(
    "wrong",
    [
        "data",
        "",
        "file:",
        "file://host/x",
        "ftp://x/y",
        "s3:news",
        "s3://",
        "s3://No",
        "s3://news/../x",
        "s3://n.o/x",
    ],
)
def test_what_is_no_address_of_a_store(wrong: str) -> None:
    with pytest.raises(UsageError, match="NEWS_STORE_URL"):
        parse_store_url(wrong)


def test_a_key_in_the_address_is_not_repeated() -> None:
    with pytest.raises(UsageError) as error:
        parse_store_url("s3://AKIA123:secret@news/x")
    assert "secret" not in str(error.value)
