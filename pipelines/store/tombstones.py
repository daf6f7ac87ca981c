"""Tombstones: what was taken down stays away.

Objects `tombstones/site=<site>/…`, one a forgotten address, article or whole site. Their names say all, so a
run lists them and reads none. An address stands there as a hash: it may hold what was to be forgotten.
"""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable

from .objects import ObjectStore

_SITE = "site"


@dataclasses.dataclass(frozen=True, slots=True)
class Tombstones:
    """What of one site was taken down."""

    whole_site: bool = False
    ids: frozenset[str] = frozenset()
    """Articles."""
    addresses: frozenset[str] = frozenset()
    """Hashes of `url_key`."""

    def __bool__(self) -> bool:
        return bool(self.whole_site or self.ids or self.addresses)

    def cover(self, keys: Iterable[str], article_id: str | None = None) -> bool:
        """Was a page taken down that has one of these `url_key`s, or is this article?"""
        if not self:
            return False
        return self.whole_site or article_id in self.ids or any(_hash(key) in self.addresses for key in keys)


def read_tombstones(objects: ObjectStore, site: str) -> Tombstones:
    """The tombstones of a site. Raises StoreError when the store fails."""
    ids, addresses, whole_site = set(), set(), False
    for key in objects.list(f"tombstones/site={site}/"):
        kind, _, name = key.rpartition("/")[2].removesuffix(".json").partition("-")
        whole_site |= kind == _SITE
        if kind == "id":
            ids.add(name)
        elif kind == "url":
            addresses.add(name)
    return Tombstones(whole_site, frozenset(ids), frozenset(addresses))


def sites_of_tombstone(objects: ObjectStore, article_id: str) -> set[str]:
    """The sites that an article was taken down from: one, or none. Raises StoreError."""
    keys = (key.split("/") for key in objects.list("tombstones/"))
    return {parts[1].removeprefix("site=") for parts in keys if parts[-1] == f"id-{article_id}.json"}


def sites_taken_down(objects: ObjectStore) -> set[str]:
    """The sites that were taken down whole. Raises StoreError."""
    keys = (key.split("/") for key in objects.list("tombstones/"))
    return {parts[1].removeprefix("site=") for parts in keys if parts[-1] == f"{_SITE}.json"}


def put_tombstones(
    objects: ObjectStore, site: str, *, ids: Iterable[str], keys: Iterable[str], whole_site: bool = False
) -> None:
    """Mark articles, addresses (`url_key`) or all of a site as taken down. Raises StoreError."""
    names = [f"id-{article_id}" for article_id in ids] + [f"url-{_hash(key)}" for key in keys]
    data = json.dumps({"forgotten_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}).encode()
    for name in [*names, _SITE] if whole_site else names:
        objects.put_if_absent(f"tombstones/site={site}/{name}.json", data)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
