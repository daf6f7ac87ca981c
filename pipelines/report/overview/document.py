"""The report as one page of HTML: it loads nothing, and its own policy forbids it to.

Names, reasons and languages come from data: they are escaped wherever they stand.
"""

import collections
import dataclasses
from collections.abc import Iterable, Sequence

from ...article import OUTCOMES
from . import charts
from .attention import Need
from .measures import Measures
from .pace import latencies, paces
from .period import Period
from .runs import Runs, grid
from .style import STYLE
from .table import MAX_ROWS, by_rank, more_of, table_of
from .words import amount, moment, number, share, span, text, told_reason

SHOWN_LINES = 2
"""Of what is said of a site that needs a hand; the rest unfolds."""

MAX_LANGUAGES = 3
"""That are named for a site."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that the page shows."""

    store: str
    """Address of the store."""
    measures: Measures
    runs: Runs
    needs: Sequence[Need]

    @property
    def period(self) -> Period:
        """The days that it is about."""
        return self.measures.period

    @property
    def sites(self) -> list[str]:
        """All sites that anything is known of: first those that need a hand, then by name."""
        found = [need.site for need in self.needs]
        rest = {run.site for run in self.runs.found} | {site for site, _ in self.measures.outcomes}
        rest |= {site for site, _ in self.measures.articles}
        return [*dict.fromkeys(found), *sorted(rest - set(found))]


def page(overview: Overview) -> str:
    """The whole document."""
    first, last = overview.period.days[0], overview.period.days[-1]
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>Report {first} to {last}</title><style>{STYLE}</style></head><body>",
        f"<h1>{text(overview.store)}</h1>",
        _when(overview.period),
        *_needs(overview),
        _totals(overview),
        *_articles(overview),
        *_status(overview),
        *_rejects(overview),
        *_answers(overview),
        *_freshness(overview),
        *_storage(overview),
        *_records(overview),
        "</body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


# Sections


def _when(period: Period) -> str:
    return (
        f'<p class="note">{period.days[0]} to {period.days[-1]}: {len(period.days)} days, UTC, the last to '
        f"{moment(period.now)}, when this was made.</p>"
    )


def _needs(overview: Overview) -> Iterable[str]:
    yield "<h2>Sites that need a hand</h2>"
    if not overview.needs:
        known = "Every site is well." if overview.runs.found else "No run is known in these days."
        yield f'<p class="{"all-well" if overview.runs.found else "note"}">{known}</p>'
        return
    yield '<ul class="needs">'
    for need in overview.needs[:MAX_ROWS]:
        since = f" since <time>{moment(need.since)}</time>" if need.since else ""
        lines = [f"<p>{text(line)}</p>" for line in need.evidence]
        said = "".join(lines[:SHOWN_LINES])
        if rest := lines[SHOWN_LINES:]:
            said += f"<details><summary>{len(rest)} more</summary>{''.join(rest)}</details>"
        key = f'<p class="key">{text(need.key)}</p>' if need.key else ""
        yield f"<li><p><b>{text(need.site)}: {text(need.state)}</b>{since}</p>{said}{key}</li>"
    yield "</ul>"
    yield more_of(len(overview.needs), MAX_ROWS, "sites")


def _totals(overview: Overview) -> str:
    measures, runs = overview.measures, overview.runs.found
    outcomes: collections.Counter[str] = collections.Counter()
    for (_, outcome), count in measures.outcomes.items():
        outcomes[outcome] += count
    bad = sum(not run.is_well for run in runs)
    whole, pages = measures.tables["articles"], measures.tables["pages"]
    told = {
        "New articles": number(sum(measures.articles.values())),
        "Sites with articles": number(len({site for site, _ in measures.articles})),
        "Pages fetched": number(outcomes.total()),
        "Rejected": number(outcomes["rejected"]),
        "Failed": number(outcomes["failed"]),
        "Visited again": number(sum(measures.revisits.values())),
        "Runs": number(len(runs)),
        "Unhealthy runs": number(bad),
        "Bytes added": amount(sum(measures.stored_bytes.values()), "B"),
        "Rows of articles, all days": number(whole.rows),
        "Rows of pages, all days": number(pages.rows),
        "Both tables, all days": amount(whole.size_bytes + pages.size_bytes, "B"),
        "Last fetch": moment(pages.last_fetch),
    }
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in told.items())
    return f'<h2>Totals</h2><dl class="totals">{cells}</dl>'


