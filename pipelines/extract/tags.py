"""The tags of an article: what it is about, in the page's own words."""

import html
import itertools
import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from ..clean.characters import one_line
from ..dedupe.fingerprint import folded_words, plain_words
from .jsonld import LinkedData
from .markup import names_of, select, text_of

MAX_TAGS = 40
MAX_TAG = 80
"""Characters of a tag."""
MAX_WORDS = 8
"""Words of a tag; what has more is a headline."""
MAX_LISTS = 20
"""Elements named as tags that are looked into."""
MAX_LISTED = 600
"""Characters of an element that holds a page's tags."""
STEM = 4
"""Letters that two words must begin with to be one word in two cases: the languages here add endings."""

_LIST = re.compile(
    r"(?<![^\s_-])(?:tags|tags-list|tag-list|taglist|tag-area|tags-links|post-tags|article-tags|news-tags|entry-tags|"
    r"hashtags|keywords)(?![^\s_-])"
)
_NOT_OWN = re.compile(
    r"cloud|popular|trend|menu|widget|sidebar|(?<![^\s_-])(?:nav|header|footer|related|top)(?![^\s_-])"
)
_LABEL = re.compile(
    r"^(?:tags?|теги|тэги|тег|тегтер|тэгтер|тегтері|teglar|teglər|etiketlər|etiketler|teglar|тегҳо|барчасп\w*|"
    r"хэштег\w*|ключевые слова|түйін сөздер|açar sözlər|түлхүүр үг|keywords|topics|темы|мітки)\s?[:：]\s?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[,;]")


def find_tags(
    root: HtmlElement,
    linked: LinkedData,
    meta: dict[str, list[str]],
    site_names: list[str],
    css: str | None,
    *,
    title: str | None,
    section: str | None,
) -> list[str] | None:
    """The tags of a page without repeats and `#`; None where it has none, or none but its section.

    In this order: the site's own hint, `article:tag`, `rel=tag` links (but for `rel="category tag"`, which
    is WordPress's section), what is marked or named as tags, JSON-LD's keywords, `news_keywords`. `keywords`
    only where at least half of them share a word with the headline or the description: else they are the
    site's own list, the same on every page.
    """
    not_tags = {plain_words(text) for text in (*site_names, title or "")} | {""}
    for texts in (
        (text_of(element, 2 * MAX_TAG) for element in select(root, css)),
        _split(meta.get("article:tag", ())),
        _linked_tags(root),
        _split(meta.get("keywords", ())) if _has_itemprop(root) else (),
        _shown(root),
        _split(linked.keywords),
        _split(meta.get("news_keywords", ())),
        _about_this(list(_split(meta.get("keywords", ()))), meta, title),
    ):
        tags: dict[str, str] = {}
        for text in texts:
            line = one_line(text).strip(" #,;.|")
            if 1 < len(line) <= MAX_TAG and len(line.split()) <= MAX_WORDS and any(map(str.isalpha, line)):
                tags.setdefault(plain_words(line), line)
        # "section: News", "topic: World": what a machine keeps for itself.
        keys = [words for words, line in tags.items() if ": " in line]
        left_out = not_tags.union(keys if len(keys) > 1 else ())
        kept = [line for words, line in tags.items() if words not in left_out]
        if kept and set(tags) - left_out != {plain_words(section or "")}:
            return kept[:MAX_TAGS]
    return None


def _split(values: Iterable[str]) -> Iterator[str]:
    return (part for value in values for part in _WORDS.split(html.unescape(value)))


def _linked_tags(root: HtmlElement) -> Iterator[str]:
    for link in root.iter("a"):
        rel = (link.get("rel") or "").lower().split()
        if "tag" in rel and "category" not in rel:
            yield text_of(link, 2 * MAX_TAG)


def _has_itemprop(root: HtmlElement) -> bool:
    """Does a `<meta itemprop=keywords>` belong to the article's own markup, and not to the page's head?"""
    return any(
        "keywords" in (element.get("itemprop") or "").split() and not element.get("name")
        for element in root.iter("meta")
    )


def _shown(root: HtmlElement) -> list[str]:
    """The tags in the first element that is marked or named so: its links, or its words after a label."""
    seen = 0
    for element in root.iter("div", "ul", "p", "section", "span", "footer"):
        marked = "keywords" in (element.get("itemprop") or "").split()
        said = f"{element.get('class', '')} {element.get('id', '')}"
        named = ("ag" in said or "keywords" in said) and _LIST.search(names_of(element))
        if not marked and not named:
            continue
        seen += 1
        if seen > MAX_LISTS:
            break
        around = " ".join(names_of(one) for one in itertools.islice((element, *element.iterancestors()), 4))
        text = text_of(element, MAX_LISTED)
        if not text or len(text) > MAX_LISTED or (_NOT_OWN.search(around) and not marked):
            continue
        links = [
            _LABEL.sub("", text_of(link, 2 * MAX_TAG))
            for link in itertools.islice(element.iter("a"), 2 * MAX_TAGS)
        ]
        label = _LABEL.match(text)
        if links := [link for link in links if link]:
            return links
        if label or marked:
            return list(_split([text[label.end() :] if label else text]))
    return []


def _about_this(keywords: list[str], meta: dict[str, list[str]], title: str | None) -> list[str]:
    """The keywords, where at least half of them speak of what the headline and description speak of."""
    said = " ".join((title or "", *meta.get("description", ())[:1], *meta.get("og:description", ())[:1]))
    stems = {word[:STEM] for word in folded_words(said).split() if len(word) > 3}
    own = [
        any(word[:STEM] in stems for word in folded_words(keyword).split() if len(word) > 3)
        for keyword in keywords
    ]
    return keywords if sum(own) * 2 >= max(len(own), 1) else []
