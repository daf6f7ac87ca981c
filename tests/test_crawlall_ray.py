"""`scrapy crawlall --engine ray` on a real cluster, of which a node dies in the middle."""

import contextlib
import datetime as dt
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.commands.crawlall import MOST_JOBS_ON_NODES, jobs_of
from crawlers.round.on_nodes import NodeCrawl, crawl, passed_on, proof_in
from pipelines.errors import StoreError, UsageError
from pipelines.store.folder import FolderStore
from pipelines.store.lease import LEASE_SECONDS, Lease, is_held
from pipelines.store.store import open_store
from settings import base
from tests import weed
from tests.loopback import Answer, Server, serve
from tests.ray_cluster import Cluster, cluster
from tests.running import Done, Place
from tests.test_crawl import HTML, article, feed
from tests.test_crawlall import SITES, place_in, sites_of, wait_for
from tests.test_on_ray import whole

SLOW_SECONDS = 4.0


@pytest.fixture(scope="module")
def servers() -> Iterator[list[Server]]:
    """Three hosts with articles of their own; a page of the first takes seconds."""
    with contextlib.ExitStack() as stack:
        found = []
        for host in range(3):
            numbers = [10 * host + number for number in (1, 2, 3)]
            answers = {"/feed": Answer(body=feed(*numbers))}
            for number in numbers:
                slow = SLOW_SECONDS if number == 2 else 0.0
                answers[f"/news/{number}"] = Answer(body=article(number), headers=HTML, drip_seconds=slow)
            found.append(stack.enter_context(serve(answers)))
        yield found


@pytest.fixture(scope="module")
def nodes(servers: list[Server], s3_endpoint: str) -> Iterator[Cluster]:
    """Three, as two tests kill one. Credentials of the bucket are each node's own."""
    hosts = ",".join(server.url.removeprefix("http://") for server in servers)
    with cluster({"ROUND_HOSTS": hosts, **weed.variables(s3_endpoint)}, nodes=("a", "b", "c")) as nodes:
        yield nodes


NAMES = ("well_kz", "twin_kz", "other_uz")


@contextlib.contextmanager
def on_nodes(place: Place, nodes: Cluster, *names: str) -> Iterator[Any]:
    with place.start("crawlall", *names, "--engine", "ray", "--json", *SITES, **nodes.variables) as process:
        try:
            yield process
        finally:
            process.kill()


def is_asked(server: Server, since: int) -> bool:
    return "/news/2" in server.paths()[since:]


def node_of(nodes: Cluster, site: str) -> str:
    """The node that crawls a site."""
    for name in nodes.names:
        for pid in nodes.running(name):
            with contextlib.suppress(OSError):
                if f"crawl\0{site}\0".encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return name
    raise AssertionError(f"nobody crawls {site}")


def content(place: Place) -> list[tuple[Any, ...]]:
    """What the tables say of articles and pages, but for batches and times."""
    of_articles = ("id", "site", "url", "title", "text", "revision")
    articles = [tuple(row[name] for name in of_articles) for row in place.rows("articles")]
    pages = [tuple(row[name] for name in ("site", "url", "outcome")) for row in place.rows("pages")]
    return [*sorted(articles), *sorted(pages)]


@pytest.mark.timeout(600)  # fifteen processes of a second or two each, where the machine is quiet
def test_a_round_of_which_a_node_dies_is_as_one_on_this_machine(
    servers: list[Server], nodes: Cluster, tmp_path: Path
) -> None:
    place, since = place_in(tmp_path / "nodes", servers), len(servers[0].seen)
    with on_nodes(place, nodes, *NAMES) as process:
        wait_for(lambda: is_asked(servers[0], since), 120)
        # The other of the two waits for their host.
        (site,) = (name for name in ("well_kz", "twin_kz") if is_held(FolderStore(place.store), name))
        nodes.kill(node_of(nodes, site))
        # As if five minutes had passed, for all that ran there: the third site may have been among them.
        old = time.time() - LEASE_SECONDS
        for lease in (place.store / "leases").iterdir():
            os.utime(lease, (old, old))
        out, err = process.communicate(timeout=200)
    done = Done(process.returncode, out, err)
    assert done.code == 0, done
    found = sites_of(done)
    assert {name: result["fate"] for name, result in found.items()} == dict.fromkeys(NAMES, "done"), done
    assert f"{site} is crawled again on another node: " in err
    # One host is asked one thing at a time, whatever node it is from.
    well, twin = (times(found[name]) for name in ("well_kz", "twin_kz"))
    assert well[1] <= twin[0] or twin[1] <= well[0]
    local = place_in(tmp_path / "local", servers)
    assert local.scrapy("crawlall", *NAMES, "-j", "4", *SITES).code == 0
    assert content(place) == content(local)
    assert len(place.rows("articles")) == 9
    assert not list((place.store / "state").glob("round-*"))
    assert [one["fate"] for one in json.loads(out)["after"]] == ["done"]


