"""A store, opened: its tables, its objects, and that it is fit."""

import dataclasses
from pathlib import Path

from .folder import FolderStore
from .location import StoreLocation, parse_store_url
from .objects import ObjectStore, probe
from .s3 import S3Store
from .writer import TableWriter


@dataclasses.dataclass(frozen=True, slots=True)
class Store:
    """The bucket."""

    location: StoreLocation
    tables: TableWriter
    objects: ObjectStore
    id: str
    """A name that no other store has."""


def open_store(url: str) -> Store:
    """Open the store at `url` for writing; the first time it is probed and its tables are made.

    Raises UsageError for a wrong address, StoreUnsuitable for a store that lacks what is needed, and
    StoreError for one that cannot be reached.
    """
    location = parse_store_url(url)
    objects: ObjectStore
    if location.root is not None:
        objects, tables = FolderStore(location.root), TableWriter(location)
    else:
        bucket = S3Store(location)
        bucket.check()
        objects, tables = bucket, TableWriter(location, bucket.delta_options)
    if not tables.exist():
        probe(objects)
        tables.create()
    return Store(location=location, tables=tables, objects=objects, id=tables.store_id())


def ledger_path(folder: Path, store: Store, name: str) -> Path:
    """File of the ledger `name` for a store. Each store has its own: they know different articles."""
    return folder / store.id / f"{name}.sqlite3"
