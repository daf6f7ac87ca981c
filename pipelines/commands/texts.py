"""`steppewire head` and `cat`: articles on the terminal."""

import argparse
import heapq
import sys
from typing import Any

from .options import Commands, add_command, add_cursor, add_filters, count, kept_cursor, limited, wanted
from .terminal import json_line, printable, printable_lines, table, width

ID_DIGITS = 12
"""Digits of an `id` that are shown: 48 bits tell 10 million articles apart, and `page` takes them."""


def add(commands: Commands) -> None:
    """Add the commands."""
    parser = add_command(
        commands,
        "head",
        "Show the newest articles, a line each",
        "The id, or its beginning as shown here, is what `page` and `diff` take.",
    )
    parser.add_argument("-n", type=count, default=10, metavar="N", help="how many; 10 unless said")
    add_filters(parser, limit=False)
    parser.set_defaults(run=_head)
    parser = add_command(
        commands,
        "cat",
        "Write articles to the terminal or a pipe",
        "With --jsonl each line is an article, an object of JSON with all columns.",
    )
    parser.add_argument("--jsonl", action="store_true", help="a line of JSON for each article")
    add_cursor(parser)
    add_filters(parser)
    parser.set_defaults(run=_cat)


def _head(options: argparse.Namespace) -> None:
    columns = ["id", "revision", "published_date", "site", "language", "title", "fetched_at"]
    rows = wanted(options).rows(columns)
    newest = heapq.nlargest(options.n, rows, key=lambda row: (row["fetched_at"], row["id"]))
    lines = [
        (
            row["id"][:ID_DIGITS],
            row["revision"],
            row["published_date"],
            row["site"],
            row["language"],
            row["title"],
        )
        for row in newest
    ]
    heads = ("id", "rev", "published", "site", "lang", "title")
    print(table(heads, lines, flexible=(3, 5), within=width()))


def _cat(options: argparse.Namespace) -> None:
    from ..store.schema import plain

    kept = kept_cursor(options)
    articles = wanted(options, kept.cursor)
    for batch in limited(articles, None, options.limit):
        for row in batch.to_pylist():
            if options.jsonl:
                print(json_line(plain(row)))
            else:
                print(article_text(row), end="\n\n\n")
    sys.stdout.flush()
    kept.keep(articles)


def article_text(row: dict[str, Any]) -> str:
    """An article as a person reads it: headline, where and when, text."""
    told = [row["published_local"] or "no date", row["site"], row["language"], f"revision {row['revision']}"]
    lines = [
        printable(row["title"] or "(no headline)"),
        printable(" · ".join(told)),
        printable(row["url"]),
        f"id {row['id']}",
        "",
        printable_lines(row["text"]),
    ]
    return "\n".join(lines)
