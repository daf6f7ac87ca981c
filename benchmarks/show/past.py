"""A made history of the sites: weeks of runs and articles, so that there is something to compare with.

Nobody crawled it. The pages are those that the sites serve, extracted as any page is, and put into the tables
and run records under moments of the past.
"""

import datetime as dt
from pathlib import Path

from benchmarks.show.sites import FEED_ENTRIES, SITES, Timetable, page
from benchmarks.show.spiders import DECLARED
from pipelines.article import Page
from pipelines.ledger.ledger import Ledger
from pipelines.recorder import Recorder
from pipelines.report.run_record import RunRecord, SourceReading, new_run_id, save
from pipelines.store.store import open_store
from pipelines.visit import Visit
from pipelines.workers import ExtractionPool

_RUN_ID = "made-history"
_BATCH = 1000


def write_history(store_url: str, folder: Path, timetable: Timetable, workers: int) -> int:
    """Write it into a new store; how many articles it has. `folder` is for a ledger of its own."""
    store = open_store(store_url)
    ledger = Ledger(folder / "history.sqlite3")
    recorder = Recorder(
        store, ledger, run_id=_RUN_ID, user_agent="show", batch_pages=10 * _BATCH, batch_seconds=86_400
    )
    recorder.open([site.name for site in SITES])
    wanted = [(site, number + 1) for site in SITES for number in range(timetable.history(site))]
    with ExtractionPool(workers) as pool:
        for first in range(0, len(wanted), _BATCH):
            waiting = []
            for site, number in wanted[first : first + _BATCH]:
                at = timetable.published(site, number)
                found = Page(
                    url=site.url(number),
                    site=site.name,
                    body=page(site, number, at),
                    content_type="text/html; charset=utf-8",
                    fetched_at=at + dt.timedelta(minutes=2),
                    hints=DECLARED[site.number].hints(),
                )
                waiting.append((found, pool.submit(found)))
            for found, outcome in waiting:
                visit = Visit(
                    url=found.url,
                    source="feed",
                    status=200,
                    content_type="text/html",
                    body_bytes=len(found.body),
                    fetched_at=found.fetched_at,
                    run_id=_RUN_ID,
                )
                seq = recorder.fetched(visit, found)
                recorder.judged(seq, found.site, visit, outcome.result(), found.fetched_at)
            recorder.commit(timetable.began)
    ledger.close()
    for site, number in wanted:
        # Each article by a run of its own, which began a minute after it came out.
        began = timetable.published(site, number) + dt.timedelta(minutes=1)
        source = SourceReading(url=f"http://{site.host}/feed", kind="feed", links=FEED_ENTRIES)
        record = RunRecord(
            run_id=new_run_id(began, "0a0a0a"),
            site=site.name,
            kind="crawl",
            started_at=began,
            finished_at=began + dt.timedelta(seconds=90),
            finish_reason="finished",
            outcomes={"stored": 1},
            sources=[source],
            queued=1,
            batches=1,
        )
        save(store.objects, record)
    return recorder.counts.outcomes["stored"]
