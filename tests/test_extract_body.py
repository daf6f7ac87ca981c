"""The text as blocks: what a reader of the article reads, in order."""

import logging

import pytest

from pipelines.extract.body import extract_body
from pipelines.extract.markup import parse

PARAGRAPHS = [
    "The ferry between the two shores of the northern lake is running again after repairs, officials said.",
    "Residents had been driving two hundred kilometres around the lake since November.",
    "The timetable will be published on the port's own site before the end of the month.",
]
MARKUP = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def blocks(source: str, css: str | None = None) -> list[str]:
    root = parse(f"<html><body>{source}</body></html>")
    assert root is not None
    return extract_body(root, title=None, url="https://a.kz/1", text_css=css).lines


@pytest.mark.parametrize(
    "source",
    [
        f"<article>{MARKUP}</article>",
        f"<div>{MARKUP}</div>",
        "<div>" + "<br><br>".join(PARAGRAPHS) + "</div>",
        f"<table><tr><td>{MARKUP}</td></tr></table>",
        f"<div class='article-text'>{MARKUP}</div><div class='more'><a href=/x>Another headline</a></div>",
    ],
)
def test_paragraphs(source: str) -> None:
    assert [block.strip("| ") for block in blocks(source)] == PARAGRAPHS or blocks(source) == [
        "| " + " ".join(PARAGRAPHS) + " |"
    ]


def test_the_hinted_element_is_read_alone_whatever_it_is_called() -> None:
    other = "<p>A teaser of another article that is as long as a paragraph of this one.</p>" * 5
    source = f"<article>{other}</article><div class='footer sidebar comments'>{MARKUP}</div>"
    assert blocks(source, ".footer") == PARAGRAPHS


def test_a_hint_that_finds_too_little_is_not_trusted() -> None:
    assert blocks(f"<div class=text>Photo</div><article>{MARKUP}</article>", ".text") == PARAGRAPHS
    assert blocks(f"<article>{MARKUP}</article>", ".missing") == PARAGRAPHS


def test_several_hinted_elements_make_one_text() -> None:
    source = "".join(f"<div class=part><p>{paragraph * 2}</p></div>" for paragraph in PARAGRAPHS)
    assert blocks(source, ".part") == [paragraph * 2 for paragraph in PARAGRAPHS]


@pytest.mark.parametrize(
    ("found", "stated", "taken"),
    [
        (MARKUP[:90], PARAGRAPHS, True),
        ("", PARAGRAPHS, True),
        (MARKUP, [*PARAGRAPHS, "One more line."], False),
        ("", PARAGRAPHS[:1], False),
    ],
)
def test_the_text_that_the_page_states_where_only_a_fragment_of_it_is_found(
    found: str, stated: list[str], taken: bool
) -> None:
    root = parse(f"<html><body><article>{found}</article></body></html>")
    assert root is not None
    assert (
        extract_body(root, title=None, url="https://a.kz/1", stated=tuple(stated)).lines == stated
    ) is taken


def test_the_same_page_twice_gives_the_same_text() -> None:
    source = f"<article>{MARKUP}</article>"
    assert [blocks(source) for _ in range(5)] == [PARAGRAPHS] * 5


def test_a_failure_of_the_library_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    assert blocks(f"<article>{MARKUP}</article>") == []


def test_the_library_says_nothing_of_pages_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert blocks("") == []
    assert [record for record in caplog.records if record.name.startswith("trafilatura")] == []
