"""The states of a site, and what is said with one."""

import dataclasses
import datetime as dt
from typing import Literal, get_args

State = Literal[
    "well",
    "quiet",  # fewer articles than usual, and nothing else is wrong
    "broken layout",  # pages come, and articles or their fields are lost
    "blocked",  # the site refuses: 401, 403, 429, challenge pages, robots.txt
    "unreachable",  # no answer, or 5xx
    "feed dead",  # sources cannot be read, or name nothing new any more
    "slow",  # it answers much slower than it used to
]
STATES: tuple[State, ...] = get_args(State)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SiteHealth:
    """The state of a site after a run."""

    site: str
    state: State
    evidence: tuple[str, ...] = ()
    """What it rests on, a line each: the bad runs beside the weeks before. Empty for `well`."""
    since: dt.datetime | None = None
    """Start of the first bad run, UTC; None for `well`."""
    first_bad_run: str | None = None
    """`run_id` of that run."""
    judged_at: dt.datetime
    """UTC."""
