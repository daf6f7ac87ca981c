"""Which blocks of a page a text was made of."""

import pytest

from pipelines.dedupe.fingerprint import folded_words
from pipelines.extract.align import found_shares

LONG = "the council of the district met on monday and counted the trees that were planted"


@pytest.mark.parametrize(
    ("blocks", "lines", "shares"),
    [
        (["a", "b", "c"], ["b"], [0, 1, 0]),
        ([], ["b"], []),
        (["a"], [], [0]),
        # The one in its place among the others, not the menu's.
        (["sport", "x", "one", "sport", "two"], ["one", "sport", "two"], [0, 0, 1, 1, 1]),
        (["sport", "x", "sport", "y"], ["sport", "y"], [1, 0, 0, 1]),
        (["b", "a", "c"], ["a", "c", "b"], [0, 1, 1]),
        # A line that was put together of two blocks, and a block of which a part was taken.
        ([LONG, "and went home after that day"], [f"{LONG} and went home after that day"], [1, 1]),
        ([f"{LONG} one two three four"], [LONG], [0.75]),
        (["short", "a b c"], ["short but in a longer line a b c"], [0, 0]),
    ],
)  # fmt: skip
def test_shares(blocks: list[str], lines: list[str], shares: list[float]) -> None:
    assert found_shares(blocks, lines) == pytest.approx(shares)


def test_case_marks_and_dotted_letters_make_no_difference() -> None:
    assert folded_words("İZMİR'de  «Yangın»!") == folded_words("izmir de yangin") == "izmir de yangin"


def test_many_equal_lines_take_linear_time() -> None:
    many = ["the same line"] * 20_000
    assert sum(found_shares(many, many)) == 20_000
