"""From page to dataset. Installed as `steppewire`, it is how the dataset is read:

    from steppewire import read_articles

    for article in read_articles("file:data", languages="kk"):
        print(article.published_date, article.title)

No Scrapy here, but for the glue in `item_pipelines`.
"""

import importlib
from typing import TYPE_CHECKING, Any

from .article import Article, ExtractionHints, Page, PageRecord, Reason, Rejected
from .errors import SteppewireError, StoreError, UsageError

if TYPE_CHECKING:
    from .dataset.reader import Articles, Cursor, read_articles
    from .dataset.releases import Release, open_release

__all__ = [
    "Article",
    "Articles",
    "Cursor",
    "ExtractionHints",
    "Page",
    "PageRecord",
    "Reason",
    "Rejected",
    "Release",
    "SteppewireError",
    "StoreError",
    "UsageError",
    "open_release",
    "read_articles",
]

_ON_DEMAND = {
    "Articles": "reader",
    "Cursor": "reader",
    "Release": "releases",
    "open_release": "releases",
    "read_articles": "reader",
}
"""Names of `dataset`, by module. pyarrow and deltalake cost 90 MB and half a second, which each extraction
worker would pay."""


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        module = importlib.import_module(f".dataset.{_ON_DEMAND[name]}", __name__)
        return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
