"""What sites state about training and mining, from each place where it may stand."""

import datetime as dt
import json
import time
from collections.abc import Callable

import pytest

from pipelines.article import Article, Page, Reason, Rejected, RightsStatement, Statement
from pipelines.process import to_article
from pipelines.rights.agents import agents
from pipelines.rights.ai_txt import AiTxt
from pipelines.rights.kept import MAX_CHARS, fitting, from_line, to_line
from pipelines.rights.of_page import of_headers, of_meta
from pipelines.rights.patterns import PathPattern, path_of
from pipelines.rights.robots import RobotsRights
from pipelines.rights.statements import MAX_EVIDENCE, MAX_STATEMENTS
from pipelines.rights.tdmrep import MAX_BYTES, TdmRep
from tests.factories import NOW

URL = "https://a.kz/news/1?page=2"
FILE = "https://a.kz/file"


def words(found: list[RightsStatement]) -> list[str]:
    return [one.statement for one in found]


def test_every_agent_has_a_purpose_and_a_page_that_states_it() -> None:
    named = ["GPTBot", "CCBot", "Google-Extended", "ClaudeBot", "anthropic-ai", "PerplexityBot", "Bytespider"]
    named += ["Applebot-Extended", "meta-externalagent", "Amazonbot", "cohere-ai", "Diffbot"]
    assert [agents()[name.lower()].name for name in named] == named
    assert all(agent.reserved and agent.source.startswith("https://") for agent in agents().values())


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/", "/news/1", True),
        ("/news", "/news/1", True),
        ("/news/", "/news", False),
        ("/*.html", "/a/b.html?x", True),
        ("/*.html$", "/a/b.html?x", False),
        ("/*.html$", "/a.html/b.html", True),
        ("/a*a$", "/a", False),
        ("/a*b*c", "/a-b-b-c-d", True),
        ("/a*b*c", "/a-c-b", False),
        ("*", "/anything", True),
        ("/x$", "/x", True),
        ("/x$", "/xy", False),
        ("/%D0%BD", "/новости", True),
        ("/н", "/%D0%BD", True),
        ("news", "/news", False),
    ],
)
def test_patterns_are_those_of_robots_txt(pattern: str, path: str, matches: bool) -> None:
    assert PathPattern.read(pattern).matches(path_of(f"https://a.kz{path}")) is matches


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["none"]),
        ("User-agent: *\nDisallow: /admin\n", ["none"]),
        ("User-agent: GPTBot\nDisallow: /\n", ["training_reserved"]),
        ("user-agent:gptbot\ndisallow:/\n", ["training_reserved"]),
        ("User-agent: GPTBot/1.2\nDisallow: /news\n", ["training_reserved"]),
        ("User-agent: GPTBot\nDisallow: /shop\n", ["none"]),
        ("User-agent: GPTBot\nDisallow:\n", ["none"]),
        ("User-agent: GPTBot\nAllow: /\n", ["none"]),
        # The longest rule counts, of two as long the one that allows.
        ("User-agent: GPTBot\nDisallow: /\nAllow: /news\n", ["none"]),
        ("User-agent: GPTBot\nDisallow: /news/\nAllow: /news\n", ["training_reserved"]),
        ("User-agent: GPTBot\nAllow: /news\nDisallow: /news\n", ["none"]),
        # Groups of one agent count as one.
        ("User-agent: CCBot\nDisallow: /\n\nUser-agent: CCBot\nAllow: /news\n", ["none"]),
        ("User-agent: PerplexityBot\nDisallow: /\n", ["ai_input_reserved"]),
        ("User-agent: Google-Extended\nDisallow: /\n", ["training_reserved", "ai_input_reserved"]),
        # Agents that stand together share what follows; a rule ends the list of names.
        ("User-agent: x\nUser-agent: CCBot\nDisallow: /\n", ["training_reserved"]),
        ("User-agent: CCBot\nSitemap: https://a.kz/s\nUser-agent: x\nDisallow: /\n", ["training_reserved"]),
        ("User-agent: CCBot\nAllow: /\nUser-agent: x\nDisallow: /\n", ["none"]),
        ("User-agent: GPTBot2\nDisallow: /\n", ["none"]),
        ("# User-agent: GPTBot\n# Disallow: /\n", ["none"]),
        ("User-agent: *\nContent-Signal: search=yes, ai-train=no\n", ["search_allowed", "training_reserved"]),
        ("Content-Signal: ai-input=no,use=reference\n", ["ai_input_reserved"]),
        ("User-agent: *\nContent-signal: AI-Train=YES\nAllow: /\n", ["training_allowed"]),
        ("User-agent: *\nContent-Signal: /shop ai-train=no\n", ["none"]),
        ("User-agent: *\nContent-Signal: /news/ ai-train=no\n", ["training_reserved"]),
        ("User-agent: *\nContent-Signal: ai-train=maybe, search\n", ["none"]),
        ("User-agent: other\nContent-Signal: ai-train=no\n", ["none"]),
        ("User-agent: GPTBot\nContent-Signal: ai-train=no\nDisallow:\n", ["training_reserved"]),
        ("\x00\ufeff:::\nUser-agent\nDisallow /\n", ["none"]),
    ],
)
def test_robots_txt(text: str, expected: list[str]) -> None:
    assert words(RobotsRights.read(text).statements(URL, FILE, NOW)) == expected


