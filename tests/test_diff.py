"""What changed between two texts, and the revisions of an article."""

import time
from pathlib import Path

import pytest

from pipelines.dataset.diff import Paragraph, TextDiff, as_text, text_diff
from pipelines.dataset.revisions import revisions_of
from pipelines.errors import StoreError, UsageError
from tests.documents import write_dataset
from tests.factories import make_article

OLD = "The bridge was opened on Monday.\nIt is 90 metres long.\nCars may use it.\nTickets are free."
A, B, C = "The bridge was opened.", "It is 90 metres long.", "Cars may use it today, said the mayor."

CASES: list[tuple[str, str, list[str]]] = [
    ("", "", []),
    (A, A, ["=The bridge was opened."]),
    (A, f"{A[:10]}  {A[10:]}".replace("  ", " \t "), ["=The bridge was opened."]),
    ("", A, ["+The bridge was opened."]),
    (A, "", ["-The bridge was opened."]),
    (f"{A}\n{B}", f"{A}\n{C}\n{B}", [f"={A}", f"+{C}", f"={B}"]),
    (f"{A}\n{C}\n{B}", f"{A}\n{B}", [f"={A}", f"-{C}", f"={B}"]),
    (B, "It is 95 metres long.", ["~It is [90|95] metres long."]),
    (B, "It is metres long.", ["~It is [90|] metres long."]),
    (B, "It is about 90 metres long.", ["~It is [|about] 90 metres long."]),
    # Another paragraph in its place is no change of it.
    (f"{A}\n{B}", f"{A}\n{C}", [f"={A}", f"-{B}", f"+{C}"]),
    # Which of several belong together is told by their words, not by their place.
    (
        f"{A}\n{B}",
        "Wholly other words stand here now.\nIt is 95 metres long.",
        [f"-{A}", "+Wholly other words stand here now.", "~It is [90|95] metres long."],
    ),
    (
        f"{A}\n{B}\n{C}",
        "It is 95 metres long.\nCars may use it on Friday, said the mayor.",
        [f"-{A}", "~It is [90|95] metres long.", "~Cars may use it [today,|on Friday,] said the mayor."],
    ),
    ("Көпір ұзындығы 90 метр.", "Көпір ұзындығы 95 метр.", ["~Көпір ұзындығы [90|95] метр."]),
    # An empty paragraph is one all the same.
    (f"{A}\n\n{B}", f"{A}\n{B}", [f"={A}", "-", f"={B}"]),
]


def shown(paragraph: Paragraph) -> str:
    words: list[str] = []
    last = None
    for piece in paragraph.words:
        if paragraph.change != "changed" or piece.change == "kept":
            words.append(piece.text)
        elif piece.change == "added" and last == "removed":
            words[-1] = words[-1].replace("|]", f"|{piece.text}]")
        else:
            words.append(f"[{piece.text}|]" if piece.change == "removed" else f"[|{piece.text}]")
        last = piece.change
    return {"kept": "=", "removed": "-", "added": "+", "changed": "~"}[paragraph.change] + " ".join(words)


def side(diff: TextDiff, name: str, without: str) -> list[tuple[int | None, str]]:
    """A text put together from its difference to another one."""
    return [
        (getattr(paragraph, name), " ".join(one.text for one in paragraph.words if one.change != without))
        for paragraph in diff.paragraphs
        if paragraph.change != without
    ]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_what_changed(old: str, new: str, expected: list[str]) -> None:
    diff = text_diff(old, new)
    assert [shown(paragraph) for paragraph in diff.paragraphs] == expected
    assert diff.same == all(line.startswith("=") for line in expected)
    # Both texts are in it, whole and in order.
    for text, name, without in ((old, "old", "added"), (new, "new", "removed")):
        lines = [" ".join(line.split()) for line in text.split("\n")] if text else []
        assert side(diff, name, without) == list(enumerate(lines, 1))


def test_how_many_words() -> None:
    diff = text_diff(f"{A}\n{B}", f"{A}\nIt is 95 metres long now.")
    assert [diff.count(change) for change in ("kept", "removed", "added")] == [7, 2, 3]


