"""What a command asks of the place where its tasks run.

A task is a function of a module and one argument, both pickled, and what it gives depends on nothing else. So
it may be run again, elsewhere, when what ran it died; what comes of it goes into the store by the parent
alone, through the batch protocol.
"""

import collections
import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Literal, Protocol, Self, TypeVar

A = TypeVar("A")
B = TypeVar("B")

EngineName = Literal["local", "ray"]
ENGINES: tuple[EngineName, ...] = ("local", "ray")

IN_FLIGHT = 2
"""Tasks that are handed out for each that can run: none idles, and few results wait for their turn."""


class Engine(Protocol):
    """Where tasks run. Results come in the order of the tasks, whichever is done first.

    What a task raises is raised where its result is taken, and no further task is begun. Few results are
    ahead of the one that is taken, so memory does not grow with the number of tasks.
    """

    @property
    def workers(self) -> int:
        """Tasks that run at once."""

    def map(self, function: Callable[[A], B], tasks: Iterable[A]) -> Iterator[B]:
        """A result a task."""

    def stream(self, function: Callable[[A], Iterator[B]], tasks: Iterable[A]) -> Iterator[B]:
        """What each task gives one after another; of a task that is run again, what is still missing."""

    def close(self) -> None:
        """End what was begun for it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Local:
    """Tasks in threads of this process; heavy parts of them go to the processes of `workers.shared_pool`."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._threads = ThreadPoolExecutor(workers, "task")

    @property
    def workers(self) -> int:
        """See `Engine`."""
        return self._workers

    def map(self, function: Callable[[A], B], tasks: Iterable[A]) -> Iterator[B]:
        """See `Engine`."""
        rest = iter(tasks)
        waiting: collections.deque[Future[B]] = collections.deque()
        try:
            while True:
                for task in itertools.islice(rest, self._workers * IN_FLIGHT - len(waiting)):
                    waiting.append(self._threads.submit(function, task))
                if not waiting:
                    return
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def stream(self, function: Callable[[A], Iterator[B]], tasks: Iterable[A]) -> Iterator[B]:
        """See `Engine`. One task after another: within a task, its pages are extracted side by side."""
        for task in tasks:
            yield from function(task)

    def close(self) -> None:
        """See `Engine`."""
        self._threads.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
