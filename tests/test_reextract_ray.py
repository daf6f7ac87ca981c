"""`reextract` on a real cluster, of which a node dies in the middle: the store is as after one process."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import visit as visit_module
from pipelines.store.store import open_store
from pipelines.workers import close_shared_pool
from tests.ray_cluster import Cluster, cluster
from tests.running import ROOT
from tests.test_reextract import OLD_RULES, Writer, address, again, contents, faults, html, with_line

SEGMENTS = 6
PAGES = 3
"""Of each segment."""

SCRIPT = """
import sys, time
from pathlib import Path
from pipelines.reextract.chosen import Choice
from pipelines.reextract.run import ReextractOptions, run_reextract

folder = Path(sys.argv[1])

class Told:
    def add(self, change):
        if not (folder / "begun").exists():
            (folder / "begun").touch()
            while not (folder / "killed").exists():
                time.sleep(0.05)

done = run_reextract(
    ReextractOptions(
        store_url=f"file:{folder / 'store'}", ledger_dir=folder / "ledger", run_id="new",
        user_agent="Steppewire/0", engine="ray", workers=1, batch_pages=4, hints={}, choice=Choice(),
    ),
    Told(), stop=lambda: False,
)
print(done.pages, done.changed, done.failed, done.unreadable)
"""


@pytest.fixture(scope="module")
def nodes() -> Iterator[Cluster]:
    with cluster(nodes=("first", "second")) as nodes:
        yield nodes


@pytest.fixture
def place(tmp_path: Path) -> Path:
    store = open_store(f"file:{tmp_path / 'store'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visit_module, "RULES_VERSION", OLD_RULES)
        writer = Writer(store, tmp_path / "ledger")
        for segment in range(SEGMENTS):
            for page in range(PAGES):
                number = segment * PAGES + page
                writer.page(f"{number}", html(100 + number), with_line if page else None)
            writer.commit()
        writer.close()
    return tmp_path


def test_a_node_dies_in_the_middle(
    place: Path, nodes: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = tmp_path_factory.mktemp("alone")
    shutil.copytree(place, alone, dirs_exist_ok=True)
    try:
        done = again(address(alone), alone)
    finally:
        close_shared_pool()
    assert (done.pages, done.changed) == (SEGMENTS * PAGES, SEGMENTS * (PAGES - 1))
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(place)],
        cwd=ROOT,
        env={**os.environ, **nodes.variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        end = time.monotonic() + 120
        while not (place / "begun").exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        nodes.kill("second")
        (place / "killed").touch()
        out, err = process.communicate(timeout=240)
    assert out.split() == [str(done.pages), str(done.changed), "0", "0"], err[-3000:]
    assert contents(open_store(address(place))) == contents(open_store(address(alone)))
    assert faults(address(place)) == []
