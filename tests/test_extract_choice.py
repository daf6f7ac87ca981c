"""What the blocks of a page are like, what the model says of them, and which make the text."""

import itertools

import pytest

from pipelines.extract.block_model import BlockModel, Term, from_json, shipped
from pipelines.extract.blocks import page_blocks
from pipelines.extract.body import extract_body
from pipelines.extract.choice import (
    ABOVE_TITLE,
    ANNOUNCED,
    COMES_FROM_FAR,
    LINKED_ITEM,
    MAX_BLOCKS,
    OWN_HEADLINE,
    SENTENCE,
    STAYS,
    judge_blocks,
)
from pipelines.extract.features import FEATURES, features
from pipelines.extract.markup import parse
from pipelines.extract.prune import own_text

URL = "https://a.kz/news/1"
SENTENCES = [
    f"On day {day} the council of the {place} counted {day * 17} reports about the {thing} and answered."
    for day, (place, thing) in enumerate(
        itertools.product(("town", "port", "farm"), ("river", "road", "well"))
    )
]
PARAGRAPHS = "".join(f"<p>{first} {second}</p>" for first, second in itertools.pairwise(SENTENCES))
ITEMS = ("the pillars of the bridge", "the heating of the school", "lamps in the streets")
LIST = f"<p>The council asked for three things:</p><ul>{''.join(f'<li>{item}</li>' for item in ITEMS)}</ul>"
TIP = "Farmers of the left bank opened a workshop"
LONG = " ".join(SENTENCES[:3])
TEASER = (
    "<div class=x1><a href=/other>Farmers of the left bank opened a workshop</a>"
    "<p>Farmers of the left bank opened a workshop by the river, and many came.</p></div>"
)


def page(body: str) -> list[str]:
    root = parse(f"<html><body><h1>A day in town</h1>{body}</body></html>")
    assert root is not None
    return extract_body(root, title="A day in town", url=URL).lines


def rows(body: str, found: list[str]) -> list[dict[str, float]]:
    root = parse(f"<html><body>{body}</body></html>")
    assert root is not None
    values = features(page_blocks(root), own_text(root), found, "A day in town")
    return [dict(zip(FEATURES, row, strict=True)) for row in values]


@pytest.mark.parametrize(
    ("body", "at", "expected"),
    [
        ("<p>A <a href=x>day</a>: one. Two!</p>", 0, {"words": 4, "sentences": 1, "ends_sentence": 1}),
        ("<p>A day</p>", 0, {"title_covered": 0.5, "found": 0, "ends_colon": 0}),
        ("<ul><li>A</li></ul>", 0, {"is_item": 1, "after_colon": 0}),
        (f"{LIST}<p>And so on</p>", 1, {"is_item": 1, "after_colon": 1}),
        (f"{LIST}<p>And so on</p>", 4, {"is_item": 0, "after_colon": 0}),
        (f"<div>{PARAGRAPHS}</div>{TEASER}", 9, {"in_teaser": 1, "link_share": 0}),
        # A teaser that is longer than the article, and an article with a reading tip below.
        (f"<div><a href=/2><div>{TIP}</div></a><div>{LONG}</div></div><p>Short.</p>", 1, {"in_teaser": 1}),
        (f"<div><p>{LONG}</p><p><a href=/2>{TIP}</a></p></div>", 0, {"in_teaser": 0}),
        (PARAGRAPHS, 1, {"in_teaser": 0, "in_main": 1, "within_comments": 0}),
        (
            "<div class='comments'><div><p>Well said, I think so too</p></div></div>",
            0,
            {"within_comments": 1},
        ),
        ("<blockquote><div><p>So be it</p></div></blockquote>", 0, {"within_quote": 1}),
        (
            "<div class=post><p>one</p></div><p>ad</p><div class=post><p>two</p></div>",
            2,
            {"holder_found": 0.5},
        ),
    ],
)
def test_features(body: str, at: int, expected: dict[str, float]) -> None:
    row = rows(body, ["The council asked for three things:", "one"])[at]
    assert {name: float(row[name]) for name in expected} == pytest.approx(expected)


def test_a_model_adds_its_terms() -> None:
    blank = {name: {"weight": 0.0, "limits": [], "steps": [0.0]} for name in FEATURES}
    words = {"weight": 0.1, "limits": [2, 5], "steps": [0.0, 1.0, 3.0]}
    model = from_json({"constant": -1.0, "terms": {**blank, "words": words}})
    row = [0.0] * len(FEATURES)
    for count, expected in ((2, -0.8), (3, 0.3), (5, 0.5), (6, 2.6)):
        row[FEATURES.index("words")] = count
        assert model.log_odds(row) == pytest.approx(expected)
    name, value, part = model.parts(row)[0]
    assert (name, value) == ("words", 6)
    assert part == pytest.approx(3.6)


def test_the_shipped_model_knows_all_features() -> None:
    model = shipped()
    assert len(model.terms) == len(FEATURES)
    for term in model.terms:
        assert len(term.steps) == len(term.limits) + 1
        assert list(term.limits) == sorted(term.limits)


def test_a_list_behind_a_colon_belongs_to_the_text() -> None:
    text = page(f"<article>{PARAGRAPHS}{LIST}{PARAGRAPHS}</article>")
    assert [line for line in text if line.startswith("- ")] == [f"- {item}" for item in ITEMS]


