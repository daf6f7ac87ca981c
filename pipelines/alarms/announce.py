"""Telling what changed: noted in the store first, then delivered, then crossed out.

A change is noted by one host (the write is conditional) and delivered by one (its claim stands in the same
object). It comes twice only when a host dies between delivering and crossing out, or when a receiver takes
a message and does not say so.
"""

import dataclasses
import datetime as dt
import logging
import secrets
from collections.abc import Mapping, Sequence

from ..health.states import SiteHealth
from ..store.objects import ObjectStore
from .changes import Change, RunProblem, compare
from .delivery import Channel, Result, deliver
from .memory import CLAIM, Claim, Memory, Waiting, update
from .message import message_of

logger = logging.getLogger(__name__)

_TURNS = 3
"""How often a round delivers what other hosts noted while it was delivering; the rest waits for theirs."""


@dataclasses.dataclass(frozen=True, slots=True)
class Announced:
    """What a round told."""

    changes: tuple[Change, ...] = ()
    """That it noted."""
    delivered: dict[str, int] = dataclasses.field(default_factory=dict)
    """Changes that reached a receiver, by channel: what earlier rounds kept as well."""
    failures: dict[str, str] = dataclasses.field(default_factory=dict)
    """Why a channel did not deliver, by its name."""
    waiting: int = 0
    """Changes that wait for the next round, for one channel or more."""
    dropped: int = 0
    """Changes that were given up in this round."""


def announce(
    objects: ObjectStore,
    healths: Sequence[SiteHealth],
    channels: Sequence[Channel],
    now: dt.datetime,
    *,
    problems: Sequence[RunProblem] = (),
) -> Announced:
    """Tell by each channel what changed since it was told last, and what could not be delivered then.

    Without a channel nothing is noted: the first round that has one tells all that is not well. Raises
    StoreError when the store fails; what a receiver does is no error.
    """
    if not channels:
        return Announced()
    round_ = _Round(objects, channels, now)
    round_.note(healths, problems)
    for _ in range(_TURNS):
        memory = round_.claim()
        if memory is None:
            break
        round_.cross_out(round_.tell(memory))
    return round_.told()


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    """A message that was tried."""

    result: Result
    ids: frozenset[str]
    """Of the changes in it."""


class _Round:
    """One call of `announce`."""

    def __init__(self, objects: ObjectStore, channels: Sequence[Channel], now: dt.datetime) -> None:
        self._objects = objects
        self._channels = channels
        self._now = now
        self._id = secrets.token_hex(8)
        self._changes: list[Change] = []
        self._tried: dict[str, set[str]] = {channel.name: set() for channel in channels}
        self._delivered: dict[str, int] = {}
        self._failures: dict[str, str] = {}
        self._dropped = 0
        self._memory = Memory()

    def note(self, healths: Sequence[SiteHealth], problems: Sequence[RunProblem]) -> None:
        """Write down what is new, and give up what is too old."""
        names = tuple(channel.name for channel in self._channels)

        def change(before: Memory) -> Memory:
            self._changes, sites = compare(before.sites, healths, problems, self._now)
            new = tuple(Waiting(one, names) for one in self._changes)
            after = dataclasses.replace(before, sites=sites, waiting=(*before.waiting, *new))
            after = after.without_old(self._now)
            self._dropped = after.dropped - before.dropped
            return after

        self._memory = update(self._objects, change)
        for one in self._changes:
            logger.info("Alarm: %s was %s, is %s", one.site, one.before, one.state)
        if self._dropped:
            logger.warning("%d alarms were never delivered and are dropped", self._dropped)

    def claim(self) -> Memory | None:
        """Take the right to deliver; None when nothing waits, or another host is delivering."""
        if not self._wait_for_us(self._memory):
            return None
        mine = Claim(self._id, self._now + CLAIM)

        def change(before: Memory) -> Memory:
            taken = before.claim is not None and before.claim.until > self._now
            if taken or not self._wait_for_us(before):
                return before
            return dataclasses.replace(before, claim=mine)

        self._memory = update(self._objects, change)
        return self._memory if self._memory.claim == mine else None

    def _wait_for_us(self, memory: Memory) -> bool:
        return any(self._untold(memory, name) for name in self._tried)

    def _untold(self, memory: Memory, name: str) -> list[Change]:
        """What a channel has to tell still, and did not try in this round."""
        return [
            item.change
            for item in memory.waiting
            if name in item.channels and item.change.id not in self._tried[name]
        ]

    def tell(self, memory: Memory) -> dict[str, _Told]:
        """One message by each channel that has something to tell; what became of it."""
        told = {}
        for channel in self._channels:
            changes = self._untold(memory, channel.name)
            if not changes:
                continue
            ids = frozenset(change.id for change in changes)
            self._tried[channel.name] |= ids
            result = deliver(channel, message_of(changes, self._dropped))
            told[channel.name] = _Told(result, ids)
            if result.delivered:
                self._delivered[channel.name] = self._delivered.get(channel.name, 0) + len(changes)
            else:
                self._failures[channel.name] = result.reason
            _log(channel.name, result, memory.failures.get(channel.name), len(changes))
        return told

    def cross_out(self, told: Mapping[str, _Told]) -> None:
        """Write down what was delivered, and let others deliver."""
        done = {name: one.ids for name, one in told.items() if one.result.delivered}

        def change(before: Memory) -> Memory:
            mine = before.claim is not None and before.claim.by == self._id
            failures = {name: why for name, why in before.failures.items() if name not in told}
            failures |= {name: one.result.reason for name, one in told.items() if not one.result.delivered}
            return dataclasses.replace(
                before,
                waiting=tuple(_without(before.waiting, done)),
                claim=None if mine else before.claim,
                failures=failures,
            )

        self._memory = update(self._objects, change)

    def told(self) -> Announced:
        """What the round did."""
        return Announced(
            changes=tuple(self._changes),
            delivered=self._delivered,
            failures=self._failures,
            waiting=len(self._memory.waiting),
            dropped=self._dropped,
        )


def _without(waiting: Sequence[Waiting], done: Mapping[str, frozenset[str]]) -> list[Waiting]:
    """What still waits when `done` (ids by channel) is delivered."""
    left = []
    for item in waiting:
        channels = tuple(name for name in item.channels if item.change.id not in done.get(name, ()))
        if channels:
            left.append(Waiting(item.change, channels))
    return left


def _log(name: str, result: Result, before: str | None, changes: int) -> None:
    """Say once what is wrong with a channel, and when it is well again."""
    if result.delivered:
        logger.info("%d alarms delivered by %s", changes, name)
    else:
        # The same reason again is told to those who look only.
        level = logging.INFO if result.reason == before else logging.WARNING
        logger.log(level, "%d alarms wait, as %s does not deliver: %s", changes, name, result.reason)
