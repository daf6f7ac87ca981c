"""The sample paper's editions: one host each, told apart by port, and one place."""

import sys
from typing import ClassVar

from crawlers.news_spider import NewsSpider
from pipelines.errors import UsageError
from sample_paper.server import HOST, default_port


def edition_host(number: int) -> str:
    """Host and port of an edition, 0 to 2. Imported before any command runs: a wrong port ends here."""
    try:
        return f"{HOST}:{default_port() + number}"
    except UsageError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from error


class SamplePaperSpider(NewsSpider):
    """What the three editions share."""

    country = "KZ"
    only_when_named = True
    region = "Sary-Zhol (made)"
    timezone = "Asia/Almaty"
    evidence: ClassVar[tuple[str, ...]] = ("2026: made, and served by `sample_paper`",)
    # As a real site that was rebuilt several times: its old pages are there still.
    date_css = "ol.breadCrumb-ls li:last-child span, div.date-time, div.newsdate"
    author_css = "div.article__author a, div.newsauthor"
    tags_css = "div.content_main_text_tags a, div.article__tags a"
    text_css = "div.content_main_text, div.article__body, div.newstext"
