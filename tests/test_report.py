"""The report: its numbers are those of the rows, it loads nothing, and strangers' names are only text."""

import collections
import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from pipelines import cli
from pipelines.article import OUTCOMES, Article
from pipelines.compact import compact
from pipelines.errors import UsageError
from pipelines.health.states import SiteHealth
from pipelines.report.overview import runs as run_reading
from pipelines.report.overview.attention import needs
from pipelines.report.overview.make import make_report
from pipelines.report.overview.measures import _rank
from pipelines.report.overview.period import MAX_DAYS, last_days
from pipelines.report.overview.runs import Runs
from pipelines.report.overview.words import amount, shown, span, told_reason
from pipelines.report.run_record import SourceReading
from pipelines.store.location import parse_store_url
from pipelines.store.store import Store
from pipelines.store.tables import Tables
from tests.report_store import DEAD, HOSTILE, NOW, ago, article, known_store, page, run_record, write_store
from tests.running import ROOT, Place

THIN = "\N{NARROW NO-BREAK SPACE}"


def report(url: str, out: Path, **fields: Any) -> str:
    location = parse_store_url(url)
    values = {"days": 30, "now": NOW, **fields}
    path = make_report(location, Tables(location), location.delta_options(), out, **values)
    assert path == out / "index.html"
    assert [one.name for one in out.iterdir()] == ["index.html"]
    return path.read_text(encoding="utf-8")


