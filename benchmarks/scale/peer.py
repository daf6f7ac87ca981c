"""Plain trafilatura over WARC files, in one process: what the same reading and extraction take alone.

    python -m benchmarks.scale.peer [--read | --pass | --two] FILE.warc.gz...

The WARC is read by fastwarc, each page goes to `bare_extraction` as bytes, with metadata, as in
`benchmarks.crawl`. Nothing is judged, compared or stored. With `--read` records are read `READINGS` times and
nothing is extracted; with `--pass` the same is done as `ingest --cc-news` does it, which knows where each
record stands: what it takes to pass over a record of a host that is not wanted. With `--two` each of two
processes takes half of the files, and they share nothing: what a second processor gives on this machine.
"""

import contextlib
import json
import logging
import subprocess
import sys

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType

from pipelines.ingest.items import news_items
from pipelines.ingest.sources import open_stream

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


def in_two(names: list[str]) -> None:
    """Extract all pages in two processes. Raises CalledProcessError when one fails."""
    command = [sys.executable, "-m", "benchmarks.scale.peer"]
    processes = [subprocess.Popen([*command, *names[number::2]]) for number in range(2)]
    for process in processes:
        if code := process.wait():
            raise subprocess.CalledProcessError(code, process.args)


def main() -> None:
    """Extract all pages; print how many there were, and how many gave text."""
    only = {"--read": read, "--pass": pass_over, "--two": in_two}.get(sys.argv[1])
    if only is not None:
        only(sys.argv[2:])
        return
    logging.disable(logging.CRITICAL)
    pages = with_text = 0
    for name in sys.argv[1:]:
        with open(name, "rb") as file:  # noqa: PTH123 - as fastwarc's own examples
            for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
                pages += 1
                found = trafilatura.bare_extraction(
                    record.reader.read(),
                    url=record.headers["WARC-Target-URI"],
                    include_comments=False,
                    with_metadata=True,
                )
                with_text += bool(getattr(found, "text", None))
    print(json.dumps({"pages": pages, "with_text": with_text}))


if __name__ == "__main__":
    main()
