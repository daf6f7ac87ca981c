"""What is worth telling: the state of a site is another than the one that was told last.

Pure: what was told is given, what is new comes out.
"""

import dataclasses
import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ..health.states import SiteHealth

WELL = "well"

LINES = 4
"""Lines of evidence in a message: it says where to look, the report says the rest."""

LINE_LENGTH = 240
"""Characters of such a line."""

ProblemKind = Literal[
    "store failed",  # exit code 3: the store or the ledger could not be reached
    "out of time",  # its time was over and it did not end: killed
    "died",  # a signal ended it, or it left neither a record nor a reason
]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RunProblem:
    """A run that left no record to judge the site by. It stands before what earlier runs say of the site."""

    site: str
    kind: ProblemKind
    evidence: tuple[str, ...] = ()
    """A line each."""
    since: dt.datetime
    """Start of the run, UTC."""
    run_id: str | None = None
    """Where it is known."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was told of a site last."""

    state: str
    """A state of `health.states`, or a `ProblemKind`."""
    trouble_since: dt.datetime | None
    """Start of the first run that was not well, whatever the trouble was; None for `well`."""
    judged_at: dt.datetime
    """UTC. What was judged before is not told any more."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A site's state became another one."""

    id: str
    """Random: the change's name until it is delivered."""
    site: str
    before: str
    """The state that was told before; `well` for a site of which nothing was told."""
    state: str
    evidence: tuple[str, ...] = ()
    """A printable line each; none for `well`."""
    since: dt.datetime | None = None
    """Start of the first bad run, UTC; for `well`, of the trouble that is over."""
    first_bad_run: str | None = None
    """`run_id` of the first bad run; None for `well`."""
    at: dt.datetime
    """When it was judged, UTC."""


def compare(
    known: Mapping[str, Known],
    healths: Sequence[SiteHealth],
    problems: Sequence[RunProblem],
    now: dt.datetime,
) -> tuple[list[Change], dict[str, Known]]:
    """The changes since what is `known`, by name of the site, and what is known then.

    Nothing is new about a site that was well and is, or that has the same trouble; nor does it follow from
    a judgement that is older than what was told, by another host.
    """
    found = {health.site: _of_health(health) for health in healths}
    # A run without a record leaves the health as it was: the problem is what is new.
    found |= {problem.site: _of_problem(problem, now) for problem in problems}
    after, changes = dict(known), []
    for site, change in sorted(found.items()):
        last = known.get(site)
        before = last.state if last else WELL
        if change.state == before or (last and change.at < last.judged_at):
            continue
        begun = last.trouble_since if last else None
        if change.state == WELL:
            changes.append(dataclasses.replace(change, before=before, since=begun))
        else:
            changes.append(dataclasses.replace(change, before=before))
        trouble = None if change.state == WELL else begun or change.since or change.at
        after[site] = Known(state=change.state, trouble_since=trouble, judged_at=change.at)
    return changes, after


def _of_health(health: SiteHealth) -> Change:
    return Change(
        id=secrets.token_hex(8),
        site=printable(health.site),
        before=WELL,
        state=health.state,
        evidence=shown(health.evidence),
        since=health.since,
        first_bad_run=health.first_bad_run,
        at=health.judged_at,
    )


def _of_problem(problem: RunProblem, now: dt.datetime) -> Change:
    return Change(
        id=secrets.token_hex(8),
        site=printable(problem.site),
        before=WELL,
        state=problem.kind,
        evidence=shown(problem.evidence),
        since=problem.since,
        first_bad_run=problem.run_id,
        at=now,
    )


def shown(lines: Iterable[str]) -> tuple[str, ...]:
    """The first lines of the evidence, each cut and printable."""
    return tuple(printable(line) for line in tuple(lines)[:LINES])


def printable(text: str) -> str:
    """One line, without control, direction and half characters: parts of it may be a page's."""
    plain = "".join(character if character.isprintable() else " " for character in text[: 2 * LINE_LENGTH])
    line = " ".join(plain.split())
    return line if len(line) <= LINE_LENGTH else f"{line[: LINE_LENGTH - 1]}…"
