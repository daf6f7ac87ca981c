"""What is published: `releases/<version>/release.json`, which says what a release is and where its files are.

It is the last object that a release writes, so a version without one is none. Its files stand below
`releases/<version>/<build>/`.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from ..errors import StoreError, UsageError
from ..store.objects import ObjectStore, is_key

FORMAT = 1
"""Version of the form of release.json."""

SUMS = "SHA256SUMS"
"""The file with the sums of all others; its own sum begins with the name of the build."""

BUILD_DIGITS = 12
"""Hexadecimal digits of a build's name: 48 bits tell the few builds of one version apart."""

_VERSION = re.compile(r"[0-9A-Za-z_-][0-9A-Za-z._-]{0,63}")
_BUILD = re.compile(rf"[0-9a-f]{{{BUILD_DIGITS}}}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclasses.dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release."""

    path: str
    """Relative to the build, with `/` between its parts: `data/articles-00000-of-00003.parquet`."""
    bytes: int
    """Its size."""
    sha256: str
    """SHA-256 of it, 64 hexadecimal digits."""


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for: what else is in the store is not in the release."""

    published_since: dt.date | None = None
    """First day of publication; None is any, also an unknown one where both are None."""
    published_until: dt.date | None = None
    """Last day of publication."""
    sites: tuple[str, ...] | None = None
    """The sites, sorted; None is all."""
    languages: tuple[str, ...] | None = None
    """The languages, sorted; None is all."""
    allowed_for: str | None = None
    """`training` where articles are left out that a statement keeps from it."""


@dataclasses.dataclass(frozen=True, slots=True)
class TakenDown:
    """A takedown after publication: how many, never which."""

    at: dt.datetime
    """UTC."""
    articles: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A release that is published."""

    version: str
    build: str
    """The first 12 hexadecimal digits of SHA-256 of `SHA256SUMS`."""
    published_at: dt.datetime
    """UTC; that of the first build, where a takedown wrote another."""
    articles: int
    clusters: int
    """Clusters of near-duplicates, an article without any being one."""
    filters: Filters
    files: tuple[ReleaseFile, ...]
    """All files below the build, sorted by path."""
    taken_down: tuple[TakenDown, ...] = ()
    """What was taken down since, oldest first."""

    @property
    def prefix(self) -> str:
        """What the keys of its files begin with."""
        return f"releases/{self.version}/{self.build}/"

    def key(self, file: ReleaseFile) -> str:
        """Key of a file in the store."""
        return self.prefix + file.path

    @property
    def shards(self) -> tuple[ReleaseFile, ...]:
        """Its Parquet files, in the order of its rows."""
        return tuple(file for file in self.files if file.path.startswith("data/"))

    def file(self, path: str) -> ReleaseFile | None:
        """The file with this path, or None."""
        return next((file for file in self.files if file.path == path), None)


def check_version(version: str) -> str:
    """`version`, where it can name a release. Raises UsageError."""
    if not _VERSION.fullmatch(version):
        raise UsageError(
            f"{version!r} is no version of a release; write up to 64 letters, digits, '.', '_' and '-', "
            "not beginning with a dot, such as 2026.11"
        )
    return version


def key_of(version: str) -> str:
    """Where release.json of a version stands."""
    return f"releases/{version}/release.json"


def versions(objects: ObjectStore) -> list[str]:
    """The versions that are published, sorted. Raises StoreError when the store fails."""
    keys = (key.split("/") for key in objects.list("releases/"))
    return sorted(parts[1] for parts in keys if len(parts) == 3 and parts[2] == "release.json")


def published(objects: ObjectStore, version: str) -> Published:
    """The release `version`.

    Raises UsageError where there is none, StoreError when the store fails or release.json is damaged.
    """
    data = objects.get(key_of(check_version(version)))
    if data is None:
        there = ", ".join(versions(objects)) or "none"
        raise UsageError(f"no release {version!r} in this store; there are: {there}")
    return from_bytes(data, version)


def to_bytes(release: Published) -> bytes:
    """`release` as release.json has it."""
    values = {"format": FORMAT, **dataclasses.asdict(release)}
    return (json.dumps(values, indent=1, default=lambda when: when.isoformat()) + "\n").encode()


def from_bytes(data: bytes, version: str) -> Published:
    """What `to_bytes` wrote for `version`. Raises StoreError, with what is wrong, for anything else."""
    try:
        values: dict[str, Any] = json.loads(data)
        _check_format(values["format"])
        release = Published(
            version=values["version"],
            build=values["build"],
            published_at=_moment(values["published_at"]),
            articles=_count(values["articles"]),
            clusters=_count(values["clusters"]),
            filters=_filters(values["filters"]),
            files=tuple(_file(file) for file in values["files"]),
            taken_down=tuple(
                TakenDown(_moment(one["at"]), _count(one["articles"])) for one in values["taken_down"]
            ),
        )
        _check(release, version)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(f"{key_of(version)} is damaged: {type(error).__name__}: {error}") from error
    return release


def _check_format(found: Any) -> None:
    if found != FORMAT:
        raise ValueError(f"format {found!r} is not known here; this version reads {FORMAT}")


def _check(release: Published, version: str) -> None:
    if release.version != version:
        raise ValueError(f"it is that of version {release.version!r}")
    if not _BUILD.fullmatch(release.build):
        raise ValueError(f"{release.build!r} is no name of a build")
    sums = release.file(SUMS)
    if sums is None or build_name(sums.sha256) != release.build:
        raise ValueError(f"its build is not named by {SUMS}")
    paths = [file.path for file in release.files]
    if sorted(set(paths)) != paths:
        raise ValueError("its files are not sorted, or one is there twice")


def build_name(sums_sha256: str) -> str:
    """Name of the build whose `SHA256SUMS` has this SHA-256."""
    return sums_sha256[:BUILD_DIGITS]


def file_of(path: str, data: bytes) -> ReleaseFile:
    """What is said of a file with these bytes."""
    return ReleaseFile(path, len(data), hashlib.sha256(data).hexdigest())


def _filters(values: dict[str, Any]) -> Filters:
    since, until = values["published_since"], values["published_until"]
    return Filters(
        published_since=None if since is None else dt.date.fromisoformat(since),
        published_until=None if until is None else dt.date.fromisoformat(until),
        sites=_texts(values["sites"]),
        languages=_texts(values["languages"]),
        allowed_for=values["allowed_for"],
    )


def _texts(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(str(value) for value in values)


def _file(values: dict[str, Any]) -> ReleaseFile:
    file = ReleaseFile(values["path"], _count(values["bytes"]), values["sha256"])
    # A path that leads elsewhere is not followed.
    if not is_key(file.path) or not _SHA256.fullmatch(file.sha256):
        raise ValueError(f"{file.path!r} is no path, or has no sum")
    return file


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is no number of things")
    return value


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return moment.astimezone(dt.UTC)
