"""From page to dataset. Installed as `steppewire`, it is how the dataset is read:

    from steppewire import read_articles

    for article in read_articles("file:data", languages="kk"):
        print(article.published_date, article.title)

No Scrapy here, but for the glue in `item_pipelines`.
"""

from typing import TYPE_CHECKING, Any

from .article import Article, ExtractionHints, Page, PageRecord, Reason, Rejected
from .errors import SteppewireError, StoreError, UsageError

if TYPE_CHECKING:
    from .dataset.reader import Articles, read_articles

__all__ = [
    "Article",
    "Articles",
    "ExtractionHints",
    "Page",
    "PageRecord",
    "Reason",
    "Rejected",
    "SteppewireError",
    "StoreError",
    "UsageError",
    "read_articles",
]


def __getattr__(name: str) -> Any:
    # On demand: pyarrow and deltalake cost 90 MB and half a second, which each extraction worker would pay.
    if name in ("Articles", "read_articles"):
        from .dataset import reader

        return getattr(reader, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
