"""Stored pages through the rules of today: what changes becomes a new revision under the same `id`.

A task is a parcel of pages of one WARC segment (`look`); it runs wherever the engine has it run, and gives
what today's rules make of them. What comes of it goes into the store from here alone (`writing`).

A page that the rules of today refuse is told, and its article stays as it is: what was published in the
dataset does not vanish by a rule, and `scrapy forget` takes down what must go.
"""

import collections
import contextlib
import dataclasses
import datetime as dt
import logging
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from ..article import Article, ExtractionHints, Failed, PageRecord, Rejected
from ..engine.choose import open_engine
from ..engine.engine import EngineName
from ..errors import LedgerError, StoreError, UsageError
from ..ledger.ledger import Ledger
from ..lock import SiteLock
from ..rights.reserved import reserved
from ..store.objects import ObjectStore
from ..store.store import Store, find_store, ledger_path
from ..workers import shared_pool
from .change import Change
from .chosen import Choice, chosen_pages
from .look import Looked, look
from .notes import Stretch, includes, put_note, read_note
from .parcels import WINDOW_PAGES, Parcel, in_parcels
from .writing import Renewed, Writing

logger = logging.getLogger(__name__)

LEDGER = "_reextract"
"""Name of the lock, and of the ledger, which is there while something waits in it: no site's name begins with
an underscore."""

LINE_SECONDS = 60.0
"""How often it is said how far it is."""

TOLD = 20
"""Pages that cannot be read which the log names, each; all are counted."""


