"""A takedown in releases: each is written anew without it, says so, and is a release all the while."""

import hashlib
import json
from pathlib import Path

import pytest

from pipelines.errors import StoreError
from pipelines.forget import Forgotten, Target, forget, known_sites, sites_of_article
from pipelines.release import build as build_module
from pipelines.release.published import Published, key_of, published
from pipelines.release.takedown import take_down
from pipelines.store.folder import FolderStore
from pipelines.store.schema import checksum_of
from pipelines.store.store import Store
from pipelines.store.tombstones import put_tombstones
from tests.released import article, file, keys, names, release, rows, table, text
from tests.report_store import write_store

COPIED = text(5)
FIRST = article("a_kz", 1, 1, text=COPIED)


@pytest.fixture(autouse=True)
def _no_plots(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take most of the time of a small release."""
    monkeypatch.setattr(build_module, "plots", lambda _: {})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three sites; the first article of the first one is copied by the two others."""
    return write_store(
        f"file:{tmp_path / 'store'}",
        [
            FIRST,
            article("a_kz", 2, 2),
            article("b_kz", 3, 3, text=text(5, changed=2)),
            article("c_kz", 4, 4, text=text(5, changed=3)),
            article("c_kz", 5, 5),
        ],
    )


def gone(store: Store, folder: Path, target: Target) -> Forgotten:
    return forget(store, folder / "forget", target, run_id="r", user_agent="S")


def named(store: Store, released: Published) -> dict[str, str]:
    """By article the one that its cluster is named after."""
    found = rows(store, released)
    known = dict(zip([row["id"] for row in found], names(found), strict=True))
    assert [row["is_canonical"] for row in found] == [row["id"] == row["cluster_id"] for row in found]
    return {known[row["id"]]: known[row["cluster_id"]] for row in found}


@pytest.mark.parametrize("by", ["id", "url"])
def test_an_article_leaves_all_releases(by: str, store: Store, tmp_path: Path) -> None:
    first = release(store, tmp_path, "1", jsonl=True).release
    other = release(store, tmp_path, "2", sites=("c_kz",)).release
    assert named(store, first) == {"a1": "a1", "a2": "a2", "b3": "a1", "c4": "a1", "c5": "c5"}
    # What came since is not taken in, be it a better first.
    write_store(store.location.url, [article("b_kz", 9, 0, text=COPIED)])
    target = Target("a_kz", article_id=FIRST.id) if by == "id" else Target("a_kz", url=FIRST.url)
    done = gone(store, tmp_path, target)
    assert (done.articles, done.releases, done.released) == (1, 1, 1)
    now = published(store.objects, "1")
    assert named(store, now) == {"a2": "a2", "b3": "b3", "c4": "b3", "c5": "c5"}
    assert (now.articles, now.clusters, now.build != first.build) == (4, 3, True)
    assert (now.published_at, now.filters) == (first.published_at, first.filters)
    assert [one.articles for one in now.taken_down] == [1]
    assert published(store.objects, "2") == other
    assert "**1 article was taken down since publication**" in file(store, now, "README.md").decode()
    assert json.loads(file(store, now, "statistics.json"))["taken_down"] == 1
    # The old build is gone, and nothing of the new one names what was taken down.
    assert keys(store) == sorted(
        [*map(now.key, now.files), *map(other.key, other.files), key_of("1"), key_of("2")]
    )
    assert [one.path for one in now.files] == [one.path for one in first.files]
    for one in now.files:
        assert hashlib.sha256(file(store, now, one.path)).hexdigest() == one.sha256
        assert FIRST.id.encode() not in file(store, now, one.path)
    assert FIRST.id not in str(rows(store, now))


def test_in_a_bucket_too(s3_url: str, tmp_path: Path) -> None:
    store = write_store(s3_url, [FIRST, article("b_kz", 3, 3, text=text(5, changed=2))])
    old = release(store, tmp_path).release
    assert named(store, old) == {"a1": "a1", "b3": "a1"}
    assert gone(store, tmp_path, Target("a_kz", url=FIRST.url)).released == 1
    now = published(store.objects, "2026.11")
    assert named(store, now) == {"b3": "b3"}
    assert keys(store) == sorted([*map(now.key, now.files), key_of("2026.11")])
    assert sites_of_article(store, FIRST.id) == ["a_kz"]
    assert known_sites(store) == {"b_kz"}


def test_rows_that_stay_are_as_they_were(store: Store, tmp_path: Path) -> None:
    before = release(store, tmp_path).release
    was = {row["id"]: row for row in rows(store, before)}
    gone(store, tmp_path, Target("a_kz", article_id=FIRST.id))
    now = published(store.objects, "2026.11")
    clustering = {"cluster_id", "is_canonical", "checksum"}
    found = rows(store, now)
    assert len(found) == 4
    for row in found:
        then = was[row["id"]]
        assert {name for name in row if row[name] != then[name]} in (
            set(),
            clustering,
            clustering - {"is_canonical"},
        )
        assert checksum_of(row) == row["checksum"]


def test_takedowns_add_up_and_may_leave_nothing(store: Store, tmp_path: Path) -> None:
    release(store, tmp_path, allowed_for="training")
    for site, left in (("a_kz", 3), ("b_kz", 2), ("c_kz", 0)):
        assert gone(store, tmp_path, Target(site)).releases == 1
        now = published(store.objects, "2026.11")
        assert (now.articles, table(store, now).num_rows) == (left, left)
    assert [one.articles for one in now.taken_down] == [2, 1, 2]
    card = file(store, now, "README.md").decode()
    assert "**5 articles were taken down since publication**" in card
    assert "This release is for training" in card
    assert keys(store) == sorted([*map(now.key, now.files), key_of("2026.11")])
    assert gone(store, tmp_path, Target("c_kz")).releases == 0
    assert published(store.objects, "2026.11") == now


@pytest.mark.parametrize("at", ["first file", "last file", "release.json", "old build"])
def test_cut_off_anywhere_it_is_finished_by_the_next(
    at: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = release(store, tmp_path).release
    stops = {
        "first file": ("replace", "README.md"),
        "last file": ("replace", "statistics.json"),
        "release.json": ("put_if_match", "release.json"),
        "old build": ("delete", "README.md"),
    }
    method, name = stops[at]
    whole = getattr(FolderStore, method)

    def stopped(self: FolderStore, key: str, *arguments: object) -> object:
        if key.startswith("releases/") and key.endswith(name):
            raise KeyboardInterrupt
        return whole(self, key, *arguments)

    target = Target("a_kz", article_id=FIRST.id)
    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, method, stopped)
        with pytest.raises(KeyboardInterrupt):
            gone(store, tmp_path, target)
    # All the while there is one whole release.
    now = published(store.objects, "2026.11")
    assert (now == old) == (at != "old build")
    assert all(store.objects.get(now.key(one)) for one in now.files)
    # Its rows are gone, and yet it can be named.
    assert sites_of_article(store, FIRST.id) == ["a_kz"]
    gone(store, tmp_path, target)
    now = published(store.objects, "2026.11")
    assert (now.articles, [one.articles for one in now.taken_down]) == (4, [1])
    assert keys(store) == sorted([*map(now.key, now.files), key_of("2026.11")])


def test_what_a_release_alone_holds_can_be_named(store: Store, tmp_path: Path) -> None:
    release(store, tmp_path)
    empty = write_store(f"file:{tmp_path / 'empty'}")
    for key in keys(store):
        empty.objects.replace(key, store.objects.get(key) or b"")
    assert sites_of_article(empty, FIRST.id) == ["a_kz"]
    assert known_sites(empty) == {"a_kz", "b_kz", "c_kz"}
    assert gone(empty, tmp_path, Target("a_kz", article_id=FIRST.id)).releases == 1
    assert published(empty.objects, "2026.11").articles == 4


def test_what_a_killed_release_left_goes_too(store: Store, tmp_path: Path) -> None:
    for key in ("releases/x/0123456789ab/data/articles-00000-of-00001.parquet", "releases/x/other"):
        store.objects.replace(key, b"texts")
    gone(store, tmp_path, Target("a_kz", article_id=FIRST.id))
    assert keys(store) == []


@pytest.mark.parametrize("damage", ["missing", "torn", "flipped", "statistics", "release"])
def test_a_release_that_cannot_be_read_is_said(damage: str, store: Store, tmp_path: Path) -> None:
    made = release(store, tmp_path).release
    key = made.key(made.shards[0])
    data = bytearray(store.objects.get(key) or b"")
    if damage == "missing":
        store.objects.delete(key)
    elif damage == "torn":
        store.objects.replace(key, bytes(data[:-20]))
    elif damage == "flipped":
        data[len(data) // 3] ^= 255
        store.objects.replace(key, bytes(data))
    elif damage == "statistics":
        store.objects.replace(f"{made.prefix}statistics.json", b"{")
    else:
        store.objects.replace(key_of("2026.11"), b"{")
    put_tombstones(store.objects, "a_kz", ids=[FIRST.id], keys=[])
    was = keys(store)
    with pytest.raises(StoreError):
        take_down(store.tables, store.objects, "a_kz", tmp_path / "ledger", "r")
    assert keys(store) == was
