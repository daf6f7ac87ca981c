"""The plots of a release, as PNG: the same numbers give the same bytes, whatever the machine's own style."""

import contextlib
import datetime as dt
import io
import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .statistics import WORD_BOUNDS, Statistics

# matplotlib is imported where something is drawn: Scrapy imports the modules of all its commands for each of
# them, and a crawl took a quarter of a second more to begin.
if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

MOST = 30
"""Sites or languages that are shown by name; the card names all."""

TITLES = {
    "time.png": "Articles by time of publication",
    "sites.png": "Articles by site",
    "languages.png": "Articles by language",
    "words.png": "Articles by number of words",
}
"""What each plot shows, by name of its file."""

_SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 11,
    "text.parse_math": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#d0d7de",
    "grid.linewidth": 0.6,
    "figure.facecolor": "white",
}
_COLOUR = "#1f6feb"
_WIDTH = 8.0
"""Inches."""
_DPI = 110
_CHARS = 40
"""Of a name; the rest is left out."""


def plots(found: Statistics) -> dict[str, bytes]:
    """The plots by name of their file. None is made of nothing."""
    sites = {name: site.articles for name, site in found.sites.items()}
    languages = {code: language.articles for code, language in found.languages.items()}
    makers = {
        "time.png": (_columns, _over_time(found)),
        "sites.png": (_bars, sites),
        "languages.png": (_bars, languages),
        "words.png": (_columns, _classes(found)),
    }
    return {
        name: make(TITLES[name], counts) for name, (make, counts) in makers.items() if any(counts.values())
    }


def _over_time(found: Statistics) -> dict[str, int]:
    """By day where that is two months at most: of years, nobody sees a day. Those without an article too."""
    first, last = found.first_day, found.last_day
    if first is None or last is None:
        return {}
    if (last - first).days <= 62:
        days = [first + dt.timedelta(number) for number in range((last - first).days + 1)]
        return {day.isoformat(): found.days[day.isoformat()] for day in days}
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    months = found.months
    names = [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]
    return {name: months.get(name, 0) for name in names}


def _classes(found: Statistics) -> dict[str, int]:
    names = [f"{low}-{high - 1}" for low, high in itertools.pairwise(WORD_BOUNDS)]
    names.append(f"{WORD_BOUNDS[-1]}+")
    return {name: found.word_counts[low] for name, low in zip(names, WORD_BOUNDS, strict=True)}


@contextlib.contextmanager
def _style() -> Iterator[None]:
    """Our style alone: what the user of the machine has set must not show."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


def _columns(title: str, counts: Mapping[str, int]) -> bytes:
    """A column a key, from left to right."""
    with _style():
        figure, axes = _canvas(title, 3.6, left=1.15, below=0.95)
        axes.bar(range(len(counts)), list(counts.values()), 0.85, color=_COLOUR)
        marks = list(range(0, len(counts), max(1, -(-len(counts) // 12))))
        names = list(counts)
        axes.set_xticks(marks, [names[mark] for mark in marks], rotation=35, ha="right")
        axes.set_xlim(-0.6, max(len(counts), 6) - 0.4)
        axes.grid(visible=False, axis="x")
        _count_on(axes.yaxis)
        return _png(figure)


def _bars(title: str, counts: Mapping[str, int]) -> bytes:
    """A row a key, the largest on top; of many, the largest."""
    largest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        (name if len(name) <= _CHARS else f"{name[: _CHARS - 1]}…", count) for name, count in largest[:MOST]
    ]
    others = largest[MOST:]
    if others:
        rows.append((f"{len(others)} others", sum(count for _, count in others)))
    with _style():
        longest = max(len(name) for name, _ in rows)
        figure, axes = _canvas(title, 0.9 + 0.28 * len(rows), left=0.25 + 0.1 * longest, below=0.4)
        drawn = axes.barh(range(len(rows)), [count for _, count in rows], 0.75, color=_COLOUR)
        axes.bar_label(drawn, [_amount(count) for _, count in rows], padding=3)
        axes.set_yticks(range(len(rows)), [name for name, _ in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, max(count for _, count in rows) * 1.12)
        axes.grid(visible=False, axis="y")
        _count_on(axes.xaxis)
        return _png(figure)


def _canvas(title: str, height: float, *, left: float, below: float) -> "tuple[Figure, Axes]":
    """A figure with one plot. Inches: its height, and the room for labels, which is not measured: that would
    take as long as to draw them."""
    from matplotlib.figure import Figure

    figure = Figure((_WIDTH, height), dpi=_DPI)
    inner = (left / _WIDTH, below / height, (_WIDTH - left - 0.2) / _WIDTH, (height - below - 0.45) / height)
    axes = figure.add_axes(inner)
    axes.set_title(title, loc="left", fontsize=12)
    axes.tick_params(length=0)
    return figure, axes


def _count_on(axis: "Axis") -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(5, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _amount(value)))


def _amount(value: float) -> str:
    return f"{value:,.0f}"


def _png(figure: "Figure") -> bytes:
    out = io.BytesIO()
    # Else the version of matplotlib stands in it.
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
