"""The sample paper serves what `sample_paper.truth` says, and nothing that it does not say."""

import datetime as dt
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import lxml.etree
import lxml.html
import pytest

from pipelines.article import OUTCOMES, Reason
from pipelines.errors import UsageError
from sample_paper import truth
from sample_paper.__main__ import main
from sample_paper.editions import CODES, TIMEZONE, edition
from sample_paper.feeds import SITEMAPS
from sample_paper.server import HOST, PORT_VARIABLE, SamplePaper, default_port
from sample_paper.truth import SampleArticle

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"

ALL = [article for code in CODES for article in truth.articles(code)]
SPECIALS = [special for code in CODES for special in truth.specials(code)]


class Got(NamedTuple):
    status: int
    content_type: str
    location: str | None
    body: bytes


def get(url: str, method: str = "GET") -> Got:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = connection.getresponse()
        return Got(answer.status, answer.headers["Content-Type"], answer.headers["Location"], answer.read())
    finally:
        connection.close()


def at(paper: SamplePaper, code: str, path: str) -> Got:
    return get(paper.urls[code].rstrip("/") + path)


def xml(got: Got) -> lxml.etree._Element:
    assert got.status == 200
    return lxml.etree.fromstring(got.body, lxml.etree.XMLParser(resolve_entities=False))


def hrefs(got: Got) -> list[str]:
    # Addresses are ASCII in every encoding here.
    return [str(link) for link in lxml.html.fromstring(got.body.decode("latin-1")).xpath("//a/@href")]


def text_of(article: SampleArticle, body: bytes) -> str:
    return " ".join(lxml.html.fromstring(body.decode(article.encoding)).text_content().split())


def feed_links(paper: SamplePaper, code: str) -> list[str]:
    root = xml(at(paper, code, edition(code).feed_path))
    if edition(code).feed_kind == "atom":
        return [str(link.get("href")) for link in root.iterfind(f"{ATOM}entry/{ATOM}link")]
    return [str(link.text) for link in root.iterfind("channel/item/link")]


def sitemap_rows(paper: SamplePaper, code: str) -> list[lxml.etree._Element]:
    return [row for path in SITEMAPS for row in xml(at(paper, code, path)).iterfind(f"{MAP}url")]


def section_links(paper: SamplePaper, code: str) -> list[str]:
    found: list[str] = []
    url: str | None = paper.urls[code] + "news/"
    while url:
        tree = lxml.html.fromstring(get(url).body.decode("utf-8"))
        found += [str(link) for link in tree.xpath("//main//div[contains(@class, 'item')]//a/@href")]
        url = next((str(link) for link in tree.xpath("//a[@rel='next']/@href")), None)
    return found


@pytest.fixture(scope="module")
def paper() -> Iterator[SamplePaper]:
    with SamplePaper() as paper:
        yield paper


# What is written


def test_there_is_enough_to_crawl() -> None:
    assert {code: len(truth.articles(code)) for code in CODES} == {"ru": 18, "kk": 15, "en": 15}
    assert len({article.paragraphs for article in ALL}) == len(ALL)
    assert len({(article.edition, article.path) for article in ALL}) == len(ALL)
    assert all(3 <= len(article.paragraphs) <= 7 for article in ALL)
    assert len({article.layout for article in ALL}) == 8


@pytest.mark.parametrize("article", ALL, ids=lambda article: article.path)
def test_dates_stand_in_the_newsroom_s_zone(article: SampleArticle) -> None:
    when = article.published
    assert when.utcoffset() == when.astimezone(ZoneInfo(TIMEZONE)).utcoffset()
    recent = dt.date(2026, 11, 2) <= when.date() <= dt.date(2026, 11, 20)
    assert recent or when.isoformat() in ("2013-02-07T12:03:00+06:00", "2019-04-20T11:30:00+06:00")
    # A day without a time is a trap only where no feed or sitemap gives the time.
    assert article.precision == "minute" or article.discoverable == ("section",)


