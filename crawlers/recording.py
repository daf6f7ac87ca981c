"""Puts what a site answered into `tests/sites/<site>`: for `scrapy record` and `scrapy check-sites`.

Nothing that is there is replaced unless that was asked for: a changed expectation is a reviewed difference.
"""

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from crawlers.news_spider import NewsSpider
from crawlers.saved_pages import (
    PAGE_FIELDS,
    SavedPage,
    SavedSource,
    SavedSources,
    field_of,
    page_of,
    read_page,
    read_sources,
    to_json,
)
from crawlers.whole_file import write_whole
from pipelines.article import Article, Failed, Page, Rejected
from pipelines.errors import UsageError
from pipelines.store.tombstones import Tombstones
from pipelines.urls import url_key

MAX_BYTES = 2 * 2**20
"""The largest body that is saved. News pages have 0.3 MB, mean of 129; what has more is an archive's sitemap,
which a repository should not carry."""

_NEEDED = ("title", "published_local", "text")
_PAGE_FILE = re.compile(r"page(?:-([1-9][0-9]{0,3}))?\.(?:json|html)")


class Recorded(NamedTuple):
    """A body and what stands beside it."""

    saved: SavedPage
    body: bytes


def folder_of(root: Path, site: str) -> Path:
    """Where the saved pages of a site are in a checkout."""
    return root / "tests" / "sites" / site


def to_replay(site: type[NewsSpider], page: Page, content_type: str) -> Page:
    """The page as a test reads it: with what a file keeps of it, and no more.

    `content_type` is the header; it is the only one that is kept. Raises UsageError for an answer that
    is no page, and for a body that is too large.
    """
    if not 200 <= page.status < 300:
        raise UsageError(f"{page.url} answered HTTP {page.status}; nothing is written")
    _check_size(page.url, page.body)
    return page_of(site, _unexpected(page, content_type), page.body)


def recorded_page(
    page: Page,
    result: Article | Rejected | Failed,
    content_type: str,
    taken_down: Tombstones | None = None,
) -> Recorded:
    """The page with what must come of it. `result` is what came of `to_replay`.

    Raises UsageError for a page that gives no article, or not enough of one to expect anything, and for one
    that was taken down.
    """
    if isinstance(result, Rejected | Failed):
        why = result.reason if isinstance(result, Rejected) else result.failure
        detail = f" ({result.detail})" if result.detail else ""
        raise UsageError(f"{page.url} gives no article: {why}{detail}; nothing is written")
    if taken_down and taken_down.cover([url_key(page.url), url_key(result.canonical_url)], result.id):
        raise UsageError(f"{page.url} was taken down (scrapy forget); it is not saved either")
    if lacking := [name for name in _NEEDED if not getattr(result, name)]:
        raise UsageError(f"{page.url} gives an article without {' and '.join(lacking)}; nothing is written")
    article_url = page.hints.article_url
    if article_url and not re.search(article_url, page.url):
        raise UsageError(f"{page.url} is no address of an article by article_url; nothing is written")
    expected = {name: value for name in PAGE_FIELDS if (value := field_of(result, name))}
    return Recorded(dataclasses.replace(_unexpected(page, content_type), expected=expected), page.body)


def write_page(
    folder: Path, recorded: Recorded, *, number: int | None = None, overwrite: bool = False
) -> tuple[Path, Path]:
    """Write `page.html` and `page.json`, or those with a number; gives both.

    Without `number`, a page that is there keeps its own, by its address, and another takes the next free
    one. Raises UsageError where that would replace a page and `overwrite` does not say so, and where the
    folder cannot be read or written.
    """
    known = saved_pages(folder)
    if number is None:
        key = url_key(recorded.saved.url)
        same = (at for at, saved in known.items() if saved and url_key(saved.url) == key)
        free = (at for at in range(1, len(known) + 2) if at not in known)
        number = next(same, None) or next(free)
    body, facts = _page_path(folder, number, "html"), _page_path(folder, number, "json")
    if number in known and not overwrite:
        raise UsageError(f"{_named(facts, known[number])} is there: add --overwrite to replace it")
    write_whole(body, recorded.body)
    write_whole(facts, to_json(recorded.saved).encode())
    return body, facts


