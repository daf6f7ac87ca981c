"""Reading the history of a site: run records and rows, as runs left them."""

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipelines.article import Article, PageRecord
from pipelines.health import history
from pipelines.health.facts import fate, source_fate
from pipelines.health.history import NEWEST_RECORDS, RECORDS_A_DAY, read_histories, read_history
from pipelines.health.judge import judge_site, judge_sites
from pipelines.report.run_record import FetchSeconds, RunRecord, SourceReading, SourceResult, new_run_id, save
from pipelines.store.folder import FolderStore
from pipelines.store.schema import to_table
from pipelines.store.store import Store, open_store
from pipelines.store.writer import Batch
from tests.factories import NOW, SITE, make_article

SOURCES: list[tuple[SourceResult, str | None, str]] = [
    ("read", None, "read"),
    ("unchanged", None, "read"),
    ("no_links", None, "dead"),
    ("html", "an HTML page", "dead"),
    ("not_found", "HTTP 404", "dead"),
    ("refused", "HTTP 403", "blocked"),
    ("refused", "OffsiteRefused: another site", "dead"),
    ("robots", "robots.txt forbids it", "blocked"),
    ("server", "HTTP 503", "unreachable"),
    ("server", "HTTP 429", "blocked"),
    ("network", "robots.txt could not be read (HTTP 429)", "blocked"),
    ("network", "ConnectionRefusedError", "unreachable"),
    ("server", "HostResting: a.kz asks to be left alone until … (HTTP 429)", "resting"),
    ("server", "RunEnding: a.kz was not asked: the run ended", "resting"),
]


@pytest.mark.parametrize(("result", "error", "said"), SOURCES)
def test_what_a_source_says(result: SourceResult, error: str | None, said: str) -> None:
    assert source_fate(SourceReading("https://a.kz/f", "feed", error=error, result=result)) == said


PAGES = [
    ("stored", None, 200, "article"),
    ("duplicate", "text", 200, "article"),
    ("rejected", "too_short", 200, "lost"),
    ("rejected", "gone", 404, "lost"),
    ("rejected", "challenge", 200, "blocked"),
    ("rejected", "robots", None, "blocked"),
    ("rejected", "forgotten", 200, "other"),
    ("failed", "refused", 403, "blocked"),
    ("failed", "server", 503, "unreachable"),
    ("failed", "server", 429, "blocked"),
    ("failed", "server", None, "other"),
    ("failed", "robots_unreachable", None, "unreachable"),
    ("failed", "crashed", 200, "other"),
]


@pytest.mark.parametrize(("outcome", "reason", "status", "said"), PAGES)
def test_what_a_page_says(outcome: str, reason: str | None, status: int | None, said: str) -> None:
    assert fate(outcome, reason, status) == said


class Written:
    """Runs of a site whose records and rows are put into a store as crawls put them."""

    def __init__(self, store: Store, site: str = SITE) -> None:
        self.store = store
        self.site = site
        self.pages: list[PageRecord] = []
        self.articles: list[Article] = []

    def run(self, started_at: dt.datetime, **fields: Any) -> str:
        run_id = new_run_id(started_at, f"{len(self.pages):06x}")
        values = {
            "finished_at": started_at + dt.timedelta(minutes=5),
            "finish_reason": "finished",
            "sources": [SourceReading(f"https://{self.site}/feed", "feed", 20)],
            **fields,
        }
        save(
            self.store.objects,
            RunRecord(run_id=run_id, site=self.site, kind="crawl", started_at=started_at, **values),
        )
        return run_id

    def rows(self, started_at: dt.datetime, count: int, *, lost: int = 0, **fields: Any) -> None:
        """`count` pages, a second apart; the last `lost` of them gave no article."""
        for number in range(count):
            url = f"https://{self.site}/news/{started_at:%Y%m%d%H%M}/{number}"
            moment = started_at + dt.timedelta(seconds=number + 1)
            common: dict[str, Any] = {"site": self.site, "month": f"{moment:%Y-%m}", "fetched_at": moment}
            values = {"outcome": "stored", "status": 200, "run_id": "run1", **common, **fields}
            if number >= count - lost:
                values |= {"outcome": "rejected", "reason": "too_short"}
            else:
                authors = ["A. B."] if number % 2 else None
                text = "Some words. " * (30 + number % 5)
                made = make_article(url, text, title="A title", language="ru", authors=authors, **common)
                self.articles.append(made)
            self.pages.append(PageRecord(url=url, **values))

    def commit(self, number: int = 1) -> None:
        """All rows since the last commit, in one batch."""
        batch = Batch(f"{number:032x}", {self.site: number})
        for record, rows in ((Article, self.articles), (PageRecord, self.pages)):
            named = [dataclasses.replace(row, batch=number, batch_id=batch.batch_id) for row in rows]
            self.store.tables.append_batch(record, to_table(record, named), batch)
        self.articles, self.pages = [], []


@pytest.fixture
def written(store_url: str) -> Written:
    return Written(open_store(store_url))


