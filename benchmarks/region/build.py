"""Writes the region set: a folder of the form of a gold set, the same bytes each time."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.region.articles import write_articles
from benchmarks.region.pages import render, url_of
from benchmarks.region.sites import Site, sites
from benchmarks.region.texts import Writer, wording

SEED = "region 1"
"""Another seed is another set."""

Row = dict[str, Any]


def build(folder: Path) -> list[Row]:
    """Write `gold.jsonl` and `pages/` into a folder; gives the rows. Raises OSError where that fails."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    rows = []
    for site in sites():
        for row, body in site_pages(site):
            (folder / row["page"]).write_bytes(gzip.compress(body, mtime=0))
            rows.append(row)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "gold.jsonl").write_text("".join(lines), encoding="utf-8")
    return rows


def site_pages(site: Site) -> Iterator[tuple[Row, bytes]]:
    """The rows of a site and the bytes of their pages, the oldest article first."""
    words = wording(site.wording)
    articles = write_articles(Writer(words, site.name, random.Random(f"{SEED} {site.id}")), site.utc_offset)  # noqa: S311
    for article in articles:
        page = render(site, articles, article.number)
        name = f"{site.id}-{article.number:02}"
        row = {
            "id": name,
            "set": "region",
            "url": url_of(site, article),
            "site": site.host,
            "lang": words.language,
            "page": f"pages/{name}.html.gz",
            "text": article.text,
            "title": article.title,
            "author": words.names[article.author],
            "date": article.published.isoformat(),
            "furniture": page.furniture,
            "furniture_learned": page.learned,
            "traps": list(article.traps),
            "source": "modelled",
        }
        yield row, page.html.encode(site.encoding, errors="xmlcharrefreplace")
