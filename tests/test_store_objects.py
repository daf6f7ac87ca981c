"""The contract of an object store, on a folder."""

import threading
from pathlib import Path

import pytest

from pipelines.errors import StoreError, StoreUnsuitable, UsageError
from pipelines.store.location import parse_store_url
from pipelines.store.objects import LocalStore, probe


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "store")


def test_a_key_is_written_once(store: LocalStore) -> None:
    assert store.put_if_absent("a/b.json", b"one")
    assert not store.put_if_absent("a/b.json", b"two")
    assert store.get("a/b.json") == b"one"


def test_replace_changes_what_stands_there(store: LocalStore) -> None:
    store.replace("state/x.json", b"one")
    store.replace("state/x.json", b"two")
    assert store.get("state/x.json") == b"two"


def test_of_many_writers_one_wins(store: LocalStore) -> None:
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


def test_ranges_lists_and_deletes(store: LocalStore) -> None:
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


def test_nothing_unfinished_is_left_or_listed(store: LocalStore) -> None:
    store.put_if_absent("a", b"1")
    store.put_if_absent("a", b"2")
    assert list(store.list("")) == ["a"]
    assert not any((store.root / ".unfinished").iterdir())


@pytest.mark.parametrize("key", ["../x", "a/../x", "/etc/x", ".hidden", "a//b", "a b", "", "a\n"])
def test_a_key_cannot_lead_out_of_the_store(store: LocalStore, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        store.put_if_absent(key, b"x")


def test_a_folder_passes_the_probe_and_is_left_clean(store: LocalStore) -> None:
    probe(store)
    assert list(store.list("")) == []


def test_a_store_that_overwrites_is_refused(tmp_path: Path) -> None:
    class Overwriting(LocalStore):
        def put_if_absent(self, key: str, data: bytes) -> bool:
            self.replace(key, data)
            return True

    with pytest.raises(StoreUnsuitable, match="no conditional write"):
        probe(Overwriting(tmp_path))


def test_a_store_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="file"):
        LocalStore(tmp_path / "file").put_if_absent("a/b", b"x")


def test_addresses_of_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_store_url("file:data").root == tmp_path / "data"
    assert parse_store_url("file:/srv/news").root == Path("/srv/news")
    assert parse_store_url("file:///srv/news").root == Path("/srv/news")
    for wrong in ("data", "", "file:", "file://host/x", "ftp://x/y"):
        with pytest.raises(UsageError, match="NEWS_STORE_URL"):
            parse_store_url(wrong)
