"""From pages to the store: batches, a run that was killed, other writers, a ledger that was lost."""

import contextlib
import dataclasses
import datetime as dt
import shutil
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines import templating
from pipelines.archive import read_member
from pipelines.article import Article, Failed, Failure, PageRecord, Reason, Rejected
from pipelines.commit import content_of
from pipelines.dedupe.fingerprint import plain_words, text_sha256
from pipelines.dedupe.near import near
from pipelines.ledger.file import STEPS
from pipelines.ledger.ledger import Ledger
from pipelines.ledger.rows import Candidate
from pipelines.ledger.wordings import Wordings
from pipelines.recorder import Counts, Recorder
from pipelines.store import templates
from pipelines.store.schema import to_table
from pipelines.store.store import Store, ledger_path, open_store
from pipelines.store.tombstones import Tombstones
from pipelines.store.writer import Batch
from pipelines.urls import article_id, url_key
from pipelines.visit import result_from_json, result_to_json
from tests.factories import NOW, SITE, make_article, make_page, make_visit

LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def store(store_url: str) -> Store:
    return open_store(store_url)


class Host:
    """A machine with a ledger of its own."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.ledger = Ledger(ledger_path(folder, store, SITE))
        self.recorder = Recorder(
            store, self.ledger, run_id="run1", user_agent="Steppewire/0", batch_pages=100, batch_seconds=60
        )
        self.leftovers = self.recorder.open([SITE])

    def take(self, url: str, result: Article | Rejected | Failed, site: str = SITE) -> str:
        """Let a page pass, from its fetch to its judgement; what it ends as."""
        visit = make_visit(url)
        if isinstance(result, Failed):
            return self.recorder.unfetched(site, visit, result, NOW).outcome
        seq = self.recorder.fetched(visit, make_page(url, site=site))
        return self.recorder.judged(seq, site, visit, result, NOW).outcome

    def article(self, name: str, text: str | None = None) -> str:
        url = f"https://a.kz/{name}"
        return self.take(url, make_article(url, text or name))


@pytest.fixture
def host(store: Store, tmp_path: Path) -> Callable[[str], Host]:
    def make(name: str = "one") -> Host:
        return Host(store, tmp_path / name)

    return make


def rows(store: Store, record: type = Article) -> list[dict[str, Any]]:
    table = store.tables.scan(record).to_table()
    return sorted(table.to_pylist(), key=lambda row: (row["batch"], row["url"]))


def outcomes(store: Store) -> Counter[str]:
    return Counter(row["outcome"] for row in rows(store, PageRecord))


def test_each_page_is_a_row_and_points_to_its_record(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    assert one.article("a") == "stored"
    assert one.article("b", "a") == "duplicate"
    assert one.take("https://a.kz/c", Rejected(Reason.GONE, "404")) == "rejected"
    assert one.take("https://a.kz/d", Failed(Failure.NETWORK, "refused")) == "failed"
    one.recorder.commit(LATER)
    (article,) = rows(store)
    pages = rows(store, PageRecord)
    assert [page["outcome"] for page in pages] == ["stored", "duplicate", "rejected", "failed"]
    assert (article["batch"], article["month"], article["batched_at"]) == (1, "2026-11", LATER)
    assert pages[1]["article_id"] == article["id"]
    assert {page["batch_id"] for page in pages} == {article["batch_id"]}
    for page in pages[:3]:
        member = store.objects.get_range(page["warc_key"], page["warc_offset"], page["warc_length"])
        assert read_member(member).url == page["url"]
    assert pages[3]["warc_key"] is None
    assert one.recorder.counts.outcomes.total() == len(pages)
    assert one.ledger.number(SITE) == 1


def test_a_run_that_brought_nothing_commits_nothing(store: Store, host: Callable[..., Host]) -> None:
    host().recorder.commit(LATER)
    assert store.tables.numbers(PageRecord, [SITE]) == {SITE: 0}


def test_a_batch_closes_by_pages_or_by_age(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    one.article("first")
    one.recorder.commit(NOW)
    one.article("a")
    assert not one.recorder.commit_if_due(NOW + dt.timedelta(seconds=59))
    assert one.recorder.commit_if_due(NOW + dt.timedelta(seconds=60))
    for number in range(100):
        assert not one.recorder.commit_if_due(NOW)
        one.article(f"n{number}")
    assert one.recorder.commit_if_due(NOW)
    assert [len([row for row in rows(store) if row["batch"] == n]) for n in (2, 3)] == [1, 100]


@pytest.mark.parametrize(("pages", "seconds"), [(29, 360), (30, 60)])
def test_the_first_batch_of_a_site_waits_for_some_pages_for_a_while(
    host: Callable[..., Host], pages: int, seconds: int
) -> None:
    one = host()
    for number in range(pages):
        one.article(f"n{number}")
    assert not one.recorder.commit_if_due(NOW + dt.timedelta(seconds=seconds - 1))
    assert one.recorder.commit_if_due(NOW + dt.timedelta(seconds=seconds))


def test_a_changed_text_is_the_next_revision_in_the_same_month(
    store: Store, host: Callable[..., Host]
) -> None:
    one = host()
    one.article("a", "first")
    one.recorder.commit(LATER)
    assert one.article("a", "first") == "unchanged"
    assert one.article("a", "second") == "revised"
    one.recorder.commit(LATER)
    assert [(row["revision"], row["text"]) for row in rows(store)] == [(1, "first"), (2, "second")]
    assert len({row["id"] for row in rows(store)}) == 1


def test_what_a_killed_run_left_is_taken_up(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    one.article("judged")
    visit = make_visit("https://a.kz/fetched")
    one.recorder.fetched(visit, make_page("https://a.kz/fetched"))
    two = host()
    (leftover,) = two.leftovers
    kept = dataclasses.replace(leftover.visit, payload=None)
    assert (kept, leftover.response.url) == (visit, "https://a.kz/fetched")
    two.recorder.judged(leftover.seq, SITE, visit, make_article("https://a.kz/fetched", "f"), NOW)
    two.recorder.commit(LATER)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/fetched", "https://a.kz/judged"]
    assert two.recorder.counts.outcomes == {"stored": 2}


def test_a_failure_that_a_killed_run_noted_counts_in_the_run_that_brings_it_in(
    host: Callable[..., Host],
) -> None:
    host().take("https://a.kz/down", Failed(Failure.SERVER, "HTTP 500"))
    two = host()
    two.recorder.commit(LATER)
    assert two.recorder.counts == Counts(
        outcomes=Counter(failed=1), reasons=Counter({"failed/server": 1}), batches=1
    )
    assert host().recorder.counts == Counts()


def cut_off(host: Host, reached: str) -> None:
    """Take the first steps of a commit, as a process does that is killed then."""
    batch = host.recorder._freeze(LATER)
    content = content_of(batch, host.ledger.batch_rows(batch.batch_id), "Steppewire/0")
    fence = Batch(batch.batch_id, batch.numbers)
    assert content.segment is not None
    if reached != "frozen":
        host.store.objects.put_if_absent(content.segment_key, content.segment)
    if reached in ("articles", "pages"):
        host.store.tables.append_batch(Article, to_table(Article, content.articles), fence)
    if reached == "pages":
        host.store.tables.append_batch(PageRecord, to_table(PageRecord, content.pages), fence)
    host.ledger.close()


@pytest.mark.parametrize("reached", ["frozen", "segment", "articles", "pages"])
def test_a_batch_that_was_cut_off_is_finished_once(
    store: Store, host: Callable[..., Host], reached: str
) -> None:
    one = host()
    one.article("a")
    one.take("https://a.kz/gone", Rejected(Reason.GONE))
    cut_off(one, reached)
    two = host()
    assert two.ledger.frozen() == []
    assert [row["url"] for row in rows(store)] == ["https://a.kz/a"]
    assert outcomes(store) == {"stored": 1, "rejected": 1}
    assert two.recorder.counts == Counts(
        outcomes=Counter(stored=1, rejected=1), reasons=Counter({"rejected/gone": 1}), batches=1
    )
    assert two.article("a") == "unchanged"
    assert len(list(store.objects.list("warc/"))) == 1


def test_two_hosts_lose_and_double_nothing(store: Store, host: Callable[..., Host]) -> None:
    one, two = host("one"), host("two")
    one.article("a")
    one.article("both")
    two.article("both")
    two.article("b")
    one.recorder.commit(LATER)
    two.recorder.commit(LATER)
    assert [row["url"][-1] for row in rows(store)] == ["a", "h", "b"]
    assert outcomes(store) == {"stored": 3, "unchanged": 1}
    assert one.article("b") == "stored"
    one.recorder.commit(LATER)
    assert outcomes(store) == {"stored": 3, "unchanged": 2}


def test_a_process_that_slept_through_anothers_batch_is_fenced_off(
    store: Store, host: Callable[..., Host]
) -> None:
    sleeper, other = host("one"), host("two")
    sleeper.article("a", "same")
    batch = sleeper.recorder._freeze(LATER)
    other.article("b", "same")
    other.recorder.commit(LATER)
    again = host("one")
    assert batch.batch_id not in {row["batch_id"] for row in rows(store, PageRecord)}
    again.recorder.commit(LATER)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/b"]
    assert outcomes(store) == {"stored": 1, "duplicate": 1}


def test_a_lost_ledger_is_filled_from_the_store(
    host: Callable[..., Host], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    one = host("one")
    one.article("a", "first")
    one.article("a", "second")
    one.take("https://a.kz/down", Failed(Failure.NETWORK))
    one.recorder.commit(LATER)
    shutil.rmtree(tmp_path / "one")
    two = host("one")
    assert "was filled from the store" in caplog.text
    assert two.ledger.admit(SITE, [Candidate(url_key("https://a.kz/a"), "https://a.kz/a", "feed")]) == 0
    assert two.ledger.requeue_failed(SITE, LATER) == 1
    assert two.article("a", "second") == "unchanged"
    assert two.article("other", "first") == "duplicate"


def test_a_batch_in_articles_only_with_its_ledger_lost(
    store: Store, host: Callable[..., Host], tmp_path: Path
) -> None:
    one = host("one")
    one.article("a")
    one.take("https://a.kz/gone", Rejected(Reason.GONE))
    cut_off(one, "articles")
    shutil.rmtree(tmp_path / "one")
    two = host("one")
    assert outcomes(store) == {"stored": 1}
    # The address without an article is found and fetched again.
    two.take("https://a.kz/gone", Rejected(Reason.GONE))
    two.article("a")
    two.recorder.commit(LATER)
    assert outcomes(store) == {"stored": 1, "unchanged": 1, "rejected": 1}
    assert len(rows(store)) == 1


def test_a_writer_whose_batch_was_completed_by_another_loses_nothing(
    store: Store, host: Callable[..., Host]
) -> None:
    one = host("one")
    one.article("a")
    one.take("https://a.kz/gone", Rejected(Reason.GONE))
    cut_off(one, "articles")
    host("two")
    host("one").recorder.commit(LATER)
    assert outcomes(store) == {"stored": 1, "unchanged": 1, "rejected": 1}


def test_a_store_that_was_set_back_is_followed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = open_store(f"file:{tmp_path / 'store'}")

    def host() -> Host:
        return Host(store, tmp_path / "one")

    one = host()
    one.article("a")
    one.recorder.commit(LATER)
    shutil.copytree(tmp_path / "store", tmp_path / "backup")
    one.article("b")
    one.recorder.commit(LATER)
    shutil.rmtree(tmp_path / "store")
    shutil.move(tmp_path / "backup", tmp_path / "store")
    two = host()
    assert "was set back" in caplog.text
    assert two.article("b") == "stored"
    assert two.article("a") == "unchanged"
    two.recorder.commit(LATER)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/a", "https://a.kz/b"]


# Near-duplicates and trifling changes


def long(*ending: str) -> str:
    """A text of a hundred words, with other last ones."""
    return " ".join([*(f"слово{number}" for number in range(100 - len(ending))), *ending])


COPY, OTHERWISE = long("два", "слова"), " ".join(f"иное{number}" for number in range(100))
ANOTHER = " ".join(f"прочее{number}" for number in range(100))
TYPO = (f"{long()} правительство", f"{long()} правитльство")


def test_a_near_duplicate_is_a_page_that_names_the_first(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    assert one.article("a", long()) == "stored"
    # While the first one waits, and when it is committed.
    assert one.article("b", COPY) == "duplicate"
    one.recorder.commit(LATER)
    assert one.article("c", COPY) == "duplicate"
    one.recorder.commit(LATER)
    (article,) = rows(store)
    (_, *copies) = rows(store, PageRecord)
    expected = near(plain_words(long()), plain_words(COPY))
    for page in copies:
        assert (page["outcome"], page["reason"], page["article_id"]) == ("duplicate", "near", article["id"])
        assert (page["revision"], page["similarity"]) == (1, expected)


@pytest.mark.parametrize("signed", [True, False])
def test_a_ledger_that_was_lost_tells_duplicates_and_trifles_as_before(
    store: Store, host: Callable[..., Host], tmp_path: Path, signed: bool
) -> None:
    """From the texts before the template; also from rows of a version that gave no signature."""

    def take(at: Host, name: str, text: str) -> str:
        article = make_article(f"https://a.kz/{name}", text)
        return at.take(article.url, article if signed else dataclasses.replace(article, minhash=None))

    one = host("one")
    for number in range(3):
        take(one, f"n{number}", told(number, NAG))
    take(one, "a", OTHERWISE)
    take(one, "a", f"{long()}\n{NAG}")
    one.recorder.commit(LATER)
    take(one, "typo", f"{ANOTHER} правительство")
    one.recorder.commit(LATER)
    assert {row["template_version"] for row in rows(store)} == {1}
    assert [row["text"] for row in rows(store) if row["revision"] == 2] == [long()]
    assert all(bool(row["minhash"]) is signed for row in rows(store))

    def judge(at: Host) -> list[str]:
        return [
            take(at, "copy", f"{COPY}\n{NAG}"),
            # Of a text that is no article's latest.
            take(at, "old", f"{OTHERWISE} и еще"),
            take(at, "typo", f"{ANOTHER} правитльство"),
            take(at, "typo", f"{ANOTHER} парламент"),
        ]

    # Another host, with a ledger that it fills now; then that of the first one.
    found = [judge(host("two")), judge(host("one"))]
    assert found == [["duplicate", "stored", "unchanged", "revised"]] * 2
    shutil.rmtree(tmp_path / "one")
    assert judge(host("one")) == found[0]


def test_a_copy_of_what_another_host_brought_meanwhile_is_a_duplicate(
    store: Store, host: Callable[..., Host]
) -> None:
    one, two = host("one"), host("two")
    one.article("a", long())
    two.article("b", COPY)
    one.recorder.commit(LATER)
    assert two.recorder.counts.outcomes == {"stored": 1}
    two.recorder.commit(LATER)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/a"]
    assert rows(store, PageRecord)[1]["reason"] == "near"


def test_a_frozen_copy_of_what_another_host_brought_is_judged_again(
    store: Store, host: Callable[..., Host]
) -> None:
    sleeper, other = host("one"), host("two")
    sleeper.article("a", long())
    sleeper.recorder._freeze(LATER)
    other.article("b", COPY)
    other.recorder.commit(LATER)
    host("one").recorder.commit(LATER)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/b"]
    assert outcomes(store) == {"stored": 1, "duplicate": 1}


def test_what_was_a_trifle_is_judged_by_the_revision_that_another_host_brought(
    store: Store, host: Callable[..., Host]
) -> None:
    one, two = host("one"), host("two")
    one.article("a", TYPO[0])
    one.recorder.commit(LATER)
    assert two.article("a", OTHERWISE) == "stored"
    assert one.article("a", TYPO[1]) == "unchanged"
    # Judged again: the next revision of what the first host brought.
    two.recorder.commit(LATER)
    one.recorder.commit(LATER)
    assert [(row["revision"], row["text"]) for row in rows(store)] == [
        (1, TYPO[0]),
        (2, OTHERWISE),
        (3, TYPO[1]),
    ]
    assert outcomes(store) == {"stored": 1, "revised": 2}


@pytest.mark.parametrize("reached", ["frozen", "segment", "articles", "pages"])
def test_a_batch_that_was_cut_off_is_compared_with(host: Callable[..., Host], reached: str) -> None:
    one = host()
    one.article("a", long())
    cut_off(one, reached)
    two = host()
    assert two.article("b", COPY) == "duplicate"
    assert Wordings(two.ledger).number(SITE) == two.ledger.number(SITE) == 1


def test_a_ledger_of_before_learns_what_it_lacks_and_keeps_the_rest(host: Callable[..., Host]) -> None:
    """As one of the version before, with a batch that its last run could not bring in."""
    one = host()
    one.article("a", long())
    one.ledger.admit(SITE, [Candidate(url_key("https://a.kz/next"), "https://a.kz/next", "feed")])
    one.recorder.commit(LATER)
    one.article("other", OTHERWISE)
    cut_off(one, "articles")
    before = next(number for number, step in enumerate(STEPS) if "CREATE TABLE wordings" in step)
    with contextlib.closing(sqlite3.connect(one.ledger.path)) as db:
        db.executescript(
            "DROP TABLE wordings; DROP TABLE bands; DROP TABLE walks; DROP TABLE archives;"
            "ALTER TABLE sites DROP COLUMN worded;"
            "ALTER TABLE spool DROP COLUMN request; ALTER TABLE spool DROP COLUMN revisit;"
            + "".join(
                f"ALTER TABLE revisits DROP COLUMN {column};"
                for column in ("payload", "kept_at", "warc_key", "warc_offset", "warc_length")
            )
            + f"PRAGMA user_version={before}"
        )
    two = host()
    assert two.article("b", COPY) == "duplicate"
    assert two.article("c", f"{OTHERWISE} и еще") == "duplicate"
    assert [queued.url for queued in two.ledger.queued(SITE)] == ["https://a.kz/next"]
    assert two.ledger.rows("SELECT DISTINCT visits FROM urls WHERE state='done'") == [(1,)]


def test_what_is_taken_down_leaves_no_words_in_the_ledger(host: Callable[..., Host]) -> None:
    one = host()
    one.article("a", OTHERWISE)
    one.article("b", long())
    one.recorder.commit(LATER)
    one.article("a", f"{OTHERWISE} {OTHERWISE}")
    one.recorder.commit(LATER)
    packed = zlib.compress(f"{OTHERWISE} {OTHERWISE}".encode())
    held = [path for path in one.ledger.path.parent.iterdir() if packed in path.read_bytes()]
    assert held
    one.ledger.forget(SITE, Tombstones(ids=frozenset({article_id(SITE, "https://a.kz/a")})).cover)
    assert not any(packed in path.read_bytes() for path in one.ledger.path.parent.iterdir())
    numbers = "SELECT DISTINCT number FROM bands"
    assert one.ledger.rows(numbers) == one.ledger.rows("SELECT number FROM wordings")
    assert len(one.ledger.rows(numbers)) == 1
    assert one.article("copy", f"{OTHERWISE} и еще") == "stored"
    one.ledger.forget_site(SITE)
    assert one.ledger.rows("SELECT * FROM bands") == one.ledger.rows("SELECT * FROM wordings") == []
    assert Wordings(one.ledger).number(SITE) == 0


def test_many_sites_are_one_commit(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    for site in ("b_kz", "c_kz", SITE):
        one.take(f"https://{site}/x", make_article(f"https://{site}/x", "t", site=site), site)
    one.recorder.commit(LATER)
    assert store.tables.load(Article).version() == 1
    assert store.tables.numbers(PageRecord, ["b_kz", "c_kz", SITE]) == {"b_kz": 1, "c_kz": 1, SITE: 1}
    (segment,) = store.objects.list("warc/")
    assert segment.startswith("warc/site=_many/2026-11/")


# The site template

NAG = "Независимой редакции нужна ваша поддержка."


def told(number: int, *more: str) -> str:
    """The text of an article that shares no word with another one."""
    return "\n".join([*(f"w{number}x{line}y{word}" for line in range(3) for word in range(9)), *more])


def in_store(store: Store) -> list[str]:
    return list(store.objects.list("templates/"))


def test_the_first_batch_gives_the_first_template(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    for number in range(5):
        one.article(f"n{number}", told(number, NAG))
    one.recorder.commit(LATER)
    assert in_store(store) == [f"templates/site={SITE}/1.json"]
    template = templates.get(store.objects, SITE, 1)
    assert template is not None
    assert [block.text for block in template.blocks] == [NAG]
    for number, row in enumerate(rows(store)):
        assert row["text"] == told(number)
        assert row["removed"] == [{"position": 27, "text": NAG}]
        assert (row["template_version"], row["word_count"]) == (1, 27)
        assert row["text_sha256"] == text_sha256(told(number, NAG))


def test_two_articles_are_no_evidence(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    for number in range(2):
        one.article(f"n{number}", told(number, NAG))
    one.recorder.commit(LATER)
    assert in_store(store) == []
    assert {(row["template_version"], row["removed"]) for row in rows(store)} == {(0, None)}
    # The next batch has the third one: learned from what is committed and what waits.
    one.article("n2", told(2, NAG))
    one.recorder.commit(LATER)
    assert [row["text"] for row in rows(store)] == [told(0, NAG), told(1, NAG), told(2)]


def test_a_template_is_learned_once_a_day_from_the_texts_before_it(
    store: Store, host: Callable[..., Host]
) -> None:
    one = host()
    for number in range(4):
        one.article(f"n{number}", told(number, NAG))
    one.recorder.commit(LATER)
    for number in range(4, 8):
        one.article(f"n{number}", told(number, "Новый девиз нашей газеты"))
    one.recorder.commit(LATER)
    two = host()
    two.article("n8", told(8, "Новый девиз нашей газеты"))
    two.recorder.commit(LATER + dt.timedelta(hours=14))
    assert len(in_store(store)) == 1
    two.article("n9", told(9, "Новый девиз нашей газеты", NAG))
    two.recorder.commit(LATER + dt.timedelta(hours=15))
    assert len(in_store(store)) == 2
    second = templates.get(store.objects, SITE, 2)
    assert second is not None
    assert {block.text: block.articles for block in second.blocks} == {
        NAG: 4,
        "Новый девиз нашей газеты": 5,
    }
    assert [row["template_version"] for row in rows(store)] == [1] * 9 + [2]
    assert rows(store)[-1]["text"] == told(9)


def test_a_template_makes_no_revision(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    for number in range(4):
        one.article(f"n{number}", told(number, NAG))
    one.recorder.commit(LATER)
    assert one.article("n0", told(0, NAG)) == "unchanged"
    assert one.article("n9", told(1, NAG)) == "duplicate"
    assert one.article("n2", told(20, NAG)) == "revised"
    one.recorder.commit(LATER + dt.timedelta(days=1))
    again = host()
    assert again.article("n2", told(20, NAG)) == "unchanged"
    assert [(row["url"][-2:], row["text"]) for row in rows(store)][4:] == [("n2", told(20))]


def test_a_run_that_died_after_the_template_uses_it(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    for number in range(4):
        one.article(f"n{number}", told(number, NAG))
    one.recorder._templating.apply(one.ledger.spooled(judged=True), LATER)
    one.ledger.close()
    two = host()
    two.recorder.commit(LATER)
    assert len(in_store(store)) == 1
    assert [(row["text"], row["template_version"]) for row in rows(store)] == [(told(n), 1) for n in range(4)]


def test_of_two_hosts_the_second_takes_the_first_ones_template(
    store: Store, host: Callable[..., Host]
) -> None:
    one, two = host("one"), host("two")
    for number in range(4):
        one.article(f"n{number}", told(number, NAG))
        two.article(f"m{number}", told(number + 10))
    one.recorder._templating.apply([], LATER)
    two.recorder._templating._is_due(SITE, LATER)
    one.recorder.commit(LATER)
    two.recorder.commit(LATER)
    assert len(in_store(store)) == 1
    assert [row["template_version"] for row in rows(store)] == [1] * 8


def test_a_damaged_template_is_passed_over(
    store: Store, host: Callable[..., Host], caplog: pytest.LogCaptureFixture
) -> None:
    store.objects.replace(f"templates/site={SITE}/7.json", b"{broken")
    one = host()
    for number in range(4):
        one.article(f"n{number}", told(number, NAG))
    one.recorder.commit(LATER)
    assert f"templates/site={SITE}/7.json: not a site template" in caplog.text
    assert {row["template_version"] for row in rows(store)} == {8}


def test_each_site_of_a_batch_has_a_template_of_its_own(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    for site in ("b_kz", "c_kz"):
        for number in range(4):
            url = f"https://{site}/{number}"
            one.take(url, make_article(url, told(number, f"Читает {site} вся степь"), site=site), site)
    one.take("https://d.kz/x", make_article("https://d.kz/x", "One.", site="d_kz"), "d_kz")
    one.recorder.commit(LATER)
    assert in_store(store) == ["templates/site=b_kz/1.json", "templates/site=c_kz/1.json"]
    assert {row["site"]: row["text"].count("Читает") for row in rows(store)} == {
        "b_kz": 0,
        "c_kz": 0,
        "d_kz": 0,
    }


def test_what_was_fetched_last_is_learned_from(
    store: Store, host: Callable[..., Host], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = host()
    for number in range(6):
        moment = NOW - dt.timedelta(days=40 * number)
        visit = make_visit(f"https://a.kz/{number}", fetched_at=moment)
        seq = one.recorder.fetched(visit, make_page(visit.url, fetched_at=moment))
        article = make_article(visit.url, told(number), fetched_at=moment)
        one.recorder.judged(seq, SITE, visit, article, NOW)
    one.recorder.commit(LATER)
    monkeypatch.setattr(templating, "MAX_ARTICLES", 2)
    found = templating.committed_texts(store.tables, SITE, store.tables.load(Article))
    assert sorted(seen.text for seen in found) == [told(0), told(1)]


def test_the_queue_has_a_copy_in_the_store(store: Store, host: Callable[..., Host]) -> None:
    one, two = host("one"), host("two")
    one.ledger.admit(SITE, [Candidate("a.kz/q", "https://a.kz/q", "sitemap", NOW)])
    one.recorder.save_pending(SITE)
    assert two.recorder.restore_pending(SITE) == 1
    (queued,) = two.ledger.queued(SITE)
    assert (queued.url, queued.source, queued.feed_published) == ("https://a.kz/q", "sitemap", NOW)
    store.objects.replace(f"state/site={SITE}.json", b"{broken")
    assert two.recorder.restore_pending(SITE) == 0


def test_the_spool_gives_results_back_as_they_were() -> None:
    for result in (make_article(title="T"), Rejected(Reason.GONE, "404"), Failed(Failure.TIMEOUT, "30 s")):
        assert result_from_json(result_to_json(result)) == result
