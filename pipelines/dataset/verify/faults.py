"""What can be wrong with a store, by name."""

import dataclasses
import enum


class Kind(enum.StrEnum):
    """What is wrong. The value is what the command prints."""

    TORN_COMMIT = "torn commit"
    """A commit file of a table's log is cut off or empty."""
    MISSING_COMMIT = "missing commit"
    """A commit file between two others is gone."""
    TORN_CHECKPOINT = "torn checkpoint"
    """A checkpoint of a table's log is cut off."""
    LOG_ENTRY = "log entry"
    """What the log of a table says of its columns, or of the place of a data file, is not so."""
    FILE_MISSING = "file missing"
    """A data file that the table names is not there."""
    FILE_SIZE = "file size"
    """A data file has another size than the table's log says."""
    FILE_UNREADABLE = "file unreadable"
    """A data file cannot be read to its end."""
    STATISTICS = "statistics"
    """Least and greatest values, or counts, that a reader leaves out files by do not fit the rows."""
    CHECKSUM = "checksum"
    """A row is not as it was written."""
    ROW = "row"
    """A row contradicts itself: an unknown outcome, the wrong partition, another text than its hash says."""
    ROW_TWICE = "row twice"
    """A revision, or a visit of a page, has two rows."""
    REVISION_GAP = "revision gap"
    """The revisions of an article do not run 1, 2, 3 …"""
    MONTHS = "months"
    """Revisions of one article stand in several months."""
    ARTICLE_MISSING = "article missing"
    """A page was stored or revised, and its batch has no such row in `articles`."""
    PAGE_MISSING = "page missing"
    """A row of `articles` whose batch has no such row in `pages`."""
    UNKNOWN_ARTICLE = "unknown article"
    """A page is said to be unchanged, or a duplicate, of an article that is not there."""
    BATCH_GAP = "batch gap"
    """A batch number without a row."""
    BATCH_ABOVE = "batch above"
    """A row of a later batch than the table says there is."""
    BATCH_ID = "batch id"
    """One batch number, several batches."""
    ARTICLES_ONLY = "articles only"
    """A batch reached `articles` and not `pages`."""
    PAGES_ONLY = "pages only"
    """A batch is in `pages` and not in `articles`."""
    SEGMENT_MISSING = "segment missing"
    """A WARC segment that rows point to is not there."""
    RECORD_BROKEN = "record broken"
    """A pointer leads to no whole WARC record."""
    RECORD_OTHER = "record of another page"
    """A pointer leads to the record of another address or time."""
    TEXT_DIFFERS = "text differs"
    """Extracted again, the page gives another text."""
    OBJECT = "object"
    """A run record, a copy of a queue, a lease or a site template is not of its form."""
    RELEASE = "release"
    """A file of a published release is missing, or not the one that was published."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    kind: Kind
    where: str
    """A key in the store, or a row's name."""
    detail: str
    """What was seen, one line."""
    repairable: bool = False
    """Can `repair` try to mend it?"""
    site: str | None = None
    """Whose it is; None for the log of a table."""

    def __str__(self) -> str:
        text = f"{self.kind}: {self.where}: {self.detail}"
        return " ".join(text.split()) + (" (repairable)" if self.repairable else "")
