"""Saving what a look saw as pages for the tests. What cannot be saved is told and left out."""

from collections.abc import Iterator
from pathlib import Path

from crawlers.recording import (
    MAX_BYTES,
    folder_of,
    recorded_page,
    saved_pages,
    saved_sources,
    to_replay,
    write_page,
    write_sources,
)
from crawlers.saved_pages import SavedSource
from crawlers.site_check.judge import missing
from crawlers.site_check.look import Seen
from pipelines.errors import UsageError
from pipelines.store.tombstones import Tombstones
from pipelines.workers import ExtractionPool


def keep(
    seen: Seen, root: Path, pool: ExtractionPool, taken_down: Tombstones, *, overwrite: bool
) -> Iterator[str]:
    """Write the sources that name articles, and the pages that are complete; what was done, a line each.
    Of a site that was taken down whole nothing is written.

    Without `overwrite`, sources are written where there is no `links.json`, and pages where there is none
    that was saved from the site: a second look must not pile them up.
    """
    folder = folder_of(root, seen.site.name)
    if taken_down.whole_site:
        yield "left out: it was taken down (scrapy forget)"
        return
    for some in (
        _keep_sources(seen, folder, overwrite),
        _keep_pages(seen, folder, pool, taken_down, overwrite),
    ):
        try:
            yield from some
        except UsageError as error:
            yield str(error)


def _keep_sources(seen: Seen, folder: Path, overwrite: bool) -> Iterator[str]:
    known = saved_sources(folder)
    if known and not overwrite:
        by_hand = " (written by hand)" if known.modelled else ""
        yield f"kept: {folder / 'links.json'}{by_hand}; --overwrite replaces it"
        return
    bodies: list[tuple[SavedSource, bytes]] = []
    for read in [read for source in seen.sources if source.links for read in source.bodies]:
        if read.saved and len(read.body) <= MAX_BYTES:
            bodies.append((read.saved, read.body))
        else:
            yield f"left out: {read.kind} {read.url} has more than {MAX_BYTES // 2**20} MB"
    if bodies:
        yield from (f"written: {path}" for path in write_sources(folder, bodies, overwrite=overwrite))


def _keep_pages(
    seen: Seen, folder: Path, pool: ExtractionPool, taken_down: Tombstones, overwrite: bool
) -> Iterator[str]:
    known = saved_pages(folder)
    if not overwrite and any(saved and not saved.modelled for saved in known.values()):
        yield f"kept: the pages in {folder} that were saved from the site; --overwrite replaces them"
        return
    number = 0
    for looked in seen.pages:
        if looked.page is None or missing(looked.result, seen.site.languages):
            continue
        try:
            # As a test will read it: without the moment that a feed gave, which no file keeps.
            page = to_replay(seen.site, looked.page, looked.content_type)
            recorded = recorded_page(page, pool.submit(page).result(), looked.content_type, taken_down)
        except UsageError as error:
            yield f"left out: {error}"
            continue
        number += 1
        paths = write_page(folder, recorded, number=number if overwrite else None, overwrite=overwrite)
        yield from (f"written: {path}" for path in paths)
