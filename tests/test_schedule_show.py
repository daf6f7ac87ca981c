"""The made sites of `benchmarks.schedule_show`: what they serve, and what is made of what became of them."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.show import servers
from benchmarks.show.outcome import Alarm, SiteOutcome, alarms, faults, outcomes
from benchmarks.show.past import write_history
from benchmarks.show.servers import Newspaper
from benchmarks.show.sites import SITES, ShowSite, Timetable, page, redesigned
from benchmarks.show.spiders import DECLARED
from crawlers.discovery.feeds import parse_feed
from pipelines.article import Article, Page, Rejected
from pipelines.process import to_article

BEGAN = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
TIMETABLE = Timetable(BEGAN, days=2)


def test_articles_come_out_while_the_show_runs() -> None:
    site = SITES[0]
    assert TIMETABLE.count(site, BEGAN - dt.timedelta(seconds=1)) == 8
    assert TIMETABLE.count(site, BEGAN) == 9
    assert TIMETABLE.count(site, BEGAN + site.pace) == 10
    moments = [TIMETABLE.published(site, number) for number in range(1, 12)]
    assert moments == sorted(set(moments))
    assert moments[0] == BEGAN - dt.timedelta(days=2)


@pytest.mark.parametrize("site", SITES[:3], ids=lambda site: site.name)
def test_pages_are_articles_until_the_redesign(site: ShowSite) -> None:
    hints = DECLARED[site.number].hints()
    published = TIMETABLE.published(site, 9)

    def extracted(body: bytes) -> object:
        found = Page(url=site.url(9), site=site.name, body=body, fetched_at=BEGAN, hints=hints)
        return to_article(found)

    article = extracted(page(site, 9, published))
    assert isinstance(article, Article)
    assert (article.language, article.published_at) == (site.wording[:2], published)
    assert article.text.count("\n") == 5
    assert isinstance(extracted(redesigned(site, 9)), Rejected)


@pytest.mark.parametrize(
    ("fate", "minutes", "feed", "article"),
    [
        ("well", 20, 200, 200),
        ("blocks", 5, 200, 200),
        ("blocks", 16, 200, 403),
        ("blocks", 26, 200, 403),
        ("blocks", 28, 429, 429),
    ],
)
def test_what_happens_half_way(
    fate: str, minutes: int, feed: int, article: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = next(site for site in SITES if site.fate == fate)
    now = BEGAN + dt.timedelta(minutes=minutes)
    monkeypatch.setattr(servers, "_now", lambda: now)
    half, end = BEGAN + dt.timedelta(minutes=15), BEGAN + dt.timedelta(minutes=30)
    paper = Newspaper(site, TIMETABLE, half, end)
    status, _, body = paper.answer("/feed")
    assert (status, paper.answer("/news/9")[0]) == (feed, article)
    assert paper.answer("/news/9000")[0] in (404, article)
    assert paper.answer("/robots.txt")[0] == 200
    if feed == 200:
        links = parse_feed(body, f"http://{site.host}/feed", now=now)
        assert links[0].url == site.url(TIMETABLE.count(site, now))
        assert len(links) == min(20, TIMETABLE.count(site, now))


def test_a_history_is_in_the_store(tmp_path: Path) -> None:
    """And none of it counts as published in the show."""
    timetable = Timetable(BEGAN, days=1)
    url = f"file:{tmp_path / 'store'}"
    assert write_history(url, tmp_path, timetable, 1) == 11 * 4 + 24
    found = outcomes(url, timetable, BEGAN + dt.timedelta(minutes=1), BEGAN + dt.timedelta(minutes=2))
    assert [(one.stored, one.wanted, one.doubled, one.runs) for one in found] == [(0, 0, 0, [])] * len(SITES)
    assert [one.published for one in found][:2] == [3, 3]
    assert len(list((tmp_path / "store" / "runs").rglob("*.json"))) == 11 * 4 + 24


def of(site: ShowSite, **fields: object) -> SiteOutcome:
    values = {"published": 9, "wanted": 5, "stored": 5, "missing": (), "doubled": 0, "runs": [], **fields}
    return SiteOutcome(site=site, **values)  # type: ignore[arg-type]


WELL, BREAKS = SITES[0], SITES[2]


@pytest.mark.parametrize(
    ("found", "told", "says"),
    [
        ([of(WELL)], [], []),
        ([of(BREAKS)], [(BREAKS, "broken layout")], []),
        ([of(BREAKS)], [(BREAKS, "quiet")], ["no alarm said 'broken layout'; there came: ['quiet']"]),
        ([of(WELL)], [(WELL, "slow")], ["an alarm although all is well: slow"]),
        ([of(WELL, missing=(9, 10))], [], ["2 published articles are not in the store: (9, 10)"]),
        ([of(WELL, doubled=1)], [], ["1 articles are there more than once"]),
        ([of(WELL, wanted=0)], [], ["no run of it came to its end"]),
    ],
)
def test_what_is_not_as_it_should_be_is_told(
    found: Sequence[SiteOutcome], told: Sequence[tuple[ShowSite, str]], says: Sequence[str]
) -> None:
    changes = [{"site": site.name, "state": state} for site, state in told]
    came = alarms([(BEGAN, {"text": "x", "changes": changes})])
    assert came == [Alarm(BEGAN, site.name, state) for site, state in told]
    assert faults(found, came) == [f"{found[0].site.name}: {line}" for line in says]
