"""What did a page end as? A pure rule over what is known of its site."""

import dataclasses
from typing import Protocol

from ..article import Article, Failed, Failure, NotModified, Outcome, Rejected, Result
from ..urls import url_key


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """What a page ended as."""

    outcome: Outcome
    reason: str | None = None
    """Why it was rejected or failed, or how a duplicate was told: `url` or `text`."""
    detail: str | None = None
    """What was seen, in a few words."""
    article_id: str | None = None
    """The article that the page is, or is a duplicate of."""
    revision: int | None = None
    """The revision that the page is, or equals."""
    similarity: float | None = None
    """For a duplicate: 1.0 when the normalised texts are equal."""
    month: str | None = None
    """Month of the article's first fetch, where it is known already."""


class Known(Protocol):
    """The latest revision of a known article."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def key(self) -> str:
        """`url_key` of the address that it was fetched from."""

    @property
    def revision(self) -> int:
        """Its number."""

    @property
    def text_sha256(self) -> str:
        """Hash of its normalised text."""

    @property
    def month(self) -> str:
        """Month of the article's first fetch."""


class ArticleIndex(Protocol):
    """What is known of the articles of a site."""

    def article(self, site: str, article_id: str) -> Known | None:
        """The article with this id."""

    def text(self, site: str, text_sha256: str) -> tuple[str, int] | None:
        """Id and revision of the first article with this text."""


def decide(result: Result, index: ArticleIndex) -> Decision:
    """Say what a page ended as, given what extraction made of it and the known articles of its site."""
    if isinstance(result, Rejected):
        return Decision("rejected", result.reason.value, result.detail or None)
    if isinstance(result, Failed):
        return Decision("failed", result.failure.value, result.detail or None)
    if isinstance(result, NotModified):
        return _not_modified(result, index)
    return _among_known(result, index)


def _not_modified(page: NotModified, index: ArticleIndex) -> Decision:
    known = index.article(page.site, page.article_id)
    if known is None:
        # The store was set back meanwhile: the page must be sent whole.
        return Decision("failed", Failure.SERVER.value, "HTTP 304 of an article that is not known any more")
    return Decision("unchanged", article_id=known.id, revision=known.revision, month=known.month)


def _among_known(article: Article, index: ArticleIndex) -> Decision:
    """New, a revision, unchanged or a duplicate.

    Only two addresses may bring the next revision of a known article: its canonical one, and the one that
    the latest revision was fetched from. A print or AMP page names the same canonical address and words the
    text a little differently; as a revision, the article would change back and forth at every visit.
    """
    key = url_key(article.url)
    known = index.article(article.site, article.id)
    if known is None:
        same = index.text(article.site, article.text_sha256)
        if same is None:
            return Decision("stored", article_id=article.id, revision=1)
        return Decision("duplicate", "text", article_id=same[0], revision=same[1], similarity=1.0)
    same_text = article.text_sha256 == known.text_sha256
    if key not in (known.key, url_key(article.canonical_url)) or (same_text and key != known.key):
        return Decision(
            "duplicate",
            "url",
            article_id=known.id,
            revision=known.revision,
            similarity=1.0 if same_text else None,
            month=known.month,
        )
    if same_text:
        return Decision("unchanged", article_id=known.id, revision=known.revision, month=known.month)
    return Decision("revised", article_id=known.id, revision=known.revision + 1, month=known.month)
