"""Plain trafilatura over WARC files, in one process: what the same reading and extraction take alone.

    python -m benchmarks.scale.peer [--read] FILE.warc.gz...

The WARC is read by fastwarc, each page goes to `bare_extraction` as bytes, with metadata, as in
`benchmarks.crawl`. Nothing is judged, compared or stored. With `--read` records are read `READINGS` times and
nothing is extracted: what it takes to pass over a record of a host that is not wanted.
"""

import json
import logging
import sys

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType

READINGS = 20
"""Once would be too short to measure."""


def read(names: list[str]) -> None:
    """Read all records, their WARC headers alone."""
    for _ in range(READINGS):
        for name in names:
            with open(name, "rb") as file:  # noqa: PTH123 - as fastwarc's own examples
                for record in ArchiveIterator(file, parse_http=False):
                    record.headers.get("WARC-Target-URI")


def main() -> None:
    """Extract all pages; print how many there were, and how many gave text."""
    if sys.argv[1] == "--read":
        read(sys.argv[2:])
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