def days_ago(days: float) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def test_a_run_has_its_record_and_its_rows(written: Written) -> None:
    first = written.run(days_ago(2), fetch_seconds=FetchSeconds(9, 0.3, 0.8), refusals={"a.kz": 2}, pending=3)
    written.rows(days_ago(2), 10, lost=4)
    written.rows(days_ago(1.5), 2)  # of a run that was killed: it has no record
    second = written.run(days_ago(1))
    written.rows(days_ago(1), 3)
    failed = make_failed("https://a.kz/x", fetched_at=days_ago(0.9))
    written.pages += [failed, dataclasses.replace(failed, attempts=2)]
    written.commit()
    one, two = read_history(written.store, SITE, NOW)
    assert (one.run_id, two.run_id) == (first, second)
    assert (one.outcomes, one.reasons) == ({"stored": 8, "rejected": 4}, {"rejected/too_short": 4})
    assert (one.fates, one.statuses) == ({"article": 8, "lost": 4}, {200: 12})
    assert (one.articles, one.texts, one.filled["title"], one.filled["authors"]) == (8, 8, 8, 4)
    assert (one.filled["published"], one.languages, one.words) == (0, {"ru": 8}, 62)
    assert (one.fetch_seconds, one.refusals, one.pending) == (FetchSeconds(9, 0.3, 0.8), 2, 3)
    assert (one.sources, one.ended) == ({"read": 1}, True)
    assert two.reasons == {"failed/refused": 2}
    # What failed is counted at its first try.
    assert two.fates == {"article": 3, "blocked": 1}


def make_failed(url: str, **fields: Any) -> PageRecord:
    values = {"outcome": "failed", "reason": "refused", "status": 403, "run_id": "run1", **fields}
    return PageRecord(site=SITE, month=f"{values['fetched_at']:%Y-%m}", url=url, **values)


def test_what_is_old_or_ingested_or_of_another_site_is_left_out(written: Written) -> None:
    other = Written(written.store, "a_kz_b")
    for site in (written, other):
        site.run(days_ago(50))
        site.rows(days_ago(50), 7)
        site.run(days_ago(3))
        site.rows(days_ago(3), 2)
        site.commit()
    written.rows(days_ago(2), 5, origin="f" * 64)
    written.commit(2)
    for run in (read_history(written.store, SITE, NOW), read_histories(written.store, [SITE], NOW)[SITE]):
        assert [(one.started_at, one.articles, one.outcomes) for one in run] == [
            (days_ago(3), 2, {"stored": 2})
        ]
    sites = ["a_kz", "a_kz_b", "c_kz", "d_kz", "e_kz", "f_kz"]
    found = read_histories(written.store, sites, NOW)
    assert [len(found[site]) for site in sites] == [1, 1, 0, 0, 0, 0]


def test_pages_that_were_visited_again_say_nothing_of_the_new(written: Written) -> None:
    """Neither a flood nor a drought, nor a site that is gone: of runs of an hour without news, too."""
    written.run(days_ago(2))
    written.rows(days_ago(2), 5)
    written.run(days_ago(1), revisits={"unchanged": 30, "rejected": 20, "failed": 10})
    common: dict[str, Any] = {"month": "2026-11", "run_id": "r", "source": "revisit"}
    kinds = (
        [("unchanged", None, 304)] * 30 + [("rejected", "gone", 404)] * 20 + [("failed", "server", 503)] * 10
    )
    for number, (outcome, reason, status) in enumerate(kinds):
        moment = days_ago(1) + dt.timedelta(seconds=number)
        values: dict[str, Any] = {
            "outcome": outcome,
            "reason": reason,
            "status": status,
            "fetched_at": moment,
        }
        if outcome == "unchanged":
            values |= {"article_id": written.articles[0].id, "revision": 1}
        written.pages.append(PageRecord(site=SITE, url=f"https://a.kz/{number}", **values, **common))
    written.commit()
    one, two = read_history(written.store, SITE, NOW)
    assert (one.judged, one.offered, one.outcomes) == (5, 5, {"stored": 5})
    assert (two.judged, two.offered, two.outcomes, two.fates, two.statuses) == (0, 0, {}, {}, {})
    assert judge_site(written.store, SITE, NOW).state == "well"


def test_of_many_records_few_are_read_and_each_run_has_its_rows(tmp_path: Path) -> None:
    written = Written(open_store(f"file:{tmp_path / 'store'}"))
    starts = [days_ago(2) + dt.timedelta(minutes=20 * number) for number in range(2 * 72)]
    for start in starts:
        written.run(start)
        written.rows(start, 1)
    written.commit()
    runs = read_history(written.store, SITE, NOW)
    assert [run.started_at.replace(microsecond=0) for run in runs] == starts
    assert {run.articles for run in runs} == {1}
    known = [run.finish_reason is not None for run in runs]
    assert all(known[-NEWEST_RECORDS:])
    assert known[0]
    assert sum(known) <= NEWEST_RECORDS + 3 * RECORDS_A_DAY


