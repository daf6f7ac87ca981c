"""The nouns are frozen, picklable and documented."""

import ast
import dataclasses
import datetime as dt
import pickle
from pathlib import Path

import pytest

from pipelines import article
from pipelines.article import Article, ExtractionHints, Page, PageRecord


def make_page() -> Page:
    return Page(
        url="https://a.kz/x-1/", site="a_kz", body=b"<p>", fetched_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )


def test_nouns_cannot_be_changed_and_cross_processes() -> None:
    page = make_page()
    with pytest.raises(dataclasses.FrozenInstanceError):
        page.url = "https://b.kz/"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(page)) == page  # noqa: S301


@pytest.mark.parametrize("noun", [Page, Article, PageRecord, ExtractionHints])
def test_each_field_says_what_it_is(noun: type) -> None:
    tree = ast.parse(Path(article.__file__).read_text(encoding="utf-8"))
    cls = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == noun.__name__)
    documented = {
        field.target.id
        for field, doc in zip(cls.body, cls.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(doc, ast.Expr)
        and isinstance(doc.value, ast.Constant)
    }
    assert documented == {field.name for field in dataclasses.fields(noun)}
