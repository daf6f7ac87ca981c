"""The catalogue: what is declared, what was seen of it, and what is not crawled. Pure but for `of_settings`,
which loads the spiders and reads `checked.json`."""

import dataclasses
import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

from scrapy.settings import BaseSettings

from crawlers.catalogue.checked import Verdict, read_checked
from crawlers.catalogue.not_crawled import NOT_CRAWLED, REFUSALS, NotCrawled
from crawlers.counted import counted
from crawlers.declared import declared_sites
from crawlers.networks.sample_paper import SamplePaperSpider
from crawlers.news_spider import NewsSpider
from pipelines.errors import UsageError

Status = Literal["declared", "modelled", "verified", "failed"]

STATUSES: Mapping[Status, str] = {
    "declared": "facts only: its addresses, and what they rest on",
    "modelled": "a page of its markup, written by hand, gives the record that it must give",
    "verified": "`scrapy check-sites` saw it work on the day that is named",
    "failed": "`scrapy check-sites` got no article of it on the day that is named",
}
"""What each word means."""

LEFT_OUT: Mapping[str, str] = {
    "refused": "not crawled: it does not want to be, and that is not worked around",
    "left-out": "not crawled: no way to its articles is known, or it has none any more",
}
"""What the words mean that filters take for sites that are not crawled."""

COUNTRIES: Mapping[str, str] = {
    "KZ": "Kazakhstan",
    "KG": "Kyrgyzstan",
    "UZ": "Uzbekistan",
    "TJ": "Tajikistan",
    "TM": "Turkmenistan",
    "MN": "Mongolia",
    "AM": "Armenia",
    "AZ": "Azerbaijan",
    "GE": "Georgia",
    "RU": "Russia",
    "TR": "Türkiye",
    "UA": "Ukraine",
}
"""Countries in the order that they are told in; others follow by their codes."""

