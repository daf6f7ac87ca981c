"""An article as a page: its layout, and the furniture around and inside it."""

import html
import json
import re
from typing import Any

from sample_paper.editions import edition
from sample_paper.markup import anchor, escaped, fill, headings, share, tag_anchor, teaser
from sample_paper.truth import SampleArticle
from sample_paper.visit import Visit


def article_page(visit: Visit, article: SampleArticle) -> str:
    """Lay out an article; which advertisement, promotion and teasers it gets depends on its address."""
    pools = visit.edition.pools
    n = article.number
    blocks = _paragraphs(visit, article)
    others = [link for link in visit.links("section") if link.summary and link.title != article.title]
    start = n % len(others)
    others = others[start:] + others[:start]
    # A layout that shows a lead is for articles that have one: else `fill` misses the name.
    leads = {"lead": article.lead, "repeated_lead": article.repeated_lead}
    return fill(
        article.layout,
        visit,
        **headings(visit, article.title),
        **escaped(
            **{name: text for name, text in leads.items() if text},
            description=article.summary,
            canonical=visit.url(article.path),
            byline=", ".join(article.authors),
            date=visible_date(article),
            iso=article.published.isoformat(),
            section=article.section,
            section_url=visit.url(f"/{article.section_slug}/"),
            photo=visit.url(photo_path(article)),
            first_ad=pools["ads"][0],
            ad=pools["ads"][n % len(pools["ads"])],
            ad2=pools["ads"][(n + 1) % len(pools["ads"])],
            promo=pools["promos"][n % len(pools["promos"])],
            subscribe=pools["subscribe"][n % len(pools["subscribe"])],
        ),
        start=_joined(article, blocks[:2]),
        end=_joined(article, blocks[2:]),
        also="".join(f"<li>{anchor(link)}</li>" for link in others[:2]),
        also_links=", ".join(anchor(link) for link in others[:2]),
        related="".join(teaser(visit, link) for link in others[2:5]),
        latest="".join(
            f"<li><span>{link.published:%d.%m %H:%M}</span> {anchor(link)}</li>" for link in others[5:9]
        ),
        tags=", ".join(tag_anchor(visit, tag) for tag in article.tags),
        tag_items="".join(f"<li>{tag_anchor(visit, tag)}</li>" for tag in article.tags),
        share=share(visit.url(article.path)),
        comments="".join(
            f'<li class="comment"><p>{html.escape(line)}</p></li>' for line in pools["comments"]
        ),
        charset_meta=_charset_meta(article),
        jsonld=_json_ld(visit, article),
    )


def print_page(visit: Visit, article: SampleArticle) -> str:
    """Lay out the print version of an article, which robots.txt forbids."""
    return fill(
        "print",
        visit,
        **headings(visit, article.title),
        date=html.escape(visible_date(article)),
        text=_joined(article, [html.escape(paragraph) for paragraph in article.paragraphs]),
    )


def photo_path(article: SampleArticle) -> str:
    """Give the path of the picture that leads an article."""
    return f"/static/photo-{article.number % 4}.svg"


def visible_date(article: SampleArticle) -> str:
    """Write the date of an article as its layout shows it."""
    when = article.published
    # The system behind the oldest layout knew Russian months alone, in every edition.
    code = "ru" if article.layout == "founding" else article.edition
    month = edition(code).months[when.month - 1]
    if article.precision == "day":
        return f"{when.day} {month} {when.year}"
    match article.layout:
        case "founding":
            return f"{when:%d} {month} {when:%Y, %H:%M}"
        case "agency":
            return f"{when:%H:%M}, {when.day} {month} {when.year}"
        case "oldtable" | "jsonld":
            return f"{when:%d.%m.%Y %H:%M}"
        case "wordpress":
            return f"{month} {when.day}, {when.year}"
        case _:
            return f"{when.day} {month} {when:%Y, %H:%M}"


def _paragraphs(visit: Visit, article: SampleArticle) -> list[str]:
    """Make the paragraphs HTML, and link a mention of each tag, as newsrooms do."""
    blocks = [html.escape(paragraph) for paragraph in article.paragraphs]
    for tag in article.tags:
        mention = re.compile(rf"\b{re.escape(tag)}\b")
        for i, block in enumerate(blocks):
            if "<a " not in block and mention.search(block):
                blocks[i] = mention.sub(tag_anchor(visit, tag), block, count=1)
                break
    return blocks


def _joined(article: SampleArticle, blocks: list[str]) -> str:
    if article.layout == "oldtable":
        return "<BR><BR>\n".join(blocks)
    return "\n".join(f"<p>{block}</p>" for block in blocks)


def _charset_meta(article: SampleArticle) -> str:
    if article.charset_in == "header":
        return ""
    return f'<META http-equiv="Content-Type" content="text/html; charset={article.encoding}">'


def _json_ld(visit: Visit, article: SampleArticle) -> str:
    """Describe an article for machines; as on some real sites, its articleBody is the lead alone."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": visit.url(article.path),
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "articleSection": article.section,
        "articleBody": article.lead,
        "image": [visit.url(photo_path(article))],
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": visit.edition.name},
    }
    if article.modified:
        data["dateModified"] = article.modified.isoformat()
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
