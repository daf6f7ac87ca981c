"""Batch numbers that passed without a row in `pages`, each with a trace: `gaps/site=<site>/<number>.json`.

Without one, a missing number is a fault (`dataset.verify`).
"""

import json

from .objects import ObjectStore


def note_gap(objects: ObjectStore, site: str, number: int, reason: str) -> None:
    """Say that batch `number` of `site` has no row, and why. Raises StoreError when the store fails."""
    data = json.dumps({"site": site, "batch": number, "reason": reason}).encode()
    objects.put_if_absent(f"gaps/site={site}/{number}.json", data)


def read_gaps(objects: ObjectStore, site: str) -> frozenset[int]:
    """The batches of `site` that have no row, as noted. Raises StoreError when the store fails."""
    names = (key.rpartition("/")[2].removesuffix(".json") for key in objects.list(f"gaps/site={site}/"))
    return frozenset(int(name) for name in names if name.isdecimal())
