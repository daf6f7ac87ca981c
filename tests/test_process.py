"""From page bytes to a record: the founding example, refusals, determinism, and any bytes at all."""

import concurrent.futures
import dataclasses
import datetime as dt
import gzip
import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.article import Article, ExtractionHints, Page, Reason, Rejected
from pipelines.clean.lines import clean_blocks
from pipelines.errors import UsageError
from pipelines.process import to_article

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"

HINTS = ExtractionHints(
    timezone="Asia/Almaty",
    languages=("ru", "kk", "en"),
    publisher="Steppe Herald",
    country="KZ",
    region="Almaty",
)

# The structure behind this project's founding example: an advertisement with a phone number, breadcrumbs, a
# headline with a Russian date glued to it, the lede twice, an error report and a messenger promo in the text.
FOUNDING = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Ferry service resumes on the northern lake | Steppe Herald</title>
<meta property="og:site_name" content="Steppe Herald">
<meta property="og:image" content="/img/ferry.jpg">
<link rel="canonical" href="https://en.herald.example/transport/ferry-service-resumes-216001/">
</head><body>
<div class="top-line">Реклама +7(700) 123 45 67</div>
<div class="page">
<div class="column">
<p>Реклама +7(700) 123 45 67</p>
<ol class="path"><li><a href="/">Main</a></li><li><a href="/learn/">Learn</a></li>
<li><a href="/t/">Transport</a></li></ol>
<h1>Ferry service resumes on the northern lake <span>07 февраля 2013, 12:03</span></h1>
<div class="text">
<p>The ferry between the two shores of the northern lake is running again after repairs that took the whole
winter, port officials said on Wednesday.</p>
<ul><li><a href="#bug">Found a bug?</a></li></ul>
<p>The ferry between the two shores of the northern lake is running again after repairs that took the whole
winter, port officials said on Wednesday, Reuters reports. The vessel carries up to forty cars and two hundred
passengers on each crossing, and leaves every two hours from both piers while there is no ice.</p>
<p>Residents of the villages on the far shore had been driving two hundred kilometres around the lake since
November. The regional administration paid for a daily bus, but it stopped running in heavy snow.</p>
<p>"We told everybody about it on Telegram and on the radio, and still nobody believed us," the captain said.
The timetable will be published on the port's own site before the end of the month.</p>
<p>Join Telegram</p>
</div></div></div>
<div class="footer">© Steppe Herald. All rights reserved.</div>
</body></html>"""

FIRST = (
    "The ferry between the two shores of the northern lake is running again after repairs that took the "
    "whole winter, port officials said on Wednesday"
)
LAST = "The timetable will be published on the port's own site before the end of the month."


def make_page(body: bytes | str, /, **fields: object) -> Page:
    page = Page(
        url="https://en.herald.example/transport/ferry-service-resumes-216001/?utm_source=feed",
        site="herald_example",
        body=body.encode() if isinstance(body, str) else body,
        fetched_at=dt.datetime(2026, 11, 22, 8, 30, tzinfo=dt.UTC),
        content_type="text/html",
        hints=HINTS,
    )
    return dataclasses.replace(page, **fields)  # type: ignore[arg-type]


def article(body: bytes | str, /, **fields: object) -> Article:
    found = to_article(make_page(body, **fields))
    assert isinstance(found, Article), found
    return found


NAMELESS = re.sub(r' class="[^"]*"', "", FOUNDING)
GLUED = NAMELESS.replace("<span>07", "07").replace("12:03</span>", "12:03")
IN_TEXT = NAMELESS.replace("<h1>", '<div class="text"><h1>').replace("<div>\n<p>The", "<p>The")


@pytest.mark.parametrize(
    "body", [FOUNDING, NAMELESS, GLUED, IN_TEXT], ids=["as is", "nameless", "glued", "in text"]
)
def test_the_founding_example_is_the_article_and_nothing_else(body: str) -> None:
    record = article(body)
    lines = record.text.split("\n")
    assert len(lines) == 3
    assert lines[0].startswith(f"{FIRST}, Reuters reports. The vessel")
    assert lines[2].endswith(LAST)
    assert record.text.count(FIRST) == 1
    assert "on Telegram and on the radio" in record.text
    for furniture in ("Реклама", "700", "Main", "Learn", "Found a bug", "Join Telegram", "февраля", "©"):
        assert furniture not in record.text
    assert record.title == "Ferry service resumes on the northern lake"
    assert record.published_local == "2013-02-07T12:03+06:00"
    assert record.published_at == dt.datetime(2013, 2, 7, 6, 3, tzinfo=dt.UTC)
    assert record.published_date == dt.date(2013, 2, 7)
    assert (record.published_precision, record.published_source) == ("minute", "text")
    assert record.source_agency == "Reuters"


def test_the_rest_of_the_record() -> None:
    record = article(FOUNDING)
    assert record.canonical_url == "https://en.herald.example/transport/ferry-service-resumes-216001/"
    assert len(record.id) == 32
    assert (record.site, record.publisher, record.country, record.region) == (
        "herald_example", "Steppe Herald", "KZ", "Almaty",
    )  # fmt: skip
    assert (record.language, record.script) == ("en", "Latn")
    assert record.image_url == "https://en.herald.example/img/ferry.jpg"
    assert record.lead == f"{FIRST}."
    assert record.authors is None
    assert record.word_count == 124
    assert record.fetched_at == dt.datetime(2026, 11, 22, 8, 30, tzinfo=dt.UTC)
    assert len(record.text_sha256) == 64
    assert (record.revision, record.batch, record.month, record.warc_key) == (1, None, None, None)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": 404}, Reason.GONE),
        ({"status": 410}, Reason.GONE),
        ({"status": 403}, Reason.REFUSED),
        ({"status": 451}, Reason.REFUSED),
        ({"status": 500}, Reason.NOT_ARTICLE),
        ({"body": b""}, Reason.EMPTY),
        ({"body": b" \r\n\t"}, Reason.EMPTY),
        ({"body": b"<html><body></body></html>"}, Reason.EMPTY),
        ({"body": b"<!-- nothing -->"}, Reason.EMPTY),
        ({"body": b"%PDF-1.7 ..."}, Reason.NOT_HTML),
        ({"body": b"PK\x03\x04..."}, Reason.NOT_HTML),
        ({"body": b"\xff\xd8\xff\xe0JFIF"}, Reason.NOT_HTML),
        ({"body": b"\x89PNG\r\n"}, Reason.NOT_HTML),
        ({"body": b"GIF89a"}, Reason.NOT_HTML),
        ({"body": b"\x00\x00\x00\x18ftypmp42"}, Reason.NOT_HTML),
        ({"body": gzip.compress(b"<html>")}, Reason.NOT_HTML),
        ({"body": b'<?xml version="1.0"?><rss version="2.0"></rss>'}, Reason.NOT_HTML),
        ({"body": b'{"title": "x"}'}, Reason.NOT_HTML),
        ({"content_type": "image/jpeg"}, Reason.NOT_HTML),
        ({"content_type": "application/json"}, Reason.NOT_HTML),
        ({"body": b"<p>" + b"x" * 10_000_000}, Reason.TOO_LARGE),
        ({"body": b"<p>x" * 30_000}, Reason.TOO_LARGE),
        ({"body": b"<div>" * 1_000 + b"x"}, Reason.TOO_LARGE),
        ({"body": b"<p " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">x"}, Reason.TOO_LARGE),
        ({"body": b"<html><body><p>Page is being prepared.</p></body></html>"}, Reason.TOO_SHORT),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(fields: dict[str, object], reason: Reason) -> None:
    found = to_article(make_page(FOUNDING, **fields))
    assert isinstance(found, Rejected)
    assert found.reason is reason


def test_a_short_news_item_is_kept() -> None:
    brief = "An earthquake of magnitude 4.6 was felt in Almaty early on Monday; nobody was hurt."
    assert article(f"<html><body><h1>Earthquake</h1><p>{brief}</p></body></html>").text == brief


def test_hints_lead_to_text_title_and_date_and_keep_out_what_they_name() -> None:
    hints = dataclasses.replace(
        HINTS,
        text_css="div.social-body",
        title_css=".headline",
        date_css=".stamp",
        author_css=".who",
        tags_css=".keys a",
        remove_css=(".inset",),
    )
    body = """<html><body><div class=headline>Harvest begins in the south</div>
        <div class=stamp>Кеше, 09:15</div>
        <div class=who>Aigul Serik, Ivan Petrov</div><div class=keys><a>harvest</a><a>south</a></div>
        <p>Another article's teaser that is long enough to look like a paragraph of running text here.</p>
        <div class="social-body"><p>Farmers in the south have begun to harvest barley two weeks earlier.</p>
        <p class=inset>A box that the site's author never wants to see in the text of an article.</p>
        <p>The ministry expects a yield above the average of the last five years.</p></div></body></html>"""
    record = article(body, hints=hints)
    assert record.text == (
        "Farmers in the south have begun to harvest barley two weeks earlier.\n"
        "The ministry expects a yield above the average of the last five years."
    )
    assert record.title == "Harvest begins in the south"
    assert (record.published_local, record.published_source) == ("2026-11-21T09:15+05:00", "hint")
    assert record.authors == ["Aigul Serik", "Ivan Petrov"]
    assert record.tags == ["harvest", "south"]


def test_what_the_markup_states() -> None:
    data = {
        "@type": "NewsArticle",
        "headline": "Ferry service resumes on the northern lake",
        "datePublished": "2013-02-07T12:03:00+06:00",
        "dateModified": "2013-02-07T18:30:00+06:00",
        "author": {"@type": "Person", "name": "Aigul Serik"},
        "articleSection": "Transport",
        "keywords": ["ferry", "lake"],
        "isAccessibleForFree": False,
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
    record = article(FOUNDING.replace("</head>", script))
    assert (record.published_local, record.published_source) == ("2013-02-07T12:03+06:00", "jsonld")
    assert (record.modified_local, record.modified_source) == ("2013-02-07T18:30+06:00", "jsonld")
    assert record.modified_at == dt.datetime(2013, 2, 7, 12, 30, tzinfo=dt.UTC)
    assert (record.modified_date, record.modified_precision) == (dt.date(2013, 2, 7), "minute")
    assert (record.authors, record.section, record.tags) == (["Aigul Serik"], "Transport", ["ferry", "lake"])
    assert record.paywalled is True
    assert article(FOUNDING).paywalled is None
    assert article(FOUNDING).modified_precision == "none"


def test_a_wrong_hint_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        to_article(make_page(FOUNDING, hints=ExtractionHints(text_css="p[")))


def test_a_lead_stands_apart_from_the_text() -> None:
    with_lead = FOUNDING.replace(
        '<div class="text">',
        '<div class="standfirst">Crossings every two hours while there is no ice</div><div class="text">',
    )
    record = article(with_lead)
    assert record.lead == "Crossings every two hours while there is no ice"
    assert record.lead not in record.text


def test_the_same_page_gives_the_same_record_in_threads_and_in_any_order() -> None:
    other = FOUNDING.replace("ferry", "barge")
    expected = [article(FOUNDING), article(other)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        found = list(pool.map(article, [FOUNDING, other] * 8))
    assert found == expected * 8


def test_the_same_page_gives_the_same_record_in_another_process_and_zone() -> None:
    program = (
        "import datetime as dt, sys, pickle\n"
        "from pipelines.process import to_article\n"
        "sys.stdout.buffer.write(pickle.dumps(to_article(pickle.load(sys.stdin.buffer))))\n"
    )
    page = make_page(FOUNDING)
    for zone, seed in (("Asia/Tokyo", "1"), ("America/Lima", "2")):
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=pickle.dumps(page),
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={"TZ": zone, "PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
        )
        assert pickle.loads(done.stdout) == to_article(page)  # noqa: S301


def test_nothing_of_scrapy_is_imported() -> None:
    program = "import sys, pipelines.process; sys.exit('scrapy' in sys.modules or 'twisted' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": "A. B.",
"headline": "Ferry service resumes", "datePublished": "2013-02-07T12:03:00+06:00"}]}</script></head>"""
SEED_PAGE = FOUNDING.replace("</head>", LINKED).encode()
INSERTED = [b"<", b">", b'"', b"\x00", b"&#xD800;", b"</p", b"<!--", b"<script>", b"\xd0", b"\xef\xbb\xbf"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_mutation_of_a_page_gives_a_record_or_a_reason(data: st.DataObject) -> None:
    body = bytearray(SEED_PAGE)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        size = data.draw(st.integers(1, 300))
        kind = data.draw(st.sampled_from(["delete", "repeat", "flip", "insert"]))
        if kind == "delete" and len(body) > size + 1:
            del body[at : at + size]
        elif kind == "repeat":
            body[at:at] = body[at : at + size] * 3
        elif kind == "flip":
            body[at] ^= 1 << data.draw(st.integers(0, 7))
        else:
            body[at:at] = data.draw(
                st.sampled_from([b"<", b">", b'"', b"\x00", b"&#xD800;", b"</p", b"<!--", b"\xd0"])
            )
    assert isinstance(to_article(make_page(bytes(body))), Article | Rejected)


@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=400), head=st.sampled_from([b"", b"<html><body><p>", b"<h1>", b"<table><script>"])
)
def test_any_bytes_give_a_record_or_a_reason(body: bytes, head: bytes) -> None:
    found = to_article(make_page(head + body, content_type=None))
    assert isinstance(found, Article | Rejected)
    if isinstance(found, Article):
        json.dumps(dataclasses.asdict(found), default=str, ensure_ascii=False).encode()


def test_no_furniture_is_left_in_reduced_pages_of_regional_sites() -> None:
    pages = sorted((ROOT.parent / "shared" / "pages").glob("*.html"))
    if not pages:
        pytest.skip("../shared/pages is not there")
    for path in pages:
        record = article(path.read_bytes(), url=f"https://herald.example/news/{path.stem}")
        again = clean_blocks(record.text.split("\n"), title=record.title, lead=None)
        assert again.removed == [], path.name
        assert record.title, path.name
        assert record.language in ("az", "en", "ru", "tr", "uz"), path.name


def test_saved_pages_are_seldom_refused() -> None:
    if not (GOLD / "gold.jsonl").is_file():
        pytest.skip("../shared/gold is not there")
    rows = [json.loads(line) for line in (GOLD / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    sample = [row for row in rows if row.get("text")][::12]
    refused = []
    for row in sample:
        body = gzip.decompress((GOLD / row["page"]).read_bytes())
        found = to_article(make_page(body, url=row["url"], hints=ExtractionHints()))
        if isinstance(found, Rejected):
            refused.append((row["id"], found))
    assert refused == []