@pytest.mark.timeout(300)
def test_in_a_bucket_a_site_goes_on_at_another_node_when_its_own_is_lost(
    servers: list[Server], nodes: Cluster, s3_url: str, tmp_path: Path
) -> None:
    place = place_in(tmp_path, servers)
    place.environment.update(weed.variables(os.environ["AWS_ENDPOINT_URL"]), NEWS_STORE_URL=s3_url)
    round_of_all = ("crawlall", *NAMES, "--engine", "ray", "--json", *SITES)
    done = place.scrapy(*round_of_all, **nodes.variables)
    assert done.code == 0, done
    first = whole(s3_url)
    assert [len(rows) for rows in first.values()] == [9, 9]
    ledger = f"ledger/{open_store(s3_url).id}/other_uz.sqlite3"
    (lost,) = (name for name in nodes.names if has(nodes, name, ledger))
    nodes.kill(lost)
    since = [len(server.seen) for server in servers]
    done = place.scrapy(*round_of_all, **nodes.variables)
    assert {name: result["fate"] for name, result in sites_of(done).items()} == dict.fromkeys(NAMES, "done")
    # The ledger there was filled from the bucket: what the lost node fetched is not fetched again.
    assert [has(nodes, name, ledger) for name in nodes.names].count(True) == 1
    asked = [path for server, seen in zip(servers, since, strict=True) for path in server.paths()[seen:]]
    assert "/feed" in asked
    assert not [path for path in asked if path.startswith("/news/")]
    assert whole(s3_url) == first


def has(nodes: Cluster, name: str, path: str) -> bool:
    """Is a file in the folder of a node?"""
    return any((folder / path).exists() for folder in nodes.folder.glob(f"{name}[0-9]*"))


def times(result: dict[str, Any]) -> tuple[dt.datetime, dt.datetime]:
    start = dt.datetime.fromisoformat(result["started_at"])
    return start, start + dt.timedelta(seconds=result["seconds"] - 0.1)


def test_a_signal_ends_crawls_on_nodes_in_good_order(
    servers: list[Server], nodes: Cluster, tmp_path: Path
) -> None:
    place, since = place_in(tmp_path, servers), len(servers[0].seen)
    with on_nodes(place, nodes, "well_kz", "twin_kz") as process:
        wait_for(lambda: is_asked(servers[0], since), 120)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=100)
    fates = {name: site["fate"] for name, site in sites_of(Done(process.returncode, out, err)).items()}
    assert (process.returncode, sorted(fates.values())) == (5, ["not started", "stopped"]), (out, err)
    # The page that was on its way was taken along, and the record says so.
    (stopped,) = (name for name, fate in fates.items() if fate == "stopped")
    assert sites_of(Done(5, out, err))[stopped]["outcomes"].get("stored", 0) >= 1, out
    assert not is_held(FolderStore(place.store), stopped)


def test_no_cluster_is_one_line(servers: list[Server], tmp_path: Path) -> None:
    place = place_in(tmp_path, servers)
    done = place.scrapy("crawlall", "well_kz", "--engine", "ray", *SITES, RAY_ADDRESS="127.0.0.1:1")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
    assert done.err.startswith("scrapy crawlall: --engine ray: RAY_ADDRESS is 127.0.0.1:1, and no Ray ")


def test_a_node_must_reach_the_store_of_the_round(tmp_path: Path) -> None:
    task = NodeCrawl(
        arguments=("crawl", "well_kz"),
        options=(),
        logs=None,
        name="well_kz",
        within=1.0,
        module="settings.test",
        store_url=f"file:{tmp_path}",
        proof="state/round-0.json",
    )
    with pytest.raises(StoreError, match="is another store on a node of the cluster than here: "):
        crawl(task)
    objects = FolderStore(tmp_path)
    with proof_in(objects) as key:
        assert objects.get(key) is not None
    assert objects.get(key) is None


def test_what_is_passed_on_is_the_rounds_and_nothing_secret() -> None:
    settings = {"NEWS_CONTACT": "a@b.org", "NEWS_LEDGER_DIR": "/x", "NEWS_STORE_URL": "file:x"}
    assert passed_on(settings, "file:/y") == ["-s", "NEWS_CONTACT=a@b.org", "-s", "NEWS_STORE_URL=file:/y"]


def test_a_setting_is_the_rounds_or_the_nodes() -> None:
    names = {name for name in vars(base) if name.startswith("NEWS_")}
    told = passed_on(dict.fromkeys(names, "x"), "file:/y")[1::2]
    # Numbers are written by the round, ledgers and workers are the node's.
    others = {"NEWS_LEDGER_DIR", "NEWS_METRICS_FILE", "NEWS_WORKERS"}
    assert {one.partition("=")[0] for one in told} == names - others


def test_jobs_on_a_cluster() -> None:
    assert [jobs_of(None, processors) for processors in (1, 8, 10_000)] == [2, 16, MOST_JOBS_ON_NODES]
    assert jobs_of("65", 8) == 65
    with pytest.raises(UsageError, match=f"from 1 to {MOST_JOBS_ON_NODES}"):
        jobs_of("1001", 8)


def test_a_lease_is_held_while_its_run_may_live(tmp_path: Path) -> None:
    objects = FolderStore(tmp_path)
    lease = Lease(objects, "a_kz", {"ledger": "h:/x", "host": "h", "run_id": "r"})
    assert not is_held(objects, "a_kz")
    lease.take()
    assert is_held(objects, "a_kz")
    path = tmp_path / "leases" / "site=a_kz.json"
    old = time.time() - LEASE_SECONDS - 1
    os.utime(path, (old, old))
    assert not is_held(objects, "a_kz")
    lease.renew()
    assert is_held(objects, "a_kz")
    lease.free()
    assert not is_held(objects, "a_kz")
