"""Which plot shows what: the largest few by name, the rest together."""

import collections
from collections.abc import Mapping, Sequence

from . import plots
from .measures import Freshness, Measures
from .pace import Latency, Pace
from .words import shown, text, told_reason

NAMED = plots.COLOURS - 1
"""Sites of the plot by day that have a colour of their own."""

ROWS = 12
"""Bars of a plot."""

POLITE = 60
"""Requests a minute to a host at the delay of 1 s (docs/settings.md)."""

KINDS = ("warc", "articles", "pages")
"""What takes up room."""

_LABEL_CHARS = 28


def articles_by_day(measures: Measures) -> str:
    """New articles, a bar a day, by site."""
    totals: collections.Counter[str] = collections.Counter()
    for (site, _), count in measures.articles.items():
        totals[site] += count
    ranked = sorted(totals, key=lambda site: (-totals[site], site))
    days = measures.period.days
    named = ranked[:NAMED]
    series = [[measures.articles.get((site, day), 0) for day in days] for site in named]
    labels = list(named)
    if rest := ranked[NAMED:]:
        series.append([sum(measures.articles.get((site, day), 0) for site in rest) for day in days])
        labels.append(f"{len(rest)} others")
    # The last colour is that of others alone.
    svg = plots.stacked_days("articles", "New articles by day and site", _days(measures), series)
    return _figure("New articles by day", svg, labels)


def languages(measures: Measures) -> str:
    """New articles by language."""
    totals: collections.Counter[str] = collections.Counter()
    for (_, language), count in measures.languages.items():
        totals[language] += count
    labels, values = _largest(totals)
    svg = plots.bars("languages", "New articles by language", labels, [values])
    return _figure("New articles by language", svg)


def reasons(totals: Mapping[tuple[str, str], int]) -> str:
    """Pages that became no article, by why."""
    labels, values = _largest({told_reason(*what): count for what, count in totals.items()})
    return _figure("Pages by reason", plots.bars("reasons", "Pages by reason", labels, [values]))


def paces(ranked: Sequence[tuple[str, Pace]]) -> str:
    """The hosts that were asked most in one minute."""
    hosts = ranked[:ROWS]
    svg = plots.bars(
        "paces",
        "Requests a minute by host",
        [host for host, _ in hosts],
        [[pace.busiest for _, pace in hosts], [pace.a_minute for _, pace in hosts]],
        line=POLITE,
    )
    return _figure(
        "Requests a minute by host; the line is one a second",
        svg,
        ["pages in the busiest minute", "mean of all"],
    )


def latencies(ranked: Sequence[tuple[str, Latency]]) -> str:
    """The sites that answer slowest."""
    sites = ranked[:ROWS]
    svg = plots.bars(
        "latencies",
        "Seconds to an answer, by site",
        [site for site, _ in sites],
        [[one.p95 for _, one in sites], [one.p50 for _, one in sites]],
        unit="s",
    )
    return _figure("From a request to its answer", svg, ["95 % within", "half within"])


def freshness(ranked: Sequence[tuple[str, Freshness]]) -> str:
    """The sites whose articles come last."""
    sites = ranked[:ROWS]
    svg = plots.bars(
        "freshness",
        "Hours from publication to the store, by site",
        [site for site, _ in sites],
        [[max(one.p90, 0) / 3600 for _, one in sites], [max(one.median, 0) / 3600 for _, one in sites]],
        unit="h",
    )
    return _figure("From publication to the store", svg, ["nine of ten within", "half within"])


def storage(measures: Measures) -> str:
    """Bytes by day."""
    series = [[measures.stored_bytes.get((day, kind), 0) for day in measures.period.days] for kind in KINDS]
    svg = plots.stacked_days("storage", "Bytes added by day", _days(measures), series, "B")
    return _figure("Bytes added by day", svg, ["WARC segments", "table articles", "table pages"])


def _days(measures: Measures) -> list[str]:
    return [f"{day:%m-%d}" for day in measures.period.days]


def _largest(totals: Mapping[str, int]) -> tuple[list[str], list[int]]:
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    rest = ranked[ROWS:]
    pairs = [*ranked[:ROWS], *([(f"{len(rest)} others", sum(count for _, count in rest))] if rest else [])]
    return [label for label, _ in pairs], [count for _, count in pairs]


def _figure(caption: str, svg: str, labels: Sequence[str] = ()) -> str:
    """A plot, and what its colours mean: in words of the page, which wrap on a phone."""
    entries = "".join(
        f'<li><i style="background:var(--s{number % plots.COLOURS})"></i>'
        f"{text(shown(label, _LABEL_CHARS))}</li>"
        for number, label in enumerate(labels)
    )
    legend = f'<ul class="legend">{entries}</ul>' if entries else ""
    return f"<figure><figcaption>{caption}</figcaption>{svg}{legend}</figure>"
