"""Explaining a page: each thing that was taken out is there with what took it, for a terminal and as HTML."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from pipelines.article import ExtractionHints, Page
from pipelines.clean.template import Template, TemplateBlock
from pipelines.dataset.kept import kept_page, newest_kept, rows_of_address
from pipelines.dedupe.fingerprint import folded_words
from pipelines.errors import UsageError
from pipelines.extract.markup import parse
from pipelines.extract.prune import furniture, reason_of
from pipelines.ledger.ledger import Ledger
from pipelines.process import to_article
from pipelines.recorder import Recorder
from pipelines.report import explain_html, explain_terminal
from pipelines.report.explain import explain
from pipelines.report.explanation import Explanation
from pipelines.store.location import parse_store_url
from pipelines.store.opening import open_objects
from pipelines.store.store import ledger_path, open_store
from pipelines.store.tables import Tables
from tests.factories import NOW, SITE, make_page, make_visit
from tests.loopback import Answer, serve
from tests.running import Place

URL = "https://a.kz/news/bridge-1/"
SLOGAN = "Газета города, в которой живут"
BUG = "Нашли ошибку? Выделите её и нажмите Ctrl+Enter."
PARAGRAPHS = [
    f"Строители {number}-й смены закончили опору моста через реку и перешли на другой берег, "
    f"сообщили в управлении дорог. Работы шли {number * 3} недели, и за это время бригада уложила "
    f"{number * 120} тонн бетона, рассказал прораб участка журналистам."
    for number in range(1, 7)
]
HTML = f"""<html lang="ru"><head><meta charset="utf-8"><title>Мост построили раньше срока | Газета</title>
<meta property="og:title" content="Мост построили раньше срока"><link rel="canonical" href="{URL}">
<meta property="article:published_time" content="2026-11-19T10:20:00+05:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Мост построили раньше срока",
"datePublished": "2026-11-19T10:20:00+05:00", "author": {{"@type": "Person", "name": "Айгуль Сатова"}},
"articleBody": "Строители закончили опору."}}</script></head><body>
<nav class="top"><a href="/">Главная</a> <a href="/news/">Новости</a></nav>
<article><h1>Мост построили раньше срока</h1><div class="body">
<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>
<div class="share-buttons" id="sh">Поделиться в соцсетях</div>
<p>{PARAGRAPHS[2]}</p><p class="own-thing">Наш проект о мостах</p><p>{PARAGRAPHS[3]}</p>
<p>{PARAGRAPHS[4]}</p><p>{PARAGRAPHS[5]}</p><p>{BUG}</p><p>{SLOGAN}</p></div></article>
<div role="complementary">Погода на завтра</div></body></html>"""
HINTS = ExtractionHints(languages=("ru",), remove_css=(".own-thing",), timezone="Asia/Almaty")
TEMPLATE = Template(
    site=SITE,
    number=3,
    learned_at=NOW,
    articles=40,
    blocks=(
        TemplateBlock(
            folded_words(SLOGAN), SLOGAN, 37, True, dt.date(2026, 1, 2), dt.date(2026, 11, 18), ("a" * 32,)
        ),
    ),
)


def page_of(text: str = HTML, **fields: object) -> Page:
    return make_page(URL, body=text.encode(), **{"hints": HINTS, **fields})


@pytest.fixture(scope="module")
def told() -> Explanation:
    return explain(page_of(), TEMPLATE)


def shown(explanation: Explanation, *, everything: bool = False, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=140, force_terminal=terminal, highlight=False, legacy_windows=False)
    console.print(explain_terminal.render(explanation, everything=everything), soft_wrap=True)
    return out.getvalue()


def facts(explanation: Explanation) -> dict[str, tuple[str, str]]:
    return {fact.name: (fact.value, fact.evidence) for fact in (*explanation.facts, *explanation.record)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Главная Новости", "tag nav"),
        ("Поделиться в соцсетях", "class or id of share"),
        ("Наш проект о мостах", "the site's remove_css: .own-thing"),
        ("Погода на завтра", "role complementary"),
    ],
)
def test_each_pruned_element_has_its_reason(told: Explanation, text: str, reason: str) -> None:
    assert (text, reason) in [(element.text, element.reason) for element in told.pruned]
    assert reason in shown(told)
    assert reason in explain_html.page(told).replace("&#x27;", "'")


def test_pruned_elements_stand_where_they_stood(told: Explanation) -> None:
    (share,) = (element for element in told.pruned if element.label == "div#sh.share-buttons")
    assert told.blocks[share.before].text == PARAGRAPHS[2]
    assert told.blocks[share.before - 1].text == PARAGRAPHS[1]


def test_each_removed_line_has_its_rule_or_count(told: Explanation) -> None:
    by = {line.text: (line.by, line.reason) for line in told.removed}
    assert by[BUG][0] == "rule"
    assert re.fullmatch(r"rule \w+, entry “Нашли ошибку.*”", by[BUG][1])
    assert by[SLOGAN] == (
        "template",
        "template 3: stands in 37 of 40 articles, last on 2026-11-18; taken at the edge of the text",
    )
    fates = {block.text: block.fate for block in told.blocks}
    assert fates[BUG] == "rule"
    assert fates[SLOGAN] == "template"
    assert [fates[text] for text in PARAGRAPHS] == ["text"] * 6
    for text in (shown(told), explain_html.page(told)):
        assert by[BUG][1] in text
        assert by[SLOGAN][1] in text


def test_the_article_is_that_of_a_crawl() -> None:
    told = explain(page_of())
    assert told.article == to_article(page_of())
    assert told.article is not None
    assert SLOGAN in told.article.text
    assert explain(page_of(), TEMPLATE).article != told.article


def test_evidence_of_the_fields(told: Explanation) -> None:
    known = facts(told)
    assert known["encoding"] == ("utf-8", "the markup says utf-8")
    assert known["title"] == ("Мост построили раньше срока", "<h1>; also og:title, <title>")
    assert known["published"][0] == "2026-11-19T10:20+05:00"
    assert known["published"][1].startswith("from jsonld, to the minute; JSON-LD says 2026-11-19T10:20:00")
    assert known["authors"][0] == "Айгуль Сатова"
    assert known["language"][0].startswith("ru, score ")
    assert known["language"][0].endswith("script Cyrl")


def test_candidates_with_what_speaks_for_them(told: Explanation) -> None:
    evidence = {candidate.name: candidate.evidence for candidate in told.candidates}
    assert re.match(r"\d+ lines, \d+ characters; the page has \d+ of running text", evidence["trafilatura"])
    assert evidence["jsonld"].startswith("26 characters; taken from 200 characters and 1.5 times")
    assert [candidate.name for candidate in told.candidates if candidate.taken] == ["blocks"]


@pytest.mark.parametrize(
    ("hints", "text", "origin"),
    [
        (ExtractionHints(text_css=".body"), HTML, "hint"),
        (ExtractionHints(), HTML.replace("Строители закончили опору.", "Другой текст. " * 400), "jsonld"),
    ],
)
def test_other_ways_to_the_text(hints: ExtractionHints, text: str, origin: str) -> None:
    told = explain(page_of(text, hints=hints))
    assert [candidate.name for candidate in told.candidates if candidate.taken] == [origin]
    fates = {block.text: block.fate for block in told.blocks}
    assert fates[PARAGRAPHS[3]] == ("text" if origin == "hint" else "left_out")


NUMBER = r"[+-][\d.]+"


def test_a_dispute_with_trafilatura_is_told_with_its_strongest_parts() -> None:
    links = "".join(f'<li><a href="/{n}">Другая новость под номером {n} о дорогах</a></li>' for n in range(9))
    told = explain(page_of(HTML.replace(f"<p>{BUG}</p>", f"<ul>{links}</ul><p>{BUG}</p>")))
    disputed = [block for block in told.blocks if block.disputed]
    assert disputed
    for block in disputed:
        said = "took it" if block.fate == "left_out" else "left it out"
        numbers = rf"log-odds {NUMBER} of {NUMBER} needed"
        assert re.search(rf"trafilatura {said}; {numbers}: (\w+ \S+ gives {NUMBER}(, )?){{3}}$", block.reason)
        assert block.reason in shown(told)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": 404}, "rejected as gone: status 404"),
        ({"body": b"%PDF-1.7"}, "rejected as not_html: pdf"),
        (
            {"body": "<html><body><h1>Мост</h1><p>Скоро.</p></body></html>".encode()},
            "rejected as too_short",
        ),
    ],
)
def test_a_page_that_is_rejected(fields: dict[str, object], said: str) -> None:
    told = explain(make_page(URL, **fields), TEMPLATE)
    assert told.article is None
    assert said in told.outcome
    assert said in shown(told)
    assert said in explain_html.page(told)


def test_a_list_is_shown_by_blocks_that_were_not_judged() -> None:
    items = "".join(f'<h3><a href="/{n}">Заголовок новости номер {n}</a></h3>' for n in range(30))
    told = explain(make_page("https://a.kz/", body=f"<html><body><div>{items}</div></body></html>".encode()))
    assert told.outcome.startswith("rejected as not_article: list")
    assert {block.fate for block in told.blocks} == {"unjudged"}
    assert "… 30 blocks that are no text" in shown(told)
    assert "Заголовок новости номер 7" in shown(told, everything=True)


def test_far_blocks_are_summed_up_unless_all_is_asked_for() -> None:
    links = "".join(f'<div><a href="/{n}">Ссылка номер {n}</a></div>' for n in range(40))
    told = explain(page_of(HTML.replace("</body>", f"<div>{links}</div></body>")))
    assert "Ссылка номер 30" not in shown(told)
    assert re.search(r"… \d+ blocks that are no text", shown(told))
    assert "Ссылка номер 30" in shown(told, everything=True)


def test_colour_only_in_a_terminal(told: Explanation) -> None:
    assert "\x1b" not in shown(told)
    assert "\x1b[" in shown(told, terminal=True)


def test_nothing_of_a_page_controls_the_terminal() -> None:
    hostile = HTML.replace("Мост построили раньше срока", "Мост&#x202e; [red]построили[/red] &#x9b;31m")
    text = shown(explain(page_of(hostile)), everything=True)
    assert "[red]" in text
    assert not {"\x1b", "\x9b", "\u202e"}.intersection(text)


def test_html_is_escaped_and_fetches_nothing() -> None:
    code = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(2)&gt;"
    hostile = HTML.replace(PARAGRAPHS[2], f"{code} {PARAGRAPHS[2]} {code}")
    hostile = hostile.replace('id="sh"', 'id="&quot;&gt;&lt;script&gt;"').replace("построили", code)
    told = explain(page_of(hostile), TEMPLATE)
    assert told.article is not None
    assert "<script>alert(1)</script>" in told.article.text
    document = explain_html.page(told)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in document
    tags = set(re.findall(r"<\s*(\w+)", document))
    assert not tags & {"script", "img", "link", "a", "iframe", "object"}
    assert not re.search(r"\b(?:href|src|on\w+)=[\"']", document)
    root = parse(document)
    assert root is not None
    assert {name for element in root.iter() for name in element.attrib} <= {
        "lang", "charset", "http-equiv", "content", "name", "class",
    }  # fmt: skip


def test_html_has_every_block_once_in_order(told: Explanation) -> None:
    document = explain_html.page(told)
    left = document[document.index("block by block") : document.index("<h2>The article</h2>")]
    at = [left.index(text) for text in (*PARAGRAPHS[:2], "Поделиться в соцсетях", *PARAGRAPHS[2:], BUG)]
    assert at == sorted(at)
    assert left.count(PARAGRAPHS[0]) == 1


@pytest.mark.parametrize(
    "markup", [HTML, "<body><header>Имя</header><div style='display: none'>Скрыто</div>"]
)
def test_a_reason_is_given_for_what_is_pruned_and_for_nothing_else(markup: str) -> None:
    root = parse(markup)
    assert root is not None
    assert furniture(root)
    assert all(reason_of(element) for element in furniture(root))
    assert not any(reason_of(element) for element in root.iter("p", "h1", "article"))


# From the store


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A store with an article, a copy of it at another address, and a page that is gone."""
    place = Place(tmp_path_factory.mktemp("explain"), {})
    store = open_store(f"file:{place.store}")
    ledger = Ledger(ledger_path(place.folder / "ledger", store, SITE))
    recorder = Recorder(store, ledger, run_id="run1", user_agent="S", batch_pages=9, batch_seconds=60)
    recorder.open([SITE])
    own = HTML.replace('<link rel="canonical"', "<link")
    for minute, (path, status) in enumerate([("1", 200), ("2", 200), ("gone", 404)]):
        moment = NOW + dt.timedelta(minutes=minute)
        page = make_page(f"https://a.kz/{path}", body=own.encode(), status=status, fetched_at=moment)
        visit = make_visit(page.url, fetched_at=moment, status=status)
        recorder.judged(recorder.fetched(visit, page), SITE, visit, to_article(page), moment)
    recorder.commit(NOW + dt.timedelta(hours=1))
    ledger.close()
    return place


