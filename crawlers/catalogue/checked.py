"""What `scrapy check-sites` saw, by site: `crawlers/catalogue/checked.json`, which is committed."""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, get_args

from crawlers.whole_file import write_whole
from pipelines.errors import UsageError
from pipelines.report.run_record import SourceResult

CHECKED = Path(__file__).with_name("checked.json")

Word = Literal["works", "partly", "fails"]
"""`works`: all that is declared gives articles, and three of them are complete. `partly`: articles come, and
something is wrong. `fails`: no article came."""

Robots = Literal["allows", "forbids", "unreadable"]
"""What robots.txt says of what is declared: `forbids` where it forbids any of it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSource:
    """A declared source."""

    kind: str
    """`feed`, `sitemap` or `section`."""
    url: str
    """As declared, a page's number put in."""
    result: SourceResult
    """What became of it."""
    articles: int = 0
    """Addresses of articles that it names now."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A site, as it was seen."""

    site: str
    checked_at: dt.datetime
    """UTC, whole seconds."""
    verdict: Word
    reason: str = ""
    """What is wrong, in words; empty where nothing is."""
    robots: Robots
    sources: tuple[CheckedSource, ...] = ()
    """In the order of the declaration."""
    pages: int = 0
    """Article pages that were asked for: at most three."""
    complete: int = 0
    """Those of them that gave a title, a date, a text and the declared language."""


def read_checked(path: Path = CHECKED) -> dict[str, Verdict]:
    """The newest verdict on each site that was checked, by name; none where there is no file.

    Raises UsageError for a file that is not what `write_checked` writes.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {site: _verdict(site, facts) for site, facts in sorted(raw.items())}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise UsageError(
            f"{path} cannot be read ({what}): restore it (git checkout), or delete it and check anew"
        ) from error


def write_checked(verdicts: Iterable[Verdict], path: Path = CHECKED) -> None:
    """Put verdicts into the file, in the place of older ones on the same sites; the others stay.

    The same verdicts give the same bytes, and a reader never sees half a file. Raises UsageError where the
    file cannot be read or written.
    """
    known = {**read_checked(path), **{verdict.site: verdict for verdict in verdicts}}
    text = json.dumps(
        {site: _facts(verdict) for site, verdict in sorted(known.items())}, ensure_ascii=False, indent=2
    )
    write_whole(path, f"{text}\n".encode())


def _facts(verdict: Verdict) -> dict[str, Any]:
    facts = dataclasses.asdict(verdict)
    del facts["site"]
    return {**facts, "checked_at": f"{verdict.checked_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"}


def _verdict(site: str, facts: dict[str, Any]) -> Verdict:
    """What a site's facts say. Raises ValueError, KeyError, TypeError or AttributeError."""
    checked_at = dt.datetime.fromisoformat(facts["checked_at"])
    if checked_at.tzinfo is None:
        raise ValueError(f"{site}: checked_at has no zone")
    for name, words in (("verdict", get_args(Word)), ("robots", get_args(Robots))):
        if facts[name] not in words:
            raise ValueError(f"{site}: {name} is {facts[name]!r}")
    sources = tuple(CheckedSource(**source) for source in facts["sources"])
    return Verdict(**{**facts, "site": site, "checked_at": checked_at, "sources": sources})
