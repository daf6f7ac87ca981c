"""What did a page end as? A pure rule over what is known of its site."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol

from ..article import Article, Failed, Failure, NotModified, Outcome, Rejected, Result
from ..clean.template import restore
from ..urls import url_key
from .change import is_trifling
from .fingerprint import plain_words
from .near import bands, near, signature

MAX_COMPARED = 32
"""Articles that a new one is compared with, those that share most with it: a bound for a site of templated
reports, thousands of which share a part with each other. A near-duplicate shares most of all."""

MAX_LONGER = 2
"""Times the words of the first from which a page is no duplicate: most of it is news then. So the story that
follows a flash is kept."""


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """What a page ended as."""

    outcome: Outcome
    reason: str | None = None
    """Why it was rejected or failed, or how a duplicate was told: `url`, `text` or `near`."""
    detail: str | None = None
    """What was seen, in a few words."""
    article_id: str | None = None
    """The article that the page is, or is a duplicate of."""
    revision: int | None = None
    """The revision that the page is, or equals."""
    similarity: float | None = None
    """For a duplicate: how alike the texts are; 1.0 when they have the same words."""
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


class KnownWording(Protocol):
    """What an article is compared by: the latest revision of a known one."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def revision(self) -> int:
        """Its number."""

    @property
    def seen(self) -> dt.datetime:
        """When the article was fetched first."""

    @property
    def text(self) -> str:
        """The text before the site template."""


class ArticleIndex(Protocol):
    """What is known of the articles of a site."""

    def article(self, site: str, article_id: str) -> Known | None:
        """The article with this id."""

    def text(self, site: str, text_sha256: str) -> tuple[str, int] | None:
        """Id and revision of the first article with this text."""

    def wording(self, site: str, article_id: str) -> KnownWording | None:
        """What the article with this id is compared by."""

    def alike(self, site: str, bands: Sequence[int], limit: int) -> Iterable[KnownWording]:
        """The articles that share a value with `bands` (`near.bands`): the `limit` that share most."""


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


def bands_of(article: Article) -> list[int]:
    """What an article is looked up by; nothing where its text is too short."""
    # One that an earlier version left in the spool has no signature.
    signed = article.minhash or signature(plain_words(restore(article.text, article.removed)))
    return bands(signed) if signed else []


def _among_known(article: Article, index: ArticleIndex) -> Decision:
    """New, a revision, unchanged or a duplicate.

    Only two addresses may bring the next revision of a known article: its canonical one, and the one that
    the latest revision was fetched from. A print or AMP page names the same canonical address and words the
    text a little differently; as a revision, the article would change back and forth at every visit.

    A trifling change is told from the text that is stored, not from that of the last visit: many small ones
    add up to a revision.
    """
    key = url_key(article.url)
    known = index.article(article.site, article.id)
    if known is None:
        return _unknown(article, index)
    same_text = article.text_sha256 == known.text_sha256
    may_revise = key in (known.key, url_key(article.canonical_url))
    trifling = may_revise and not same_text and _is_trifle(article, index)
    if not may_revise or ((same_text or trifling) and key != known.key):
        return Decision(
            "duplicate",
            "url",
            article_id=known.id,
            revision=known.revision,
            similarity=1.0 if same_text else None,
            month=known.month,
        )
    if same_text or trifling:
        return Decision(
            "unchanged",
            detail="a trifling change" if trifling else None,
            article_id=known.id,
            revision=known.revision,
            month=known.month,
        )
    return Decision("revised", article_id=known.id, revision=known.revision + 1, month=known.month)


def _is_trifle(article: Article, index: ArticleIndex) -> bool:
    stored = index.wording(article.site, article.id)
    return stored is not None and is_trifling(stored.text, restore(article.text, article.removed))


def _unknown(article: Article, index: ArticleIndex) -> Decision:
    """New, or a duplicate of an article with another address."""
    same = index.text(article.site, article.text_sha256)
    if same is not None:
        return Decision("duplicate", "text", article_id=same[0], revision=same[1], similarity=1.0)
    if not (values := bands_of(article)):
        return Decision("stored", article_id=article.id, revision=1)
    # Folding a text takes a millisecond, and most have none that is like it.
    words: str | None = None
    found: list[tuple[float, dt.datetime, str, int]] = []
    for other in index.alike(article.site, values, MAX_COMPARED):
        words = words or plain_words(restore(article.text, article.removed))
        first = plain_words(other.text)
        similarity = near(first, words)
        if similarity is not None and _count(words) < MAX_LONGER * _count(first):
            found.append((-similarity, other.seen, other.id, other.revision))
    if not found:
        return Decision("stored", article_id=article.id, revision=1)
    # The most similar one; of equals that which was there first.
    similarity, _, article_id, revision = min(found)
    return Decision("duplicate", "near", article_id=article_id, revision=revision, similarity=-similarity)


def _count(words: str) -> int:
    return words.count(" ") + 1
