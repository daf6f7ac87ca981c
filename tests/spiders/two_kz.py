"""A site of two hosts that the test serves."""

import os

from tests.spiders.loop_kz import HOST, LoopKz


class TwoKz(LoopKz):
    name = "two_kz"
    hosts = (HOST, os.environ.get("LOOP_OTHER_HOST", "127.0.0.1:2"))
