"""From measured figures to hosts, hours, memory, requests and money: the arithmetic of `docs/scale.md`. Pure.

What was measured comes from `measured.json`; all that was not stands here, in `Assumptions` and `Prices`.
"""

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

DAY = 86_400.0
MONTH_DAYS = 30.0


class NotMeasured(KeyError):
    """A figure that the arithmetic needs was not measured."""


@dataclasses.dataclass(frozen=True, slots=True)
class Assumptions:
    """What nobody measured here. Each with where it comes from."""

    runs_a_day: float = 24
    """Of a site: `crawl_every` is an hour where a site says nothing."""
    runs_with_news: float = 16
    """Of them: what comes out by night is little."""
    articles_a_day: float = 40
    """Of a site, as in docs/operations.md. Inform.kz, a national agency, lists 168 (docs/sites.md); most
    regional sites have a quarter of that or less: a guess."""
    run_seconds: float = 30
    """How long a run lasts: five requests at one a second, and its start; a guess."""
    fetch_ms: float = 5.5
    """CPU time of a page in Scrapy, measured in docs/performance.md."""
    commits_in_log: float = 50
    """Since a table's last checkpoint, of which there is one each 100 commits: the mean."""
    peak: float = 2.0
    """How many times the mean the busiest hour has; a guess."""
    filling: float = 0.6
    """Part of a host's processors and memory that is planned with."""
    host_cores: int = 2
    host_gib: float = 8.0
    ceiling: float = 6.0
    """Commits a second that a table takes on S3, tried when the design was made."""
    rounds_a_day: float = 144
    """Of each host: `scrapy schedule` writes one each ten minutes."""
    history_days: float = 43
    """Days whose run records a round lists to judge its sites: `health.history.WEEKS`."""
    history_records: float = 180
    """Run records that are read of each site that is judged (`health.history`)."""
    keys_a_list: float = 1_000
    """That one LIST gives."""
    list_seconds: float = 0.1
    """That one LIST takes; a guess."""
    list_threads: float = 8
    """That list at once (`health.history`)."""
    cc_records: float = 150e6
    """Responses of a year of CC-NEWS."""
    cc_bytes: float = 36_000
    """Of a record there, compressed: files of about 1 GB hold some 30,000."""
    cc_kept: float = 0.005
    """Share that the catalogue's hosts have of them: a guess. 212 sites of the region are 0.4 % of the 50,000
    hosts that a year of it may hold."""
    batch_pages: float = 500
    """`NEWS_BATCH_PAGES`."""
    batch_sites: float = 150
    """Sites among them, where a few hundred are kept; a guess."""
    batch_sites_all: float = 300
    """The same where all are kept; a guess."""
    cc_hosts_all: float = 50_000
    """Hosts where all are kept; a guess."""
    near: float = 0.05
    """Part of an ingest's hosts that is not at work because of the last file of each; a guess."""


@dataclasses.dataclass(frozen=True, slots=True)
class Prices:
    """Of one public list: Amazon Web Services, us-east-1, on demand, as known in early 2025. USD."""

    put_1000: float = 0.005
    """1,000 PUT, COPY, POST or LIST of S3 Standard."""
    get_1000: float = 0.0004
    """1,000 GET or HEAD of S3 Standard."""
    gb_month: float = 0.023
    """A gigabyte of S3 Standard for a month, of the first 50 TB."""
    host_hour: float = 0.1008
    """An hour of m7i.large: 2 processors, 8 GiB."""


@dataclasses.dataclass(frozen=True, slots=True)
class Units:
    """What one page and one run take, as measured."""

    extract_ms: float
    """CPU time of a page in all processes of an ingest."""
    parent_ms: float
    """Of that, in the parent."""
    read_ms: float
    """CPU time to read a record and pass over it."""
    speedup: float
    """Records a second of an ingest on two processors, by those on one."""
    reextract_ms: float | None
    """CPU time of a page in all processes of a new extraction."""
    run_cpu: float
    """CPU seconds of a crawl that brings nothing: nearly all of it is its start."""
    news_cpu: float
    """What a crawl that brings a batch takes more, but for the extraction of its pages: a worker's start."""
    run_mib: float
    """Memory of a crawl that brings nothing."""
    news_mib: float
    """Memory of one that brings a batch, its worker included."""
    nothing: "Requests"
    batch: "Requests"
    """What a batch takes more."""
    warc_bytes: float
    row_bytes: float
    """Of a page in both tables, after compaction."""
    body_bytes: float


