"""A site of many articles on loopback, an article a day or month, with archives by all of them."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.loopback import Answer
from tests.test_crawl import HTML, article

XML = {"Content-Type": "application/xml"}
MORE = 3
"""Entries of a page of the list."""


class Archive(Mapping[str, Answer]):
    """The answers, by path. Article `number` came out on the day `days[number - 1]`; the last one is new."""

    def __init__(self, days: Sequence[dt.date]) -> None:
        self.days = list(days)
        self.url = ""
        self.instead: dict[str, Answer] = {}
        """Answers that stand before all others."""
        self.more: Callable[[list[int]], list[int]] = lambda numbers: numbers
        """The order of the list, from the newest first."""
        self.pinned: tuple[int, ...] = ()
        """What stands first on each page of the list."""

    def __getitem__(self, path: str) -> Answer:
        if path in self.instead:
            return self.instead[path]
        if found := re.fullmatch(r"/news/(\d+)", path):
            return Answer(body=article(int(found[1])), headers=HTML)
        if found := re.fullmatch(r"/sitemap\.php\?year=(\d+)&mount=(\d+)", path):
            return self.sitemap(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"/sitemap-(\d+)-(\d+)\.xml", path):
            return self.sitemap(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"/\?lable=8&date=([\d-]+)&order=time", path):
            day = dt.date.fromisoformat(found[1])
            return self.listed([number for number in self.numbers() if self.days[number - 1] == day])
        if found := re.fullmatch(r"/more\?start=(\d+)", path):
            newest_first = self.more(list(reversed(self.numbers())))
            shown = newest_first[int(found[1]) // 2 * MORE :][:MORE]
            return self.listed([*self.pinned, *shown] if shown else [], "json")
        raise KeyError(path)

    def numbers(self) -> list[int]:
        return list(range(1, len(self.days) + 1))

    def listed(self, numbers: Sequence[int], form: str = "html") -> Answer:
        anchors = "".join(f"<a href='/news/{number}'>{number}</a>" for number in numbers)
        if form == "json":
            return Answer(body=json.dumps({"html": anchors}).encode(), headers=HTML)
        return Answer(body=f"<html><body>{anchors}</body></html>".encode(), headers=HTML)

    def sitemap(self, year: int, month: int) -> Answer:
        entries = "".join(
            f"<url><loc>{self.url}/news/{number}</loc><lastmod>{day.isoformat()}</lastmod></url>"
            for number, day in zip(self.numbers(), self.days, strict=True)
            if (day.year, day.month) == (year, month)
        )
        return Answer(body=f"<urlset>{entries}</urlset>".encode(), headers=XML)

    def __iter__(self) -> Iterator[str]:
        return (f"/news/{number}" for number in self.numbers())

    def __len__(self) -> int:
        return len(self.days)


def months(first_year: int, years: int) -> list[dt.date]:
    """The 15th of each month."""
    return [dt.date(first_year + year, month, 15) for year in range(years) for month in range(1, 13)]
