"""What a person reads: one message for all that changed, as short as the channel wants it."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence

from .changes import WELL, Change


@dataclasses.dataclass(frozen=True, slots=True)
class Message:
    """What is told by one channel at once."""

    id: str
    """The same whenever these changes are told again, for receivers that want to know."""
    headline: str
    """One printable line."""
    changes: tuple[Change, ...] = ()
    note: str = ""
    """A line below."""

    def text(self, limit: int, length: Callable[[str], int] = len) -> str:
        """Plain text of `limit` at most, as `length` measures: of what does not fit, names and the number."""
        parts = [self.headline]
        used = length(self.headline)
        ending = f"\n\n{self.note}" if self.note else ""
        # What says how many more there are fits in 40.
        room = limit - length(ending) - 40
        for told, change in enumerate(self.changes):
            part = f"\n\n{describe(change)}"
            if used + length(part) > room:
                parts.append(_rest(self.changes[told:], limit - used - length(ending), length))
                break
            parts.append(part)
            used += length(part)
        return "".join(parts) + ending


def _rest(changes: Sequence[Change], room: int, length: Callable[[str], int]) -> str:
    """How many more there are, with as many names as there is room for."""
    text = f"\n\n… and {len(changes)} more"
    for number, change in enumerate(changes):
        longer = f"{text}{', ' if number else ': '}{change.site}"
        # Room for the sign that names are missing.
        if length(longer) > room - 3:
            return f"{text}, …" if number else text
        text = longer
    return text


def message_of(changes: Sequence[Change], dropped: int = 0) -> Message:
    """The message that tells `changes`, of which there is one at least; `dropped` ones were never told."""
    bad = len({change.site for change in changes if change.state != WELL})
    well = len({change.site for change in changes if change.state == WELL})
    said = [f"{_sites(bad)} not well"] if bad else []
    said += [f"{_sites(well)} well again"] if well else []
    return Message(
        # Of the last one: changes are told in the order in which they came.
        id=changes[-1].id,
        headline=f"Steppewire: {', '.join(said)}",
        changes=tuple(changes),
        note=f"{dropped} earlier changes could not be delivered and were dropped." if dropped else "",
    )


def _sites(number: int) -> str:
    return "1 site is" if number == 1 else f"{number} sites are"


def describe(change: Change) -> str:
    """A change in plain text: a line, and its evidence below."""
    if change.state == WELL:
        after = f" after {span(change.at - change.since)}" if change.since else ""
        return f"{change.site}: recovered{after} (was {change.before}), {moment(change.at)}"
    was = "" if change.before == WELL else f" (was {change.before})"
    since = f" since {moment(change.since)}" if change.since else ""
    run = f", first bad run {change.first_bad_run}" if change.first_bad_run else ""
    return "\n".join(
        [f"{change.site}: {change.state}{was}{since}{run}", *(f"- {x}" for x in change.evidence)]
    )


def moment(when: dt.datetime) -> str:
    """`2026-11-22 21:07 UTC`."""
    return f"{when.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def span(length: dt.timedelta) -> str:
    """`2 d 3 h`, `3 h 5 min`, `5 min`."""
    minutes = max(0, int(length.total_seconds()) // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
