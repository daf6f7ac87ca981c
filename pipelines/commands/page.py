"""`steppewire page` and `diff`: one article, where it came from, and how it changed."""

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from .options import Commands, add_command, count, replaced
from .terminal import output, printable
from .texts import article_text

if TYPE_CHECKING:
    from ..article import Article

_ID = re.compile(r"[0-9a-f]{6,32}")


def add(commands: Commands) -> None:
    """Add the commands."""
    parser = add_command(
        commands,
        "page",
        "Show the archived page of an article, or the article itself",
        "The page is written as it was fetched. On a terminal, what is not printable in it is a blank.",
    )
    _add_id(parser)
    parser.add_argument("--revision", type=count, metavar="N", help="of this revision; else the latest")
    parser.add_argument("--text", action="store_true", help="the article that was made of it, not the page")
    parser.add_argument("--json", action="store_true", help="the article with all its columns, as JSON")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write it to this file")
    parser.set_defaults(run=_page)
    parser = add_command(
        commands,
        "diff",
        "Show what changed between two revisions of an article",
        "Paragraphs that were removed begin with -, added with +, changed with ~: [-removed-] {+added+}.",
    )
    _add_id(parser)
    parser.add_argument("--from", type=count, dest="old", metavar="N", help="else the one before the other")
    parser.add_argument("--to", type=count, dest="new", metavar="M", help="else the latest")
    parser.set_defaults(run=_diff)


def _add_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the article's id, or its beginning, 6 digits or more")


def _revisions(store: str, given: str) -> "list[Article]":
    """All revisions of the article whose `id` begins so. Raises UsageError and StoreError."""
    from ..dataset.reader import read_articles
    from ..dataset.revisions import revisions_of

    if not _ID.fullmatch(given):
        raise UsageError(f"{given!r} is no id of an article: write its 32 digits, or 6 or more of the first")
    if len(given) == 32:
        return revisions_of(store, given)
    rows = read_articles(store).rows(["id", "site"])
    found = {row["id"]: row["site"] for row in rows if row["id"].startswith(given)}
    if not found:
        raise UsageError(f"no article {given}… in {store}")
    if len(found) > 1:
        raise UsageError(f"{given} begins the id of {len(found)} articles: {', '.join(sorted(found)[:5])}")
    ((whole, site),) = found.items()
    return revisions_of(store, whole, site)


def _revision(articles: "list[Article]", number: int | None) -> "Article":
    if number is None:
        return articles[-1]
    for article in articles:
        if article.revision == number:
            return article
    there = ", ".join(str(article.revision) for article in articles)
    raise UsageError(f"article {articles[0].id} has no revision {number}; there are: {there}")


def _page(options: argparse.Namespace) -> None:
    from ..dataset.archived import archived_body
    from ..store.opening import open_for_reading
    from ..store.schema import to_json

    article = _revision(_revisions(options.store, options.id), options.revision)
    if options.json:
        data = json.dumps(to_json(article), ensure_ascii=False, indent=1).encode() + b"\n"
    elif options.text:
        data = article_text(to_json(article)).encode() + b"\n"
    else:
        data = archived_body(open_for_reading(options.store).objects, article)
    if options.out is not None:
        with replaced(options.out) as file:
            file.write(data)
    else:
        output().write(data)


def _diff(options: argparse.Namespace) -> None:
    from ..dataset.diff import as_text, text_diff

    articles = _revisions(options.store, options.id)
    new = _revision(articles, options.new)
    earlier = [article for article in articles if article.revision < new.revision]
    if options.old is None and not earlier:
        raise UsageError(f"article {new.id} has no revision before {new.revision}")
    old = _revision(articles, options.old) if options.old is not None else earlier[-1]
    for side in ("title", "lead"):
        before, after = getattr(old, side), getattr(new, side)
        if before != after:
            print(f"{side}: {printable(before or '(none)')}\n    → {printable(after or '(none)')}")
    before, after = (f"revision {one.revision} of {one.fetched_at:%Y-%m-%d %H:%M}" for one in (old, new))
    print(as_text(text_diff(old.text, new.text), before, after) or "the text is the same\n", end="")
