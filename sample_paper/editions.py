"""The three editions: what each paper is called, its sections, and the furniture of its pages."""

import dataclasses
import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

CODES = ("ru", "kk", "en")
"""The editions, by the ISO 639-1 code of their language, in the order of their ports."""

TIMEZONE = "Asia/Almaty"
"""Zone of the newsroom's city: +06:00 until the end of February 2024, +05:00 since."""

_CONTENT = Path(__file__).parent / "content"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One paper of the three."""

    code: str
    """ISO 639-1 code of the language."""
    name: str
    """Name of the paper, as its pages give it."""
    title_suffix: str
    """What the `<title>` of each page adds to the headline."""
    article_url: str
    """Regular expression that the addresses of articles match (`re.search`)."""
    feed_path: str
    """Path of the feed."""
    feed_kind: Literal["rss", "atom"]
    """Format of the feed."""
    feed_query: str = ""
    """What the feed adds to the addresses of articles."""
    months: tuple[str, ...]
    """Month names as dates use them, January first."""
    sections: Mapping[str, str]
    """Name of each section by its path segment."""
    labels: Mapping[str, str]
    """Lines of furniture that are the same on every page that has them."""
    messages: Mapping[str, str]
    """Texts of pages that are no articles."""
    pools: Mapping[str, tuple[str, ...]]
    """Lines of furniture that differ from page to page."""


def read_content(code: str, name: str) -> dict[str, Any]:
    """Read `content/<code>/<name>.toml`."""
    with (_CONTENT / code / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def edition(code: str) -> Edition:
    """Give the edition of that code, one of `CODES`."""
    raw = read_content(code, "paper")
    raw["months"] = tuple(raw["months"])
    raw["pools"] = {name: tuple(lines) for name, lines in raw["pools"].items()}
    return Edition(code=code, **raw)