def test_a_teaser_between_paragraphs_is_no_text() -> None:
    text = page(f"<article><div>{PARAGRAPHS}</div>{TEASER}<div>{PARAGRAPHS}</div></article>")
    assert not [line for line in text if "workshop" in line]
    assert len(text) >= len(SENTENCES) - 1


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("<p align=right><i>Asel Tileugazina</i></p>", False),
        ("<p style='margin: 0; TEXT-ALIGN:right'>Asel Tileugazina</p>", False),
        ("<p align=right>The council thanked them.</p>", True),
        ("<p>Asel Tileugazina</p>", True),
    ],
)
def test_a_signature_at_the_right_edge_is_no_text(line: str, stays: bool) -> None:
    text = page(f"<article>{PARAGRAPHS}{line}{PARAGRAPHS}</article>")
    assert any(one.startswith(("Asel", "The council thanked")) for one in text) is stays


def test_where_all_is_at_the_right_edge_nothing_is_a_signature() -> None:
    right = PARAGRAPHS.replace("<p>", "<p align=right>")
    text = page(f"<article>{right}<p align=right>Asel Tileugazina</p>{right}</article>")
    assert "Asel Tileugazina" in text


def test_a_body_in_two_containers_of_one_class_is_one() -> None:
    half = PARAGRAPHS[: PARAGRAPHS.index("</p>", len(PARAGRAPHS) // 2) + 4]
    ad = "<div class=x9><a href=/shop>Buy now</a></div>"
    source = f"<div class=txt>{half}</div>{ad}<div class=txt>{PARAGRAPHS[len(half) :]}</div>"
    text = " ".join(page(source))
    assert [sentence for sentence in SENTENCES if sentence not in text] == []


def test_where_blocks_cannot_be_judged_the_text_is_as_it_was_found() -> None:
    root = parse(f"<html><body>{PARAGRAPHS}</body></html>")
    assert root is not None
    nothing = BlockModel(0.0, tuple(Term(0.0, (), (0.0,)) for _ in FEATURES))
    assert (
        judge_blocks(
            root,
            own_text(root),
            ["Something else that stands nowhere on this page at all."],
            None,
            URL,
            nothing,
        )
        is None
    )
    many = parse("<html><body>" + "<p>line</p>" * (MAX_BLOCKS + 1) + "</body></html>")
    assert many is not None
    assert judge_blocks(many, own_text(many), ["line"], None, URL, nothing) is None


@pytest.mark.parametrize(
    ("around", "line", "needed"),
    [
        # A paragraph that is a link leads to another article of the site, or is a source of the text.
        ("<article>{0}<p><a href=/news/2>{1}</a></p>{0}</article>", TIP, OWN_HEADLINE),
        ("<article>{0}<p><a href=//www.a.kz/news/2>{1}</a></p>{0}</article>", TIP, OWN_HEADLINE),
        ("<article>{0}<p><a href=https://b.kz/2>{1}</a></p>{0}</article>", TIP, COMES_FROM_FAR),
        ("<article>{0}<p><a href=/news/2>{1}</a></p>{0}</article>", f"{TIP}.", COMES_FROM_FAR),
        ("<article>{0}<p><a href=/news/2>{1}</a></p>{0}</article>", "A workshop", COMES_FROM_FAR),
        ("<article>{0}<ul><li><a href=/news/2>{1}</a></li></ul></article>", TIP, LINKED_ITEM),
        ("<article>{0}<ul><li>{1}</li></ul></article>", TIP, STAYS),
        ("<article>{0}<p>Of these:</p><ul><li>{1}</li></ul></article>", TIP, ANNOUNCED),
        ("<p>{1}</p><h1>A day in town</h1><article>{0}</article>", "The Town Courier", ABOVE_TITLE),
        ("<p>{1}</p><h1>A day in town</h1><article>{0}</article>", "The town has a paper.", STAYS),
        ("<h1>A day in town</h1><article><p>{1}</p>{0}</article>", "The Town Courier", STAYS),
    ],
)
def test_what_a_block_needs(around: str, line: str, needed: float) -> None:
    root = parse(f"<html><body>{around.format(PARAGRAPHS, line)}</body></html>")
    assert root is not None
    certain = BlockModel(9.0, tuple(Term(0.0, (), (0.0,)) for _ in FEATURES))
    found = [block.text for block in page_blocks(root)]
    judged = judge_blocks(root, own_text(root), found, "A day in town", URL, certain)
    assert judged is not None
    assert [one.needed for one in judged if one.block.text == line] == [needed]


@pytest.mark.parametrize(
    ("line", "comes_in"), [("The council met.", True), ("The council", False), (f"{TIP}.", False)]
)
def test_a_sentence_comes_in_where_a_third_of_its_kind_was_found(line: str, comes_in: bool) -> None:
    """The last case is a link."""
    inner = f"<a href=/2>{line}</a>" if line.startswith(TIP) else line
    root = parse(
        f"<html><body><div class=t>{PARAGRAPHS}</div><div class=t><p>{inner}</p></div></body></html>"
    )
    assert root is not None
    certain = BlockModel(9.0, tuple(Term(0.0, (), (0.0,)) for _ in FEATURES))
    judged = judge_blocks(root, own_text(root), SENTENCES[:4], None, URL, certain)
    assert judged is not None
    assert ([one.needed for one in judged if one.block.text == line] == [SENTENCE]) is comes_in


def test_every_block_says_why() -> None:
    root = parse(f"<html><body><nav><a href=/>Home</a></nav>{PARAGRAPHS}</body></html>")
    assert root is not None
    judged = extract_body(root, title=None, url=URL).judged
    assert judged
    for one in judged:
        parts = shipped().parts(one.row)
        assert shipped().constant + sum(part for _, _, part in parts) == pytest.approx(one.log_odds)