SEVERAL = "Several countries"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A declared site."""

    name: str
    publisher: str
    country: str
    region: str | None
    languages: tuple[str, ...]
    hosts: tuple[str, ...]
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    sections: tuple[str, ...]
    evidence: tuple[str, ...]
    """What the declaration rests on, each with its year."""
    status: Status
    verdict: Verdict | None
    """What `scrapy check-sites` saw last."""
    house: str = ""
    """What its editions have in common: the name of one of their publishers."""

    @property
    def seen(self) -> str:
        """The status, with the day and the word of the last check: `verified 2026-11-23`."""
        if self.verdict is None:
            return self.status
        partly = "; works partly" if self.verdict.verdict == "partly" else ""
        return f"{self.status}{partly} {self.verdict.checked_at:%Y-%m-%d}"

    @property
    def sources(self) -> str:
        """`2 feeds, 1 sitemap, 3 lists`."""
        counts = (("feed", self.feeds), ("sitemap", self.sitemaps), ("list", self.sections))
        return ", ".join(counted(len(urls), kind) for kind, urls in counts if urls)


@dataclasses.dataclass(frozen=True, slots=True)
class Catalogue:
    """Sites in the order that they are told in."""

    entries: tuple[Entry, ...]
    not_crawled: tuple[NotCrawled, ...]

    @property
    def countries(self) -> list[str | None]:
        """Codes of the countries that sites are of, None for several, in the order that they are told in."""
        codes = {entry.country for entry in self.entries} | {site.country for site in self.not_crawled}
        return sorted(codes, key=_rank)

    def of_country(self, code: str | None) -> "Catalogue":
        """The sites of a country."""
        return Catalogue(
            tuple(site for site in self.entries if site.country == code),
            tuple(site for site in self.not_crawled if site.country == code),
        )

    @property
    def publishers(self) -> int:
        """How many publishers the declared sites have; editions on one domain have one."""
        return len({(entry.country, entry.house) for entry in self.entries})

    def filtered(
        self, *, country: str | None = None, language: str | None = None, status: str | None = None
    ) -> "Catalogue":
        """The sites of this country (code or name), in this language, of this status.

        Raises UsageError, with the closest values, for a value that no site has.
        """
        codes = {code for code in self.countries if code}
        code = _choice(
            "--country", country, codes, {COUNTRIES.get(code, code).casefold(): code for code in codes}
        )
        spoken = {one for entry in self.entries for one in entry.languages}
        spoken |= {one for site in self.not_crawled for one in site.languages}
        tongue = _choice("--language", language, spoken, {one.casefold(): one for one in spoken})
        words = (*get_args(Status), *LEFT_OUT)
        word = _choice("--status", status, words, {one: one for one in words})

        def has(site: Entry | NotCrawled, its_word: str) -> bool:
            return (
                (code is None or site.country == code)
                and (tongue is None or tongue in site.languages)
                and (word is None or its_word == word)
            )

        return Catalogue(
            tuple(entry for entry in self.entries if has(entry, entry.status)),
            tuple(site for site in self.not_crawled if has(site, word_of(site))),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {
            "sites": [_plain(entry) for entry in self.entries],
            "not_crawled": [
                {**dataclasses.asdict(site), "status": word_of(site)} for site in self.not_crawled
            ],
        }


def word_of(site: NotCrawled) -> str:
    """What filters call a site that is not crawled: `refused` or `left-out`."""
    return "refused" if site.why in REFUSALS else "left-out"


def country_name(code: str | None) -> str:
    """What a country is called; its code where it has no name here."""
    return SEVERAL if code is None else COUNTRIES.get(code, code)


def entry_of(site: type[NewsSpider], verdict: Verdict | None) -> Entry:
    """What a site declares, with what was seen of it."""
    status: Status = site.status
    if verdict is not None and verdict.verdict != "partly":
        status = "verified" if verdict.verdict == "works" else "failed"
    return Entry(
        name=site.name,
        publisher=site.publisher or site.name,
        country=site.country or "",
        region=site.region,
        languages=site.languages,
        hosts=site.hosts,
        feeds=site.feed_urls,
        sitemaps=site.sitemap_urls,
        sections=site.section_urls,
        evidence=site.evidence,
        status=status,
        verdict=verdict,
    )


def catalogue_of(
    sites: Iterable[type[NewsSpider]],
    verdicts: Mapping[str, Verdict],
    not_crawled: Sequence[NotCrawled] = NOT_CRAWLED,
) -> Catalogue:
    """The catalogue of these sites: by country, then by publisher, so that its editions stand together."""
    entries = _with_houses([entry_of(site, verdicts.get(site.name)) for site in sites])
    entries.sort(
        key=lambda entry: (_rank(entry.country), entry.house.casefold(), entry.publisher, entry.name)
    )
    left = sorted(not_crawled, key=lambda site: (_rank(site.country), site.name.casefold()))
    return Catalogue(tuple(entries), tuple(left))


def _with_houses(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their houses. An edition in another language often has another name, and is on a
    subdomain: `azattyq.org` and `rus.azattyq.org`."""
    hosts = {host for entry in entries for host in entry.hosts}

    def root(entry: Entry) -> str:
        return min((host for host in hosts if f".{entry.hosts[0]}".endswith(f".{host}")), key=len)

    of_root: dict[str, str] = {}
    for entry in entries:
        of_root[root(entry)] = min(of_root.get(root(entry), entry.publisher), entry.publisher)
    of_publisher: dict[str, str] = {}
    for entry in entries:
        name = of_root[root(entry)]
        of_publisher[entry.publisher] = min(of_publisher.get(entry.publisher, name), name)
    return [dataclasses.replace(entry, house=of_publisher[entry.publisher]) for entry in entries]


def of_settings(settings: BaseSettings) -> Catalogue:
    """The catalogue of all sites that the project declares. The made ones of the sample paper are none.

    Raises UsageError where `checked.json` cannot be read.
    """
    sites = declared_sites(settings).values()
    return catalogue_of((site for site in sites if not issubclass(site, SamplePaperSpider)), read_checked())


def _rank(code: str | None) -> tuple[int, str]:
    if code is None:
        return len(COUNTRIES) + 1, ""
    return (list(COUNTRIES).index(code) if code in COUNTRIES else len(COUNTRIES)), code


def _choice(option: str, text: str | None, values: Iterable[str], names: Mapping[str, str]) -> str | None:
    """The value that `text` says, as it is or by its name. Raises UsageError."""
    if text is None:
        return None
    known = {**{value.casefold(): value for value in values}, **names}
    if (found := known.get(text.casefold())) is not None:
        return found
    near = list(dict.fromkeys(known[key] for key in difflib.get_close_matches(text.casefold(), known, n=3)))
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    else:
        hint = f"there are: {', '.join(sorted(set(known.values())))}"
    raise UsageError(f"{option} {text}: no site has it; {hint}")


def _plain(entry: Entry) -> dict[str, Any]:
    fields = dataclasses.asdict(entry)
    del fields["house"]
    verdict = entry.verdict
    fields["verdict"] = verdict and {
        "word": verdict.verdict,
        "checked_at": verdict.checked_at.isoformat(),
        "reason": verdict.reason,
    }
    return fields
