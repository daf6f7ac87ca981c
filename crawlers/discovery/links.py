"""What discovery gives: an address, where it was found, and what the source says about it."""

import dataclasses
import datetime as dt
import html
import re
from typing import Literal

from pipelines.errors import SteppewireError
from pipelines.report.run_record import SourceResult

MAX_TITLE = 1000
"""Characters kept of a title."""

ANY_ADDRESS = r"^https?://[^/?#]+/[^#]*[^/#]"
"""The `article_url` of a site of which nobody knows how the addresses of its articles look: what its feeds
name and what `links_css` takes of its lists are articles. It matches all but home pages."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

LinkSource = Literal["feed", "sitemap", "section", "url"]


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """An address that may be an article, or for a sitemap index another sitemap."""

    url: str
    """The address as `pipelines.urls.normal_url` writes it."""
    source: LinkSource
    """What led to it."""
    published: dt.datetime | None = None
    """The moment of publication that the source gives; UTC. None where it gives no zone."""
    modified: dt.datetime | None = None
    """The moment of the last change that the source gives; UTC. From a sitemap true to a day only."""
    title: str | None = None
    """The headline that the source gives, on one line."""


class NotReadable(SteppewireError):
    """The bytes of a source are not what they claim; the message is one line that says what they are."""

    def __init__(self, message: str, result: SourceResult = "other") -> None:
        super().__init__(message)
        self.result: SourceResult = result
        """The same in one word, for counts."""


def one_line(text: str) -> str | None:
    """A title on one line, at most `MAX_TITLE` characters; None where nothing is left.

    HTML entities are resolved once more than XML does: feeds escape them twice, or put them into CDATA.
    """
    return " ".join(_CONTROL.sub(" ", html.unescape(text)).split())[:MAX_TITLE] or None
