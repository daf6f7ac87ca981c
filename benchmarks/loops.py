#!/usr/bin/env python3
"""One extractor over the generated pages, in memory, on one core: `loops.py NAME PAGES`, JSON on stdout.

Run with the interpreter that has the extractor (`benchmarks/peers.py`). Making the pages, importing and the
first pages, which load dictionaries and language data, are not counted.
"""

import importlib.metadata
import json
import logging
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pages import GeneratedPage, page, pages

WARM_UP_PAGES = 18
"""Each layout, language and way to give a date is among them."""

Extract = Callable[[str, bytes], str | None]


def _trafilatura() -> Extract:
    import trafilatura

    def extract(url: str, body: bytes) -> str | None:
        document = trafilatura.bare_extraction(body, url=url, include_comments=False, with_metadata=True)
        text: str | None = getattr(document, "text", None)
        return text

    return extract


def _newspaper4k() -> Extract:
    import newspaper  # type: ignore[import-not-found]

    def extract(url: str, body: bytes) -> str | None:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=body.decode())
        article.parse()
        text: str | None = article.text
        return text

    return extract


def _news_please() -> Extract:
    import newsplease  # type: ignore[import-not-found]

    def extract(url: str, body: bytes) -> str | None:
        article = newsplease.NewsPlease.from_html(body.decode(), url=url, fetch_images=False)
        text: str | None = article.maintext
        return text

    return extract


EXTRACTORS = {"trafilatura": _trafilatura, "newspaper4k": _newspaper4k, "news-please": _news_please}


def main() -> None:
    """Run one extractor and print its figures."""
    name, count = sys.argv[1], int(sys.argv[2])
    logging.disable(logging.CRITICAL)
    extract = EXTRACTORS[name]()
    corpus = list(pages(count))
    for number in range(count + 1, count + 1 + WARM_UP_PAGES):
        _text(extract, page(number))
    wall, cpu = time.perf_counter(), time.process_time()
    with_text = sum(1 for generated in corpus if _text(extract, generated))
    figures = {
        "version": importlib.metadata.version(name),
        "pages": count,
        "with_text": with_text,
        "seconds": time.perf_counter() - wall,
        "cpu_seconds": time.process_time() - cpu,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(figures))


def _text(extract: Extract, generated: GeneratedPage) -> str | None:
    return extract(f"https://bench.example.org{generated.path}", generated.body)


if __name__ == "__main__":
    main()