def test_evidence_says_where_when_and_the_text() -> None:
    groups = (("GPTBot", "/"), ("CCBot", "/"), ("AI2Bot", "/news"))
    text = "\n".join(f"User-agent: {agent}\nDisallow: {path}\n" for agent, path in groups)
    assert RobotsRights.read(text).statements(URL, FILE, NOW) == [
        RightsStatement("training_reserved", "robots.txt", f"{FILE}: {evidence}", NOW)
        for evidence in (
            "Disallow: /; User-agent: GPTBot; User-agent: CCBot",
            "Disallow: /news; User-agent: AI2Bot",
        )
    ]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], []),
        ([("content-type", "text/html")], ["none"]),
        ([("x-robots-tag", "noindex, nofollow")], ["noindex"]),
        ([("x-robots-tag", "NOAI,noimageai")], ["noai", "noimageai"]),
        ([("x-robots-tag", "none")], ["noindex"]),
        ([("x-robots-tag", "googlebot: noindex"), ("x-robots-tag", "noarchive")], ["noindex", "noarchive"]),
        ([("x-robots-tag", "GPTBot: noindex, noarchive")], ["training_reserved", "noarchive"]),
        ([("x-robots-tag", "otherbot: nofollow, ccbot: none")], ["training_reserved"]),
        ([("x-robots-tag", "unavailable_after: 25 Jun 2010 15:00:00 PST, noarchive")], ["noarchive"]),
        ([("x-robots-tag", "max-snippet:-1, max-image-preview:large, all")], ["none"]),
        ([("tdm-reservation", "1"), ("tdm-policy", "https://a.kz/p")], ["tdm_reserved", "tdm_policy"]),
        ([("tdm-reservation", " 0 ")], ["tdm_allowed"]),
        ([("tdm-reservation", "yes"), ("tdm-policy", "javascript:x")], ["none"]),
    ],
)
def test_headers(headers: list[tuple[str, str]], expected: list[str]) -> None:
    assert words(of_headers(headers, NOW)) == expected


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({}, ["none"]),
        ({"description": ["noindex"], "author": ["noai"]}, ["none"]),
        ({"robots": ["index, follow", "noai"]}, ["noai"]),
        ({"googlebot": ["noarchive"]}, ["noarchive"]),
        ({"ccbot": ["noindex"]}, ["training_reserved"]),
        ({"perplexitybot": ["none"]}, ["ai_input_reserved"]),
        ({"ccbot": ["nofollow"]}, ["none"]),
        ({"tdm-reservation": ["1"], "tdm-policy": ["http://a.kz/p"]}, ["tdm_reserved", "tdm_policy"]),
    ],
)
def test_meta(meta: dict[str, list[str]], expected: list[str]) -> None:
    assert words(of_meta(meta, NOW)) == expected


