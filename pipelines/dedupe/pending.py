"""The index of known articles, with those on top that are spooled and not yet committed."""

from ..article import Article
from ..ledger.ledger import Ledger
from ..ledger.revisits import fresh_until
from ..ledger.rows import KnownArticle
from ..urls import url_key
from .decide import Decision


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


class PendingIndex:
    """An `ArticleIndex` over a ledger and the articles that wait in its spool."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._articles: dict[tuple[str, str], KnownArticle] = {}
        self._texts: dict[tuple[str, str], tuple[str, int]] = {}

    def article(self, site: str, article_id: str) -> KnownArticle | None:
        """See `ArticleIndex`."""
        return self._articles.get((site, article_id)) or self._ledger.article(site, article_id)

    def text(self, site: str, text_sha256: str) -> tuple[str, int] | None:
        """See `ArticleIndex`. The committed one comes first: it was there before."""
        return self._ledger.text(site, text_sha256) or self._texts.get((site, text_sha256))

    def add(self, article: Article, decision: Decision, month: str) -> None:
        """Take in an article that was just judged; other outcomes than stored and revised add nothing."""
        if decision.outcome in ("stored", "revised"):
            known = known_article(article, decision, month)
            self._articles[known.site, known.id] = known
            self._texts.setdefault((known.site, known.text_sha256), (known.id, known.revision))

    def clear(self) -> None:
        """Forget the waiting ones: they are committed, or are to be judged anew."""
        self._articles.clear()
        self._texts.clear()
