"""The catalogue as Markdown: `docs/sites.md`."""

import itertools
import re
from collections.abc import Iterable, Iterator

from crawlers.catalogue.catalogue import (
    LEFT_OUT,
    STATUSES,
    Catalogue,
    Entry,
    country_name,
    word_of,
)
from crawlers.catalogue.not_crawled import REASONS
from crawlers.counted import counted

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#&~])")

_HEAD = """# Sites

Written by `scrapy sites --markdown`, from the declarations in `crawlers/spiders`, what
`scrapy check-sites` saw, and the list of sites that are not crawled.

Each fact rests on what stands below its site, with the year. Facts age: `scrapy check-sites` tells how a site
is today, and its verdict comes in here.
"""


def markdown(catalogue: Catalogue) -> str:
    """The document."""
    return "\n".join([_HEAD, *_numbers(catalogue), *_words(), *_countries(catalogue), *_left_out(catalogue)])


def _numbers(catalogue: Catalogue) -> Iterator[str]:
    yield "| country | sites | publishers | declared | modelled | verified | failed | not crawled |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for code in catalogue.countries:
        yield _row(country_name(code), catalogue.of_country(code))
    yield _row("all", catalogue)
    yield ""


def _row(name: str, catalogue: Catalogue) -> str:
    entries = catalogue.entries
    by_status = (sum(entry.status == status for entry in entries) for status in STATUSES)
    cells = (len(entries), catalogue.publishers, *by_status, len(catalogue.not_crawled))
    return f"| {name} | {' | '.join(map(str, cells))} |"


def _words() -> Iterator[str]:
    yield "A site's status:\n"
    for word, meaning in (*STATUSES.items(), *LEFT_OUT.items()):
        yield f"* `{word}`: {meaning}."
    yield ""


def _countries(catalogue: Catalogue) -> Iterator[str]:
    for code in catalogue.countries:
        entries = catalogue.of_country(code).entries
        if not entries:
            continue
        yield f"## {country_name(code)}\n"
        for publisher, editions in itertools.groupby(entries, key=lambda entry: entry.publisher):
            yield from _publisher(publisher, list(editions))
        yield ""


def _publisher(publisher: str, editions: list[Entry]) -> Iterator[str]:
    regions = list(dict.fromkeys(entry.region for entry in editions if entry.region))
    yield f"* **{_escaped(publisher)}**{_escaped(''.join(f', {region}' for region in regions))}"
    shared = [fact for fact in editions[0].evidence if all(fact in entry.evidence for entry in editions)]
    if len(editions) == 1:
        shared = []
    for entry in editions:
        yield f"  * {_edition(entry)}"
        yield from _evidence(fact for fact in entry.evidence if fact not in shared)
    if shared:
        yield f"  * {'both' if len(editions) == 2 else 'all'} rest on:"
        yield from _evidence(shared)


def _edition(entry: Entry) -> str:
    hosts = ", ".join(f"`{host}`" for host in entry.hosts)
    reason = entry.verdict.reason if entry.verdict else ""
    seen = f"{entry.seen} ({reason})" if reason else entry.seen
    return f"`{entry.name}` ({', '.join(entry.languages)}), {hosts}: {entry.sources}; {_escaped(seen)}"


def _evidence(facts: Iterable[str]) -> Iterator[str]:
    yield from (f"    * {_escaped(fact)}" for fact in facts)


def _left_out(catalogue: Catalogue) -> Iterator[str]:
    yield "## Not crawled\n"
    yield f"{counted(len(catalogue.not_crawled), 'site')}, listed and not worked around:\n"
    yield "| site | host | country | languages | status | why | what is known |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for site in catalogue.not_crawled:
        cells = (
            _escaped(site.name),
            f"`{site.host}`",
            country_name(site.country),
            ", ".join(site.languages),
            word_of(site),
            site.why,
            _escaped(site.known),
        )
        yield f"| {' | '.join(cells)} |"
    yield "\nWhy:\n"
    for why, meaning in REASONS.items():
        yield f"* `{why}`: {meaning}."
    yield ""


def _escaped(text: str) -> str:
    """Words of a declaration, which are no Markdown, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
