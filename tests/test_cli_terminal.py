"""Tables and texts on a terminal: aligned, within its width, and no control code of a page in them."""

import pytest

from pipelines.commands.terminal import columns_of, cut, printable, printable_lines, table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Мост \x1b[31mоткрыт\x07", "Мост  [31mоткрыт "),
        ("\x9b31m\x00\x7f", " 31m  "),
        ("a\u202eb\u2066c\ufeff", "a b c "),
        ("one\ntwo\ttabs\r\u2028", "one two tabs  "),
        ("Қазақстан ö 中文", "Қазақстан ö 中文"),
        ("\ud800", " "),
    ],
)
def test_nothing_that_steers_a_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert printable_lines("a\n\tb\x1b[2J\rc") == "a\n\tb [2J c"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Көпір", 5, "Көпір"),
        ("Көпір ашылды", 8, "Көпір а…"),
        ("Көпір ашылды", 7, "Көпір…"),
        ("中文字", 4, "中…"),
        ("й" * 9, 5, "й" * 4 + "…"),
    ],
)
def test_cut(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown
    assert columns_of(shown) <= width


def test_a_table() -> None:
    rows = [("a_kz", 12, "Мост"), ("中文", 3, None), ("x", None, "a\nb")]
    assert table(("site", "n", "title"), rows).splitlines() == [
        "site   n  title",
        "a_kz  12  Мост",
        "中文   3",
        "x         a b",
    ]


@pytest.mark.parametrize("width", [80, 100, 200])
def test_a_table_fits(width: int) -> None:
    rows = [("site_" * 9, "ә" * 300, 123456, "2026-11-20")]
    lines = table(("a", "b", "c", "d"), rows, flexible=(0, 1), within=width).splitlines()
    assert max(map(columns_of, lines)) == width
    assert lines[1].endswith("123456  2026-11-20")


def test_a_table_that_cannot_fit_is_still_one() -> None:
    heads = [f"column{number}" for number in range(40)]
    lines = table(heads, [tuple(range(40))], within=80).splitlines()
    assert len(lines) == 2
