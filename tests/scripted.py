"""A server on loopback whose answers come in turn, and that knows when each was asked for."""

import contextlib
import time
from collections.abc import Iterator, Mapping

from tests.loopback import Answer, Server, serve

Answers = Mapping[str, Answer] | Mapping[str, list[Answer]] | Mapping[str, Answer | list[Answer]]


class Script(dict[str, Answer]):
    """Answers by path: one for good, or several in turn, the last one for good; paths may share a list."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._turns = {
            path: [answer] if isinstance(answer, Answer) else answer for path, answer in answers.items()
        }
        self.asked: list[tuple[str, float]] = []
        """Path and monotonic time of each request."""

    def get(self, path: str, default: Answer | None = None) -> Answer:  # type: ignore[override]
        """The answer whose turn it is."""
        self.asked.append((path, time.monotonic()))
        turns = self._turns.get(path, [default or Answer(status=404)])
        return turns.pop(0) if len(turns) > 1 else turns[0]

    def times(self, path: str) -> list[float]:
        """When a path was asked for."""
        return [at for asked, at in self.asked if asked == path]

    def paths(self) -> list[str]:
        """What was asked for, in turn."""
        return [path for path, _ in self.asked]


@contextlib.contextmanager
def scripted(answers: Answers) -> Iterator[tuple[Script, Server]]:
    """Serve the answers."""
    script = Script(answers)
    with serve(script) as server:
        yield script, server


def refusal(status: int, retry_after: str | None = None) -> Answer:
    """An answer that asks to be left alone."""
    return Answer(
        status=status, body=b"", headers={} if retry_after is None else {"Retry-After": retry_after}
    )
