"""Plain trafilatura over WARC files, in one process: what the same reading and extraction take alone.

    python -m benchmarks.scale.peer FILE.warc.gz...

The WARC is read by fastwarc, each page goes to `bare_extraction` as bytes, with metadata, as in
`benchmarks.crawl`. Nothing is judged, compared or stored.
"""

import json
import logging
import sys

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType


def main() -> None:
    """Extract all pages; print how many there were, and how many gave text."""
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
