"""Everything that a page says of itself beside its text."""

import dataclasses
import re
from collections.abc import Collection

from lxml.html import HtmlElement

from ..article import Page
from ..dedupe.fingerprint import plain_words
from ..urls import host_of, normal_url, same_site
from .dates import Witnesses, modified, published
from .image import find_image
from .jsonld import LinkedData, linked_data
from .markup import meta_values, names_of, select, text_of
from .moments import Moment, clock
from .people import find_authors
from .prune import drop, furniture
from .section import find_section
from .stamps import is_only_date
from .tags import find_tags
from .title import Title, find_title, site_names

MAX_NEAR = 12
"""Elements after the headline among which a standfirst without a name is looked for."""
MIN_LEAD = 30
MAX_LEAD = 1_000
"""Characters of a standfirst."""

_LEAD_NAME = re.compile(
    r"(?<![^\s_-])(?:lead|lede|leadin|lead-in|standfirst|subtitle|sub-title|subheading|subheadline|dek|announce|"
    r"anons|intro|excerpt|preview-text|article-summary|deck|teaser-text|sapo)(?![^\s_-])"
)
_PICTURE_NAME = re.compile(r"image|img|photo|picture|figure|caption|media|video")
_URL_PATH = re.compile(r"^[a-z]+://[^/]+/?(?:\?|$)")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself."""

    canonical_url: str
    title: Title
    lead: str | None
    """The standfirst that the page shows."""
    openings: list[str]
    """Other blocks as long just after the headline: one that the text repeats is a standfirst too."""
    authors: list[str] | None
    byline_agency: str | None
    """The news agency that stands where the author does."""
    section: str | None
    tags: list[str] | None
    image_url: str | None
    image_caption: str | None
    image_credit: str | None
    published: Moment | None
    modified: Moment | None
    linked: LinkedData
    og_type: str | None
    site_names: list[str]
    furniture: list[HtmlElement]
    """Elements of the page that are never text: `prune.drop` takes them out."""


def read_metadata(page: Page, root: HtmlElement) -> Metadata:
    """What the page says of itself; `root` is the whole page.

    It is not changed, but for what the site's `remove_css` names within headlines: that is taken out.

    Raises UsageError where a hint is wrong: `hints.check_hints` tells that before a run.
    """
    hints = page.hints
    meta = meta_values(root)
    linked = linked_data(root, page.url)
    names = site_names(meta, linked, hints.publisher, page.url)
    unwanted = [element for css in hints.remove_css for element in select(root, css)]
    # Counters and labels stand within headlines too.
    labels = [element for element in unwanted if next(element.iterancestors("h1"), None) is not None]
    dates = [text for label in labels if is_only_date(text := text_of(label, MAX_LEAD))]
    drop(labels)
    title = find_title(root, linked, meta, names, hints.title_css, page.url)
    wanted = [*select(root, hints.text_css), *([] if title.element is None else [title.element])]
    aside = furniture(root, unwanted, wanted)
    outside = frozenset(aside)
    witnesses = Witnesses(
        root=root,
        url=page.url,
        linked=linked,
        meta=meta,
        hints=hints,
        feed=page.feed_published,
        headline=title.element,
        glued=title.glued or next(iter(dates), None),
        furniture=outside,
        english=_is_english(root, hints.languages),
    )
    now = clock(page.fetched_at, hints.timezone)
    first = published(witnesses, now)
    section = find_section(root, linked, meta, names, title.element, title.text, page.url)
    image = find_image(root, linked, meta, names, title.element, page.url)
    byline = find_authors(root, linked, meta, names, hints.author_css, title.element, outside)
    lead, openings = _lead(root, meta, linked, title, outside)
    return Metadata(
        canonical_url=find_canonical(root, meta, page.url),
        title=title,
        lead=lead,
        openings=openings,
        authors=byline.people or None,
        byline_agency=byline.agency,
        section=section,
        tags=find_tags(root, linked, meta, names, hints.tags_css, title=title.text, section=section),
        image_url=image.url,
        image_caption=image.caption,
        image_credit=image.credit,
        published=first,
        modified=modified(witnesses, now, first),
        linked=linked,
        og_type=next(iter(meta.get("og:type", ())), None),
        site_names=names,
        furniture=aside,
    )


def find_canonical(root: HtmlElement, meta: dict[str, list[str]], url: str) -> str:
    """The address that the page names as its own, else `url` without tracking.

    `rel=canonical`, then og:url. Only an address of the same host, with or without `www.`, is believed, and
    never the front page's: a wrong template names it on every page, and a hostile page another site's.
    """
    own = normal_url(url) or url
    host = host_of(own)
    links = [
        link.get("href", "")
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for said in (*links, *meta.get("og:url", ())):
        address = normal_url(said, own) if said.strip() else None
        if address and host and same_site(address, [host]) and (not _is_front(address) or _is_front(own)):
            return address
    return own


def _is_front(url: str) -> bool:
    return bool(_URL_PATH.match(url))


def _is_english(root: HtmlElement, languages: tuple[str, ...]) -> bool:
    """Is the page in English, as far as its markup or the site's hint says?"""
    lang = (root.get("lang") or root.get("xml:lang") or "").lower()
    return lang.startswith("en") or (not lang and languages[:1] == ("en",))


def _lead(
    root: HtmlElement,
    meta: dict[str, list[str]],
    linked: LinkedData,
    title: Title,
    outside: Collection[HtmlElement],
) -> tuple[str | None, list[str]]:
    """The standfirst: an element named so, or one after the headline that is the page's description.

    And the other blocks that it was looked for among.
    """
    openings: list[str] = []
    said = {plain_words(text) for text in (*meta.get("og:description", ()), *meta.get("description", ()))}
    said |= {plain_words(linked.description or "")} - {""}
    headline = plain_words(title.text or "")
    seen_headline = title.element is None
    near = 0
    for element in root.iter("h1", "h2", "h3", "p", "div", "span", "strong"):
        if element is title.element:
            seen_headline = True
            continue
        if not seen_headline:
            continue
        names = names_of(element)
        named = bool(_LEAD_NAME.search(names)) and not _PICTURE_NAME.search(names)
        if not (named or near < MAX_NEAR) or _within(element, outside):
            continue
        near += 1
        if len(element) > 8:
            continue
        text = text_of(element, 2 * MAX_LEAD)
        if MIN_LEAD <= len(text) <= MAX_LEAD:
            words = plain_words(text)
            if words != headline and (named or words in said):
                return text, openings
            if element.tag in ("h2", "h3", "p", "div"):
                openings.append(text)
    return None, openings


def _within(element: HtmlElement, outside: Collection[HtmlElement]) -> bool:
    return element in outside or any(ancestor in outside for ancestor in element.iterancestors())
