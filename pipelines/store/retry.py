"""When a store is asked again: one policy, made of tenacity's small parts."""

import logging
import re
from collections.abc import Callable
from typing import Any

import tenacity
from botocore import exceptions as s3
from botocore.exceptions import ClientError
from deltalake.exceptions import DeltaError, DeltaProtocolError, SchemaMismatchError, TableNotFoundError

from .tables import is_damaged

logger = logging.getLogger(__name__)

ATTEMPTS = 12
"""Tries of one call. With the waits below they span about half a minute."""

OPEN_ATTEMPTS = 3
"""Tries of the first look at a store: a wrong address should be told in seconds."""

NOTICEABLE_SECONDS = 1.0
"""Waits as long are told in the log."""

_TRANSIENT_CODES = frozenset(
    {
        "InternalError",
        "SlowDown",
        "ServiceUnavailable",
        "RequestTimeout",
        "Throttling",
        "ThrottlingException",
        "RequestLimitExceeded",
        "TooManyRequests",
        # Two conditional writes met; which one won is seen at the next try.
        "ConditionalRequestConflict",
        "OperationAborted",
    }
)
_TRANSIENT_STATUS = frozenset({408, 409, 429, 500, 502, 503, 504})

_NETWORK = (
    s3.ConnectionError,
    s3.HTTPClientError,
    s3.IncompleteReadError,
    s3.ReadTimeoutError,
    s3.ResponseStreamingError,
)

# delta-rs tells what a store answered in prose. What is refused for good is not asked for again: rights, a
# bucket that is gone, old credentials; a disk that fails (5), is read-only (13, 30) or full (28, 122).
_DELTA_REFUSED = re.compile(
    r"privileges|401 Unauthorized|403 Forbidden|NoSuchBucket|AccessDenied|ExpiredToken|TokenRefreshRequired"
    r"|os error (?:5|13|28|30|122)\b",
    re.IGNORECASE,
)
_DELTA_MISSING = re.compile(r"404 |os error (?!(?:32|101|104|110|111|113)\b)", re.IGNORECASE)
"""Any error of a folder; a bucket's have these numbers when its server is away."""


def error_code(error: BaseException) -> str | None:
    """S3's code of an error (`NoSuchKey`; the status where it gives none), or None when no answer came."""
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "")) or None
    return None


def is_transient(error: BaseException) -> bool:
    """May the same call succeed in a moment?

    Any error of a Delta commit counts: a lost answer looks like a conflict with oneself, and an append
    during a rewrite is told in several ways (design, section 4). The caller loads the table afresh and looks.
    """
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return error_code(error) in _TRANSIENT_CODES or status in _TRANSIENT_STATUS
    if isinstance(error, _NETWORK):
        return True
    if isinstance(error, OSError):
        # Of a Delta table in a bucket; of a folder it says "os error".
        told = str(error)
        return error.errno is None and not (_DELTA_REFUSED.search(told) or _DELTA_MISSING.search(told))
    final = (TableNotFoundError, SchemaMismatchError, DeltaProtocolError)
    return (
        isinstance(error, DeltaError)
        and not isinstance(error, final)
        and not _DELTA_REFUSED.search(str(error))
        and not is_damaged(error)
    )


def _tell(state: tenacity.RetryCallState, asked: str) -> None:
    """Say what a wait is for, when a person could notice it."""
    seconds = state.next_action.sleep if state.next_action else 0.0
    error = state.outcome.exception() if state.outcome else None
    if seconds >= NOTICEABLE_SECONDS:
        reason = " ".join(str(error).split())[:200]
        logger.info("%s is asked again in %.1f s (try %d): %s", asked, seconds, state.attempt_number, reason)


def retrying(
    attempts: int | None = None,
    *,
    transient: Callable[[BaseException], bool] = is_transient,
    asked: str = "The store",
) -> tenacity.Retrying:
    """The policy: transient errors only, waits with jitter that double up to 5 s, a bounded number.

    `transient` says which these are, `asked` whom the log names; unless given, those of the store.
    """
    options: dict[str, Any] = {
        "retry": tenacity.retry_if_exception(transient),
        "wait": tenacity.wait_random_exponential(multiplier=0.05, max=5),
        "stop": tenacity.stop_after_attempt(attempts or ATTEMPTS),
        "before_sleep": lambda state: _tell(state, asked),
        "reraise": True,
    }
    return tenacity.Retrying(**options)
