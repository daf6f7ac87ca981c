"""A release: what is in it, and that it is published as a whole or not at all."""

import datetime as dt
import json
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crawlers.days import day_of
from pipelines.article import Article
from pipelines.clean.template import Template, TemplateBlock
from pipelines.dedupe.fingerprint import folded_words, plain_words, text_sha256
from pipelines.dedupe.near import signature
from pipelines.errors import SiteHeld, StoreError, UsageError
from pipelines.release import build as build_module
from pipelines.release import cleaned, snapshot
from pipelines.release import make as make_module
from pipelines.release.clusters import before
from pipelines.release.columns import release_schema
from pipelines.release.publish import sole_writer
from pipelines.release.published import (
    Published,
    key_of,
    published,
    versions,
)
from pipelines.release.stage import Stage
from pipelines.store import templates
from pipelines.store.folder import FolderStore
from pipelines.store.lease import Lease
from pipelines.store.schema import checksum_of, to_table
from pipelines.store.tombstones import put_tombstones
from pipelines.urls import url_key
from tests.released import (
    DAY,
    NO_DAY,
    article,
    file,
    keys,
    names,
    only_day,
    release,
    rows,
    small,
    small_articles,
    table,
    text,
)
from tests.report_store import write_store
from tests.running import Place

SIGNED = "Редакцияның барлық материалдары осында жарияланады."


