"""A modelled article on its site's page, and what of the page is furniture."""

import dataclasses
import html
import json
from collections.abc import Sequence
from string import Template

from benchmarks.region.articles import Block, SiteArticle
from benchmarks.region.sites import Piece, Site
from benchmarks.region.texts import Wording, wording
from benchmarks.region.visible import fold, visible_lines

_NEIGHBOURS = 8
"""Articles that a page links to."""


@dataclasses.dataclass(frozen=True)
class ModelledPage:
    """A page, and every visible line of it that is not the article's."""

    html: str
    furniture: list[str]
    """Lines that this page alone tells: by phrase, by links, by markup."""
    learned: list[str]
    """Lines that only the site's other pages tell."""


def url_of(site: Site, article: SiteArticle) -> str:
    """The article's address."""
    return f"https://{site.host}/news/{1000 + 7 * article.number}.html"


def render(site: Site, articles: Sequence[SiteArticle], number: int) -> ModelledPage:
    """The page of the article with that number."""
    article = articles[number]
    values = _values(site, articles, number)
    placed = [
        (_position(article, piece), piece.learned, Template(piece.html).substitute(values))
        for piece in site.pieces
        if number % piece.every == 0
    ]
    flow: list[tuple[Block | None, str]] = []
    for at in range(len(article.blocks) + 1):
        flow += [(None, source) for place, _, source in placed if place == at]
        flow += [(block, site.block(block)) for block in article.blocks[at : at + 1]]
    furniture = [line for _, is_learned, source in placed if not is_learned for line in visible_lines(source)]
    learned = [line for _, is_learned, source in placed if is_learned for line in visible_lines(source)]
    middle = _whole(flow, len(flow) // 2)
    sources = [source for _, source in flow]
    bare = Template(site.page).substitute(values, body="", first="", second="")
    own = {fold(line) for block in article.blocks for line in block.gold}
    return ModelledPage(
        html=Template(site.page).substitute(
            values,
            body=site.joined(sources),
            first=site.joined(sources[:middle]),
            second=site.joined(sources[middle:]),
        ),
        furniture=_others([*furniture, *visible_lines(bare)], own | set(map(fold, learned))),
        learned=_others(learned, own),
    )


def _others(lines: list[str], known: set[str]) -> list[str]:
    """Lines once each, without those known: a lead block may repeat the article's first paragraph."""
    return list({fold(line): line for line in lines if fold(line) not in known}.values())


def _position(article: SiteArticle, piece: Piece) -> int:
    """The index of the block that a piece stands before."""
    count = len(article.blocks)
    at = {"top": 0, "first": 1, "middle": count // 2, "late": count - 1, "end": count}[piece.place]
    return _whole([(block, "") for block in article.blocks], max(at, 1) if piece.place == "late" else at)


def _whole(flow: Sequence[tuple[Block | None, str]], at: int) -> int:
    """`at`, or further down, where nothing parts a list from the line that opens it."""
    while (
        at < len(flow) and (block := flow[at][0]) is not None and block.kind in ("list", "results", "table")
    ):
        at += 1
    return at


def _values(site: Site, articles: Sequence[SiteArticle], number: int) -> dict[str, str]:
    """What templates are filled with: words of this page, escaped, and pieces of HTML."""
    words, article = wording(site.wording), articles[number]
    own = {
        "title": article.title,
        "author": words.names[article.author],
        "bio": words.learned["bios"][article.author % len(words.learned["bios"])],
        "section": words.sections[article.section],
        "lead": article.lead,
        "bet": words.learned["bets"][number // 2 % len(words.learned["bets"])],
        "date": _date(words, article),
        "photo": words.furniture["photo"][0].format(name=words.names[(number + 1) % len(words.names)]),
        "views": words.furniture["views"][0].format(count=317 + 41 * number),
        "iso": article.published.isoformat(),
        "url": url_of(site, article),
        "site": site.name,
        "n": str(40_000 + 13 * number),
        "tags_label": words.furniture["tags"][0],
    }
    for key in ("call", "also", "bug", "share", "home", "copyright", "latest"):
        own[key] = words.furniture[key][0]
    for key in ("slogan", "note", "nag", "ticker", "legal"):
        own[key] = words.learned[key][0]
    values = {key: html.escape(value) for key, value in own.items()}
    links = []
    for place in range(1, _NEIGHBOURS + 1):
        other = articles[(number + 2 * place + 1) % len(articles)]
        address, headline = url_of(site, other), html.escape(other.title)
        links.append(f'<a href="{address}">{headline}</a>')
        values |= {
            f"u{place}": address,
            f"h{place}": headline,
            f"s{place}": html.escape(other.lead),
            f"a{place}": links[-1],
        }
    sections = [f'<a href="/s/{at}/">{name}</a>' for at, name in enumerate(words.sections)]
    values["menu"] = "".join(f"<li>{section}</li>" for section in sections)
    values["tags"] = ", ".join(sections[at] for at in (number % 6, (number + 2) % 6))
    values["news"] = "".join(f"<li>{link}</li>" for link in links)
    for name, text in (("full", article.text), ("lead", article.lead), ("plain", None)):
        values[f"jsonld_{name}"] = _jsonld(site, article, words, text)
    return values


def _date(words: Wording, article: SiteArticle) -> str:
    at = article.published
    return words.furniture["date"][0].format(
        day=at.day,
        month=words.months[at.month - 1],
        number=f"{at.month:02}",
        year=at.year,
        time=f"{at:%H:%M}",
    )


def _jsonld(site: Site, article: SiteArticle, words: Wording, text: str | None) -> str:
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "author": {"@type": "Person", "name": words.names[article.author]},
        "publisher": {"@type": "Organization", "name": site.name},
    } | ({"articleBody": text} if text else {})
    return json.dumps(stated, ensure_ascii=False).replace("</", "<\\/")
