"""What of a site was looked at by the rules of today: `reextract/site=<site>.json`.

A page that the rules of today take as those of its time did leaves no row. Without a note, each run would
extract it again. The note may be lost: then it is done again, and nothing comes of it twice.
"""

import dataclasses
import datetime as dt
import json
from typing import Any

from ..article import RULES_VERSION
from ..store.objects import ObjectStore

PREFIX = "reextract/"


@dataclasses.dataclass(frozen=True, slots=True)
class Stretch:
    """Pages that were looked at: all that are of these days and batches."""

    since: dt.date | None
    """First day of their fetch, UTC; null for all days before."""
    until: dt.date | None
    """Last day; null for all days after."""
    batch: int
    """Number of the last batch that was looked at."""


def covers(stretch: Stretch, day: dt.date, batch: int) -> bool:
    """Is a page in it that was fetched on `day` and is of `batch`?"""
    return (
        batch <= stretch.batch
        and (stretch.since is None or stretch.since <= day)
        and (stretch.until is None or day <= stretch.until)
    )


def includes(outer: Stretch, inner: Stretch) -> bool:
    """Is every page of `inner` in `outer`?"""
    return (
        inner.batch <= outer.batch
        and (outer.since is None or (inner.since is not None and outer.since <= inner.since))
        and (outer.until is None or (inner.until is not None and inner.until <= outer.until))
    )


def key_of(site: str) -> str:
    """Where the note of a site stands."""
    return f"{PREFIX}site={site}.json"


def read_note(objects: ObjectStore, site: str, last: int) -> tuple[Stretch, ...]:
    """What of a site was looked at by today's rules; nothing where the note is of others, damaged, or of a
    store that has since been set back to an older copy.

    :param last: number of the site's last batch

    Raises StoreError when the store fails.
    """
    data = objects.get(key_of(site))
    if data is None:
        return ()
    try:
        found = parse(data)
    except (ValueError, KeyError, TypeError):
        return ()
    return () if any(one.batch > last for one in found) else found


def parse(data: bytes) -> tuple[Stretch, ...]:
    """What a note says of today's rules. Raises ValueError, KeyError or TypeError for what is none."""
    values = json.loads(data)
    stretches = tuple(
        Stretch(_day(one["since"]), _day(one["until"]), int(one["batch"])) for one in values["looked_at"]
    )
    return stretches if int(values["rules_version"]) == RULES_VERSION else ()


def put_note(objects: ObjectStore, site: str, before: tuple[Stretch, ...], stretch: Stretch) -> None:
    """Note that `stretch` was looked at, beside what was `before`. Raises StoreError.

    Of two runs at once one note wins: pages of the other are looked at again.
    """
    stretches = [*(one for one in before if not includes(stretch, one)), stretch]
    values: dict[str, Any] = {
        "site": site,
        "rules_version": RULES_VERSION,
        "looked_at": [
            {"since": _text(one.since), "until": _text(one.until), "batch": one.batch} for one in stretches
        ],
    }
    objects.replace(key_of(site), json.dumps(values).encode())


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _text(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
