"""What a check says."""

import dataclasses
from collections.abc import Iterable
from typing import Literal, get_args

Verdict = Literal["ok", "warning", "failed"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""From the best to the worst."""

KIB, MIB, GIB = 2**10, 2**20, 2**30


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    name: str
    """Of the check."""
    verdict: Verdict
    """`ok`, `warning`: crawls go on, but somebody should look, or `failed`: crawls will fail."""
    seen: str
    """What was seen, one line."""
    todo: str = ""
    """What to do, one line; empty where nothing is to be done."""
    details: tuple[str, ...] = ()
    """More of what was seen, a line each, what wants a look first."""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several verdicts; `ok` of none."""
    return max(verdicts, key=VERDICTS.index, default="ok")


def size(count: float) -> str:
    """A number of bytes for people."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count / KIB:.0f} KiB"


def span(seconds: float) -> str:
    """A duration for people: in its largest unit of which there are two or more."""
    for length, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if abs(seconds) >= 2 * length:
            return f"{seconds / length:.0f} {name}"
    return f"{seconds:.0f} s"
