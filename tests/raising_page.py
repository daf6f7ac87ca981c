"""`scrapy`, where the extraction of one page raises, in words of the page: `python -m tests.raising_page …`.

Its workers import this module first, so that they take over the change that is made here.
"""

from scrapy.cmdline import execute

from pipelines import process, workers
from pipelines.article import Article, Page, Rejected
from pipelines.extract.block_model import BlockModel

RAISING = "/news/3"
WORDS = "words\n2026-11-22 21:07:00 [forged] ERROR: by a page\x1b[31m\r\u2028end"

extract = process.to_article


def to_article(page: Page, model: BlockModel | None = None) -> Article | Rejected:
    """As the real one, but for that page."""
    if page.url.endswith(RAISING):
        raise ValueError(WORDS)
    return extract(page, model)


process.to_article = to_article

if __name__ == "__main__":
    workers.PROGRAM = f"import tests.raising_page; {workers.PROGRAM}"
    execute()
