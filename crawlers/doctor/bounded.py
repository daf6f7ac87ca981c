"""Runs checks beside each other, each within its time: one that hangs or breaks stops no other."""

import dataclasses
import threading
import time
from collections.abc import Callable, Sequence

from crawlers.doctor.finding import Finding, Verdict


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check to be run."""

    name: str
    look: Callable[[], Finding]
    seconds: float
    """How long it may take."""
    late: Verdict = "failed"
    """What it is when it takes longer."""
    todo: str
    """What to do then."""


class _Looking(threading.Thread):
    """A thread of its own, which may hang in a call of C for ever: the process ends without it."""

    def __init__(self, check: Check) -> None:
        super().__init__(name=f"doctor-{check.name}", daemon=True)
        self.check = check
        self.finding: Finding | None = None
        self.ended = threading.Event()

    def run(self) -> None:
        try:
            # What it raises, which is a bug, goes to stderr with its traceback by threading's own way.
            self.finding = self.check.look()
        finally:
            self.ended.set()


def look(checks: Sequence[Check]) -> list[Finding]:
    """Run the checks, all at once; their findings, in order."""
    began = time.monotonic()
    threads = [_Looking(check) for check in checks]
    for thread in threads:
        thread.start()
    return [_finding_of(thread, began) for thread in threads]


def _finding_of(thread: _Looking, began: float) -> Finding:
    check = thread.check
    if not thread.ended.wait(max(0.0, began + check.seconds - time.monotonic())):
        return Finding(check.name, check.late, f"no answer within {check.seconds:g} s", check.todo)
    if thread.finding is None:
        seen = "the check itself broke; what happened stands on stderr"
        return Finding(check.name, "failed", seen, "repair what it names, else report it")
    return thread.finding
