"""`NEWS_*` settings: what each may say, and how the environment gives it.

A wrong value in the environment ends the process with exit code 2 and one line on stderr: Scrapy imports
settings before anything else, so there is no later place where a person would see it in one line. What
comes by `-s NAME=VALUE` is known only after that; `validate` checks it.
"""

import difflib
import functools
import ipaddress
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.alarms import destinations
from pipelines.errors import UsageError
from pipelines.store.location import parse_store_url

VERSION = "0.1.0"
"""The project's version, as in pyproject.toml: a checkout has no package metadata to ask."""

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the checkout."""

AGENT = "Steppewire"
"""The crawler's product token: what site owners write in robots.txt."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
# Neither may close the comment of the user agent that it is written into, nor end the header.
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
_PAGE = re.compile(r"https?://[A-Za-z0-9][!-'*-~]*")


def networks(value: str) -> tuple[Network, ...]:
    """Networks from `NEWS_ALLOW_ADDRESSES`: CIDR notation, separated by commas; a bare address is itself.

    Raises UsageError for a part that is no network.
    """
    found: list[Network] = []
    for part in filter(None, (part.strip() for part in value.split(","))):
        try:
            found.append(ipaddress.ip_network(part))
        except ValueError as error:
            message = f"NEWS_ALLOW_ADDRESSES: {part!r} is not a network such as 10.1.0.0/16"
            raise UsageError(message) from error
    return tuple(found)


def user_agent(contact: str) -> str:
    """The User-Agent header: product, version, purpose, and where to write (`contact` may be empty)."""
    return f"{AGENT}/{VERSION} (news dataset crawler{f'; +{contact}' if contact else ''})"


def _check_contact(value: str) -> None:
    if not (_EMAIL.fullmatch(value) or _PAGE.fullmatch(value)):
        raise UsageError(f"NEWS_CONTACT: {value!r} is neither an e-mail address nor an http(s) page")


def _check_whole_number(name: str, minimum: int, value: str) -> None:
    if not _WHOLE_NUMBER.fullmatch(value):
        raise UsageError(f"{name}: {value!r} is not a whole number")
    if int(value) < minimum:
        raise UsageError(f"{name}: {value} is less than {minimum}")


def _check_one_of(name: str, one: str, other: str, value: str) -> None:
    if value not in (one, other):
        raise UsageError(f"{name}: {value!r} is neither {one} nor {other}")


def _check_metrics_file(value: str) -> None:
    if not value.endswith(".prom"):
        raise UsageError(f"NEWS_METRICS_FILE: {value!r} does not end in .prom; node exporter reads no other")
    if not Path(value).is_absolute():
        raise UsageError(f"NEWS_METRICS_FILE: {value!r} is no absolute path")


_CHECKS: dict[str, Callable[[str], object]] = {
    "NEWS_STORE_URL": parse_store_url,
    "NEWS_LEDGER_DIR": Path,
    "NEWS_ALLOW_ADDRESSES": networks,
    "NEWS_CONTACT": _check_contact,
    "NEWS_ARCHIVE": functools.partial(_check_one_of, "NEWS_ARCHIVE", "on", "off"),
    "NEWS_RIGHTS": functools.partial(_check_one_of, "NEWS_RIGHTS", "record", "respect"),
    "NEWS_LOG_FORMAT": functools.partial(_check_one_of, "NEWS_LOG_FORMAT", "text", "json"),
    "NEWS_METRICS_FILE": _check_metrics_file,
    "NEWS_WORKERS": functools.partial(_check_whole_number, "NEWS_WORKERS", 1),
    "NEWS_BATCH_PAGES": functools.partial(_check_whole_number, "NEWS_BATCH_PAGES", 1),
    "NEWS_HOST_PAGES": functools.partial(_check_whole_number, "NEWS_HOST_PAGES", 1),
    "NEWS_BATCH_SECONDS": functools.partial(_check_whole_number, "NEWS_BATCH_SECONDS", 60),
}
_MAY_BE_EMPTY = {"NEWS_ALLOW_ADDRESSES", "NEWS_CONTACT", "NEWS_METRICS_FILE"}


refused: list[UsageError] = []
"""What was wrong in the environment of `scrapy doctor`, which is to tell it and not to end by it."""


def unknown(names: Iterable[object]) -> Iterator[UsageError]:
    """What is wrong with names that begin as settings of this project do, and are none."""
    for name in map(str, names):
        if name in destinations.NAMES:
            # Not repeated: it may hold a password.
            yield UsageError(f"{name}: it is read from the environment only, as others may read settings")
        elif name.startswith("NEWS_") and name not in _CHECKS:
            like = difflib.get_close_matches(name, _CHECKS, n=1)
            yield UsageError(f"{name}: no such setting" + (f"; did you mean {like[0]}?" if like else ""))


def problems(settings: Mapping[Any, Any]) -> Iterator[UsageError]:
    """All that is wrong with the `NEWS_*` settings: wrong values, missing ones, names that are no setting."""
    yield from unknown(settings)
    for name, check in _CHECKS.items():
        try:
            _check(name, check, settings.get(name))
        except UsageError as error:
            yield error


def _check(name: str, check: Callable[[str], object], value: object) -> None:
    text = "" if value is None else str(value).strip()
    if text:
        check(text)
    elif name not in _MAY_BE_EMPTY:
        raise UsageError(f"{name}: not set")


def validate(settings: Mapping[Any, Any]) -> None:
    """Check every `NEWS_*` setting of a run, wherever it came from. Called before the first request.

    Raises UsageError for a wrong value, a missing one, and a name that is no setting.
    """
    for problem in problems(settings):
        raise problem


def text(name: str, default: str = "") -> str:
    """The environment variable `name`, or `default` where it is unset or empty.

    Ends the process with exit code 2 when the value is wrong.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        _CHECKS[name](value)
    except UsageError as error:
        _end(error)
    return value


def check_alarms() -> None:
    """Look at the `NEWS_ALARM_*` variables, which are no settings: these get printed, and passwords must not.

    Ends the process with exit code 2 when one is wrong.
    """
    try:
        destinations.destinations(os.environ)
    except UsageError as error:
        _end(error)


def number(name: str, default: int) -> int:
    """As `text`, for a whole number."""
    found = text(name, str(default))
    # For `scrapy doctor` a wrong one comes back as well.
    return int(found) if _WHOLE_NUMBER.fullmatch(found) else default


def required(name: str, purpose: str) -> str:
    """As `text`, but ends the process also when the variable is unset or empty; `purpose` says what for."""
    value = text(name)
    if not value:
        _end(UsageError(f"{name}: not set in the environment; it is {purpose}"))
    return value


def _end(error: UsageError) -> None:
    if next((word for word in sys.argv[1:] if not word.startswith("-")), "") == "doctor":
        refused.append(error)
        return
    print(error, file=sys.stderr)
    raise SystemExit(error.exit_code)


class Identity:
    """Scrapy add-on: names the crawler to sites from `NEWS_CONTACT`, wherever that came from.

    An assignment to USER_AGENT in the settings could not see what `-s NEWS_CONTACT=` says.
    """

    def update_settings(self, settings: Any) -> None:
        """Set USER_AGENT, below what a command line or spider says itself."""
        settings.set("USER_AGENT", user_agent(settings["NEWS_CONTACT"]), priority="addon")
