"""Pieces of HTML that pages are put together from."""

import functools
import html
from pathlib import Path
from string import Template
from urllib.parse import quote

from sample_paper.visit import Link, Visit

_FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
_LANGUAGE_NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
_SHARE_NAMES = ("Telegram", "WhatsApp", "Facebook")


def fill(template: str, visit: Visit, **values: str) -> str:
    """Fill `templates/<template>.html` with the edition's furniture and with these pieces of HTML.

    Raises:
        KeyError: the template names something that is not there, such as the lead of an article without one.
    """
    paper = visit.edition
    menu = (
        f'<li><a href="{visit.url(f"/{slug}/")}">{html.escape(name)}</a></li>'
        for slug, name in paper.sections.items()
    )
    languages = (f'<a href="{visit.urls[code]}">{name}</a>' for code, name in _LANGUAGE_NAMES.items())
    return _template(template).substitute(
        {f"label_{name}": html.escape(line) for name, line in paper.labels.items()},
        lang=visit.code,
        site_name=html.escape(paper.name),
        css=visit.url("/static/paper.css"),
        feed=visit.url(paper.feed_path),
        feed_type=_FEED_TYPES[paper.feed_kind],
        home=visit.url("/"),
        about_url=visit.url("/about/"),
        all_news_url=visit.url("/news/"),
        menu="".join(menu),
        languages=" ".join(languages),
        **values,
    )


def escaped(**values: str) -> dict[str, str]:
    """Make texts HTML."""
    return {name: html.escape(value) for name, value in values.items()}


def headings(visit: Visit, title: str) -> dict[str, str]:
    """Give a page's headline and its `<title>`."""
    return escaped(title=title, page_title=title + visit.edition.title_suffix)


def anchor(link: Link) -> str:
    """Link to an article by its headline."""
    return f'<a href="{html.escape(link.url)}">{html.escape(link.title)}</a>'


def tag_anchor(visit: Visit, tag: str) -> str:
    """Link to the list of articles with that tag."""
    return f'<a href="{visit.url(f"/tag/{quote(tag)}/")}">{html.escape(tag)}</a>'


def teaser_date(visit: Visit, link: Link) -> str:
    """Write the date that stands under a teaser."""
    when = link.published
    day = f"{when.day} {visit.edition.months[when.month - 1]} {when.year}"
    return day if link.dated == "day" else f"{day}, {when:%H:%M}"


def teaser(visit: Visit, link: Link) -> str:
    """Write the teaser of a related article."""
    return (
        f'<div class="teaser">{anchor(link)}<p>{html.escape(link.summary)}</p>'
        f"<span>{teaser_date(visit, link)}</span></div>"
    )


def share(url: str) -> str:
    """Write the share buttons of a page."""
    return " ".join(
        f'<a href="https://share.example/{name.lower()}?url={quote(url, safe="")}">{name}</a>'
        for name in _SHARE_NAMES
    )


@functools.cache
def _template(name: str) -> Template:
    return Template((Path(__file__).parent / "templates" / f"{name}.html").read_text(encoding="utf-8"))
