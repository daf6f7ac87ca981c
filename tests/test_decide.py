"""New, revised, unchanged or duplicate."""

from pathlib import Path

import pytest

from pipelines.article import Article, Failed, Failure, Reason, Rejected
from pipelines.dedupe.decide import decide
from pipelines.dedupe.pending import PendingIndex
from pipelines.ledger.ledger import Ledger
from tests.factories import make_article

MAIN, PRINT, OTHER = "https://a.kz/x-1/", "https://a.kz/print/1", "https://a.kz/y-2/"


@pytest.fixture
def index(tmp_path: Path) -> PendingIndex:
    return PendingIndex(Ledger(tmp_path / "l.sqlite3"))


@pytest.mark.parametrize(
    ("pages", "outcomes"),
    [
        ([(MAIN, MAIN, "a")], ["stored"]),
        ([(MAIN, MAIN, "a"), (MAIN, MAIN, "a")], ["stored", "unchanged"]),
        ([(MAIN, MAIN, "a"), (MAIN, MAIN, "A,  a")], ["stored", "revised"]),
        ([(MAIN, MAIN, "One text"), (MAIN, MAIN, "one  TEXT.")], ["stored", "unchanged"]),
        ([(MAIN, MAIN, "a"), (MAIN, MAIN, "b"), (MAIN, MAIN, "a")], ["stored", "revised", "revised"]),
        ([(MAIN, MAIN, "a"), (OTHER, OTHER, "a")], ["stored", "duplicate text"]),
        ([(MAIN, MAIN, "a"), (OTHER, OTHER, "b")], ["stored", "stored"]),
        # A second address of a known article never revises it, even with other words.
        ([(MAIN, MAIN, "a"), (PRINT, MAIN, "a")], ["stored", "duplicate url"]),
        ([(MAIN, MAIN, "a"), (PRINT, MAIN, "print: a")], ["stored", "duplicate url"]),
        # Seen first under its second address: the canonical one takes over, once.
        ([(PRINT, MAIN, "a"), (MAIN, MAIN, "a")], ["stored", "duplicate url"]),
        ([(PRINT, MAIN, "p"), (MAIN, MAIN, "a"), (PRINT, MAIN, "p")], ["stored", "revised", "duplicate url"]),
        # A text that an article once had is still its own.
        (
            [(MAIN, MAIN, "a"), (MAIN, MAIN, "b"), (OTHER, OTHER, "a")],
            ["stored", "revised", "duplicate text"],
        ),
    ],
)
def test_a_history_of_pages(
    index: PendingIndex, pages: list[tuple[str, str, str]], outcomes: list[str]
) -> None:
    found = []
    for url, canonical, text in pages:
        article = make_article(url, text, canonical_url=canonical)
        decision = decide(article, index)
        index.add(article, decision, "2026-11")
        found.append(" ".join(filter(None, [decision.outcome, decision.reason])))
    assert found == outcomes


def test_a_revision_keeps_id_and_month(index: PendingIndex) -> None:
    first, second = make_article(text="a"), make_article(text="b")
    index.add(first, decide(first, index), "2025-01")
    decision = decide(second, index)
    assert (decision.article_id, decision.revision, decision.month) == (first.id, 2, "2025-01")


def test_sites_do_not_see_each_other(index: PendingIndex) -> None:
    here, there = make_article(text="a"), make_article(text="a", site="b_kz")
    index.add(here, decide(here, index), "2026-11")
    assert decide(there, index).outcome == "stored"


@pytest.mark.parametrize(
    ("result", "outcome", "reason"),
    [
        (Rejected(Reason.GONE, "404"), "rejected", "gone"),
        (Failed(Failure.TIMEOUT), "failed", "timeout"),
    ],
)
def test_what_is_no_article_says_why(
    index: PendingIndex, result: Article | Rejected | Failed, outcome: str, reason: str
) -> None:
    assert (decide(result, index).outcome, decide(result, index).reason) == (outcome, reason)
