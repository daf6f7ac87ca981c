"""Are the files of each published release those that it was published with?"""

import hashlib
from collections.abc import Iterator

from ...errors import StoreError
from ...release.published import Published, key_of, published, versions
from ...store.objects import ObjectStore
from .faults import Fault, Kind


def check_releases(objects: ObjectStore) -> Iterator[Fault]:
    """Read all files of all releases. Raises StoreError when the store fails.

    What a killed release left is no fault: no reader finds it, and the next release deletes it.
    """
    for version in versions(objects):
        try:
            release = published(objects, version)
        except StoreError as error:
            yield Fault(Kind.RELEASE, key_of(version), str(error))
            continue
        faults = list(_of_files(objects, release))
        # A takedown may have replaced it meanwhile; then the new one is what counts.
        if faults and published(objects, version) != release:
            faults = list(_of_files(objects, published(objects, version)))
        yield from faults


def _of_files(objects: ObjectStore, release: Published) -> Iterator[Fault]:
    for file in release.files:
        data = objects.get(release.key(file))
        if data is None:
            yield Fault(Kind.RELEASE, release.key(file), "the file is missing")
        elif len(data) != file.bytes or hashlib.sha256(data).hexdigest() != file.sha256:
            yield Fault(Kind.RELEASE, release.key(file), "it is not the file that was published")
