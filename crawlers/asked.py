"""Which address of a source is asked for first: page 1, the archive of a day or month, a part of an index."""

import dataclasses

from crawlers.conditional import Asked
from crawlers.discovery.archives import Period, dated_url, named_period
from crawlers.discovery.links import Link
from crawlers.discovery.sections import is_counted, page_number_url


def first_page(kind: str, pattern: str) -> Asked:
    """The first page of a source without a place for a date."""
    return Asked(page_number_url(pattern, 1) if is_counted(pattern) else pattern, kind, pattern)


def of_period(kind: str, pattern: str, period: Period) -> Asked:
    """The first page of what a dated address stands for."""
    first = first_page(kind, dated_url(pattern, period.first))
    return dataclasses.replace(first, dated=pattern, period=period)


def part_of(link: Link, level: int, *, is_dated: bool) -> Asked:
    """A sitemap that an index names; `is_dated` where the `lastmod` of its parts says something."""
    modified = link.modified if is_dated else None
    return Asked(link.url, "sitemap", link.url, level, period=named_period(link.url), modified=modified)
