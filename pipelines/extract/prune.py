"""Elements that are never text: navigation, advertising, sharing, comments, lists of other articles.

They are told by tag, role and the words of their class and id. Such words lie: an article's own container may
be called `with-share` or `content-with-sidebar`. So nothing is taken that holds the body: the element with
most text of its own paragraphs, with all that is around it, or a large part of all paragraphs.
"""

import functools
import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from .markup import names_of

_FAMILIES = {
    "navigation": "nav navs navbar navigation menu submenu pagination pager breadcrumb breadcrumbs crumb "
    "crumbs bread-crumbs skip-link sitemap topbar",
    "share": "share sharing shares sharer sharebar share-buttons social socials social-links socialmedia "
    "addthis addtoany a2a ya-share ya-share2 pluso uptolike sharedaddy sharethis likely",
    "subscribe": "subscribe subscription subscribtion newsletter signup sign-up mailchimp telegram whatsapp "
    "messenger messengers join-channels google-news apps app-links appstore push-prompt optin",
    "related": "related relateds read-also readalso also-read see-also more-news other-news last-news "
    "latest-news news-list top-news popular most-read most-viewed mostread trending trends similar "
    "recommended recommendations recommend recirc recirculation outbrain taboola mgid zergnet "
    "post-nav post-navigation next-post prev-post",
    "comments": "comment comments commentlist comment-list comments-area comment-respond respond disqus "
    "disqus_thread hypercomments cackle fb-comments",
    "advertising": "ad ads adv advs advert adverts advertisement advertising adsbygoogle adfox adbox banner "
    "banners sponsor sponsored sponsors promo promobox dfp donate donation",
    "tags": "tags tag-list taglist tagcloud tag-cloud post-tags article-tags entry-tags tags-links keywords",
    "report": "orphus mistake error-report report-error found-bug bug-report",
    "page": "sidebar side-bar footer cookie cookies cookie-notice consent gdpr modal popup lightbox overlay "
    "screen-reader-text sr-only visually-hidden print-only noprint copyright disclaimer rating ratings "
    "author-box author-bio about-author post-author-box views-count login toolbar",
}
_WORDS = sorted({word for words in _FAMILIES.values() for word in words.split()}, key=len, reverse=True)
_NAMED = re.compile(rf"(?<![^\s_-])(?:{'|'.join(map(re.escape, _WORDS))})(?![^\s_-])")
_PREFIXED = re.compile(r"(?<![^\s])(?:ad|adv|banner|yandex_rtb|div-gpt-ad|adfox)[_-]?\d")
_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu")
)
_TAGS = frozenset(("nav", "footer", "aside", "dialog", "menu", "button"))
_CONTAINERS = frozenset(
    ("div", "section", "ul", "ol", "p", "span", "table", "form", "details", "a", "li", "figure")
)
_PARAGRAPHS = frozenset(("p", "blockquote", "h2", "h3", "h4", "pre"))
_LOOSE = frozenset(("div", "section", "article", "td", "main"))
_LISTS = frozenset(("ul", "ol", "li", "dl", "dt", "dd", "nav", "footer", "form", "aside", "header", "table"))
_NOT_RUNNING = frozenset(
    ("a", "script", "style", "noscript", "template", "svg", "select", "textarea", "button")
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden")

MAX_SHARE = 0.3
"""Share of the page's paragraph text that an element may hold and still be taken for furniture."""
MIN_BODY = 140
"""Characters that the largest block of a page must have to count as its body."""


def furniture(
    root: HtmlElement, extra: Iterable[HtmlElement] = (), body: Iterable[HtmlElement] = ()
) -> list[HtmlElement]:
    """The outermost elements of a page that are never text, in document order.

    `extra` and `body` are what the site's own hints name: the first are taken whatever they hold, the others
    are kept, with all around them.
    """
    own = own_text(root)
    inside = _inside(root, own)
    total = inside.get(root, 0)
    largest = [element for element in sorted(own, key=own.__getitem__)[-1:] if own[element] >= MIN_BODY]
    kept = {element for holder in (*body, *largest) for element in (holder, *holder.iterancestors())}
    # A body may be cut in several containers of one kind.
    kinds = {(element.tag, names) for element in kept if len(names := names_of(element)) > 1}
    named = set(extra)
    found: list[HtmlElement] = []
    covered: set[HtmlElement] = set()
    for element in root.iter():
        parent = element.getparent()
        if parent is not None and parent in covered:
            covered.add(element)
        elif element in named or (
            element not in kept
            and inside.get(element, 0) <= MAX_SHARE * total
            and reason_of(element) is not None
            and (element.tag, names_of(element)) not in kinds
        ):
            covered.add(element)
            found.append(element)
    return found


def running_text(root: HtmlElement) -> int:
    """Characters of paragraphs and loose text below `root`, links left out."""
    return sum(own_text(root).values())


def drop(elements: Iterable[HtmlElement]) -> None:
    """Take elements out of their tree; the text after each stays."""
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def reason_of(element: HtmlElement) -> str | None:
    """Why an element is furniture by what it is, for a person: tag, role or the families of its names.

    None where it is not. `furniture` keeps some all the same, for what they hold.
    """
    tag = element.tag
    if tag in ("html", "body", "head", "main", "article", "script"):
        return None
    if tag in _TAGS:
        return f"tag {tag}"
    if (role := element.get("role", "").lower()) in _ROLES:
        return f"role {role}"
    if element.get("hidden") is not None:
        return "hidden"
    if tag == "header":
        return "header of the site" if _is_site_header(element) else None
    if tag not in _CONTAINERS:
        return None
    if _HIDDEN.search(element.get("style", "").lower()):
        return "hidden by its style"
    names = names_of(element)
    if len(names) > 1 and _is_named(names):
        return f"class or id of {', '.join(sorted(families_of(names))) or 'advertising'}"
    return None


_FAMILY = {
    family: re.compile(rf"(?<![^\s_-])(?:{'|'.join(map(re.escape, words.split()))})(?![^\s_-])")
    for family, words in _FAMILIES.items()
}


@functools.lru_cache(maxsize=4096)
def families_of(names: str) -> frozenset[str]:
    """The families of furniture that class and id (`markup.names_of`) name: `share`, `comments`, ..."""
    return frozenset(family for family, pattern in _FAMILY.items() if pattern.search(names))


@functools.lru_cache(maxsize=2048)
def _is_named(names: str) -> bool:
    return bool(_NAMED.search(names) or _PREFIXED.search(names))


def _is_site_header(element: HtmlElement) -> bool:
    """A `<header>` without headline, outside of an article."""
    return element.find(".//h1") is None and not any(
        a.tag in ("article", "main") for a in element.iterancestors()
    )


def own_text(root: HtmlElement) -> dict[HtmlElement, int]:
    """Characters of running text that each element holds in paragraphs of its own, links left out.

    A paragraph counts for its parent; text straight in a container counts for the container: old pages part
    their text by line breaks alone. One walk, whatever the nesting.
    """
    own: dict[HtmlElement, int] = {}
    # Whom the text straight in an element counts for; nobody in lists, forms and what is no running text.
    holders: dict[HtmlElement | None, HtmlElement | None] = {}
    unseen: set[HtmlElement] = set()
    for element in root.iter():
        parent, tag = element.getparent(), element.tag
        around = None if element is root else holders[parent]
        if around is not None and (tail := element.tail):
            own[around] = own.get(around, 0) + len(tail.strip())
        if tag in _NOT_RUNNING or parent in unseen:
            unseen.add(element)
            holder = None
        elif tag in _PARAGRAPHS:
            holder = parent
        elif tag in _LOOSE:
            holder = element
        else:
            holder = None if tag in _LISTS else around
        holders[element] = holder
        if holder is not None and (text := element.text):
            own[holder] = own.get(holder, 0) + len(text.strip())
    return own


def _inside(root: HtmlElement, own: dict[HtmlElement, int]) -> dict[HtmlElement, int]:
    """Characters of running text below each element."""
    inside = dict(own)
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        if parent is not None and inside.get(element):
            inside[parent] = inside.get(parent, 0) + inside[element]
    return inside
