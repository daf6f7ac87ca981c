"""A proxy before a real S3 server, which makes the faults that a test asks for."""

import contextlib
import http.client
import http.server
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

Fault = Callable[[str, str], str | None]
"""Method and path to what goes wrong:

* a status and a code, `503 SlowDown`: answered so, and not done;
* `drop`: not done, no answer;
* `swallow`: done, and no answer; `late`: done, and answered after the client has given up waiting;
* `reset up`: the connection is reset in the middle of the request's body;
* `reset down`: it is reset in the middle of the answer's body; `cut`: closed there.
"""

FINE: Fault = lambda _method, _path: None  # noqa: E731
"""No fault."""

LATE_SECONDS = 3.0
"""When `late` answers."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: "Proxy"

    def _pass(self) -> None:
        self.proxy.seen.append((self.command, self.path))
        fault = self.proxy.fault(self.command, self.path)
        self.close_connection = True
        length = int(self.headers.get("Content-Length") or 0)
        if fault == "reset up":
            self.rfile.read(length // 2)
            self._reset()
            return
        body = self.rfile.read(length)
        self.proxy.bytes_up += length
        if fault == "drop":
            return
        if fault is not None and fault[0].isdigit():
            status, _, code = fault.partition(" ")
            self._answer(int(status), {}, f"<Error><Code>{code}</Code></Error>".encode())
            return
        answer = self._ask(body)
        self.proxy.bytes_down += len(answer[2])
        if fault == "late":
            time.sleep(LATE_SECONDS)
        if fault not in ("swallow", "late"):
            self._answer(*answer, fault)

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        upstream = http.client.HTTPConnection(self.proxy.upstream, timeout=30)
        # The signature covers the Host header: it goes through as it came.
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(body)
        answer = upstream.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def _answer(self, status: int, headers: dict[str, str], data: bytes, fault: str | None = None) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in ("transfer-encoding", "connection"):
                self.send_header(name, value)
        if "Content-Length" not in headers and self.command != "HEAD":
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data if fault is None else data[: len(data) // 2])
        if fault == "reset down":
            self._reset()

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # The handler's files hold the socket as well.
        self.rfile.close()
        self.connection.close()

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _pass  # noqa: N815

    def log_message(self, *_: Any) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hung up is no error here."""


class Proxy:
    """Passes requests on to the real server, or makes a fault of them."""

    def __init__(self, upstream: str) -> None:
        self.fault = FINE
        self.seen: list[tuple[str, str]] = []
        # Of bodies. Two requests at once may be counted as one: near enough for a bill, not for a test.
        self.bytes_up = self.bytes_down = 0
        self.upstream = upstream.removeprefix("http://")
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": self}))
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"

    def count(self, method: str, where: str = "") -> int:
        """How many requests of a kind came."""
        return sum(method == asked and where in path for asked, path in list(self.seen))

    @contextlib.contextmanager
    def running(self) -> Iterator["Proxy"]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


def once(*faults: str, method: str = "PUT", where: str = "") -> Fault:
    """Faults of the first requests of a kind, in order."""
    left = list(faults)

    def fault(asked: str, path: str) -> str | None:
        return left.pop(0) if left and asked == method and where in path else None

    return fault


def always(what: str, *methods: str, where: str = "") -> Fault:
    """A fault of all requests of some kinds; of every kind when none is named."""

    def fault(asked: str, path: str) -> str | None:
        return what if (not methods or asked in methods) and where in path else None

    return fault
