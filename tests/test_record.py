"""`scrapy record`: what it writes, and what it refuses to write."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.saved_pages import field_of, page_of, read_page, read_sources, save_source
from pipelines.article import Article
from pipelines.process import to_article
from pipelines.store.store import open_store
from pipelines.store.tombstones import put_tombstones
from pipelines.urls import article_id, url_key
from tests.checked_answers import article, feed, hosts, run_here, section, served
from tests.checked_sites.sites import Index, Well
from tests.loopback import Server
from tests.running import Done, Place

SITES = ("-s", "SPIDER_MODULES=tests.checked_sites")
URL = "http://127.0.0.1:1/news/7"
"""Of `well_kz`, as it stands without a server."""


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Server]]:
    with served() as found:
        yield found


@pytest.fixture
def place(tmp_path: Path, servers: dict[str, Server]) -> Place:
    return Place(tmp_path, {"CHECKED_HOSTS": hosts(servers)})


def record(place: Place, *arguments: str) -> Done:
    return place.scrapy("record", *arguments, "--into", str(place.folder), *SITES)


def sites(folder: Path, site: str = "well_kz") -> Path:
    return folder / "tests" / "sites" / site


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A page in a file, fetched at noon."""
    path = tmp_path / "saved.html"
    path.write_bytes(article(7, extra="<p>Боран <b>\x1b[31mred</b></p>").body)
    os.utime(path, (1_795_348_800, 1_795_348_800))
    return path


class TestFetched:
    def test_a_page(self, place: Place, servers: dict[str, Server]) -> None:
        servers["well"].seen.clear()
        url = f"{servers['well'].url}/news/1"
        done = record(place, "well_kz", url)
        folder = sites(place.folder)
        assert (done.code, done.err) == (0, "")
        assert "Trees in district 1" in done.out
        assert "2026-11-20T09:15+05:00" in done.out
        assert f"written: {folder / 'page.json'}" in done.out
        assert servers["well"].paths() == ["/robots.txt", "/news/1"]
        page = read_page(folder / "page.json")
        assert not page.modelled
        assert page.evidence.startswith("saved from the site on 20")
        assert (page.url, page.content_type) == (url, "text/html; charset=utf-8")
        assert (folder / "page.html").read_bytes() == article(1).body
        assert list(page.expected) == ["title", "published_local", "language", "script", "text"]
        assert not place.store.exists()

    def test_a_source(self, place: Place, servers: dict[str, Server]) -> None:
        for url in (f"{servers['well'].url}/feed", f"{servers['well'].url}/list?page=1"):
            done = record(place, "well_kz", url)
            assert (done.code, done.err) == (0, "")
        assert "section" in done.out
        sources = read_sources(sites(place.folder)).sources
        assert [(source.kind, source.file, source.content_type) for source in sources] == [
            ("feed", "feed.xml", "application/xml"),
            ("section", "section.html", "text/html; charset=utf-8"),
        ]
        assert [len(source.links) for source in sources] == [4, 2]

    @pytest.mark.parametrize(
        ("site", "path", "why"),
        [
            ("forbidden_kz", "/news/1", "could not be fetched: forbidden by http://HOST/robots.txt, read 20"),
            ("guarded_kz", "/news/1", "could not be fetched: HTTP 403; nothing is written"),
            ("well_kz", "/news/99", "/news/99 answered HTTP 404; nothing is written"),
            ("html_kz", "/feed", "an HTML page instead of a feed; nothing is written"),
        ],
    )
    def test_what_gives_nothing_is_not_written(
        self, place: Place, servers: dict[str, Server], site: str, path: str, why: str
    ) -> None:
        server = servers[site.removesuffix("_kz")]
        done = record(place, site, f"{server.url}{path}")
        assert done.code == 2
        assert why.replace("http://HOST", server.url) in done.err
        assert not (place.folder / "tests").exists()


