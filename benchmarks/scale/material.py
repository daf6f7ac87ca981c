"""A WARC file of real pages for a measurement: the pages of `../shared/gold`, each as many other articles.

A copy has an address of its own, and the words of each longer stretch of its text stand in another order. So
no copy is a duplicate or a near-duplicate of another, while markup, sizes and languages stay those of real
pages. Scripts stay as they are, but for the article's body in JSON-LD.
"""

import dataclasses
import datetime as dt
import gzip
import itertools
import json
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.archive import response_record
from pipelines.article import Page

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold"

_FETCHED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_CANONICAL = re.compile(r"<(?:link|meta)\b[^>]*(?:canonical|og:url)[^>]*>", re.IGNORECASE)
_BODY = re.compile(r'("articleBody"\s*:\s*")((?:[^"\\]|\\.)*)(")')
_SCRIPT = re.compile(r"(<(?:script|style|head)\b.*?</(?:script|style|head)>)", re.DOTALL | re.IGNORECASE)
_STRETCH = re.compile(r">([^<>]{60,})<")
"""Text between two tags that is longer than a menu's."""


SITES = 20
"""The pages come from as many sites as there are pages; here they are of so many, by their host. Else each
would have a file of its own in the tables, and opening files be half of what `reextract` does."""


class NoMaterial(Exception):
    """The pages are not there; the message says where they are looked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class GoldPage:
    """A saved page, as it was served."""

    url: str
    body: bytes


def gold_pages(folder: Path = GOLD) -> list[GoldPage]:
    """The saved pages that have an address, in the order of their list. Raises NoMaterial."""
    listed = folder / "gold.jsonl"
    if not listed.is_file():
        raise NoMaterial(f"there are no saved pages to measure with: {listed} is missing")
    rows = map(json.loads, listed.read_text(encoding="utf-8").splitlines())
    return [
        GoldPage(row["url"], gzip.decompress((folder / row["page"]).read_bytes()))
        for row in rows
        if row["url"]
    ]


def spread(found: list[GoldPage], count: int) -> list[GoldPage]:
    """`count` of the pages or fewer, evenly from their list, which is sorted by collection."""
    step = max(1, len(found) // count)
    return found[::step][:count]


def copy_of(page: GoldPage, number: int) -> GoldPage:
    """The page as another article of its site."""
    parts = urlsplit(page.url)
    host = f"news{zlib.crc32(parts.netloc.encode()) % SITES}.example.org"
    url = f"https://{host}/{number}/{parts.netloc}{parts.path}"
    shuffle = random.Random(f"{page.url} {number}").shuffle  # noqa: S311 - not a secret

    def mixed(text: str) -> str:
        words = text.split(" ")
        shuffle(words)
        return " ".join(words)

    # Every byte is a character of Latin-1: the page's own encoding does not matter, and stays.
    html = page.body.decode("latin-1").replace(f"//{parts.netloc}", f"//{host}")
    html = _CANONICAL.sub(f'<link rel="canonical" href="{url}">', html)
    html = _BODY.sub(lambda found: found[1] + mixed(found[2]) + found[3], html)
    pieces = _SCRIPT.split(html)
    pieces[::2] = [_STRETCH.sub(lambda found: f">{mixed(found[1])}<", piece) for piece in pieces[::2]]
    return GoldPage(url, "".join(pieces).encode("latin-1"))


def copies(pages: list[GoldPage], count: int) -> Iterator[GoldPage]:
    """`count` articles: each page in turn, then each again in other words."""
    numbered = ((page, number) for number in itertools.count(1) for page in pages)
    return (copy_of(page, number) for page, number in itertools.islice(numbered, count))


def write_warc(path: Path, pages: list[GoldPage], count: int) -> int:
    """Write `count` articles as a crawl would have left them; the bytes of their bodies together."""
    size = 0
    with path.open("wb") as file:
        for page in copies(pages, count):
            size += len(page.body)
            file.write(
                response_record(
                    Page(
                        url=page.url,
                        site="bench",
                        body=page.body,
                        headers=(("content-type", "text/html"),),
                        status=200,
                        fetched_at=_FETCHED,
                    )
                )
            )
    return size
