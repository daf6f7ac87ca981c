"""The arguments of a spider, `-a NAME=VALUE`: what each may say. Checked before the first request."""

import dataclasses
import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping

from pipelines.errors import UsageError
from pipelines.urls import host_of, normal_url, same_site


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What a person asked of a run."""

    since: dt.date | None = None
    """Queue only what its source dates to this day or later, in the site's zone."""
    until: dt.date | None = None
    """Queue only what its source dates to this day or earlier."""
    limit: int | None = None
    """Ask for at most so many article pages in this run."""
    url: str | None = None
    """Fetch this address and nothing else."""
    backfill: bool = False
    """Walk the whole archive: all sitemaps, all pages of the sections."""
    failed: bool = False
    """Ask again for the pages that failed, whatever their rest, and for nothing else."""
    dry: bool = False
    """Store nothing, and show what would be stored."""


def parse_arguments(given: Mapping[str, str], hosts: Iterable[str]) -> Arguments:
    """Read a spider's arguments; `hosts` are the site's.

    Raises UsageError, which names the argument, for an unknown one or a wrong value.
    """
    readers: dict[str, Callable[[str], object]] = {
        "since": _day,
        "until": _day,
        "limit": _count,
        "url": lambda text: _address(text, tuple(hosts)),
        "backfill": _switch,
        "failed": _switch,
        "dry": _switch,
    }
    values: dict[str, object] = {}
    for name, text in given.items():
        if name not in readers:
            near = difflib.get_close_matches(name, readers, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(readers)}"
            raise UsageError(f"-a {name}: no such argument{hint}")
        try:
            values[name] = readers[name](text)
        except ValueError as error:
            raise UsageError(f"-a {name}={text}: {error}") from error
    arguments = Arguments(**values)  # type: ignore[arg-type]
    if arguments.since and arguments.until and arguments.since > arguments.until:
        raise UsageError(f"-a since={arguments.since}: is after until={arguments.until}")
    return arguments


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("not a day; write it as 2026-11-20") from None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise ValueError("not a whole number above 0")
    return int(text)


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("write 1 or 0")
    return text == "1"


def _address(text: str, hosts: tuple[str, ...]) -> str:
    url = normal_url(text)
    if url is None:
        raise ValueError("not an http or https address")
    if not same_site(url, hosts):
        raise ValueError(f"{host_of(url)} is not this site's; its hosts are: {', '.join(hosts)}")
    return url