def table(text: str, caption: str) -> dict[str, dict[str, str]]:
    """The rows of a table by their first cell, each by the heads of its columns."""
    for found in lxml.html.fromstring(text).iter("table"):
        if caption in (found.findtext("caption") or ""):
            heads = [head.text_content() for head in found.findall("thead/tr/th")]
            rows = [[cell.text_content() for cell in row] for row in found.findall("tbody/tr")]
            return {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    raise AssertionError(f"no table {caption!r}")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return known_store(f"file:{tmp_path_factory.mktemp('known') / 'store'}")


@pytest.fixture(scope="module")
def told(known: Store, tmp_path_factory: pytest.TempPathFactory) -> str:
    return report(known.location.url, tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def rows(known: Store) -> dict[str, list[dict[str, Any]]]:
    """The rows of the period, as any reader has them."""
    place = Place(Path(known.location.root or "").parent, {})
    since = dt.datetime(2026, 10, 24, tzinfo=dt.UTC)
    return {
        name: [row for row in place.rows(name) if row["fetched_at"] >= since]
        for name in ("articles", "pages")
    }


def test_numbers_of_sites_are_those_of_the_rows(told: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    shown_sites = table(told, "By site: new articles")
    assert list(shown_sites) == ["b_kz", "c_kz", "_ingest", "a_kz"], "first those that need a hand"
    for site, found in shown_sites.items():
        new = [row for row in rows["articles"] if row["site"] == site and row["revision"] == 1]
        pages = collections.Counter(row["outcome"] for row in rows["pages"] if row["site"] == site)
        assert found["articles"] == str(len(new))
        assert found["a day"] == f"{len(new) / 30:.1f}"
        assert {outcome: found[outcome] for outcome in OUTCOMES} == {
            outcome: str(pages[outcome]) for outcome in OUTCOMES
        }
    assert shown_sites["b_kz"]["languages"] == "ru 71.4 %, kk 14.3 %, und 14.3 %"


def test_numbers_of_languages_reasons_and_totals(told: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    languages = collections.Counter(row["language"] for row in rows["articles"] if row["revision"] == 1)
    found = table(told, "By language")
    assert {name: int(row["articles"]) for name, row in found.items()} == languages
    assert found["kk"]["share"] == f"{100 * languages['kk'] / languages.total():.1f} %"
    reasons = table(told, "Rejected by reason")
    assert {name: (row["pages"], row["most at"]) for name, row in reasons.items()} == {
        "too_short": ("3", "b_kz 3"),
        "robots": ("1", "a_kz 1"),
        "failed: network": ("1", "b_kz 1"),
    }
    totals = {one.findtext("dt"): one.findtext("dd") for one in lxml.html.fromstring(told).xpath("//dl/div")}
    assert totals["New articles"] == str(languages.total()) == "19"
    assert totals["Pages fetched"] == str(len(rows["pages"])) == "27"
    assert (totals["Rejected"], totals["Failed"]) == ("4", "1")
    assert (totals["Runs"], totals["Unhealthy runs"]) == ("12", "2")
    assert totals["Rows of articles, all days"] == "21"
    assert totals["Last fetch"] == f"{NOW:%Y-%m-%d %H:%M} UTC"


def test_bytes_of_days_are_those_of_records_and_files(
    told: str, known: Store, rows: dict[str, list[dict[str, Any]]]
) -> None:
    by_day = table(told, "By day")
    assert list(by_day) == [f"{ago(days):%Y-%m-%d}" for days in range(30)]
    warc: collections.Counter[str] = collections.Counter()
    for row in rows["pages"]:
        warc[f"{row['fetched_at']:%Y-%m-%d}"] += row["warc_length"] or 0
    for day, found in by_day.items():
        assert found["warc"] == amount(warc[day], "B"), day
    # All of this month's rows are in the period: what its files have is shared out among its days.
    sizes = {
        part.site: part.size_bytes for part in known.tables.parts(Article) if part.month == f"{NOW:%Y-%m}"
    }
    written = collections.Counter(
        (row["site"], f"{row['fetched_at']:%Y-%m-%d}") for row in rows["articles"] if row["revision"] == 1
    )
    day = f"{ago(1):%Y-%m-%d}"
    held = {site: sum(row["site"] == site for row in rows["articles"]) for site in sizes}
    expected = sum(round(size * written[site, day] / held[site]) for site, size in sizes.items())
    assert by_day[day]["articles"] == amount(expected, "B")


def test_growth_is_the_same_after_a_compaction(tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'store'}"
    for days in (3, 2, 1):
        store = write_store(url, pages=[page("a_kz", days * 10 + at, ago(days)) for at in range(3)])

    def stored() -> list[bool]:
        found = table(report(url, tmp_path / "out"), "By day")
        return [row["pages"] != "0 B" for row in found.values()]

    before = stored()
    assert before[:5] == [False, True, True, True, False]
    compact(store)
    assert stored() == before


def test_freshness_counts_what_was_published_in_these_days_to_the_minute(told: str) -> None:
    assert table(told, "By site.") == {
        "a_kz": {"site": "a_kz", "articles": "12", "half within": "60 min", "nine of ten within": "60 min"},
        "b_kz": {"site": "b_kz", "articles": "5", "half within": "60 min", "nine of ten within": "60 min"},
    }


@pytest.mark.parametrize(
    ("counted", "share", "expected"),
    [
        ([(7, 1)], 0.5, 7),
        ([(1, 1), (2, 1)], 0.5, 1),
        ([(1, 1), (2, 1), (3, 1)], 0.5, 2),
        ([(1, 9), (50, 1)], 0.9, 1),
        ([(1, 8), (50, 2)], 0.9, 50),
        ([(-60, 5), (10, 5)], 0.5, -60),
    ],
)
def test_quantiles_are_values_that_occurred(
    counted: list[tuple[int, int]], share: float, expected: int
) -> None:
    assert _rank(counted, sum(count for _, count in counted), share) == expected


def test_hosts_and_answers(told: str) -> None:
    hosts = table(told, "By host")
    assert hosts["a.example"] == {
        "host": "a.example",
        "requests": f"1{THIN}200",
        "429 and 503": "8",
        "a minute": "30.0",
        "busiest minute": "0",
    }
    # Without requests in a record: by pages, without those that came from a file or were not asked for.
    assert hosts["b_kz.example"]["requests"] == "–"
    assert hosts["b_kz.example"]["busiest minute"] == "3"
    assert hosts["a_kz.example"]["busiest minute"] == "4"
    assert hosts["a_kz.example"]["a minute"] == f"{14 / 5:.1f}"
    assert table(told, "Medians of the runs") == {
        "a_kz": {"site": "a_kz", "answers": f"1{THIN}200", "half within": "0.25 s", "95 % within": "1.5 s"}
    }


def test_the_grid_has_a_row_a_site_and_a_sign_a_day(told: str) -> None:
    (found,) = lxml.html.fromstring(told).find_class("grid")
    signs = {
        row.findtext("th"): "".join(cell.text_content() for cell in row.findall("td"))
        for row in found.findall("tbody/tr")
    }
    assert signs == {
        "b_kz": "·" * 26 + "✓✕✕·",
        "c_kz": "·" * 17 + "✓✓✓" + "·" * 10,
        "_ingest": "·" * 9 + "✓✓" + "·" * 19,
        "a_kz": "·" * 26 + "✓✓✓✓",
    }
    bad = found.xpath('.//td[@class="b" or @class="b sunday"]/@title')
    assert bad == ["2026-11-20: 1 of 1 not well", "2026-11-21: 1 of 1 not well"]


def test_who_needs_a_hand_stands_first(told: str) -> None:
    items = [
        " ".join(one.text_content().split())
        for one in lxml.html.fromstring(told).xpath('//ul[@class="needs"]/li')
    ]
    first = ago(2)
    assert items[0].startswith(f"b_kz: unhealthy since {first:%Y-%m-%d %H:%M} UTCno source could be read")
    assert "1 pages failed" in items[0]
    assert items[0].endswith(f"runs/2026-11-20/b_kz-{first:%Y%m%dT%H%M%SZ}-0a0b0c.json")
    assert items[1].startswith("c_kz: no run since")
    assert "it runs every 24 h usually" in items[1]
    assert len(items) == 2
    assert told.index("need a hand") < told.index("Totals") < told.index("New articles")


def test_a_given_health_wins_over_the_last_run(known: Store, tmp_path: Path) -> None:
    healths = [
        SiteHealth(site="b_kz", state="well", judged_at=NOW),
        SiteHealth(site="a_kz", state="quiet", evidence=("3 articles, 20 usually",), judged_at=NOW),
        SiteHealth(
            site="d_kz",
            state="blocked",
            evidence=("9 of 10 refused",),
            since=ago(1),
            first_bad_run="20261121T201500Z-1",
            judged_at=NOW,
        ),
    ]
    text = report(known.location.url, tmp_path, healths=healths)
    names = [one.text_content() for one in lxml.html.fromstring(text).xpath('//ul[@class="needs"]/li//b')]
    assert names == ["d_kz: blocked", "c_kz: no run", "a_kz: quiet"]
    assert "runs/2026-11-21/d_kz-20261121T201500Z-1.json" in text
    assert "3 articles, 20 usually" in text


@pytest.mark.parametrize(
    ("days", "missed"),
    [
        ([10, 9, 8], True),
        ([9, 6, 3], False),
        ([30, 20, 10], False),
        ([0], False),
        ([9], False),
        ([1, 1], False),
    ],
)
def test_a_site_is_missed_by_its_own_interval(days: list[int], missed: bool) -> None:
    light = [run_reading._light(run_record("a_kz", ago(day)), f"runs/{day}") for day in days]
    found = needs((), Runs(tuple(light)), last_days(30, NOW))
    assert [need.state for need in found] == (["no run"] if missed else [])


def test_nothing_is_loaded_and_nothing_can_be(told: str) -> None:
    root = lxml.html.fromstring(told)
    assert not root.xpath("//script | //link | //iframe | //img | //object | //embed | //base | //form")
    assert not root.xpath("//@src | //@srcset | //@action | //@*[starts-with(name(), 'on')]")
    links = root.xpath("//@href | //@*[name()='xlink:href']")
    assert all(link.startswith("#") for link in links)
    assert not re.search(r"@import|url\((?!#)", told)
    (policy,) = root.xpath("//meta[@http-equiv]/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_plots_are_text_in_the_colours_of_the_page(told: str) -> None:
    root = lxml.html.fromstring(told)
    plots = root.xpath("//figure/*[name()='svg']")
    assert len(plots) == 7
    assert all(plot.get("role") == "img" and plot.get("aria-label") for plot in plots)
    assert "a_kz" in "".join(plots[4].itertext())
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(target.removeprefix("#") in ids for target in root.xpath("//@href"))
    drawn = "".join(lxml.html.tostring(plot, encoding="unicode") for plot in plots)
    assert "var(--s0)" in drawn
    assert not re.search(r"#[0-9a-f]{6}\b", drawn.replace("#ffffff", "")), "a colour that is not the page's"
    assert "<style" not in drawn


def test_names_of_strangers_are_text(tmp_path: Path) -> None:
    url, sites = f"file:{tmp_path / 'store'}", HOSTILE[:3]
    pages = [
        page(site, at, ago(1), "rejected", reason=HOSTILE[at], url=f"https://{HOSTILE[3]}/{at}")
        for at, site in enumerate(sites)
    ]
    articles = [article(site, at, ago(1), language=HOSTILE[at + 2]) for at, site in enumerate(sites)]
    write_store(url, articles, pages)
    key = tmp_path / "store" / "runs" / f"{ago(1):%Y-%m-%d}"
    key.mkdir(parents=True)
    record = json.dumps(
        {
            "run_id": "r",
            "site": HOSTILE[0],
            "kind": "crawl",
            "finish_reason": HOSTILE[3],
            "started_at": f"{ago(1).isoformat()}",
            "finished_at": f"{ago(1).isoformat()}",
            "requests": {HOSTILE[0]: 3},
            "fetch_seconds": {"count": 1, "p50": 0.1, "p95": 0.2},
        }
    )
    (key / "x_kz-20261121T201500Z-0.json").write_text(record, encoding="utf-8")
    text = report(url, tmp_path / "out")
    root = lxml.html.fromstring(text)
    assert not root.xpath("//script | //img")
    assert not root.xpath("//@onerror | //@src")
    assert HOSTILE[0] in table(text, "By site: new articles")
    assert {"$x_{1}$", "_hidden"} < set(table(text, "By site: new articles"))
    assert {"_hidden", HOSTILE[3], "qaz aq "} == set(table(text, "By language"))
    assert f"the run ended early: {HOSTILE[3]}" in root.text_content()
    drawn = "".join("".join(plot.itertext()) for plot in root.xpath("//*[name()='svg']"))
    assert {"$x_{1}$", "_hidden"} <= {name for name in HOSTILE if name in drawn}
    assert "\u202e" not in text
    assert "\x07" not in text


def test_the_same_store_and_moment_give_the_same_bytes(known: Store, told: str, tmp_path: Path) -> None:
    assert report(known.location.url, tmp_path) == told
    later = report(known.location.url, tmp_path, now=NOW + dt.timedelta(minutes=1))
    assert later != told


def test_days_and_moment_bound_what_is_read(known: Store, tmp_path: Path) -> None:
    text = report(known.location.url, tmp_path, days=2, now=ago(1))
    assert "2026-11-20 to 2026-11-21: 2 days" in text
    assert list(table(text, "By day")) == ["2026-11-21", "2026-11-20"]
    assert table(text, "By site: new articles")["a_kz"]["articles"] == "8"


def test_more_records_than_are_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again = run_record("a_kz", ago(0, hours=3), sources=list(DEAD))
    store = write_store(f"file:{tmp_path / 'store'}", runs=[again, run_record("a_kz", ago(0))])
    assert "were not read" not in report(store.location.url, tmp_path / "out")
    monkeypatch.setattr(run_reading, "MAX_RECORDS", 1)
    text = report(store.location.url, tmp_path / "out")
    assert "1 records were not read" in text
    assert "1 of 1 not well" not in text, "the last one of the day is read"


def test_a_record_that_is_none_is_named(tmp_path: Path) -> None:
    store = write_store(f"file:{tmp_path / 'store'}", runs=[run_record("a_kz", ago(0))])
    for name, data in (("a", b"{"), ("b", b"[]"), ("c", b'{"site": "a_kz"}')):
        store.objects.replace(f"runs/2026-11-22/a_kz-20261122T000000Z-{name}.json", data)
    text = report(store.location.url, tmp_path / "out")
    assert "3 records cannot be read" in text
    assert "runs/2026-11-22/a_kz-20261122T000000Z-a.json" in text


def test_a_store_without_rows_and_one_with_a_single_article(tmp_path: Path) -> None:
    store = write_store(f"file:{tmp_path / 'store'}")
    text = report(store.location.url, tmp_path / "out")
    assert "No new article in these days." in text
    assert "No run is known in these days." in text
    assert "svg" not in lxml.html.fromstring(text).xpath("//body")[0].text_content()
    write_store(store.location.url, [article("a_kz", 1, ago(0))], [page("a_kz", 1, ago(0))])
    text = report(store.location.url, tmp_path / "out", days=1)
    assert table(text, "By site: new articles")["a_kz"]["articles"] == "1"


def test_a_bucket_is_read_as_a_folder_is(s3_url: str, tmp_path: Path) -> None:
    known_store(s3_url)
    text = report(s3_url, tmp_path)
    assert table(text, "By site: new articles")["a_kz"]["articles"] == "12"
    assert "b_kz: unhealthy" in text


# The commands


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (lambda here: [f"file:{here}/none", "--out", f"{here}/out"], 3, "no dataset at file:"),
        (lambda here: ["data", "--out", f"{here}/out"], 2, "'data' is not an address of a store"),
        (lambda here: [f"file:{here}/none", "--out", f"{here}/file"], 2, "file: File exists"),
        (lambda here: [f"file:{here}/none", "--out", f"{here}/file/sub"], 2, "sub: Not a directory"),
        (lambda here: [f"file:{here}/none", "--out", "/proc/none"], 2, "--out /proc/none: "),
        (lambda here: [f"file:{here}/none", "--days", "0", "--out", f"{here}/out"], 2, f"1 to {MAX_DAYS}"),
        (lambda here: [f"file:{here}/none", "--days", "93", "--out", f"{here}/out"], 2, "--days 93: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    arguments: Callable[[Path], list[str]],
    code: int,
    line: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["report", *arguments(tmp_path)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("steppewire report: ")
    assert line in err
    assert err.count("\n") == 1
    assert not (tmp_path / "none").exists(), "a reader makes no store"


def test_readers_have_a_command(known: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", known.location.url, "--days", "92", "--out", str(tmp_path / "a" / "b")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'a' / 'b' / 'index.html'}\n"
    assert ": 92 days, UTC" in (tmp_path / "a" / "b" / "index.html").read_text(encoding="utf-8")


def test_without_matplotlib_the_line_says_how_to_get_it(known: Store, tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None; from pipelines.cli import main; "
        f"sys.exit(main(['report', {known.location.url!r}, '--out', {str(tmp_path / 'out')!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == UsageError.exit_code
    assert done.stderr == "steppewire report: the report needs matplotlib: pip install 'steppewire[report]'\n"
    assert not (tmp_path / "out").exists()


def test_scrapy_report(tmp_path: Path) -> None:
    place = Place(tmp_path, {})
    out = tmp_path / "out"
    missing = place.scrapy("report")
    assert (missing.code, missing.err) == (
        UsageError.exit_code,
        "scrapy report: name the folder that the page is written to: --out DIR\n",
    )
    assert not place.store.exists()
    # Two bad runs after two weeks of good ones.
    now = dt.datetime.now(dt.UTC)
    days = [now - dt.timedelta(days=back, hours=1) for back in range(14, -1, -1)]
    write_store(
        f"file:{place.store}",
        pages=[page("b_kz", at, day) for at, day in enumerate(days[:-2])],
        runs=[
            run_record("b_kz", day, sources=[SourceReading("https://b.example/feed", "feed", 1)])
            for day in days[:-2]
        ]
        + [run_record("b_kz", day, sources=list(DEAD)) for day in days[-2:]],
    )
    done = place.scrapy("report", "--out", str(out), "--days", "7")
    assert (done.code, done.out, done.err) == (0, f"{out / 'index.html'}\n", "")
    text = (out / "index.html").read_text(encoding="utf-8")
    assert ": 7 days, UTC" in text
    assert "b_kz: unreachable" in text, "judged by its history"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (amount(0), "0"),
        (amount(999), "999"),
        (amount(1234), "1.23 k"),
        (amount(5_000_000, "B"), "5 MB"),
        (amount(12, "B"), "12 B"),
        (span(0.5), "0.5 s"),
        (span(3600), "60 min"),
        (span(86_400), "24 h"),
        (span(-120), "-2 min"),
        (span(700_000), "8.1 d"),
        (shown("abcdef", 4), "abc…"),
        (shown("ab\ncd", 9), "ab cd"),
        (told_reason("rejected", "gone"), "gone"),
        (told_reason("failed", "network"), "failed: network"),
        (told_reason("failed", ""), "failed"),
    ],
)
def test_words(found: str, expected: str) -> None:
    assert found == expected
