"""Plots as SVG that stands in the page: its text is text, its colours are the page's.

matplotlib draws; what it writes is taken apart as XML and put together for HTML: colours become variables of
the page, so that they change with light and dark, and names are made unlike those of other plots.
"""

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from .words import amount, shown

COLOURS = 9
"""Of series: eight, and one for all others."""

_WIDTH, _HEIGHT = 460, 260
"""In the units of the SVG. At a phone's width it is shown at 0.75, and its text at 10 px."""

_DPI = 72  # One unit a point: what matplotlib writes into an SVG.
_TEXT_POINTS = 13
_LABEL_CHARS = 20
_ROW_POINTS = 22

# Colours that no part of a plot has by itself, and what each becomes.
_VARIABLES = {
    "#0a0b01": "--ink",
    "#0a0b02": "--faint",
    "#0a0b03": "--paper",
    **{f"#0a0c{number:02x}": f"--s{number}" for number in range(COLOURS)},
}
_INK, _FAINT, _PAPER, *_SERIES = _VARIABLES
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "axes.unicode_minus": False,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": _TEXT_POINTS,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _FAINT,
    "axes.labelcolor": _INK,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "xtick.labelsize": _TEXT_POINTS,
    "ytick.labelsize": _TEXT_POINTS,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": _FAINT,
    "grid.linewidth": 0.5,
    "patch.linewidth": 0.5,
}
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"


def stacked_days(
    name: str, told: str, days: Sequence[str], series: Sequence[Sequence[float]], unit: str = ""
) -> str:
    """A bar a day, made of a part a series. `name` is of letters; `told` is what the plot shows, in words."""
    with mpl.rc_context({**_SETTINGS, "svg.hashsalt": name}):
        figure, axes = _canvas(_HEIGHT)
        below = [0.0] * len(days)
        for number, values in enumerate(series):
            axes.bar(range(len(days)), values, 0.85, below, color=_SERIES[number % COLOURS], edgecolor=_PAPER)
            below = [one + other for one, other in zip(below, values, strict=True)]
        # Five days are named at most: more would touch each other.
        step = max(1, -(-len(days) // 5))
        marks = list(range(len(days) - 1, -1, -step))[::-1]
        axes.set_xticks(marks, [days[mark] for mark in marks])
        axes.set_xlim(-0.6, len(days) - 0.4)
        _count_on(axes.yaxis, unit)
        axes.set_ylim(0, max(*below, 0.0) * 1.05 or 1)
        axes.grid(visible=False, axis="x")
        return _finished(figure, name, told)


def bars(
    name: str,
    told: str,
    labels: Sequence[str],
    series: Sequence[Sequence[float]],
    *,
    unit: str = "",
    line: float | None = None,
) -> str:
    """A row a label, the first on top, a bar a series in each. `line` is a bound to be seen."""
    with mpl.rc_context({**_SETTINGS, "svg.hashsalt": name}):
        rows = max(len(labels), 1)
        figure, axes = _canvas(60 + rows * _ROW_POINTS * (0.5 + 0.5 * len(series)))
        thick = 0.8 / len(series)
        for number, values in enumerate(series):
            at = [row - 0.4 + thick * (number + 0.5) for row in range(len(labels))]
            axes.barh(at, values, thick, color=_SERIES[number % COLOURS], edgecolor=_PAPER)
        if line is not None:
            axes.axvline(line, color=_INK, linewidth=1.2, linestyle="--")
        axes.set_yticks(range(len(labels)), [shown(label, _LABEL_CHARS) for label in labels])
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_xlim(0, max(*(max(values, default=0) for values in series), (line or 0), 0.0) * 1.05 or 1)
        _count_on(axes.xaxis, unit)
        axes.grid(visible=False, axis="y")
        return _finished(figure, name, told)


def _canvas(height: float) -> tuple[Figure, Axes]:
    figure = Figure((_WIDTH / _DPI, height / _DPI), dpi=_DPI, layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    axes.tick_params(length=0)
    return figure, axes


def _count_on(axis: "mpl.axis.Axis", unit: str) -> None:
    axis.set_major_locator(MaxNLocator(4, integer=not unit))
    axis.set_major_formatter(FuncFormatter(lambda value, _: amount(value, unit)))


def _finished(figure: Figure, name: str, told: str) -> str:
    for axes in figure.axes:
        for bar in axes.patches:
            # Its room is the axes': not to be measured bar by bar, which takes longer than to draw them.
            bar.set_in_layout(False)
    out = io.BytesIO()
    with warnings.catch_warnings():
        # A letter that matplotlib's own font lacks is only measured wrong: the browser draws the text.
        warnings.filterwarnings("ignore", message="Glyph ")
        figure.savefig(out, format="svg", metadata={"Date": None})
    # matplotlib's own writing: no entity of a stranger's in it.
    root = ET.fromstring(out.getvalue())  # noqa: S314
    return ET.tostring(_for_html(root, name, told), encoding="unicode", method="html")


def _for_html(root: ET.Element, name: str, told: str) -> ET.Element:
    for element in list(root):
        # Who made it, and a style that would hold for the whole page.
        if element.tag in (f"{_SVG}metadata", f"{_SVG}defs") and not element.findall(f".//{_SVG}clipPath"):
            root.remove(element)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        for key, value in list(element.attrib.items()):
            if key == _HREF:
                del element.attrib[key]
                element.set("href", value.replace("#", f"#{name}-", 1))
            elif key == "id":
                element.set("id", f"{name}-{value}")
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{name}-"))
            elif key in ("style", "fill", "stroke"):
                element.set(key, _in_page_colours(value))
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.set("role", "img")
    root.set("aria-label", told)
    return root


_COLOUR = re.compile("|".join(_VARIABLES))
_FONT = re.compile(r"font: ([0-9.]+)px [^;]+")


def _in_page_colours(style: str) -> str:
    """A style with the page's variables for colours, and the page's font."""
    found = _COLOUR.sub(lambda match: f"var({_VARIABLES[match[0]]})", style)
    return _FONT.sub(r"font-size: \1px", found)
