"""Are run records, copies of queues, leases, site templates, notes and what alarms remember of their form?"""

import datetime as dt
import json
from collections.abc import Callable, Iterator

from ...alarms import memory
from ...clean.template import from_bytes
from ...errors import StoreError
from ...reextract import notes
from ...report.run_record import load
from ...store.objects import ObjectStore
from .faults import Fault, Kind

_BAD = (ValueError, KeyError, TypeError, AttributeError, StoreError)


def _check_run(data: bytes) -> None:
    load(data)


def _check_state(data: bytes) -> None:
    for row in json.loads(data)["pending"]:
        if not (isinstance(row["url"], str) and isinstance(row["source"], str)):
            raise TypeError("an address or its source is no text")
        if row["published"] is not None:
            dt.datetime.fromisoformat(row["published"])


def _check_lease(data: bytes) -> None:
    if not isinstance(json.loads(data)["site"], str):
        raise TypeError("its site is no text")


def _check_template(data: bytes) -> None:
    from_bytes(data)


def _check_alarms(data: bytes) -> None:
    memory.parse(data)


def _check_note(data: bytes) -> None:
    notes.parse(data)


_FORMS: dict[str, Callable[[bytes], None]] = {
    "leases/": _check_lease,
    notes.PREFIX: _check_note,
    "runs/": _check_run,
    memory.KEY: _check_alarms,
    "state/site=": _check_state,
    "templates/": _check_template,
}


def check_objects(objects: ObjectStore, site: str | None) -> Iterator[Fault]:
    """Look at all of them, or at those of `site`. Raises StoreError when the store fails."""
    for prefix, check in _FORMS.items():
        for key in objects.list(prefix):
            name = key.rpartition("/")[2]
            of_site = (f"site={site}.json", f"templates/site={site}/{name}")
            if site and not (name in of_site or key in of_site or name.startswith(f"{site}-")):
                continue
            data = objects.get(key)
            # Freed or replaced meanwhile.
            if data is None:
                continue
            try:
                check(data)
            except _BAD as error:
                detail = f"{type(error).__name__}: {error}"
                # A template's number stays taken: rows name it, and they hold themselves what it took out.
                yield Fault(Kind.OBJECT, key, detail, repairable=prefix != "templates/", site=site)
