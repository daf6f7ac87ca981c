"""Points between two steps at which a test has the process killed.

`NEWS_KILL_AT=POINT` in the environment ends the process there by SIGKILL, `NEWS_KILL_AT=POINT:3` when it
comes by for the third time. What is left behind must be what any other death at that instruction leaves.
`docs/reliability.md` says what is proved with them. Without the variable a point costs a comparison.
"""

import os
import signal
from typing import Literal, get_args

VARIABLE = "NEWS_KILL_AT"

Point = Literal[
    "site_locked",
    "table_made",
    "ledger_opened",
    "lease_taken",
    "ledger_caught_up",
    "failed_requeued",
    "addresses_queued",
    "page_fetched",
    "page_spooled",
    "page_extracted",
    "page_judged",
    "unfetched_noted",
    "template_put",
    "batch_frozen",
    "segment_put",
    "articles_appended",
    "articles_durable",
    "pages_appended",
    "pages_durable",
    "batch_finished",
    "queue_copied",
    "run_committed",
    "record_saved",
    "lease_freed",
]

POINTS: tuple[Point, ...] = get_args(Point)

_wanted, _, _count = os.environ.get(VARIABLE, "").partition(":")
_left = int(_count or 1)


def passed(point: Point) -> None:
    """Say that `point` is reached; does not return where the environment names it."""
    global _left
    if point == _wanted:
        _left -= 1
        if _left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