class Report(Protocol):
    """Who is told of the pages."""

    def add(self, change: Change) -> None:
        """Take in a page that was looked at, changed or not."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReextractOptions:
    """What a new extraction needs to know."""

    store_url: str
    ledger_dir: Path
    run_id: str
    user_agent: str
    engine: EngineName
    workers: int
    batch_pages: int
    hints: Mapping[str, ExtractionHints]
    """Of the declared sites, today; any other has none."""
    choice: Choice
    sites: tuple[str, ...] | None = None
    """Only these; None for all."""
    dry_run: bool = False
    """Tell what would change, and change nothing."""
    respect_rights: bool = False
    """Store no article that is kept from training or mining."""


@dataclasses.dataclass(slots=True)
class Reextracted:
    """What was done."""

    pages: int = 0
    """That were looked at."""
    changed: int = 0
    """Articles of which something is another now."""
    accepted: int = 0
    """Pages that were refused, and are articles now."""
    refused: int = 0
    """Pages of articles that the rules of today refuse; the articles stay."""
    failed: int = 0
    """Pages that could not be extracted: the next run tries them again."""
    unreadable: int = 0
    """Pages that the archive does not give back."""
    outcomes: dict[str, int] = dataclasses.field(default_factory=dict)
    """What was written, by outcome; in a dry run, what would be."""
    batches: int = 0
    is_whole: bool = True
    """Was all of it looked at? Not where it was told to stop."""


def run_reextract(options: ReextractOptions, report: Report, *, stop: Callable[[], bool]) -> Reextracted:
    """Extract stored pages again. Ends early, whole, when `stop()` is true.

    The workers of this process (`workers.shared_pool`) are left to a next run, or to be closed.

    Raises UsageError for a site that is not there, SiteHeld when another new extraction runs on this host,
    StoreError and LedgerError when these fail. What was taken in before is in the store or made again.
    """
    store = find_store(options.store_url)
    if store is None:
        raise StoreError(f"no dataset at {options.store_url}: there is nothing to extract again")
    with contextlib.ExitStack() as cleanup:
        if options.dry_run:
            folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="steppewire-")))
        else:
            folder = options.ledger_dir
            cleanup.enter_context(SiteLock(folder, LEDGER))
        ledger = Ledger(ledger_path(folder, store, LEDGER))
        cleanup.callback(ledger.close)
        writing = Writing(
            store,
            ledger,
            run_id=options.run_id,
            user_agent=options.user_agent,
            batch_pages=options.batch_pages,
            dry=options.dry_run,
        )
        if not options.dry_run:
            writing.open()
        run = _Run(store, writing, options, report)
        engine = cleanup.enter_context(open_engine(options.engine, options.workers))
        parcels = _with_pool(run.plan.parcels(), options)
        results = cleanup.enter_context(contextlib.closing(_closable(engine.map(look, parcels))))
        run.take(results, stop)
        ledger.close()
        _remove(ledger.path)
    return run.done


def _remove(path: Path) -> None:
    """All is in the store: what the ledger holds of its texts, no takedown would find."""
    try:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror or error}") from error


def _with_pool(parcels: Iterator[Parcel], options: ReextractOptions) -> Iterator[Parcel]:
    """The same, with the workers of this process up before the first: a run that finds nothing needs none."""
    for number, parcel in enumerate(parcels):
        if number == 0 and options.engine == "local":
            shared_pool(options.workers).warm_up()
        yield parcel


def _closable(results: Iterator[list[Looked]]) -> Generator[list[Looked], None, None]:
    yield from results


@dataclasses.dataclass(frozen=True, slots=True)
class _Site:
    """A site all of whose pages are in parcels."""

    name: str
    noted: tuple[Stretch, ...]
    stretch: Stretch


class _Plan:
    """Which pages are looked at, in parcels, and after how many of these a site is done."""

    def __init__(self, store: Store, options: ReextractOptions) -> None:
        self._store = store
        self._options = options
        self._ended: collections.deque[tuple[int, _Site]] = collections.deque()
        """Sites, and the number of parcels that hold all their pages."""

    def parcels(self) -> Iterator[Parcel]:
        """All of them. Raises UsageError for a site that is not there, StoreError."""
        number, window = 0, list[PageRecord]()
        ended = list[_Site]()
        choice = self._options.choice
        table = self._store.tables.load(PageRecord)
        last = self._store.tables.last_batches(PageRecord, table)
        for site, months in self._sites().items():
            stretch = Stretch(choice.since, choice.until, last[site])
            noted = read_note(self._store.objects, site, stretch.batch)
            if choice.again or not any(includes(one, stretch) for one in noted):
                pages = chosen_pages(self._store.tables, site, months, choice, noted)
                for row in pages:
                    window.append(row)
                    if len(window) == WINDOW_PAGES:
                        for parcel in self._in_parcels(window):
                            number += 1
                            yield parcel
                        self._ended += ((number, one) for one in ended)
                        window, ended = [], []
                ended.append(_Site(site, noted, stretch))
        for parcel in self._in_parcels(window):
            number += 1
            yield parcel
        self._ended += ((number, one) for one in ended)

    def ended(self, parcels: int) -> Iterator[_Site]:
        """The sites that are done with so many parcels, each once."""
        while self._ended and self._ended[0][0] <= parcels:
            yield self._ended.popleft()[1]

    def _in_parcels(self, rows: Sequence[PageRecord]) -> Iterator[Parcel]:
        return in_parcels(rows, self._options.store_url, self._options.hints)

    def _sites(self) -> dict[str, list[str]]:
        """The months of each site that is wanted."""
        found = collections.defaultdict(list)
        for part in self._store.tables.parts(PageRecord):
            found[part.site].append(part.month)
        wanted = sorted(found) if self._options.sites is None else self._options.sites
        for site in wanted:
            if site not in found:
                raise UsageError(f"no site {site!r} in {self._options.store_url}")
        return {site: sorted(found[site]) for site in wanted}


class _Run:
    """The state of one run."""

    def __init__(self, store: Store, writing: Writing, options: ReextractOptions, report: Report) -> None:
        self._objects: ObjectStore = store.objects
        self._writing = writing
        self._options = options
        self._report = report
        self.plan = _Plan(store, options)
        self.done = Reextracted()
        self._unsettled: set[str] = set()
        """Sites with a page that failed: they are looked at again."""
        self._next_line = time.monotonic() + LINE_SECONDS

    def take(self, results: Iterator[list[Looked]], stop: Callable[[], bool]) -> None:
        ended: list[_Site] = []
        parcels = 0
        for parcels, found in enumerate(results, 1):
            for looked in found:
                self._page(looked)
            ended += self.plan.ended(parcels)
            if ended and not self._writing.waiting:
                self._note(ended)
            self._say_how_far()
            if stop():
                self.done.is_whole = False
                break
        else:
            ended += self.plan.ended(parcels)
        self._writing.commit(_now())
        self._note(ended)
        self.done.outcomes = dict(self._writing.outcomes)
        self.done.batches = self._writing.batches

    def _page(self, looked: Looked) -> None:
        if looked.change is None:
            self.done.unreadable += 1
            if self.done.unreadable <= TOLD:
                logger.warning("%s: %s", looked.row.site, looked.unreadable)
            return
        change = self._unless_reserved(looked.change)
        self.done.pages += 1
        self._report.add(change)
        before, after = change.before, change.after
        if isinstance(after, Failed):
            self.done.failed += 1
            self._unsettled.add(change.site)
            logger.warning("%s: %s could not be extracted: %s", change.site, change.url, after.detail)
        elif isinstance(after, Rejected):
            self.done.refused += before is not None
        elif before is None:
            self.done.accepted += 1
            self._writing.take(Renewed(looked.row, after, is_new=True), _now())
        elif change.fields() or before.text_sha256 != after.text_sha256:
            # Under a template, a text may be the same and the one before it another: a crawl compares that.
            self.done.changed += 1
            self._writing.take(Renewed(looked.row, after, is_new=False), _now())

    def _unless_reserved(self, change: Change) -> Change:
        if not self._options.respect_rights or not isinstance(change.after, Article):
            return change
        return dataclasses.replace(change, after=reserved(change.after) or change.after)

    def _note(self, ended: list[_Site]) -> None:
        """Note of sites that are done, and whose revisions are in the store, what was looked at."""
        for site in ended:
            if not self._options.dry_run and site.name not in self._unsettled:
                put_note(self._objects, site.name, site.noted, site.stretch)
        self._writing.forget(site.name for site in ended)
        ended.clear()

    def _say_how_far(self) -> None:
        if time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + LINE_SECONDS
            done = self.done
            logger.info("%d pages, %d articles changed, %d new", done.pages, done.changed, done.accepted)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
