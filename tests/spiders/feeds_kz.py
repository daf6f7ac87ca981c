"""A site of as many feeds as the test serves."""

import os

from tests.spiders.loop_kz import LoopKz


class FeedsKz(LoopKz):
    name = "feeds_kz"
    feed_urls = tuple(filter(None, os.environ.get("LOOP_FEEDS", "").split(",")))
