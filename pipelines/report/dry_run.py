"""What a run that stored nothing would have stored: what a person looks at."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from ..article import OUTCOMES
from ..dry_session import WouldBe
from .summary import printable

MOST_SHOWN = 100
"""Pages of an outcome that are shown; the others are counted."""

_HEADINGS = {
    "stored": "would be stored",
    "revised": "would be stored as a new revision",
    "unchanged": "would be left as they are",
    "duplicate": "would be left out as duplicates",
    "rejected": "would be rejected",
    "failed": "failed, and a crawl would try them again later",
}


def show_pages(site: str, pages: Sequence[WouldBe]) -> RenderableType:
    """The pages of a dry run by outcome: of articles title, date and language, of others the reason."""
    lines = [Text(f"Dry run of {site}: nothing was stored.", style="bold")]
    for outcome in OUTCOMES:
        some = [page for page in pages if page.decision.outcome == outcome]
        if not some:
            continue
        lines.append(Text(f"{len(some)} {_HEADINGS[outcome]}", style="bold"))
        for page in some[:MOST_SHOWN]:
            # Plain Text objects, as in `show_articles`: nothing of a page is read as mark-up.
            lines += [Text(f"  {printable(text)}") for text in _told(page)]
        if len(some) > MOST_SHOWN:
            lines.append(Text(f"  and {len(some) - MOST_SHOWN} more"))
    if not pages:
        lines.append(Text("No page would be stored."))
    return Group(*lines)


def _told(page: WouldBe) -> list[str]:
    decision = page.decision
    if decision.outcome in ("stored", "revised"):
        date, language = page.published or "no date", page.language or "und"
        return [f"{page.title or '(no title)'}", f"  {date} · {language} · {page.url}"]
    if decision.outcome == "duplicate":
        alike = "" if decision.similarity is None else f", {decision.similarity:.2f} alike"
        return [page.url, f"  of {page.of or 'an article that is in the dataset'} ({decision.reason}{alike})"]
    why = " ".join(filter(None, (decision.reason, decision.detail and f"({decision.detail})")))
    return [f"{why}: {page.url}" if why else page.url]
