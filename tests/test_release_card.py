"""The dataset card, its block of metadata, and the plots."""

import collections
import datetime as dt
import json
import re
from typing import Any

import pytest

from pipelines.article import Article
from pipelines.release.card import card, escaped, size_category
from pipelines.release.plots import plots
from pipelines.release.published import Filters
from pipelines.release.statistics import Language, Site, Statistics
from pipelines.store.schema import arrow_schema
from tests.report_store import HOSTILE

FILES = ["data/articles-00000-of-00001.parquet", "plots/sites.png", "plots/time.png"]
FROM, UNTIL = dt.date(2026, 11, 1), dt.date(2026, 11, 30)


def statistics(**fields: Any) -> Statistics:
    values: dict[str, Any] = {
        "articles": 1234,
        "clusters": 1200,
        "words": 250_000,
        "sites": {
            "b_kz": Site("Бета", "KZ", 1000, 990, 200_000, FROM, UNTIL, 3),
            "a_kg": Site(None, None, 234, 210, 50_000),
        },
        "languages": {"ru": Language(200, 40_000), "kk": Language(1000, 200_000), "und": Language(34, 1)},
        "days": collections.Counter({"2026-11-01": 400, "2026-11-30": 600, "unknown": 234}),
        "word_counts": collections.Counter({0: 34, 100: 1000, 2100: 200}),
        "rights": collections.Counter(training_reserved=12, none=1000, not_looked_at=222),
        "rules_versions": collections.Counter({4: 1234}),
        **fields,
    }
    return Statistics(**values)


def made(found: Statistics | None = None, filters: Filters | None = None, **more: Any) -> str:
    values = {"files": FILES, "taken_down": 0, **more}
    return card("2026.11", filters or Filters(), found or statistics(), **values)


def block(text: str) -> Any:
    """The metadata of a card, by the part of YAML that it is written in: strict, nothing else passes."""
    opening, inner, _ = text.split("---\n", 2)
    assert opening == ""
    return _node(inner.splitlines(), 0)


def _node(lines: list[str], indent: int) -> Any:
    """A mapping or a list of lines that stand `indent` deep or deeper."""
    if lines[0].lstrip().startswith("- "):
        items: list[list[str]] = []
        for line in lines:
            if line.startswith(" " * indent + "- "):
                items.append([])
            else:
                assert line.startswith(" " * (indent + 2)), line
            items[-1].append(line[indent + 2 :])
        return [_node(item, 0) if re.match(r"\w+:", item[0]) else json.loads(item[0]) for item in items]
    found: dict[str, Any] = {}
    at = 0
    while at < len(lines):
        match = re.fullmatch(rf" {{{indent}}}([a-z_]+):(?: (.+))?", lines[at])
        assert match, lines[at]
        assert match[1] not in found
        at += 1
        inner = []
        while at < len(lines) and not re.match(rf" {{{indent}}}[a-z_]", lines[at]):
            inner.append(lines[at])
            at += 1
        assert bool(match[2]) != bool(inner), lines[at - 1]
        deep = len(inner[0]) - len(inner[0].lstrip()) if inner else 0
        found[match[1]] = json.loads(match[2]) if match[2] else _node(inner, deep)
    return found


def test_the_metadata_that_hubs_read() -> None:
    assert block(made()) == {
        "pretty_name": "Regional news 2026.11",
        "license": "other",
        "license_name": "rights-remain-with-the-publishers",
        "language": ["kk", "ru"],
        "multilinguality": ["multilingual"],
        "size_categories": ["1K<n<10K"],
        "source_datasets": ["original"],
        "annotations_creators": ["no-annotation"],
        "language_creators": ["found"],
        "task_categories": ["text-generation", "fill-mask"],
        "tags": ["news"],
        "configs": [{"config_name": "default", "data_files": [{"split": "train", "path": "data/*.parquet"}]}],
    }


