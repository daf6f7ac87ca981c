"""New, revised, unchanged or duplicate."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from pipelines.article import Article, Failed, Failure, Reason, Rejected, RemovedBlock
from pipelines.dedupe import decide as decide_module
from pipelines.dedupe.decide import MAX_COMPARED, Decision, decide
from pipelines.dedupe.fingerprint import plain_words
from pipelines.dedupe.near import near
from pipelines.dedupe.pending import PendingIndex
from pipelines.ledger.ledger import Ledger
from tests.factories import NOW, make_article

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


# Near-duplicates and trifling changes

WORDS = [f"слово{first}{second}" for first in "абвгдежзик" for second in "лмнопрстуф"]
TEXT = " ".join(WORDS)
NEARLY = " ".join([*WORDS[:98], "другой", "конец"])
LESS = " ".join([*WORDS[:95], "совсем", "другой", "конец", "у", "статьи"])
APART = " ".join(reversed(WORDS))


def judge(index: PendingIndex, article: Article) -> str:
    decision = decide(article, index)
    index.add(article, decision, "2026-11")
    return " ".join(filter(None, [decision.outcome, decision.reason]))


@pytest.mark.parametrize(
    ("pages", "outcomes"),
    [
        ([(MAIN, MAIN, TEXT), (OTHER, OTHER, NEARLY)], ["stored", "duplicate near"]),
        ([(MAIN, MAIN, TEXT), (OTHER, OTHER, APART)], ["stored", "stored"]),
        # Visited again, it is a duplicate again.
        (
            [(MAIN, MAIN, TEXT), (OTHER, OTHER, NEARLY), (OTHER, OTHER, LESS)],
            ["stored", "duplicate near", "duplicate near"],
        ),
        # A revision that comes near another article is a revision, and so is one that leaves it.
        (
            [(MAIN, MAIN, TEXT), (OTHER, OTHER, APART), (OTHER, OTHER, NEARLY), (OTHER, OTHER, APART)],
            ["stored", "stored", "revised", "revised"],
        ),
        # Told by the latest revision: nothing resembles the first one any more.
        (
            [(MAIN, MAIN, TEXT), (MAIN, MAIN, APART), (OTHER, OTHER, NEARLY)],
            ["stored", "revised", "stored"],
        ),
        # An article with an address of its own that changes is no duplicate of itself.
        ([(MAIN, MAIN, TEXT), (MAIN, MAIN, NEARLY)], ["stored", "revised"]),
        # A typo.
        (
            [(MAIN, MAIN, TEXT), (MAIN, MAIN, TEXT.replace("слововл", "слововвл"))],
            ["stored", "revised"],
        ),
        (
            [(MAIN, MAIN, f"{TEXT} правительство"), (MAIN, MAIN, f"{TEXT} правитльство")],
            ["stored", "unchanged"],
        ),
        # A trifle under another address than that of the latest revision, as with the same words.
        (
            [(PRINT, MAIN, f"{TEXT} правительство"), (MAIN, MAIN, f"{TEXT} правитльство")],
            ["stored", "duplicate url"],
        ),
    ],
)
def test_near_duplicates_and_trifling_changes(
    index: PendingIndex, pages: list[tuple[str, str, str]], outcomes: list[str]
) -> None:
    found = [judge(index, make_article(url, text, canonical_url=own)) for url, own, text in pages]
    assert found == outcomes


def test_a_near_duplicate_names_the_article_that_is_most_like_it(index: PendingIndex) -> None:
    far, close = make_article(MAIN, LESS), make_article(PRINT, TEXT)
    index.add(far, Decision("stored", revision=1), "2026-11")
    index.add(close, Decision("stored", revision=3), "2026-11")
    found = decide(make_article(OTHER, NEARLY), index)
    assert (found.article_id, found.revision, found.reason) == (close.id, 3, "near")
    assert found.similarity == near(plain_words(TEXT), plain_words(NEARLY))
    assert found.similarity is not None
    assert found.similarity < 1


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_that_are_as_like_it_names_the_earlier(index: PendingIndex, order: int) -> None:
    early = make_article(MAIN, TEXT, fetched_at=NOW)
    late = make_article(PRINT, TEXT, fetched_at=NOW + dt.timedelta(hours=1))
    for article in (early, late)[::order]:
        index.add(article, Decision("stored", revision=1), "2026-11")
    # Its own revision of later does not make it later than the other one.
    index.add(
        dataclasses.replace(early, fetched_at=NOW + dt.timedelta(hours=2)),
        Decision("revised", revision=2),
        "2026-11",
    )
    found = decide(make_article(OTHER, NEARLY), index)
    assert (found.article_id, found.revision) == (early.id, 2)


@pytest.mark.parametrize(("new", "outcome"), [(99, "duplicate near"), (100, "stored")])
def test_a_story_of_twice_the_words_of_its_flash_is_kept(
    index: PendingIndex, monkeypatch: pytest.MonkeyPatch, new: int, outcome: str
) -> None:
    monkeypatch.setattr(decide_module, "near", lambda *_: 0.5)
    assert judge(index, make_article(MAIN, TEXT)) == "stored"
    story = make_article(OTHER, " ".join([*WORDS, *(f"новость{number}" for number in range(new))]))
    # Found in any case.
    assert judge(index, dataclasses.replace(story, minhash=make_article(MAIN, TEXT).minhash)) == outcome


def test_near_duplicates_are_of_one_site(index: PendingIndex) -> None:
    assert judge(index, make_article(MAIN, TEXT)) == "stored"
    assert judge(index, make_article(OTHER, NEARLY, site="b_kz")) == "stored"


def test_the_text_before_the_template_is_compared(index: PendingIndex) -> None:
    """What a template took out of a page that waits counts as it did when the page was judged first."""
    whole = make_article(MAIN, f"{TEXT}\nЧитайте нас в городе")
    taken = [RemovedBlock(1, "Читайте нас в городе")]
    index.add(dataclasses.replace(whole, text=TEXT, removed=taken), Decision("stored", revision=1), "2026-11")
    again = dataclasses.replace(whole, text_sha256="0" * 64)
    assert decide(again, index).outcome == "unchanged"


def test_trifles_add_up_against_the_stored_text(index: PendingIndex) -> None:
    text = f"{TEXT} правительство строительство рассмотрение"
    assert judge(index, make_article(MAIN, text)) == "stored"
    for old, new, outcome in (
        ("правительство", "правитльство", "unchanged"),
        ("строительство", "строитльство", "unchanged"),
        ("рассмотрение", "расссотрение", "revised"),
    ):
        text = text.replace(old, new)
        assert judge(index, make_article(MAIN, text)) == outcome


def test_a_site_of_one_template_is_compared_with_some_articles_only(
    index: PendingIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(decide_module, "near", lambda one, _: asked.append(one))
    for number in range(MAX_COMPARED + 20):
        url = f"https://a.kz/{number}"
        text = " ".join([*WORDS[: 60 + number % 30], str(number)])
        index.add(make_article(url, text), Decision("stored", revision=1), "2026-11")
    assert decide(make_article(OTHER, TEXT), index).outcome == "stored"
    assert len(asked) == MAX_COMPARED
