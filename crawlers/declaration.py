"""The text of a site's file, `crawlers/spiders/<site>_<cc>.py`, from what a crawl found out about it."""

import re
from collections.abc import Sequence

from pipelines.article import ExtractionHints

_PIECE = 80
"""Characters of a regular expression on one line."""
_UNKNOWN = "  # not found: "


def declared_name(site: str, country: str | None) -> str:
    """The spider's name: the site's, and the country's code where it does not end in it; `xx` if unknown."""
    code = (country or "xx").lower()
    return site if site.endswith(f"_{code}") else f"{site}_{code}"


def declaration(
    name: str,
    host: str,
    hints: ExtractionHints,
    *,
    feeds: Sequence[str] = (),
    sitemaps: Sequence[str] = (),
    sections: Sequence[str] = (),
    day: str,
) -> str:
    """The text of the file of spider `name`. `day` is when its sources were read, for the docstring.

    What is not known is left empty and says so; `tests/test_sites.py` then asks for it.
    """
    camel = "".join(part.capitalize() for part in name.split("_"))
    attributes = {
        "name": literal(name),
        "publisher": _or_unknown(hints.publisher, "the publication's name"),
        "country": _or_unknown(hints.country, "the country's code"),
        "languages": _tuple(hints.languages) + ("" if hints.languages else f"{_UNKNOWN}ISO 639-1 codes"),
        "timezone": _or_unknown(hints.timezone, "the zone of the newsroom's city"),
        "hosts": _tuple([host]),
        "article_url": _raw(hints.article_url or ""),
        "feed_urls": _tuple(feeds),
        "sitemap_urls": _tuple(sitemaps),
        "section_urls": _tuple(sections),
    }
    optional = {"feed_urls": feeds, "sitemap_urls": sitemaps, "section_urls": sections}
    lines = [
        f'"""{host}. Found by `scrapy crawl anysite` on {day}, and not looked at by a person yet."""',
        "",
        "from crawlers.news_spider import NewsSpider",
        "",
        "",
        f"class {camel if camel[0].isalpha() else f'Site{camel}'}(NewsSpider):",
        '    """Its sources gave articles on that day."""',
        "",
        *(f"    {key} = {value}" for key, value in attributes.items() if optional.get(key, True)),
    ]
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """A Python literal of `text`, in double quotes where that needs no escape, printable on any terminal."""
    told = repr(text)
    return f'"{told[1:-1]}"' if told[0] == "'" and '"' not in told else told


def _or_unknown(text: str | None, what: str) -> str:
    return literal(text) if text else f'""{_UNKNOWN}{what}'


def _tuple(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return f"({literal(texts[0])},)"
    return f"({', '.join(map(literal, texts))})"


def _raw(regex: str) -> str:
    """A raw literal; in several pieces where one would be too long for a line."""
    if not (regex.isascii() and regex.isprintable()) or '"' in regex:
        return literal(regex)
    pieces = re.findall(rf"(?:\\.|[^\\]){{1,{_PIECE}}}", regex) or [""]
    raw = [f'r"{piece}"' for piece in pieces]
    return raw[0] if len(raw) == 1 else "(\n        " + "\n        ".join(raw) + "\n    )"
