"""How a channel is tried: a few times where it may help, and told in words that hold no secret."""

import dataclasses
from typing import Protocol

import tenacity

from .message import Message

TRIES = 3
"""Tries of one round. What fails is kept for the next one, so more would only hold the run up."""

LONGEST_WAIT = 30.0
"""Seconds. A receiver that asks for more is asked by the next round."""

TIMEOUT = 20.0
"""Seconds for each connect, write or read. Webhooks and mail servers answer in one or two."""


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What became of a message."""

    reason: str = ""
    """Why it was not delivered, in our own words: libraries' words repeat addresses, which hold tokens.
    Empty when it was."""
    passing: bool = False
    """The same may succeed in a moment."""
    wait: float | None = None
    """Seconds that the receiver asks to wait."""

    @property
    def delivered(self) -> bool:
        """The receiver took it."""
        return not self.reason


class Channel(Protocol):
    """A way to tell people."""

    @property
    def name(self) -> str:
        """One word: it stands in the log and in the store."""

    def send(self, message: Message) -> Result:
        """Try once. Raises nothing for a receiver that fails."""


def deliver(channel: Channel, message: Message) -> Result:
    """Try a few times; the last result."""
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_result(_is_worth_another_try),
        wait=_wait,
        stop=tenacity.stop_after_attempt(TRIES),
        retry_error_callback=_last,
    )
    result: Result = retrying(channel.send, message)
    return result


def _is_worth_another_try(result: Result) -> bool:
    return result.passing and (result.wait or 0.0) <= LONGEST_WAIT


_backoff = tenacity.wait_random_exponential(multiplier=1, max=5)


def _wait(state: tenacity.RetryCallState) -> float:
    asked = _last(state).wait
    return _backoff(state) if asked is None else asked


def _last(state: tenacity.RetryCallState) -> Result:
    assert state.outcome is not None  # noqa: S101 - it is called after a try
    result: Result = state.outcome.result()
    return result
