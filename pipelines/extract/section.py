"""The section that a page stands in, in the page's own words."""

import itertools
import re
import urllib.parse
from collections.abc import Iterator

from lxml.html import HtmlElement

from ..clean.characters import one_line
from ..dedupe.fingerprint import folded_words, plain_words
from ..urls import host_of, normal_url, same_site, url_key
from .jsonld import Crumb, LinkedData
from .markup import names_of, text_of
from .stamps import is_only_date

MAX_SECTION = 80
"""Characters of a section."""
MAX_WORDS = 4
"""Words of a link that names a folder."""
MAX_NEAR = 60
"""Elements before and after the headline among which a link to the section is looked for."""
MAX_NAMED = 10
"""Elements named as the way from the front page that are looked into."""
MAX_STEPS = 20
"""Steps of such a way that are read; sites have two to four."""
MAX_LINKS = 3_000
"""Links of a page that are looked at."""

_FRONT = (
    "home|main|start|front page|homepage|startseite|accueil|inicio|главная|главная страница|на главную|"
    "басты бет|басты|башкы бет|башкы барак|bosh sahifa|asosiy|бош саҳифа|асосий|саҳифаи аслӣ|асосӣ|"
    "ana səhifə|ana sayfa|anasayfa|baş sahypa|нүүр|нүүр хуудас|головна|головна сторінка"
)
_HOME = frozenset(map(folded_words, _FRONT.split("|")))
_CRUMBS = re.compile(r"(?<![^\s_-])(?:bread-?crumbs?|crumbs?|bread)(?![^\s_-])")
_SECTION = re.compile(
    r"(?<![^\s_-])(?:category|categories|rubric|rubrics|rubrica|rubrika|kicker|cat-links|section-name|section-link|"
    r"post-cat|post-section|article-section|news-section)(?![^\s_-])"
)
_ASIDE = re.compile(
    r"related|comment|menu|sidebar|widget|(?<![^\s_-])(?:nav|footer|teaser|card|author)(?![^\s_-])"
)
_SEGMENT = re.compile(r"[a-z][a-z_-]{2,30}")


def find_section(
    root: HtmlElement,
    linked: LinkedData,
    meta: dict[str, list[str]],
    site_names: list[str],
    headline: HtmlElement | None,
    title: str | None,
    url: str,
) -> str | None:
    """The section of the page at `url`: a short line, or None where the page names none.

    What is stated comes first (JSON-LD's articleSection, meta), then the last step of the way from the front
    page before the article's own, then a rubric beside the headline, then the text of a link to the folder
    that the article's address stands in. A folder that nothing on the page links to names no section.
    """
    no_section = {plain_words(name) for name in (*site_names, title or "")} | {""}

    def usable(text: str | None) -> str | None:
        line = one_line(text or "").strip(" /|»›>#:")
        short = len(line) <= MAX_SECTION and any(char.isalpha() for char in line)
        words = plain_words(line)
        home = folded_words(line) in _HOME
        return line if short and not home and words not in no_section and not is_only_date(line) else None

    said = (
        linked.section,
        *meta.get("article:section", ()),
        *meta.get("og:section", ()),
        *meta.get("articlesection", ()),
    )
    for texts in (
        said,
        _marked(root),
        _last_first(linked.crumbs, title, url),
        _last_first(_shown_crumbs(root), title, url),
        _rubrics(root, headline),
        _folder_links(root, url),
    ):
        if found := next(filter(None, map(usable, texts)), None):
            return found
    return None


def _marked(root: HtmlElement) -> Iterator[str]:
    for element in root.iter("a", "span", "div", "li", "p"):
        if "articleSection" in (element.get("itemprop") or "").split():
            yield text_of(element, 2 * MAX_SECTION)


