"""A web server on loopback that serves files by parts, and fails as a test says."""

import contextlib
import http.server
import threading
from collections.abc import Iterator
from typing import Any


class RangeServer:
    """Serves `files` by path; any other path is 404."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.ranges = True
        """Does it take Range?"""
        self.cuts: list[int] = []
        """Of the next answers, how many bytes of the body are sent before the connection is closed."""
        self.statuses: list[int] = []
        """Of the next answers, the status in the place of the file."""
        self.version = '"1"'
        """The ETag."""
        self.seen: list[tuple[str, str, str]] = []
        """Path, Range and User-Agent of each request."""
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(ConnectionError):
                    server.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, to: http.server.BaseHTTPRequestHandler) -> None:
        asked = to.headers.get("Range", "")
        self.seen.append((to.path, asked, to.headers.get("User-Agent", "")))
        data = self.files.get(to.path)
        if self.statuses or data is None:
            to.send_error(self.statuses.pop(0) if self.statuses else 404)
            return
        begin = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and self.ranges else 0
        if begin >= len(data):
            to.send_error(416)
            return
        to.send_response(206 if begin else 200)
        if begin:
            to.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        to.send_header("Content-Length", str(len(data) - begin))
        to.send_header("ETag", self.version)
        to.end_headers()
        rest = data[begin:]
        to.wfile.write(rest[: self.cuts.pop(0)] if self.cuts else rest)

    @contextlib.contextmanager
    def running(self) -> Iterator["RangeServer"]:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