class TestFile:
    """In this process: nothing is asked for."""

    def test_it_is_as_if_it_had_come_from_the_address(
        self, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_here("record", tmp_path, "well_kz", str(saved), "--url", URL) == 0
        page = read_page(sites(tmp_path) / "page.json")
        assert (page.url, page.fetched_at) == (URL, "2026-11-22T12:00:00+00:00")
        assert "\x1b" not in capsys.readouterr().out
        # It is what the test over all sites compares with.
        body = (sites(tmp_path) / "page.html").read_bytes()
        found = to_article(page_of(Well, page, body))
        assert isinstance(found, Article)
        assert {field: field_of(found, field) for field in page.expected} == page.expected

    def test_nothing_is_replaced_unasked(
        self, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, given = sites(tmp_path), ("well_kz", str(saved), "--url", URL)
        assert run_here("record", tmp_path, *given) == 0
        changed = (folder / "page.json").read_text().replace('"modelled": false', '"modelled": true')
        (folder / "page.json").write_text(changed)
        capsys.readouterr()
        assert run_here("record", tmp_path, *given) == 2
        why = f"{folder / 'page.json'} (written by hand) is there: add --overwrite to replace it"
        assert capsys.readouterr().err == f"scrapy record: {why}\n"
        assert (folder / "page.json").read_text() == changed
        # Another page takes the next number, or one that is named.
        assert run_here("record", tmp_path, *given[:3], f"{URL}1") == 0
        assert read_page(folder / "page-2.json").url == f"{URL}1"
        assert run_here("record", tmp_path, *given[:3], f"{URL}2", "--page", "2") == 2
        assert run_here("record", tmp_path, *given[:3], f"{URL}2", "--page", "2", "--overwrite") == 0
        assert read_page(folder / "page-2.json").url == f"{URL}2"
        assert run_here("record", tmp_path, *given, "--overwrite") == 0
        assert not read_page(folder / "page.json").modelled
        assert sorted(path.name for path in folder.iterdir()) == [
            "page-2.html",
            "page-2.json",
            "page.html",
            "page.json",
        ]

    def test_what_was_written_by_hand_says_so(
        self, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, file = sites(tmp_path), tmp_path / "body"
        rests_on = ("--modelled", "2026: classes of a crawler")
        assert run_here("record", tmp_path, "well_kz", str(saved), "--url", URL, *rests_on) == 0
        page = read_page(folder / "page.json")
        assert (page.modelled, page.evidence) == (True, "2026: classes of a crawler")
        file.write_bytes(feed("/news/1", "/news/2").body)
        assert run_here("record", tmp_path, "well_kz", str(file), "--url", Well.feed_urls[0], *rests_on) == 0
        file.write_bytes(section("/news/3").body)
        listed = ("record", tmp_path, "well_kz", str(file), "--url", "http://127.0.0.1:1/list?page=2")
        assert run_here(*listed, *rests_on) == 0
        sources = read_sources(folder)
        assert (sources.modelled, sources.evidence) == (True, "2026: classes of a crawler")
        assert [source.kind for source in sources.sources] == ["feed", "section"]
        # What was saved and what was written do not stand side by side.
        assert run_here(*listed, "--overwrite") == 0
        assert run_here(*listed, *rests_on) == 2
        assert "was saved from the site: add --overwrite to replace it" in capsys.readouterr().err
        assert run_here("record", tmp_path, "well_kz", URL, *rests_on) == 2
        assert "--modelled is for a FILE that you wrote" in capsys.readouterr().err

    def test_sources_that_were_written_by_hand_are_replaced_as_a_whole(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, file = sites(tmp_path), tmp_path / "body"
        file.write_bytes(feed("/news/1", "/news/2").body)
        address = Well.feed_urls[0]
        assert run_here("record", tmp_path, "well_kz", str(file), "--url", address) == 0
        links = json.loads((folder / "links.json").read_text())
        (folder / "feed.xml").rename(folder / "old.xml")
        links |= {"modelled": True}
        links["sources"][0]["file"] = "old.xml"
        (folder / "links.json").write_text(json.dumps(links))
        file.write_bytes(section("/news/3").body)
        given = ("record", tmp_path, "well_kz", str(file), "--url", "http://127.0.0.1:1/list?page=2")
        assert run_here(*given) == 2
        assert "was written by hand: add --overwrite to replace it" in capsys.readouterr().err
        assert run_here(*given, "--overwrite") == 0
        saved = read_sources(folder)
        assert not saved.modelled
        assert [source.file for source in saved.sources] == ["section.html"]
        assert sorted(path.name for path in folder.iterdir()) == ["links.json", "section.html"]
        # A second source is added, and one that is there is not replaced.
        file.write_bytes(feed("/news/1", "/news/2").body)
        assert run_here("record", tmp_path, "well_kz", str(file), "--url", address) == 0
        assert run_here("record", tmp_path, "well_kz", str(file), "--url", address) == 2
        assert f"has {address}: add --overwrite" in capsys.readouterr().err
        for source in read_sources(folder).sources:
            body = (folder / source.file).read_bytes()
            again = save_source(
                Well,
                source.kind,
                source.url,
                body,
                file=source.file,
                content_type=source.content_type,
                read_at=dt.datetime.fromisoformat(source.read_at),
            )
            assert again == source

    def test_a_part_of_a_saved_index_is_a_source(self, tmp_path: Path) -> None:
        file = tmp_path / "body"
        part = "http://127.0.0.1:1/part.xml"
        file.write_text(f"<sitemapindex><sitemap><loc>{part}</loc></sitemap></sitemapindex>")
        assert run_here("record", tmp_path, "index_kz", str(file), "--url", Index.sitemap_urls[0]) == 0
        file.write_text(f"<urlset><url><loc>{URL}</loc></url></urlset>")
        assert run_here("record", tmp_path, "index_kz", str(file), "--url", part) == 0
        sources = read_sources(sites(tmp_path, "index_kz")).sources
        assert [source.file for source in sources] == ["sitemap.xml", "sitemap-2.xml"]
        assert list(sources[1].links) == [URL]

    def test_an_archive_of_the_day_is_a_source(self, tmp_path: Path) -> None:
        file = tmp_path / "body"
        file.write_bytes(section("/news/1").body)
        os.utime(file, (1_795_348_800, 1_795_348_800))
        url = "http://127.0.0.1:1/2026/11/21/?page=1"
        assert run_here("record", tmp_path, "dated_kz", str(file), "--url", url) == 0
        assert [source.url for source in read_sources(sites(tmp_path, "dated_kz")).sources] == [url]

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (("well_kz",), "name a site and a page: scrapy record SITE URL, or SITE FILE --url URL"),
            (("wel_kz", "FILE", "--url", URL), "no site 'wel_kz'; did you mean well_kz?"),
            (("well_kz", "FILE"), "--url is the address of a FILE: name it with a FILE, and only with it"),
            (("well_kz", "FILE", "--url", "mailto:x"), "'mailto:x' is no address that can be fetched"),
            (
                ("well_kz", "FILE", "--url", "http://127.0.0.1:2/news/1"),
                "http://127.0.0.1:2/news/1 is not of well_kz, whose hosts are 127.0.0.1:1",
            ),
            (("well_kz", "FILE", "--url", URL, "--page", "0"), "--page 0: write a whole number from 1 to"),
            (("well_kz", "gone.html", "--url", URL), "gone.html: No such file or directory"),
            (
                ("well_kz", "FILE", "--url", "http://127.0.0.1:1/about"),
                "http://127.0.0.1:1/about is no address of an article by article_url; nothing is written",
            ),
            (
                ("well_kz", "FILE", "--url", "http://127.0.0.1:1/feed"),
                "feed http://127.0.0.1:1/feed: an HTML page instead of a feed; nothing is written",
            ),
        ],
    )
    def test_wrong_use_is_told_in_a_line(
        self,
        saved: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        arguments: tuple[str, ...],
        why: str,
    ) -> None:
        given = (str(saved) if argument == "FILE" else argument for argument in arguments)
        assert run_here("record", tmp_path, *given) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith(f"scrapy record: {why}"), err
        assert err.count("\n") == 1
        assert not (tmp_path / "tests").exists()

    def test_a_page_without_a_date_is_no_expectation(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "body"
        file.write_bytes(article(1, dated=False).body)
        assert run_here("record", tmp_path, "well_kz", str(file), "--url", URL) == 2
        assert "gives an article without published_local; nothing is written" in capsys.readouterr().err

    def test_what_was_taken_down_is_not_saved(
        self, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        objects = open_store(f"file:{tmp_path / 'store'}").objects
        put_tombstones(objects, "well_kz", ids=[], keys=[url_key(URL)])
        put_tombstones(objects, "well_kz", ids=[article_id("well_kz", f"{URL}1")], keys=[])
        for url in (URL, f"{URL}1"):
            assert run_here("record", tmp_path, "well_kz", str(saved), "--url", url) == 2
            assert f"{url} was taken down (scrapy forget); it is not saved" in capsys.readouterr().err
        assert run_here("record", tmp_path, "well_kz", str(saved), "--url", f"{URL}2") == 0

    def test_a_body_that_is_too_large_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "body"
        file.write_bytes(article(1).body + b" " * 2 * 2**20)
        assert run_here("record", tmp_path, "well_kz", str(file), "--url", URL) == 2
        assert "has 2.0 MB, more than the 2 MB that are saved" in capsys.readouterr().err

    def test_what_cannot_be_read_is_told(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder, file = sites(tmp_path), tmp_path / "body"
        file.write_bytes(article(1).body)
        folder.mkdir(parents=True)
        (folder / "links.json").write_text("{")
        assert run_here("record", tmp_path, "well_kz", str(file), "--url", URL) == 2
        assert f"{folder / 'links.json'} cannot be read" in capsys.readouterr().err
