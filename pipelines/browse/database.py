"""A release as a SQLite file with full text search: what the pages are made from.

The file can be made again at any time. It is written under another name first, so one that is there is whole.
"""

import contextlib
import datetime as dt
import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..dataset.releases import Release
from ..errors import UsageError

DATABASE = "news"
"""The name that the file has in the pages' addresses."""

FORM = 1
"""Of the file's tables; files of another form are made anew."""

COLUMNS = {
    "id": "Stable identifier of the article.",
    "title": "The headline.",
    "site": "The site's name here.",
    "language": "ISO 639-1 code of the language, or und where it cannot be told.",
    "day": "Day of publication in the site's own zone; empty where none was found.",
    "words": "Number of words of the text.",
    "authors": "Whom the page names as authors.",
    "section": "The section of the site that the page names.",
    "url": "The address that the article was fetched from.",
    "cluster": "Identifier of the first seen of the articles with nearly the same text, on any site.",
    "is_canonical": "1 for that first one, 0 for its copies.",
    "text": "The article: paragraphs separated by one line feed.",
}
"""The table's columns, in its order, and what they mean."""

# `position` is the order in which articles are shown, so that neither a list nor a search has to be sorted.
# Datasette turns pages over by the primary key; in another order it lost rows that are equal there (0.65.5).
_TABLE = """
CREATE TABLE articles (position INTEGER PRIMARY KEY, id TEXT, title TEXT, site TEXT, language TEXT, day TEXT,
    words INTEGER, authors TEXT, section TEXT, url TEXT, cluster TEXT, is_canonical INTEGER, text TEXT)
"""
# Letters with marks stay what they are: й is not и, ş is not s. The letters that Uzbek and others write as an
# apostrophe have six forms, of which two are letters to Unicode: as separators all six are the same.
# An index of beginnings made the file 18 % larger, its making 40 % longer and no search faster, as measured
# with 20,000 made articles.
_INDEX = """
CREATE UNIQUE INDEX articles_id ON articles (id);
CREATE INDEX articles_day ON articles (day);
CREATE INDEX articles_site ON articles (site);
CREATE INDEX articles_language ON articles (language);
CREATE INDEX articles_cluster ON articles (cluster);
CREATE VIRTUAL TABLE articles_fts USING fts5 (title, text, content='articles',
    tokenize="unicode61 remove_diacritics 0 separators 'ʻʼ'");
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
ANALYZE;
"""
_OTHER_NAMES = {"day": "published_date", "words": "word_count", "cluster": "cluster_id"}
_FROM = [_OTHER_NAMES.get(name, name) for name in COLUMNS]


def database_of(release: Release, folder: Path, tell: Callable[[str], None] | None = None) -> Path:
    """The file of a release below `folder`, made where it is not there; files of its other builds go.

    `tell` gets a line before the file is made: 100,000 articles of 250 words take a minute and 700 MB.

    Raises UsageError when the folder cannot be written and StoreError when the release cannot be read.
    """
    build = release.published.build
    path = folder / f"{release.version}-{build}.sqlite3"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A takedown made another build: what it took away must not stay here.
        for other in folder.glob(f"{release.version}-{'[0-9a-f]' * len(build)}.sqlite3*"):
            if other != path:
                other.unlink()
        if not _is_whole(path, release.published.articles):
            unfinished = path.with_suffix(".sqlite3-unfinished")
            unfinished.unlink(missing_ok=True)
            if tell is not None:
                tell(f"Making {path} of {release.published.articles:,} articles, once ...")
            _build(release, unfinished)
            unfinished.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"cannot write {path}: {error}") from error
    return path


def _is_whole(path: Path, articles: int) -> bool:
    """Is the file one of this form that can be read, with so many articles?"""
    if not path.exists():
        return False
    with contextlib.suppress(sqlite3.Error):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        with contextlib.closing(connection):
            (form,) = connection.execute("PRAGMA user_version").fetchone()
            (rows,) = connection.execute("SELECT count(*) FROM articles").fetchone()
            return bool(form == FORM and rows == articles)
    return False


def _build(release: Release, path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nothing has to outlive a crash: an unfinished file is made anew.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLE + ";BEGIN")
        places = ", ".join("?" * (1 + len(_FROM)))
        number = itertools.count()
        for batch in release.articles().batches(_FROM):
            rows = (
                (_position(row["published_date"], next(number)), *map(_plain, row.values()))
                for row in batch.to_pylist()
            )
            connection.executemany(f"INSERT INTO articles VALUES ({places})", rows)  # noqa: S608
        connection.execute("COMMIT")
        connection.executescript(f"{_INDEX} PRAGMA user_version = {FORM}")
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _position(day: dt.date | None, number: int) -> int:
    """Where an article stands: the newest day first, no day last, within a day as in the release."""
    days = dt.date.max.toordinal() + 1 - (day.toordinal() if day else 0)
    # 22 bits and 30: an integer that JSON's readers do not round.
    return days << 30 | number


def _plain(value: Any) -> str | int | None:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, list):
        return ", ".join(value)
    return str(value.isoformat())


def fts_query(text: str) -> str:
    """What was typed into the search field, as FTS5 asks for it: all words, each with any ending.

    Words of three letters or more stand for all that begin with them, as endings carry the grammar in Kazakh,
    Uzbek and Russian; "in quotes" stand words that follow each other, without other endings. Signs of FTS5's
    own language are words here.
    """
    # An empty phrase is found nowhere; an empty query would be an error.
    return " ".join(_terms(text)) or '""'


def _terms(text: str) -> Iterator[str]:
    for number, part in enumerate(text.replace("\0", " ").split('"')):
        if number % 2:
            if part.strip():
                yield f'"{part}"'
            continue
        for word in part.split():
            # A word without a letter or digit has nothing to look for.
            if any(letter.isalnum() for letter in word):
                yield f'"{word}"*' if len(word) >= 3 else f'"{word}"'
