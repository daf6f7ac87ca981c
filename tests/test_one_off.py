"""One-off runs: dry ones, single addresses, several sites, a country; by scrapy and by `make`."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.nearest import Called, nearest
from pipelines.dedupe.decide import Decision
from pipelines.dry_session import WouldBe
from pipelines.lock import SiteLock
from pipelines.report.dry_run import MOST_SHOWN, show_pages
from pipelines.report.summary import console
from pipelines.store.location import parse_store_url
from pipelines.store.opening import open_objects
from sample_paper.server import SamplePaper
from tests import weed
from tests.loopback import Answer, Server, serve
from tests.running import ROOT, Done, Place, path_of
from tests.test_crawl import HTML, LOOP, article, feed

ROUND = ("-s", "SPIDER_MODULES=tests.round_sites")


@pytest.fixture
def answers() -> dict[str, Answer]:
    found = {"/feed": Answer(body=feed(1, 2, 3))}
    return found | {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in (1, 2, 3)}


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[Server]:
    with serve(answers) as server:
        yield server


@pytest.fixture
def loop(tmp_path: Path, server: Server) -> Place:
    return Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://")})


def contents(place: Place) -> dict[str, str]:
    """All that a later run goes by: each file of store and ledgers, but who held a lock and robots.txt."""
    return {
        str(path.relative_to(place.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(place.folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock" and not path.name.startswith("robots-")
    }


class TestDryRun:
    def test_it_changes_nothing_and_shows_only_what_is_new(
        self, loop: Place, server: Server, answers: dict[str, Answer]
    ) -> None:
        answers["/news/1"] = Answer(body=article(1), headers={**HTML, "ETag": '"1"'})
        answers["/feed"] = Answer(body=feed(1, 2), headers={"ETag": '"f1"'})
        assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=1").code == 0
        answers["/feed"] = Answer(body=feed(1, 2, 3, 4, 5), headers={"ETag": '"f2"'})
        answers["/news/4"] = answers["/news/1"]
        before = contents(loop)
        assert any(name.endswith(".sqlite3") for name in before)
        done = loop.scrapy("crawl", "loop_kz", *LOOP, "--dry-run")
        assert contents(loop) == before
        assert done.code == 0, done.err
        told = done.err.partition("Dry run of loop_kz: nothing was stored.")[2].split("\n")
        assert [line.strip() for line in told if line.strip()] == [
            "2 would be stored",
            "Trees in district 2",
            f"no date · en · {server.url}/news/2",
            "Trees in district 3",
            f"no date · en · {server.url}/news/3",
            "1 would be left out as duplicates",
            f"{server.url}/news/4",
            f"of {server.url}/news/1 (text, 1.00 alike)",
            "1 would be rejected",
            f"gone (status 404): {server.url}/news/5",
        ]
        done = loop.scrapy("crawl", "loop_kz", *LOOP)
        assert loop.outcomes() == {
            "/news/1": "stored",
            "/news/2": "stored",
            "/news/3": "stored",
            "/news/4": "duplicate text",
            "/news/5": "rejected gone",
        }

    def test_without_a_store_none_is_made(self, loop: Place) -> None:
        done = loop.scrapy(
            "crawl", "loop_kz", *LOOP, "-a", "dry=1", "--show", "3", "-O", str(loop.folder / "o.jsonl")
        )
        assert done.code == 0, done.err
        assert "3 would be stored" in done.err
        assert set(contents(loop)) == {"o.jsonl"}
        exported = (loop.folder / "o.jsonl").read_text().splitlines()
        assert {json.loads(line)["title"] for line in exported} == {
            f"Trees in district {n}" for n in (1, 2, 3)
        }

    @pytest.mark.parametrize("point", ["page_judged", "articles_appended"])
    def test_what_a_killed_run_left_is_as_it_was(self, loop: Place, point: str) -> None:
        loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=2", NEWS_KILL_AT=point)
        before = contents(loop)
        done = loop.scrapy("crawl", "loop_kz", *LOOP, "--dry-run", "-L", "INFO")
        assert done.code == 0, done.err
        assert "pages of an earlier run wait; the next crawl brings them in" in done.err
        assert "/news/3" in done.err.partition("Dry run of")[2]
        assert contents(loop) == before
        assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
        assert loop.outcomes() == dict.fromkeys(("/news/1", "/news/2", "/news/3"), "stored")

    def test_a_lost_ledger_is_filled_for_it_and_not_left(self, loop: Place) -> None:
        assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=1").code == 0
        shutil.rmtree(loop.folder / "ledger")
        before = contents(loop)
        done = loop.scrapy("crawl", "loop_kz", *LOOP, "--dry-run")
        assert (done.code, contents(loop)) == (0, before), done.err
        assert "2 would be stored" in done.err
        assert "/news/1" not in done.err

    def test_a_bucket_is_read_only(self, loop: Place, s3_endpoint: str, s3_url: str) -> None:
        loop.environment.update({**weed.variables(s3_endpoint), "NEWS_STORE_URL": s3_url})
        objects = open_objects(parse_store_url(s3_url))
        done = loop.scrapy("crawl", "loop_kz", *LOOP, "--dry-run")
        assert (done.code, list(objects.list(""))) == (0, []), done.err
        assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=1").code == 0
        before = {key: objects.get(key) for key in objects.list("")}
        done = loop.scrapy("crawl", "loop_kz", *LOOP, "--dry-run")
        assert {key: objects.get(key) for key in objects.list("")} == before
        assert "2 would be stored" in done.err

    def test_a_site_is_asked_by_one_process_at_a_time(self, loop: Place, server: Server) -> None:
        with SiteLock(loop.folder / "ledger", "loop_kz"):
            done = loop.scrapy("crawl", "loop_kz", *LOOP, "--dry-run")
        assert (done.code, server.seen) == (4, [])
        assert "loop_kz is held by another run" in done.err

    def test_a_source_that_is_gone_is_unhealthy(self, loop: Place, answers: dict[str, Answer]) -> None:
        del answers["/feed"]
        done = loop.scrapy("crawl", "loop_kz", *LOOP, "--dry-run")
        assert done.code == 1
        assert "no source could be read" in done.err
        assert "No page would be stored." in done.err

    def test_much_is_counted(self) -> None:
        pages = [
            WouldBe(url=f"https://a.kz/{n}", decision=Decision("rejected", "gone", "\x1b[2J"))
            for n in range(150)
        ]
        out = console()
        with out.capture() as captured:
            out.print(show_pages("a_kz", pages))
        told = captured.get()
        assert "150 would be rejected" in told
        assert f"and {150 - MOST_SHOWN} more" in told
        assert "\x1b[2J" not in told


class TestAddress:
    def test_an_address_in_the_place_of_a_site(self, loop: Place, server: Server) -> None:
        done = loop.scrapy(
            "crawl", f"{server.url}/news/2?utm_source=x", "-s", "SPIDER_MODULES=tests.spiders.loop_kz"
        )
        assert done.code == 0, done.err
        assert loop.outcomes() == {"/news/2": "stored"}
        assert "/feed" not in server.paths()
        again = loop.scrapy(
            "crawl", f"{server.url}/news/1", "-s", "SPIDER_MODULES=tests.spiders.loop_kz", "--dry-run"
        )
        assert "Trees in district 1" in again.err
        assert loop.outcomes() == {"/news/2": "stored"}

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (
                ("crawl", "https://nobody.kz/a?b=c&d"),
                "no site has nobody.kz; to declare it: scrapy newsite https://",
            ),
            (
                ("crawl", "https://tengrinew.kz/a"),
                "no site has tengrinew.kz; near it: tengrinews_kz; to declare",
            ),
            (
                ("crawl", "https://www.tengrinews.kz"),
                "is a home page, not an article: run scrapy crawl tengrinews_kz",
            ),
            (
                ("crawl", "https://tengrinews.kz/a", "-a", "url=https://tengrinews.kz/b"),
                "one address at a time",
            ),
            (
                ("crawl", "https://24.kg/about/"),
                "may be of several sites: run scrapy crawl 24_en_kg or 24_kg or 24",
            ),
            (("crawl", "tengrinews.kz"), "no site 'tengrinews.kz'; did you mean tengrinews_kz?"),
            (
                ("crawl", "nur_kz", "zakon_kz"),
                "name one site: scrapy crawl SITE; several: scrapy crawlall SITE",
            ),
            (("crawlall", "nur_kz", "-a", "limt=5"), "-a limt: no such argument; did you mean limit?"),
            (("crawlall", "-a", "url=https://nur.kz/a"), "an address is of one site: scrapy crawl URL"),
            (("crawlall", "nur.kz"), "no site 'nur.kz'; did you mean nur_kz?"),
            (("crawlall", "nur_kz", "--dry-run", "--due"), "--dry-run: without --due, --json, --logs"),
        ],
    )
    def test_2_in_one_line_before_any_request(
        self, tmp_path: Path, arguments: tuple[str, ...], says: str
    ) -> None:
        place = Place(tmp_path, {})
        done = place.scrapy(*arguments)
        assert done.code == 2, done.err
        assert says in done.err
        assert len(done.err.strip().splitlines()) == 1, done.err
        assert list(tmp_path.iterdir()) == []


SITES = [
    Called("tengrinews_kz", "Tengrinews", ("tengrinews.kz",)),
    Called("tengrinews_kk_kz", "Tengrinews", ("kaz.tengrinews.kz",)),
    Called("inform_kz", "Kazinform", ("inform.kz", "www.inform.kz")),
    Called("24_kg", "24.kg", ("24.kg",)),
    Called("24_ky_kg", "24.kg", ("24.kg",)),
    Called("sample_kz", None, ("127.0.0.1:8750",)),
    Called("none_kz"),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tengrinews_k", ["tengrinews_kz"]),
        ("tengri", ["tengrinews_kk_kz", "tengrinews_kz"]),
        ("Tengrinews", ["tengrinews_kk_kz", "tengrinews_kz"]),
        ("tengrinews.kz", ["tengrinews_kz"]),
        ("www.tengrinews.kz", ["tengrinews_kz"]),
        ("https://kaz.tengrinews.kz/news/1", ["tengrinews_kk_kz"]),
        ("https://tengrinevs.kz/", ["tengrinews_kz"]),
        ("https://foo.kz/", []),
        ("24.kg", ["24_kg", "24_ky_kg"]),
        ("kazinfrm", ["inform_kz"]),
        ("127.0.0.1:8750", ["sample_kz"]),
        ("xyzzy", []),
        ("", []),
        ("://", []),
        ("\x00", []),
        ("z" * 10_000, []),
    ],
)
def test_who_was_meant(text: str, names: list[str]) -> None:
    assert nearest(text, SITES) == names


class TestSeveralSites:
    def test_arguments_dry_runs_and_articles(self, tmp_path: Path, answers: dict[str, Answer]) -> None:
        with serve(answers) as first, serve(answers) as second, serve({}) as gone:
            hosts = ",".join(server.url.removeprefix("http://") for server in (first, second, gone))
            place = Place(tmp_path, {"ROUND_HOSTS": hosts})
            dry = place.scrapy(
                "crawlall", "well_kz", "failing_kz", "-a", "limit=2", "--dry-run", "-j", "1", *ROUND
            )
            assert not place.store.exists()
            assert dry.code == 1, dry.err
            lines = sorted(line.split(" ", 1)[1].partition(";")[0] for line in dry.out.splitlines())
            assert lines == ["failing_kz unhealthy", "well_kz done"]
            assert "Dry run of well_kz: nothing was stored.\n2 would be stored" in dry.err
            assert "no source could be read" in dry.err
            done = place.scrapy("crawlall", "well_kz", "other_uz", "-a", "limit=2", "--show", "1", *ROUND)
        assert done.code == 0, done.err
        assert len(place.rows("articles")) == 4
        assert done.err.count("Trees in district") == 2
        assert "well_kz done: stored 2" in done.out


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
class TestMake:
    @pytest.fixture
    def paper(self) -> Iterator[SamplePaper]:
        with SamplePaper(run=1) as paper:
            yield paper

    @pytest.fixture
    def place(self, tmp_path: Path, paper: SamplePaper) -> Place:
        port = paper.urls["ru"].rstrip("/").rpartition(":")[2]
        return Place(tmp_path, {"SAMPLE_PAPER_PORT": port})

    @staticmethod
    def make(place: Place, *variables: str) -> Done:
        """`make crawl VARIABLE=VALUE …` with this environment's programs, and nothing installed."""
        done = subprocess.run(
            [
                "make",
                "-s",
                "-o",
                ".venv/.installed",
                f"BIN={Path(sys.executable).parent}",
                "crawl",
                *variables,
            ],
            cwd=ROOT,
            env={**place.variables(), "PATH": os.environ["PATH"], "URL": "https://a.kz/", "LIMIT": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def test_some_pages_of_a_site(self, place: Place) -> None:
        done = self.make(place, "SITE=sample_ru_kz", "LIMIT=2")
        assert done.code == 0, done.err
        assert len(place.rows("pages")) == 2
        assert "Мост через Кумсай открыли для движения после ремонта" in done.err

    def test_several_sites_dry(self, place: Place) -> None:
        done = self.make(
            place, "SITE=sample_ru_kz sample_kk_kz", "LIMIT=3", "DRY_RUN=1", "BACKFILL=1", "SINCE=2026-11-20",
            "UNTIL=2026-11-20",
        )  # fmt: skip
        assert done.code == 0, done.err
        assert "Dry run of sample_ru_kz" in done.err
        assert "Құмсай өзеніндегі көпір жөндеуден кейін ашылды" in done.err
        assert not place.store.exists()

    def test_an_address(self, place: Place, paper: SamplePaper) -> None:
        path = "/region/most-cherez-kumsay-otkryli-posle-remonta-1001/"
        done = self.make(place, f"URL={paper.urls['ru'].rstrip('/')}{path}?a='b'&c=d")
        assert done.code == 0, done.err
        (row,) = place.rows("pages")
        assert path_of(row["url"]).startswith(path)
        assert done.err.count(" · sample_ru_kz") == 1

    @pytest.mark.parametrize(
        ("variables", "says"),
        [
            (("SITE=tengri",), "no site 'tengri'; did you mean tengrinews_"),
            (("COUNTRY=KX",), "--country KX: no site of it; there are: "),
            (("SITE=nur_kz", "LIMIT=five"), "-a limit=five: not a whole number above 0"),
            (("LIMIT=5",), "make crawl: name what to crawl: SITE=tengrinews_kz, COUNTRY=KZ or URL="),
        ],
    )
    def test_2_in_one_line(self, place: Place, variables: tuple[str, ...], says: str) -> None:
        done = self.make(place, *variables)
        assert done.code == 2
        ours = [line for line in done.err.splitlines() if not line.startswith("make: ***")]
        assert len(ours) == 1, done.err
        assert says in ours[0]
        assert list(place.folder.iterdir()) == []