@pytest.mark.parametrize("source", get_args(truth.Source))
def test_some_articles_are_in_one_place_alone(source: str) -> None:
    assert any(article.discoverable == (source,) for article in ALL)


@pytest.mark.parametrize("code", CODES)
def test_words_are_of_one_script_and_the_language_s_own(code: str) -> None:
    texts = [text for article in truth.articles(code) for text in (article.title, *article.paragraphs)]
    text = " ".join(texts)
    assert not re.findall(r"\w*(?:[a-zA-Z][а-яёәғқңөұүһі]|[а-яёәғқңөұүһі][a-zA-Z])\w*", text, re.IGNORECASE)
    own = {"kk": set("әғқңөұүһі"), "ru": set("ёщъэ"), "en": set("w")}
    assert own[code] <= set(text.lower())
    for article in truth.articles(code):
        assert (code == "en") == ("the" in " ".join(article.paragraphs).split())
        assert (code == "kk") == bool(re.search("[әғқңөұү]", " ".join(article.paragraphs)))


@pytest.mark.parametrize("code", CODES)
def test_furniture_is_no_line_of_an_article(code: str) -> None:
    lines = {line for article in truth.articles(code) for line in (article.title, *article.paragraphs)}
    assert not lines & set(truth.furniture(code))


@pytest.mark.parametrize("code", CODES)
def test_article_addresses_match_the_edition_s_pattern(code: str) -> None:
    pattern = re.compile(edition(code).article_url)
    assert all(pattern.search(article.path) for article in truth.articles(code))
    assert all(pattern.search(special.path) for special in truth.specials(code))
    section = next(iter(edition(code).sections))
    for path in (
        "/",
        "/news/",
        "/news/page/2/",
        f"/{section}/page/2/",
        "/tag/roads/",
        edition(code).feed_path,
    ):
        assert not pattern.search(path)


# What is served


@pytest.mark.parametrize("article", ALL, ids=lambda article: article.path)
def test_a_page_holds_its_article_and_furniture(paper: SamplePaper, article: SampleArticle) -> None:
    got = at(paper, article.edition, article.path)
    assert got.status == 200
    text = text_of(article, got.body)
    parts = [article.title, *article.paragraphs, *article.authors, *([article.lead] if article.lead else [])]
    # Attributes and JSON-LD do not count: a reader sees all of it, in order.
    assert [part for part in parts if part not in text] == []
    places = [text.index(paragraph) for paragraph in article.paragraphs]
    assert places == sorted(places)
    labels = edition(article.edition).labels
    assert labels["copyright"] in text
    seen = [line for line in truth.furniture(article.edition) if len(line) > 8 and line in text]
    assert len(seen) >= 4
    assert any(ad in text for ad in edition(article.edition).pools["ads"])
    if article.layout != "founding":
        assert labels["read_also"] in text
        assert sum(other.title in text for other in truth.articles(article.edition) if other != article) >= 2
    assert article.published.strftime("%Y") in text


@pytest.mark.parametrize(
    ("layout", "selector", "wanted"),
    [
        ("tn", "//h1[@class='tn-content-title']/span", "{date}"),
        ("tn", "//ul[@class='tn-data-list']//time", "{date}"),
        ("content_main", "//h1[@class='head-single']", "{title}"),
        ("content_main", "//div[@class='date-time']", "{date}"),
        ("content_main", "//div[@class='content_main_text']/p[last()]", "{promo}"),
        ("article_title", "//ol[@class='breadCrumb-ls date-time']/li[last()]/span", "{date}"),
        ("founding", "//h1", "{title} 07 февраля 2013, 12:03"),
        ("agency", "//div[@class='article__time']", "{time_first}"),
        ("agency", "//div[@class='article__body-text']/p[last()]", "{join}"),
        ("oldtable", "//div[@class='newsdate']", "{digits}"),
        ("wordpress", "//time[@class='entry-date published']/@datetime", "{iso}"),
    ],
)
def test_layouts_say_things_where_real_ones_do(
    paper: SamplePaper, layout: str, selector: str, wanted: str
) -> None:
    for article in (article for article in ALL if article.layout == layout):
        paper_edition = edition(article.edition)
        when = article.published
        month = paper_edition.months[when.month - 1]
        day = f"{when.day} {month} {when.year}"
        values = {
            "title": [article.title],
            "date": [day if article.precision == "day" else f"{day}, {when:%H:%M}"],
            "time_first": [f"{when:%H:%M}, {day}"],
            "digits": [f"{when:%d.%m.%Y %H:%M}"],
            "iso": [when.isoformat()],
            "promo": list(paper_edition.pools["promos"]),
            "join": [paper_edition.labels["join"]],
        }
        tree = lxml.html.fromstring(at(paper, article.edition, article.path).body.decode(article.encoding))
        (node,) = tree.xpath(selector)
        name = re.search(r"\{(\w+)\}", wanted)
        assert name
        shown = str(node) if isinstance(node, str) else node.text_content()
        assert shown in [wanted.replace(name[0], value) for value in values[name[1]]]


