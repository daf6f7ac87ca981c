"""Furniture is told by its names, and never holds the body, whatever that is called."""

import pytest
from lxml.html import HtmlElement

from pipelines.extract.markup import parse, select, text_of
from pipelines.extract.prune import drop, furniture, running_text

BODY = "<p>The ferry between the two shores of the lake is running again after repairs.</p>" * 5


def tree(source: str) -> HtmlElement:
    root = parse(f"<html><body>{source}</body></html>")
    assert root is not None
    return root


def left(source: str) -> str:
    root = tree(source)
    drop(furniture(root))
    return text_of(root)


@pytest.mark.parametrize(
    "element",
    [
        "<nav>Menu</nav>",
        "<footer>Footer</footer>",
        "<aside>Aside</aside>",
        "<header>Site header</header>",
        "<button>More</button>",
        "<div role=navigation>Menu</div>",
        "<div class='share-buttons'>Share</div>",
        "<div class='shareButtons'>Share</div>",
        "<ul class='post__tags tags'><li>Tag</li></ul>",
        "<div class='related-news'><h3><a href=/x>Another</a></h3></div>",
        "<section id='comments'><p>A comment</p></section>",
        "<div class='breadcrumbs'>Main</div>",
        "<div class='adv'>Buy</div>",
        "<div id='adfox_17'>Buy</div>",
        "<div class='banner-top'>Buy</div>",
        "<div class='telegram'>Join</div>",
        "<p class='read-also'>Read also</p>",
        "<div class='orphus'>Found a mistake</div>",
        "<div class='cookie-notice'>Cookies</div>",
        "<div style='display: none'>Hidden</div>",
        "<div hidden>Hidden</div>",
    ],
)
def test_furniture_goes(element: str) -> None:
    assert left(f"<article>{BODY}</article>{element}after") == text_of(tree(f"{BODY}after"))


@pytest.mark.parametrize(
    "names",
    [
        "with-share",
        "content-with-sidebar sidebar",
        "comments",
        "social telegram",
        "promo",
        "related",
        "ad",
        "tags",
    ],
)
def test_the_body_stays_whatever_it_is_called(names: str) -> None:
    assert left(f"<div class='{names}'><div class='{names}'>{BODY}</div></div>") == text_of(tree(BODY))


def test_a_body_in_several_containers_of_one_kind_stays() -> None:
    part = f"<div class='sidebar-grid'>{BODY}</div>"
    assert left(part * 4) == text_of(tree(BODY * 4))


def test_a_large_part_of_the_text_stays() -> None:
    assert left(f"<article>{BODY}</article><div class='promo'>{BODY}</div>") == text_of(tree(BODY * 2))


@pytest.mark.parametrize(
    "names", ["shareholders", "tagged-text", "navigator", "adventure", "commentary", "headline"]
)
def test_words_that_only_begin_alike_are_not_furniture(names: str) -> None:
    assert "kept" in left(f"<article>{BODY}</article><div class='{names}'>kept</div>")


def test_hints_are_obeyed() -> None:
    root = tree(
        f"<div class='text'>{BODY}</div><div class='share'><p>wanted</p></div><p class='x'>unwanted</p>"
    )
    found = furniture(root, extra=select(root, ".x, .text p"), body=select(root, ".share"))
    drop(found)
    assert text_of(root) == "wanted"


def test_a_header_with_the_headline_stays() -> None:
    assert "Headline" in left(f"<header><h1>Headline</h1></header>{BODY}")
    assert "Kept" in left(f"<article><header>Kept</header>{BODY}</article>")


def test_running_text_leaves_links_and_lists_out() -> None:
    root = tree(
        "<div>abc<br>de<a>link</a></div><p>fgh <a>link</a></p><ul><li>list</li></ul><li><p>ij</p></li>"
    )
    assert running_text(root) == len("abcdefghij")
