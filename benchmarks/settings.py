"""Settings of the measured crawl: those of the tests, eight requests at a time, and the meters."""

import os

from settings.test import *  # noqa: F403
from settings.test import EXTENSIONS as _EXTENSIONS

SPIDER_MODULES = ["benchmarks.spiders"]
CONCURRENT_REQUESTS_PER_DOMAIN = 8
EXTENSIONS = {
    **_EXTENSIONS,
    "benchmarks.meters.Meters": 10,
    "benchmarks.inline.InlineExtraction": 20,
}

BENCH_OUT = os.environ.get("BENCH_OUT", "")
"""File that the meters write."""
BENCH_INLINE = os.environ.get("BENCH_INLINE", "")
"""Not empty: extraction takes place in the event loop."""