@dataclasses.dataclass(frozen=True, slots=True)
class Requests:
    """To the bucket, of one run."""

    put: float
    """PUT and LIST."""
    get: float
    """GET and HEAD, but for commits."""
    log_reads: float
    """How often all commits since the checkpoint are read, of one table."""

    def gets(self, commits: float) -> float:
        """GET at a number of commits since the checkpoint."""
        return self.get + self.log_reads * commits


def units(measured: Mapping[str, Any]) -> Units:
    """The figures of `measured.json` that the arithmetic needs. Raises NotMeasured."""
    jobs = {(job["job"], job["workers"], job["on_ray"]): job for job in measured["jobs"].values()}
    costs = {cost["name"]: cost for cost in measured["costs"]}
    try:
        one, two = jobs["ingest", 1, False], jobs["ingest", 2, False]
        reading = jobs["cc-news of other hosts", 1, False]
        none, batch = costs["a crawl that brings nothing"], costs["a crawl that brings a batch"]
        nothing, some = _requests(none["asked"]), _requests(batch["asked"])
        stored = measured["stored"]
        again = jobs.get(("reextract", 2, False)) or jobs.get(("reextract", 1, False))
        return Units(
            extract_ms=two["cpu_ms_per_record"],
            parent_ms=two["parent_cpu_ms_per_record"],
            read_ms=reading["cpu_ms_per_record"],
            speedup=two["records_per_second"] / one["records_per_second"],
            reextract_ms=again["cpu_ms_per_record"] if again else None,
            run_cpu=none["cpu_seconds"],
            news_cpu=max(
                0.0,
                batch["cpu_seconds"] - none["cpu_seconds"] - batch["pages"] * two["cpu_ms_per_record"] / 1000,
            ),
            run_mib=none["parent_mib"] + none["worker_mib"],
            news_mib=batch["parent_mib"] + batch["worker_mib"],
            nothing=nothing,
            batch=Requests(
                some.put - nothing.put, some.get - nothing.get, some.log_reads - nothing.log_reads
            ),
            warc_bytes=stored["warc"],
            row_bytes=stored["articles"] + stored["pages"],
            body_bytes=measured["pages"]["body_bytes"],
        )
    except KeyError as error:
        raise NotMeasured(f"not measured: {error}; run python -m benchmarks.scale --json FILE") from error


