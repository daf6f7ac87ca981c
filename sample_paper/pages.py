"""The pages of an edition that are no articles: listings, messages, and what only looks like an article."""

import html
from urllib.parse import urlsplit

from sample_paper.markup import anchor, escaped, fill, headings, share, teaser_date
from sample_paper.truth import Special
from sample_paper.visit import Link, Visit

LINKS_A_PAGE = 6
"""How many teasers a page of a listing shows."""


def listing_page(visit: Visit, title: str, links: list[Link], *, path: str, number: int) -> str | None:
    """Lay out page `number` (from 1) of a listing whose first page is at `path`; None past the last one."""
    last = max(1, -(-len(links) // LINKS_A_PAGE))
    if not 1 <= number <= last:
        return None
    ads = visit.edition.pools["ads"]
    shown = links[(number - 1) * LINKS_A_PAGE : number * LINKS_A_PAGE]
    return fill(
        "listing",
        visit,
        **headings(visit, title),
        **escaped(ad=ads[number % len(ads)]),
        items="\n".join(_listed(visit, link) for link in shown),
        pages=_pagination(visit, path, number, last),
    )


def front_page(visit: Visit, links: list[Link]) -> str:
    """Lay out the front page, with these teasers."""
    more = f'<a href="{visit.url("/news/")}">{html.escape(visit.edition.labels["all_news"])}</a>'
    return fill(
        "listing",
        visit,
        **headings(visit, visit.edition.labels["slogan"]),
        **escaped(ad=visit.edition.pools["ads"][0]),
        items="\n".join(_listed(visit, link) for link in links),
        pages=more,
    )


def photo_page(visit: Visit, special: Special) -> str:
    """Lay out a page with a picture and a caption, and no article."""
    when = special.published
    return fill(
        "photo",
        visit,
        **headings(visit, special.title),
        **escaped(
            canonical=visit.url(special.path),
            date=f"{when.day} {visit.edition.months[when.month - 1]} {when:%Y, %H:%M}",
            photo=visit.url("/static/photo-0.svg"),
            caption=special.caption,
            ad=visit.edition.pools["ads"][0],
        ),
        share=share(visit.url(special.path)),
    )


def challenge_page(visit: Visit, path: str) -> str:
    """Lay out a page that asks the visitor to prove to be human."""
    return fill("challenge", visit, **escaped(host=urlsplit(visit.url("/")).netloc, path=path))


def message_page(visit: Visit, title: str, message: str) -> str:
    """Lay out a page with one message in the edition's look."""
    return fill("message", visit, **headings(visit, title), message=html.escape(message))


def _listed(visit: Visit, link: Link) -> str:
    printed = ""
    if link.print_url:
        printed = f' <a href="{link.print_url}">{html.escape(visit.edition.messages["print"])}</a>'
    return (
        f'<div class="content_main_item teaser"><span class="content_main_item_title">{anchor(link)}</span>'
        f'<p class="content_main_item_announce">{html.escape(link.summary)}</p>'
        f'<div class="content_main_item_meta"><span>{teaser_date(visit, link)}</span>{printed}</div></div>'
    )


def _pagination(visit: Visit, path: str, number: int, last: int) -> str:
    messages = visit.edition.messages
    steps = [f"<span>{number} / {last}</span>"]
    if number > 1:
        newer = visit.url(path if number == 2 else f"{path}page/{number - 1}/")
        steps.insert(0, f'<a rel="prev" href="{newer}">{html.escape(messages["newer"])}</a>')
    if number < last:
        older = visit.url(f"{path}page/{number + 1}/")
        steps.append(f'<a rel="next" href="{older}">{html.escape(messages["older"])}</a>')
    return " ".join(steps)
