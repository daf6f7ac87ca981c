"""Which template a site has in this run: taken from the store, learned anew once a day, applied to a batch.

It is applied when a batch is closed, and what it gives is in the ledger before the batch is frozen: every
repeat of the commit brings the same rows. Rows wait in the spool as they were extracted.
"""

import collections
import dataclasses
import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow.dataset as pads
from deltalake import DeltaTable

from .article import Article, RemovedBlock
from .clean.learn import MAX_ARTICLES, MIN_ARTICLES, SeenText, learn
from .clean.template import Template, restore, with_template
from .kill_points import passed
from .ledger.ledger import Ledger
from .ledger.rows import Spooled
from .store import templates
from .store.store import Store
from .store.tables import Tables, quoted, reading
from .visit import decision_from_json, result_from_json, result_to_json

logger = logging.getLogger(__name__)


class Templating:
    """The templates of the sites of one run."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger
        self._numbers: dict[str, int] = {}
        """Highest number in the store, 0 for none, of the sites that were looked up."""
        self._current: dict[str, Template] = {}

    def apply(self, rows: Iterable[Spooled], now: dt.datetime) -> None:
        """Apply the sites' templates to those of `rows`, judged pages, that become articles: in the ledger.

        Raises StoreError or LedgerError; nothing is applied then, and it can be said again.
        """
        by_site: dict[str, list[tuple[int, Article]]] = collections.defaultdict(list)
        for row in rows:
            decision = decision_from_json(row.decision or {})
            if decision.outcome in ("stored", "revised"):
                result = result_from_json(row.result or {})
                if isinstance(result, Article):
                    by_site[row.site].append((row.seq, result))
        changed: list[tuple[int, dict[str, Any]]] = []
        table: DeltaTable | None = None
        for site, found in sorted(by_site.items()):
            if self._is_due(site, now):
                known = self._ledger.count_articles(site)
                if known and table is None and known + len(found) >= MIN_ARTICLES:
                    # Once for all sites of an ingest.
                    table = self._store.tables.load(Article)
                self._learn(site, [article for _, article in found], table if known else None, now)
            if template := self._current.get(site):
                changed += [(seq, result_to_json(with_template(article, template))) for seq, article in found]
        if changed:
            self._ledger.put_results(changed)

    def _is_due(self, site: str, now: dt.datetime) -> bool:
        """Is the site's template of an earlier day, or is there none? Looks it up at the first use."""
        if site not in self._numbers:
            objects = self._store.objects
            self._numbers[site] = max(templates.numbers(objects, site), default=0)
            # Of a damaged one the number is taken: the next one is learned now.
            number = self._numbers[site]
            if number and (template := templates.get(objects, site, number)):
                self._current[site] = template
        current = self._current.get(site)
        return current is None or current.learned_at.date() < now.astimezone(dt.UTC).date()

    def _learn(self, site: str, waiting: list[Article], table: DeltaTable | None, now: dt.datetime) -> None:
        """Learn the next number, from the committed articles; the first one from the batch as well."""
        previous = self._current.get(site)
        texts = list(committed_texts(self._store.tables, site, table)) if table else []
        if previous is None:
            texts += map(_seen, waiting)
        if len({seen.article_id for seen in texts}) < MIN_ARTICLES:
            return
        learned = learn(texts, previous, site=site, learned_at=now)
        learned = dataclasses.replace(learned, number=self._numbers[site] + 1)
        template = templates.put(self._store.objects, learned)
        passed("template_put")
        self._numbers[site], self._current[site] = template.number, template
        logger.info(
            "Template %d of %s: %d blocks from %d articles",
            template.number, site, len(template.blocks), template.articles,
        )  # fmt: skip


def committed_texts(tables: Tables, site: str, table: DeltaTable) -> Iterator[SeenText]:
    """The `MAX_ARTICLES` rows of a site that were fetched last, as they were before any template.

    More where the last ones were fetched at the same time. Raises StoreError.
    """
    dataset, wanted = tables.scan(Article, f"site = {quoted(site)}", table=table), pads.field("site") == site
    with reading(Article):
        times = sorted(dataset.to_table(["fetched_at"], filter=wanted)["fetched_at"].to_pylist())
        if len(times) > MAX_ARTICLES:
            wanted &= pads.field("fetched_at") >= times[-MAX_ARTICLES]
        for batch in dataset.to_batches(columns=_COLUMNS, filter=wanted):
            for row in batch.to_pylist():
                text = restore(row["text"], [RemovedBlock(**block) for block in row["removed"] or ()])
                yield SeenText(row["id"], row["canonical_url"], row["fetched_at"].date(), text)


_COLUMNS = ["id", "canonical_url", "fetched_at", "text", "removed"]


def _seen(article: Article) -> SeenText:
    text = restore(article.text, article.removed)
    return SeenText(article.id, article.canonical_url, article.fetched_at.date(), text)
