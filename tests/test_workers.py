"""Workers: a page that hangs or dies costs its worker; the others go on; none outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.article import Article, Failed, Failure
from pipelines.workers import ExtractionPool
from tests.factories import make_page
from tests.running import ROOT

PARAGRAPH = "The council of the district met on Monday and counted the trees that were planted this year. "

PARENT = """
import time
from pipelines.workers import ExtractionPool
pool = ExtractionPool(2)
pool.warm_up()
print("up", flush=True)
time.sleep(60)
"""


def page(number: int) -> bytes:
    return (
        f"<html><body><h1>Trees</h1><article><p>{PARAGRAPH * 9}{number}</p></article></body></html>".encode()
    )


def slow_page() -> bytes:
    """A page within the limits that takes some seconds."""
    text = (PARAGRAPH * 5).encode()
    return b"<html><body>" + b"".join(b"<p>%d %s</p>" % (number, text) for number in range(19_000))


def children(parent: int) -> list[int]:
    """The worker processes of a process."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8") as file:  # noqa: PTH123
                fields = file.read().rpartition(")")[2].split()
            with open(f"/proc/{name}/cmdline", "rb") as file:  # noqa: PTH123
                command = file.read()
        except OSError:
            continue
        if int(fields[1]) == parent and b"workers.work()" in command:
            found.append(int(name))
    return found


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(2) as pool:
        pool.warm_up()
        yield pool


def test_pages_become_articles(pool: ExtractionPool) -> None:
    futures = [pool.submit(make_page(f"https://a.kz/{n}", body=page(n))) for n in range(6)]
    results = [future.result(timeout=60) for future in futures]
    assert all(isinstance(result, Article) for result in results)
    assert [result.text[-1] for result in results if isinstance(result, Article)] == list("012345")


def test_workers_that_are_killed_are_replaced_and_no_page_is_lost(pool: ExtractionPool) -> None:
    futures = [pool.submit(make_page(f"https://a.kz/{n}", body=page(n))) for n in range(40)]
    for worker in children(os.getpid()):
        os.kill(worker, signal.SIGKILL)
    results = [future.result(timeout=60) for future in futures]
    assert [type(result) for result in results] == [Article] * 40


def test_an_idle_worker_that_is_killed_is_replaced(pool: ExtractionPool) -> None:
    for _ in range(2):
        for worker in children(os.getpid()):
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.5)
        futures = [pool.submit(make_page(f"https://a.kz/{n}", body=page(n))) for n in range(4)]
        assert [type(future.result(timeout=60)) for future in futures] == [Article] * 4


def test_a_page_that_hangs_is_given_up_and_the_others_go_on() -> None:
    with ExtractionPool(1, seconds=1.0) as pool:
        pool.warm_up()
        futures = [pool.submit(make_page(body=body)) for body in (page(1), slow_page(), page(2))]
        first, hung, last = [future.result(timeout=60) for future in futures]
    assert isinstance(first, Article)
    assert hung == Failed(Failure.TIMEOUT, "no result in 1 s")
    assert isinstance(last, Article)


def test_a_worker_that_takes_no_page_is_replaced() -> None:
    others = set(children(os.getpid()))
    with ExtractionPool(1, seconds=1.0) as pool:
        pool.warm_up()
        (worker,) = set(children(os.getpid())) - others
        os.kill(worker, signal.SIGSTOP)
        # More than the pipe holds: it is the sending that hangs.
        large = page(1) + b"<!-- " + b"word " * 1_000_000 + b"-->"
        futures = [pool.submit(make_page(body=body)) for body in (large, page(2))]
        assert [type(future.result(timeout=60)) for future in futures] == [Article] * 2
        assert worker not in children(os.getpid())


def test_a_page_that_kills_its_worker_is_tried_twice_and_kept_as_failed() -> None:
    others = set(children(os.getpid()))  # of the pool that tests share
    with ExtractionPool(1) as pool:
        pool.warm_up()
        futures = [pool.submit(make_page(body=body)) for body in (slow_page(), page(2))]
        killed = set[int]()
        while not futures[0].done():
            for worker in set(children(os.getpid())) - others - killed:
                time.sleep(2.5 if killed else 0)  # the second one has to come up and take the page
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
            time.sleep(0.02)
        result = futures[0].result()
        assert isinstance(futures[1].result(timeout=60), Article)
    assert isinstance(result, Failed)
    assert result.failure == Failure.CRASHED


def test_a_page_that_eats_memory_is_kept_as_failed() -> None:
    with ExtractionPool(1, memory_bytes=440 * 2**20) as pool:
        pool.warm_up()
        wide = b"<html><body>" + b"<p>" + b"word " * 1_900_000
        futures = [pool.submit(make_page(body=body)) for body in (wide, page(2))]
        hungry, last = [future.result(timeout=120) for future in futures]
    assert isinstance(last, Article)
    assert not isinstance(hungry, Article)


def test_no_worker_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    """The parent's program stands in a file, without a guard: a worker must not run it again."""
    program = tmp_path / "parent.py"
    program.write_text(PARENT, encoding="utf-8")
    command = [sys.executable, str(program)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"
        workers = children(parent.pid)
        assert len(workers) == 2
        parent.kill()
        parent.wait()
    end = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{worker}/exe") for worker in workers):  # noqa: PTH110
        assert time.monotonic() < end, "a worker lives on"
        time.sleep(0.1)
