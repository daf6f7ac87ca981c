"""Stored pages through the rules of today: what changes, what stays, and that nothing comes of it twice."""

import dataclasses
import datetime as dt
import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines import visit as visit_module
from pipelines.article import RULES_VERSION, Article, ExtractionHints, PageRecord, Reason, Rejected
from pipelines.clean.template import Template, TemplateBlock, restore, with_template
from pipelines.dataset.verify import VerifyOptions, verify
from pipelines.dataset.verify.faults import Kind
from pipelines.dataset.verify.objects import check_objects
from pipelines.errors import SiteHeld, StoreError, UsageError
from pipelines.forget import Target, forget
from pipelines.kill_points import VARIABLE, Point
from pipelines.ledger.ledger import Ledger
from pipelines.ledger.rows import Candidate
from pipelines.lock import SiteLock
from pipelines.process import to_article
from pipelines.recorder import Recorder
from pipelines.reextract.change import Change
from pipelines.reextract.chosen import Choice
from pipelines.reextract.look import look
from pipelines.reextract.notes import Stretch, key_of, read_note
from pipelines.reextract.parcels import in_parcels
from pipelines.reextract.renewed import with_publication
from pipelines.reextract.run import LEDGER, Reextracted, ReextractOptions, run_reextract
from pipelines.store import templates
from pipelines.store.schema import from_row
from pipelines.store.store import Store, ledger_path, open_store
from pipelines.store.writer import TableWriter
from pipelines.urls import article_id, url_key
from pipelines.workers import close_shared_pool
from tests.factories import NOW, SITE, make_article, make_page, make_visit
from tests.released import text
from tests.running import ROOT, Place

OLD_RULES = RULES_VERSION - 1
OTHER = "b_kz"
FURNITURE = "Біздің арнаға жазылыңыз достар бәріңізді күтеміз"
FEED_MOMENT = dt.datetime(2026, 11, 19, 7, 5, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)


def html(seed: int, *, tail: str = FURNITURE, words: str | None = None) -> bytes:
    paragraphs = [*(words or text(seed)).split("\n"), tail]
    body = "".join(f"<p>{paragraph}.</p>" for paragraph in paragraphs)
    title = f"Тақырып {text(seed).split()[0]}"
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def template(number: int, moment: dt.datetime = NOW) -> Template:
    block = TemplateBlock(FURNITURE.casefold(), FURNITURE, 30, True, moment.date(), moment.date(), ())
    return Template(SITE, number, moment, 30, (block,))


class Writer:
    """A crawl of old, by rules of old: what they made of a page is said with it."""

    def __init__(self, store: Store, ledgers: Path, site: str = SITE) -> None:
        self.site = site
        self.ledger = Ledger(ledger_path(ledgers, store, site))
        self.recorder = Recorder(
            store, self.ledger, run_id="old", user_agent="Steppewire/0", batch_pages=100, batch_seconds=60
        )
        self.recorder.open([site])
        self.moment = NOW

    def page(self, path: str, body: bytes, how: Any = None, **visit: Any) -> Any:
        """`how` makes of today's result what the rules of old had made of it."""
        self.moment += dt.timedelta(minutes=1)
        url = f"https://{self.site.replace('_', '.')}/{path}"
        page = make_page(
            url,
            site=self.site,
            body=body,
            fetched_at=self.moment,
            feed_published=visit.get("feed_published"),
        )
        result = to_article(page)
        if isinstance(result, Article):
            result = dataclasses.replace(result, rules_version=OLD_RULES)
        if how is not None:
            result = how(result)
        told = make_visit(url, fetched_at=self.moment, **visit)
        return self.recorder.judged(self.recorder.fetched(told, page), self.site, told, result, self.moment)

    def commit(self) -> None:
        self.recorder.commit(self.moment)

    def close(self) -> None:
        self.ledger.close()


def worded(article: Article, words: str, **fields: Any) -> Article:
    """The article with another text, as other rules would have read it."""
    other = make_article(article.url, words, site=article.site)
    return dataclasses.replace(
        article,
        text=words,
        text_sha256=other.text_sha256,
        minhash=other.minhash,
        word_count=other.word_count,
        **fields,
    )


def with_line(article: Article) -> Article:
    return worded(article, f"{article.text}\nБұл жолды ескі ережелер қалдырған еді")


