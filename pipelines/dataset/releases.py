"""A release: a frozen dataset below `releases/` of a store, opened and held against its sums."""

import contextlib
import datetime as dt
import itertools
import json
from collections.abc import Collection, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pads

from ..errors import StoreError
from ..release.published import Published, published
from ..release.sums import damages
from ..store.opening import ReadableStore, open_for_reading
from ..store.tables import told
from .articles import Articles
from .filters import Use, all_of, parse_filters

_NAMED = 3
"""Faults that an error names; the command `verify` names all."""

_PARQUET = pads.ParquetFileFormat(
    default_fragment_scan_options=pads.ParquetFragmentScanOptions(page_checksum_verification=True)
)


class Release:
    """One version of the dataset, which only a takedown changes."""

    def __init__(self, store: ReadableStore, release: Published) -> None:
        self._store = store
        self.published = release
        """What release.json says: version, build, counts, filters, files with their sums, takedowns."""

    @property
    def version(self) -> str:
        """Its version, such as `2026.11`."""
        return self.published.version

    @property
    def card(self) -> str:
        """The dataset card: README.md, which says what it holds and how it was made. Raises StoreError."""
        return self._read("README.md").decode()

    @property
    def statistics(self) -> dict[str, Any]:
        """Counts by site, language and month, as statistics.json has them. Raises StoreError."""
        found: dict[str, Any] = json.loads(self._read("statistics.json"))
        return found

    @property
    def paths(self) -> list[str]:
        """Its Parquet files for other tools: paths in a folder, `s3://…` in a bucket."""
        keys = [self.published.key(file) for file in self.published.shards]
        return [self._store.location.table(key) for key in keys]

    def _read(self, path: str) -> bytes:
        data = self._store.objects.get(self.published.prefix + path)
        if data is None:
            raise StoreError(f"release {self.version} lacks {path}")
        return data

    def articles(
        self,
        *,
        sites: str | Collection[str] | None = None,
        languages: str | Collection[str] | None = None,
        published_since: dt.date | str | None = None,
        published_until: dt.date | str | None = None,
        allowed_for: Use | None = None,
        canonical_only: bool = False,
    ) -> Articles:
        """Its articles, with the filters of `read_articles`.

        As Arrow, pandas, polars or `rows` they have `cluster_id` (of near-duplicates, across sites: the `id`
        of the first seen) and `is_canonical` (is it that one?) as well.

        :param canonical_only: of each cluster only the article that was seen first

        Raises UsageError for a wrong argument, StoreError when the first file cannot be read.
        """
        filters = parse_filters(
            sites=sites,
            languages=languages,
            published_since=published_since,
            published_until=published_until,
            allowed_for=allowed_for,
        )
        conditions = filters.conditions()
        if canonical_only:
            conditions.append(pads.field("is_canonical"))
        dataset = self.dataset()
        return Articles(dataset, dataset.schema, all_of(conditions), filters, self._reading)

    def dataset(self) -> pads.Dataset:
        """Its rows as an Arrow dataset, which DuckDB and polars scan. Raises StoreError."""
        files = self._store.files(self.published.prefix.rstrip("/"))
        with self._reading():
            fragments = [_PARQUET.make_fragment(file.path, files) for file in self.published.shards]
            if not fragments:
                raise ValueError("it names no file of articles")
            # An older release has the columns of its time.
            schema = fragments[0].physical_schema.remove_metadata()
            return pads.FileSystemDataset(fragments, schema, _PARQUET, files)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (OSError, pa.ArrowException, ValueError, OverflowError) as error:
            raise StoreError(
                f"release {self.version} cannot be read: {told(error)}. After a takedown open it again; "
                f"`steppewire verify --release {self.version}` names what is damaged"
            ) from error


def open_release(store: str, version: str, *, check: bool = True) -> Release:
    """Open the release `version` of a store.

    :param store: address of the store, `file:PATH` or `s3://BUCKET/PREFIX`
    :param check: read all its files once and compare their sums; without it, damage is told only where it
        hinders reading

    Raises UsageError where there is no such release, and StoreError, with the files' names, where one is
    missing, damaged or none of it.
    """
    opened = open_for_reading(store)
    release = published(opened.objects, version)
    if check:
        found = list(itertools.islice(damages(opened.objects, release), _NAMED + 1))
        if found and (newer := published(opened.objects, version)).build != release.build:
            # A takedown wrote another build and deleted this one meanwhile.
            release, found = newer, list(damages(opened.objects, newer))
        if found:
            named = "; ".join(map(str, found[:_NAMED]))
            more = " and more" if len(found) > _NAMED else ""
            raise StoreError(
                f"release {version} is damaged: {named}{more}. Copy it anew, or make it "
                "anew with scrapy release"
            )
    return Release(opened, release)
