"""Hints are checked before the first request, and the message names the field."""

import datetime as dt

import pytest

from pipelines.article import ExtractionHints
from pipelines.errors import UsageError
from pipelines.extract.hints import check_hints
from pipelines.extract.zones import zone


def test_good_hints_pass() -> None:
    check_hints(ExtractionHints())
    check_hints(
        ExtractionHints(
            timezone="Asia/Almaty",
            languages=("ru", "kk"),
            country="KZ",
            region="Almaty",
            article_url=r"-\d+/?$",
            title_css="h1.head",
            text_css="div.text, article > p",
            remove_css=(".ad", "#promo"),
        )
    )


@pytest.mark.parametrize(
    ("hints", "field"),
    [
        (ExtractionHints(timezone="Asia/Nowhere"), "timezone"),
        (ExtractionHints(timezone="+05:00"), "timezone"),
        (ExtractionHints(timezone="../../etc/passwd"), "timezone"),
        (ExtractionHints(languages=("ru", "rus")), "languages"),
        (ExtractionHints(country="kz"), "country"),
        (ExtractionHints(article_url="("), "article_url"),
        (ExtractionHints(title_css="h1["), "title_css"),
        (ExtractionHints(date_css="p::before::x("), "date_css"),
        (ExtractionHints(text_css=""), "text_css"),
        (ExtractionHints(author_css="a:unknown-thing"), "author_css"),
        (ExtractionHints(tags_css="a >"), "tags_css"),
        (ExtractionHints(remove_css=(".fine", "..wrong")), "remove_css"),
    ],
)
def test_a_wrong_hint_is_named(hints: ExtractionHints, field: str) -> None:
    with pytest.raises(UsageError, match=f"hint {field}: "):
        check_hints(hints)


@pytest.mark.parametrize(
    ("written", "offset"),
    [("2013-02-07T12:03", "+06:00"), ("2024-02-29T12:00", "+06:00"), ("2024-03-02T12:00", "+05:00")],
)
def test_almaty_changed_its_offset_in_2024(written: str, offset: str) -> None:
    local = dt.datetime.fromisoformat(written).replace(tzinfo=zone("Asia/Almaty"))
    assert local.isoformat(timespec="minutes") == written + offset
