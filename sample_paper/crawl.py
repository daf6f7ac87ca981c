"""`make crawl` without a site: serve the sample paper, crawl its three editions, show what came of it."""

import itertools
import os
import subprocess
import sys

from pipelines.dataset.reader import read_articles
from pipelines.report.run_record import EXIT_INTERRUPTED, RunRecord, load
from pipelines.report.summary import console, show_articles, summary
from pipelines.store.objects import ObjectStore
from pipelines.store.store import open_store
from sample_paper.server import SamplePaper, default_port

SITES = ("sample_ru_kz", "sample_kk_kz", "sample_en_kz")

# Nobody is to be spared on loopback; the archive is walked because the paper's dates stand still.
_OPTIONS = (
    "-a", "backfill=1", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0",
    "-s", "NEWS_ALLOW_ADDRESSES=127.0.0.1", "-L", "WARNING", "--quiet",
)  # fmt: skip


def crawl_sample(store_url: str) -> int:
    """Crawl the three editions into the store of `store_url`; the worst exit code of the three.

    The first time the paper shows its first texts, later the edited ones. Raises UsageError when a port is
    taken and StoreError when the store fails.
    """
    store = open_store(store_url)
    before = _run_records(store.objects)
    codes = []
    with SamplePaper(port=default_port(), run=2 if before else 1) as paper:
        out = console()
        out.print(f"The sample paper is served at {', '.join(paper.urls.values())}")
        for site in SITES:
            out.print(f"scrapy crawl {site} …")
            codes.append(_scrapy(site, paper.urls["ru"]))
            if codes[-1] == EXIT_INTERRUPTED:
                return EXIT_INTERRUPTED
    records = [_load(store.objects, key) for key in _run_records(store.objects) if key not in before]
    out.print(summary(sorted(records, key=lambda record: record.started_at)))
    newest = [itertools.islice(read_articles(store_url, sites=site), 1) for site in SITES]
    out.print(show_articles(itertools.chain.from_iterable(newest), len(SITES)))
    out.print(f"{len(read_articles(store_url))} articles are in {store_url}.")
    if not before:
        out.print("Run it again: meanwhile each edition edits an article.")
    return max(codes)


def _scrapy(site: str, home: str) -> int:
    command = [sys.executable, "-m", "scrapy", "crawl", site, *_OPTIONS, "-s", f"NEWS_CONTACT={home}about/"]
    with subprocess.Popen(command, env=os.environ) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # The terminal sent it to the crawl too, which ends in order: wait for it.
                continue


def _run_records(objects: ObjectStore) -> list[str]:
    return [key for key in objects.list("runs/") if "/sample_" in key]


def _load(objects: ObjectStore, key: str) -> RunRecord:
    return load(objects.get(key) or b"")
