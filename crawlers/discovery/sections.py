"""A section page -> the addresses of its articles, and the page that comes after it."""

import dataclasses
import html
import json
import re
from collections.abc import Iterator, Mapping

from pipelines.errors import UsageError
from pipelines.extract.decode import decode
from pipelines.extract.markup import parse, select
from pipelines.urls import host_of, normal_url, same_site, url_key

from .links import Link, NotReadable
from .markup import Target, read_html

MAX_ANCHORS = 20_000
"""Anchors looked at in one page; a front page has some hundreds."""

_PAGER = re.compile(r"pagination|paginator|paging|pager|nav-links", re.IGNORECASE)
_PAGER_NEVER = frozenset({"html", "body", "main"})
"""Elements whose class speaks of the whole page: `<body class="paging-on">`."""
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])", re.IGNORECASE)
_CURRENT_CLASS = re.compile(r"(?:^|[\s_-])(?:active|current|selected)(?:$|[\s_-])", re.IGNORECASE)
_ARROWS = " \u00a0.…›»→>"
_NEXT_TEXTS = frozenset(
    {
        "next",
        "next page",
        "далее",
        "дальше",
        "следующая",
        "следующая страница",
        "вперед",
        "вперёд",
        "келесі",
        "келесі бет",
        "кийинки",
        "кейинги",
        "keyingi",
        "баъдӣ",
        "növbəti",
        "sonraki",
        "дараах",
        "далі",
        "наступна",
    }
)
"""What the way to the next page is called, in small letters and without arrows."""
_NEXT_ARROWS = frozenset({"›", "»", "→", ">", "››", "»»", ">>"})


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """What a section page says."""

    links: list[Link]
    """Its articles in the order of the page, each once."""
    next_page: str | None
    """The page after it, on the same host."""


def parse_section(
    body: bytes,
    url: str,
    *,
    article_url: str | None,
    encoding: str | None = None,
    links_css: str | None = None,
) -> Section:
    """The articles and the next page of the section page at `url`.

    `article_url` is a regular expression that the normal form of an article's address matches (`re.search`);
    without it every anchor counts, those to other hosts too. `encoding` is the charset of the Content-Type
    header. A `<base>` counts only if it is on the page's own host. The page itself is never among them.
    The page may be a fragment of HTML, or JSON whose strings are such fragments or addresses. With
    `links_css` only the anchors that this selector takes count.

    The next page is, first found first taken: `rel=next`; in a pager the anchor with "next" as its class,
    text or label; in a pager the number after the current one; elsewhere an anchor with such a text that is
    no article.

    Raises NotReadable: no bytes, or neither HTML nor JSON. `re.error`: `article_url` is no regular
    expression. UsageError: `links_css` is no selector.
    """
    text = decode(body, encoding).text.strip("\ufeff \t\r\n\0")
    if not text:
        raise NotReadable("empty", "empty")
    if text[0] in '{["':
        text = _html_of_json(text)
    elif "<" not in text:
        raise NotReadable("no HTML instead of a section page")
    page = _Page()
    read_html(text, page)
    base = page.base and normal_url(page.base, url)
    if not base or host_of(base) != host_of(url):
        base = url
    pattern = re.compile(article_url) if article_url else None
    links: list[Link] = []
    candidates = page.next_hrefs()
    keys = {url_key(url)}
    chosen = None if links_css is None else _chosen(text, links_css)
    for anchor in page.anchors:
        address = normal_url(anchor.href, base)
        if address is None:
            continue
        is_article = pattern is None or pattern.search(address) is not None
        if chosen is not None:
            is_article = is_article and anchor.href in chosen
        if anchor.says_next and not anchor.in_pager and not (pattern and is_article):
            candidates.append(anchor.href)
        if is_article and (key := url_key(address)) not in keys:
            keys.add(key)
            links.append(Link(address, "section"))
    return Section(links, _first_page(candidates, base, url))


def _chosen(text: str, css: str) -> frozenset[str]:
    """The `href`s of the elements that a selector takes, as they stand there."""
    root = parse(text)
    return (
        frozenset() if root is None else frozenset((a.get("href") or "").strip() for a in select(root, css))
    )


def _html_of_json(text: str) -> str:
    """What a list that comes as JSON holds: its fragments of HTML, and anchors for its addresses, in order.

    Which keys hold them differs from site to site, so all strings count. Raises NotReadable for no JSON.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise NotReadable("neither HTML nor JSON instead of a section page") from None
    return "\n".join(
        string if "<" in string else f'<a href="{html.escape(string)}"></a>'
        for string in _strings(document)
        if "<" in string or string.startswith(("/", "http://", "https://"))
    )


def _strings(document: object) -> Iterator[str]:
    """All string values of a JSON document, in its order."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def _first_page(hrefs: list[str], base: str, url: str) -> str | None:
    """The first of `hrefs` that is another page of the host of `url`."""
    own, hosts = url_key(url), (host_of(url) or "",)
    for href in hrefs:
        address = normal_url(href, base)
        if address is not None and same_site(address, hosts) and url_key(address) != own:
            return address
    return None


