"""Is this page an article at all? What is not is refused with a reason, never with an exception."""

import re

from lxml.html import HtmlElement

from ..article import ExtractionHints, Page, Reason, Rejected
from ..clean.characters import fold
from . import limits
from .accepted import HTML_TYPES, MIN_CHARACTERS, TEXT_TYPES
from .blocks import page_blocks
from .jsonld import LIST_TYPES
from .markup import text_of
from .metadata import Metadata

_MAGIC = (
    (0, b"%PDF", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"BZh", "bzip2"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!", "rar"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG", "png"),
    (0, b"GIF8", "gif"),
    (0, b"RIFF", "riff"),
    (4, b"ftyp", "mp4"),
    (0, b"ID3", "mp3"),
    (0, b"OggS", "ogg"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (0, b"\x00\x00\x01\x00", "ico"),
)
"""Offset, bytes and name of what is served as text/html by mistake or on purpose."""
_FEED = re.compile(
    rb"\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--[^>]{0,500}>\s{0,99})?"
    rb"<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b"
)
_JSON = re.compile(rb"\s{0,99}(?:\{\s{0,99}[\"}]|\[\s{0,99}[\[{\"\]])")

_CHALLENGE_TITLES = (
    "just a moment", "attention required! | cloudflare", "ddos-guard", "checking your browser",
    "access denied", "проверка браузера", "один момент", "подождите", "браузер тексерілуде", "вы не робот",
    "are you a robot",
    "security check", "verify you are human", "please wait", "captcha", "капча", "bot verification",
)  # fmt: skip
_CHALLENGE_TEXTS = (
    "checking your browser", "checking if the site connection is secure", "verify you are human",
    "verifying you are human", "enable javascript and cookies to continue", "needs to review the security",
    "проверка браузера", "проверяем ваш браузер", "проверка вашего браузера", "подтвердите, что вы не робот",
    "подтвердите, что запросы отправляли вы", "вы не робот", "докажите, что вы не робот",
    "введите символы с картинки", "введите код с картинки", "i'm not a robot", "complete the security check",
    "ddos protection by", "защита от ddos", "your ip address", "ray id", "incapsula incident id",
)  # fmt: skip
_CHALLENGE_MARKUP = (
    "cf-browser-verification", "cf_chl_", "cf-challenge", "challenge-form", "/cdn-cgi/challenge-platform/h/",
    "ddos-guard", "__ddg", "g-recaptcha", "h-captcha", "smartcaptcha", "captcha-form", "checkcaptcha",
    "qrator", "_incapsula_resource", "px-captcha", "sucuri_cloudproxy", "cf-turnstile",
)  # fmt: skip
_CHALLENGE_TEXT = 1_500
"""Characters of text at most on a challenge page."""
_SHORT_TEXT = 600
"""Characters of text up to which two signs of three are enough."""
_CHALLENGE_ELEMENTS = 400

_NOT_FOUND = re.compile(
    r"(?:(?:error|ошибка|xatolik|hata)\W{1,3})?404(?!\d).{0,40}|not found|"
    r".{0,15}(?:page not found|страница не найдена|страница не существует|запись не найдена|бет табылмады|"
    r"барақ табылмады|барак табылган жок|sahifa topilmadi|саҳифа топилмади|səhifə tapılmadı|"
    r"sayfa bulunamadı|сторінку не знайдено|хуудас олдсонгүй).{0,25}"
)
"""The whole title of a page that is not there: the words alone stand in news as well."""
_NOT_FOUND_TEXT = 1_000
"""Characters of text at most on a page that says it is not there."""

_COOKIES = re.compile(r"cookie|куки\b|кукі|\bçerez|gdpr")
"""A consent page names them in every language: the word is the same in most."""
_COOKIE_TEXT = 4_000
"""Characters of text at most on a page that asks for consent."""
_COOKIE_SHARE = 0.4
"""Share of its text in the lines that name cookies. A banner above a short article has less."""

_LOGIN_TEXT = 300
"""Characters of text at most on a page that asks for a password instead of showing an article."""
_RECORDINGS = frozenset(("VideoObject", "AudioObject", "PodcastEpisode"))

LIST_SCORE = 4
"""Evidence from which a page counts as a list of teasers. No gold page has it."""


def refuse_answer(page: Page) -> Rejected | None:
    """What can be told from the status, the media type and the first bytes."""
    if page.status in (404, 410):
        return Rejected(Reason.GONE, f"status {page.status}")
    if 400 <= page.status < 500:
        return Rejected(Reason.REFUSED, f"status {page.status}")
    if not 200 <= page.status < 300:
        return Rejected(Reason.NOT_ARTICLE, f"status {page.status}")
    if not page.body.strip():
        return Rejected(Reason.EMPTY, "no body")
    if kind := _other_kind(page):
        return Rejected(Reason.NOT_HTML, kind)
    if len(page.body) > limits.MAX_BYTES:
        return Rejected(Reason.TOO_LARGE, f"more than {limits.MAX_BYTES} bytes")
    return None


def _other_kind(page: Page) -> str | None:
    body, named = page.body, (page.content_type or "").partition(";")[0].strip().lower()[:60]
    for offset, magic, kind in _MAGIC:
        if body.startswith(magic, offset):
            return kind
    if _FEED.match(body):
        return "feed or sitemap"
    if _JSON.match(body):
        return "json"
    looks_like_html = b"<html" in body[:2_000].lower() or b"<!doctype html" in body[:2_000].lower()
    if named in TEXT_TYPES and not looks_like_html:
        return named
    if named and named not in HTML_TYPES | TEXT_TYPES:
        return named
    return None


def refuse_challenge(root: HtmlElement, source: str) -> Rejected | None:
    """A page that asks the visitor to prove to be human: several signs, and little else on the page.

    The signs are the title, the text, and scripts or forms of a known protection: two of them where there is
    hardly any text, all three where there is some. An article about captchas has many more words; a protected
    site's own articles carry the scripts, but neither title nor text.
    """
    elements = list(root.iter())
    if len(elements) > _CHALLENGE_ELEMENTS:
        return None
    text = text_of(root)
    if len(text) > _CHALLENGE_TEXT:
        return None
    title = root.find(".//title")
    head, seen, markup = fold(text_of(title) if title is not None else ""), fold(text), source.lower()
    signs = [
        name
        for name, there, phrases in (
            ("title", head, _CHALLENGE_TITLES),
            ("text", seen, _CHALLENGE_TEXTS),
            ("markup", markup, _CHALLENGE_MARKUP),
        )
        if any(phrase in there for phrase in phrases)
    ]
    enough = 2 if len(text) <= _SHORT_TEXT else 3
    if len(signs) >= enough or (not text and signs == ["markup"]):
        return Rejected(Reason.CHALLENGE, " and ".join(signs))
    return None


def refuse_cookie_wall(root: HtmlElement) -> Rejected | None:
    """A page that asks for consent to cookies: short, mostly about them, and with something to press.

    For a page that says nowhere that it is an article: one about cookies is about nothing else either.
    """
    if root.find(".//button") is None and root.find(".//input") is None:
        return None
    lines = page_blocks(root)
    length = sum(len(line.text) for line in lines)
    about = sum(len(line.text) for line in lines if _COOKIES.search(fold(line.text)))
    if length > _COOKIE_TEXT or about < _COOKIE_SHARE * max(length, 1):
        return None
    return Rejected(Reason.COOKIE_WALL, f"{about} of {length} characters are about cookies")


def asks_for_password(root: HtmlElement) -> bool:
    """Has the page a field for a password? Of 462 gold pages some have one in their header."""
    return any((field.get("type") or "").lower() == "password" for field in root.iter("input"))


def refuse_list(metadata: Metadata, root: HtmlElement, url: str, hints: ExtractionHints) -> Rejected | None:
    """A section, tag or front page: told by several kinds of evidence together. `root` is pruned."""
    if says_article(metadata, url, hints):
        return None
    front = bool(re.match(r"^[a-z]+://[^/]+/?(?:index\.\w{3,5})?$", url))
    is_list = not metadata.linked.types.isdisjoint(LIST_TYPES)
    headings = sum(1 for tag in ("h2", "h3", "h4") for heading in root.iter(tag) if _is_linked(heading))
    text = text_of(root)
    linked = sum(len(text_of(link)) for link in root.iter("a"))
    share = linked / max(len(text), 1)
    score = 2 * front + 2 * is_list + (headings >= 6) + (headings >= 12) + (share > 0.35) + (share > 0.6)
    if score < LIST_SCORE:
        return None
    return Rejected(
        Reason.NOT_ARTICLE,
        f"list: front {front}, typed {is_list}, {headings} linked headings, {share:.0%} links",
        metadata.canonical_url,
    )


def says_article(metadata: Metadata, url: str, hints: ExtractionHints) -> bool:
    """Does the page, or its address by the site's own pattern, say that it is an article?"""
    if metadata.linked.is_article or (metadata.og_type or "").startswith("article"):
        return True
    return hints.article_url is not None and re.search(hints.article_url, url) is not None


def _is_linked(heading: HtmlElement) -> bool:
    parent = heading.getparent()
    return heading.find(".//a") is not None or (parent is not None and parent.tag == "a")


def refuse_text(text: str, metadata: Metadata, *, has_login: bool = False) -> Rejected | None:
    """Too little text for an article, with what the page says it is; or one that says it is not there."""
    if len(text) < MIN_CHARACTERS:
        return Rejected(_why_short(text, metadata), f"{len(text)} characters", metadata.canonical_url)
    if has_login and len(text) < _LOGIN_TEXT and not metadata.linked.is_article and not metadata.published:
        return Rejected(Reason.LOGIN, "asks for a password", metadata.canonical_url)
    says_so = _NOT_FOUND.fullmatch(fold(metadata.title.text or ""))
    if says_so and len(text) < _NOT_FOUND_TEXT and not metadata.linked.is_article:
        return Rejected(Reason.NOT_ARTICLE, "says that it is not found", metadata.canonical_url)
    return None


def _why_short(text: str, metadata: Metadata) -> Reason:
    if metadata.linked.free is False:
        return Reason.PAYWALL
    og_type = (metadata.og_type or "").lower()
    if og_type.startswith(("video", "music")) or not metadata.linked.types.isdisjoint(_RECORDINGS):
        return Reason.VIDEO
    return Reason.TOO_SHORT if text else Reason.EMPTY
