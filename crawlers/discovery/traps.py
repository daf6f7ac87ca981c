"""Addresses that lead a crawler in circles: each is new, and there is no end of them.

The rules look at an address alone. They take what no article of a news site has, so that nothing is lost by
them; what they miss meets the bounds on pages, sources and walks of a run.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Literal
from urllib.parse import unquote_plus

Trap = Literal["too_deep", "repeating", "parameters", "calendar"]

MAX_SEGMENTS = 20
"""Segments of a path; Heritrix's bound (TooManyPathSegmentsDecideRule). Articles have ten at most."""
MAX_REPEATS = 2
"""How often the same segments may follow each other: `/a/b/a/b/` is taken, `/a/b/a/b/a/b/` is not; Heritrix's
bound (PathologicalPathDecideRule)."""
MAX_PARAMETERS = 12
"""Parameters of a query, tracking ones left out; Bitrix and SharePoint come to seven."""
MAX_SAME_PARAMETER = 3
"""How often one parameter may stand in a query."""
FIRST_YEAR = 1990
"""No news site is older."""

_YEAR = r"((?:19|20|21)[0-9]{2})"
_DAY_IN_PATH = re.compile(rf"/{_YEAR}[/-](0[1-9]|1[0-2])(?=[/-]|$)")
_DAY_IN_QUERY = re.compile(rf"(?:^|&)(?:date|day|month|year|y|m)={_YEAR}(?:-?(0[1-9]|1[0-2]))?(?=[-&0-9]|$)")


def trap_of(url: str, now: dt.datetime) -> Trap | None:
    """Why an address, as `normal_url` writes it, looks like a trap; None when it does not. `now` is aware.

    * `too_deep`: more than `MAX_SEGMENTS` segments.
    * `repeating`: the same segment or segments, numbers alone not counted, more than `MAX_REPEATS` times in a
      row: `/news/news/news/`, which a relative link on a soft 404 makes.
    * `parameters`: more than `MAX_PARAMETERS`, or one of them more than `MAX_SAME_PARAMETER` times.
    * `calendar`: a day or month before `FIRST_YEAR`, or of a later year than the next, in path or query.
    """
    path, _, query = url.partition("://")[2].partition("?")
    path = path[path.find("/") :] if "/" in path else "/"
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS:
        return "too_deep"
    if _repeats(segments):
        return "repeating"
    if query and _is_overgrown(query):
        return "parameters"
    # The date may stand in an encoded query: `?date=2031%2D05`.
    days = (*_DAY_IN_PATH.finditer(path), *_DAY_IN_QUERY.finditer(unquote_plus(query)))
    if any(not FIRST_YEAR <= int(day[1]) <= now.year + 1 for day in days):
        return "calendar"
    return None


def _repeats(segments: Sequence[str]) -> bool:
    for period in range(1, len(segments) // (MAX_REPEATS + 1) + 1):
        same = 0
        for at, segment in enumerate(segments[period:]):
            same = same + 1 if segment == segments[at] else 0
            # 11 November 2011 at 11:11 is no trap.
            if same >= period * MAX_REPEATS and not all(map(str.isdigit, segments[at : at + period])):
                return True
    return False


def _is_overgrown(query: str) -> bool:
    names = [part.partition("=")[0] for part in query.split("&") if part]
    # A list of what is chosen, `id[]=1&id[]=2`, is as endless as any.
    return len(names) > MAX_PARAMETERS or any(names.count(name) > MAX_SAME_PARAMETER for name in set(names))
