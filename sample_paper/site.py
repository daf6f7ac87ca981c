"""What an edition answers to a path. Pure: the same visit and path give the same bytes."""

import dataclasses
import re
from pathlib import Path
from urllib.parse import unquote

from sample_paper import feeds, pages, truth
from sample_paper.article_pages import article_page, print_page
from sample_paper.truth import SampleArticle, Special
from sample_paper.visit import Link, Visit

HTML = "text/html; charset=utf-8"

_HOME_LINKS = 8
_PAGE = re.compile(r"(?P<base>/(?:[a-z]+|tag/[^/]+)/)(?:page/(?P<number>[1-9]\d{0,3})/)?")
_PHOTO = re.compile(r"/static/photo-([0-3])\.svg")
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_SKIES = ("#9fc5d8", "#e8c9a0", "#c7cfe0", "#f0b79a")


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer without its transport."""

    status: int
    content_type: str
    body: bytes
    location: str | None = None
    """Where a redirect leads."""


def answer(visit: Visit, path: str) -> Answer:
    """Answer a request for a path, without query and as it stood in the request."""
    found = _file(visit, path) or _listing(visit, path)
    if found:
        return found
    article = truth.article_at(visit.code, path, visit.run)
    if article:
        return _article(visit, article)
    special = next((special for special in truth.specials(visit.code) if special.path == path), None)
    return _special(visit, special) if special else _message(visit, 404, "not_found")


def _file(visit: Visit, path: str) -> Answer | None:
    if path == "/robots.txt":
        return Answer(200, "text/plain; charset=utf-8", feeds.robots_txt(visit).encode())
    if path == "/sitemap.xml":
        return Answer(200, "application/xml", feeds.sitemap_index(visit).encode())
    if path in feeds.SITEMAPS:
        return Answer(200, "application/xml", feeds.sitemap(visit, path).encode())
    if path == visit.edition.feed_path:
        return Answer(
            200, f"application/{visit.edition.feed_kind}+xml; charset=utf-8", feeds.feed(visit).encode()
        )
    if path == "/static/paper.css":
        css = Path(__file__).parent / "templates" / "paper.css"
        return Answer(200, "text/css; charset=utf-8", css.read_bytes())
    if photo := _PHOTO.fullmatch(path):
        return Answer(200, "image/svg+xml", _photo(int(photo[1])))
    return None


def _listing(visit: Visit, path: str) -> Answer | None:
    paper = visit.edition
    links = visit.links("section")
    if path == "/":
        links = [link for link in links if link.summary][:_HOME_LINKS]
        return _html(pages.front_page(visit, links))
    if path == "/about/":
        return _html(pages.message_page(visit, paper.labels["about"], paper.messages["about_text"]))
    match = _PAGE.fullmatch(path)
    if not match:
        return None
    base = match["base"]
    chosen = _chosen(visit, base, links)
    if chosen is None:
        return None
    title, links = chosen
    page = pages.listing_page(visit, title, links, path=base, number=int(match["number"] or 1))
    return _html(page) if page else None


def _chosen(visit: Visit, base: str, links: list[Link]) -> tuple[str, list[Link]] | None:
    """Choose the title and the links of the listing at that path; None where there is none."""
    slug = base.strip("/")
    if slug == "news":
        return visit.edition.labels["all_news"], links
    if slug in visit.edition.sections:
        return visit.edition.sections[slug], [link for link in links if link.section_slug == slug]
    if slug.startswith("tag/"):
        tag = unquote(slug.removeprefix("tag/"))
        if any(tag in article.tags for article in truth.articles(visit.code, visit.run)):
            return tag, [link for link in links if tag in link.tags]
    return None


def _article(visit: Visit, article: SampleArticle) -> Answer:
    # windows-1251 lacks some letters of the language switch: those become character references.
    body = article_page(visit, article).encode(article.encoding, "xmlcharrefreplace")
    content_type = "text/html" if article.charset_in == "meta" else f"text/html; charset={article.encoding}"
    return Answer(200, content_type, body)


def _special(visit: Visit, special: Special) -> Answer:
    target = truth.article_at(visit.code, special.target, visit.run) if special.target else None
    match special.kind, target:
        case "canonical_twin" | "text_twin", SampleArticle():
            return _article(visit, target)
        case "moved", SampleArticle():
            return Answer(301, HTML, b"", location=visit.url(target.path))
        case "print", SampleArticle():
            return _html(print_page(visit, target))
        case "gone", _:
            return _message(visit, 410, "removed")
        case "challenge", _:
            return _html(pages.challenge_page(visit, special.path))
        case "photo", _:
            return _html(pages.photo_page(visit, special))
        case "pdf", _:
            return Answer(200, "text/html", _PDF)
        case _:
            return _message(visit, 404, "not_found")


def _message(visit: Visit, status: int, name: str) -> Answer:
    messages = visit.edition.messages
    page = pages.message_page(visit, messages[name], messages[f"{name}_text"])
    return Answer(status, HTML, page.encode())


def _html(page: str) -> Answer:
    return Answer(200, HTML, page.encode())


def _photo(number: int) -> bytes:
    """Draw a steppe under one of four skies."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 300" preserveAspectRatio="xMidYMid slice">'
        f'<rect width="800" height="300" fill="{_SKIES[number]}"/>'
        f'<circle cx="{150 + 160 * number}" cy="90" r="36" fill="#fff6d8"/>'
        '<path d="M0 210 Q200 160 400 205 T800 195 V300 H0Z" fill="#a9a25f"/>'
        '<path d="M0 245 Q260 205 520 245 T800 240 V300 H0Z" fill="#7f7a44"/></svg>\n'
    ).encode()