class Listed(FolderStore):
    """A folder, and what was listed in it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked: list[str] = []

    def list(self, prefix: str) -> Iterator[str]:
        self.asked.append(prefix)
        return super().list(prefix)


def test_records_are_listed_all_at_once_or_site_by_site_whichever_is_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_LISTED", 10)
    store = open_store(f"file:{tmp_path / 'store'}")
    ours, other = Written(store), Written(store, "b_kz")
    for days in (3, 1):
        for written in (ours, other):
            written.run(days_ago(days))
    objects = Listed(tmp_path / "store")
    of_all = read_history(dataclasses.replace(store, objects=objects), SITE, NOW)
    assert {prefix.rpartition("/")[2] for prefix in objects.asked} == {""}
    for number in range(9):
        Written(store, f"c{number}_kz").run(days_ago(1))
    # Eleven on a day: more than one request gives, and one is enough for the records of one site.
    objects.asked.clear()
    assert read_history(dataclasses.replace(store, objects=objects), SITE, NOW) == of_all
    assert len(of_all) == 2
    assert [prefix.rpartition("/")[2] for prefix in objects.asked] == ["", *[f"{SITE}-"] * 43]
    # For two sites, two are as many as all of the day.
    objects.asked.clear()
    assert len(read_histories(dataclasses.replace(store, objects=objects), [SITE, "b_kz"], NOW)["b_kz"]) == 2
    assert {prefix.rpartition("/")[2] for prefix in objects.asked} == {""}


def test_a_record_that_is_broken_is_as_one_that_was_not_read(tmp_path: Path) -> None:
    written = Written(open_store(f"file:{tmp_path / 'store'}"))
    run_id = written.run(days_ago(1))
    key = f"runs/{days_ago(1):%Y-%m-%d}/{SITE}-{run_id}.json"
    for data in (b"{", b"[]", b'{"site": 1}', b"\xff"):
        written.store.objects.replace(key, data)
        (run,) = read_history(written.store, SITE, NOW)
        assert (run.run_id, run.finish_reason) == (run_id, None)


def test_six_weeks_of_500_articles_a_day_are_read_in_a_second(tmp_path: Path) -> None:
    """Measured: 0.18 s of CPU. The bound is a loaded machine's."""
    written = Written(open_store(f"file:{tmp_path / 'store'}"))
    for day in range(41, 0, -1):
        written.run(days_ago(day))
    written.rows(days_ago(41), 500)
    # The same rows on each day: to make 21,000 is what takes time here.
    pages, articles = to_table(PageRecord, written.pages), to_table(Article, written.articles)
    batch = Batch(f"{1:032x}", {SITE: 1})
    for record, rows in ((PageRecord, pages), (Article, articles)):
        written.store.tables.append_batch(record, pa.concat_tables(map(moved, [rows] * 41, range(41))), batch)
    began = time.process_time()
    runs = read_history(written.store, SITE, NOW)
    took = time.process_time() - began
    assert [run.articles for run in runs] == [500] * 41
    assert took < 1.5, took


def moved(rows: pa.Table, days: int) -> pa.Table:
    """The same rows, some days later."""
    fetched = pc.add(rows["fetched_at"], pa.scalar(dt.timedelta(days=days)))
    month = pc.strftime(fetched, "%Y-%m")
    for name, column in (("fetched_at", fetched), ("month", month)):
        rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), column)
    return rows


# From a store to a state


def test_a_redesign_is_judged_from_what_runs_left_in_a_store(store_url: str) -> None:
    """Three weeks of twelve pages a day; then one site refuses, and one gives no article any more."""
    store = open_store(store_url)
    sites = {"blocked_kz": 0, "broken_kz": 12, "well_kz": 1}
    bad_runs = {}
    for site, lost in sites.items():
        written = Written(store, site)
        for day in range(21, 0, -1):
            moment = days_ago(day - 0.5)
            is_bad = day <= 2
            refused = is_bad and site == "blocked_kz"
            source = SourceReading(f"https://{site}/feed", "feed", 20)
            if refused:
                source = SourceReading(source.url, "feed", error="HTTP 403", result="refused")
            run_id = written.run(moment, sources=[source], fetch_seconds=FetchSeconds(13, 0.3, 0.9))
            if day == 2:
                bad_runs[site] = run_id
            if not refused:
                written.rows(moment, 12, lost=lost if is_bad else 1)
        written.commit()
    blocked, broken, well = judge_sites(store, list(sites), NOW)
    assert (blocked.site, blocked.state, broken.state, well.state) == (
        "blocked_kz",
        "blocked",
        "broken layout",
        "well",
    )
    assert blocked.evidence == (
        "no source was read in 2 runs: HTTP 403 2; before, a source was read in 19 of 19 runs",
    )
    assert broken.evidence == (
        "pages that gave an article: 0% of 24; before, 92% of 228",
        "rejects: rejected/too_short 24; in the same time before: rejected/too_short 2",
    )
    for found in (blocked, broken):
        assert found.first_bad_run == bad_runs[found.site]
        assert found.since == days_ago(1.5)
        assert found.judged_at == NOW
    assert (well.evidence, well.since, well.first_bad_run) == ((), None, None)
    assert judge_site(store, "broken_kz", NOW) == broken
    # A day before, the second bad run had not been.
    assert judge_site(store, "broken_kz", days_ago(1)).state == "well"
