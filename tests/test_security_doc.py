"""`docs/security.md` names tests that are there."""

import re

import pytest

from tests.running import ROOT

NAMED = sorted(
    set(re.findall(r"`(tests/\w+\.py)::(\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8")))
)


def test_each_case_has_a_row() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8").partition("## Cases")[2].partition("\n## ")[0]
    told = set[int]()
    for first, last in re.findall(r"^\| (\d+)(?: to (\d+))?:", text, re.MULTILINE):
        told.update(range(int(first), int(last or first) + 1))
    assert told == set(range(13, 37))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_test_that_is_named_is_there(file: str, test: str) -> None:
    assert f"def {test}(" in (ROOT / file).read_text("utf-8")