def test_as_plain_text() -> None:
    new = OLD.replace("90", "95").replace("\nTickets are free.", "") + "\nThe mayor spoke.\nMany came."
    assert as_text(text_diff(OLD, new), "revision 1", "revision 2") == (
        "--- revision 1\n"
        "+++ revision 2\n"
        "@@ -1,4 +1,5 @@\n"
        "  The bridge was opened on Monday.\n"
        "~ It is [-90-] {+95+} metres long.\n"
        "  Cars may use it.\n"
        "- Tickets are free.\n"
        "+ The mayor spoke.\n"
        "+ Many came.\n"
    )
    assert as_text(text_diff(OLD, OLD)) == ""


def test_far_changes_stand_in_parts_of_their_own() -> None:
    lines = [f"Paragraph number {number} of many." for number in range(1, 10)]
    changed = ["New first.", *lines[:-1]]
    told = as_text(text_diff("\n".join(lines), "\n".join(changed)))
    assert [line for line in told.splitlines() if line.startswith("@@")] == [
        "@@ -1,1 +1,2 @@",
        "@@ -8,2 +9,1 @@",
    ]
    assert "@@ -0,0 +1,1 @@" in as_text(text_diff("\n".join(lines), "\n".join(changed)), context=0)


def test_a_text_cannot_draw_on_a_terminal() -> None:
    told = as_text(text_diff("One \x1b[2J two.", "One \x1b]0;x\x07 two.\n\u202eenin"), old="\x1b[31m")
    assert told.replace("\n", "").isprintable()


HARD = [
    # Each takes the bound of words, of paragraphs, or of both; none of them its time without it.
    pytest.param(" ".join(["a", "b"] * 10_000), " ".join(["b", "b", "a"] * 7_000), id="words"),
    pytest.param(
        "\n".join(f"a {n}" for n in range(20_000)),
        "\n".join(f"a {-n - 1}" for n in range(20_000)),
        id="lines",
    ),
    pytest.param(
        "\n".join(" ".join(f"{n}-{w}" for w in range(300)) for n in range(150)),
        "\n".join(" ".join(f"{n}+{w}" for w in range(300)) for n in range(150)),
        id="both",
    ),
]


@pytest.mark.parametrize(("old", "new"), HARD)
def test_long_texts_take_no_time(old: str, new: str) -> None:
    began = time.process_time()
    diff = text_diff(old, new)
    assert time.process_time() - began < 2
    assert [words for _, words in side(diff, "old", "added")] == old.split("\n")
    assert [words for _, words in side(diff, "new", "removed")] == new.split("\n")


# The revisions of an article

FIRST, OTHER = make_article("https://a.kz/1").id, make_article("https://b.kz/3", site="b_kz").id


def test_all_revisions_of_an_article(tmp_path: Path) -> None:
    write_dataset(tmp_path)
    store = f"file:{tmp_path / 'data'}"
    for site in (None, "a_kz"):
        found = revisions_of(store, FIRST, site)
        assert [(one.revision, one.text) for one in found] == [(1, "One."), (2, "One, changed.")]
    assert [one.text for one in revisions_of(store, OTHER)] == ["Three."]


@pytest.mark.parametrize(
    ("article_id", "site", "says"),
    [
        ("f" * 32, None, f"no article {'f' * 32} in file:"),
        (OTHER, "a_kz", " of a_kz"),
        (FIRST.upper(), None, "is no article's id"),
        ("' OR true --", None, "is no article's id"),
        (FIRST, "a' OR site = 'a_kz", " of a' OR"),
    ],
)
def test_an_article_that_is_not_there(tmp_path: Path, article_id: str, site: str | None, says: str) -> None:
    write_dataset(tmp_path)
    with pytest.raises(UsageError, match=says):
        revisions_of(f"file:{tmp_path / 'data'}", article_id, site)


def test_revisions_of_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no dataset"):
        revisions_of(f"file:{tmp_path}", FIRST)


def test_only_the_files_of_its_month_are_read(tmp_path: Path) -> None:
    write_dataset(tmp_path)
    for file in (tmp_path / "data" / "articles" / "site=b_kz").rglob("*.parquet"):
        file.write_bytes(b"not Parquet")
    store = f"file:{tmp_path / 'data'}"
    assert len(revisions_of(store, FIRST, "a_kz")) == 2
    with pytest.raises(StoreError):
        revisions_of(store, FIRST)
