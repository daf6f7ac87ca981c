"""`python -m steppewire.browse`: show a release in a browser until Ctrl+C."""

import argparse
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from ..dataset.releases import open_release
from ..errors import SteppewireError, UsageError
from ..release.published import published, versions
from ..store.objects import ObjectStore
from ..store.opening import open_for_reading
from .database import database_of

HOST = "127.0.0.1"
"""Nobody else's: there is no login."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl+C; the exit code: 0 ended, 2 wrong use, 3 the release cannot be read."""
    parser = argparse.ArgumentParser(
        prog="browse", description="Show a release of a dataset in a browser on this machine."
    )
    parser.add_argument("--store", default="file:data", help="file:PATH or s3://BUCKET/PREFIX")
    parser.add_argument("--release", default="", metavar="VERSION", help="the newest unless given")
    parser.add_argument("--port", type=int, default=8001, help="of 127.0.0.1; 0 takes a free one")
    parser.add_argument("--folder", default="browse", metavar="DIR", help="where the file for it is kept")
    options = parser.parse_args(arguments)
    try:
        with _bound(options.port) as listener:
            _serve(options.store, options.release, Path(options.folder), listener)
    except SteppewireError as error:
        print(f"browse: {str(error).removeprefix('NEWS_STORE_URL: ')}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def _bound(port: int) -> socket.socket:
    """A socket at `port`, before any work is done."""
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        # From here on a second server is refused the port.
        listener.listen(64)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(f"cannot use port {port} ({error}); give another: make browse PORT=8002") from error
    return listener


def _serve(store: str, version: str, folder: Path, listener: socket.socket) -> None:
    try:
        import uvicorn

        from .pages import pages_of
    except ModuleNotFoundError as error:
        raise UsageError("browsing needs datasette: pip install 'steppewire[browse]'") from error
    release = open_release(store, version or newest(open_for_reading(store).objects, store))
    path = database_of(release, folder, lambda line: print(line, file=sys.stderr, flush=True))
    port = listener.getsockname()[1]
    app = pages_of(release.published, path, frozenset({f"{HOST}:{port}", f"localhost:{port}"}))
    server = uvicorn.Server(
        # No log of requests: their addresses are anybody's words.
        uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    )
    print(f"Release {release.version} is at http://{HOST}:{port}/ until Ctrl+C", flush=True)
    server.run(sockets=[listener])


def newest(objects: ObjectStore, store: str) -> str:
    """The version that was published last. Raises UsageError where there is none."""
    there = versions(objects)
    if not there:
        raise UsageError(f"{store} has no release; make one: scrapy release --version 2026.11")
    return max(there, key=lambda version: (published(objects, version).published_at, version))


if __name__ == "__main__":
    sys.exit(main())
