"""The catalogue: entries from declarations, filters, the terminal's and the document's form of it."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from rich.console import Console
from scrapy.settings import Settings

from crawlers.catalogue import sites_terminal
from crawlers.catalogue.catalogue import Catalogue, catalogue_of, of_settings
from crawlers.catalogue.checked import Verdict
from crawlers.catalogue.not_crawled import NOT_CRAWLED, REASONS, NotCrawled
from crawlers.catalogue.sites_markdown import markdown
from crawlers.news_spider import NewsSpider
from pipelines.errors import UsageError
from pipelines.urls import host_of, same_site
from tests.documents import ROOT, read
from tests.running import Place

PROJECT = of_settings(Settings({"SPIDER_MODULES": ["crawlers.spiders"]}))
DAY = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


def site(name: str, *, languages: tuple[str, ...] = ("kk",), **declared: object) -> type[NewsSpider]:
    facts = {
        "name": name,
        "publisher": "Дала",
        "country": name[-2:].upper(),
        "region": "Orda",
        "languages": languages,
        "hosts": (f"{name}.example",),
        "feed_urls": (f"https://{name}.example/feed",),
        **declared,
    }
    return type("Made", (NewsSpider,), facts)


def verdict(name: str, word: str, reason: str = "") -> Verdict:
    return Verdict(site=name, checked_at=DAY, verdict=word, reason=reason, robots="allows")  # type: ignore[arg-type]


MADE = catalogue_of(
    [
        site("zeta_uz", publisher="Zeta", languages=("uz", "ru"), sitemap_urls=("a", "b")),
        site("dala_kk_kz", status="modelled"),
        site("alem_kz", publisher="Alem", evidence=("2026: *a* list | of <feeds>", "2023: a crawler")),
        site("dala_kz", languages=("ru",), feed_urls=(), section_urls=("x",)),
    ],
    {
        "alem_kz": verdict("alem_kz", "works"),
        "dala_kz": verdict("dala_kz", "fails", "no answer"),
        "zeta_uz": verdict("zeta_uz", "partly"),
    },
    [
        NotCrawled("No", "no.example", None, ("ru",), "robots", "2026: robots.txt forbids it"),
        NotCrawled("Gone", "gone.kz", "KZ", ("kk",), "closed", "2026: gone"),
    ],
)


def names(catalogue: Catalogue) -> list[str]:
    return [entry.name for entry in catalogue.entries] + [left.host for left in catalogue.not_crawled]


class TestEntries:
    def test_kazakhstan_is_first_and_editions_stand_together(self) -> None:
        assert names(MADE) == ["alem_kz", "dala_kk_kz", "dala_kz", "zeta_uz", "gone.kz", "no.example"]
        assert MADE.countries == ["KZ", "UZ", None]
        assert MADE.publishers == 3

    def test_editions_on_one_domain_stand_together_whatever_they_are_called(self) -> None:
        made = catalogue_of(
            [
                site("b_kz", publisher="Жаңалық", hosts=("b.kz",)),
                site("m_kz", publisher="Middle"),
                site("b_ru_kz", publisher="Новости", hosts=("ru.b.kz",)),
                site("bb_kz", publisher="Abb", hosts=("bb.kz",)),
            ],
            {},
            (),
        )
        assert names(made) == ["bb_kz", "m_kz", "b_kz", "b_ru_kz"]
        assert made.publishers == 3

    def test_a_status_is_what_was_seen_last(self) -> None:
        assert {entry.name: entry.seen for entry in MADE.entries} == {
            "alem_kz": "verified 2026-11-20",
            "dala_kk_kz": "modelled",
            "dala_kz": "failed 2026-11-20",
            "zeta_uz": "declared; works partly 2026-11-20",
        }

    def test_sources_are_counted_by_kind(self) -> None:
        assert [entry.sources for entry in MADE.entries if entry.country == "UZ"] == ["1 feed, 2 sitemaps"]

    def test_the_sample_paper_is_no_site_of_the_region(self) -> None:
        assert not [entry.name for entry in PROJECT.entries if entry.name.startswith(("sample_", "anysite"))]
        assert {"tengrinews_kz", "kun_uz"} <= {entry.name for entry in PROJECT.entries}


class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"country": "uz"}, ["zeta_uz"]),
            ({"country": "Uzbekistan"}, ["zeta_uz"]),
            ({"language": "RU"}, ["dala_kz", "zeta_uz", "no.example"]),
            ({"language": "ru", "country": "KZ"}, ["dala_kz"]),
            ({"status": "verified"}, ["alem_kz"]),
            ({"status": "declared"}, ["zeta_uz"]),
            ({"status": "refused"}, ["no.example"]),
            ({"status": "left-out"}, ["gone.kz"]),
        ],
    )
    def test_they_leave_what_they_say(self, filters: dict[str, str], found: list[str]) -> None:
        assert names(MADE.filtered(**filters)) == found

    @pytest.mark.parametrize(
        ("filters", "message"),
        [
            ({"country": "KAZ"}, "--country KAZ: no site has it; did you mean KZ?"),
            ({"country": "Kazahstan"}, "--country Kazahstan: no site has it; did you mean KZ?"),
            ({"language": "??"}, "--language ??: no site has it; there are: kk, ru, uz"),
            ({"status": "modeled"}, "--status modeled: no site has it; did you mean modelled or declared?"),
        ],
    )
    def test_a_wrong_one_is_told_with_the_closest(self, filters: dict[str, str], message: str) -> None:
        with pytest.raises(UsageError, match=re.escape(message)):
            MADE.filtered(**filters)


def rendered(catalogue: Catalogue, width: int = 80) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(sites_terminal.render(catalogue))
    return capture.get()


class TestTerminal:
    def test_all_of_a_site_stands_in_its_row(self) -> None:
        text = rendered(MADE)
        (row,) = (line for line in text.splitlines() if line.startswith("dala_kk_kz"))
        assert row.split() == ["dala_kk_kz", "Дала,", "Orda", "kk", "1", "modelled"]
        (row,) = (line for line in text.splitlines() if line.startswith("dala_kz"))
        assert row.split() == ["dala_kz", "ru", "1", "failed"], "a publisher stands at its first edition"
        assert re.search(r"gone\.kz +closed +2026: gone", text)

    def test_numbers_stand_at_the_end(self) -> None:
        assert sites_terminal.numbers(MADE) == (
            "4 sites of 3 publishers in 2 countries: 1 declared, 1 modelled, 1 verified, 1 failed\n"
            "2 not crawled: 1 robots, 1 closed"
        )
        assert rendered(MADE, 120).splitlines()[-1].strip() == "2 not crawled: 1 robots, 1 closed"
        assert sites_terminal.numbers(MADE.filtered(status="refused")) == "1 not crawled: 1 robots"

    def test_the_whole_catalogue_fits_80_columns(self) -> None:
        text = rendered(PROJECT)
        assert max(map(len, text.splitlines())) <= 80
        assert "…" not in text, "something was cut"
        for entry in PROJECT.entries:
            assert re.search(rf"^{entry.name} ", text, re.MULTILINE)

    def test_words_of_a_declaration_steer_no_terminal(self) -> None:
        made = catalogue_of([site("evil_kz", publisher="\x1b[31mred[bold]")], {}, ())
        text = rendered(made)
        assert "\x1b" not in text
        assert "[bold]" in "".join(text.split())


class TestDocument:
    def test_it_is_up_to_date(self) -> None:
        command = "scrapy sites --markdown > docs/sites.md"
        assert read("docs/sites.md") == markdown(PROJECT), f"written anew by: {command}"

    def test_evidence_stands_with_its_site_and_is_no_markup(self) -> None:
        text = markdown(MADE)
        assert "\n    * 2026: \\*a\\* list \\| of \\<feeds\\>\n" in text
        assert "| Kazakhstan | 3 | 2 | 0 | 1 | 1 | 1 | 1 |" in text
        assert "`dala_kz` (ru), `dala_kz.example`: 1 list; failed 2026-11-20 (no answer)" in text
        assert "| No | `no.example` | Several countries | ru | refused | robots |" in text

    def test_what_editions_share_is_told_once(self) -> None:
        shared, own = "2026: a probe", "2025: a crawler"
        made = catalogue_of(
            [site("dala_kz", evidence=(own, shared)), site("dala_kk_kz", evidence=(shared,))], {}, ()
        )
        text = markdown(made)
        assert f"\n  * both rest on:\n    * {shared}\n" in text
        assert f"1 feed; declared\n    * {own}\n" in text
        assert (text.count(shared), text.count(own)) == (1, 1)


class TestNotCrawled:
    @pytest.mark.parametrize("left", NOT_CRAWLED, ids=lambda left: left.host)
    def test_it_is_no_declared_site(self, left: NotCrawled) -> None:
        declared = [
            entry.name for entry in PROJECT.entries if same_site(f"https://{left.host}/", entry.hosts)
        ]
        assert not declared, f"{declared} declare it: delete it from not_crawled.py, or the spider"

    @pytest.mark.parametrize("left", NOT_CRAWLED, ids=lambda left: left.host)
    def test_it_says_what_is_known_and_since_when(self, left: NotCrawled) -> None:
        assert re.match(r"(?:20\d\d(?:-20\d\d)?|undated): \S", left.known)
        assert left.why in REASONS
        assert host_of(f"https://{left.host}/") == left.host
        assert all(re.fullmatch(r"[a-z]{2}", language) for language in left.languages)
        assert left.country is None or re.fullmatch(r"[A-Z]{2}", left.country)

    def test_none_is_there_twice(self) -> None:
        hosts = [left.host.removeprefix("www.") for left in NOT_CRAWLED]
        assert len(hosts) == len(set(hosts))

    def test_what_the_region_s_evidence_contradicts_is_declared(self) -> None:
        oxu = next(entry for entry in PROJECT.entries if entry.name == "oxu_az")
        source = (ROOT / "crawlers/spiders/oxu_az.py").read_text(encoding="utf-8")
        assert "403" in " ".join(oxu.evidence) or "403" in source


class TestCommand:
    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return Place(tmp_path, {"COLUMNS": "80"})

    def test_it_tells_the_sites_of_a_country(self, place: Place) -> None:
        done = place.scrapy("sites", "--country", "KG")
        assert done.code == 0, done.err
        assert "24_ky_kg" in done.out
        assert "kun_uz" not in done.out
        assert not place.store.exists()

    def test_it_tells_them_as_json(self, place: Place) -> None:
        done = place.scrapy("sites", "--json", "--language", "tg")
        told = json.loads(done.out)
        assert "asiaplustj_tg_tj" in {entry["name"] for entry in told["sites"]}
        assert all("tg" in entry["languages"] for entry in told["sites"])

    def test_a_wrong_filter_is_wrong_use(self, place: Place) -> None:
        done = place.scrapy("sites", "--country", "KZZ")
        assert (done.code, done.out) == (2, "")
        assert done.err.strip().endswith("--country KZZ: no site has it; did you mean KZ?")
