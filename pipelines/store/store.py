"""A store, opened: its tables, its objects, and that it is fit."""

import dataclasses
from pathlib import Path

from ..article import Article
from .folder import FolderStore
from .location import StoreLocation, parse_store_url
from .objects import ObjectStore, probe
from .s3 import S3Store
from .tables import NAMES
from .writer import TableWriter


@dataclasses.dataclass(frozen=True, slots=True)
class Store:
    """The bucket."""

    location: StoreLocation
    tables: TableWriter
    objects: ObjectStore
    id: str
    """A name that no other store has."""


def open_store(url: str, *, any_columns: bool = False) -> Store:
    """Open the store at `url` for writing; the first time it is probed and its tables are made.

    With `any_columns`, also where the tables have not the columns of this version: to say what is wrong.

    Raises UsageError for a wrong address, StoreUnsuitable for a store that lacks what is needed, and
    StoreError for one that cannot be reached or whose tables have not the columns of this version.
    """
    location = parse_store_url(url)
    objects, tables = _opened(location)
    found = tables.found()
    if found is None:
        probe(objects)
        tables.create()
    elif not any_columns:
        tables.check_columns(found)
    store_id = tables.store_id(found[Article] if found else None)
    return Store(location=location, tables=tables, objects=objects, id=store_id)


def find_store(url: str) -> Store | None:
    """The store at `url`, for a run that writes nothing; None where there are no tables yet.

    Raises as `open_store`; nothing is made and nothing probed.
    """
    location = parse_store_url(url)
    objects, tables = _opened(location)
    found = tables.found()
    if found is None:
        return None
    tables.check_columns(found)
    return Store(location=location, tables=tables, objects=objects, id=tables.store_id(found[Article]))


def migrate(url: str) -> dict[str, list[str]]:
    """Bring the tables of a store to the columns of this version; what was added, by table.

    Raises as `open_store`; StoreError where there are no tables.
    """
    _, tables = _opened(parse_store_url(url))
    added = {name: tables.add_columns(record) for record, name in NAMES.items()}
    tables.check_columns()
    return added


def _opened(location: StoreLocation) -> tuple[ObjectStore, TableWriter]:
    if location.root is not None:
        return FolderStore(location.root), TableWriter(location)
    bucket = S3Store(location)
    bucket.check()
    return bucket, TableWriter(location, bucket.delta_options)


def ledger_path(folder: Path, store: Store, name: str) -> Path:
    """File of the ledger `name` for a store. Each store has its own: they know different articles."""
    return folder / store.id / f"{name}.sqlite3"
