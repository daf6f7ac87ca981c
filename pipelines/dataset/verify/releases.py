"""Are the files of each published release those that it was published with?"""

from collections.abc import Iterator

from ...errors import StoreError
from ...release.published import key_of, published, versions
from ...release.sums import damages
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
        found = list(damages(objects, release))
        # A takedown may have replaced it meanwhile; then the new one is what counts.
        if found and (now := published(objects, version)) != release:
            found = list(damages(objects, now))
        yield from (Fault(Kind.RELEASE, damage.key, f"the file {damage.what}") for damage in found)
