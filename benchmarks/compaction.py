"""What small files cost a reader, before and after `scrapy compact`: a day of crawls of many sites.

    python -m benchmarks.compaction [--sites 200] [--runs 96]

Each run is one batch of one article for every site, so a day of runs every quarter of an hour leaves 96 files
in each site's month. Prints how long reading all of it took, before and after, in one process.
"""

import argparse
import datetime as dt
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from pipelines.article import Article, PageRecord
from pipelines.compact import compact
from pipelines.dataset.reader import read_articles
from pipelines.store.schema import to_table
from pipelines.store.store import Store, open_store
from pipelines.store.writer import Batch

DAY = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def fill(store: Store, sites: int, runs: int) -> None:
    """Commit `runs` batches, each with one article for each of `sites` sites."""
    names = [f"site{number}_kz" for number in range(sites)]
    for run in range(1, runs + 1):
        batch = Batch(uuid.uuid4().hex, dict.fromkeys(names, run))
        rows = [
            Article(
                id=f"{run:016x}{number:016x}",
                url=f"https://{name}/{run}",
                canonical_url=f"https://{name}/{run}",
                site=name,
                title=f"Article {run} of {name}",
                text=f"Sentence {run} of a text that is as long as a short article. " * 30,
                fetched_at=DAY,
                text_sha256=uuid.uuid4().hex,
                word_count=300,
                month="2026-11",
                batch=run,
                batch_id=batch.batch_id,
            )
            for number, name in enumerate(names)
        ]
        store.tables.append_batch(Article, to_table(Article, rows), batch)
        store.tables.append_batch(PageRecord, to_table(PageRecord, []), batch)


def timed(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main() -> None:
    """Fill a store, read it, compact it, read it again."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--runs", type=int, default=96)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"file:{Path(folder) / 'store'}"
        store = open_store(url)
        filling = timed(lambda: fill(store, options.sites, options.runs))

        def read() -> None:
            read_articles(url).to_arrow(["id", "site", "title", "language"])

        before = timed(read)
        one_before = timed(lambda: read_articles(url, sites="site7_kz").to_arrow())
        files = sum(part.files for part in store.tables.parts(Article))
        compacting = timed(lambda: compact(store))
        after = timed(read)
        one_after = timed(lambda: read_articles(url, sites="site7_kz").to_arrow())
        left = sum(part.files for part in store.tables.parts(Article))
    print(f"{options.sites * options.runs} articles in {files} files, committed in {filling:.1f} s")
    print(
        f"read four columns of all   before {before:6.2f} s   after {after:6.3f} s   {before / after:.0f} : 1"
    )
    print(f"read one site              before {one_before:6.2f} s   after {one_after:6.3f} s")
    print(f"compacted to {left} files in {compacting:.1f} s")


if __name__ == "__main__":
    main()