@pytest.mark.parametrize("codes", [["und"], []])
def test_no_language_is_named_that_is_not_known(codes: list[str]) -> None:
    found = block(made(statistics(languages={code: Language(1, 1) for code in codes})))
    assert not {"language", "multilinguality"} & set(found)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (100_000, "100K<n<1M"),
        (5_000_000, "1M<n<10M"), (50_000_000, "10M<n<100M"), (100_000_000, "100M<n<1B"),
    ],
)  # fmt: skip
def test_the_hubs_words_for_sizes(rows: int, word: str) -> None:
    assert size_category(rows) == word


def test_what_it_tells() -> None:
    filters = Filters(
        published_since=FROM, published_until=UNTIL, sites=("a_kg", "b_kz"), allowed_for="training"
    )
    text = made(statistics(kept_from_use=7), filters)
    for line in (
        "Asked for was: first day of publication: 2026-11-01; last day of publication: 2026-11-30; sites: a_",
        "; sites: a_kg, b_kz; allowed for: training.",
        "| articles | 1,234 |",
        "| articles that are not the first of their cluster | 34 |",
        "| `kk` | 1,000 | 200,000 |\n| `ru` | 200 | 40,000 |\n| `und` | 34 | 1 |",
        "| `a_kg` | not declared |  | 234 | 210 |  |  |\n| `b_kz` | Бета |",
        "| `b_kz` | Бета | KZ | 1,000 | 990 | 2026-11-01 | 2026-11-30 |",
        "**We do not own these texts and grant no licence to them.**",
        "| `training_reserved` | 12 | Not for training AI models",
        "| `not_looked_at` | 222 |",
        "This release is for training: 7 articles were left out because a statement keeps them from it.",
        "`rules_version` (articles): 4 (1,234).",
        "(1 of 2 sites have one)",
        "![Articles by site](plots/sites.png)\n\n![Articles by time of publication](plots/time.png)",
    ):
        assert line in text
    assert "taken down since" not in text
    assert "jsonl/" not in text
    assert "$" not in text


def test_every_column_is_told() -> None:
    names = re.findall(r"^\| `(\w+)` \| [a-z]", made().partition("## Columns")[2], re.MULTILINE)
    assert names == [*arrow_schema(Article).names, "cluster_id", "is_canonical"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"taken_down": 1}, "**1 article was taken down since publication**"),
        ({"taken_down": 1200}, "**1,200 articles were taken down since publication**"),
        ({"files": [*FILES, "jsonl/articles-00000-of-00001.jsonl.zst"]}, "`jsonl/` holds the same rows"),
        ({"filters": Filters()}, "No article was left out for what its site states"),
        ({"found": statistics(sites={}, articles=0, clusters=0)}, "| days of publication | not known |"),
    ],
)
def test_what_it_tells_where_it_is_so(more: dict[str, Any], says: str) -> None:
    assert says in made(**more)


@pytest.mark.parametrize(
    "name", [*HOSTILE, "a | b", "---\nlicense: mit", "![x](http://x)", "`x`", "a\n\n# b"]
)
def test_names_of_publications_are_text(name: str) -> None:
    text = made(statistics(sites={"a_kz": Site(name)}))
    (line,) = [line for line in text.splitlines() if line.startswith("| `a_kz`")]
    assert len(re.split(r"(?<!\\)\|", line)) == 9
    assert not re.search(r"(?<!\\)[<`\[!](?!a_kz`| \|)", line.replace("`a_kz`", ""))
    assert block(text)["license"] == "other"
    assert not set("\n\u202e\x07") & set(escaped(name))


def test_plots_are_pictures_and_always_the_same() -> None:
    many = {f"s{number}_kz": Site(articles=number + 1) for number in range(80)}
    years = collections.Counter({"1999-05-01": 3, "2026-11-02": 9, "unknown": 1})
    long = {
        "days": years,
        "sites": {**many, "old_kz": Site(first_day=dt.date(1999, 5, 1), last_day=dt.date(2026, 11, 2))},
    }
    first = plots(statistics(**long))
    assert sorted(first) == ["languages.png", "sites.png", "time.png", "words.png"]
    assert first == plots(statistics(**long))
    for data in first.values():
        assert data.startswith(b"\x89PNG")
        assert b"Software" not in data
        assert b"tEXt" not in data
    assert plots(Statistics()) == {}