def test_a_kept_page_is_explained_with_what_the_tables_say(place: Place) -> None:
    location = parse_store_url(f"file:{place.store}")
    rows = rows_of_address(Tables(location), SITE, "http://www.a.kz/2")
    record = newest_kept(rows)
    assert record is not None
    told = explain(kept_page(open_objects(location), record, ExtractionHints()), None, record)
    assert facts(told)["stored as"][0] == "duplicate"
    assert facts(told)["similarity"][0] == "1.00"
    assert facts(told)["batch"] == ("1 of a_kz", "run run1")
    for text in (shown(told), explain_html.page(told)):
        assert str(record.article_id) in text
    assert rows_of_address(Tables(location), SITE, "https://a.kz/3") == []


def test_a_page_that_was_taken_down_cannot_be_explained(place: Place, tmp_path: Path) -> None:
    location = parse_store_url(f"file:{place.store}")
    record = newest_kept(rows_of_address(Tables(location), SITE, "https://a.kz/1"))
    assert record is not None
    assert record.warc_key is not None
    segment = tmp_path / record.warc_key
    segment.parent.mkdir(parents=True)
    segment.write_bytes(b"\0" * (place.store / record.warc_key).stat().st_size)
    with pytest.raises(UsageError, match="cannot be read"):
        kept_page(open_objects(parse_store_url(f"file:{tmp_path}")), record, ExtractionHints())


