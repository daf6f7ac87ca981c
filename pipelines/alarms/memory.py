"""What was told, and what still waits to be delivered: the object `state/alarms.json` in the store.

Hosts that share a bucket share it. Each write is conditional on what was read, so a change is noted by one
of them, and the one whose claim stands in it delivers.
"""

import dataclasses
import datetime as dt
import json
import logging
from collections.abc import Callable
from typing import Any

from ..errors import StoreError
from ..store.objects import ObjectStore
from .changes import Change, Known

logger = logging.getLogger(__name__)

KEY = "state/alarms.json"
"""Where it is in the store."""

MAX_WAITING = 500
"""Changes that wait at most, the newest: about 300 kB. A hundred sites that change state five times."""

MAX_AGE = dt.timedelta(days=7)
"""How long a change waits for its receiver: by then a person looked elsewhere, or the channel is given up."""

CLAIM = dt.timedelta(minutes=15)
"""How long a host that died holds up the others. Delivering takes 6 minutes at worst: three channels, three
tries each, of 20 s and a wait of 30 s."""

WRITES = 20
"""Tries to write: each one that is lost was another host's, which writes three times a round."""


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """A change that some channels have not delivered."""

    change: Change
    channels: tuple[str, ...]
    """Names of those channels."""


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """One host delivers at a time."""

    by: str
    """Random: the name of the round."""
    until: dt.datetime
    """By the clock of that host. A wrong clock makes a message come twice, or late."""


@dataclasses.dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered."""

    sites: dict[str, Known] = dataclasses.field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()
    claim: Claim | None = None
    failures: dict[str, str] = dataclasses.field(default_factory=dict)
    """Why a channel did not deliver last, by its name; none that did. Such a reason holds no secret."""
    dropped: int = 0
    """Changes that were never delivered to some channel, ever."""

    def without_old(self, now: dt.datetime) -> "Memory":
        """Within the bounds: the oldest are given up, and counted."""
        kept = [item for item in self.waiting if now - item.change.at <= MAX_AGE][-MAX_WAITING:]
        return dataclasses.replace(
            self, waiting=tuple(kept), dropped=self.dropped + len(self.waiting) - len(kept)
        )


def update(objects: ObjectStore, change: Callable[[Memory], Memory]) -> Memory:
    """Apply `change`, a pure function, to what is remembered; what is remembered then.

    Nothing is written when nothing changes. Raises StoreError when the store fails, or other hosts win each
    time.
    """
    for _ in range(WRITES):
        found = objects.get_tagged(KEY)
        before = read(found[0]) if found else Memory()
        after = change(before)
        if after == before:
            return after
        if found is None:
            written = objects.put_if_absent(KEY, write(after))
        else:
            written = objects.put_if_match(KEY, write(after), found[1]) is not None
        if written:
            return after
    raise StoreError(f"{KEY}: other hosts wrote it each time; run again")


def read(data: bytes) -> Memory:
    """As `write` wrote it. An object that nobody can read counts as empty: all trouble is told anew."""
    try:
        return parse(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        logger.warning("%s is damaged (%s): what was told is forgotten", KEY, type(error).__name__)
        return Memory()


def parse(data: bytes) -> Memory:
    """As `read`; raises ValueError, KeyError, TypeError or AttributeError for anything else."""
    values = json.loads(data)
    claim = values["claim"]
    return Memory(
        sites={
            str(site): Known(
                state=str(known["state"]),
                trouble_since=_moment(known["trouble_since"]),
                judged_at=dt.datetime.fromisoformat(known["judged_at"]),
            )
            for site, known in values["sites"].items()
        },
        waiting=tuple(
            Waiting(_change(item["change"]), tuple(map(str, item["channels"]))) for item in values["waiting"]
        ),
        claim=claim and Claim(str(claim["by"]), dt.datetime.fromisoformat(claim["until"])),
        failures={str(name): str(reason) for name, reason in values["failures"].items()},
        dropped=int(values["dropped"]),
    )


def write(memory: Memory) -> bytes:
    """The object's bytes."""
    return json.dumps(dataclasses.asdict(memory), ensure_ascii=False, indent=1, default=_plain).encode()


def change_values(change: Change) -> dict[str, Any]:
    """A change as JSON values."""
    values: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(change), default=_plain))
    return values


def _change(values: dict[str, Any]) -> Change:
    return Change(
        id=str(values["id"]),
        site=str(values["site"]),
        before=str(values["before"]),
        state=str(values["state"]),
        evidence=tuple(map(str, values["evidence"])),
        since=_moment(values["since"]),
        first_bad_run=values["first_bad_run"],
        at=dt.datetime.fromisoformat(values["at"]),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _plain(value: dt.datetime) -> str:
    return value.isoformat()
