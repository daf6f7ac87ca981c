"""`reextract` on a real cluster, of which a node dies in the middle: the store is as after one process."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import visit as visit_module
from pipelines.store.store import Store, open_store
from pipelines.workers import close_shared_pool
from tests import weed
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

url, folder = sys.argv[1], Path(sys.argv[2])

class Told:
    def add(self, change):
        if not (folder / "begun").exists():
            (folder / "begun").touch()
            while not (folder / "killed").exists():
                time.sleep(0.05)

done = run_reextract(
    ReextractOptions(
        store_url=url, ledger_dir=folder / "ledger", run_id="new",
        user_agent="Steppewire/0", engine="ray", workers=1, batch_pages=4, hints={}, choice=Choice(),
    ),
    Told(), stop=lambda: False,
)
print(done.pages, done.changed, done.failed, done.unreadable)
"""


@pytest.fixture(scope="module")
def nodes(s3_endpoint: str) -> Iterator[Cluster]:
    # Credentials of a bucket are each node's own.
    with cluster(weed.variables(s3_endpoint), nodes=("first", "second", "third")) as nodes:
        yield nodes


def fill(url: str, folder: Path) -> None:
    """A store by the rules of old."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visit_module, "RULES_VERSION", OLD_RULES)
        writer = Writer(open_store(url), folder / "ledger")
        for segment in range(SEGMENTS):
            for page in range(PAGES):
                number = segment * PAGES + page
                writer.page(f"{number}", html(100 + number), with_line if page else None)
            writer.commit()
        writer.close()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store after a reextract by one process of this machine."""
    folder = tmp_path_factory.mktemp("alone")
    fill(address(folder), folder)
    try:
        done = again(address(folder), folder)
    finally:
        close_shared_pool()
    assert (done.pages, done.changed) == (SEGMENTS * PAGES, SEGMENTS * (PAGES - 1))
    return open_store(address(folder))


def test_a_node_dies_in_the_middle(nodes: Cluster, alone: Store, store_url: str, tmp_path: Path) -> None:
    fill(store_url, tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, store_url, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, **nodes.variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        end = time.monotonic() + 120
        while not (tmp_path / "begun").exists() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        nodes.kill(nodes.names[-1])
        (tmp_path / "killed").touch()
        out, err = process.communicate(timeout=240)
    assert out.split() == [str(SEGMENTS * PAGES), str(SEGMENTS * (PAGES - 1)), "0", "0"], err[-3000:]
    assert contents(open_store(store_url)) == contents(alone)
    assert faults(store_url) == []
