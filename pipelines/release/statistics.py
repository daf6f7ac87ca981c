"""What a release holds, in numbers: `statistics.json`, and what the card and the plots are made from."""

import collections
import dataclasses
import datetime as dt
import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import release_schema
from .stage import Numbers, Staged

WORD_BOUNDS = (0, 50, 100, 200, 300, 500, 800, 1300, 2100)
"""Where the classes of `word_counts` begin: each some 1.6 times the one before."""

UNKNOWN = "unknown"
"""The key of what has no day."""


@dataclasses.dataclass(slots=True)
class Site:
    """A site's share of a release."""

    publisher: str | None = None
    country: str | None = None
    articles: int = 0
    canonical: int = 0
    """Articles that are the first seen of their cluster."""
    words: int = 0
    first_day: dt.date | None = None
    """First day of publication; None where no day is known."""
    last_day: dt.date | None = None
    template: int = 0
    """The greatest `template_version`."""


@dataclasses.dataclass(slots=True)
class Language:
    """A language's share of a release."""

    articles: int = 0
    words: int = 0


@dataclasses.dataclass(slots=True)
class Statistics:
    """What a release holds. Counters are of articles."""

    articles: int = 0
    clusters: int = 0
    """Clusters of near-duplicates, articles without any among them."""
    words: int = 0
    text_bytes: int = 0
    """UTF-8."""
    kept_from_use: int = 0
    """Articles that were left out because a statement keeps them from what the release is for."""
    sites: dict[str, Site] = dataclasses.field(default_factory=dict)
    languages: dict[str, Language] = dataclasses.field(default_factory=dict)
    days: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    """By `published_date`, or `unknown`."""
    cluster_sizes: collections.Counter[int] = dataclasses.field(default_factory=collections.Counter)
    """How many clusters have how many articles."""
    copies_elsewhere: int = 0
    """Articles whose cluster was first seen on another site."""
    word_counts: collections.Counter[int] = dataclasses.field(default_factory=collections.Counter)
    """By the least `word_count` of a class, see `WORD_BOUNDS`."""
    rights: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    """By statement in `rights`, each once an article; `not_looked_at` is null."""
    rules_versions: collections.Counter[int] = dataclasses.field(default_factory=collections.Counter)
    nulls: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    """By column."""

    def add(self, rows: pa.Table) -> None:
        """Take in rows of the release, in its order."""
        self.articles += rows.num_rows
        self.text_bytes += pc.sum(pc.binary_length(rows["text"]).cast(pa.int64())).as_py() or 0
        for name in rows.column_names:
            # It is set after they are shown.
            self.nulls[name] += 0 if name == "checksum" else rows[name].null_count
        wanted = [
            "site", "publisher", "country", "language", "published_date", "word_count", "rules_version",
            "template_version", "is_canonical", "rights",
        ]  # fmt: skip
        for row in rows.select(wanted).to_pylist():
            self._add(row)

    def _add(self, row: dict[str, Any]) -> None:
        day, words = row["published_date"], row["word_count"]
        self.words += words
        site = self.sites.setdefault(row["site"], Site())
        # Rows come by time: the last one says what it is called now.
        site.publisher, site.country = row["publisher"] or site.publisher, row["country"] or site.country
        site.articles += 1
        site.canonical += row["is_canonical"]
        site.words += words
        site.template = max(site.template, row["template_version"])
        if day is not None:
            site.first_day = min(site.first_day or day, day)
            site.last_day = max(site.last_day or day, day)
        language = self.languages.setdefault(row["language"], Language())
        language.articles += 1
        language.words += words
        self.days[UNKNOWN if day is None else day.isoformat()] += 1
        self.word_counts[max(bound for bound in WORD_BOUNDS if bound <= words)] += 1
        self.rules_versions[row["rules_version"]] += 1
        if row["rights"] is None:
            self.rights["not_looked_at"] += 1
        self.rights.update({element["statement"] for element in row["rights"] or ()})

    def add_clusters(self, staged: Staged, firsts: Numbers) -> None:
        """Take in which articles are near-duplicates."""
        sizes = np.unique(firsts, return_counts=True)[1]
        self.clusters = len(sizes)
        self.cluster_sizes.update(sizes.tolist())
        sites = staged.keys["site"].combine_chunks().dictionary_encode().indices.to_numpy()
        self.copies_elsewhere = int(np.count_nonzero(sites[firsts] != sites))

    @property
    def first_day(self) -> dt.date | None:
        """First day of publication; None where no day is known."""
        return min((site.first_day for site in self.sites.values() if site.first_day), default=None)

    @property
    def last_day(self) -> dt.date | None:
        """Last day of publication."""
        return max((site.last_day for site in self.sites.values() if site.last_day), default=None)

    @property
    def months(self) -> dict[str, int]:
        """By month of `published_date`, `YYYY-MM`, ascending; without those of no day."""
        found: collections.Counter[str] = collections.Counter()
        for day, count in self.days.items():
            if day != UNKNOWN:
                found[day[:7]] += count
        return dict(sorted(found.items()))

    def to_bytes(self, taken_down: int) -> bytes:
        """`statistics.json`: the same bytes for the same numbers.

        :param taken_down: articles that were taken down since the release was published
        """
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        values |= {
            "sites": {name: dataclasses.asdict(site) for name, site in self.sites.items()},
            "languages": {code: dataclasses.asdict(one) for code, one in self.languages.items()},
            "first_day": self.first_day,
            "last_day": self.last_day,
            "months": self.months,
            "taken_down": taken_down,
            "nulls": {name: self.nulls[name] for name in release_schema().names},
        }
        for name in (
            "sites",
            "languages",
            "days",
            "cluster_sizes",
            "word_counts",
            "rights",
            "rules_versions",
        ):
            values[name] = dict(sorted(values[name].items()))
        return (json.dumps(values, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def kept_from_use(statistics: bytes) -> int:
    """`kept_from_use` of a `statistics.json`: the rows of a release cannot tell what was left out of it.

    Raises ValueError, KeyError or TypeError for anything else.
    """
    return int(json.loads(statistics)["kept_from_use"])