def rules(*told: object) -> bytes:
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"[]", ["none"]),
        (rules({"location": "/", "tdm-reservation": 1}), ["tdm_reserved"]),
        (rules({"location": "*", "tdm-reservation": "1"}), ["tdm_reserved"]),
        (b"\xef\xbb\xbf" + rules({"location": "/news/*", "tdm-reservation": 0}), ["tdm_allowed"]),
        (rules({"location": "/shop", "tdm-reservation": 1}), ["none"]),
        (
            rules({"location": "/", "tdm-reservation": 1}, {"location": "/news", "tdm-reservation": 0}),
            ["tdm_allowed"],
        ),
        (
            rules({"location": "/news", "tdm-reservation": 0}, {"location": "/*news", "tdm-reservation": 1}),
            ["tdm_reserved"],
        ),
        (
            rules({"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.kz/p.json"}),
            ["tdm_reserved", "tdm_policy"],
        ),
        (rules({"location": "/", "tdm-reservation": 1, "tdm-policy": 3}), ["tdm_reserved"]),
        (rules({"location": "/", "tdm-reservation": True}, {"location": "/"}, 3, None, []), ["none"]),
        (rules({"location": ["/"], "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 2}), ["none"]),
    ],
)
def test_tdmrep_json(body: bytes, expected: list[str]) -> None:
    assert words(TdmRep.read(body).statements(URL, FILE, NOW)) == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>not found</html>",
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe[",
        b"[" + b"9" * 10_000 + b"]",
        b"[]" + b" " * MAX_BYTES,
        rules(*({"location": "/" + "a" * 200, "tdm-reservation": 1} for _ in range(900))),
    ],
    ids=["empty", "html", "object", "deep", "bytes", "number", "large", "long"],
)
def test_what_is_no_tdmrep_json_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        TdmRep.read(body)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["none"]),
        ("User-Agent: *\nDisallow: /\n", ["training_reserved"]),
        ("User-Agent: *\nDisallow: *.html\nAllow: *.jpg\n", ["training_reserved"]),
        ("User-Agent: *\nDisallow: *.jpg\nAllow: *.html\n", ["training_allowed"]),
        ("User-Agent: *\nDisallow: *.jpg\nDisallow: *.mp3\n", ["none"]),
        ("User-Agent: one\nUser-Agent: *\nDisallow: /\n", ["training_reserved"]),
        ("User-Agent: one\nDisallow: /\n", ["none"]),
        ("Disallow: /\n", ["none"]),
        ("# Our words on AI\nPlease do not train on this.\n", ["none"]),
        ("<html><p>Disallow: /</p></html>", ["none"]),
    ],
)
def test_ai_txt(text: str, expected: list[str]) -> None:
    assert words(AiTxt.read(text.encode()).statements(URL, FILE, NOW)) == expected


HOSTILE: list[tuple[str, Callable[[], list[RightsStatement]]]] = [
    (
        "groups",
        lambda: RobotsRights.read(
            "".join(f"User-agent: {name}\n" for name in agents()) + "Disallow: /*a*b\n" * 40_000
        ).statements(URL, FILE, NOW),
    ),
    (
        "many groups",
        lambda: RobotsRights.read("User-agent: GPTBot\nDisallow: /\n" * 18_000).statements(URL, FILE, NOW),
    ),
    (
        "stars",
        lambda: RobotsRights.read("User-agent: GPTBot\nDisallow: /" + "*a" * 40_000).statements(
            "https://a.kz/" + "a" * 30_000, FILE, NOW
        ),
    ),
    ("one line", lambda: RobotsRights.read(" " * 500_000).statements(URL, FILE, NOW)),
    ("name", lambda: RobotsRights.read("a" * 40 + " " * 500_000).statements(URL, FILE, NOW)),
    (
        "signals",
        lambda: RobotsRights.read("User-agent: *\n" + "Content-Signal: ai-train=no,a\n" * 16_000).statements(
            URL, FILE, NOW
        ),
    ),
    ("header", lambda: of_headers([("x-robots-tag", "noai," * 200_000)] * 200, NOW)),
    ("agent header", lambda: of_headers([("x-robots-tag", ":" * 1_000_000)] * 200, NOW)),
    (
        "meta",
        lambda: of_meta({"robots": ["noai " + str(n) + "," * 5_000 + "noai" for n in range(5_000)]}, NOW),
    ),
    ("ai.txt", lambda: AiTxt.read(b"User-Agent: *\nDisallow: *a*a*a*b\n" * 9_000).statements(URL, FILE, NOW)),
]


