"""What stands out in the counts: where a person looks first. Pure; it decides nothing."""

import dataclasses
from collections.abc import Iterable

from .tally import Line, SiteCount, Tally

LEAST_ARTICLES = 20
"""Articles of a site, at least, for its share to say anything. Of 20, a rule that changes one in twelve
everywhere changes five (`SITE_SHARE`) by chance at 2 % of sites."""
SITE_SHARE = 0.25
"""Share of a site's articles that change, from which it is told..."""
TIMES_THE_REST = 3
"""... where it is so many times the share of all other sites: a rule that changes all sites alike, as a new
column does, is no news of any of them."""
MOST_SITES = 10
"""Sites that are told of one thing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """Something to be looked at."""

    what: str
    """In one line."""
    evidence: tuple[str, ...] = ()
    """Lines with the counts behind it."""


def remarks(tally: Tally, new_lines: list[Line]) -> list[Remark]:
    """What stands out, the gravest first: what readers would lose, then what they might get wrong.

    :param new_lines: lines that come in several articles of a site
    """
    return [*_losses(tally), *_doubts(tally, new_lines), *_sites(tally)]


def _losses(tally: Tally) -> Iterable[Remark]:
    if tally.all.refused:
        yield Remark(
            f"Refused by these rules: {_articles(tally.all.refused)}",
            (f"by reason: {listed(tally.reasons.items())}", f"by site: {_most(tally, 'refused')}"),
        )
    if tally.all.failed:
        yield Remark(
            f"Could not be judged: {_pages(tally.all.failed)}",
            (f"by failure: {listed(tally.failures.items())}", f"by site: {_most(tally, 'failed')}"),
        )
    for column, what in (("published_date", "date"), ("title", "title")):
        if column in tally.fields and (lost := tally.fields[column].lost):
            yield Remark(f"Without a {what} that was there: {_articles(lost)}")
    if tally.shrunk:
        yield Remark(f"Half of the text or more lost: {_articles(tally.shrunk)}")


def _doubts(tally: Tally, new_lines: list[Line]) -> Iterable[Remark]:
    if "published_date" in tally.fields and (moved := tally.fields["published_date"].replaced):
        yield Remark(f"Published on another day: {_articles(moved)}", ("a wrong date is worse than none",))
    if tally.grown:
        yield Remark(f"Half of the text or more new: {_articles(tally.grown)}")
    if new_lines:
        first = new_lines[0]
        yield Remark(
            f"Lines that come into several articles of a site, as furniture does: {len(new_lines):,}",
            (f"most: {first.articles:,} articles of {first.site}: {first.text}",),
        )


def _sites(tally: Tally) -> Iterable[Remark]:
    found = []
    for site, counts in tally.sites.items():
        if counts.articles < LEAST_ARTICLES or counts.changed < SITE_SHARE * counts.articles:
            continue
        others = tally.all.articles - counts.articles
        rest = (tally.all.changed - counts.changed) / others if others else 0.0
        if others and counts.changed >= TIMES_THE_REST * rest * counts.articles:
            found.append((counts.changed / counts.articles, site, counts, rest))
    found.sort(key=lambda one: (-one[0], one[1]))
    for share, site, counts, rest in found[:MOST_SITES]:
        yield Remark(
            f"Far more changes than elsewhere: {site}, {100 * share:.0f} % of its articles",
            (f"{counts.changed:,} of {counts.articles:,}; at all other sites {100 * rest:.1f} %",),
        )
    if len(found) > MOST_SITES:
        yield Remark(f"Far more changes than elsewhere: {len(found) - MOST_SITES:,} more sites")


def listed(counts: Iterable[tuple[str, int]], most: int = MOST_SITES) -> str:
    """`gone 12, too_short 3`: the most first."""
    ranked = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    told = ", ".join(f"{name} {count:,}" for name, count in ranked[:most])
    return f"{told}, and {len(ranked) - most:,} more" if len(ranked) > most else told


def _most(tally: Tally, what: str) -> str:
    counted = ((site, _of(counts, what)) for site, counts in tally.sites.items())
    return listed([(site, count) for site, count in counted if count])


def _of(counts: SiteCount, what: str) -> int:
    return {"refused": counts.refused, "failed": counts.failed}[what]


def _articles(count: int) -> str:
    return f"{count:,} article{'s' if count != 1 else ''}"


def _pages(count: int) -> str:
    return f"{count:,} page{'s' if count != 1 else ''}"
