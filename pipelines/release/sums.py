"""Are the files of a release those that it was published with?"""

import dataclasses
import hashlib
from collections.abc import Iterator

from ..store.objects import ObjectStore
from .published import Published, ReleaseFile


@dataclasses.dataclass(frozen=True, slots=True)
class Damage:
    """A file of a release that is not as it was published."""

    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.key} {self.what}"


def damages(objects: ObjectStore, release: Published) -> Iterator[Damage]:
    """Read all files of a release, one at a time; what is missing, damaged or none of it.

    Raises StoreError when the store fails.
    """
    for file in release.files:
        if (what := _what(objects.get(release.key(file)), file)) is not None:
            yield Damage(release.key(file), what)
    for key in sorted(set(objects.list(release.prefix)) - {release.key(file) for file in release.files}):
        yield Damage(key, "is no file of the release")


def _what(data: bytes | None, file: ReleaseFile) -> str | None:
    if data is None:
        return "is missing"
    if len(data) != file.bytes:
        return f"has {len(data)} bytes instead of {file.bytes}"
    return None if hashlib.sha256(data).hexdigest() == file.sha256 else "has another SHA-256"