@pytest.fixture(autouse=True)
def _no_plots(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take most of the time of a small release; `test_release_files.py` has them."""
    monkeypatch.setattr(build_module, "plots", lambda _: {})


# What is in it


def test_the_latest_revisions_sorted_by_site_and_time(store_url: str, tmp_path: Path) -> None:
    store = small(tmp_path, store_url)
    made = release(store, tmp_path)
    found = rows(store, made.release)
    assert names(found) == ["a1", "a3", "a2", "b2", "b1"]
    assert [row["revision"] for row in found] == [2, 1, 1, 1, 1]
    assert found[0]["text"] == text(8)
    assert table(store, made.release).schema.equals(release_schema())
    assert (made.is_new, made.release.articles, made.release.clusters) == (True, 5, 5)
    assert published(store.objects, "2026.11") == made.release
    assert versions(store.objects) == ["2026.11"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"published_since": DAY.date() + dt.timedelta(1)}, ["a3", "a2", "b1"]),
        ({"published_until": DAY.date() + dt.timedelta(1)}, ["a1", "a3", "b1"]),
        ({"sites": ("b_kz",)}, ["b2", "b1"]),
        ({"languages": ("ru",)}, ["b1"]),
        ({"languages": ("kk", "ru"), "sites": ("a_kz", "b_kz")}, ["a1", "a3", "a2", "b2", "b1"]),
        ({"allowed_for": "training"}, ["a1", "a2", "b2", "b1"]),
    ],
)
def test_filters(filters: dict[str, Any], expected: list[str], tmp_path: Path) -> None:
    store = small(tmp_path)
    made = release(store, tmp_path, **filters)
    assert names(rows(store, made.release)) == expected
    left_out = json.loads(file(store, made.release, "statistics.json"))["kept_from_use"]
    assert left_out == (1 if "allowed_for" in filters else 0)


@pytest.mark.parametrize("by", ["id", "address", "site"])
def test_what_was_taken_down_is_left_out_though_its_rows_are_there(by: str, tmp_path: Path) -> None:
    store = small(tmp_path)
    gone = small_articles()[1]
    put_tombstones(
        store.objects,
        "a_kz",
        ids=[gone.id] if by == "id" else [],
        keys=[url_key(gone.url)] if by == "address" else [],
        whole_site=by == "site",
    )
    expected = ["b2", "b1"] if by == "site" else ["a1", "a3", "b2", "b1"]
    assert names(rows(store, release(store, tmp_path).release)) == expected


def template(number: int, *lines: str) -> Template:
    day = DAY.date()
    blocks = [
        TemplateBlock(folded_words(line), line, 9, at_edge=True, first_seen=day, last_seen=day, examples=())
        for line in lines
    ]
    return Template("a_kz", number, DAY, 9, tuple(blocks))


def test_the_last_template_of_a_site_is_applied_over_all(tmp_path: Path) -> None:
    whole = f"{text(1)}\n{SIGNED}"
    raw = article("a_kz", 1, 1, text=whole, batch=1)
    under_old = article("a_kz", 2, 2, text=f"{text(2)}\n{SIGNED}", removed=[], template_version=1)
    other = article("b_kz", 1, 3, text=whole.replace(text(1), text(3)))
    store = write_store(f"file:{tmp_path / 'store'}", [raw, under_old, other])
    for one in (template(1, "Басқа жол мұнда тұр."), template(2, SIGNED)):
        templates.put(store.objects, one)
    found = rows(store, release(store, tmp_path).release)
    assert [row["template_version"] for row in found] == [2, 2, 0]
    assert [row["text"] for row in found] == [text(1), text(2), other.text]
    assert [row["removed"] for row in found] == [[{"position": 3, "text": SIGNED}]] * 2 + [None]
    assert [row["word_count"] for row in found] == [120, 120, other.word_count]
    for row in found:
        assert text_sha256(before(row["text"], row["removed"])) == row["text_sha256"]
        assert checksum_of(row) == row["checksum"]


def test_a_signature_that_is_missing_is_made_and_one_that_is_there_stays(tmp_path: Path) -> None:
    kept = signature(plain_words(text(1)))
    articles = [article("a_kz", 1, 1, text=text(2), minhash=kept), article("a_kz", 2, 2, text=text(3))]
    store = write_store(f"file:{tmp_path / 'store'}", [*articles, article("a_kz", 3, 3, text="Екі сөз.")])
    found = rows(store, release(store, tmp_path).release)
    assert [row["minhash"] for row in found] == [kept, signature(plain_words(text(3))), None]


# Clusters

COPY = text(5, changed=3)


def clusters(folder: Path, articles: Sequence[Article]) -> dict[str, str]:
    """By article the one that its cluster is named after; each cluster has one canonical article."""
    store = write_store(f"file:{folder / 'store'}", articles)
    found = rows(store, release(store, folder).release)
    named = dict(zip([row["id"] for row in found], names(found), strict=True))
    for row in found:
        assert row["is_canonical"] == (row["id"] == row["cluster_id"])
    return {named[row["id"]]: named[row["cluster_id"]] for row in found}


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # By publication, whatever was fetched first.
        (article("a_kz", 1, 9, text=text(5)), article("b_kz", 2, 8, text=COPY, fetched_at=DAY), "b2"),
        (article("a_kz", 1, 8, text=text(5)), article("b_kz", 2, 9, text=COPY), "a1"),
        # One of which the day alone is known comes after those of that day, and before those of the next.
        (article("a_kz", 1, 23, text=text(5)), article("b_kz", 2, 1, text=COPY, **only_day(1)), "a1"),
        (article("a_kz", 1, 25, text=text(5)), article("b_kz", 2, 1, text=COPY, **only_day(1)), "b2"),
        # Without a day it counts by when it was fetched.
        (article("a_kz", 1, 5, text=text(5)), article("b_kz", 2, 3, text=COPY, **NO_DAY), "b2"),
        (article("a_kz", 1, 5, text=text(5)), article("b_kz", 2, 6, text=COPY, **NO_DAY), "a1"),
        # Then by fetch.
        (
            article("a_kz", 1, 5, text=text(5), fetched_at=DAY + dt.timedelta(days=2)),
            article("b_kz", 2, 5, text=COPY, fetched_at=DAY + dt.timedelta(days=1)),
            "b2",
        ),
    ],
)
def test_a_cluster_is_named_after_its_first_seen(
    first: Article, second: Article, expected: str, backwards: bool, tmp_path: Path
) -> None:
    alone = article("c_kz", 3, 1)
    articles = [first, second, alone]
    found = clusters(tmp_path, articles[::-1] if backwards else articles)
    assert found == {"a1": expected, "b2": expected, "c3": "c3"}


def test_copies_are_counted(tmp_path: Path) -> None:
    copies = [article(site, 1, at, text=text(5)) for at, site in enumerate(("a_kz", "b_kz", "b_kz", "c_kz"))]
    copies[2] = article("b_kz", 9, 2, text=COPY)
    store = write_store(f"file:{tmp_path / 'store'}", [*copies, article("a_kz", 2, 3)])
    made = release(store, tmp_path).release
    told = json.loads(file(store, made, "statistics.json"))
    assert (made.clusters, told["clusters"], told["copies_elsewhere"]) == (2, 2, 3)
    assert told["cluster_sizes"] == {"1": 1, "4": 1}
    assert told["sites"]["b_kz"]["canonical"] == 0


# Publishing


def test_published_again_nothing_changes(tmp_path: Path) -> None:
    store = small(tmp_path)
    first = release(store, tmp_path)
    was = keys(store), store.objects.get(key_of("2026.11"))
    again = release(store, tmp_path)
    assert (again.is_new, again.release) == (False, first.release)
    assert (keys(store), store.objects.get(key_of("2026.11"))) == was


@pytest.mark.parametrize("change", ["rows", "filters", "files"])
def test_a_version_that_would_differ_is_refused(change: str, tmp_path: Path) -> None:
    store = small(tmp_path)
    release(store, tmp_path)
    was = keys(store), store.objects.get(key_of("2026.11"))
    if change == "rows":
        write_store(store.location.url, [article("c_kz", 1, 1)])
    filters: dict[str, Any] = {"sites": ("a_kz",)} if change == "filters" else {}
    with pytest.raises(UsageError, match=r"release 2026\.11 is published and would differ"):
        release(store, tmp_path, jsonl=change == "files", **filters)
    assert (keys(store), store.objects.get(key_of("2026.11"))) == was


@pytest.mark.parametrize("write", range(6))
def test_killed_at_any_write_and_said_again(
    write: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = small(tmp_path)
    whole, left = FolderStore.replace, [write]

    def replace(self: FolderStore, key: str, data: bytes) -> None:
        if key.startswith("releases/"):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
        whole(self, key, data)

    def dies(*_: object) -> Published:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "replace", replace)
        if write == 5:
            # All files are there, and not yet what publishes them.
            patch.setattr(make_module, "_release", dies)
        with pytest.raises(KeyboardInterrupt):
            release(store, tmp_path)
    assert versions(store.objects) == []
    assert len(keys(store)) == write
    # Other rows meanwhile: another build, and what was left behind goes.
    write_store(store.location.url, [article("c_kz", 1, 1)])
    made = release(store, tmp_path).release
    assert keys(store) == sorted([*(made.key(one) for one in made.files), key_of("2026.11")])


def test_what_a_crawl_brings_meanwhile_is_not_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = small(tmp_path)
    whole = cleaned.last_template

    def last_template(*arguments: Any) -> Template | None:
        write_store(store.location.url, [article("b_kz", 50, 1), article("a_kz", 2, 1, revision=2, batch=2)])
        return whole(*arguments)

    monkeypatch.setattr(snapshot, "last_template", last_template)
    assert names(rows(store, release(store, tmp_path).release)) == ["a1", "a3", "a2", "b2", "b1"]


def test_a_takedown_meanwhile_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = small(tmp_path)
    whole = build_module.build

    def build(*arguments: Any) -> Any:
        put_tombstones(store.objects, "a_kz", ids=[small_articles()[1].id], keys=[])
        return whole(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(make_module, "build", build)
        with pytest.raises(StoreError, match="something of a_kz was taken down meanwhile"):
            release(store, tmp_path)
    assert keys(store) == []
    assert names(rows(store, release(store, tmp_path).release)) == ["a1", "a3", "b2", "b1"]


def test_one_at_a_time_writes_releases(tmp_path: Path) -> None:
    store = small(tmp_path)
    with sole_writer(store.objects, tmp_path / "ledger", "other"):
        with pytest.raises(SiteHeld, match="_releases is held by another run"):
            release(store, tmp_path)
        with pytest.raises(SiteHeld, match="_releases is held by another host"):
            release(store, tmp_path / "host")
    assert release(store, tmp_path / "host").is_new


def test_what_a_killed_process_of_this_host_held_is_taken_over(tmp_path: Path) -> None:
    store = small(tmp_path)
    host = socket.gethostname()
    holder = {"ledger": f"{host}:{tmp_path / 'ledger'}", "host": host, "run_id": "killed"}
    Lease(store.objects, "_releases", holder, key="leases/releases.json").take()
    assert release(store, tmp_path).is_new


def test_no_room_for_its_files_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(StoreError, match="No such file or directory; TMPDIR names another folder"):
        release(small(tmp_path), tmp_path)


def test_two_rows_of_one_revision_are_refused(tmp_path: Path) -> None:
    store = small(tmp_path)
    write_store(store.location.url, small_articles()[:1])
    with pytest.raises(StoreError, match="two rows of one revision; run scrapy verify"):
        release(store, tmp_path)


def test_a_stage_gives_rows_in_any_order(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    articles = [article("a_kz", number, number) for number in range(30)]
    for start in range(0, 30, 7):
        stage.add(to_table(Article, articles[start : start + 7]).combine_chunks().to_batches()[0])
    staged = stage.finish()
    order = staged.in_row_order()[::-3]
    assert staged.rows(order)["id"].to_pylist() == [articles[number].id for number in range(29, -1, -3)]
    found = staged.values(order, lambda batch, at: batch["id"][at].as_py())
    assert list(found) == staged.rows(order)["id"].to_pylist()
    assert (len(found), found[1:3]) == (10, [articles[26].id, articles[23].id])


# The command


class TestCommand:
    def test_it_publishes_and_says_what(self, tmp_path: Path) -> None:
        store = small(tmp_path)
        place = Place(tmp_path, {})
        arguments = ("release", "--version", "2026.11", "--since", "2026-11-01", "--allowed-for", "training")
        done = place.scrapy(*arguments, "--json")
        assert done.code == 0, done.err
        made = published(store.objects, "2026.11")
        told = json.loads(done.out)
        assert (told["already_published"], told["build"], told["articles"]) == (False, made.build, 3)
        assert names(rows(store, made)) == ["a1", "a2", "b1"]
        again = place.scrapy(*arguments)
        size = sum(one.bytes for one in made.files)
        says = f"3 articles in 3 clusters, 9 files of {size} bytes in {made.prefix}"
        assert (again.code, again.out.strip()) == (0, f"2026.11 already published: {says}")
        refused = place.scrapy("release", "--version", "2026.11")
        assert (refused.code, len(refused.err.strip().splitlines())) == (2, 1)
        assert "name another version" in refused.err

    def test_no_dataset(self, tmp_path: Path) -> None:
        done = Place(tmp_path, {}).scrapy("release", "--version", "1")
        assert done.code == 3
        assert "no dataset at" in done.err
        assert not (tmp_path / "store").exists()

    @pytest.mark.parametrize("text", ["yesterday", "2026-11-31", "2026-11"])
    def test_what_is_no_day(self, text: str) -> None:
        with pytest.raises(UsageError, match=f"--since '{text}' is no day; write YYYY-MM-DD"):
            day_of("--since", text)


@pytest.mark.parametrize(
    ("version", "filters", "says"),
    [
        ("../x", {}, "is no version of a release"),
        ("1", {"sites": ("a_kz", "nope_kz")}, "no article of site 'nope_kz'"),
        ("1", {"languages": ("kz",)}, "no article in language 'kz' in the store; there are: kk, ru"),
        ("1", {"published_since": dt.date(2027, 1, 1)}, "nothing to release"),
        ("1", {"published_since": DAY.date() + dt.timedelta(1), "published_until": DAY.date()}, "is no day"),
        ("1", {"allowed_for": "profit"}, "there is: training"),
    ],
)
def test_what_is_refused(version: str, filters: dict[str, Any], says: str, tmp_path: Path) -> None:
    store = small(tmp_path)
    with pytest.raises(UsageError) as raised:
        release(store, tmp_path, version, **filters)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    assert keys(store) == []
