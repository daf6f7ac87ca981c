"""`steppewire ls` and `stats`: what a store holds, counted."""

import argparse
import collections
import datetime as dt
from typing import TYPE_CHECKING, Any

from ..errors import StoreError
from .options import Commands, add_command, add_filters, wanted
from .terminal import table, width

if TYPE_CHECKING:
    from ..dataset.articles import Articles

_GROUPS = {"site": "site", "language": "language", "month": "published_date"}


def add(commands: Commands) -> None:
    """Add the commands."""
    parser = add_command(commands, "ls", "List the sites of a store, and its releases")
    parser.set_defaults(run=_list)
    parser = add_command(commands, "stats", "Count articles, words and characters")
    parser.add_argument(
        "--by", choices=list(_GROUPS), default="site", help="a line for each of these; month of publication"
    )
    add_filters(parser, limit=False)
    parser.set_defaults(run=_stats)


class _Group:
    """What is counted of articles that stand together."""

    def __init__(self) -> None:
        self.articles = self.words = self.characters = 0
        self.languages: collections.Counter[str] = collections.Counter()
        self.first: dt.date | None = None
        self.last: dt.date | None = None
        self.fetched: dt.datetime | None = None

    def add(self, row: dict[str, Any]) -> None:
        """Count one group of Arrow's."""
        self.articles += row["language_count"]
        self.languages[row["language"]] += row["language_count"]
        self.words += row["word_count_sum"] or 0
        self.characters += row.get("length_sum") or 0
        day, last, fetched = row["published_date_min"], row["published_date_max"], row["fetched_at_max"]
        self.first = min(filter(None, (self.first, day)), default=None)
        self.last = max(filter(None, (self.last, last)), default=None)
        self.fetched = max(filter(None, (self.fetched, fetched)), default=None)


def _counted(articles: "Articles", by: str, *, characters: bool = False) -> dict[str, _Group]:
    """The articles by a column, counted batch by batch."""
    import pyarrow as pa
    import pyarrow.compute as pc

    groups: dict[str, _Group] = collections.defaultdict(_Group)
    columns = ["site", "language", "published_date", "word_count", "fetched_at"]
    sums = [
        ("language", "count"),
        ("word_count", "sum"),
        ("published_date", "min"),
        ("published_date", "max"),
        ("fetched_at", "max"),
    ]
    for batch in articles.batches([*columns, "text"] if characters else columns):
        rows = pa.Table.from_batches([batch])
        if characters:
            rows = rows.append_column("length", pc.utf8_length(rows["text"])).drop_columns(["text"])
        key = pc.strftime(rows[by], "%Y-%m") if by == "published_date" else rows[by]
        rows = rows.append_column("group", pc.fill_null(key, "unknown"))
        wanted_sums = [*sums, ("length", "sum")] if characters else sums
        for row in rows.group_by(["group", "language"]).aggregate(wanted_sums).to_pylist():
            groups[row["group"]].add(row)
    return dict(sorted(groups.items()))


def _list(options: argparse.Namespace) -> None:
    from ..dataset.reader import read_articles
    from ..release.published import published, versions
    from ..store.opening import open_for_reading

    opened = open_for_reading(options.store)
    found = versions(opened.objects)
    sites = _counted(read_articles(options.store), "site") if opened.tables.exist() else {}
    if not found and not opened.tables.exist():
        raise StoreError(f"no dataset at {options.store}: there is neither a table nor a release")
    rows = [
        (
            name,
            group.articles,
            ", ".join(f"{code} {number}" for code, number in group.languages.most_common()),
            group.first,
            group.last,
            f"{group.fetched:%Y-%m-%d %H:%M}" if group.fetched else None,
        )
        for name, group in sites.items()
    ]
    heads = ("site", "articles", "languages", "first day", "last day", "last fetched")
    print(table(heads, rows, flexible=(0, 2), within=width()))
    total = sum(group.articles for group in sites.values())
    print(f"{total} articles of {len(sites)} sites in {options.store}")
    if not found:
        return
    releases = [published(opened.objects, version) for version in found]
    print()
    lines = [
        (one.version, one.articles, one.clusters, f"{one.published_at:%Y-%m-%d %H:%M}") for one in releases
    ]
    print(table(("release", "articles", "clusters", "published"), lines, flexible=(0,), within=width()))


def _stats(options: argparse.Namespace) -> None:
    groups = _counted(wanted(options), _GROUPS[options.by], characters=True)
    groups["total"] = total = _Group()
    for name, group in groups.items():
        if name != "total":
            total.articles += group.articles
            total.words += group.words
            total.characters += group.characters
            total.first = min(filter(None, (total.first, group.first)), default=None)
            total.last = max(filter(None, (total.last, group.last)), default=None)
    rows = [
        (name, group.articles, group.words, group.characters, group.first, group.last)
        for name, group in groups.items()
    ]
    heads = (options.by, "articles", "words", "characters", "first day", "last day")
    print(table(heads, rows, flexible=(0,), within=width()))
