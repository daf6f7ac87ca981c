"""The catalogue on a terminal, within 80 columns."""

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from crawlers.catalogue.catalogue import STATUSES, Catalogue, Entry, country_name
from crawlers.catalogue.not_crawled import REASONS, NotCrawled
from crawlers.counted import counted
from pipelines.commands.terminal import printable

_STYLES = {"verified": "green", "failed": "red", "declared": "dim"}


def render(catalogue: Catalogue) -> RenderableType:
    """The sites, country by country, and their numbers at the end."""
    return Group(*_parts(catalogue))


def _parts(catalogue: Catalogue) -> Iterator[RenderableType]:
    longest = max((len(entry.name) for entry in catalogue.entries), default=0)
    for code in catalogue.countries:
        here = catalogue.of_country(code)
        yield Rule(Text(country_name(code), style="bold"), align="left", style="dim")
        if here.entries:
            yield _table(here.entries, longest)
        if here.not_crawled:
            yield Text("not crawled", style="dim")
            yield Padding(_left_out(here.not_crawled), (0, 0, 0, 2))
        yield Text()
    yield Text(numbers(catalogue))


def _table(entries: tuple[Entry, ...], longest: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, expand=True)
    table.add_column("site", width=longest, no_wrap=True)
    table.add_column("publisher, region", ratio=1, overflow="fold")
    table.add_column("in", width=5)
    table.add_column("feeds", justify="right")
    table.add_column("maps", justify="right")
    table.add_column("lists", justify="right")
    table.add_column("status", width=10)
    before = ""
    for entry in entries:
        home = ", ".join(filter(None, (entry.publisher, entry.region)))
        table.add_row(
            _text(entry.name),
            _text("" if home == before else home),
            _text(" ".join(entry.languages)),
            *(str(len(urls) or "") for urls in (entry.feeds, entry.sitemaps, entry.sections)),
            Text(entry.seen, style=_STYLES.get(entry.status, "")),
        )
        before = home
    return table


def _left_out(sites: tuple[NotCrawled, ...]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="yellow")
    table.add_column(ratio=1)
    for site in sites:
        table.add_row(_text(site.host), _text(site.why), _text(site.known))
    return table


def numbers(catalogue: Catalogue) -> str:
    """What there is of each status, and how many are not crawled, by why."""
    entries, left = catalogue.entries, catalogue.not_crawled
    lines = []
    if entries:
        countries = len({entry.country for entry in entries})
        where = f"{countries} {'country' if countries == 1 else 'countries'}"
        by_status = ((status, sum(entry.status == status for entry in entries)) for status in STATUSES)
        of = f"{counted(len(entries), 'site')} of {counted(catalogue.publishers, 'publisher')} in {where}"
        lines.append(f"{of}: {_told(by_status)}")
    if left:
        told = _told((why, sum(site.why == why for site in left)) for why in REASONS)
        lines.append(f"{len(left)} not crawled: {told}")
    return "\n".join(lines)


def _told(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts if count)


def _text(text: str) -> Text:
    return Text(printable(text))
