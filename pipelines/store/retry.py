"""When a store is asked again: one policy, made of tenacity's small parts."""

from typing import Any

import tenacity
from deltalake.exceptions import DeltaError

COMMIT_ATTEMPTS = 12
"""Tries of one commit. With the waits below they span about half a minute."""


def is_transient(error: BaseException) -> bool:
    """May the same call succeed in a moment?

    Any error of a Delta commit counts: a lost answer looks like a conflict with oneself, and an append
    during a rewrite is told in several ways (design, section 4). The caller loads the table afresh and looks.
    """
    return isinstance(error, DeltaError)


def retrying() -> tenacity.Retrying:
    """The policy: transient errors only, waits with jitter that double up to 5 s, a bounded number."""
    options: dict[str, Any] = {
        "retry": tenacity.retry_if_exception(is_transient),
        "wait": tenacity.wait_random_exponential(multiplier=0.05, max=5),
        "stop": tenacity.stop_after_attempt(COMMIT_ATTEMPTS),
        "reraise": True,
    }
    return tenacity.Retrying(**options)
