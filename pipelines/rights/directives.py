"""Directives of `X-Robots-Tag` and of `<meta name="robots">`, and the two words of the TDM protocol."""

from collections.abc import Iterator

from ..article import Statement
from .agents import agents

MAX_CHARS = 2_000
"""Characters of a value that are read."""

_DIRECTIVES = {
    "noindex": Statement.NOINDEX,
    "none": Statement.NOINDEX,  # short for noindex and nofollow
    "noarchive": Statement.NOARCHIVE,
    "noai": Statement.NOAI,
    "noimageai": Statement.NOIMAGEAI,
}
_KEEPS_OUT = {Statement.NOINDEX, Statement.NOAI}
_WITH_VALUE = {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
"""Directives that have a colon themselves: what stands before it is no agent."""


def directives(text: str, agent: str | None = None) -> Iterator[Statement]:
    """What a list of directives states. `agent` is whom it addresses, None for all.

    An agent may stand before each of them, and holds for those that follow: `googlebot: noindex, nofollow`.
    An agent that collects for AI and is to leave the page out is kept from that use.
    """
    for part in text[:MAX_CHARS].split(","):
        before, colon, after = part.partition(":")
        if colon and before.strip().lower() not in _WITH_VALUE:
            agent, part = before.strip(), after
        statement = _DIRECTIVES.get(part.strip().lower())
        if statement is None:
            continue
        known = agents().get((agent or "").lower())
        if known is not None and statement in _KEEPS_OUT:
            yield from known.reserved
        else:
            yield statement


def reservation(value: str) -> Statement | None:
    """What `tdm-reservation` says: 1 is reserved, 0 is not, anything else says nothing."""
    return {"1": Statement.TDM_RESERVED, "0": Statement.TDM_ALLOWED}.get(value.strip())


def is_policy(value: str) -> bool:
    """Is it an address that `tdm-policy` may name?"""
    return value.strip().lower().startswith(("https://", "http://"))
