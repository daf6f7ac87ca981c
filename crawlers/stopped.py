"""A command that ends early, whole, when a signal asks it to."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator

from pipelines.report.run_record import EXIT_INTERRUPTED


class _Stop:
    """Whether a signal asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def ask(self, *_: object) -> None:
        """Handle a signal: the first stops after the pages in flight, a second one at once."""
        if self.asked:
            os._exit(EXIT_INTERRUPTED)
        self.asked = True


@contextlib.contextmanager
def stopped_by_signal() -> Iterator[Callable[[], bool]]:
    """Did SIGINT or SIGTERM come since? The handlers of before are put back."""
    stop = _Stop()
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
