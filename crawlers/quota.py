"""How many pages a run asks of one host."""

import logging
from collections import Counter

from pipelines.urls import host_of

logger = logging.getLogger(__name__)


class HostQuota:
    """Counts pages by host. What is over the bound stays in the queue for the next run."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._asked: Counter[str] = Counter()

    def take(self, url: str) -> bool:
        """May this page be asked for? Counts it when it may; says once of each host when it may not."""
        host = host_of(url) or ""
        self._asked[host] += 1
        if self._asked[host] == self._pages + 1:
            logger.warning(
                "%s: %d pages were asked for, the bound of a run (NEWS_HOST_PAGES); the rest waits",
                host,
                self._pages,
            )
        return self._asked[host] <= self._pages
