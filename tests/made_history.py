"""Histories of runs as a site would leave them: weekdays, hours, chance, and what goes wrong at a moment."""

import dataclasses
import datetime as dt
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pipelines.health.facts import RunFacts
from pipelines.health.history import WEEKS
from pipelines.health.judge import judge
from pipelines.health.states import SiteHealth
from pipelines.report.run_record import FetchSeconds

BEGIN = dt.datetime(2025, 9, 1, 9, 7, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
SCHEDULES = {"daily": DAY, "hourly": HOUR, "10 minutes": HOUR / 6}

# Shares of a day's articles by hour, UTC, of a newsroom in Almaty (UTC+5).
_HOURS = [1, 2, 4, 6, 7, 8, 8, 7, 7, 7, 7, 6, 5, 4, 4, 3, 3, 3, 2, 2, 1, 1, 1, 1]
_WEEKDAYS = [1.0, 1.05, 1.0, 1.0, 0.95, 0.5, 0.4]


@dataclasses.dataclass(frozen=True, kw_only=True)
class World:
    """How the site is at a moment."""

    articles: float = 30.0
    """On a working day."""
    gives: float = 0.95
    """Share of pages that give an article."""
    filled: Mapping[str, float] = dataclasses.field(
        default_factory=lambda: {
            "title": 1.0,
            "published": 0.99,
            "lead": 0.7,
            "image": 0.9,
            "authors": 0.55,
            "tags": 0.3,
        }
    )
    words: float = 280.0
    languages: Mapping[str, float] = dataclasses.field(default_factory=lambda: {"ru": 0.9, "kk": 0.1})
    copies: float = 0.03
    seconds: float = 0.4
    sources: Mapping[Any, int] = dataclasses.field(default_factory=lambda: {"read": 2})
    results: Mapping[str, int] = dataclasses.field(default_factory=lambda: {"read": 2})
    blocked: float = 0.0
    """Share of pages that are refused."""
    reason: str = "failed/refused"
    finish_reason: str = "finished"
    pending: int = 0


Plan = Callable[[dt.datetime], World]


def steady(world: World) -> Plan:
    return lambda _: world


def after(
    moment: dt.datetime, until: dt.datetime | None = None, *, base: World | None = None, **fields: Any
) -> Plan:
    """The usual world, other from `moment` on."""
    usual = base or World()
    other = dataclasses.replace(usual, **fields)
    return lambda now: other if moment <= now and (until is None or now < until) else usual


class History:
    """Runs of a plan, one after another."""

    def __init__(
        self, seed: int, plan: Plan, every: dt.timedelta = DAY, *, weekdays: Sequence[float] = ()
    ) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.plan = plan
        self.every = every
        self.weekdays = weekdays or _WEEKDAYS
        self.number = 0
        self.mood: dict[dt.date, float] = {}

    def runs(self, begin: dt.datetime, end: dt.datetime) -> Iterator[RunFacts]:
        moment, before = begin, begin - self.every
        while moment < end:
            jitter = dt.timedelta(
                seconds=self.random.uniform(0, min(240.0, 0.2 * self.every.total_seconds()))
            )
            yield self.run(moment + jitter, self.rate(before, moment))
            before, moment = moment, moment + self.every

    def rate(self, since: dt.datetime, until: dt.datetime) -> float:
        """Articles to be expected between two moments."""
        total, at = 0.0, since
        step = min(HOUR, self.every)
        while at < until:
            mood = self.mood.setdefault(at.date(), math.exp(self.random.gauss(0, 0.15)))
            share = _HOURS[at.hour] / sum(_HOURS) * (step / HOUR)
            total += self.plan(at).articles * self.weekdays[at.weekday()] * share * mood
            at += step
        return total

    def run(self, moment: dt.datetime, rate: float) -> RunFacts:
        world, chance = self.plan(moment), self.random
        self.number += 1
        pages = poisson(chance, rate) if world.sources.get("read") else 0
        refused = hits(chance, pages, world.blocked)
        copies = hits(chance, pages - refused, world.copies)
        given = hits(chance, pages - refused - copies, world.gives)
        lost = pages - refused - copies - given
        timed = round(world.seconds * math.exp(chance.gauss(0, 0.25)), 3)
        fate = "unreachable" if world.reason in ("failed/server", "failed/network") else "blocked"
        words = [world.words * math.exp(chance.gauss(0, 0.7)) for _ in range(given)]
        languages = {name: hits(chance, given, share) for name, share in list(world.languages.items())[1:]}
        first = next(iter(world.languages))
        held: dict[str, dict[Any, int]] = {
            "outcomes": {"stored": given, "duplicate": copies, "rejected": lost, "failed": refused},
            "reasons": {"rejected/too_short": lost, world.reason: refused},
            "statuses": {200: pages - refused, 403: refused},
            "fates": {"article": given + copies, "lost": lost, fate: refused},
            "filled": {name: hits(chance, given, share) for name, share in world.filled.items()},
            "languages": {**languages, first: given - sum(languages.values())},
        }
        # As rows give them: what did not occur is not there.
        counts: dict[str, Any] = {
            name: {key: value for key, value in numbers.items() if value} for name, numbers in held.items()
        }
        return RunFacts(
            run_id=f"run{self.number}",
            started_at=moment,
            finish_reason=world.finish_reason,
            sources=world.sources,
            source_results=world.results,
            pending=world.pending,
            fetch_seconds=FetchSeconds(pages + 3, timed, timed * 3),
            articles=given,
            texts=given,
            words=round(sorted(words)[given // 2]) if words else None,
            **counts,
        )


def hits(chance: random.Random, number: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(number))


def poisson(chance: random.Random, rate: float) -> int:
    count, product, limit = 0, chance.random(), math.exp(-min(rate, 600.0))
    while product > limit:
        count += 1
        product *= chance.random()
    return count


def judged(runs: Sequence[RunFacts], since: dt.datetime, every: int = 1) -> Iterator[SiteHealth]:
    """What is said after each run from `since` on, by the weeks that a reader of the store would see."""
    first = 0
    for at, run in enumerate(runs):
        while runs[first].started_at <= run.started_at - dt.timedelta(weeks=WEEKS):
            first += 1
        if run.started_at >= since and at % every == 0:
            yield judge("a_kz", runs[first : at + 1], run.started_at)
