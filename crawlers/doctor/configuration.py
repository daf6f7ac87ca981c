"""What a person has set: the `NEWS_*` settings, the declared sites, and the zones that these name."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawlers.doctor.finding import Finding
from crawlers.news_spider import NewsSpider
from pipelines.errors import UsageError
from pipelines.extract.zones import zone
from settings.environment import problems, unknown

_ALMATY = "Asia/Almaty"
_BEFORE, _AFTER = dt.datetime(2024, 2, 29, 12), dt.datetime(2024, 3, 2, 12)  # noqa: DTZ001 the zone is added
"""Almaty went from UTC+6 to UTC+5 at the end of 29 February 2024: data from before do not know it."""


def check_settings(
    settings: Mapping[Any, Any], variables: Mapping[str, str], refused: Iterable[UsageError] = ()
) -> Finding:
    """Are the settings right, is a contact named, and does no variable have a name that nobody reads?

    :param variables: the environment
    :param refused: what was found wrong in the environment before there were settings
    """
    wrong = list(dict.fromkeys([*map(str, refused), *map(str, problems(settings))]))
    if wrong:
        return Finding("settings", "failed", wrong[0], "correct it; see docs/settings.md", tuple(wrong[1:]))
    contact = settings["NEWS_CONTACT"] or ""
    # Where alarms go stands in variables alone, which are looked at when the settings are read.
    names = [name for name in variables if name not in settings and not name.startswith("NEWS_ALARM_")]
    told = [f"{error}: the variable changes nothing" for error in unknown(sorted(names))]
    if not contact:
        told.append("NEWS_CONTACT: not set, so no site owner can write to you")
    if told:
        return Finding("settings", "warning", told[0], "see docs/settings.md", tuple(told[1:]))
    return Finding("settings", "ok", f"store {settings['NEWS_STORE_URL']}, contact {contact}")


@dataclasses.dataclass(frozen=True, slots=True)
class DeclaredSite:
    """What the checks need of a declared site."""

    name: str
    hosts: tuple[str, ...]
    timezone: str | None = None
    interval: dt.timedelta | None = None
    """How often it is to be crawled; None where it does not say so itself."""


def declared_sites(settings: BaseSettings) -> list[DeclaredSite]:
    """The declared sites by name. Raises what a spider's file raises."""
    loader = get_spider_loader(settings)
    found = []
    for name in sorted(loader.list()):
        spider = loader.load(name)
        # `anysite` is told its site at each run.
        if issubclass(spider, NewsSpider) and getattr(spider, "hosts", None):
            interval = getattr(spider, "crawl_every", None)
            own = interval is not getattr(NewsSpider, "crawl_every", None)
            found.append(DeclaredSite(name, spider.hosts, spider.timezone, interval if own else None))
    return found


def check_sites(sites: Sequence[DeclaredSite]) -> Finding:
    """Is there a site?"""
    if not sites:
        return Finding("sites", "warning", "no site is declared", "see CONTRIBUTING.md, Adding a site")
    return Finding("sites", "ok", f"{len(sites)} declared")


def check_zones(names: Iterable[str], load: Callable[[str], ZoneInfo] = zone) -> Finding:
    """Are the zones there, and do their data know that Almaty changed in 2024?"""
    lacking = []
    for name in sorted(set(names)):
        try:
            load(name)
        except UsageError:
            lacking.append(name)
    update = "update the package tzdata: make install"
    if lacking:
        return Finding("time zones", "failed", f"no data for {', '.join(lacking)}", update)
    almaty = load(_ALMATY)
    offsets = [moment.replace(tzinfo=almaty).utcoffset() for moment in (_BEFORE, _AFTER)]
    if offsets != [dt.timedelta(hours=6), dt.timedelta(hours=5)]:
        seen = f"the data do not know that {_ALMATY} went from UTC+6 to UTC+5 in 2024"
        return Finding("time zones", "failed", seen, update)
    return Finding("time zones", "ok", f"{_ALMATY} is UTC+6 until February 2024 and UTC+5 since")
