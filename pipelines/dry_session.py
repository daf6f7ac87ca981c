"""A crawl's side of the store where nothing is stored: it is shown what a crawl would store.

The session works on a copy of the site's ledger in a folder of its own, which goes with it, and reads the
store's tables. So a page is judged as a crawl would judge it, and a later run finds all as it was. The site
is locked meanwhile, as by a crawl: its host is asked by one process at a time.
"""

import contextlib
import dataclasses
import logging
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .article import Article, Failed, NotModified, Page, Rejected
from .dedupe.decide import Decision
from .errors import LedgerError
from .recorder import Leftover, Recorder
from .report.run_record import RunRecord
from .session import CrawlSession, SessionOptions
from .store.store import Store, find_store, ledger_path, open_store
from .visit import Visit

logger = logging.getLogger(__name__)

MOST_KEPT = 2_000
"""Pages that are kept to be shown, some kilobyte each; what comes behind them is in the counts alone."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WouldBe:
    """What an address would end as."""

    url: str
    decision: Decision
    title: str | None = None
    """Of an article that would be stored or revised, as `published` and `language`."""
    published: str | None = None
    """`published_local`."""
    language: str | None = None
    of: str | None = None
    """For a duplicate: the address of the article that it repeats, where it is known."""


class DrySession(CrawlSession):
    """One run of one site that stores nothing."""

    def __init__(self, options: SessionOptions) -> None:
        super().__init__(options)
        self.pages: list[WouldBe] = []
        """What would be, in the order of arrival; at most `MOST_KEPT`."""
        self._folder = Path()
        self._addresses: dict[str, str] = {}

    def _open_store(self) -> Store:
        self._folder = Path(self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="steppewire-")))
        # Where there is none yet, it would be one without a page.
        return find_store(self._options.store_url) or open_store(f"file:{self._folder / 'store'}")

    def _ledger_file(self, store: Store) -> Path:
        source = ledger_path(self._options.ledger_dir, store, self._options.site)
        copy = self._folder / source.name
        try:
            # With its journal, as a run that was killed leaves one. Nobody writes: the site is locked.
            for suffix in ("", "-wal"):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copyfile(f"{source}{suffix}", f"{copy}{suffix}")
        except OSError as error:
            raise LedgerError(f"{source} cannot be copied: {error.strerror or error}") from error
        return copy

    def _take_lease(self, store: Store, ledger: Path) -> None:
        pass  # nothing is written that another host could write

    def _take_up(self, recorder: Recorder) -> Sequence[Leftover]:
        if waiting := recorder.look([self._options.site]):
            logger.info("%d pages of an earlier run wait; the next crawl brings them in", waiting)
        return ()

    def _commit_if_due(self) -> None:
        pass

    def _commit(self) -> None:
        pass

    async def save_record(self, record: RunRecord) -> None:
        """Of a run that stored nothing there is no record."""

    async def record(self, page: Page, visit: Visit) -> tuple[Decision, Article | None]:
        """Judge a page, and keep what it would be."""
        decision, article = await super().record(page, visit)
        await self._keep(visit, decision, article)
        return decision, article

    async def record_unfetched(
        self, visit: Visit, result: Rejected | Failed | NotModified, answer: Page | None = None
    ) -> Decision:
        """Judge an address that gave no page, and keep what it would be."""
        decision = await super().record_unfetched(visit, result, answer)
        await self._keep(visit, decision, None)
        return decision

    async def _keep(self, visit: Visit, decision: Decision, article: Article | None) -> None:
        if len(self.pages) >= MOST_KEPT:
            return
        of = None
        if decision.outcome == "duplicate" and decision.article_id:
            of = self._addresses.get(decision.article_id) or await self._run(
                self._known_address, decision.article_id
            )
        if article is not None:
            self._addresses.setdefault(article.id, visit.url)
        self.pages.append(
            WouldBe(
                url=visit.url,
                decision=decision,
                title=article.title if article else None,
                published=article.published_local if article else None,
                language=article.language if article else None,
                of=of,
            )
        )

    def _known_address(self, article_id: str) -> str | None:
        ledger = self._ledger
        if ledger is None:
            return None
        rows = ledger.rows(
            "SELECT url FROM urls JOIN articles USING (site, key) WHERE articles.site=? AND articles.id=?",
            (self._options.site, article_id),
        )
        return str(rows[0][0]) if rows else None
