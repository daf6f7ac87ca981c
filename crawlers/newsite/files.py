"""The files of a new site: its spider, and its saved pages. Nothing that is there is ever replaced."""

import dataclasses
from pathlib import Path

from crawlers.discovery.links import NotReadable
from crawlers.newsite.look import Looked, Sample
from crawlers.newsite.proposal import Proposal
from crawlers.recording import (
    MAX_BYTES,
    Recorded,
    folder_of,
    recorded_page,
    write_page,
    write_sources,
)
from crawlers.saved_pages import SavedSource, SourceKind, save_source
from crawlers.scout import Kept
from crawlers.source_reader import header_of
from crawlers.whole_file import write_whole
from pipelines.article import Article
from pipelines.errors import SteppewireError, UsageError

MIN_LINKS = 3
"""Links that saved sources show at least (`tests/test_sites.py`)."""


class NothingToWrite(SteppewireError):
    """What was found does not make a site that could be crawled."""


@dataclasses.dataclass(frozen=True, slots=True)
class Files:
    """What would be written."""

    spider: Path
    folder: Path
    text: str
    """Of the spider's file."""
    sources: list[tuple[SavedSource, bytes]]
    page: Recorded | None
    """None where no article that was read tells enough to be expected: a title, a moment and a text."""

    def write(self) -> list[Path]:
        """Write them; what was written. Raises UsageError where one cannot be written, or is there."""
        check_free(self.spider, self.folder)
        written = write_sources(self.folder, self.sources)
        if self.page is not None:
            written += write_page(self.folder, self.page)
        # Last: with the file the site is declared, and then all that it needs is there.
        write_whole(self.spider, self.text.encode())
        return [self.spider, *written]


def spider_file(root: Path, name: str) -> Path:
    """Where the file of a site is in a checkout."""
    return root / "crawlers" / "spiders" / f"{name}.py"


def check_free(spider: Path, folder: Path) -> None:
    """Raise UsageError where a file or the folder of saved pages is there."""
    for path in (spider, folder):
        if path.exists() or path.is_symlink():
            raise UsageError(
                f"{path} is there, and nothing is replaced: give another --name, or move it away"
            )


def make_files(root: Path, proposal: Proposal, looked: Looked) -> Files:
    """The files of a proposal. Raises UsageError for what a person has to say, and NothingToWrite."""
    if proposal.lacks:
        raise UsageError(
            f"{' and '.join(proposal.lacks)} could not be found out: say it, and nothing is guessed"
        )
    if not looked.articles:
        raise NothingToWrite("none of the pages that were read is an article: nothing is written")
    sources = _sources(proposal, looked)
    if not sources:
        raise NothingToWrite(
            f"no source names {MIN_LINKS} articles that a run of today would take: nothing is written"
        )
    read = [
        f"{len(urls)} {kind}{'' if len(urls) == 1 else 's'}" for kind, urls in _declared(proposal) if urls
    ]
    count = len(looked.articles)
    articles = f"{count} article{'' if count == 1 else 's'}"
    evidence = (
        f"{', '.join(read)} and {articles} were read, found by scrapy newsite on {looked.read_at:%Y-%m-%d}"
    )
    return Files(
        spider=spider_file(root, proposal.name),
        folder=folder_of(root, proposal.name),
        text=proposal.text(evidence),
        sources=sources,
        page=_page(looked.samples),
    )


def _declared(proposal: Proposal) -> list[tuple[str, tuple[str, ...]]]:
    return [("feed", proposal.feeds), ("sitemap", proposal.sitemaps), ("section", proposal.sections)]


def _page(samples: list[Sample]) -> Recorded | None:
    for sample in samples:
        if isinstance(sample.result, Article):
            try:
                return recorded_page(sample.page, sample.result, sample.content_type)
            except UsageError:
                continue  # it lacks a date or a title; another may have them
    return None


def _sources(proposal: Proposal, looked: Looked) -> list[tuple[SavedSource, bytes]]:
    """One source that names enough, the smallest kind first; with the index that leads to it."""
    spider = proposal.spider()
    kept = looked.found.kept if looked.found else []
    saved = [one for source in kept if (one := _saved(spider, source, looked))]
    declared = {kind: set(urls) for kind, urls in _declared(proposal)}
    for kind in ("feed", "section", "sitemap"):
        for source, body in saved:
            if source.kind != kind or len(source.links) < MIN_LINKS:
                continue
            if source.url in declared[kind]:
                return [(source, body)]
            index = next((one for one in saved if source.url in one[0].parts), None)
            if index and index[0].url in declared[kind]:
                return [index, (source, body)]
    return []


def _saved(spider: type, source: Kept, looked: Looked) -> tuple[SavedSource, bytes] | None:
    response = source.response
    kind: SourceKind = source.kind  # type: ignore[assignment]
    if len(response.body) > MAX_BYTES:
        return None
    try:
        saved = save_source(
            spider,
            kind,
            response.url,
            response.body,
            file="",
            content_type=header_of(response, "Content-Type") or None,
            read_at=looked.read_at,
        )
    except NotReadable:
        return None
    return saved, response.body
