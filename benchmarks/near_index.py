"""What near-duplicates cost the ledger of a site: its size, the time to fill it and to judge a page.

    .venv/bin/python -m benchmarks.near_index 10000 100000

The articles are made: 250 words of the Russian, Kazakh, Uzbek and English wordings in any order, so they
compress worse than real ones. All are of one site, in a store in a folder. docs/reliability.md has results.
"""

import datetime as dt
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.region.texts import wording
from pipelines.article import Article, PageRecord
from pipelines.catch_up import catch_up
from pipelines.dedupe.decide import decide
from pipelines.dedupe.fingerprint import plain_words, words_sha256
from pipelines.dedupe.near import signature
from pipelines.dedupe.pending import PendingIndex
from pipelines.ledger.ledger import Ledger
from pipelines.store.schema import to_table
from pipelines.store.store import Store, open_store
from pipelines.store.writer import Batch
from pipelines.urls import article_id

SITE = "made_kz"
WORDS = 250
A_BATCH = 5000
JUDGED = 200
_NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def _words() -> dict[str, list[str]]:
    return {
        name: [word for texts in wording(name).slots.values() for text in texts for word in text.split()]
        for name in ("ru", "kk", "uz", "en")
    }


def made(count: int, seed: int) -> Iterator[Article]:
    """Articles without anything in common but their words."""
    chance, words = random.Random(seed), _words()  # noqa: S311 - texts, no secrets
    for number in range(count):
        text = " ".join(chance.choices(words[chance.choice(list(words))], k=WORDS))
        plain, url = plain_words(text), f"https://made.kz/{seed}/{number}"
        yield Article(
            id=article_id(SITE, url),
            url=url,
            canonical_url=url,
            site=SITE,
            text=text,
            text_sha256=words_sha256(plain),
            minhash=signature(plain),
            word_count=WORDS,
            fetched_at=_NOW,
            batched_at=_NOW,
            month="2026-11",
            batch=1 + number // A_BATCH,
            batch_id=f"{number // A_BATCH:032x}",
            warc_key="warc/none",
            warc_offset=0,
            warc_length=1,
        )


def _write(store: Store, count: int) -> None:
    articles = made(count, seed=1)
    for number in range(-(-count // A_BATCH)):
        rows = [next(articles) for _ in range(min(A_BATCH, count - number * A_BATCH))]
        batch = Batch(f"{number:032x}", {SITE: number + 1})
        store.tables.append_batch(Article, to_table(Article, rows), batch)
        store.tables.append_batch(PageRecord, to_table(PageRecord, []), batch)


def measure(count: int) -> str:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"file:{folder}/store")
        _write(store, count)
        path = Path(folder, "ledger.sqlite3")
        ledger = Ledger(path)
        begun = time.process_time()
        catch_up(ledger, store, [SITE], "run1")
        filled = time.process_time() - begun
        with ledger.transaction() as db:
            sizes = dict(db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        index = PendingIndex(ledger)
        pages = list(made(JUDGED, seed=2))
        begun = time.process_time()
        for page in pages:
            decide(page, index)
        judged = (time.process_time() - begun) / JUDGED
        ledger.close()
        bands = sizes["bands"]
        wordings = sum(size for name, size in sizes.items() if "wordings" in name)
        return (
            f"| {count:,} | {path.stat().st_size / 1e6:.0f} | {bands / 1e6:.0f} | {wordings / 1e6:.0f} |"
            f" {filled:.1f} | {judged * 1000:.1f} |"
        )


def main(arguments: list[str]) -> int:
    """Print the table."""
    print("| articles | ledger, MB | bands | wordings | filled, s of CPU | a page judged, ms of CPU |")
    print("|---:|---:|---:|---:|---:|---:|")
    for argument in arguments or ["10000"]:
        print(measure(int(argument)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