@pytest.mark.parametrize("read", [read for _, read in HOSTILE], ids=[name for name, _ in HOSTILE])
def test_hostile_input_is_bounded(read: Callable[[], list[RightsStatement]]) -> None:
    began = time.process_time()
    found = read()
    assert time.process_time() - began < 2
    assert len(found) <= MAX_STATEMENTS
    assert all(0 < len(one.evidence) <= MAX_EVIDENCE for one in found)


def test_evidence_is_one_clean_line() -> None:
    (found,) = of_headers([("x-robots-tag", "noai\u202e\x1b[31m\nX: y" + " z" * 999 + ", noai")], NOW)[:1]
    assert found.evidence.isprintable()
    assert len(found.evidence) <= MAX_EVIDENCE


def test_statements_of_files_are_kept_as_one_line() -> None:
    stated = RightsStatement("tdm_reserved", "tdmrep.json", "файл", NOW)
    line = to_line([stated, stated])
    assert from_line(line) == (stated, stated)
    assert line.isascii()
    assert line.isprintable()


def test_what_is_kept_is_bounded_and_what_fits_comes_back() -> None:
    stated = RightsStatement("tdm_reserved", "tdmrep.json", "файл " * 100, NOW)
    kept = fitting([stated] * 100)
    assert 4 <= len(kept) <= 100
    assert len(to_line(kept)) <= MAX_CHARS
    assert from_line(to_line([stated] * 100)) == kept


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[",
        "{}",
        "[" * 10_000,
        "3",
        '[["tdm_reserved","tdmrep.json","x"]]',
        '[["made_up","tdmrep.json","x","2026-11-20T09:30:00+00:00"]]',
        '[["noai","made up","x","2026-11-20T09:30:00+00:00"]]',
        '[["noai","meta","x","yesterday"]]',
        '[["noai","meta","x","2026-11-20T09:30:00"]]',
        '[["noai","meta",3,"2026-11-20T09:30:00+00:00"]]',
        " " * (MAX_CHARS + 1) + "[]",
    ],
)
def test_a_line_of_anyone_else_states_nothing(line: str) -> None:
    assert from_line(line) == ()


WORDS = " ".join(
    f"The council of the district met on day {day} and counted {day * 7} trees." for day in range(15)
)


def page(head: str = "", **fields: object) -> Page:
    body = (
        f"<html><head><title>Trees</title>{head}</head><body><article><h1>Trees</h1><p>{WORDS}</p></article>"
    )
    values = {"url": URL, "site": "a_kz", "body": body.encode(), "fetched_at": NOW, **fields}
    return Page(**values)  # type: ignore[arg-type]


def test_an_article_has_what_site_headers_and_markup_state() -> None:
    of_site = (RightsStatement("tdm_reserved", "tdmrep.json", "x", NOW - dt.timedelta(hours=1)),)
    found = to_article(
        page(
            '<meta name="robots" content="noai">', headers=(("x-robots-tag", "noindex"),), site_rights=of_site
        )
    )
    assert isinstance(found, Article)
    assert found.rights == [
        *of_site,
        RightsStatement("noindex", "header", "X-Robots-Tag: noindex", NOW),
        RightsStatement("noai", "meta", '<meta name="robots" content="noai">', NOW),
    ]


def test_nothing_stated_is_told_from_not_looked_at() -> None:
    bare, answered = to_article(page()), to_article(page(headers=(("server", "x"),)))
    assert isinstance(bare, Article)
    assert isinstance(answered, Article)
    assert [(one.source, one.statement) for one in bare.rights or ()] == [("meta", "none")]
    assert [(one.source, one.statement) for one in answered.rights or ()] == [
        ("header", "none"),
        ("meta", "none"),
    ]


def test_the_words_are_fixed() -> None:
    """A word that is dropped or renamed breaks who reads the dataset."""
    assert {str(word) for word in Statement} >= {
        "training_reserved", "training_allowed", "ai_input_reserved", "ai_input_allowed", "search_reserved",
        "search_allowed", "tdm_reserved", "tdm_allowed", "tdm_policy", "noai", "noimageai", "noindex",
        "noarchive", "none",
    }  # fmt: skip
    assert Rejected(Reason.RESERVED).reason == "reserved"
