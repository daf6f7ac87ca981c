"""`scrapy`, where the extraction of some pages ends their worker: for tests. `python -m tests.fatal_page …`.

Its workers import this module first, so that they take over the change that is made here.
"""

import os
import signal
import time

from scrapy.cmdline import execute

from pipelines import process, workers
from pipelines.article import Article, Page, Rejected
from pipelines.extract.block_model import BlockModel

FATAL, SLOW = "/news/3", "/news/4"
"""The page that kills its worker, and the one that takes a minute where `SLOW_PAGE` is set."""

extract = process.to_article


def to_article(page: Page, model: BlockModel | None = None) -> Article | Rejected:
    """As the real one, but for those pages."""
    if page.url.endswith(FATAL):
        os.kill(os.getpid(), signal.SIGKILL)
    if page.url.endswith(SLOW) and os.environ.get("SLOW_PAGE"):
        time.sleep(60)
    return extract(page, model)


process.to_article = to_article

if __name__ == "__main__":
    workers.PROGRAM = f"import tests.fatal_page; {workers.PROGRAM}"
    execute()
