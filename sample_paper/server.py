"""The sample paper on loopback: one HTTP server for each edition, in threads of this process."""

import collections
import datetime as dt
import errno
import os
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from pipelines.errors import UsageError
from sample_paper.editions import CODES
from sample_paper.site import answer
from sample_paper.visit import Visit

HOST = "127.0.0.1"

PORT_VARIABLE = "SAMPLE_PAPER_PORT"
"""Environment variable with the first edition's port; the others follow."""

_DEFAULT_PORT = 8750
_LAST_PORT = 65535
_FREE_PORT_TRIES = 50


def default_port() -> int:
    """Give the port of the first edition: `SAMPLE_PAPER_PORT`, else 8750.

    Raises:
        UsageError: the variable is no port from which three can be taken.
    """
    value = os.environ.get(PORT_VARIABLE)
    if value is None:
        return _DEFAULT_PORT
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _LAST_PORT - len(CODES) + 1):
        raise UsageError(
            f"{PORT_VARIABLE} must be a port from 1 to {_LAST_PORT - len(CODES) + 1}, not {value!r}"
        )
    return int(value)


class SamplePaper:
    """The three editions, served on consecutive ports of 127.0.0.1 from `with` to its end.

    `port` is the first edition's port; 0 looks for free ones. `run` is the number of the visit: from 2 on,
    one article of each edition has its second text.

    Raises:
        UsageError: `port` or `run` is out of range, or (on entering) a port cannot be opened.
    """

    started: dt.datetime
    """When the server was started; UTC, to the microsecond: what was read in that second before is older."""

    def __init__(self, port: int = 0, run: int = 1) -> None:
        if not 0 <= port <= _LAST_PORT - len(CODES) + 1:
            raise UsageError(f"port must be 0 (any) or from 1 to {_LAST_PORT - len(CODES) + 1}, not {port}")
        if run < 1:
            raise UsageError(f"run is the number of the visit, 1 or more, not {run}")
        self.run = run
        self.urls: Mapping[str, str] = {}
        """Address of each edition's front page, by code, once the server is started."""
        self._port = port
        self._servers: list[_EditionServer] = []
        self._requests: collections.Counter[tuple[str, str]] = collections.Counter()
        self._lock = threading.Lock()

    @property
    def requests(self) -> collections.Counter[tuple[str, str]]:
        """How often each (edition, path without query) was asked for; a copy."""
        with self._lock:
            return self._requests.copy()

    def count(self, code: str, path: str) -> None:
        """Note a request."""
        with self._lock:
            self._requests[code, path] += 1

    def __enter__(self) -> Self:
        self.started = dt.datetime.now(dt.UTC)
        self._servers = self._open()
        self.urls = {
            code: f"http://{HOST}:{server.server_port}/"
            for code, server in zip(CODES, self._servers, strict=True)
        }
        for code, server in zip(CODES, self._servers, strict=True):
            server.visit = Visit(code=code, urls=self.urls, run=self.run, started=self.started)
            threading.Thread(
                target=server.serve_forever, args=(0.05,), name=f"sample-{code}", daemon=True
            ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers = []

    def _open(self) -> list["_EditionServer"]:
        if self._port:
            return self._open_from(self._port)
        for _ in range(_FREE_PORT_TRIES):
            with _EditionServer(self, 0) as probe:
                port = probe.server_port
            try:
                return self._open_from(port)
            except UsageError:
                continue
        raise UsageError(f"no {len(CODES)} consecutive free ports were found; name one with {PORT_VARIABLE}")

    def _open_from(self, first: int) -> list["_EditionServer"]:
        servers: list[_EditionServer] = []
        port = first
        try:
            for port in range(first, first + len(CODES)):
                servers.append(_EditionServer(self, port))
        except OSError as error:
            for server in servers:
                server.server_close()
            if error.errno == errno.EADDRINUSE:
                raise UsageError(
                    f"port {port} is in use: stop what holds it, or choose another with {PORT_VARIABLE}"
                ) from error
            raise UsageError(
                f"port {port} cannot be opened ({error.strerror}); choose another with {PORT_VARIABLE}"
            ) from error
        return servers


class _EditionServer(ThreadingHTTPServer):
    """The server of one edition."""

    visit: Visit

    def __init__(self, paper: SamplePaper, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.paper = paper

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a visitor that hangs up is no concern of the terminal."""


class _Handler(BaseHTTPRequestHandler):
    server: _EditionServer
    server_version = "sample-paper"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        """Log nothing: the terminal belongs to the crawl."""

    def _answer(self, *, with_body: bool) -> None:
        visit = self.server.visit
        path = self.path.partition("?")[0]
        self.server.paper.count(visit.code, path)
        reply = answer(visit, path)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        if with_body:
            self.wfile.write(reply.body)