def _requests(asked: Mapping[str, int]) -> Requests:
    return Requests(
        put=asked["put"] + asked["list"],
        get=asked["get"] - asked["commits_read"],
        log_reads=asked["commits_read"] / asked["log_commits"],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Crawling:
    """A number of sites, crawled for ever."""

    sites: int
    runs: float
    """A day."""
    articles: float
    """A day."""
    cores: float
    """Processors at work, on average; of them"""
    start_cores: float
    """for the starts of processes."""
    at_once: float
    """Runs at a time, on average."""
    memory_gib: float
    """Of them, on average."""
    hosts: int
    """For the busiest hour."""
    hosts_by: str
    """What decides their number: `processors` or `memory`."""
    commits: float
    """A second and table, in the busiest hour."""
    stores: int
    """That these commits need."""
    puts: float
    """PUT and LIST a day."""
    gets: float
    """GET a day."""
    judged: float
    """Sites that a round of one host judges."""
    round_lists: float
    """LIST of such a round: all run records of their history at once, or each site's if that is less."""
    round_seconds: float
    """That they take."""
    health_puts: float
    """LIST a day of the rounds of all hosts, beside `puts`."""
    health_gets: float
    """GET a day for the run records that they read, beside `gets`."""
    gb_year: float
    """Stored in a year."""
    files: float
    """Data files of a table that a day leaves before its compaction."""
    money_hosts: float
    """A month, as the next three; USD."""
    money_requests: float
    money_health: float
    money_storage: float
    """At the end of the first year."""


def crawling(sites: int, unit: Units, given: Assumptions, prices: Prices) -> Crawling:
    """What it takes to crawl `sites`."""
    runs, articles = sites * given.runs_a_day, sites * given.articles_a_day
    with_news = sites * given.runs_with_news
    start_cores = (runs * unit.run_cpu + with_news * unit.news_cpu) / DAY
    cores = start_cores + articles * (unit.extract_ms + given.fetch_ms) / 1000 / DAY
    at_once = runs * given.run_seconds / DAY
    part = given.runs_with_news / given.runs_a_day
    memory = at_once * (part * unit.news_mib + (1 - part) * unit.run_mib) / 1024
    by_cores = cores * given.peak / (given.host_cores * given.filling)
    by_memory = memory * given.peak / (given.host_gib * given.filling)
    hosts = max(1, math.ceil(max(by_cores, by_memory)))
    commits = with_news / DAY * given.peak
    puts = runs * unit.nothing.put + with_news * unit.batch.put
    tail = given.commits_in_log
    gets = runs * unit.nothing.gets(tail) + with_news * unit.batch.gets(tail)
    judged = runs / hosts / given.rounds_a_day
    # One day is listed first, to see which is less.
    round_lists = (given.history_days + 1) * min(runs / given.keys_a_list, judged)
    health_puts, health_gets = round_lists * given.rounds_a_day * hosts, runs * given.history_records
    gb_year = articles * 365 * (unit.warc_bytes + unit.row_bytes) / 1e9
    return Crawling(
        sites=sites,
        runs=runs,
        articles=articles,
        cores=cores,
        start_cores=start_cores,
        at_once=at_once,
        memory_gib=memory,
        hosts=hosts,
        hosts_by="processors" if by_cores >= by_memory else "memory",
        commits=commits,
        stores=max(1, math.ceil(commits / given.ceiling)),
        puts=puts,
        gets=gets,
        judged=judged,
        round_lists=round_lists,
        round_seconds=round_lists * given.list_seconds / given.list_threads,
        health_puts=health_puts,
        health_gets=health_gets,
        gb_year=gb_year,
        files=with_news,
        money_hosts=hosts * prices.host_hour * 24 * MONTH_DAYS,
        money_requests=MONTH_DAYS * _price(puts, gets, prices),
        money_health=MONTH_DAYS * _price(health_puts, health_gets, prices),
        money_storage=gb_year * prices.gb_month,
    )


def _price(puts: float, gets: float, prices: Prices) -> float:
    return puts / 1000 * prices.put_1000 + gets / 1000 * prices.get_1000


@dataclasses.dataclass(frozen=True, slots=True)
class Archive:
    """A year of an archive, taken in once."""

    kept: float
    """Records that become rows."""
    read_gb: float
    reading_hours: float
    """CPU hours to read all records."""
    extracting_hours: float
    """CPU hours to take in those that are kept."""
    parent_hours: float
    """CPU hours that one parent has at least: below that no single command comes, whatever its workers."""
    workers_a_parent: float
    """That one parent can keep busy."""
    host_hours: float
    """Of hosts with all their processors at work."""
    days: Mapping[int, float]
    """Days by number of hosts, on Ray where there is more than one."""
    gb: float
    """Stored."""
    batches: float
    files: float
    """Data files of a table before compaction."""
    months: float
    """Files of a table after it: a site's months."""
    puts: float
    gets: float
    money_hosts: float
    """USD, in all."""
    money_requests: float
    money_storage: float
    """A month."""


def archive(
    share: float, sites: float, batch_sites: float, unit: Units, given: Assumptions, prices: Prices
) -> Archive:
    """What it takes to take in a year of CC-NEWS, of which `share` is kept, of `sites` hosts."""
    kept = given.cc_records * share
    reading = given.cc_records * unit.read_ms / 3.6e6
    extracting = kept * unit.extract_ms / 3.6e6
    efficiency = unit.speedup / 2
    host_hours = (reading + extracting) / (given.host_cores * efficiency)
    batches = kept / given.batch_pages
    files = batches * batch_sites
    puts = batches * (unit.batch.put + 2 * batch_sites)
    gets = batches * unit.batch.gets(given.commits_in_log)
    return Archive(
        kept=kept,
        read_gb=given.cc_records * given.cc_bytes / 1e9,
        reading_hours=reading,
        extracting_hours=extracting,
        parent_hours=reading + kept * unit.parent_ms / 3.6e6,
        workers_a_parent=(unit.extract_ms - unit.parent_ms) / unit.parent_ms,
        host_hours=host_hours,
        days={hosts: host_hours / hosts / 24 / (1 - given.near * (hosts > 1)) for hosts in (1, 10, 100)},
        gb=kept * (unit.warc_bytes + unit.row_bytes) / 1e9,
        batches=batches,
        files=files,
        months=sites * 12,
        puts=puts,
        gets=gets,
        money_hosts=host_hours * prices.host_hour,
        money_requests=_price(puts, gets, prices),
        money_storage=kept * (unit.warc_bytes + unit.row_bytes) / 1e9 * prices.gb_month,
    )
