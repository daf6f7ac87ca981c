"""Tasks on this machine: in order, few ahead, errors where they are taken."""

import threading
import time
from collections.abc import Iterator

import pytest

from pipelines.engine.engine import IN_FLIGHT, Local


def _slow_first(number: int) -> int:
    time.sleep(0.2 if number == 0 else 0)
    return number * 10


def test_results_come_in_the_order_of_the_tasks() -> None:
    with Local(3) as engine:
        assert list(engine.map(_slow_first, range(7))) == [0, 10, 20, 30, 40, 50, 60]


def test_few_tasks_are_ahead_of_the_result_that_is_taken() -> None:
    asked = []

    def tasks() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    with Local(2) as engine:
        results = engine.map(_slow_first, tasks())
        next(results)
        assert len(asked) <= 2 * IN_FLIGHT


def test_tasks_run_side_by_side() -> None:
    barrier = threading.Barrier(2, timeout=20)
    with Local(2) as engine:
        assert list(engine.map(lambda _: barrier.wait() >= 0, range(4))) == [True] * 4


def test_what_a_task_raises_is_raised_where_it_is_taken() -> None:
    def fail(number: int) -> int:
        if number == 1:
            raise ValueError(f"task {number}")
        return number

    with Local(1) as engine:
        results = engine.map(fail, range(50))
        assert next(results) == 0
        with pytest.raises(ValueError, match="task 1"):
            next(results)


def test_a_stream_gives_what_each_task_gives() -> None:
    with Local(2) as engine:
        assert list(engine.stream(lambda number: iter(range(number)), [2, 0, 3])) == [0, 1, 0, 1, 2]
