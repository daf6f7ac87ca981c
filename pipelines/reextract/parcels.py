"""Stored pages in parcels for tasks: those of a WARC segment together, so that few requests read it."""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping

from ..article import ExtractionHints, PageRecord

PARCEL_PAGES = 200
"""Pages of a parcel at most: some eight seconds of one processor, beside which a look into the tables (0.1 s
in a bucket) is nothing; its results are some 3 MB."""

WINDOW_PAGES = 20_000
"""Rows that are sorted by their segments at a time, about 900 bytes each. So pages of many sites that an
ingest put into one segment are read together, whatever the number of rows in all."""


@dataclasses.dataclass(frozen=True, slots=True)
class Parcel:
    """What a task is given: pickled, and the same wherever it runs."""

    store_url: str
    rows: tuple[PageRecord, ...]
    """Rows of `pages`, of one segment, in the order of their records."""
    hints: Mapping[str, ExtractionHints]
    """What is known of their sites today; nothing of one that nobody declared."""


def in_parcels(
    rows: Iterable[PageRecord], store_url: str, hints: Mapping[str, ExtractionHints]
) -> Iterator[Parcel]:
    """Rows of one window, in parcels."""
    by_segment = sorted(rows, key=lambda row: (row.warc_key or "", row.warc_offset or 0))
    for _, group in itertools.groupby(by_segment, lambda row: row.warc_key):
        while some := tuple(itertools.islice(group, PARCEL_PAGES)):
            sites = {row.site for row in some}
            yield Parcel(store_url, some, {site: hints[site] for site in sorted(sites & hints.keys())})