def test_json_ld_says_the_moment_with_its_offset(paper: SamplePaper) -> None:
    for article in (article for article in ALL if article.layout == "jsonld"):
        body = at(paper, article.edition, article.path).body.decode()
        assert f'"datePublished": "{article.published.isoformat()}"' in body
        changed = re.findall(r'"dateModified": "([^"]+)"', body)
        assert changed == ([article.modified.isoformat()] if article.modified else [])


def test_the_founding_page_repeats_its_lede(paper: SamplePaper) -> None:
    (article,) = (article for article in ALL if article.layout == "founding")
    text = text_of(article, at(paper, "en", article.path).body)
    assert article.repeated_lead
    assert text.count(article.repeated_lead.rstrip(".")) == 2
    assert article.paragraphs[0].startswith(article.repeated_lead.rstrip("."))
    for line in ("Реклама +7(700)", "Found a bug?", "Join Telegram"):
        assert line in text


def test_furniture_differs_from_page_to_page(paper: SamplePaper) -> None:
    for code in CODES:
        pages = [text_of(article, at(paper, code, article.path).body) for article in truth.articles(code)]
        for pool in ("ads", "promos"):
            used = [line for line in edition(code).pools[pool] if any(line in page for page in pages)]
            assert len(used) >= 3


@pytest.mark.parametrize(
    ("charset_in", "header"), [("header", "text/html; charset=windows-1251"), ("meta", "text/html")]
)
def test_windows_1251_is_stated_in_one_place(paper: SamplePaper, charset_in: str, header: str) -> None:
    (article,) = (article for article in ALL if article.charset_in == charset_in)
    got = at(paper, "ru", article.path)
    assert got.content_type == header
    assert (b"charset=windows-1251" in got.body) == (charset_in == "meta")
    assert article.paragraphs[0] in text_of(article, got.body)
    with pytest.raises(UnicodeDecodeError):
        got.body.decode()