@dataclasses.dataclass(slots=True)
class _Anchor:
    """An anchor, with what is asked of it."""

    href: str
    in_pager: bool
    says_next: bool
    """Its class in a pager, its label or its text says that it leads to the next page."""
    is_current: bool
    """The pager marks it as the page that is shown."""
    number: int | None = None
    """Its text, where that is a number."""


class _Page(Target):
    """Collects the anchors of a page and what its pager says."""

    max_elements = 100_000

    def __init__(self) -> None:
        super().__init__()
        self.base: str | None = None
        self.anchors: list[_Anchor] = []
        self._rel_next: list[str] = []
        self._current: int | None = None
        """Number of the page that is shown, as the pager says."""
        self._anchor: _Anchor | None = None
        self._pager_at = 0
        """Depth of the pager that is open; 0 outside."""
        self._marked_at = 0
        """Depth of the element in it that is marked as current; 0 outside."""

    def next_hrefs(self) -> list[str]:
        """What may be the next page, best first: `rel=next`, then what pagers say, then the next number."""
        in_pagers = [anchor for anchor in self.anchors if anchor.in_pager]
        hrefs = self._rel_next + [anchor.href for anchor in in_pagers if anchor.says_next]
        if self._current is not None:
            hrefs += [anchor.href for anchor in in_pagers if anchor.number == self._current + 1]
        return hrefs

    def opened(self, _namespace: str, name: str, attributes: Mapping[str, str], /) -> None:
        """Of Target."""
        classes = attributes.get("class", "")
        if not self._pager_at and name not in _PAGER_NEVER and _PAGER.search(classes):
            self._pager_at = self.depth
        if self._pager_at and not self._marked_at and _is_current(classes, attributes):
            self._marked_at = self.depth
        href = attributes.get("href", "").strip()
        if name == "base":
            self.base = self.base or href
        elif name in ("a", "link") and href and "next" in attributes.get("rel", "").lower().split():
            self._rel_next.append(href)
        if name == "a" and href:
            self._open_anchor(href, classes, attributes)
        elif self._pager_at and self._anchor is None:
            self.listen()

    def closed(self, name: str, /) -> None:
        """Of Target."""
        if name == "a" and self._anchor is not None:
            self._close_anchor(self._anchor)
        elif self._pager_at and self._anchor is None:
            # A number that is no anchor is the page that is shown: <span>2</span>.
            self._current = _number(self.heard()) or self._current
        if self._marked_at == self.depth:
            self._marked_at = 0
        if self._pager_at == self.depth:
            self._pager_at = 0

    def _open_anchor(self, href: str, classes: str, attributes: Mapping[str, str]) -> None:
        in_pager = self._pager_at > 0
        labels = (attributes.get("aria-label", ""), attributes.get("title", ""))
        says_next = any(map(_says_next, labels)) or (in_pager and _NEXT_CLASS.search(classes) is not None)
        self._anchor = _Anchor(href, in_pager, says_next, self._marked_at > 0)
        self.listen()

    def _close_anchor(self, anchor: _Anchor) -> None:
        text = self.heard()
        anchor.says_next = anchor.says_next or _says_next(text)
        anchor.number = _number(text)
        if anchor.is_current:
            self._current = anchor.number or self._current
        self.anchors.append(anchor)
        self._anchor = None
        self.full = len(self.anchors) >= MAX_ANCHORS


def _is_current(classes: str, attributes: Mapping[str, str]) -> bool:
    return "aria-current" in attributes or _CURRENT_CLASS.search(classes) is not None


def _says_next(text: str) -> bool:
    words = " ".join(text.split()).casefold()
    return words in _NEXT_ARROWS or words.strip(_ARROWS) in _NEXT_TEXTS


def _number(text: str) -> int | None:
    digits = text.strip()
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) <= 6 else None


_COUNTER = re.compile(r"\{(\d{0,4})n\}")


def is_counted(pattern: str) -> bool:
    """Does the address of a section have a place where its pages are counted?"""
    return _COUNTER.search(pattern) is not None


def page_number_url(pattern: str, n: int) -> str:
    """The address of page `n`, from 1, of a section, from the site's own pattern.

    `{n}` becomes the number: `https://host/news/page/{n}/`. With a number before it, it becomes the entries
    before the page, where each page has so many: `?start={12n}` is 0, 12, 24; `?page={1n}` counts from 0.

    Raises UsageError: the pattern has neither.
    """
    if not is_counted(pattern):
        raise UsageError(f"no {{n}} in the pattern of section pages: {pattern}")
    return _COUNTER.sub(lambda match: str(int(match[1]) * (n - 1) if match[1] else n), pattern)
