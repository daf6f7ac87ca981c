"""A store, opened for reading: nothing is made where nothing is."""

import dataclasses

import pyarrow.fs as pafs

from ..errors import StoreError
from .files import table_files
from .folder import FolderStore
from .location import StoreLocation, parse_store_url
from .objects import ObjectStore
from .s3 import S3Store
from .tables import Tables


@dataclasses.dataclass(frozen=True, slots=True)
class ReadableStore:
    """A store that is read."""

    location: StoreLocation
    tables: Tables
    objects: ObjectStore

    def files(self, folder: str) -> pafs.FileSystem:
        """A folder of the store, as Arrow opens its files."""
        options = self.objects.delta_options() if isinstance(self.objects, S3Store) else {}
        return table_files(self.location, folder, options)


def open_for_reading(url: str) -> ReadableStore:
    """The store at `url`; in a bucket, tables and objects by the credentials that boto3 finds.

    Raises UsageError for a wrong address and StoreError for a folder or bucket that is not there.
    """
    location = parse_store_url(url)
    if location.root is not None and not location.root.is_dir():
        raise StoreError(f"no dataset at {location.url}: there is no folder {location.root}")
    objects = open_objects(location)
    options = objects.delta_options if isinstance(objects, S3Store) else None
    return ReadableStore(location, Tables(location, options), objects)


def open_objects(location: StoreLocation) -> ObjectStore:
    """The objects of a store whose tables may not open. Raises StoreError when it cannot be reached."""
    if location.root is not None:
        return FolderStore(location.root)
    bucket = S3Store(location)
    bucket.check()
    return bucket
