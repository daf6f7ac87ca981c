"""Tasks on a real Ray cluster: as on this machine, and when a node dies in the middle."""

import dataclasses
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.engine.choose import open_engine
from pipelines.engine.engine import IN_FLIGHT, Engine
from pipelines.engine.same_code import digest, this_code
from pipelines.errors import ClusterError, CommitConflict, UsageError
from tests.ray_cluster import MARK, Cluster
from tests.running import run_python

if TYPE_CHECKING:
    from pipelines.engine.on_ray import OnRay


@pytest.fixture(scope="module")
def engine(ray_nodes: Cluster) -> "Iterator[OnRay]":
    assert ray_nodes.address
    from pipelines.engine.on_ray import OnRay

    with open_engine("ray", 1) as engine:
        assert isinstance(engine, OnRay)
        yield engine


@dataclasses.dataclass(frozen=True)
class Told:
    """A task that tells where it runs, and goes on when it is let."""

    folder: Path
    number: int
    waits: bool = False

    def tell(self) -> None:
        node = os.environ[MARK].rpartition("-")[2]
        with (self.folder / f"{self.number}.runs").open("a") as file:
            file.write(f"{node}\n")

    def wait(self) -> None:
        end = time.monotonic() + 60
        while self.waits and not (self.folder / "go").exists():
            assert time.monotonic() < end
            time.sleep(0.02)


def ran_on(folder: Path, number: int) -> list[str]:
    path = folder / f"{number}.runs"
    return path.read_text().splitlines() if path.exists() else []


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def _ten(number: int) -> int:
    time.sleep(0.3 if number == 0 else 0)
    return number * 10


def test_results_come_in_the_order_of_the_tasks_and_few_are_ahead(engine: Engine) -> None:
    asked = []

    def tasks() -> Iterator[int]:
        for number in range(30):
            asked.append(number)
            yield number

    results = engine.map(_ten, tasks())
    assert next(results) == 0
    assert len(asked) <= 2 * IN_FLIGHT
    assert list(results) == [number * 10 for number in range(1, 30)]


def test_two_nodes_work_side_by_side(engine: Engine, tmp_path: Path) -> None:
    assert engine.workers == 2
    assert sorted(engine.map(_meet, [Told(tmp_path, 0), Told(tmp_path, 1)])) == ["a", "b"]


def _meet(told: Told) -> str:
    told.tell()
    wait_for(lambda: ran_on(told.folder, 1 - told.number))
    return ran_on(told.folder, told.number)[0]


def _fail(number: int) -> int:
    if number == 1:
        raise CommitConflict(f"task {number}: больше нет")
    return number


def test_what_a_task_raises_is_raised_as_it_is(engine: Engine) -> None:
    results = engine.map(_fail, range(50))
    assert next(results) == 0
    with pytest.raises(CommitConflict, match=r"^task 1: больше нет$") as raised:
        next(results)
    assert type(raised.value) is CommitConflict


def _some(number: int) -> Iterator[int]:
    if number == 9:
        raise ValueError("nine")
    yield from range(number)


def test_a_stream_gives_what_each_task_gives(engine: Engine) -> None:
    assert list(engine.stream(_some, [2, 0, 3])) == [0, 1, 0, 1, 2]
    results = engine.stream(_some, [1, 9])
    assert next(results) == 0
    with pytest.raises(ValueError, match=r"^nine$"):
        next(results)


def _large(told: Told) -> Iterator[tuple[int, bytes]]:
    """Six results, of which each is a chunk of its own."""
    told.tell()
    for number in range(6):
        if number == 3:
            told.wait()
        yield told.number * 10 + number, bytes(2**20)


def _told(told: Told) -> int:
    told.tell()
    told.wait()
    return told.number


def test_a_task_whose_node_died_is_run_again(engine: Engine, ray_nodes: Cluster, tmp_path: Path) -> None:
    tasks = [Told(tmp_path, number, waits=number < 2) for number in range(6)]
    with ThreadPoolExecutor(1) as thread:
        results = thread.submit(lambda: list(engine.map(_told, tasks)))
        wait_for(lambda: ran_on(tmp_path, 0) and ran_on(tmp_path, 1))
        (node,) = ran_on(tmp_path, 0)
        ray_nodes.kill(node)
        (tmp_path / "go").touch()
        assert results.result(100) == [0, 1, 2, 3, 4, 5]
    assert ran_on(tmp_path, 0)[1:] == [other(node)]
    ray_nodes.add(node)


def other(node: str) -> str:
    return "b" if node == "a" else "a"


def _megabytes(number: int) -> Iterator[bytes]:
    for _ in range(number * 64):
        yield os.urandom(2**14)


def _own_bytes() -> int:
    """Memory of this process that is no file's and not shared."""
    (line,) = (x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("RssAnon"))
    return int(line.split()[1]) * 1024


def test_what_is_ahead_is_not_in_the_memory_of_this_process(engine: Engine) -> None:
    results = engine.stream(_megabytes, [40, 40, 40])
    next(results)
    before = _own_bytes()
    most, number = before, 1
    for _ in results:
        number += 1
        if number % 100 == 0:
            most = max(most, _own_bytes())
    assert number == 3 * 40 * 64
    assert most - before < 20_000_000


