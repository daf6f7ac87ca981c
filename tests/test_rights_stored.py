"""Rights on their way into the dataset and out of it: archive, ingest, crawl, setting, reader."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import read_member, response_record, warcinfo_record
from pipelines.article import ExtractionHints, RightsStatement
from pipelines.dataset.reader import read_articles
from pipelines.errors import UsageError
from pipelines.report.explain import explain
from pipelines.rights.kept import MAX_CHARS, fitting
from tests.factories import NOW, SITE, make_article, make_page
from tests.loopback import Answer, Server, serve
from tests.running import Place, path_of
from tests.test_crawl import HTML, LOOP, RIGHTS_FILES, article, feed
from tests.test_reader import Writer

RESERVED = RightsStatement("tdm_reserved", "tdmrep.json", "https://a.kz/.well-known/tdmrep.json: …", NOW)


# The archive


def test_headers_and_what_the_files_of_the_site_stated_survive_the_archive() -> None:
    headers = (("x-robots-tag", "noai"), ("x-robots-tag", "googlebot: noindex"), ("tdm-reservation", "1"))
    page = make_page(headers=headers, site_rights=(RESERVED,))
    back = read_member(response_record(page)).page(SITE, ExtractionHints())
    assert [one for one in back.headers if one in headers] == list(headers)
    assert back.site_rights == (RESERVED,)
    assert response_record(page) == response_record(page)
    assert read_member(response_record(make_page())).site_rights == ()


def test_a_header_of_an_answer_cannot_pass_for_what_the_files_stated() -> None:
    page = make_page(
        headers=(("steppewire-site-rights", '[["noai","meta","x","2026-11-20T09:30:00+00:00"]]'),)
    )
    assert read_member(response_record(page)).site_rights == ()


def test_other_readers_of_warc_take_the_longest_record_header() -> None:
    long = RightsStatement("tdm_reserved", "tdmrep.json", "й" * 500, NOW)
    page = make_page(site_rights=fitting([long] * 100), body=b"<p>whole</p>")
    member = response_record(page)
    assert read_member(member).site_rights == page.site_rights
    record = next(ArchiveIterator(io.BytesIO(member), check_digests="raise"))
    assert record.content_stream().read() == page.body
    assert MAX_CHARS / 2 < len(record.rec_headers["Steppewire-Site-Rights"]) <= MAX_CHARS


# `scrapy explain`


def test_explain_shows_the_statements_of_a_page_with_their_evidence() -> None:
    headers = (("x-robots-tag", "noai"),)
    page = make_page("https://a.kz/news/1", body=article(1), headers=headers, site_rights=(RESERVED,))
    facts = [(fact.value, fact.evidence) for fact in explain(page).facts if fact.name == "rights"]
    assert facts == [
        ("tdm_reserved by tdmrep.json", RESERVED.evidence),
        ("noai by header", "X-Robots-Tag: noai"),
        ("nothing in meta", ""),
    ]


# A saved page


def test_a_saved_page_has_what_it_states_itself(tmp_path: Path) -> None:
    page = make_page(
        "https://a.kz/news/1",
        body=article(1).replace(b"<head>", b'<head><meta name="CCBot" content="noindex">'),
        headers=(("content-type", "text/html"), ("x-robots-tag", "noarchive")),
    )
    warc = tmp_path / "saved.warc.gz"
    warc.write_bytes(warcinfo_record("0" * 32, NOW, "Steppewire/0") + response_record(page))
    place = Place(tmp_path, {})
    assert place.scrapy("ingest", str(warc)).code == 0
    (row,) = place.rows("articles")
    assert [(one["source"], one["statement"]) for one in row["rights"]] == [
        ("header", "noarchive"),
        ("meta", "training_reserved"),
    ]
    other = Place(tmp_path / "respecting", {"NEWS_RIGHTS": "respect"})
    other.folder.mkdir()
    assert other.scrapy("ingest", str(warc)).code == 0
    assert other.rows("articles") == []
    (kept,) = other.rows("pages")
    assert (kept["outcome"], kept["reason"], kept["detail"]) == (
        "rejected",
        "reserved",
        "training_reserved by meta",
    )
    assert kept["warc_key"] is None
    assert kept["warc_offset"] is None


# A crawl

ROBOTS = b"User-agent: *\nContent-Signal: search=yes\n\nUser-agent: GPTBot\nDisallow: /news/1\n"
TDMREP = b'[{"location": "/news/2", "tdm-reservation": 1, "tdm-policy": "https://a.kz/policy"}]'


def site(*numbers: int, **files: Answer) -> dict[str, Answer]:
    found = {"/feed": Answer(body=feed(*numbers), headers={"Content-Type": "application/rss+xml"})}
    found |= {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in numbers}
    return found | files


def crawl(folder: Path, server: Server, **more: str) -> tuple[Place, str]:
    place = Place(folder, {"LOOP_HOST": server.url.removeprefix("http://")})
    done = place.scrapy("crawl", "loop_kz", *LOOP, "-L", "INFO", **more)
    assert done.code == 0, done.err
    return place, done.err


def rights(place: Place) -> dict[str, list[tuple[str, str]]]:
    rows: list[dict[str, Any]] = place.rows("articles")
    return {path_of(row["url"]): [(one["source"], one["statement"]) for one in row["rights"]] for row in rows}


def test_a_crawl_records_what_the_files_of_the_host_state_about_each_page(tmp_path: Path) -> None:
    answers = site(1, 2, 3) | {
        "/robots.txt": Answer(body=ROBOTS),
        "/.well-known/tdmrep.json": Answer(body=TDMREP),
        "/ai.txt": Answer(body=b"User-Agent: *\nDisallow: /news/3\n"),
    }
    answers["/news/3"] = Answer(body=article(3), headers={**HTML, "X-Robots-Tag": "noai"})
    with serve(answers) as server:
        place, _ = crawl(tmp_path, server)
        asked = server.paths()
    assert [asked.count(path) for path in ("/robots.txt", *RIGHTS_FILES)] == [1, 1, 1]
    signal = ("robots.txt", "search_allowed")
    assert rights(place) == {
        "/news/1": [
            ("robots.txt", "training_reserved"),
            signal,
            ("tdmrep.json", "none"),
            ("ai.txt", "none"),
            ("header", "none"),
            ("meta", "none"),
        ],
        "/news/2": [
            signal,
            ("tdmrep.json", "tdm_reserved"),
            ("tdmrep.json", "tdm_policy"),
            ("ai.txt", "none"),
            ("header", "none"),
            ("meta", "none"),
        ],
        "/news/3": [
            signal,
            ("tdmrep.json", "none"),
            ("ai.txt", "training_reserved"),
            ("header", "noai"),
            ("meta", "none"),
        ],
    }
    (first,) = (row for row in place.rows("articles") if row["url"].endswith("/1"))
    evidence = f"{server.url}/robots.txt: Disallow: /news/1; User-agent: GPTBot"
    assert first["rights"][0]["evidence"] == evidence
    assert abs(first["rights"][0]["seen_at"] - first["fetched_at"]) < dt.timedelta(minutes=1)
    assert len(read_articles(f"file:{place.store}", allowed_for="training")) == 0
    assert len(read_articles(f"file:{place.store}")) == 3


def test_respecting_them_stores_neither_article_nor_page(tmp_path: Path) -> None:
    answers = site(1, 2, 3) | {
        "/robots.txt": Answer(body=ROBOTS),
        "/.well-known/tdmrep.json": Answer(body=TDMREP),
    }
    with serve(answers) as server:
        place, err = crawl(tmp_path, server, NEWS_RIGHTS="respect")
    assert place.outcomes() == {
        "/news/1": "rejected reserved",
        "/news/2": "rejected reserved",
        "/news/3": "stored",
    }
    pages = {path_of(row["url"]): row for row in place.rows("pages")}
    assert pages["/news/1"]["detail"] == "training_reserved by robots.txt"
    assert pages["/news/2"]["detail"] == "tdm_reserved by tdmrep.json"
    assert [path for path, row in pages.items() if row["warc_key"]] == ["/news/3"]
    assert "reserved" in err
    assert place.scrapy("verify").code == 0


@pytest.mark.parametrize(
    ("answer", "expected", "says"),
    [
        (Answer(status=404), "none", None),
        (Answer(status=500), None, "could not be read, and states nothing: HTTP 500"),
        (Answer(hang_up=True), None, "could not be read, and states nothing: "),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/"}), None, "could not be read, and states"),
        (Answer(body=b"<html>soft 404"), None, "states nothing that can be read: "),
    ],
)
def test_a_file_that_cannot_be_had_states_nothing_and_costs_no_page(
    tmp_path: Path, answer: Answer, expected: str | None, says: str | None
) -> None:
    with serve(site(1) | {"/.well-known/tdmrep.json": answer}) as server:
        place, err = crawl(tmp_path, server)
    found = dict(rights(place)["/news/1"])
    assert found.get("tdmrep.json") == expected
    assert found["ai.txt"] == "none"
    assert (says is None) or (f"/.well-known/tdmrep.json {says}" in err)
    assert "Traceback" not in err


def test_robots_txt_holds_for_these_files_too(tmp_path: Path) -> None:
    robots = b"User-agent: *\nDisallow: /ai.txt\nDisallow: /.well-known/\n"
    with serve(site(1) | {"/robots.txt": Answer(body=robots)}) as server:
        place, _ = crawl(tmp_path, server)
        asked = server.paths()
    assert not set(RIGHTS_FILES) & set(asked)
    assert [source for source, _ in rights(place)["/news/1"]] == ["robots.txt", "header", "meta"]


def test_a_run_without_pages_asks_for_none_of_them(tmp_path: Path) -> None:
    answers = {"/feed": Answer(body=feed(), headers={"Content-Type": "application/rss+xml"})}
    with serve(answers) as server:
        place = Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://")})
        place.scrapy("crawl", "loop_kz", *LOOP)
        assert set(server.paths()) == {"/robots.txt", "/feed"}


# The reader


def stated(*words: str) -> list[RightsStatement]:
    return [RightsStatement(word, "header", "x", NOW) for word in words]


def test_reading_for_training_leaves_out_what_is_kept_from_it(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(
        make_article("https://a.kz/1", "unknown"),
        make_article("https://a.kz/2", "nothing", rights=stated("none")),
        make_article("https://a.kz/3", "tdm", rights=stated("none", "tdm_reserved")),
        make_article("https://a.kz/4", "noai", rights=stated("noai")),
        make_article("https://a.kz/5", "signal", rights=stated("training_reserved", "tdm_allowed")),
        make_article("https://a.kz/6", "index", rights=stated("noindex", "noarchive", "noimageai")),
        make_article("https://b.kz/7", "other", site="b_kz", rights=stated("training_allowed")),
    )
    assert writer.texts(allowed_for="training") == ["index", "nothing", "other", "unknown"]
    assert len(writer.texts()) == 7
    assert writer.texts(allowed_for="training", sites="b_kz") == ["other"]
    found = read_articles(writer.url, allowed_for="training")
    assert (len(found), found.to_arrow(["url"]).column_names) == (4, ["url"])


def test_an_older_revision_does_not_stand_in_for_one_that_is_kept_from_training(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(make_article("https://a.kz/1", "first", rights=stated("none")))
    writer.write(make_article("https://a.kz/1", "second", rights=stated("noai")))
    assert writer.texts(allowed_for="training") == []
    assert writer.texts(allowed_for="training", revisions="all") == ["first"]


def test_another_use_is_refused(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(make_article("https://a.kz/1", "one"))
    with pytest.raises(UsageError, match="allowed_for='search': there is: training"):
        writer.texts(allowed_for="search")
