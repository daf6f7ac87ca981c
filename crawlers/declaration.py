"""The text of a site's file, `crawlers/spiders/<site>_<cc>.py`, from what a crawl found out about it."""

import re
from collections.abc import Sequence

from pipelines.article import ExtractionHints

_LINE = 110
"""Characters of a line, as the formatter has it (pyproject.toml)."""
_PIECE = 80
"""Characters of a regular expression on one line of several."""
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
    evidence: str,
) -> str:
    """The text of the file of spider `name`, as the formatter would write it.

    `evidence` says what it rests on, and ends in the day (`… on 2026-11-22`). What is not known is left empty
    and says so; `tests/test_sites.py` then asks for it.
    """
    year = evidence[-10:-6]
    camel = "".join(part.capitalize() for part in name.split("_"))
    attributes = {
        "name": literal(name),
        "publisher": _or_unknown(hints.publisher, "the publication's name"),
        "country": _or_unknown(hints.country, "the country's code"),
        "languages": _tuple("languages", hints.languages)
        + ("" if hints.languages else f"{_UNKNOWN}ISO 639-1 codes"),
        "timezone": _or_unknown(hints.timezone, "the zone of the newsroom's city"),
        "hosts": _tuple("hosts", [host]),
        "article_url": _raw("article_url", hints.article_url or ""),
        "feed_urls": _tuple("feed_urls", feeds),
        "sitemap_urls": _tuple("sitemap_urls", sitemaps),
        "section_urls": _tuple("section_urls", sections),
        "evidence": _tuple("evidence", [f"{year}: {evidence}"]),
    }
    optional = {"feed_urls": feeds, "sitemap_urls": sitemaps, "section_urls": sections}
    lines = [
        f'"""{host}. Found out by a program; say here what you looked at yourself."""',
        "",
        "from crawlers.news_spider import NewsSpider",
        "",
        "",
        f"class {camel if camel[0].isalpha() else f'Site{camel}'}(NewsSpider):",
        '    """See `evidence`."""',
        "",
        *(f"    {key} = {value}" for key, value in attributes.items() if optional.get(key, True)),
    ]
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """A Python literal of `text`, in double quotes where that needs no more escapes: printable on any
    terminal, and nothing in it ends it."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    told = {quote: f"\\{quote}", **({"'": "'"} if quote == '"' else {'"': '"'})}
    body = "".join(told.get(char) or repr(char)[1:-1] for char in text)
    return f"{quote}{body}{quote}"


def _or_unknown(text: str | None, what: str) -> str:
    return literal(text) if text else f'""{_UNKNOWN}{what}'


def _fits(attribute: str, value: str) -> bool:
    return len(f"    {attribute} = {value}") <= _LINE


def _tuple(attribute: str, texts: Sequence[str]) -> str:
    """On one line where it fits, else with one text a line."""
    flat = ", ".join(map(literal, texts))
    if _fits(attribute, one := f"({flat}{',' if len(texts) == 1 else ''})"):
        return one
    return "(\n" + "".join(f"        {literal(text)},\n" for text in texts) + "    )"


def _raw(attribute: str, regex: str) -> str:
    """A raw literal; in several pieces where one would be too long for a line."""
    is_plain = regex.isascii() and regex.isprintable() and '"' not in regex and not regex.endswith("\\")
    one = f'r"{regex}"' if is_plain else literal(regex)
    if _fits(attribute, one) or (len(one) > _LINE - 8 and not is_plain):
        return one
    if len(one) <= _LINE - 8:
        return f"(\n        {one}\n    )"
    pieces = re.findall(rf"(?:\\.|[^\\]){{1,{_PIECE}}}", regex) or [""]
    return "(\n        " + "\n        ".join(f'r"{piece}"' for piece in pieces) + "\n    )"
