"""What a page itself states: in the headers that it came with, and in its `<meta>` elements."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from ..article import Page, RightsStatement, Statement
from .agents import agents
from .directives import MAX_CHARS, directives, is_policy, reservation
from .statements import Found, statements

MAX_VALUES = 100
"""Headers, and `<meta>` elements, that are looked at."""

_SEARCH_AGENTS = frozenset(
    {"robots", "applebot", "baiduspider", "bingbot", "duckduckbot", "googlebot", "googlebot-news"}
    | {"msnbot", "slurp", "yandex", "yandexbot"}
)
"""Names of `<meta>` elements with directives, beside those of agents that collect for AI."""


def of_headers(headers: Sequence[tuple[str, str]], seen_at: dt.datetime) -> list[RightsStatement]:
    """What response headers state; names in lower case. Empty where there are no headers to look at."""
    # The archive writes this one itself, also for a page that came without any.
    if all(name == "content-length" for name, _ in headers):
        return []
    return statements(_in_headers(headers), "header", seen_at, "no header states any")


def _in_headers(headers: Sequence[tuple[str, str]]) -> Iterator[Found]:
    wanted = [one for one in headers if one[0] in ("x-robots-tag", "tdm-reservation", "tdm-policy")]
    for name, whole in wanted[:MAX_VALUES]:
        value = whole[:MAX_CHARS]
        if name == "x-robots-tag":
            for statement in directives(value):
                yield statement, f"X-Robots-Tag: {value}"
        else:
            yield from _tdm(name, value, f"{name}: {value}")


def of_meta(meta: Mapping[str, Collection[str]], seen_at: dt.datetime) -> list[RightsStatement]:
    """What `<meta>` elements state, given their contents by name in lower case."""
    return statements(_in_meta(meta), "meta", seen_at, "no meta element states any")


def _in_meta(meta: Mapping[str, Collection[str]]) -> Iterator[Found]:
    looked_at = 0
    for name, values in meta.items():
        is_robots = name in _SEARCH_AGENTS or name in agents()
        if not is_robots and name not in ("tdm-reservation", "tdm-policy"):
            continue
        for whole in values:
            looked_at += 1
            if looked_at > MAX_VALUES:
                return
            value = whole[:MAX_CHARS]
            text = f'<meta name="{name}" content="{value}">'
            if is_robots:
                for statement in directives(value, None if name == "robots" else name):
                    yield statement, text
            else:
                yield from _tdm(name, value, text)


def _tdm(name: str, value: str, text: str) -> Iterator[Found]:
    if name == "tdm-policy":
        if is_policy(value):
            yield Statement.TDM_POLICY, text
    elif statement := reservation(value):
        yield statement, text


def rights_of(page: Page, meta: Mapping[str, Collection[str]]) -> list[RightsStatement]:
    """All that is stated about a page: by the files of its site, its headers and its `<meta>` elements."""
    return [*page.site_rights, *of_headers(page.headers, page.fetched_at), *of_meta(meta, page.fetched_at)]