def _last_first(crumbs: tuple[Crumb, ...] | list[Crumb], title: str | None, url: str) -> list[str]:
    """Names of steps, the nearest to the article first; neither the article itself nor the front page."""
    words = plain_words(title or "")
    own, host = url_key(url), host_of(url) or ""
    names = []
    for crumb in reversed(crumbs):
        address = normal_url(crumb.url, url) if crumb.url else None
        name = plain_words(crumb.name)
        cut = name and crumb.name.rstrip().endswith(("…", "...")) and words.startswith(name)
        is_own = (address and url_key(address) == own) or name == words or cut
        is_front = address and url_key(address) == url_key(f"https://{host}/")
        if not is_own and not is_front:
            names.append(crumb.name)
    return names


def _shown_crumbs(root: HtmlElement) -> list[Crumb]:
    """The steps of the first element that is named or marked as the way from the front page."""
    seen = 0
    for element in root.iter("nav", "ol", "ul", "div", "p", "span"):
        label, kind, names = element.get("aria-label"), element.get("itemtype"), names_of(element)
        labelled = (label and "breadcrumb" in label.lower()) or (kind and "breadcrumb" in kind.lower())
        if not (labelled or (("crumb" in names or "bread" in names) and _CRUMBS.search(names))):
            continue
        seen += 1
        if seen > MAX_NAMED:
            break
        steps = list(itertools.islice(element.iter("li", "a"), MAX_STEPS))
        items = [step for step in steps if step.tag == "li"] or steps
        crumbs = [Crumb(text, _href(item)) for item in items if (text := text_of(item, 2 * MAX_SECTION))]
        if crumbs:
            return crumbs
    return []


def _href(element: HtmlElement) -> str | None:
    link = element if element.tag == "a" else element.find(".//a")
    return None if link is None else link.get("href")


def _rubrics(root: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """Texts of links and labels beside the headline that are named a category; `rel=category` anywhere."""
    links = itertools.islice(root.iter("a"), MAX_LINKS)
    found = [link for link in links if "category" in (link.get("rel") or "").lower().split()]
    if headline is not None:
        before = list(itertools.islice(_elements_before(headline), MAX_NEAR))
        after = itertools.islice(_elements_after(headline), MAX_NEAR)
        found += [element for element in (*before, *after) if _is_rubric(element)]
    return [text_of(element, 2 * MAX_SECTION) for element in found]


def _elements_before(element: HtmlElement) -> Iterator[HtmlElement]:
    for around in itertools.islice((element, *element.iterancestors()), 4):
        for sibling in around.itersiblings(preceding=True):
            yield from sibling.iter()


def _elements_after(element: HtmlElement) -> Iterator[HtmlElement]:
    for around in itertools.islice((element, *element.iterancestors()), 4):
        for sibling in around.itersiblings():
            yield from sibling.iter()


def _is_rubric(element: HtmlElement) -> bool:
    if element.tag not in ("a", "span", "div", "p", "li"):
        return False
    if not _SECTION.search(names_of(element)):
        return False
    around = " ".join(names_of(one) for one in itertools.islice((element, *element.iterancestors()), 3))
    return not _ASIDE.search(around)


def _path(href: str) -> str:
    """The path of a link without its last slash; empty for one that is none, such as `http://[`."""
    try:
        return urllib.parse.urlsplit(href).path.rstrip("/")
    except ValueError:
        return ""


def _folder_links(root: HtmlElement, url: str) -> Iterator[str]:
    """Texts of links to the folders of the page's address, the innermost folder first."""
    parts = urllib.parse.urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment][:-1]
    while segments and not _SEGMENT.fullmatch(segments[-1]):
        segments.pop()
    host = host_of(url)
    if not segments or not host:
        return
    folders = ["/" + "/".join(segments[:count]) for count in range(len(segments), 0, -1)]
    texts: dict[str, str] = {}
    for link in itertools.islice(root.iter("a"), MAX_LINKS):
        href = (link.get("href") or "").strip()
        path = _path(href) if href.startswith(("/", "http")) else ""
        if path in folders and path not in texts and same_site(normal_url(href, url) or "", [host]):
            texts[path] = text_of(link, 2 * MAX_SECTION)
    # More words are a call to read on.
    yield from (text for folder in folders if (text := texts.get(folder)) and len(text.split()) <= MAX_WORDS)
