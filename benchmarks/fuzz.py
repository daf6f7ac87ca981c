"""Mutated pages, a great many of them, through real worker processes: `python -m benchmarks.fuzz`.

Each input is made from a saved page by its number alone, so that a run can be taken up where it ended
(`--start`) and a fault be made again. A fault is a page that is `Failed` (an exception, a dead worker, the
time limit) or a record that breaks the JSON Schema; its input is kept in `.fuzz/`, and the exit code is 1.
"""

import argparse
import collections
import concurrent.futures
import datetime as dt
import gzip
import itertools
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import jsonschema

from pipelines.article import Article, Failed, Page, Rejected
from pipelines.dataset.json_schema import json_schema
from pipelines.store.schema import to_json
from pipelines.workers import ExtractionPool

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LARGEST = 400_000
"""Bytes of a saved page that is mutated, at most: larger ones cost time and bring nothing new."""
AT_ONCE = 64
FETCHED = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)

TOKENS = (
    b"<", b">", b'"', b"'", b"&", b"\x00", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd0", b"&#xD800;",
    b"&#x202e;", b"&#0;", b"</p", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>",
    b"<plaintext>", b"<template>", b"<table><tr><td>", b"<svg><title>", b"<base href='http://10.0.0.1/'>",
    b"<article>", b"<h1>", b"<meta charset=utf-16>", b"<meta charset=koi8-r>",
    b"<meta property='article:published_time' content='0000'>",
    b"<time datetime='9999-99-99T99:99'>", b"<link rel=canonical href='http://[/'>", b"<p hidden>",
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":[[]],"datePublished":-1e9}</script>',
    b'<script type="application/ld+json">[[[[{"@graph":', "ғқңөұүһі".encode(), "\u0301".encode() * 50,
)  # fmt: skip


def saved_pages(*, gold: bool = True) -> list[bytes]:
    """Pages of declared sites, and real ones where they are there, the gold pages too unless left out."""
    found = [path.read_bytes() for path in sorted((ROOT / "tests" / "sites").glob("*/*.html"))]
    found += [path.read_bytes() for path in sorted((SHARED / "pages").glob("*.html"))]
    if gold:
        paths = sorted((SHARED / "gold" / "pages").glob("*.gz"))
        found += [gzip.decompress(path.read_bytes()) for path in paths]
    return [page for page in found if len(page) <= LARGEST]


def mutate(page: bytes, other: bytes, dice: random.Random) -> bytes:
    """The page after one to eight changes: bytes deleted, doubled, nested, flipped, put in, or of another."""
    body = bytearray(page)
    for _ in range(dice.randint(1, 8)):
        at, size = dice.randrange(len(body) + 1), dice.randrange(1, dice.choice((2, 20, 200, 5_000)))
        match dice.randrange(8):
            case 0:
                del body[at : at + size]
            case 1:
                body[at:at] = body[at : at + size] * dice.randint(1, 3)
            case 2 if body:
                for _ in range(dice.randint(1, 20)):
                    body[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
            case 3:
                token = dice.choice((b"<div>", b"<b>", b"<ul><li>", b"<table><td>", b"<a href=x>"))
                body[at:at] = token * min(size, 1_000)
            case 4:
                start = dice.randrange(len(other) + 1)
                body[at:at] = other[start : start + size]
            case 5 if dice.random() < 0.2:
                del body[at:]
            case 6:
                # From one start of a tag to another: what a broken template leaves out or doubles.
                first, last = body.find(b"<", at), body.find(b"<", at + size)
                if 0 <= first < last:
                    piece = bytes(body[first:last])
                    body[first:last] = dice.choice((b"", piece * 2, piece[::-1], b"<p>" + piece))
            case _:
                for _ in range(dice.randint(1, 5)):
                    put = dice.randrange(len(body) + 1)
                    body[put:put] = dice.choice(TOKENS)
    return bytes(body)


class Inputs:
    """The inputs of a seed, by number."""

    def __init__(self, pages: Sequence[bytes], seed: int) -> None:
        self._pages, self._seed = pages, seed
        # Small pages more often: as many changes for less time.
        self._weights = list(itertools.accumulate(1 / (3_000 + len(page)) for page in pages))

    def page(self, number: int) -> Page:
        """The input of this number."""
        dice = random.Random(f"{self._seed} {number}")  # noqa: S311
        first, other = dice.choices(self._pages, cum_weights=self._weights, k=2)
        return Page(
            url=f"https://a.kz/news/{number}",
            site="fuzz",
            body=mutate(first, other, dice),
            encoding=dice.choice((None, None, "utf-8", "windows-1251", "utf-16", "none such")),
            content_type="text/html",
            fetched_at=FETCHED,
        )


VALIDATOR = jsonschema.Draft202012Validator(
    json_schema(Article), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def fault_of(result: Article | Rejected | Failed) -> str | None:
    """What is wrong with a result; None when it is one that may be."""
    if isinstance(result, Failed):
        return f"{result.failure}: {result.detail}"
    if isinstance(result, Article):
        errors = [
            f"{list(error.path)}: {error.message[:80]}" for error in VALIDATOR.iter_errors(to_json(result))
        ]
        return "; ".join(errors) or None
    return None


def run(inputs: Inputs, numbers: range, workers: int) -> tuple[collections.Counter[str], int]:
    """Give each input to a worker; the tally by outcome, and the number of faults."""
    tally: collections.Counter[str] = collections.Counter()
    faults, began = 0, time.monotonic()
    with ExtractionPool(workers) as pool:
        pool.warm_up()
        for done, (page, result) in enumerate(_results(pool, inputs, numbers), start=1):
            if fault := fault_of(result):
                faults += 1
                tally["FAULT"] += 1
                folder = ROOT / ".fuzz"
                folder.mkdir(exist_ok=True)
                (folder / f"{page.url.rpartition('/')[2]}.html").write_bytes(page.body)
                print(f"{page.url}: {fault}", flush=True)
            elif isinstance(result, Article):
                tally["article"] += 1
            elif isinstance(result, Rejected):
                tally[f"rejected {result.reason}"] += 1
            if done % 1_000 == 0:
                rate = done / (time.monotonic() - began)
                print(
                    f"{done} of {len(numbers)}, {rate:.0f}/s: {json.dumps(dict(tally.most_common()))}",
                    flush=True,
                )
    return tally, faults


def _results(
    pool: ExtractionPool, inputs: Inputs, numbers: range
) -> Iterator[tuple[Page, Article | Rejected | Failed]]:
    waiting: collections.deque[tuple[Page, concurrent.futures.Future[Article | Rejected | Failed]]]
    waiting = collections.deque()
    for number in numbers:
        page = inputs.page(number)
        waiting.append((page, pool.submit(page)))
        if len(waiting) >= AT_ONCE:
            page, future = waiting.popleft()
            yield page, future.result()
    for page, future in waiting:
        yield page, future.result()


def main() -> int:
    """Read the arguments, run, print the tally as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--without-gold", action="store_true", help="mutate small pages alone: faster")
    given = parser.parse_args()
    pages = saved_pages(gold=not given.without_gold)
    numbers = range(given.start, given.start + given.count)
    print(f"{len(pages)} saved pages, seed {given.seed}, inputs {numbers}", flush=True)
    tally, faults = run(Inputs(pages, given.seed), numbers, given.workers)
    print(json.dumps(dict(tally.most_common()), indent=1))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
