"""A stored article, as today's rules would have made it. Pure."""

import dataclasses

from ..article import Article
from ..clean.template import Template, with_template

_PUBLISHED = (
    "published_at", "published_date", "published_local", "published_precision", "published_source",
)  # fmt: skip
_MODIFIED = ("modified_at", "modified_date", "modified_local", "modified_precision", "modified_source")


def renewed(before: Article, now: Article, template: Template | None) -> Article:
    """The next revision of `before`, from what today's rules made of its page (`now`).

    It stays the same article: `id`, `canonical_url` and `month` are those of `before`. So is the template,
    None where none was applied: what differs, the rules did. The date of publication follows
    `with_publication`.
    """
    article = dataclasses.replace(
        with_publication(before, now), id=before.id, canonical_url=before.canonical_url, month=before.month
    )
    return article if template is None else with_template(article, template)


def with_publication(before: Article, now: Article) -> Article:
    """`now`, with the date of publication that is to be stored.

    That of `now`, where the page says one, by whatever witness: its evidence was read anew, and what was
    stored was evidence of the same page. Where it says none, what was stored stays: no evidence speaks
    against it. The moment of a feed is none of the page's, so the caller gives it to the extraction
    (`feed_moment`) as it was given then; it is lost to no rule, and yields to none that would have had it
    yield at the first time.

    A day of change before a publication that stays is left out for the one that was stored.
    """
    if now.published_source is not None or before.published_source is None:
        return now
    kept = dataclasses.replace(now, **{name: getattr(before, name) for name in _PUBLISHED})
    if (
        kept.modified_date is not None
        and kept.published_date is not None
        and kept.modified_date < kept.published_date
    ):
        kept = dataclasses.replace(kept, **{name: getattr(before, name) for name in _MODIFIED})
    return kept