def _dies(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_a_task_alone_is_not_run_again(engine: "OnRay") -> None:
    assert engine.submit(abs, -3, near="kun_uz").result.result(60) == 3
    with pytest.raises(ClusterError, match=r"^a task could not be run on the cluster: "):
        engine.submit(_dies, 1).result.result(60)


def test_the_same_word_goes_to_the_same_node(engine: "OnRay") -> None:
    words = ("kun_uz", "daryo_uz", "kun_uz", "zakon_kz", "inform_kz", "daryo_uz", "orda_kz", "kaktus_kg")
    found = {(word, engine.submit(_node, 0, near=word).result.result(60)) for word in words}
    assert len(found) == len(set(words))
    assert {node for _, node in found} == {"a", "b"}


def _node(_: int) -> str:
    return os.environ[MARK].rpartition("-")[2]


def test_a_stream_whose_node_died_goes_on_where_it_was(
    engine: Engine, ray_nodes: Cluster, tmp_path: Path
) -> None:
    # The last one that needs two nodes: to begin another takes seconds.
    tasks = [Told(tmp_path, number, waits=number < 2) for number in range(3)]
    results = engine.stream(_large, tasks)
    taken = [next(results) for _ in range(2)]
    wait_for(lambda: ran_on(tmp_path, 1))
    (node,) = ran_on(tmp_path, 0)
    ray_nodes.kill(node)
    (tmp_path / "go").touch()
    taken += results
    assert [number for number, _ in taken] == [*range(6), *range(10, 16), *range(20, 26)]
    assert {len(data) for _, data in taken} == {2**20}
    assert ran_on(tmp_path, 0)[1:] == [other(node)]


# Where it cannot be used


def test_another_program_on_a_node_is_told(engine: "OnRay") -> None:
    code = this_code()
    for other_code, told in (
        (dataclasses.replace(code, rules_version=0), f"its rules are version {code.rules_version}, not 0"),
        (dataclasses.replace(code, sources="0"), "its files are others"),
        (dataclasses.replace(code, libraries=("lxml 1",)), "its libraries are .*, not lxml 1"),
    ):
        engine.code = other_code
        began = r"^--engine ray: the program on node 127\.0\.0\.1 is another: "
        with pytest.raises(UsageError, match=f"{began}{told}; "):
            list(engine.map(abs, [1]))
        with pytest.raises(UsageError, match=told):
            list(engine.stream(_some, [1]))
    engine.code = code


def test_a_program_is_its_files_by_any_name_of_its_folder(tmp_path: Path) -> None:
    for name in ("one/pipelines", "two/steppewire", "three/pipelines"):
        (tmp_path / name / "clean").mkdir(parents=True)
        (tmp_path / name / "clean" / "lines.py").write_text("a rule\n")
        (tmp_path / name / "clean" / "__pycache__").mkdir()
        (tmp_path / name / "clean" / "__pycache__" / "lines.pyc").write_text(name)
    first = digest(tmp_path / "one" / "pipelines")
    assert digest(tmp_path / "two" / "steppewire") == first
    (tmp_path / "three" / "crawlers").mkdir()
    assert digest(tmp_path / "three" / "pipelines") == first
    (tmp_path / "three" / "crawlers" / "site.py").write_text("a site\n")
    assert digest(tmp_path / "three" / "pipelines") != first
    (tmp_path / "one" / "pipelines" / "clean" / "lines.py").write_text("another rule\n")
    assert digest(tmp_path / "one" / "pipelines") != first


OPEN = """
from pipelines.engine.choose import open_engine
from pipelines.errors import UsageError
try:
    open_engine("ray", 1)
except UsageError as error:
    print(error)
"""


@pytest.mark.parametrize("address", ["", "127.0.0.1:1", "ray://127.0.0.1:10001", "local", "nonsense"])
def test_no_cluster_is_one_line_and_none_is_begun(address: str, tmp_path: Path) -> None:
    # In another folder of Ray's a cluster of this machine is not found.
    code = f"import os; os.environ.update(RAY_ADDRESS={address!r}, RAY_TMPDIR={str(tmp_path)!r})"
    done = run_python(code + OPEN, tmp_path)
    assert (done.stderr, done.stdout.count("\n")) == ("", 1), done
    assert done.stdout.startswith("--engine ray: "), done
    assert "begin one with `ray start --head" in done.stdout
    assert address in done.stdout


def test_missing_ray_is_one_line(tmp_path: Path) -> None:
    done = run_python(f"import sys; sys.modules['ray'] = None\n{OPEN}", tmp_path)
    assert done.stdout == (
        "--engine ray: Ray is not installed here; install it with: "
        "make cluster / pip install 'steppewire[cluster]'\n"
    ), done


def test_without_it_nothing_imports_ray(tmp_path: Path) -> None:
    code = 'import sys; from pipelines.engine.choose import open_engine; open_engine("local", 1).close()'
    assert run_python(f"{code}; print('ray' in sys.modules)", tmp_path).stdout == "False\n"
