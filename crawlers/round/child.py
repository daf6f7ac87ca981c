"""What a process of a round runs: a `scrapy` command that ends when its round is gone.

`python -m crawlers.round.child PARENT crawl SITE …`, PARENT being the round's process id.
"""

import os
import signal
import sys
import threading
import time

from scrapy.cmdline import execute

STOP_SECONDS = 150.0
"""How long a run may take to end after SIGTERM, seconds: the request in flight (30,
`DOWNLOAD_TIMEOUT`), the page in a worker, twice (60, `EXTRACTION_SECONDS`), and a store that answers late
(30), with a quarter more."""


def main() -> None:
    """Run the command; this process ends with its exit code."""
    parent = int(sys.argv[1])
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    execute(["scrapy", *sys.argv[2:]])


def _watch_parent(parent: int) -> None:
    """End this process in good order when its round was killed, and at once when that takes too long."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
