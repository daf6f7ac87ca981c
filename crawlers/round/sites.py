"""Which sites a round crawls."""

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from crawlers.discovery.archives import check_patterns
from crawlers.nearest import Called, no_such_site
from crawlers.news_spider import NewsSpider
from pipelines.errors import UsageError
from pipelines.ledger.revisits import check_schedule
from pipelines.store.objects import ObjectStore

_LEAST_EVERY, _MOST_EVERY = dt.timedelta(minutes=1), dt.timedelta(days=31)
_LEAST_WITHIN, _MOST_WITHIN = dt.timedelta(seconds=1), dt.timedelta(days=1)

_TOLERANCE = dt.timedelta(minutes=5)
_SHARD = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
_RUN = re.compile(r"runs/[0-9-]{10}/(?P<site>\w+)-(?P<start>[0-9]{8}T[0-9]{6}Z)-[0-9a-f]+\.json")


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """A declared site, as far as a round needs it."""

    name: str
    country: str | None
    hosts: tuple[str, ...]
    """Lower case, without `www.`."""
    every: dt.timedelta
    within: dt.timedelta
    only_when_named: bool = False
    publisher: str | None = None

    @classmethod
    def of(cls, spider: type[NewsSpider]) -> "Site":
        """What a spider declares. Raises UsageError when its times or addresses are of no use."""
        for attribute, value, least, most in (
            ("crawl_every", spider.crawl_every, _LEAST_EVERY, _MOST_EVERY),
            ("crawl_within", spider.crawl_within, _LEAST_WITHIN, _MOST_WITHIN),
        ):
            if not isinstance(value, dt.timedelta) or not least <= value <= most:
                raise UsageError(
                    f"{spider.name}: {attribute} is {value!r}; it must be a timedelta from {least} to {most}"
                )
        check_schedule(spider.name, spider.revisit_after)
        check_patterns(spider.feed_urls, spider.sitemap_urls, spider.section_urls)
        return cls(
            name=spider.name,
            country=spider.country,
            hosts=tuple(host.lower().removeprefix("www.") for host in getattr(spider, "hosts", ())),
            every=spider.crawl_every,
            within=spider.crawl_within,
            only_when_named=spider.only_when_named,
            publisher=getattr(spider, "publisher", None),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` of `count`, counted from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """`2/3`. Raises UsageError."""
        found = _SHARD.fullmatch(text)
        if not found or not 1 <= int(found[1]) <= int(found[2]):
            raise UsageError(f"--shard {text}: write 1/3, 2/3 and 3/3 on three machines")
        return cls(int(found[1]), int(found[2]))

    def has(self, site: Site) -> bool:
        """Is the site of this part?

        By a hash of its first host, or of its name where it has none: a new site moves no other, and editions
        that share a host are crawled by one machine, which asks that host one thing at a time.
        """
        key = site.hosts[0] if site.hosts else site.name
        digest = hashlib.sha256(key.encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1


def choose(
    sites: Mapping[str, Site], names: Sequence[str], country: str | None, shard: Shard | None
) -> list[Site]:
    """The sites that are named, or those of a country, or all that need not be named; by name.

    Raises UsageError for a name or a country that is not there.
    """
    if names and country:
        raise UsageError("name sites or a country, not both")
    for name in names:
        if name not in sites:
            raise no_such_site(
                name, (Called(site.name, site.publisher, site.hosts) for site in sites.values())
            )
    chosen = [sites[name] for name in sorted(set(names))] or [
        site for _, site in sorted(sites.items()) if not site.only_when_named
    ]
    if country:
        known = sorted({site.country for site in chosen if site.country})
        chosen = [site for site in chosen if site.country == country.upper()]
        if not chosen:
            raise UsageError(f"--country {country}: no site of it; there are: {', '.join(known)}")
    return [site for site in chosen if shard is None or shard.has(site)]


def tolerance(every: dt.timedelta) -> dt.timedelta:
    """How much earlier than its time a site is due: a quarter of its interval, at most 5 minutes.

    Cron starts within seconds, and a site may wait for its turn; without it an hourly round would leave out
    each site that began a second earlier than the last time.
    """
    return min(every / 4, _TOLERANCE)


def due(sites: Iterable[Site], starts: Mapping[str, dt.datetime], now: dt.datetime) -> list[Site]:
    """The sites whose interval has passed: those that wait longest first."""
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    found = [
        site
        for site in sites
        if site.name not in starts or now - starts[site.name] >= site.every - tolerance(site.every)
    ]
    return sorted(found, key=lambda site: (starts.get(site.name, never), site.name))


def last_starts(objects: ObjectStore, sites: Sequence[Site], now: dt.datetime) -> dict[str, dt.datetime]:
    """When the last run of each site began, as far back as it matters; sites without one are left out.

    Only names of run records are listed, day by day from today, until each site was met or is due in any
    case. A start in the future was written by a clock that is wrong, and does not count. Raises StoreError.
    """
    starts: dict[str, dt.datetime] = {}
    day = now.date()
    while wanted := {
        site.name
        for site in sites
        if site.name not in starts and dt.datetime.combine(day, dt.time.max, dt.UTC) > now - site.every
    }:
        for key in objects.list(f"runs/{day:%Y-%m-%d}/"):
            found = _RUN.fullmatch(key)
            if found is None or found["site"] not in wanted:
                continue
            start = dt.datetime.strptime(found["start"], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
            if start <= now:
                starts[found["site"]] = max(start, starts.get(found["site"], start))
        day -= dt.timedelta(days=1)
    return starts
