"""What would take long is refused before it is tried, and telling so takes no time itself."""

import time

import pytest

from pipelines.extract import limits
from pipelines.extract.limits import source_excess, tree_excess
from pipelines.extract.markup import parse


def attributes(count: int, value: str = "1") -> str:
    return " ".join(f'a{number}="{value}"' for number in range(count))


@pytest.mark.parametrize(
    ("source", "fine"),
    [
        ("<p>word</p>" * 10_000, True),
        ("<p>x" * (limits.MAX_TAGS + 1), False),
        (f"<div {attributes(limits.MAX_TAG_PARTS)}>x", True),
        (f"<div {attributes(limits.MAX_TAG_PARTS + 1)}>x", False),
        (f"<div {attributes(limits.MAX_TAG_PARTS + 1, '<>')}>x", False),
        (f'<div a=\u00a0" {attributes(limits.MAX_TAG_PARTS + 1, "")}>x', False),
        (f"<!--><script> <div {attributes(limits.MAX_TAG_PARTS + 1)}>", False),
        ("<script>if (a<b && c>d) { e = f }</script>" * 1_000, True),
        ("", True),
    ],
)
def test_the_source_is_refused_when_too_wide(source: str, fine: bool) -> None:
    assert (source_excess(source) is None) is fine


@pytest.mark.parametrize(
    ("source", "fine"),
    [
        ("<p>w" * (limits.MAX_ELEMENTS - 10), True),
        ("<p>w" * (limits.MAX_ELEMENTS + 10), False),
        ("<div>" * (limits.MAX_DEPTH - 2) + "w", True),
        ("<div>" * (limits.MAX_DEPTH + 10) + "w", False),
        ("<b>" * 5_000 + "w", False),
        (f"<div {attributes(limits.MAX_ATTRIBUTES)}>w", True),
        (f"<div {attributes(limits.MAX_ATTRIBUTES + 1)}>w", False),
        (f"<div {attributes(150)}>w</div>" * 700, False),
    ],
)
def test_the_tree_is_refused_when_too_wide_or_deep(source: str, fine: bool) -> None:
    root = parse(f"<html><body>{source}</body></html>")
    assert root is not None
    assert (tree_excess(root) is None) is fine


@pytest.mark.parametrize(
    "unit", ["<a", "<a ", "<a '", '<a "', '<a="', "<a b=' ", "<a/", "<", " ", "<a b = ", "<!--<a"]
)
def test_hostile_sources_take_no_time(unit: str) -> None:
    start = time.process_time()
    source_excess(unit * (1_000_000 // len(unit)))
    source_excess("<a b" + unit * (1_000_000 // len(unit)))
    assert time.process_time() - start < 1
