"""A site by what a person calls it: its name, its publication, its host, an address. Who was meant?"""

import dataclasses
import difflib
import re
from collections.abc import Iterable, Sequence

from crawlers.news_spider import NewsSpider
from pipelines.errors import UsageError
from pipelines.urls import host_of, normal_url, same_site

MOST_OFFERED = 4
"""Sites that are offered: the editions of a publisher are three or four."""

TYPO = 0.9
"""Likeness (`difflib`) of two words from which one is the other, mistyped: a letter of ten."""
LIKE = 0.6
"""Likeness from which one may have been meant: the default of `difflib`."""
HOST_LIKE = 0.8
"""The same for the host of an address: short hosts of one country are alike by their `.kz`."""


@dataclasses.dataclass(frozen=True, slots=True)
class Called:
    """What a site is called by."""

    name: str
    publisher: str | None = None
    hosts: tuple[str, ...] = ()

    @classmethod
    def of(cls, spider: type[NewsSpider]) -> "Called":
        """What a spider declares."""
        return cls(spider.name, spider.publisher, tuple(getattr(spider, "hosts", ())))


def is_address(text: str) -> bool:
    """Is it an address, and no name of a site?"""
    return "://" in text


def no_such_site(text: str, sites: Iterable[Called]) -> UsageError:
    """The error that says that there is no site `text`, and which ones may have been meant."""
    if near := nearest(text, list(sites)):
        return UsageError(f"no site {text!r}; did you mean {_either(near)}?")
    return UsageError(f"no site {text!r}; `scrapy list` shows the sites")


def nearest(text: str, sites: Sequence[Called]) -> list[str]:
    """The names of the sites that `text` may mean, likeliest first, at most `MOST_OFFERED`.

    In turn: the sites of the host that it is or holds; for an address those of a host that is like it, else
    the name that it is but for a letter, the names, hosts and publications that begin with it or hold it, and
    what is like it.
    """
    url = normal_url(text if is_address(text) else f"http://{text.strip()}/")
    if url and (owners := [site.name for site in sites if same_site(url, site.hosts)]):
        return sorted(owners)[:MOST_OFFERED]
    host = (host_of(url) if url else None) or ""
    wanted = (host if is_address(text) else text).strip().casefold().removeprefix("www.")
    if not wanted:
        return []
    if is_address(text):
        alike = {
            site.name: max((_likeness(wanted, host) for host in site.hosts), default=0.0) for site in sites
        }
        near = [name for name in alike if alike[name] >= HOST_LIKE]
        near.sort(key=lambda name: (-alike[name], name))
        return [name for name in near if alike[name] >= TYPO] or near[:MOST_OFFERED]
    names = sorted((site.name for site in sites), key=lambda name: (-_likeness(wanted, name), name))
    if names and _likeness(wanted, names[0]) >= TYPO:
        return names[:1]
    ranks = {
        site.name: rank
        for site in sites
        if (rank := min((_rank(wanted, word) for word in _words(site)), default=2)) < 2
    }
    if len(wanted) > 1 and ranks:
        return sorted(ranks, key=lambda name: (ranks[name], name))[:MOST_OFFERED]
    ratios = {site.name: max(_likeness(wanted, word) for word in _words(site)) for site in sites}
    likely = sorted((name for name in names if ratios[name] >= LIKE), key=lambda name: (-ratios[name], name))
    return likely[:MOST_OFFERED]


def _words(site: Called) -> list[str]:
    """What is compared: the name, without its country too; the publication; hosts, their first label too."""
    hosts = [host.casefold() for host in site.hosts]
    stem = site.name.rpartition("_")[0] or site.name
    labels = [label for host in hosts if not re.fullmatch(r"[0-9]*", label := host.split(".")[0])]
    return [site.name, stem, *filter(None, [(site.publisher or "").casefold()]), *hosts, *labels]


def _rank(wanted: str, word: str) -> int:
    return 0 if word.startswith(wanted) else 1 if wanted in word else 2


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
