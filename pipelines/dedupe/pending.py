"""The index of known articles, with those on top that are spooled and not yet committed."""

import collections
import dataclasses
from collections.abc import Sequence

from ..article import Article
from ..clean.template import restore
from ..ledger.ledger import Ledger
from ..ledger.revisits import fresh_until
from ..ledger.rows import KnownArticle, Wording
from ..ledger.wordings import Wordings
from ..urls import url_key
from .decide import Decision, bands_of


def known_article(article: Article, decision: Decision, month: str) -> KnownArticle:
    """What the index keeps of an article that was stored or revised."""
    return KnownArticle(
        site=article.site,
        id=article.id,
        key=url_key(article.url),
        revision=decision.revision or 1,
        text_sha256=article.text_sha256,
        month=decision.month or month,
        published=fresh_until(article.published_at, article.published_date),
    )


def wording(article: Article, decision: Decision) -> Wording:
    """What an article that was stored or revised is compared by."""
    return Wording(
        site=article.site,
        id=article.id,
        revision=decision.revision or 1,
        seen=article.fetched_at,
        text=restore(article.text, article.removed),
        bands=tuple(bands_of(article)),
    )


class PendingIndex:
    """An `ArticleIndex` over a ledger and the articles that wait in its spool."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._committed = Wordings(ledger)
        self._articles: dict[tuple[str, str], KnownArticle] = {}
        self._texts: dict[tuple[str, str], tuple[str, int]] = {}
        self._wordings: dict[tuple[str, str], Wording] = {}
        self._bands: dict[tuple[str, int], set[str]] = collections.defaultdict(set)
        """The waiting articles whose wording has a value."""

    def article(self, site: str, article_id: str) -> KnownArticle | None:
        """See `ArticleIndex`."""
        return self._articles.get((site, article_id)) or self._ledger.article(site, article_id)

    def text(self, site: str, text_sha256: str) -> tuple[str, int] | None:
        """See `ArticleIndex`. The committed one comes first: it was there before."""
        return self._ledger.text(site, text_sha256) or self._texts.get((site, text_sha256))

    def wording(self, site: str, article_id: str) -> Wording | None:
        """See `ArticleIndex`."""
        return self._wordings.get((site, article_id)) or self._committed.of_article(site, article_id)

    def alike(self, site: str, bands: Sequence[int], limit: int) -> list[Wording]:
        """See `ArticleIndex`."""
        shared = collections.Counter(
            article_id for value in bands for article_id in self._bands.get((site, value), ())
        )
        found = [(number, self._wordings[site, article_id]) for article_id, number in shared.items()]
        found += [
            (number, known)
            for number, known in self._committed.alike(site, bands, limit)
            if (site, known.id) not in self._wordings
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1].seen, pair[1].id))
        return [known for _, known in found[:limit]]

    def add(self, article: Article, decision: Decision, month: str) -> None:
        """Take in an article that was just judged; other outcomes than stored and revised add nothing."""
        if decision.outcome not in ("stored", "revised"):
            return
        known, worded = known_article(article, decision, month), wording(article, decision)
        key = (known.site, known.id)
        before = self.wording(*key) if decision.outcome == "revised" else None
        if before is not None:
            worded = dataclasses.replace(worded, seen=before.seen)
            for value in before.bands:
                self._bands[known.site, value].discard(known.id)
        self._articles[key] = known
        self._texts.setdefault((known.site, known.text_sha256), (known.id, known.revision))
        self._wordings[key] = worded
        for value in worded.bands:
            self._bands[known.site, value].add(known.id)

    def clear(self) -> None:
        """Forget the waiting ones: they are committed, or are to be judged anew."""
        self._articles.clear()
        self._texts.clear()
        self._wordings.clear()
        self._bands.clear()
