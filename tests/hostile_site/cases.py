"""What the site does, by case of `docs/security.md`, and what each address must end as."""

import bz2
import dataclasses
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]
from backports import zstd

from tests.hostile_site.wire import Wire, endless, head, page, raw
from tests.hostile_site.words import article

GOOD = "stored"
NETWORK = "failed network"
TOO_LARGE = "rejected too_large"
NOT_HTML = "rejected not_html"


@dataclasses.dataclass(frozen=True)
class Case:
    """One address."""

    number: int
    """Of the list in `docs/security.md`."""
    name: str
    wire: Wire
    ends: str
    """Outcome and reason."""

    @property
    def path(self) -> str:
        return f"/news/{self.number}-{self.name}"


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("page.html", article("zip"))
    return made.getvalue()


_BOMB = b"<p>" + b"w" * 40_000_000
_LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
_XXE = f"<!DOCTYPE html [<!ENTITY l0 'lol'>{_LAUGHS}<!ENTITY xxe SYSTEM 'file:///etc/passwd'>]>"
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 40
_MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40
_ATTRIBUTES = " ".join(f"a{number}=1" for number in range(50_000))


def _bodies() -> Iterator[Case]:
    """13 to 20: too much, or no page at all."""
    yield Case(13, "wide", page("<html><body>" + "<p>w" * 300_000), TOO_LARGE)
    yield Case(13, "wide-within-tags", page("<html><body>" + "<p>w" * 40_000), TOO_LARGE)
    yield Case(14, "deep", page("<html><body>" + "<div>" * 100_000 + "w"), TOO_LARGE)
    yield Case(14, "deep-within-tags", page("<html><body>" + "<div>" * 3_000 + "w"), TOO_LARGE)
    yield Case(15, "attributes", page(f"<html><body><p {_ATTRIBUTES}>w"), TOO_LARGE)
    yield Case(16, "line", page(article("line", inside=f"<p>{'word ' * 400_000}</p>")), GOOD)
    yield Case(16, "unbroken", page(article("unbroken", inside=f"<p>{'w' * 2_000_000}</p>")), GOOD)
    for name, packed in (
        ("gzip", gzip.compress(_BOMB, 1)),
        ("deflate", zlib.compress(_BOMB, 1)),
        ("br", brotli.compress(_BOMB, quality=3)),
        ("zstd", zstd.compress(_BOMB)),
    ):
        yield Case(17, f"bomb-{name}", page(packed, Content_Encoding=name), TOO_LARGE)
        pack = {
            "gzip": gzip.compress,
            "deflate": zlib.compress,
            "br": brotli.compress,
            "zstd": zstd.compress,
        }[name]
        small = pack(article(f"packed {name}").encode())
        yield Case(17, f"packed-{name}", page(small, Content_Encoding=name), GOOD)
        # Another article: the beginning of the same would be its near-duplicate.
        small = pack(article(f"cut {name}").encode())
        # Its beginning is taken for the page, but for zstd: `docs/security.md`, what is not covered.
        ends = "rejected empty" if name == "zstd" else GOOD
        yield Case(17, f"cut-{name}", page(small[: len(small) // 2], Content_Encoding=name), ends)
    twice = gzip.compress(gzip.compress(_BOMB, 1), 1)
    yield Case(17, "bomb-twice", page(twice, Content_Encoding="gzip, gzip"), TOO_LARGE)
    yield Case(18, "bomb-in-body", page(gzip.compress(_BOMB, 1)), NOT_HTML)
    yield Case(18, "zstd-in-body", page(zstd.compress(_BOMB)), NOT_HTML)
    for name, body in (
        ("zip", _zip()),
        ("pdf", b"%PDF-1.7\n" + b"stream" * 999),
        ("jpeg", _JPEG),
        ("mp4", _MP4),
        ("bzip2", bz2.compress(b"page" * 999)),
    ):
        yield Case(19, name, page(body), NOT_HTML)
    yield Case(20, "entities", page(_XXE + article("entities", inside="<p>&l11; &xxe;</p>")[15:]), GOOD)


_MIXED = "A\x00B\x01\x1b[31mred\x1b[0m \u202eevil\u202c zero\u200bwidth \ufeffbom \u2028 line\u2029 \x9b2J"


def _texts() -> Iterator[Case]:
    """21 to 25: characters, charsets, markup, pages that are no articles, metadata."""
    marks = "a" + "\u0301" * 10_000
    yield Case(21, "characters", page(article("characters", inside=f"<p>{_MIXED} {marks}</p>")), GOOD)
    yield Case(21, "surrogate", page(article("surrogate", inside="<p>&#xD800; \\ud800 &#0; end</p>")), GOOD)
    yield Case(21, "formula", page(article('=HYPERLINK("http://x.example","x")')), GOOD)
    for codec in ("cp1251", "koi8-r", "utf-16"):
        silent = article(f"страница {codec}", language="ru").replace('<meta charset="utf-8">', "")
        yield Case(22, f"charset-{codec}", page(silent.encode(codec), content_type="text/html"), GOOD)
        lie = article(f"ложь {codec}", language="ru").encode(codec)
        yield Case(22, f"charset-lie-{codec}", page(lie), GOOD)
    # What the newsroom itself has broken is kept as it stands, as `und`.
    double = article("дважды", language="ru").encode().decode("cp1252", "ignore")
    yield Case(22, "mojibake", page(double), GOOD)
    yield Case(23, "unclosed", page(article("unclosed").replace("</p>", "").replace("</article>", "")), GOOD)
    inside = (
        "<script>document.write('<p>HIDDEN one</p>')</script><!-- <p>HIDDEN two</p> -->"
        "<![CDATA[HIDDEN three]]>"
        "<template><p>HIDDEN four of a template that no reader sees</p></template>"
        "<p style='display:none'>HIDDEN five in a paragraph that no reader sees</p>"
    )
    yield Case(23, "hidden", page(article("hidden", inside=inside)), GOOD)
    yield Case(23, "plaintext", page(article("plaintext", inside="<p>x</p><plaintext>")), GOOD)
    lying = (
        "<base href='http://10.0.0.1/'><link rel=canonical href='http://other.example/stolen'>"
        "<meta property='og:url' content='http://other.example/stolen'>"
        "<meta name=author content='" + "A" * 1_000_000 + "'>"
        "<meta property='article:published_time' content='2099-01-01T00:00:00Z'>"
    )
    yield Case(23, "lying", page(article("lying", head=lying)), GOOD)
    yield Case(24, "empty", page(b""), "rejected empty")
    yield Case(24, "nothing", page("<html><body></body></html>"), "rejected empty")
    yield Case(24, "menu", page("<nav>" + "<a href=/x>Menu item</a>" * 20 + "</nav>"), "rejected empty")
    yield Case(24, "word", page("<html><body><h1>News</h1><p>Soon.</p></body></html>"), "rejected too_short")
    login = (
        "<p>To read on, please sign in or register with us: it is free and takes a minute of your time.</p>"
    )
    form = f"<h1>Members</h1><form><input type=password></form>{login}"
    yield Case(24, "login", page(f"<html><body>{form}</body></html>"), "rejected login")
    gone = "<title>404 Not Found</title><h1>404 Not Found</h1><p>The page that you asked for is not there. "
    soft = f"<html>{gone}It may have been moved, or it never was. Try the search.</p></html>"
    yield Case(24, "soft-404", page(soft), "rejected not_article")
    yield Case(24, "hard-404", page("gone", 404), "rejected gone")
    moment = (
        "<title>Just a moment...</title><body>Checking your browser before you go on<form id=challenge-form>"
    )
    yield Case(24, "challenge", page(f"<html>{moment}</html>"), "rejected challenge")
    check = "<title>Проверка браузера</title><body>Подтвердите, что вы не робот<div class=smartcaptcha></div>"
    yield Case(24, "challenge-ru", page(f"<html><meta charset=utf-8>{check}</html>"), "rejected challenge")
    canonical = "<link rel=canonical href='/news/good-0'><title>AMP</title>"
    yield Case(24, "amp-copy", page(article("good 0", head=canonical)), "duplicate url")
    yield Case(24, "print-version", page(article("good 1").replace("<article>", "<div>")), "duplicate text")
    stub = json.dumps({"@type": "NewsArticle", "headline": "Paid", "isAccessibleForFree": False})
    wall = f"<script type=application/ld+json>{stub}</script><h1>Paid</h1><p>Subscribe to read.</p>"
    yield Case(24, "paywall", page(f"<html><body>{wall}</body></html>"), "rejected paywall")
    for name, script in (
        ("broken", '{"@type": "NewsArticle", "headline": "x'),
        ("deep", "[" * 50_000 + "]" * 50_000),
        ("huge", json.dumps({"@type": "NewsArticle", "keywords": ["k" * 99] * 20_000})),
        (
            "null",
            '{"@graph": [null, [], 1, {"@type": ["NewsArticle", null], "author": [null, {"name": []}]}]}',
        ),
        ("numbers", '{"@type": "NewsArticle", "datePublished": [1e999, -1, {}], "headline": 5}'),
    ):
        linked = f'<script type="application/ld+json">{script}</script>'
        yield Case(25, f"linked-{name}", page(article(f"linked {name}", head=linked)), GOOD)


def _answers() -> Iterator[Case]:
    """28 to 31: broken answers, endless ones, statuses, redirects."""
    body = article("cut").encode()
    whole = head(Content_Length=str(len(body))) + body
    for name, size in (("status", 5), ("headers", 30), ("begin", len(whole) - len(body)), ("body", 400)):
        yield Case(28, f"reset-in-{name}", raw(whole[:size], reset=True), NETWORK)
    yield Case(28, "reset-at-once", raw(reset=True), NETWORK)
    yield Case(28, "hang-up", raw(), NETWORK)
    yield Case(28, "http-0.9", raw(b"<html><body>no status line at all</body></html>"), NETWORK)
    yield Case(28, "garbage", raw(bytes(range(256)) * 40), NETWORK)
    yield Case(28, "header-1mb", raw(head(X="x" * 1_000_000, Content_Length="2") + b"ok"), NETWORK)
    many = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 60) for number in range(20_000))
    yield Case(28, "headers-many", raw(whole[: len(whole) - len(body) - 2], many, b"\r\n", body), TOO_LARGE)
    flood = b"".join(b"X-%d: %s\r\n" % (number, b"y" * 60) for number in range(2_000))
    yield Case(28, "headers-endless", endless(b"HTTP/1.1 200 OK\r\n", flood), TOO_LARGE)
    yield Case(28, "interim-endless", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000), TOO_LARGE)
    chunked = head(Transfer_Encoding="chunked")
    yield Case(28, "chunk-lie", raw(chunked + b"5\r\n<html>and more\r\n0\r\n\r\n"), NETWORK)
    yield Case(28, "chunk-garbage", raw(chunked + b"zzz\r\n<html>\r\n"), NETWORK)
    yield Case(28, "chunk-huge", raw(chunked + b"ffffffffffffffff\r\n<html>"), NETWORK)
    yield Case(28, "length-long", raw(head(Content_Length=str(len(body) + 99)) + body), NETWORK)
    short = head(Content_Length="60") + b"<html><body><h1>Cut</h1>" + body
    yield Case(28, "length-short", raw(short), "rejected empty")
    yield Case(28, "length-negative", raw(head(Content_Length="-5") + body), NETWORK)
    yield Case(28, "length-huge", raw(head(Content_Length="99999999999") + body), TOO_LARGE)
    yield Case(29, "drip", endless(whole[:300], b"w", pause=0.3), NETWORK)
    yield Case(29, "drip-headers", endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", pause=0.3), NETWORK)
    yield Case(29, "drip-chunks", endless(chunked, b"1\r\nw\r\n", pause=0.3), NETWORK)
    yield Case(29, "stall", endless(whole[:300], b"", pause=5), NETWORK)
    yield Case(29, "endless", endless(head(), b"<p>word</p>" * 10_000), TOO_LARGE)
    yield Case(29, "endless-chunks", endless(chunked, b"8000\r\n" + b"w" * 0x8000 + b"\r\n"), TOO_LARGE)
    for status in (401, 402, 403, 451):
        yield Case(30, f"status-{status}", page("no", status), "failed refused")
    for name, to, ends in (
        ("itself", "/news/31-to-itself", NETWORK),
        ("nonsense", "http://[/", NETWORK),
        ("long", "/news/" + "x" * 9_000, "rejected offsite"),
        ("other", "http://other.example/news/1", "rejected offsite"),
        ("javascript", "javascript:alert(1)", NETWORK),
        ("file", "file:///etc/passwd", "failed refused"),
        ("data", "data:text/html,x", "failed refused"),
        ("ftp", "ftp://host/x", "failed refused"),
        ("s3", "s3://bucket/key", "failed refused"),
    ):
        yield Case(31, f"to-{name}", page(b"", 302, Location=to), ends)
    refresh = (
        "<html><head><meta http-equiv=refresh content='0;url=/news/31-refresh'></head><body></body></html>"
    )
    yield Case(31, "refresh", page(refresh), "rejected empty")
    yield Case(31, "hops", page(b"", 302, Location="/hop-1"), NETWORK)


def _elsewhere() -> Iterator[Case]:
    """32: redirects to what is not on the public Internet, in many spellings."""
    spellings = (
        "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "[::1]",  # noqa: S104
        "[::ffff:10.0.0.1]", "[fd00:ec2::254]", "[64:ff9b::a9fe:a9fe]", "167772161", "0x0a000001",
        "012.0.0.1", "good@10.0.0.1", "inside.example", "gоod.example",
    )  # fmt: skip
    for number, host in enumerate(spellings):
        target = f"http://{host}/latest/meta-data/".encode().decode("latin-1")
        yield Case(32, f"spelling-{number}", page(b"", 302, Location=target), "rejected offsite")


def all_cases() -> list[Case]:
    """Every address of the site but the good articles."""
    return [*_bodies(), *_texts(), *_answers(), *_elsewhere()]


GOOD_ARTICLES = {f"/news/good-{number}": page(article(f"good {number}")) for number in range(30)}
"""What must be stored, whatever else the site does."""

HOPS = {f"/hop-{number}": page(b"", 302, Location=f"/hop-{number + 1}") for number in range(1, 30)}
"""Where `/news/31-hops` leads, further than any redirect is followed."""
