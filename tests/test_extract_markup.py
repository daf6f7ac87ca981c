"""One tree a page, and the text that a reader sees in it."""

import pytest
from lxml.html import HtmlElement

from pipelines.errors import UsageError
from pipelines.extract.markup import meta_values, names_of, parse, select, text_of


def tree(source: str) -> HtmlElement:
    root = parse(source)
    assert root is not None
    return root


@pytest.mark.parametrize("source", ["", "   ", "<!-- x -->", "<?xml version='1.0'?>"])
def test_nothing_is_no_tree(source: str) -> None:
    assert parse(source) is None


def test_an_encoding_declaration_in_text_that_is_decoded_does_no_harm() -> None:
    assert text_of(tree("<?xml version='1.0' encoding='koi8-r'?><p>Новости</p>")) == "Новости"


def test_deep_markup_is_not_cut_off_without_a_word() -> None:
    assert text_of(tree("<b>" * 400 + "<p>still here")) == "still here"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<h1>Ferry <b>ser</b>vice<br>resumes<span> 12:03</span></h1>", "Ferry service resumes 12:03"),
        ("<div><div>one</div><div>two</div></div>", "one two"),
        ("<p>a<script>b</script>c<style>d</style></p>", "a c"),
        ("<p>a&nbsp;b&#8203;c&#xD800;&#x202e;</p>", "a bc\ufffd"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<p>1<sup>2</sup></p>", "12"),
    ],
)
def test_text_of(source: str, text: str) -> None:
    assert text_of(tree(source)) == text


def test_text_of_stops_at_its_limit() -> None:
    assert len(text_of(tree("<p>" + "word " * 1_000), 100)) <= 101


def test_select() -> None:
    root = tree("<div class=a><p>1</p></div><p>2</p>")
    assert [element.text for element in select(root, ".a p")] == ["1"]
    assert select(root, None) == []
    with pytest.raises(UsageError, match="p\\["):
        select(root, "p[")


def test_names_are_parted_at_hyphens_and_capitals() -> None:
    element = tree('<div class="ShareButtons postBody" id="main_Text">x</div>').find(".//div")
    assert element is not None
    assert names_of(element) == "share-buttons post-body main_text"


def test_meta_values() -> None:
    root = tree(
        '<meta property="og:Title" content=" a  b "><meta name=x content=""><meta name=x content="1">'
    )
    assert meta_values(root) == {"og:title": ["a b"], "x": ["1"]}
