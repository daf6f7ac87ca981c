"""Options that several commands of `steppewire` have, and what they choose."""

import argparse
import contextlib
import dataclasses
import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from ..dataset.articles import Articles
    from ..dataset.cursor import Cursor

DEFAULT_STORE = "file:data"

Commands = Any
"""What `argparse` adds commands to; its class has no public name."""


def add_command(commands: Commands, name: str, help_text: str, details: str = "") -> argparse.ArgumentParser:
    """A command with `--store`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=help_text[0].lower() + help_text[1:],
        description=f"{help_text}.",
        epilog=details or None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--store",
        metavar="URL",
        default=os.environ.get("NEWS_STORE_URL") or DEFAULT_STORE,
        help="file:PATH or s3://BUCKET/PREFIX; else what NEWS_STORE_URL says, else file:data",
    )
    return parser


def add_filters(parser: argparse.ArgumentParser, *, limit: bool = True) -> None:
    """Which articles are wanted."""
    group = parser.add_argument_group("which articles")
    group.add_argument("--site", action="append", metavar="SITE", help="of this site; may be said again")
    group.add_argument(
        "--language", action="append", metavar="CODE", help="in this language: kk, ru, …; may be said again"
    )
    group.add_argument("--since", type=day, metavar="DAY", help="published on this day or later: 2026-11-01")
    group.add_argument("--until", type=day, metavar="DAY", help="published on this day or earlier")
    group.add_argument("--release", metavar="VERSION", help="of this release, its sums checked")
    group.add_argument(
        "--canonical", action="store_true", help="of near-duplicates in a release only the first seen"
    )
    group.add_argument(
        "--allowed-for",
        choices=["training"],
        help="without those that their site keeps from training or mining",
    )
    if limit:
        group.add_argument("--limit", type=count, metavar="N", help="at most so many")


def count(text: str) -> int:
    """A number of things, from an argument."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def day(text: str) -> dt.date:
    """A day, from an argument."""
    return dt.date.fromisoformat(text)


def _names(values: list[str] | None) -> list[str] | None:
    return None if values is None else [name for value in values for name in value.split(",") if name]


def wanted(options: argparse.Namespace, after: "Cursor | None" = None) -> "Articles":
    """The articles that the options of `add_filters` choose.

    Raises UsageError, also for a site that the store does not have, and StoreError.
    """
    from ..dataset.reader import read_articles
    from ..dataset.releases import open_release

    sites = _names(options.site)
    filters: dict[str, Any] = {
        "languages": _names(options.language),
        "published_since": options.since,
        "published_until": options.until,
        "allowed_for": options.allowed_for,
    }
    if options.release is not None:
        release = open_release(options.store, options.release)
        return release.articles(sites=sites, canonical_only=options.canonical, **filters)
    if options.canonical:
        raise UsageError("--canonical is of a release: name it with --release")
    if sites is not None:
        _check_sites(options.store, sites)
    return read_articles(options.store, sites=sites, after=after, **filters)


def _check_sites(store: str, sites: list[str]) -> None:
    """Raise UsageError for a site that has no article: a name that is spelt wrong would give nothing."""
    from ..article import Article
    from ..store.opening import open_for_reading

    tables = open_for_reading(store).tables
    there = tables.last_batches(Article, tables.load(Article))
    for site in sites:
        if site not in there:
            raise UsageError(f"no site {site!r} in {store}; there are: {', '.join(sorted(there)) or 'none'}")


def limited(articles: "Articles", columns: list[str] | None, limit: int | None) -> "Iterator[pa.RecordBatch]":
    """The rows as Arrow record batches, not more than `limit`."""
    left = limit
    for batch in articles.batches(columns):
        if left is None:
            yield batch
            continue
        yield batch.slice(0, left)
        left -= batch.num_rows
        if left <= 0:
            return


@dataclasses.dataclass(slots=True)
class Kept:
    """The file that `--cursor` names."""

    path: Path | None
    cursor: "Cursor | None" = None
    """What it holds; None without a file."""

    def keep(self, articles: "Articles") -> None:
        """Write how far this reading went, as a whole or not at all."""
        if self.path is not None:
            with replaced(self.path) as file:
                file.write(json.dumps(articles.cursor).encode() + b"\n")


def add_cursor(parser: argparse.ArgumentParser) -> None:
    """Only what is new since the last time."""
    parser.add_argument(
        "--cursor",
        type=Path,
        metavar="FILE",
        help="only what came since the last time with this file, which remembers it",
    )


def kept_cursor(options: argparse.Namespace) -> Kept:
    """The cursor of `--cursor`. Raises UsageError where it cannot be read, or goes with no other option."""
    path: Path | None = options.cursor
    if path is None:
        return Kept(None)
    if options.release is not None or options.limit is not None:
        raise UsageError("--cursor follows the whole store: it goes neither with --release nor with --limit")
    try:
        return Kept(path, json.loads(path.read_bytes()))
    except FileNotFoundError:
        return Kept(path, {})
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as a cursor: {error}") from error


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[Any]:
    """A file to write bytes to that takes the place of `path` when all went well. Raises UsageError."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise UsageError(f"{path}: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