def write_sources(
    folder: Path,
    sources: Sequence[tuple[SavedSource, bytes]],
    *,
    overwrite: bool = False,
    modelled: str | None = None,
) -> list[Path]:
    """Write sources into `links.json`, and their bodies beside it; gives what was written.

    `modelled` says what the form of bodies rests on that were written by hand. What there is of other sources
    stays, unless one is written by hand and the other saved. Raises UsageError where that would replace one,
    or would mix the two, and `overwrite` does not say so; and where the folder cannot be read or written, or
    a body is too large.
    """
    known = saved_sources(folder)
    path = folder / "links.json"
    urls = {source.url for source, _ in sources}
    if known and not overwrite:
        if known.modelled is not (modelled is not None):
            how = "written by hand" if known.modelled else "saved from the site"
            raise UsageError(f"{path} was {how}: add --overwrite to replace it")
        if again := [source.url for source in known.sources if source.url in urls]:
            raise UsageError(f"{path} has {again[0]}: add --overwrite to replace it")
    for source, body in sources:
        _check_size(source.url, body)
    old = known.sources if known else []
    is_modelled = modelled is not None
    kept = [source for source in old if known and known.modelled is is_modelled and source.url not in urls]
    taken = {source.file for source in kept}
    written, added = [], []
    for source, body in sources:
        name = _body_name(source, body, taken)
        taken.add(name)
        write_whole(folder / name, body)
        written.append(folder / name)
        added.append(dataclasses.replace(source, file=name))
    for source in old:
        # A name, not a path: the file may have been written by anybody.
        if source.file not in taken and Path(source.file).name == source.file:
            (folder / source.file).unlink(missing_ok=True)
    years = sorted({source.read_at[:10] for source in [*kept, *added]})
    evidence = modelled or f"saved from the site on {', '.join(years)}"
    saved = SavedSources(modelled=is_modelled, evidence=evidence, sources=[*kept, *added])
    write_whole(path, to_json(saved).encode())
    return [*written, path]


def saved_pages(folder: Path) -> dict[int, SavedPage | None]:
    """The saved pages by number, `page.json` being 1; None for one whose facts are missing.

    Raises UsageError where one cannot be read.
    """
    found: dict[int, SavedPage | None] = {}
    for path in sorted(folder.glob("page*")):
        if match := _PAGE_FILE.fullmatch(path.name):
            number = int(match[1] or 1)
            found.setdefault(number, None)
            if path.suffix == ".json":
                try:
                    found[number] = read_page(path)
                except (OSError, ValueError, TypeError) as error:
                    raise UsageError(f"{path} cannot be read ({error}): mend it or delete it") from error
    return found


def saved_sources(folder: Path) -> SavedSources | None:
    """`links.json`; None where there is none. Raises UsageError where it cannot be read."""
    try:
        return read_sources(folder)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{folder / 'links.json'} cannot be read ({error}): mend it or delete it") from error


def _unexpected(page: Page, content_type: str) -> SavedPage:
    moment = page.fetched_at.astimezone(dt.UTC).replace(microsecond=0)
    return SavedPage(
        modelled=False,
        evidence=f"saved from the site on {moment:%Y-%m-%d}",
        url=page.url,
        fetched_at=moment.isoformat(),
        content_type=content_type or "text/html",
        expected={},
    )


def _check_size(url: str, body: bytes) -> None:
    if len(body) > MAX_BYTES:
        size = f"{len(body) / 2**20:.1f} MB"
        raise UsageError(f"{url} has {size}, more than the {MAX_BYTES // 2**20} MB that are saved")


def _page_path(folder: Path, number: int, suffix: str) -> Path:
    return folder / f"page{f'-{number}' if number > 1 else ''}.{suffix}"


def _named(path: Path, saved: SavedPage | None) -> str:
    return f"{path} (written by hand)" if saved and saved.modelled else str(path)


def _body_name(source: SavedSource, body: bytes, taken: set[str]) -> str:
    """`feed.xml`, then `feed-2.xml`."""
    suffix = "xml" if source.kind != "section" else "json" if _is_json(body) else "html"
    number = 1
    while (name := f"{source.kind}{f'-{number}' if number > 1 else ''}.{suffix}") in taken:
        number += 1
    return name


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
