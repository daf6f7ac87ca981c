"""The founding example, a page of 2013 as a naive dump gives it: every field of its record is exactly right.

Only the dump is known (`../shared/pages`, not in this repository); the markup around its lines is modelled on
what is known of the site's pages of those years.
"""

import datetime as dt
from pathlib import Path

import pytest

from crawlers.spiders.tengrinews_en_kz import TengrinewsEnKz
from pipelines.article import Article, ExtractionHints, Page
from pipelines.process import to_article

DUMP = Path(__file__).parents[2] / "shared" / "pages" / "tengrinews_en_2013_as_text.txt"
TITLE = "Peace hopes dim as Syrian army targets Damascus area"
DATE = "07 февраля 2013, 12:03"
URL = "https://en.tengrinews.kz/unrest/Peace-hopes-dim-as-Syrian-army-targets-Damascus-area-16655/"

pytestmark = pytest.mark.skipif(not DUMP.is_file(), reason="../shared/pages is not there")


def lines() -> list[str]:
    return [line.strip() for line in DUMP.read_text(encoding="utf-8").splitlines() if line.strip()]


def page(layout: str) -> str:
    """The lines of the dump in one of the ways that the site may have marked them up."""
    found = lines()
    phone, body, telegram = found[0], found[-2], found[-1]
    lead = next(line for line in found if line.startswith("Syria's army"))
    crumbs = "".join(
        f"<li><a href='/{name.lower()}/'>{name}</a></li>"
        for line in found[1:5]
        if (name := line.split(". ", 1)[1])
    )
    bug = "<ul><li><a href='#'>Found a bug?</a></li></ul>"
    head = f"<title>{TITLE} | Tengrinews.kz</title><link rel=canonical href='{URL}'>"
    if layout == "breadcrumb date":
        return (
            f"<html><head>{head}</head><body><div class=adv>{phone}</div><ol class='breadCrumb-ls date-time'>"
            f"{crumbs}<li><span>{DATE}</span></li></ol><h1 class=head-single>{TITLE}</h1>"
            f"<h2 class=content_main_desc>{lead}</h2><div class=content_main_text>{bug}"
            f"<p>{body}</p><p>{telegram}</p></div></body></html>"
        )
    if layout == "glued":
        return (
            f"<html><head>{head}</head><body><div>{phone}</div><ol>{crumbs}</ol>"
            f"<h1>{TITLE} <span>{DATE}</span></h1><div class=text><p><b>{lead}</b></p>{bug}"
            f"<p>{body}</p><p><a href='https://t.me/x'>{telegram}</a></p></div></body></html>"
        )
    return (
        f"<html><head>{head}</head><body><table><tr><td>{phone}</td></tr><tr><td><ol>{crumbs}</ol>"
        f"<h1 class=tn-content-title>{TITLE} <span class=tn-hidden>{DATE}</span></h1><br>{lead}<br>"
        f"{bug}<br>{body}<br><br>{telegram}</td></tr></table></body></html>"
    )


@pytest.mark.parametrize("layout", ["breadcrumb date", "glued", "table"])
@pytest.mark.parametrize("hints", [TengrinewsEnKz.hints(), ExtractionHints(timezone="Asia/Almaty")])
def test_every_field_of_the_founding_example(layout: str, hints: ExtractionHints) -> None:
    record = to_article(
        Page(
            url=URL,
            site="tengrinews_en_kz",
            body=page(layout).encode(),
            fetched_at=dt.datetime(2013, 2, 8, tzinfo=dt.UTC),
            hints=hints,
        )
    )
    assert isinstance(record, Article)
    body = lines()[-2]
    assert record.title == TITLE
    assert record.text == body
    assert record.text.startswith("Syria's army has launched a fierce assault around Damascus")
    assert record.text.endswith("he faces death if handed over to Damascus.")
    assert record.lead == next(line for line in lines() if line.startswith("Syria's army"))
    assert record.published_at == dt.datetime(2013, 2, 7, 6, 3, tzinfo=dt.UTC)
    assert record.published_local == "2013-02-07T12:03+06:00"
    assert (record.published_date, record.published_precision) == (dt.date(2013, 2, 7), "minute")
    assert record.modified_precision == "none"
    assert (record.language, record.script, record.language_shares) == ("en", "Latn", None)
    assert (record.authors, record.source_agency, record.tags) == (None, "AFP", None)
    assert (record.image_url, record.image_caption, record.image_credit) == (None, None, None)
    assert record.canonical_url == URL
    assert record.section == "Unrest"