def test_looking_for_a_page_makes_no_store(tmp_path: Path) -> None:
    location = parse_store_url(f"file:{tmp_path / 'none'}")
    assert not Tables(location).exist()
    assert list(open_objects(location).list("templates/site=a_kz/")) == []
    assert list(tmp_path.iterdir()) == []


def test_the_command_on_a_file_without_a_store(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HTML, encoding="utf-8")
    place = Place(tmp_path, {})
    out = tmp_path / "out.html"
    done = place.scrapy("explain", str(tmp_path / "page.html"), "--html", str(out))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{URL}\na_kz: an article of ")
    assert "\x1b" not in done.out
    assert PARAGRAPHS[5] in out.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.html", "page.html"]


@pytest.mark.parametrize(
    ("argument", "code", "said"),
    [
        ("https://a.kz/1", 0, "stored as    stored"),
        ("no-such-file.html", 2, "scrapy explain: no-such-file.html: No such file"),
    ],
)
def test_the_command_on_an_address(place: Place, argument: str, code: int, said: str) -> None:
    before = {path: path.stat().st_mtime_ns for path in place.store.rglob("*")}
    done = place.scrapy("explain", argument, "--site", SITE)
    assert done.code == code
    assert said in (done.err if code else done.out)
    assert len(done.err.splitlines()) == (1 if code else 0)
    assert before == {path: path.stat().st_mtime_ns for path in place.store.rglob("*")}


