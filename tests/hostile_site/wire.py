"""A web server that sends what a test says, byte for byte, well-formed or not."""

import contextlib
import dataclasses
import itertools
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

HTML = "text/html; charset=utf-8"
MAX_SECONDS = 30.0
"""How long one answer may take, seconds: a bound on what never ends."""


@dataclasses.dataclass(frozen=True)
class Wire:
    """What a server sends on one connection."""

    pieces: Callable[[], Iterable[bytes]]
    """The bytes; may be endless."""
    pause: float = 0.0
    """Seconds between two pieces."""
    reset: bool = False
    """End with a reset instead of an end of data."""


def raw(*pieces: bytes, pause: float = 0.0, reset: bool = False) -> Wire:
    """These bytes."""
    return Wire(lambda: pieces, pause, reset)


def head(status: int = 200, content_type: str = HTML, **fields: str) -> bytes:
    """A status line and headers, with the empty line after them; `_` in a name stands for a hyphen."""
    lines = [f"HTTP/1.1 {status} Word", f"Content-Type: {content_type}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def page(body: bytes | str, status: int = 200, content_type: str = HTML, **fields: str) -> Wire:
    """A well-formed answer."""
    content = body.encode() if isinstance(body, str) else body
    return raw(head(status, content_type, Content_Length=str(len(content)), **fields), content)


def endless(first: bytes, piece: bytes, pause: float = 0.0) -> Wire:
    """`first`, then `piece` for ever."""
    return Wire(lambda: itertools.chain([first], itertools.repeat(piece)), pause)


class HostileServer:
    """Answers by path, closing after each; any other path is 404. `seen` is what was asked for."""

    def __init__(self, answers: Mapping[str, Wire], certificate: Path | None = None) -> None:
        self.seen: list[str] = []
        seen, stopped = self.seen, threading.Event()
        self._stopped = stopped
        context = None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)

        class Handler(socketserver.StreamRequestHandler):
            timeout = MAX_SECONDS

            def setup(self) -> None:
                if context:
                    self.request = context.wrap_socket(self.request, server_side=True)
                super().setup()

            def handle(self) -> None:
                path = self.rfile.readline(65536).split(b" ")[1].decode("ascii")
                while self.rfile.readline(65536).strip():
                    pass
                seen.append(path)
                wire = answers.get(path, page(b"nothing here", 404))
                waits = 0.0
                for piece in wire.pieces():
                    self.request.sendall(piece)
                    waits += wire.pause
                    if stopped.wait(wire.pause) or waits > MAX_SECONDS:
                        break
                if wire.reset:
                    self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                elif context:
                    with contextlib.suppress(OSError, ssl.SSLError):
                        self.request = self.request.unwrap()

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that goes away is no matter here."""

            def shutdown_request(self, request: Any) -> None:
                # Without the polite shutdown, which would send what a reset must not.
                self.close_request(request)

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> "HostileServer":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
