"""The short table at the end of a run, and a few of its articles: what a person looks at."""

import itertools
import textwrap
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ..article import Article
from .run_record import RunRecord, ordered_outcomes

_LINES = 6
_WIDTH = 96


def summary(records: Sequence[RunRecord]) -> RenderableType:
    """Pages by outcome, rejects by reason and time of runs: a row each, and what was not well below."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    table.add_column("site")
    table.add_column("pages", justify="right")
    table.add_column("by outcome")
    table.add_column("rejected and failed, by reason")
    table.add_column("time", justify="right")
    for record in records:
        table.add_row(
            escape(record.site),
            str(sum(record.outcomes.values())),
            _listed(ordered_outcomes(record.outcomes)),
            escape(_listed(sorted(record.reasons.items()))),
            f"{record.seconds:.1f} s",
        )
    notes = []
    for record in records:
        if record.already_in:
            notes.append(Text(f"{record.site}: {record.already_in} records were in the dataset already"))
        if record.dropped:
            told = _listed(sorted(record.dropped.items(), key=lambda drop: -drop[1]))
            notes.append(Text(f"{record.site}: records that were left out: {told}"))
        if record.revisits:
            told = _listed(ordered_outcomes(record.revisits))
            notes.append(Text(f"{record.site}: visited again: {told}"))
        if record.estimate:
            notes.append(Text(f"{record.site}: estimated at the start: {record.estimate.told()}"))
        if record.source_results.keys() - {"read"}:
            notes.append(Text(f"{record.site}: sources: {_listed(record.source_results.items())}"))
        notes += [Text(f"{record.site}: {complaint}", style="yellow") for complaint in record.complaints]
    return Group(table, *notes)


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts) or "-"


def show_articles(articles: Iterable[Article], count: int) -> RenderableType:
    """The first `count` articles: title, date, language, address and the beginning of the text."""
    shown = [_shown(article) for article in itertools.islice(articles, count)]
    return Group(*shown) if shown else Text("No article yet.")


def _shown(article: Article) -> RenderableType:
    facts = [
        article.published_local or "no date",
        article.language,
        f"{article.word_count} words",
        article.site,
    ]
    lines = list(
        itertools.chain.from_iterable(textwrap.wrap(block, _WIDTH - 2) for block in article.text.split("\n"))
    )
    cut = [*lines[:_LINES], "…"] if len(lines) > _LINES else lines
    body = "\n".join(f"  {line}" for line in cut)
    # Plain Text objects: nothing from a page is read as mark-up or sent to the terminal as a control code.
    return Group(
        Text(printable(article.title or "(no title)"), style="bold"),
        Text(f"  {' · '.join(printable(fact) for fact in facts)}", style="dim"),
        Text(f"  {printable(article.url)}", style="dim"),
        Text("\n".join(printable(line) for line in body.split("\n"))),
        Text(),
    )


def printable(line: str) -> str:
    """A line without what a terminal would act on."""
    return "".join(character if character.isprintable() else " " for character in line)


def console(*, stderr: bool = False) -> Console:
    """A console of a width that fits the tables when the output is no terminal."""
    found = Console(stderr=stderr, highlight=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=140)
