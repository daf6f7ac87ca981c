"""What today's rules make of one stored page, beside what is stored of it."""

import dataclasses

from ..article import Article, Failed, Rejected

COMPARED = (
    "title", "lead", "text", "authors", "source_agency", "section", "tags", "image_url", "image_caption",
    "image_credit", "published_at", "published_date", "published_local", "published_precision",
    "published_source", "modified_at", "modified_date", "modified_local", "modified_precision",
    "modified_source", "language", "script", "paywalled",
)  # fmt: skip
"""Columns that tell readers of the page something, and that a rule makes. The others follow from them
(`word_count`, `minhash`), vary with them (`language_score`), or belong to the fetch or the batch."""


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A stored page and what came of it, changed or not."""

    site: str
    url: str
    """The address that the page was fetched from."""
    before: Article | None
    """The latest stored revision; None where the page was no article until now."""
    after: Article | Rejected | Failed
    """What today's rules make of it; an article with its site's template applied, as it would be stored."""

    def fields(self) -> tuple[str, ...]:
        """The columns that differ, in the order of the table; none where one side is no article."""
        if self.before is None or not isinstance(self.after, Article):
            return ()
        before, after = self.before, self.after
        return tuple(name for name in COMPARED if getattr(before, name) != getattr(after, name))
