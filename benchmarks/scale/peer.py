"""Plain trafilatura over WARC files, in one process: what the same reading and extraction take alone.

    python -m benchmarks.scale.peer [--read | --pass | --two] FILE.warc.gz...

The WARC is read by fastwarc, each page goes to `bare_extraction` as bytes, with metadata, as in
`benchmarks.crawl`. Nothing is judged, compared or stored. With `--read` records are read `READINGS` times and
nothing is extracted; with `--pass` the same is done as `ingest --cc-news` does it, which knows where each
record stands: what it takes to pass over a record of a host that is not wanted. With `--two` two
processes take one page after another, and share nothing else: what a second processor gives on this machine.
"""

import contextlib
import json
import logging
import multiprocessing
import sys
from collections.abc import Iterator
from multiprocessing.sharedctypes import Synchronized
from typing import TypeAlias

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.ingest.items import news_items
from pipelines.ingest.sources import open_stream

Taken: TypeAlias = "Synchronized[int]"
"""How many pages are taken."""

READINGS = 20
"""Once would be too short to measure."""


def read(names: list[str]) -> None:
    """Read all records, their WARC headers alone."""
    for _ in range(READINGS):
        for name in names:
            with open(name, "rb") as file:  # noqa: PTH123 - as fastwarc's own examples
                for record in ArchiveIterator(file, parse_http=False):
                    record.headers.get("WARC-Target-URI")


def pass_over(names: list[str]) -> None:
    """Read all records as an ingest of Common Crawl's archives whose catalogue has none of their hosts."""
    for _ in range(READINGS):
        for name in names:
            with contextlib.closing(open_stream(name, 0, "")) as stream:
                for _ in news_items(stream, {}, ()):
                    pass


def extract(names: list[str], taken: Taken) -> None:
    """Extract the pages that nobody else took; say how many there were, and how many gave text."""
    logging.disable(logging.CRITICAL)
    pages = with_text = 0
    mine = _take(taken)
    for number, record in enumerate(_responses(names)):
        if number != mine:
            continue
        mine = _take(taken)
        pages += 1
        found = trafilatura.bare_extraction(
            record.reader.read(),
            url=record.headers["WARC-Target-URI"],
            include_comments=False,
            with_metadata=True,
        )
        with_text += bool(getattr(found, "text", None))
    print(json.dumps({"pages": pages, "with_text": with_text}))


def _take(taken: Taken) -> int:
    with taken.get_lock():
        taken.value += 1
        return taken.value - 1


def _responses(names: list[str]) -> Iterator[WarcRecord]:
    for name in names:
        with open(name, "rb") as file:  # noqa: PTH123 - as fastwarc's own examples
            yield from ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True)


def in_two(names: list[str]) -> None:
    """Extract all pages in two processes. Ends this one when one of them fails."""
    context = multiprocessing.get_context("fork")
    taken = context.Value("q")
    processes = [context.Process(target=extract, args=(names, taken)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    sys.exit(any(process.exitcode for process in processes))


def main() -> None:
    """Do what is asked for; all pages in one process where nothing is."""
    only = {"--read": read, "--pass": pass_over, "--two": in_two}.get(sys.argv[1])
    if only is not None:
        only(sys.argv[2:])
    else:
        extract(sys.argv[1:], multiprocessing.Value("q"))


if __name__ == "__main__":
    main()
