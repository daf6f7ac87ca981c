"""A page on its way through the spool: what was asked for, what came, and what it was judged to be."""

import dataclasses
import datetime as dt
from typing import Any

from .article import RULES_VERSION, Article, Failed, Failure, NotModified, Reason, Rejected, Result
from .dedupe.decide import Decision
from .store.schema import from_row, to_json


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An address that was asked for, and the plain facts of the answer."""

    url: str
    """The address that was asked for."""
    final_url: str | None = None
    """The address that answered, where it is another."""
    source: str
    """What led to the address."""
    feed_published: dt.datetime | None = None
    """The moment that the source gave, UTC."""
    attempts: int = 1
    """How often the address was asked for since it last succeeded, this time included."""
    status: int | None = None
    """HTTP status; null when no answer came."""
    content_type: str | None = None
    """Media type of the answer."""
    body_bytes: int | None = None
    """Size of the decoded body."""
    etag: str | None = None
    """What the answer said of its version, where it can be sent back: ETag, and"""
    last_modified: str | None = None
    """Last-Modified."""
    payload: str | None = None
    """Digest of the body as the archive has it; null for a page that an earlier version spooled."""
    fetched_at: dt.datetime
    """When the answer, or the failure, came, UTC."""
    run_id: str
    """The run that asked."""
    origin: str | None = None
    """SHA-256 of the WARC file that it came from, or the name of one of Common Crawl's."""
    origin_record: int | None = None
    """Number of its record there."""
    origin_offset: int | None = None
    """Offset of its record there."""
    warc_key: str | None = None
    """Of a page that the archive keeps already: key of its segment."""
    warc_offset: int | None = None
    """Offset of its record there."""
    warc_length: int | None = None
    """Length of its record there."""


def visit_from_json(values: dict[str, Any]) -> Visit:
    """A visit, as `to_json` wrote it."""
    visit: Visit = from_row(Visit, values)
    return visit


def result_to_json(result: Result) -> dict[str, Any]:
    """What extraction said, for the spool, and by which rules: another version may commit it."""
    return {type(result).__name__: {"rules_version": RULES_VERSION, **to_json(result)}}


def rules_version_of(values: dict[str, Any]) -> int:
    """Version of the rules that made what `result_to_json` wrote."""
    (fields,) = values.values()
    # Version 1 did not write it down.
    return int(fields.get("rules_version", 1))


def result_from_json(values: dict[str, Any]) -> Result:
    """What `result_to_json` wrote."""
    ((name, fields),) = values.items()
    if name == "Rejected":
        return Rejected(Reason(fields["reason"]), fields["detail"], fields["canonical_url"])
    if name == "Failed":
        return Failed(Failure(fields["failure"]), fields["detail"])
    if name == "NotModified":
        return NotModified(fields["site"], fields["article_id"])
    article: Article = from_row(Article, fields)
    return article


def decision_from_json(values: dict[str, Any]) -> Decision:
    """A decision, as `to_json` wrote it."""
    decision: Decision = from_row(Decision, values)
    return decision
