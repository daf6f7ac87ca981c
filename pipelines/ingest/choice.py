"""Which records of Common Crawl's archives are pages of the catalogue: by their headers, before any body.

What is left out is counted by why and gets no row: a crawl would not have asked for it either. Rows are for
pages, and of 150 million records a year nearly all are of other hosts.
"""

from http import HTTPStatus
from typing import Literal

from ..archive import split_content_type
from ..article import ExtractionHints
from ..extract.accepted import HTML_TYPES, TEXT_TYPES
from ..owners import Owners, declared_of, taker_of
from ..urls import normal_url

Drop = Literal[
    "other_host",  # of a host that no site declares
    "no_article",  # the address is no article's by the site's `article_url`
    "truncated",  # cut off by who fetched it (WARC-Truncated): its text would end where nobody can see it
    "status",  # the server answered something else than 200
    "not_html",  # by its Content-Type
    "no_address",  # no http(s) address
]
"""Why a response was left out."""

_MEDIA = HTML_TYPES | TEXT_TYPES
"""What a page may be sent as; under the latter it is looked at, as in a crawl."""
_END = b"\r\n\r\n"

Owned = tuple[str, str, ExtractionHints]
"""An address as it is fetched, the site that takes it for an article's, and what is known of the site."""


def by_warc_header(headers: dict[str, str], owners: Owners) -> Owned | Drop:
    """Whose article a response may be, by its WARC header (names in lower case), or why it is left out."""
    url = normal_url(headers.get("warc-target-uri", "").strip("<>"))
    if url is None:
        return "no_address"
    here = declared_of(url, owners)
    if not here:
        return "other_host"
    owner = taker_of(url, here)
    if owner is None:
        return "no_article"
    if headers.get("warc-truncated"):
        return "truncated"
    return (url, *owner)


def by_http_header(record: bytes) -> Drop | None:
    """Why a response is left out by what the server said of it; None where it may be a page.

    `record` is the whole of it. One whose HTTP header cannot be read is left to what reads the body.
    """
    begin = record.find(_END) + len(_END)
    first, *lines = record[begin : record.find(_END, begin)].split(b"\r\n")
    status = first.split(maxsplit=2)[1:2]
    if status and status[0].isdigit() and int(status[0]) != HTTPStatus.OK:
        return "status"
    for line in lines:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-type":
            media, _ = split_content_type(value.decode("latin-1"))
            return "not_html" if media and media not in _MEDIA else None
    return None