def _articles(overview: Overview) -> Iterable[str]:
    measures = overview.measures
    yield "<h2>Articles</h2>"
    if measures.articles:
        yield f'<div class="plots">{charts.articles_by_day(measures)}{charts.languages(measures)}</div>'
    else:
        yield '<p class="note">No new article in these days.</p>'
    yield table_of(
        "By site: new articles, and pages by outcome.",
        ["site", "articles", "a day", "languages", *OUTCOMES],
        list(_site_rows(overview)),
        {0, 3},
    )
    by_language: collections.Counter[str] = collections.Counter()
    for (_, language), count in measures.languages.items():
        by_language[language] += count
    total = by_language.total()
    rows = [[text(language), number(count), share(count, total)] for language, count in by_rank(by_language)]
    yield table_of("By language.", ["language", "articles", "share"], rows, {0})


def _site_rows(overview: Overview) -> Iterable[list[str]]:
    measures = overview.measures
    articles: collections.Counter[str] = collections.Counter()
    for (site, _), count in measures.articles.items():
        articles[site] += count
    languages: dict[str, dict[str, int]] = collections.defaultdict(dict)
    for (site, language), count in measures.languages.items():
        languages[site][language] = count
    for site in overview.sites:
        named = by_rank(languages[site])
        mix = ", ".join(
            f"{language} {share(count, articles[site])}" for language, count in named[:MAX_LANGUAGES]
        )
        outcomes = (measures.outcomes.get((site, outcome), 0) for outcome in OUTCOMES)
        a_day = articles[site] / len(measures.period.days)
        yield [text(site), number(articles[site]), f"{a_day:.1f}", text(mix), *map(number, outcomes)]


def _status(overview: Overview) -> Iterable[str]:
    """One row a site, one column a day."""
    yield "<h2>Runs by day</h2>"
    cells, days = grid(overview.runs.found), overview.period.days
    if not cells:
        yield '<p class="note">No run is known in these days.</p>'
        return
    yield (
        '<p class="note">✓ all runs of the day were well, ✕ a run was not, · no run began. '
        "A run is not well when it has complaints: no source could be read, pages failed, it ended early.</p>"
    )
    # Beyond a month the cells of a phone would be too small: the box scrolls.
    least = f' style="min-width:{len(days) * 8 + 100}px"' if len(days) > 31 else ""
    yield f'<div class="wide whole" tabindex="0"><table class="grid"{least}>'
    yield '<thead><tr><th class="corner">site</th>'
    ends = {day: " sunday" if day.isoweekday() == 7 else "" for day in days}
    yield "".join(
        f'<th scope="col" class="{"odd" if left % 2 else "even"}{ends[day]}" title="{day}">{day.day}</th>'
        for left, day in zip(reversed(range(len(days))), days, strict=True)
    )
    yield "</tr></thead><tbody>"
    for site in overview.sites[:MAX_ROWS]:
        row = [f'<tr><th scope="row" title="{text(site)}">{text(site)}</th>']
        for day in days:
            began, bad = cells.get((site, day), (0, 0))
            kind, sign = ("", "·") if not began else ("b", "✕") if bad else ("w", "✓")
            said = f"{day}: {bad} of {began} not well" if began else f"{day}: no run"
            row.append(f'<td class="{kind}{ends[day]}" title="{said}">{sign}</td>')
        yield "".join([*row, "</tr>"])
    yield "</tbody></table></div>"
    yield more_of(len(overview.sites), MAX_ROWS, "sites")


def _rejects(overview: Overview) -> Iterable[str]:
    reasons = overview.measures.reasons
    yield "<h2>Rejected and failed pages</h2>"
    if not reasons:
        yield '<p class="note">None in these days.</p>'
        return
    totals: collections.Counter[tuple[str, str]] = collections.Counter()
    sites: dict[tuple[str, str], dict[str, int]] = collections.defaultdict(dict)
    for (outcome, reason, site), count in reasons.items():
        totals[outcome, reason] += count
        sites[outcome, reason][site] = count
    whole = totals.total()
    rows = [
        [
            text(told_reason(*what)),
            number(count),
            share(count, whole),
            text(", ".join(f"{site} {number(of_site)}" for site, of_site in by_rank(sites[what])[:3])),
        ]
        for what, count in by_rank(totals)
    ]
    table = table_of(
        "Rejected by reason; what failed says so.", ["reason", "pages", "share", "most at"], rows, {0, 3}
    )
    yield f'<div class="plots">{charts.reasons(totals)}<div>{table}</div></div>'