@pytest.mark.parametrize("code", CODES)
def test_robots_txt_names_what_is_there(paper: SamplePaper, code: str) -> None:
    lines = at(paper, code, "/robots.txt").body.decode().splitlines()
    assert "Disallow: /print/" in lines
    assert "Disallow: /search/" in lines
    assert not any(line.startswith("Crawl-delay") for line in lines)
    (index,) = (line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: "))
    children = [str(loc.text) for loc in xml(get(index)).iterfind(f"{MAP}sitemap/{MAP}loc")]
    assert children == [paper.urls[code].rstrip("/") + path for path in SITEMAPS]


@pytest.mark.parametrize("code", CODES)
def test_each_source_links_to_what_the_truth_says(paper: SamplePaper, code: str) -> None:
    base = paper.urls[code].rstrip("/")
    found = {
        "feed": [link.removesuffix(edition(code).feed_query) for link in feed_links(paper, code)],
        "sitemap": [str(row.findtext(f"{MAP}loc")) for row in sitemap_rows(paper, code)],
        "section": section_links(paper, code),
    }
    for source in get_args(truth.Source):
        wanted = [base + a.path for a in truth.articles(code) if source in a.discoverable]
        wanted += [
            special.path if special.kind == "offsite" else base + special.path
            for special in truth.specials(code)
            if source in special.found_in
        ]
        assert sorted(found[source]) == sorted(wanted)
    assert 6 <= len(found["feed"]) <= 8
    linked = {link.removeprefix(base) for links in found.values() for link in links}
    assert linked == {row.path for row in truth.expected_outcomes() if row.edition == code}


@pytest.mark.parametrize("code", CODES)
def test_feeds_and_sitemaps_give_the_moment(paper: SamplePaper, code: str) -> None:
    by_url = {paper.urls[code].rstrip("/") + a.path: a for a in truth.articles(code)}
    root = xml(at(paper, code, edition(code).feed_path))
    if edition(code).feed_kind == "atom":
        for entry in root.iterfind(f"{ATOM}entry"):
            article = by_url[str(entry.findtext(f"{ATOM}id"))]
            assert dt.datetime.fromisoformat(str(entry.findtext(f"{ATOM}published"))) == article.published
            assert entry.findtext(f"{ATOM}title") == article.title
    else:
        for item in root.iterfind("channel/item"):
            article = by_url[str(item.findtext("guid"))]
            assert parsedate_to_datetime(str(item.findtext("pubDate"))) == article.published
            assert item.findtext("title") == article.title
            assert item.findtext("category") == article.section
    for row in sitemap_rows(paper, code):
        found = by_url.get(str(row.findtext(f"{MAP}loc")))
        stated = row.findtext(f".//{NEWS}publication_date")
        if found:
            assert dt.datetime.fromisoformat(str(row.findtext(f"{MAP}lastmod"))) == found.published
            assert (stated is not None) == (found.published >= dt.datetime(2026, 11, 11, 19, tzinfo=dt.UTC))
        if stated:
            assert row.findtext(f".//{NEWS}language") == code


@pytest.mark.parametrize("code", CODES)
def test_every_link_leads_somewhere(paper: SamplePaper, code: str) -> None:
    """Follow every link of every page, but those of specials: all answer 200, or belong to no real site."""
    base = paper.urls[code].rstrip("/")
    special = {base + special.path for special in truth.specials(code)}
    others = {url for other, url in paper.urls.items() if other != code}
    queue = [paper.urls[code], *feed_links(paper, code)]
    queue += [str(row.findtext(f"{MAP}loc")) for row in sitemap_rows(paper, code)]
    seen: set[str] = set()
    while queue:
        url = queue.pop()
        if url in seen | special | others or url.startswith("#"):
            continue
        seen.add(url)
        if not url.startswith(base):
            assert (urlsplit(url).hostname or "").endswith(".example"), url
            continue
        got = get(url)
        assert got.status == 200, url
        queue += hrefs(got)
    assert {
        base + article.path for article in truth.articles(code) if "section" in article.discoverable
    } <= seen


@pytest.mark.parametrize(
    "path", ["/nothing/", "/news/page/99/", "/news/page/0/", "/tag/nothing/", "/static/photo-9.svg"]
)
def test_other_paths_are_not_found_in_the_edition_s_look(paper: SamplePaper, path: str) -> None:
    for code in CODES:
        got = at(paper, code, path)
        assert got.status == 404
        assert edition(code).messages["not_found_text"] in got.body.decode()
        assert edition(code).name in got.body.decode()


# The special addresses


def special_at(paper: SamplePaper, code: str, kind: str) -> tuple[truth.Special, Got]:
    (special,) = (special for special in truth.specials(code) if special.kind == kind)
    return special, at(paper, code, special.path)


@pytest.mark.parametrize(
    ("code", "kind", "status"),
    [("ru", "not_found", 404), ("en", "not_found", 404), ("ru", "gone", 410), ("kk", "gone", 410)],
)
def test_dead_links(paper: SamplePaper, code: str, kind: str, status: int) -> None:
    assert special_at(paper, code, kind)[1].status == status


def test_the_old_address_leads_to_the_new_one(paper: SamplePaper) -> None:
    special, got = special_at(paper, "ru", "moved")
    assert got.status == 301
    assert got.location == paper.urls["ru"].rstrip("/") + str(special.target)
    target = truth.article_at("ru", str(special.target))
    assert target
    assert target.discoverable == ()


@pytest.mark.parametrize(
    ("code", "kind", "canonical"), [("ru", "canonical_twin", True), ("kk", "text_twin", False)]
)
def test_twins_are_the_same_page(paper: SamplePaper, code: str, kind: str, canonical: bool) -> None:
    special, got = special_at(paper, code, kind)
    assert got == at(paper, code, str(special.target))
    named = lxml.html.fromstring(got.body.decode()).xpath("//link[@rel='canonical']/@href")
    assert named == ([paper.urls[code].rstrip("/") + str(special.target)] if canonical else [])


def test_pages_that_are_no_articles(paper: SamplePaper) -> None:
    special, got = special_at(paper, "kk", "pdf")
    assert special.path.endswith(".html")
    assert got.content_type == "text/html"
    assert got.body.startswith(b"%PDF-")
    _, got = special_at(paper, "ru", "challenge")
    assert got.status == 200
    assert "Проверка вашего браузера" in got.body.decode()
    for code in ("ru", "kk"):
        special, got = special_at(paper, code, "photo")
        assert special.caption in got.body.decode()
        assert len(special.caption.split()) <= 5
    special, got = special_at(paper, "en", "print")
    article = truth.article_at("en", str(special.target))
    assert article
    assert got.status == 200
    assert article.paragraphs[-1] in got.body.decode()


def test_each_kind_has_an_address_and_an_outcome() -> None:
    kinds = set(get_args(truth.Kind))
    assert {special.kind for special in SPECIALS} == kinds == set(truth.EXPECTED)
    documented = set(re.findall(r"^\| `(\w+)` \|", str(truth.__doc__), re.MULTILINE))
    assert documented == kinds


def test_expected_outcomes_use_the_project_s_words() -> None:
    rows = truth.expected_outcomes()
    assert len({(row.edition, row.path) for row in rows}) == len(rows)
    for row in rows:
        assert row.outcome is None or row.outcome in OUTCOMES
        assert (row.outcome == "rejected") == (row.reason in set(Reason))
        assert row.requested == (row.outcome is not None and row.reason != Reason.ROBOTS)
        if row.twin_of:
            (twin,) = (other for other in rows if (other.edition, other.path) == (row.edition, row.twin_of))
            assert {row.outcome, twin.outcome} == {"stored", "duplicate"}
            assert twin.twin_of == row.path
    # The redirect stores the one article that nothing links to.
    assert sum(row.outcome == "stored" for row in rows) == len(ALL)


# The second visit


def test_the_second_visit_edits_one_article_of_each_edition() -> None:
    for code in CODES:
        changed = [
            a.path for a, b in zip(truth.articles(code), truth.articles(code, 2), strict=True) if a != b
        ]
        assert changed == [truth.edited_path(code)]
        assert truth.articles(code, 2) == truth.articles(code, 3)
    assert {(row.edition, row.path, row.outcome) for row in truth.expected_outcomes(2)} == {
        (code, truth.edited_path(code), "revised") for code in CODES
    }


def test_the_second_visit_serves_the_edit_and_says_when(paper: SamplePaper) -> None:
    with SamplePaper(run=2) as second:
        assert dt.datetime.now(dt.UTC) - second.started < dt.timedelta(minutes=1)
        for code in CODES:
            path = truth.edited_path(code)
            for article in truth.articles(code, 2):
                text = text_of(article, at(second, code, article.path).body)
                assert all(paragraph in text for paragraph in article.paragraphs)
            old = truth.article_at(code, path)
            assert old
            assert old.paragraphs[0] not in text_of(old, at(second, code, path).body)
            base = second.urls[code].rstrip("/")
            changed = {
                str(row.findtext(f"{MAP}loc")).removeprefix(base): str(row.findtext(f"{MAP}lastmod"))
                for row in sitemap_rows(second, code)
            }
            first = {
                str(row.findtext(f"{MAP}loc")).removeprefix(paper.urls[code].rstrip("/")): str(
                    row.findtext(f"{MAP}lastmod")
                )
                for row in sitemap_rows(paper, code)
            }
            assert changed == first | {path: second.started.isoformat()}
            index = xml(at(second, code, "/sitemap.xml"))
            assert index.findtext(f"{MAP}sitemap/{MAP}lastmod") == second.started.isoformat()
        entries = xml(at(second, "kk", "/atom.xml")).iterfind(f"{ATOM}entry")
        updated = {str(entry.findtext(f"{ATOM}id")): entry.findtext(f"{ATOM}updated") for entry in entries}
        edited = second.urls["kk"].rstrip("/") + truth.edited_path("kk")
        assert [url for url, when in updated.items() if when == second.started.isoformat()] == [edited]


# The server


def own_port() -> int:
    """A first port that neither the system gives away (32768 and up) nor another test process takes."""
    return 20_000 + os.getpid() % 1000 * 10


def test_ports_are_consecutive_and_freed() -> None:
    with SamplePaper() as paper:
        ports = [urlsplit(url).port or 0 for url in paper.urls.values()]
        assert list(paper.urls) == list(CODES)
        assert ports == list(range(ports[0], ports[0] + 3))
        get(paper.urls["en"])
    first = own_port()
    for _ in range(2):
        with SamplePaper(first) as paper:
            assert [urlsplit(url).port for url in paper.urls.values()] == [first, first + 1, first + 2]
            assert get(paper.urls["ru"]).status == 200


def test_a_busy_port_is_named_and_the_others_are_freed() -> None:
    first = own_port()
    with (
        SamplePaper(first + 2),
        pytest.raises(UsageError, match=rf"port {first + 2} is in use: .*{PORT_VARIABLE}"),
        SamplePaper(first),
    ):
        pass
    for port in (first, first + 1):
        with socket.socket() as freed:
            freed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            freed.bind((HOST, port))


def test_requests_are_counted_by_edition_and_path() -> None:
    with SamplePaper() as paper:
        at(paper, "ru", "/robots.txt")
        at(paper, "ru", "/robots.txt?utm_source=rss")
        got = get(paper.urls["kk"] + "robots.txt", method="HEAD")
        assert (got.status, got.body) == (200, b"")
        assert paper.requests == {("ru", "/robots.txt"): 2, ("kk", "/robots.txt"): 1}


@pytest.mark.parametrize(("value", "port"), [(None, 8750), ("9000", 9000), ("65533", 65533)])
def test_default_port(monkeypatch: pytest.MonkeyPatch, value: str | None, port: int) -> None:
    monkeypatch.delenv(PORT_VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(PORT_VARIABLE, value)
    assert default_port() == port


@pytest.mark.parametrize("value", ["", "0", "65534", "-1", "http", "８７５０", " 9000"])
def test_a_wrong_port_variable_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(PORT_VARIABLE, value)
    with pytest.raises(UsageError, match=f"{PORT_VARIABLE} must be a port"):
        default_port()


@pytest.mark.parametrize(
    ("arguments", "named"), [({"port": 65534}, "port"), ({"port": -1}, "port"), ({"run": 0}, "run")]
)
def test_wrong_arguments_are_named(arguments: dict[str, int], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        SamplePaper(**arguments)


def test_a_wrong_argument_of_the_command_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "70000"]) == 2
    assert "70000" in capsys.readouterr().err


def test_serve_prints_the_addresses_and_ends_when_interrupted() -> None:
    command = [sys.executable, "-m", "sample_paper", "serve", "--port", "0"]
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline().split() for _ in CODES]
        assert [code for code, _ in lines] == list(CODES)
        assert get(lines[0][1]).status == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