def test_the_command_fetches_an_address_that_is_not_kept_and_keeps_it_nowhere(tmp_path: Path) -> None:
    html = {"Content-Type": "text/html; charset=utf-8"}
    answers = {
        "/robots.txt": Answer(
            body=b"User-agent: *\nDisallow: /private/", headers={"Content-Type": "text/plain"}
        ),
        "/news/1": Answer(body=HTML.encode(), headers=html),
        "/private/2": Answer(body=HTML.encode(), headers=html),
        "/gone": Answer(status=404),
    }
    place = Place(tmp_path, {"NEWS_ALLOW_ADDRESSES": "127.0.0.0/8"})
    with serve(answers) as server:
        done = place.scrapy("explain", f"{server.url}/news/1", SCRAPY_PROJECT="default")
        assert (done.code, done.err) == (0, "")
        assert PARAGRAPHS[5] in done.out
        assert f"allowed by {server.url}/robots.txt, read 20" in done.out
        gone = place.scrapy("explain", f"{server.url}/gone")
        assert (gone.code, "rejected as gone" in gone.out) == (0, True), gone.out
        forbidden = place.scrapy("explain", f"{server.url}/private/2")
        why = f"robots (forbidden by {server.url}/robots.txt, read "
        assert (forbidden.code, len(forbidden.err.splitlines())) == (2, 1)
        assert f"{server.url}/private/2 could not be fetched: {why}" in forbidden.err
        assert server.paths() == ["/robots.txt", "/news/1", "/gone"]
    # robots.txt is remembered, as by a crawl; of the pages nothing is.
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept.name.startswith("robots-")


def test_what_was_taken_down_is_not_fetched(place: Place) -> None:
    done = place.scrapy("forget", "https://a.kz/gone-too", "--site", SITE, "--yes")
    assert done.code == 0, done.err
    done = place.scrapy("explain", "https://a.kz/gone-too", "--site", SITE)
    assert (done.code, done.out) == (2, "")
    assert "was taken down" in done.err