def of_feed(article: Article) -> Article:
    return dataclasses.replace(
        article,
        published_at=FEED_MOMENT,
        published_date=FEED_MOMENT.date(),
        published_local="2026-11-19T07:05+00:00",
        published_precision="minute",
        published_source="feed",
        title="Ескі тақырып",
    )


def refused(article: Article) -> Rejected:
    return Rejected(Reason.TOO_SHORT, "by the rules of old", article.canonical_url)


def accepted(url: str) -> Any:
    return lambda _: make_article(url, text(90), rules_version=OLD_RULES)


CHANGES = {"text": "revised", "title": "revised", "twice": "revised", "feed": "revised", "new": "stored"}
"""Pages of `fill` of which something is written, by outcome; and `copy`, a duplicate."""


def fill(store: Store, ledgers: Path) -> None:
    """A store by the rules of old, with each case once."""
    templates.put(store.objects, template(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visit_module, "RULES_VERSION", OLD_RULES)
        writer = Writer(store, ledgers)
        writer.page("same", html(1))
        writer.page("text", html(2), with_line)
        writer.page("title", html(3), lambda one: dataclasses.replace(one, title="Ескі тақырып"))
        writer.page("twice", html(4, words=text(40)))
        writer.page("short", b"<html><body><p>Short.</p></body></html>", accepted("https://a.kz/short"))
        writer.page("new", html(5), refused)
        writer.page("copy", html(1), refused)
        writer.page("gone", b"", lambda _: Rejected(Reason.GONE), status=404)
        writer.page("feed", html(6), of_feed)
        writer.commit()
        writer.page("twice", html(4), with_line)
        writer.page("same", html(1))
        writer.commit()
        writer.close()
        other = Writer(store, ledgers, OTHER)
        other.page("text", html(7), with_line)
        other.commit()
        other.close()
    writer = Writer(store, ledgers)
    writer.page("today", html(8), lambda one: dataclasses.replace(one, rules_version=RULES_VERSION))
    writer.commit()
    writer.close()
    templates.put(store.objects, template(2, LATER))


class Told:
    """What a report is told."""

    def __init__(self) -> None:
        self.changes: dict[str, Change] = {}

    def add(self, change: Change) -> None:
        key = f"{change.site} {change.url.rpartition('/')[2]}"
        assert key not in self.changes
        self.changes[key] = change


def options(url: str, folder: Path, **values: Any) -> ReextractOptions:
    chosen = {name: values.pop(name) for name in ("since", "until", "again") if name in values}
    fields: dict[str, Any] = {
        "run_id": "new",
        "user_agent": "Steppewire/0",
        "engine": "local",
        "workers": 2,
        "batch_pages": 3,
        "hints": {},
        **values,
    }
    return ReextractOptions(store_url=url, ledger_dir=folder / "ledger", choice=Choice(**chosen), **fields)


def again(url: str, folder: Path, told: Told | None = None, **values: Any) -> Reextracted:
    return run_reextract(options(url, folder, **values), told or Told(), stop=lambda: False)


def rows(store: Store, record: type = Article, site: str = SITE) -> list[dict[str, Any]]:
    found = store.tables.scan(record).to_table().to_pylist()
    here = [row for row in found if row["site"] == site]
    return sorted(here, key=lambda row: (row["batch"], row["url"], row["revision"] or 0))


def newest(store: Store, path: str) -> Article:
    found = [row for row in rows(store) if row["url"].endswith(f"/{path}")]
    article: Article = from_row(Article, max(found, key=lambda row: row["revision"]))
    return article


def fingerprint(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def faults(url: str) -> list[str]:
    found = verify(VerifyOptions(store_url=url, hints={}, workers=1), lambda _: None)
    return [str(fault) for fault in found.faults]


@pytest.fixture(scope="module", autouse=True)
def one_pool() -> Iterator[None]:
    """The worker processes of all runs here."""
    yield
    close_shared_pool()


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store and its ledgers."""
    folder = tmp_path_factory.mktemp("old")
    fill(open_store(f"file:{folder / 'store'}"), folder / "ledger")
    return folder


@pytest.fixture
def place(old: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(old, tmp_path, dirs_exist_ok=True)
    return tmp_path


def address(place: Path) -> str:
    return f"file:{place / 'store'}"


@dataclasses.dataclass
class Run:
    place: Path
    done: Reextracted
    told: Told
    before: list[dict[str, Any]]

    @property
    def store(self) -> Store:
        return open_store(address(self.place))


@pytest.fixture(scope="module")
def run(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run over all of it."""
    place = tmp_path_factory.mktemp("new")
    shutil.copytree(old, place, dirs_exist_ok=True)
    before, told = rows(open_store(address(place))), Told()
    return Run(place, again(address(place), place, told), told, before)


def test_what_changed_is_told_of_each_page(run: Run) -> None:
    fields = {name: change.fields() for name, change in run.told.changes.items() if change.fields()}
    assert fields == {
        "a_kz text": ("text",),
        "a_kz title": ("title",),
        "a_kz twice": ("text",),
        "a_kz feed": ("title",),
        "b_kz text": ("text",),
    }
    others = {name: type(one.after) for name, one in run.told.changes.items() if not one.fields()}
    assert others == {
        "a_kz same": Article,
        "a_kz short": Rejected,
        "a_kz new": Article,
        "a_kz copy": Article,
    }
    done = run.done
    assert (done.pages, done.changed, done.accepted, done.refused) == (9, 5, 2, 1)
    assert done.outcomes == {"revised": 5, "stored": 1, "duplicate": 1}
    assert done.is_whole
    assert (done.failed, done.unreadable) == (0, 0)


def test_what_changed_is_a_new_revision_of_the_same_article(run: Run) -> None:
    found = rows(run.store)
    assert [row for row in found if row["batch"] <= 3] == run.before
    assert {row["rules_version"] for row in found if row["batch"] > 3} == {RULES_VERSION}
    old = {row["url"]: row for row in run.before}
    for path in ("text", "title", "twice", "feed"):
        row, before = newest(run.store, path), old[f"https://a.kz/{path}"]
        same = (
            "id",
            "canonical_url",
            "site",
            "month",
            "fetched_at",
            "warc_key",
            "warc_offset",
            "warc_length",
        )
        assert {name: getattr(row, name) for name in same} == {name: before[name] for name in same}
        assert row.revision == before["revision"] + 1
        assert row.template_version == 1
        assert "ескі" not in row.text.casefold()
    assert newest(run.store, "twice").revision == 3
    assert FURNITURE in restore(newest(run.store, "text").text, newest(run.store, "text").removed)
    assert FURNITURE not in newest(run.store, "text").text


def test_a_date_that_only_the_feed_gave_is_not_lost(run: Run) -> None:
    article = newest(run.store, "feed")
    assert article.title != "Ескі тақырып"
    assert (article.published_at, article.published_source) == (FEED_MOMENT, "feed")


def test_a_page_that_is_refused_now_leaves_its_article(run: Run) -> None:
    assert newest(run.store, "short").revision == 1
    change = run.told.changes["a_kz short"]
    assert change.before is not None
    assert isinstance(change.after, Rejected)


def test_a_page_that_was_refused_is_an_article_now_unless_it_is_a_copy(run: Run) -> None:
    article = newest(run.store, "new")
    assert (article.revision, article.template_version, article.month) == (1, 2, "2026-11")
    assert FURNITURE not in article.text
    (copy,) = [
        row for row in rows(run.store, PageRecord) if row["url"].endswith("/copy") and row["batch"] > 3
    ]
    assert (copy["outcome"], copy["reason"]) == ("duplicate", "text")
    assert copy["article_id"] == article_id(SITE, "https://a.kz/same")


def test_each_has_a_row_of_pages_that_points_to_the_archived_page(run: Run) -> None:
    found = {row["url"]: row for row in rows(run.store, PageRecord) if row["batch"] > 3}
    assert {url.rpartition("/")[2]: row["outcome"] for url, row in found.items()} == {
        **CHANGES,
        "copy": "duplicate",
    }
    for url, row in found.items():
        first = [one for one in rows(run.store, PageRecord) if one["url"] == url][-2]
        same = ("fetched_at", "month", "warc_key", "warc_offset", "warc_length", "status", "final_url")
        assert {name: row[name] for name in same} == {name: first[name] for name in same}
        assert (row["source"], row["rules_version"], row["run_id"]) == ("reextract", RULES_VERSION, "new")


def test_the_store_is_whole_after_it(run: Run) -> None:
    assert faults(address(run.place)) == []


def test_a_second_run_reads_no_page(run: Run, tmp_path: Path) -> None:
    shutil.copytree(run.place, tmp_path, dirs_exist_ok=True)
    # Not one page could be read.
    shutil.rmtree(tmp_path / "store" / "warc")
    before = fingerprint(tmp_path / "store")
    assert again(address(tmp_path), tmp_path, dry_run=True) == Reextracted()
    assert again(address(tmp_path), tmp_path) == Reextracted()
    assert fingerprint(tmp_path / "store").keys() == before.keys()
    # Unless it is wanted: then all are, those of today's rules as well.
    assert again(address(tmp_path), tmp_path, again=True, dry_run=True).unreadable == 9


def test_all_once_more_finds_no_change(run: Run, tmp_path: Path) -> None:
    shutil.copytree(run.place, tmp_path, dirs_exist_ok=True)
    done = again(address(tmp_path), tmp_path, again=True)
    assert (done.pages, done.changed, done.accepted, done.batches) == (9, 0, 0, 0)


def test_a_crawl_after_it_finds_its_pages_unchanged(run: Run, tmp_path: Path) -> None:
    shutil.copytree(run.place, tmp_path, dirs_exist_ok=True)
    store = open_store(address(tmp_path))
    writer = Writer(store, tmp_path / "ledger")
    writer.moment = LATER
    assert writer.ledger.number(SITE) == 5
    for path, seed in (("text", 2), ("title", 3), ("new", 5)):
        assert writer.page(path, html(seed), lambda one: dataclasses.replace(one)).outcome == "unchanged"
    writer.close()


def test_the_queue_of_a_crawl_does_not_notice(place: Path) -> None:
    """What is queued stays so, and when a page was fetched last is not set back."""
    store = open_store(address(place))
    url = "https://a.kz/text"
    writer = Writer(store, place / "ledger")
    facts = "SELECT url, state, visits, fetched_at, attempts FROM urls ORDER BY url"
    changed = Candidate(url_key(url), url, "feed", modified=LATER)
    assert writer.ledger.admit(SITE, [changed]) == 1
    before = writer.ledger.rows(facts)
    writer.close()
    assert again(address(place), place, sites=(SITE,)).changed == 4
    writer = Writer(store, place / "ledger")
    assert writer.ledger.rows(facts) == before
    assert writer.ledger.number(SITE) > 3
    writer.close()


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run, place: Path) -> None:
    before, told = fingerprint(place), Told()
    with SiteLock(place / "ledger", LEDGER):
        done = again(address(place), place, told, dry_run=True)
    (place / "ledger" / f"{LEDGER}.lock").unlink()
    assert fingerprint(place) == before
    assert dataclasses.replace(done, batches=run.done.batches) == run.done
    assert told.changes == run.told.changes


def test_in_a_bucket(run: Run, s3_url: str, tmp_path: Path) -> None:
    store = open_store(s3_url)
    fill(store, tmp_path / "ledger")
    before = {key: store.objects.get_tagged(key) for key in store.objects.list("")}
    done = again(s3_url, tmp_path, dry_run=True)
    assert {key: store.objects.get_tagged(key) for key in store.objects.list("")} == before
    assert again(s3_url, tmp_path) == run.done
    assert dataclasses.replace(done, batches=run.done.batches) == run.done
    assert contents(store) == contents(run.store)
    assert again(s3_url, tmp_path) == Reextracted()


# A record that repeats another names its segment, by a random name that is packed more or less well.
_OF_A_RUN = (
    "batch",
    "batch_id",
    "batched_at",
    "run_id",
    "checksum",
    "warc_key",
    "warc_offset",
    "warc_length",
)


def contents(store: Store) -> Counter[str]:
    """All rows, but for what differs from run to run."""
    return Counter(
        repr({name: value for name, value in row.items() if name not in _OF_A_RUN})
        for record in (Article, PageRecord)
        for row in store.tables.scan(record).to_table().to_pylist()
    )


KILLED = """
import sys
from pathlib import Path
from pipelines.reextract.chosen import Choice
from pipelines.reextract.run import ReextractOptions, run_reextract
from pipelines.reextract.report import Report

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    options = ReextractOptions(
        store_url=f"file:{folder / 'store'}", ledger_dir=folder / "ledger", run_id=sys.argv[2],
        user_agent="Steppewire/0", engine="local", workers=1, batch_pages=1, hints={}, choice=Choice(),
    )
    run_reextract(options, Report(), stop=lambda: False)
"""

KILLED_AT: tuple[Point, ...] = (
    "batch_frozen",
    "articles_appended",
    "articles_durable",
    "pages_appended",
    "pages_durable",
    "batch_finished",
)


def test_killed_at_each_point_and_run_again_it_is_as_one_run(run: Run, place: Path) -> None:
    for number, point in enumerate(KILLED_AT):
        process = subprocess.run(
            [sys.executable, "-c", KILLED, str(place), f"killed{number}"],
            cwd=ROOT,
            env={**os.environ, VARIABLE: point},
            capture_output=True,
            timeout=120,
        )
        assert process.returncode == -9, process.stderr.decode()
    assert again(address(place), place).is_whole
    assert contents(open_store(address(place))) == contents(run.store)
    assert faults(address(place)) == []
    # With the last run its ledger goes: it holds texts.
    assert not list((place / "ledger").rglob(f"{LEDGER}.sqlite3*"))


def test_killed_between_the_tables_and_the_ledger_lost(run: Run, place: Path) -> None:
    """Another host finishes: the rows of `pages` are filled in from `articles`."""
    subprocess.run(
        [sys.executable, "-c", KILLED, str(place), "killed"],
        cwd=ROOT,
        env={**os.environ, VARIABLE: "articles_durable"},
        capture_output=True,
        timeout=120,
    )
    shutil.rmtree(place / "ledger")
    assert again(address(place), place).is_whole
    store = open_store(address(place))
    texts = {(row["id"], row["revision"]): row["text"] for row in rows(store)}
    assert texts == {(row["id"], row["revision"]): row["text"] for row in rows(run.store)}
    assert faults(address(place)) == []


class Meanwhile(Told):
    """Does something when it is told of the first page."""

    def __init__(self, act: Any) -> None:
        super().__init__()
        self._act = act

    def add(self, change: Change) -> None:
        if self._act is not None:
            act, self._act = self._act, None
            act()
        super().add(change)


def take_down(place: Path, path: str) -> None:
    forget(
        open_store(address(place)),
        place / "ledger",
        Target(SITE, url=f"https://a.kz/{path}"),
        run_id="forget",
        user_agent="Steppewire/0",
    )


def nothing_of(store: Store, path: str) -> bool:
    found = [row["url"] for record in (Article, PageRecord) for row in rows(store, record)]
    return f"https://a.kz/{path}" not in found


def test_what_is_taken_down_in_the_middle_does_not_come_back(place: Path) -> None:
    done = again(address(place), place, Meanwhile(lambda: take_down(place, "text")), sites=(SITE,))
    store = open_store(address(place))
    assert done.outcomes == {"revised": 3, "stored": 1, "duplicate": 1}
    assert nothing_of(store, "text")
    assert faults(address(place)) == []


def test_what_is_taken_down_while_its_batch_goes_in_does_not_come_back(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tombstone comes after the batch was judged, and the takedown is over before it is in."""
    append = TableWriter.append_batch
    taken: list[str] = []

    def late(self: TableWriter, record: type, table: Any, batch: Any) -> None:
        if not taken and "https://a.kz/text" in table["url"].to_pylist():
            taken.append("text")
            take_down(place, "text")
        append(self, record, table, batch)

    monkeypatch.setattr(TableWriter, "append_batch", late)
    again(address(place), place, sites=(SITE,))
    assert taken
    assert nothing_of(open_store(address(place)), "text")


def test_a_batch_of_a_crawl_in_the_middle_is_not_undone(place: Path) -> None:
    """The page of a revision that came meanwhile is not the last one any more, and numbers do not collide."""

    def crawl() -> None:
        writer = Writer(open_store(address(place)), place / "ledger")
        writer.moment = LATER
        assert writer.page("text", html(2, words=text(60)), lambda one: one).outcome == "revised"
        writer.page("another", html(61), lambda one: one)
        writer.commit()
        writer.close()

    done = again(address(place), place, Meanwhile(crawl), sites=(SITE,))
    store = open_store(address(place))
    assert done.outcomes["revised"] == 3
    assert newest(store, "text").revision == 2
    assert text(60).split()[0] in newest(store, "text").text
    assert faults(address(place)) == []


def test_only_the_sites_and_days_that_are_named(place: Path) -> None:
    day = NOW.date()
    store = open_store(address(place))
    assert again(address(place), place, until=day - dt.timedelta(days=1)).pages == 0
    assert again(address(place), place, since=day + dt.timedelta(days=1)).pages == 0
    assert again(address(place), place, since=day, until=day, sites=(OTHER,)).pages == 1
    assert read_note(store.objects, OTHER, 9) == (
        Stretch(None, day - dt.timedelta(days=1), 1),
        Stretch(day + dt.timedelta(days=1), None, 1),
        Stretch(day, day, 1),
    )
    done = again(address(place), place)
    assert done.pages == 8
    assert read_note(store.objects, OTHER, 9) == (Stretch(None, None, 2),)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"rules_version": "x", "looked_at": []}', b'{"rules_version": 6, "looked_at": [1]}'],
)
def test_a_damaged_note_is_none(place: Path, data: bytes) -> None:
    store = open_store(address(place))
    store.objects.replace(key_of(SITE), data)
    assert read_note(store.objects, SITE, 9) == ()
    assert [fault.kind for fault in check_objects(store.objects, None)] == [Kind.OBJECT]


def test_a_page_that_the_archive_lost_is_told_and_the_others_are_done(place: Path) -> None:
    store = open_store(address(place))
    (page,) = [row for row in rows(store, PageRecord) if row["url"].endswith("/title")]
    segment = place / "store" / page["warc_key"]
    content = bytearray(segment.read_bytes())
    content[page["warc_offset"] + 20] ^= 255
    segment.write_bytes(content)
    (last,) = {row["warc_key"] for row in rows(store, PageRecord, OTHER)}
    (place / "store" / last).unlink()
    done = again(address(place), place)
    assert (done.unreadable, done.changed, done.accepted) == (2, 3, 2)


def test_a_template_that_is_lost_is_told(place: Path) -> None:
    (place / "store" / templates.key_of(SITE, 1)).write_bytes(b"{}")
    done = again(address(place), place, sites=(SITE,))
    assert (done.unreadable, done.changed, done.accepted) == (6, 0, 2)


def test_what_is_reserved_is_not_stored_where_rights_are_respected(place: Path) -> None:
    store = open_store(address(place))
    writer = Writer(store, place / "ledger", "c_kz")
    marked = html(70).replace(b"<head>", b'<head><meta name="robots" content="noai">')
    writer.page("marked", marked, with_line)
    writer.page("free", html(71), with_line)
    writer.commit()
    writer.close()
    hints = {"c_kz": ExtractionHints(publisher="The C")}
    done = again(address(place), place, respect_rights=True, hints=hints, sites=("c_kz",))
    assert (done.changed, done.refused) == (1, 1)
    revisions = {row["url"][-4:]: (row["revision"], row["publisher"]) for row in rows(store, site="c_kz")}
    assert revisions == {"rked": (1, None), "free": (2, "The C")}


def test_a_run_that_is_told_to_stop_keeps_what_it_has(place: Path) -> None:
    done = run_reextract(options(address(place), place), Told(), stop=lambda: True)
    # The first parcel is that of any of the segments.
    assert not done.is_whole
    assert done.pages < 9
    rest = again(address(place), place)
    assert rest.is_whole
    assert done.changed + rest.changed == 5


def test_wrong_use_is_told(place: Path) -> None:
    with pytest.raises(UsageError, match="no site 'c_kz'"):
        again(address(place), place, sites=("c_kz",))
    with pytest.raises(StoreError, match="nothing to extract again"):
        again(f"file:{place / 'none'}", place)
    assert not (place / "none").exists()
    with SiteLock(place / "ledger", LEDGER), pytest.raises(SiteHeld):
        again(address(place), place)


@pytest.fixture(scope="module")
def commanded(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A copy for the command, which only looks at it."""
    folder = tmp_path_factory.mktemp("commanded")
    shutil.copytree(old, folder, dirs_exist_ok=True)
    return Place(folder, {"NEWS_WORKERS": "1"})


def test_the_command_tells_what_would_change(commanded: Place) -> None:
    before, page = fingerprint(commanded.folder / "store"), commanded.folder / "change.html"
    arguments = ("--dry-run", "--json", "--report", str(page), "--site", SITE, "--since", f"{NOW:%Y-%m-%d}")
    done = commanded.scrapy("reextract", *arguments)
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert (told["counts"]["changed"], told["counts"]["accepted"], told["counts"]["refused"]) == (4, 2, 1)
    assert set(told["sites"]) == {SITE}
    assert "8 pages: 4 articles change, 2 pages that were refused are articles now" in done.err
    assert "would write: 1 duplicate, 4 revised, 1 stored" in done.err
    assert "Ескі тақырып" in page.read_text(encoding="utf-8")
    assert fingerprint(commanded.folder / "store") == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--since", "yesterday"), "--since 'yesterday' is no day; write YYYY-MM-DD"),
        (("--site", "c_kz", "--dry-run"), "no site 'c_kz'"),
    ],
)
def test_wrong_use_of_the_command_is_told(commanded: Place, arguments: tuple[str, ...], message: str) -> None:
    done = commanded.scrapy("reextract", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_what_a_task_is_given_and_gives_can_be_sent(place: Path) -> None:
    """To a process on another machine, as it is."""
    store = open_store(address(place))
    (row,) = (from_row(PageRecord, one) for one in rows(store, PageRecord, OTHER))
    (parcel,) = in_parcels([row], address(place), {})
    task, given = pickle.loads(pickle.dumps((look, parcel)))  # noqa: S301
    (looked,) = pickle.loads(pickle.dumps(task(given)))  # noqa: S301
    assert looked.change.fields() == ("text",)


# The date of publication

NONE: dict[str, Any] = {
    "published_at": None,
    "published_date": None,
    "published_local": None,
    "published_precision": "none",
    "published_source": None,
}


def dated(day: int, source: str) -> dict[str, Any]:
    moment = dt.datetime(2026, 11, day, 7, 5, tzinfo=dt.UTC)
    return {
        "published_at": moment,
        "published_date": moment.date(),
        "published_local": moment.isoformat(timespec="minutes"),
        "published_precision": "minute",
        "published_source": source,
    }


@pytest.mark.parametrize(
    ("stored", "now", "expected"),
    [
        (dated(3, "feed"), NONE, dated(3, "feed")),
        (dated(3, "text"), NONE, dated(3, "text")),
        (NONE, NONE, NONE),
        (NONE, dated(4, "text"), dated(4, "text")),
        (dated(3, "jsonld"), dated(3, "jsonld"), dated(3, "jsonld")),
        # Read differently, or of another witness: its evidence is another.
        (dated(3, "jsonld"), dated(4, "jsonld"), dated(4, "jsonld")),
        (dated(3, "text"), dated(4, "jsonld"), dated(4, "jsonld")),
        (dated(3, "feed"), dated(4, "time"), dated(4, "time")),
        (dated(3, "text"), dated(4, "feed"), dated(4, "feed")),
    ],
)
def test_published_stays_unless_a_page_says_otherwise(
    stored: dict[str, Any], now: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = with_publication(make_article(**stored), make_article(title="x", **now))
    assert {name: getattr(found, name) for name in NONE} == expected
    assert found.title == "x"


def test_no_day_of_change_comes_before_a_publication_that_stays() -> None:
    changed: dict[str, Any] = {
        "modified_date": dt.date(2026, 11, 1),
        "modified_local": "2026-11-01",
        "modified_precision": "day",
        "modified_source": "meta",
    }
    before, now = make_article(**dated(3, "feed")), make_article(**NONE, **changed)
    found = with_publication(before, now)
    assert (found.modified_date, found.modified_precision, found.modified_source) == (None, "none", None)
    later = dataclasses.replace(now, modified_date=dt.date(2026, 11, 5))
    assert with_publication(before, later).modified_date == dt.date(2026, 11, 5)


def test_the_template_of_the_stored_row_is_applied() -> None:
    article = make_article(text=f"{text(1)}\n{FURNITURE}")
    assert with_template(article, template(1)).removed
