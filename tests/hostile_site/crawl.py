"""`scrapy` in a process that asks the hostile name server: `python -m tests.hostile_site.crawl …`."""

import os

from scrapy.cmdline import execute

from tests.hostile_site.names import install

if __name__ == "__main__":
    install(int(os.environ["HOSTILE_NAMES"]))
    execute()
