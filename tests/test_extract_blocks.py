"""The lines of a page, each with where it stands."""

import pytest

from pipelines.extract.blocks import MAX_CELL_ROW, page_blocks
from pipelines.extract.markup import parse

LONG = "x" * (MAX_CELL_ROW + 1)


def texts(source: str) -> list[str]:
    root = parse(f"<html><body>{source}</body></html>")
    assert root is not None
    return [block.text for block in page_blocks(root)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One <b>two</b> <a href=x>three</a>.</p><p>Four</p>", ["One two three.", "Four"]),
        ("One<br><br>two<br>three", ["One", "two", "three"]),
        ("<div>Before<p>inside</p>after</div>", ["Before", "inside", "after"]),
        ("<p>Seen<script>unseen()</script> again</p><style>p{}</style>", ["Seen again"]),
        ("<noscript><p>For readers without scripts</p></noscript>", ["For readers without scripts"]),
        ("<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>", ["one", "two", "three"]),
        ("<table><tr><th>N</th><th>Is</th></tr><tr><td>1</td><td>A</td></tr></table>", ["N | Is", "1 | A"]),
        ("<table><tr><td>menu</td><td><p>One</p><p>two</p></td></tr></table>", ["menu", "One", "two"]),
        (f"<table><tr><td>menu</td><td>{LONG}</td></tr></table>", ["menu", LONG]),
        ("<p> \n </p><div></div>", []),
    ],
)  # fmt: skip
def test_lines(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_what_is_known_of_a_line() -> None:
    root = parse("<html><body><div><p>See <a href=x>this <b>page</b></a></p></div></body></html>")
    assert root is not None
    (block,) = page_blocks(root)
    assert (block.element.tag, block.linked, block.bold) == ("p", 8, 4)


def test_a_page_without_a_text_has_none() -> None:
    assert texts("<img src=x>") == []
