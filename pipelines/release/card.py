"""The dataset card: README.md of a release, with the block of metadata that dataset hubs read.

Its words are in `card.md`. The block is written in the part of YAML that is plain to read without a YAML
library: keys, lists, and values as JSON has them. Names of publications are escaped for Markdown.
"""

import json
import re
import string
from collections.abc import Iterable, Sequence
from importlib import resources

from ..article import Article, Statement
from ..clean.characters import visible
from ..dataset.format import markdown, meanings
from .columns import Clustering
from .plots import TITLES
from .published import Filters
from .statistics import Statistics

_SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"),
)  # fmt: skip
"""The hubs' words for how many rows there are."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&-])")


def card(version: str, filters: Filters, found: Statistics, files: Sequence[str], taken_down: int) -> str:
    """The card of a release with these files; the same text for the same release.

    :param taken_down: articles that were taken down since it was published
    """
    text = resources.files(__package__).joinpath("card.md").read_text(encoding="utf-8")
    versions = (f"{number} ({_amount(count)})" for number, count in sorted(found.rules_versions.items()))
    return string.Template(text).substitute(
        metadata=_metadata(version, found),
        name=_name(version),
        asked=_asked(filters),
        taken_down=_taken_down(taken_down),
        numbers=_numbers(found),
        languages=_languages(found),
        plots="".join(f"![{TITLES[path[6:]]}]({path})\n\n" for path in files if path.startswith("plots/")),
        sources=_sources(found),
        rights=_rights(found),
        left_out=_left_out(filters, found),
        jsonl=_JSONL if any(path.startswith("jsonl/") for path in files) else "",
        columns="\n".join((markdown(Article), *markdown(Clustering).splitlines()[2:])),
        rules_versions=", ".join(versions) or "none",
        with_template=sum(site.template > 0 for site in found.sites.values()),
        sites_number=len(found.sites),
    )


_JSONL = " `jsonl/` holds the same rows as JSON Lines, packed with zstd (`zstdcat jsonl/*.zst`)."


def size_category(rows: int) -> str:
    """The hubs' word for a number of rows."""
    return next((word for bound, word in _SIZES if rows < bound), "100M<n<1B")


def escaped(text: str) -> str:
    """A stranger's text within a line of Markdown."""
    return _MARKUP.sub(r"\\\1", " ".join(visible(text).split()))


def _metadata(version: str, found: Statistics) -> str:
    # `und` is no language: the hubs refuse it.
    languages = [code for code in sorted(found.languages) if code != "und"]
    lists = {
        "language": languages,
        "multilinguality": ["multilingual" if len(languages) > 1 else "monolingual"] if languages else [],
        "size_categories": [size_category(found.articles)],
        "source_datasets": ["original"],
        "annotations_creators": ["no-annotation"],
        "language_creators": ["found"],
        "task_categories": ["text-generation", "fill-mask"],
        "tags": ["news"],
    }
    lines = [
        "---",
        f"pretty_name: {json.dumps(_name(version))}",
        'license: "other"',
        'license_name: "rights-remain-with-the-publishers"',
    ]
    for key, values in lists.items():
        if values:
            lines += [f"{key}:", *(f"- {json.dumps(value)}" for value in values)]
    return "\n".join((*lines, *_DATA_FILES, "---"))


_DATA_FILES = (
    "configs:",
    '- config_name: "default"',
    "  data_files:",
    '  - split: "train"',
    '    path: "data/*.parquet"',
)


def _name(version: str) -> str:
    return f"Regional news {version}"


def _asked(filters: Filters) -> str:
    told = {
        "first day of publication": filters.published_since,
        "last day of publication": filters.published_until,
        "sites": filters.sites and ", ".join(filters.sites),
        "languages": filters.languages and ", ".join(filters.languages),
        "allowed for": filters.allowed_for,
    }
    return "; ".join(f"{name}: {value}" for name, value in told.items() if value) or "everything"


def _taken_down(count: int) -> str:
    if not count:
        return ""
    were = "article was" if count == 1 else "articles were"
    return f"\n**{_amount(count)} {were} taken down since publication**, out of all files.\n"


def _numbers(found: Statistics) -> str:
    rows = (
        ("articles", _amount(found.articles)),
        ("sites", _amount(len(found.sites))),
        ("words", _amount(found.words)),
        ("text, bytes of UTF-8", _amount(found.text_bytes)),
        ("days of publication", f"{found.first_day} to {found.last_day}" if found.first_day else "not known"),
        ("clusters of near-duplicates, single articles among them", _amount(found.clusters)),
        ("articles that are not the first of their cluster", _amount(found.articles - found.clusters)),
        ("articles whose cluster was first seen on another site", _amount(found.copies_elsewhere)),
    )
    return _table(("", "number"), rows)


def _languages(found: Statistics) -> str:
    largest = sorted(found.languages.items(), key=lambda item: (-item[1].articles, item[0]))
    rows = ((f"`{code}`", _amount(one.articles), _amount(one.words)) for code, one in largest)
    return _table(("language", "articles", "words"), rows)


def _sources(found: Statistics) -> str:
    heads = ("site", "publisher", "country", "articles", "first of their cluster", "first day", "last day")
    rows = (
        (
            f"`{name}`",
            escaped(site.publisher or "not declared"),
            escaped(site.country or ""),
            _amount(site.articles),
            _amount(site.canonical),
            str(site.first_day or ""),
            str(site.last_day or ""),
        )
        for name, site in sorted(found.sites.items())
    )
    return _table(heads, rows)


def _rights(found: Statistics) -> str:
    told = {**meanings(Statement), "not_looked_at": "Nothing was looked at: it is not known."}
    rows = ((f"`{word}`", _amount(found.rights[word]), told[word]) for word in told if found.rights[word])
    return _table(("statement", "articles", "meaning"), rows)


def _left_out(filters: Filters, found: Statistics) -> str:
    if filters.allowed_for is None:
        return "No article was left out for what its site states: choose by `rights` for your use."
    were = "article was" if found.kept_from_use == 1 else "articles were"
    return (
        f"This release is for {filters.allowed_for}: {_amount(found.kept_from_use)} {were} left out because "
        "a statement keeps them from it. Those of which nothing is known are in it."
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _amount(number: int) -> str:
    return f"{number:,}"