def _answers(overview: Overview) -> Iterable[str]:
    """How fast sites answered, and how often hosts were asked."""
    runs = overview.runs.found
    yield "<h2>Latency and politeness</h2>"
    if slow := latencies(runs):
        rows = [[text(site), number(one.answers), span(one.p50), span(one.p95)] for site, one in slow]
        table = table_of(
            "Medians of the runs of a site.", ["site", "answers", "half within", "95 % within"], rows, {0}
        )
        yield f'<div class="plots">{charts.latencies(slow)}<div>{table}</div></div>'
    hosts = paces(runs, overview.measures.hosts)
    if not hosts:
        yield '<p class="note">No host was asked for anything in these days.</p>'
        return
    yield (
        '<p class="note">Requests of runs, robots.txt, sources and repeats among them, and pages in the '
        "busiest minute. At the usual delay of 1 s a minute has 60 at most.</p>"
    )
    rows = [
        [
            text(host),
            "–" if pace.requests is None else number(pace.requests),
            number(pace.refusals),
            f"{pace.a_minute:.1f}",
            number(pace.busiest),
        ]
        for host, pace in hosts
    ]
    heads = ["host", "requests", "429 and 503", "a minute", "busiest minute"]
    yield f'<div class="plots">{charts.paces(hosts)}<div>{table_of("By host.", heads, rows, {0})}</div></div>'


def _freshness(overview: Overview) -> Iterable[str]:
    fresh = overview.measures.freshness
    yield "<h2>Freshness</h2>"
    if not fresh:
        yield '<p class="note">No article was published in these days to a known minute.</p>'
        return
    yield (
        '<p class="note">From the moment of publication to the store, of articles that were published in '
        "these days and whose minute is known.</p>"
    )
    ranked = sorted(fresh.items(), key=lambda item: (-item[1].p90, item[0]))
    rows = [[text(site), number(one.articles), span(one.median), span(one.p90)] for site, one in ranked]
    table = table_of("By site.", ["site", "articles", "half within", "nine of ten within"], rows, {0})
    yield f'<div class="plots">{charts.freshness(ranked)}<div>{table}</div></div>'


def _storage(overview: Overview) -> Iterable[str]:
    measures = overview.measures
    yield "<h2>Storage</h2>"
    if not measures.stored_bytes:
        yield '<p class="note">Nothing was stored in these days.</p>'
        return
    yield (
        '<p class="note">Records in WARC segments, and the files of the tables as they are now, shared out '
        "by rows.</p>"
    )
    yield f'<div class="plots">{charts.storage(measures)}</div>'
    kinds = charts.KINDS
    rows = []
    for day in reversed(measures.period.days):
        counted = [measures.outcomes_by_day.get((day, outcome), 0) for outcome in OUTCOMES]
        stored = [measures.stored_bytes.get((day, kind), 0) for kind in kinds]
        rows.append([str(day), *map(number, counted), *(amount(size, "B") for size in stored)])
    yield table_of("By day.", ["day", *OUTCOMES, *kinds], rows, {0})


def _records(overview: Overview) -> Iterable[str]:
    """What the page rests on, by name."""
    runs = overview.runs
    yield "<h2>Run records</h2>"
    if runs.left_out:
        yield (
            f'<p class="note">{number(runs.left_out)} records were not read: of each site and day only the '
            "last ones were.</p>"
        )
    if runs.broken:
        named = ", ".join(runs.broken[:10])
        yield f'<p>{len(runs.broken)} records cannot be read: <span class="key">{text(named)}</span></p>'
    latest = runs.latest()
    rows = [
        [text(site), moment(run.started_at), span(run.seconds), str(run.exit_code), text(run.key)]
        for site in overview.sites
        if (run := latest.get(site))
    ]
    inner = table_of(
        "The last run of each site.",
        ["site", "began", "took", "exit code", "key in the store"],
        rows,
        {0, 1, 4},
    )
    if rows:
        yield f"<details><summary>The last run of each site: {len(rows)}</summary>{inner}</details>"
