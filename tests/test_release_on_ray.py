"""A release whose near-duplicates were looked for on a real Ray cluster: the bytes of one process."""

import dataclasses
import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Generic, TypeVar, cast

import pytest

from pipelines.article import Article, RemovedBlock
from pipelines.dedupe import candidates, comparisons, joining
from pipelines.engine.choose import open_engine
from pipelines.engine.engine import Engine, Local
from pipelines.release.build import Contents, build
from pipelines.release.make import ReleaseOptions, make_release
from pipelines.release.published import Filters, versions
from pipelines.release.snapshot import collect
from pipelines.release.stage import Stage, Staged
from pipelines.store.store import Store
from tests.ray_cluster import MARK, Cluster
from tests.released import article, text
from tests.report_store import write_store
from tests.running import Place

A = TypeVar("A")
B = TypeVar("B")

SIGNED = "Редакцияның барлық материалдары осында жарияланады."
ORIGINALS = 60


def articles() -> Iterator[Article]:
    """Articles of two sites; half of them have copies: equal, cut, with a line more, of another wording."""
    chance = random.Random(4)  # noqa: S311
    number = 0
    for seed in range(ORIGINALS):
        whole = text(seed)
        made = [whole]
        if seed % 2:
            words = whole.split(" ")
            made += [whole, " ".join(words[:90]), f"{whole}\nТағы бір жол қосылды осы жерге бүгін."]
            made.append(text(seed, changed=3))
        for one in made:
            number += 1
            removed = [RemovedBlock(0, SIGNED)] if number % 3 == 0 else []
            yield article(
                chance.choice(["a_kz", "b_kz"]), number, chance.uniform(1, 300), text=one, removed=removed
            )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("ray"), {})


@pytest.fixture(scope="module")
def store(place: Place) -> Store:
    return write_store(f"file:{place.store}", list(articles()))


@pytest.fixture
def staged(store: Store, tmp_path: Path) -> Staged:
    stage = Stage(tmp_path)
    collect(store.tables, store.objects, Filters(), stage)
    return stage.finish()


def built(staged: Staged, folder: Path, engine: Engine) -> dict[str, bytes]:
    """All files of a release, by path."""
    folder.mkdir()
    build(folder, staged, Contents("2026.11", Filters(), jsonl=True, kept_from_use=0), engine)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclasses.dataclass(frozen=True)
class Held(Generic[A, B]):
    """A task that hangs on node `a`; on others it is done when one hangs there."""

    folder: Path
    function: Callable[[A], B]
    task: A

    def run(self) -> B:
        node = os.environ[MARK].rpartition("-")[2]
        (self.folder / node).touch()
        end = time.monotonic() + 100
        while node == "a" or not (self.folder / "a").exists():
            assert time.monotonic() < end
            time.sleep(0.02)
        return self.function(self.task)


def _run(held: Held[A, B]) -> B:
    return held.run()


class Dying:
    """An engine on a cluster whose node `a` is killed while it compares texts."""

    def __init__(self, engine: Engine, nodes: Cluster, folder: Path) -> None:
        self._engine = engine
        self._nodes = nodes
        self._folder = folder
        self.compared = 0
        """Tasks that were done."""

    def map(self, function: Callable[[A], B], tasks: Iterable[A]) -> Iterator[B]:
        if function.__name__ != "compared":
            yield from self._engine.map(function, tasks)
            return
        if not self.compared:
            threading.Thread(target=self._kill).start()
        for result in self._engine.map(_run, (Held(self._folder, function, task) for task in tasks)):
            self.compared += 1
            yield result

    def _kill(self) -> None:
        wait_for(lambda: (self._folder / "a").exists())
        self._nodes.kill("a")


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 100
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.001)


def test_a_node_that_dies_in_the_middle_changes_no_byte(
    staged: Staged, ray_nodes: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As many tasks as a release of many articles has.
    monkeypatch.setattr(candidates, "PART_ROWS", 64)
    monkeypatch.setattr(comparisons, "CHARACTERS", 6000)
    monkeypatch.setattr(joining, "FEW", 1)
    with Local(1) as engine:
        alone = built(staged, tmp_path / "alone", engine)
    (tmp_path / "ran").mkdir()
    with open_engine("ray", 1) as engine:
        dying = Dying(engine, ray_nodes, tmp_path / "ran")
        together = built(staged, tmp_path / "together", cast("Engine", dying))
    assert together == alone
    assert sorted(path.name for path in (tmp_path / "ran").iterdir()) == ["a", "b"]
    assert ray_nodes.names == ["b"]
    assert dying.compared > 5
    assert json.loads(alone["statistics.json"])["clusters"] < len(staged) - ORIGINALS


def test_a_command_that_is_killed_leaves_nothing_and_is_said_again(
    store: Store, place: Place, ray_nodes: Cluster, tmp_path: Path
) -> None:
    more = {**ray_nodes.variables, "TMPDIR": str(tmp_path)}
    arguments = ("release", "--version", "2026.11", "--engine", "ray")
    with place.start(*arguments, **more) as killed:
        try:
            wait_for(lambda: killed.poll() is not None or any(tmp_path.glob("steppewire-clusters-*")))
        finally:
            killed.kill()
        _, said = killed.communicate()
    assert killed.returncode == -signal.SIGKILL, said
    assert versions(store.objects) == []
    done = place.scrapy(*arguments, **more)
    assert done.code == 0, done.err
    # One process finds the very files there.
    options = ReleaseOptions(version="2026.11", filters=Filters(), ledger_dir=tmp_path / "ledger", run_id="r")
    with Local(1) as engine:
        assert make_release(store.tables, store.objects, options, engine).is_new is False


def test_no_cluster(store: Store, place: Place) -> None:
    done = place.scrapy("release", "--version", "2026.12", "--engine", "ray", RAY_ADDRESS="127.0.0.1:1")
    assert (done.code, done.out) == (2, "")
    assert "no Ray cluster answers there" in done.err
    assert "2026.12" not in versions(store.objects)
