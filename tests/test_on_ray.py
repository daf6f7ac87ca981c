"""Commands with `--engine ray` of which a node dies: the store is as one process makes it."""

import contextlib
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from pipelines.store.opening import open_for_reading
from pipelines.store.tables import NAMES
from tests import made_cc_news
from tests.ray_cluster import Cluster
from tests.report_store import ago, article, page, write_store
from tests.running import Done, Place

OF_THE_RUN = frozenset(
    ("batch", "batch_id", "batched_at", "run_id", "checksum", "warc_key", "warc_offset", "warc_length")
)
"""Columns that say which run and batch brought a row, and where its segment is."""

RUN_SECONDS = 240.0


def whole(url: str, *, but: Collection[str] = ()) -> dict[str, list[str]]:
    """All rows of the tables of a store, in an order of their own, without what is of the run or in `but`."""
    store = open_for_reading(url)
    left_out = OF_THE_RUN | set(but)
    return {
        name: sorted(_row(row, left_out) for row in store.tables.scan(record).to_table().to_pylist())
        for record, name in NAMES.items()
    }


def _row(row: dict[str, Any], left_out: Collection[str]) -> str:
    return repr(sorted((name, value) for name, value in row.items() if name not in left_out))


def busy(nodes: Cluster) -> list[str]:
    """The nodes that run tasks at this moment: Ray names a worker by the function."""
    return [name for name in nodes.names if any(map(_runs_a_task, nodes.running(name)))]


def _runs_a_task(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith((b"ray::_run", b"ray::_chunks"))
    return False


def with_a_node_killed(
    place: Place, nodes: Cluster, *command: str, when: Callable[[], bool], **more: str
) -> Done:
    """Run `scrapy …` on the cluster, and kill a node that works when `when()` has come.

    Another is in its place then.
    """
    with place.start(*command, "--engine", "ray", **nodes.variables, **more) as process:
        end = time.monotonic() + RUN_SECONDS
        while not when() or not busy(nodes):
            assert process.poll() is None, f"it ended before: {process.communicate()}"
            assert time.monotonic() < end, "that never came"
            time.sleep(0.02)
        working = busy(nodes)
        assert working, "nothing was left to do: let it be killed earlier, or give it more"
        nodes.kill(working[0])
        out, err = process.communicate(timeout=RUN_SECONDS)
    nodes.add(working[0])
    return Done(process.returncode, out, err)


def test_whole_is_what_a_store_says_whoever_wrote_it(tmp_path: Path) -> None:
    rows = [article("a_kz", number, ago(1)) for number in range(3)]
    again = [
        article("a_kz", number, ago(1), batch=number + 1, batch_id=f"{number}" * 32, warc_key="warc/x")
        for number in (2, 0, 1)
    ]
    one, other, third = (f"file:{tmp_path / name}" for name in ("one", "other", "third"))
    write_store(one, rows, [page("a_kz", 1, ago(1))])
    write_store(other, again, [page("a_kz", 1, ago(1), run_id="another", batch=7)])
    assert whole(one) == whole(other)
    assert [len(found) for found in whole(one).values()] == [3, 1]
    write_store(third, [*rows[:2], article("a_kz", 2, ago(1), title="Another")], [page("a_kz", 1, ago(1))])
    assert whole(one) != whole(third)
    assert whole(one, but=["title"]) == whole(third, but=["title"])


ARCHIVES, PAGES = 8, 60
"""A task each: most are still to be done when the first of what the first two brought is stored."""


def test_an_ingest_of_which_a_node_dies(ray_nodes: Cluster, tmp_path: Path) -> None:
    archives = []
    for number in range(ARCHIVES):
        name = f"CC-NEWS-2026110100301{number}-0000{number}.warc.gz"
        made = made_cc_news.make(tmp_path, records=800, ours=PAGES, seed=number, name=name)
        archives.append(str(made.path))
    alone, place = Place(tmp_path / "alone", {}), Place(tmp_path / "cluster", {})
    few = {"NEWS_BATCH_PAGES": "20"}
    assert alone.scrapy("ingest", "--cc-news", *archives, **few).code == 0
    log = place.store / "pages" / "_delta_log" / f"{1:020}.json"
    done = with_a_node_killed(place, ray_nodes, "ingest", "--cc-news", *archives, when=log.exists, **few)
    assert done.code == 0, done.err[-3000:]
    found = whole(f"file:{place.store}")
    assert [len(rows) for rows in found.values()] == [ARCHIVES * PAGES] * 2
    assert found == whole(f"file:{alone.store}")
