"""The tables of `docs/scale.md`, from `measured.json` and the arithmetic of `model`.

python -m benchmarks.scale.tables docs/scale.md
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scale.model import (
    Archive,
    Assumptions,
    Crawling,
    NotMeasured,
    Prices,
    Requests,
    archive,
    crawling,
    units,
)

MEASURED = Path(__file__).with_name("measured.json")
SITES = (100, 1_000, 100_000)

AIM_SPEEDUP = 1.8
AIM_PARENT_MIB = 400
AIM_EXTRACTION = 0.8

_MARKED = re.compile(r"(<!-- scale/([a-z-]+) -->\n)(.*?)(<!-- end scale -->)", re.DOTALL)


def filled(text: str, measured: Mapping[str, Any]) -> str:
    """A Markdown text with the tables between its marks written anew. Raises KeyError for another mark."""
    return _MARKED.sub(lambda found: f"{found[1]}\n{_TABLES[found[2]](measured)}\n\n{found[4]}", text)


def printed(measured: Mapping[str, Any]) -> str:
    """What a person is told at the end of a measurement."""
    parts = [_pages(measured), _jobs(measured), _shares(measured), _aims(measured), _costs(measured)]
    return "\n\n".join(part for part in parts if part)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _turned(head: Sequence[str], names: Sequence[str], columns: Iterable[Sequence[str]]) -> str:
    """A table whose rows are given as columns."""
    return _table(["", *head], ([name, *cells] for name, *cells in zip(names, *columns, strict=True)))


# What was measured


def _pages(measured: Mapping[str, Any]) -> str:
    machine, pages = measured["machine"], measured["pages"]
    told = (
        f"Measured on {measured['measured_on']} at {measured['commit']}: {machine['cpus']} processors "
        f"({machine['processor']}), Python {machine['python']}; {pages['small']} and "
        f"{pages['large']} pages of {pages['body_bytes'] / 1000:.0f} kB, "
        f"{pages['warc_bytes'] / 1000:.0f} kB in the WARC."
    )
    missing = [f"{name}: {why.splitlines()[0][:160]}" for name, why in sorted(measured["missing"].items())]
    return "\n".join([told, *(f"\nNot measured: {line}" for line in missing)])


def _jobs(measured: Mapping[str, Any]) -> str:
    base = next((job for job in measured["jobs"].values() if job["job"] == "plain trafilatura"), None)
    rows = []
    for name, job in measured["jobs"].items():
        ratio = job["records_per_second"] / base["records_per_second"] if base else None
        rows.append(
            [
                name,
                _n(job["records_per_second"]),
                f"{ratio:.2f}"
                if ratio and job["job"] not in ("fastwarc alone", "cc-news of other hosts")
                else "",
                # Ray's workers end with the command, and take what they used with them.
                "" if job["on_ray"] else _n(job["cpu_ms_per_record"]),
                _n(max(job["parent_cpu_ms_per_record"], 0.0)),
                _n(max(job["start_seconds"], 0.0)),
                " / ".join(f"{value:.0f}" for value in job["parent_mib"]),
                " / ".join(f"{value:.0f}" for value in job["worker_mib"]) if any(job["worker_mib"]) else "",
                " / ".join(
                    f"{parent:.0f} + {worker:.0f}"
                    for parent, worker in zip(job["parent_pss_mib"], job["worker_pss_mib"], strict=True)
                ),
                _n(job["others_cores"]),
            ]
        )
    head = [
        "", "records/s", "× trafilatura", "CPU ms a record", "of it parent", "start s",
        "parent RSS MiB", "worker RSS MiB", "parent + worker PSS MiB", "others, cores",
    ]  # fmt: skip
    return _table(head, rows)


_KINDS = {
    "extraction": "extraction, in the workers",
    "reading": "reading",
    "packing records": "packing records for the archive, in the workers",
    "comparing": "comparing with what is stored",
    "writing": "spooling, judging and writing",
    "handing pages to workers": "handing pages to workers",
    "threads of libraries": "threads of Delta and Arrow",
    "other": "other",
}


def _part(shares: Mapping[str, float], kind: str) -> float:
    return shares.get(kind, 0.0) / sum(shares.values())


def _shares(measured: Mapping[str, Any]) -> str:
    found = measured["shares"]
    columns = [[f"{_part(shares, kind):.1%}" for kind in _KINDS] for shares in found.values()]
    return _turned([f"`{name}`" for name in found], list(_KINDS.values()), columns)


def _aims(measured: Mapping[str, Any]) -> str:
    jobs = {(job["job"], job["workers"], job["on_ray"]): job for job in measured["jobs"].values()}
    rows = []
    alone, in_two = (jobs.get(("plain trafilatura", workers, False)) for workers in (1, 2))
    if alone and in_two:
        # They share nothing but which page comes next: what the machine gives.
        times = in_two["records_per_second"] / alone["records_per_second"]
        rows.append(["plain trafilatura in two processes", f"{times:.2f} × one", "", ""])
    for name in ("ingest", "reextract"):
        one, two, ray = (jobs.get((name, *place)) for place in ((1, False), (2, False), (2, True)))
        for job, where in ((two, "two processors"), (ray, "two nodes of Ray")):
            if one and job:
                times = job["records_per_second"] / one["records_per_second"]
                is_met = times >= AIM_SPEEDUP
                rows.append([f"`{name}` on {where}", f"{times:.2f} × one", f"{AIM_SPEEDUP} ×", _met(is_met)])
        parents = [job["parent_mib"] for job in (one, two, ray) if job]
        if parents:
            most, more = max(max(pair) for pair in parents), max(pair[1] - pair[0] for pair in parents)
            grown, aim = f"{most:.0f} MiB, {more:+.0f} from small to large", f"{AIM_PARENT_MIB} MiB"
            rows.append([f"`{name}`, its parent", grown, aim, _met(most < AIM_PARENT_MIB)])
        if name in measured["shares"]:
            part = _part(measured["shares"][name], "extraction")
            aim, is_met = f"{AIM_EXTRACTION:.0%}", part > AIM_EXTRACTION
            rows.append([f"`{name}`, extraction", f"{part:.0%}", aim, _met(is_met)])
    return _table(["", "found", "aim", "met"], rows)


def _met(is_met: bool) -> str:
    return "yes" if is_met else "no"


def _costs(measured: Mapping[str, Any]) -> str:
    rows = []
    for cost in measured["costs"]:
        asked = cost["asked"]
        rows.append(
            [
                cost["name"] + (f", {cost['pages']} pages" if cost["pages"] else ""),
                _n(asked["put"]),
                _n(asked["list"]),
                _n(asked["get"]),
                f"{_n(asked['openings'])}, {_n(asked['commits_read'])} at {asked['log_commits']}",
                f"{asked['bytes_up'] / 1e6:.2f} / {asked['bytes_down'] / 1e6:.2f}",
                _n(cost["cpu_seconds"]),
                f"{cost['parent_mib']:.0f} + {cost['worker_mib']:.0f}",
            ]
        )
    head = ["", "PUT", "LIST", "GET", "tables opened, commits read", "MB up / down", "CPU s", "RSS MiB"]
    return _table(head, rows)


# What follows


def _n(value: float) -> str:
    """A number as a person reads it: three digits that count."""
    if value == 0:
        return "0"
    if abs(value) >= 1e9:
        return f"{value / 1e9:,.1f} billion"
    if abs(value) >= 1e6:
        return f"{value / 1e6:,.1f} million"
    if abs(value) >= 100:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}"


def _usd(value: float) -> str:
    return f"{_n(value)} USD" if value >= 1 else f"{value:.2f} USD"


def _sites(measured: Mapping[str, Any]) -> str:
    unit, given, prices = units(measured), Assumptions(), Prices()
    return _turned(
        [f"{sites:,} sites" for sites in SITES],
        _CRAWLING,
        [_crawling(crawling(sites, unit, given, prices)) for sites in SITES],
    )


_CRAWLING = [
    "runs a day", "articles a day", "processors at work", "of them for starts of processes",
    "runs at once, memory of them", "hosts for the busiest hour, and what decides",
    "commits a second and table, busiest hour", "stores that these need", "PUT and LIST a day", "GET a day",
    "LIST of a round that judges its sites, and how long they take", "LIST a day for the health of sites",
    "GET a day for it", "stored in a year", "new data files a day and table", "hosts, a month",
    "requests, a month", "requests for the health of sites, a month", "storage, a month, after a year",
]  # fmt: skip


def _crawling(found: Crawling) -> list[str]:
    return [
        _n(found.runs),
        _n(found.articles),
        _n(found.cores),
        f"{found.start_cores / found.cores:.0%}",
        f"{_n(found.at_once)}, {_n(found.memory_gib)} GiB",
        f"{found.hosts:,}, {found.hosts_by}",
        _n(found.commits),
        _n(found.stores),
        _n(found.puts),
        _n(found.gets),
        f"{_n(found.round_lists)}, {_n(found.round_seconds)} s",
        _n(found.health_puts),
        _n(found.health_gets),
        f"{_n(found.gb_year)} GB",
        _n(found.files),
        _usd(found.money_hosts),
        _usd(found.money_requests),
        _usd(found.money_health),
        _usd(found.money_storage),
    ]


def _cc_news(measured: Mapping[str, Any]) -> str:
    unit, given, prices = units(measured), Assumptions(), Prices()
    some = archive(given.cc_kept, 212, given.batch_sites, unit, given, prices)
    every = archive(1.0, given.cc_hosts_all, given.batch_sites_all, unit, given, prices)
    head = [f"the catalogue's hosts, {given.cc_kept:.1%} kept", "all kept"]
    return _turned(head, _ARCHIVE, [_archive(some), _archive(every)])


_ARCHIVE = [
    "records kept", "bytes read", "CPU hours to read all", "CPU hours to take in what is kept",
    "CPU hours of one parent at least", "workers that one parent keeps busy", "host hours",
    "days on 1, 10, 100 hosts", "stored", "batches", "data files of a table, before compaction and after",
    "PUT and LIST", "GET", "hosts, in all", "requests, in all", "storage, a month",
]  # fmt: skip


def _archive(found: Archive) -> list[str]:
    return [
        _n(found.kept),
        f"{_n(found.read_gb)} GB",
        _n(found.reading_hours),
        _n(found.extracting_hours),
        _n(found.parent_hours),
        _n(found.workers_a_parent),
        _n(found.host_hours),
        ", ".join(_n(days) for days in found.days.values()),
        f"{_n(found.gb)} GB",
        _n(found.batches),
        f"{_n(found.files)}, {_n(found.months)}",
        _n(found.puts),
        _n(found.gets),
        _usd(found.money_hosts),
        _usd(found.money_requests),
        _usd(found.money_storage),
    ]


def _reextract(measured: Mapping[str, Any]) -> str:
    unit, given, prices = units(measured), Assumptions(), Prices()
    if unit.reextract_ms is None:
        return "`scrapy reextract` was not measured."
    rows = []
    for sites in SITES:
        pages = sites * given.articles_a_day * 365
        hours = pages * unit.reextract_ms / 3.6e6
        hosts = hours / (given.host_cores * unit.speedup / 2)
        rows.append([f"{sites:,}", _n(pages), _n(hours), _n(hosts), _usd(hosts * prices.host_hour)])
    return _table(["sites", "pages of a year", "CPU hours", "host hours", "hosts"], rows)


def _units(measured: Mapping[str, Any]) -> str:
    unit = units(measured)
    rows = [
        ["CPU of a page in an ingest, all processes", f"{_n(unit.extract_ms)} ms"],
        ["of it in the parent", f"{_n(unit.parent_ms)} ms"],
        ["CPU to read a record and pass over it", f"{_n(unit.read_ms)} ms"],
        ["an ingest on two processors, by one", f"{unit.speedup:.2f}"],
        ["CPU of a crawl that brings nothing", f"{_n(unit.run_cpu)} s"],
        [
            "what one with a batch takes more, without extraction: a worker's start",
            f"{_n(unit.news_cpu)} s",
        ],
        ["memory of a crawl that brings nothing", f"{_n(unit.run_mib)} MiB"],
        ["of one that brings a batch, with its worker", f"{_n(unit.news_mib)} MiB"],
        ["PUT and LIST of a crawl that brings nothing", _n(unit.nothing.put)],
        ["GET of it", _gets(unit.nothing)],
        ["PUT and LIST of a batch, beside these", _n(unit.batch.put)],
        ["GET of it", _gets(unit.batch)],
        ["archive, a page", f"{_n(unit.warc_bytes / 1000)} kB"],
        ["both tables, a page, after compaction", f"{_n(unit.row_bytes / 1000)} kB"],
    ]
    return _table(["", "measured"], rows)


def _gets(asked: Requests) -> str:
    return f"{_n(asked.get)}, and {_n(asked.log_reads)} for each commit since the checkpoint"


def _assumptions(_: Mapping[str, Any]) -> str:
    given, prices = Assumptions(), Prices()
    articles = (
        "as in [operations.md](operations.md#what-it-costs), a guess for the mean; Inform.kz, a national "
        "agency, lists 168 ([sites.md](sites.md))"
    )
    sites = f"{_n(given.batch_sites)}; {_n(given.batch_sites_all)} where all are kept"
    records = f"{_n(given.history_records)} of {_n(given.history_days)} days"
    history = "`pipelines/health/history.py`; all of these days are listed"
    host = f"the same, m7i.large: {given.host_cores} processors, {_n(given.host_gib)} GiB"
    rows = [
        ["runs of a site a day", _n(given.runs_a_day), "`crawl_every`, an hour where a site says nothing"],
        ["of them with news", _n(given.runs_with_news), "little comes out by night; a guess"],
        ["articles of a site a day", _n(given.articles_a_day), articles],
        ["a run lasts", f"{_n(given.run_seconds)} s", "five requests, one a second, and its start; a guess"],
        ["CPU of a page in Scrapy", f"{_n(given.fetch_ms)} ms", "measured: [performance.md](performance.md)"],
        ["the busiest hour", f"{_n(given.peak)} × the mean", "a guess"],
        ["part of a host that is planned with", f"{given.filling:.0%}", "a choice"],
        ["commits since a checkpoint", _n(given.commits_in_log), "the mean of 0 to 99"],
        ["commits a second that a table takes", _n(given.ceiling), "tried on S3 when the design was made"],
        ["rounds of a host a day", _n(given.rounds_a_day), "`scrapy schedule` writes one each ten minutes"],
        ["run records that judge a site", records, history],
        ["a LIST", f"{_n(given.list_seconds)} s, {_n(given.list_threads)} at once", "1,000 keys; a guess"],
        ["records of a year of CC-NEWS", _n(given.cc_records), "a round figure that was given"],
        ["bytes of a record there", f"{_n(given.cc_bytes / 1000)} kB", "a file of 1 GB holds some 30,000"],
        ["share that the filter keeps", f"{given.cc_kept:.1%}", "212 hosts of some 50,000; a guess"],
        ["sites in a batch of 500", sites, "guesses"],
        ["1,000 PUT or LIST", f"{prices.put_1000} USD", _PRICES],
        ["1,000 GET", f"{prices.get_1000} USD", "the same"],
        ["a GB for a month", f"{prices.gb_month} USD", "the same, S3 Standard, the first 50 TB"],
        ["a host for an hour", f"{prices.host_hour} USD", host],
    ]
    return _table(["", "assumed", "from"], rows)


_PRICES = "price list of Amazon Web Services, us-east-1, on demand, as known in early 2025"

_TABLES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "pages": _pages,
    "jobs": _jobs,
    "shares": _shares,
    "aims": _aims,
    "costs": _costs,
    "units": _units,
    "sites": _sites,
    "cc-news": _cc_news,
    "reextract": _reextract,
    "assumptions": _assumptions,
}


def main(paths: Sequence[str]) -> int:
    """Rewrite the tables of Markdown files in place; the exit code."""
    try:
        measured = json.loads(MEASURED.read_text(encoding="utf-8"))
        for path in map(Path, paths):
            path.write_text(filled(path.read_text(encoding="utf-8"), measured), encoding="utf-8")
    except (NotMeasured, OSError) as error:
        print(f"benchmarks.scale.tables: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
