"""The sites on loopback, what happens to three of them half-way, and the receiver of alarms."""

import contextlib
import datetime as dt
import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

from benchmarks.show import CannotShow
from benchmarks.show.sites import SITES, ShowSite, Timetable, feed, page, redesigned

_HTML, _XML = "text/html; charset=utf-8", "application/rss+xml"
_MOST_BYTES = 1_000_000
"""Of an alarm that is read."""


FORBIDDEN_PART = 0.8
"""How much of its time a site that blocks says 403; then 429. Health takes a block for one after nine minutes
of refused pages; a site that asks to be left alone gets its rest."""

REST_SECONDS = "600"
"""What a 429 asks for: longer than a run waits, so that it ends and does not hold up its round."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hung up is no error here."""


class Newspaper:
    """One site, served from `start` to `stop`."""

    def __init__(self, site: ShowSite, timetable: Timetable, half: dt.datetime, end: dt.datetime) -> None:
        """At `half` its fate comes."""
        self.site = site
        self._timetable = timetable
        self._half, self._strict = half, half + FORBIDDEN_PART * (end - half)
        self._server: _Server | None = None

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, type and body for a path, as things stand."""
        now = _now()
        if path == "/robots.txt":
            return 200, "text/plain", b"User-agent: *\nAllow: /\n"
        troubled = now >= self._half
        if troubled and self.site.fate == "blocks":
            if now >= self._strict:
                return 429, _HTML, b"Too many requests"
            if path != "/feed":
                return 403, _HTML, b"Forbidden"
        if path == "/feed":
            return 200, _XML, feed(self.site, self._timetable, now)
        number = path.removeprefix("/news/")
        if not number.isdecimal() or not 1 <= int(number[:9]) <= self._timetable.count(self.site, now):
            return 404, _HTML, b"Not found"
        if troubled and self.site.fate == "breaks":
            return 200, _HTML, redesigned(self.site, int(number))
        return 200, _HTML, page(self.site, int(number), self._timetable.published(self.site, int(number)))

    def start(self) -> None:
        """Open the port. Raises CannotShow."""
        paper = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, body = paper.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if status == http.HTTPStatus.TOO_MANY_REQUESTS:
                    self.send_header("Retry-After", REST_SECONDS)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        address, _, port = self.site.host.partition(":")
        try:
            self._server = _Server((address, int(port)), Handler)
        except OSError as error:
            raise CannotShow(
                f"{self.site.host}: {error.strerror}; choose another port by SHOW_PORT"
            ) from error
        threading.Thread(target=self._server.serve_forever, args=(0.2,), daemon=True).start()

    def stop(self) -> None:
        """Close the port: who comes now is refused the connection."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@contextlib.contextmanager
def newspapers(timetable: Timetable, half: dt.datetime, end: dt.datetime) -> Iterator[None]:
    """All sites; those that die do so at `half`."""
    running: list[Newspaper] = []
    timers: list[threading.Timer] = []
    try:
        for site in SITES:
            running.append(paper := Newspaper(site, timetable, half, end))
            paper.start()
            if site.fate == "dies":
                timers.append(threading.Timer(max(0.0, (half - _now()).total_seconds()), paper.stop))
                timers[-1].daemon = True
                timers[-1].start()
        yield
    finally:
        for timer in timers:
            timer.cancel()
        for paper in running:
            paper.stop()


class Receiver:
    """A webhook that writes down what it is sent."""

    def __init__(self) -> None:
        self.got: list[tuple[dt.datetime, dict[str, Any]]] = []
        """When each alarm came, and what it said."""
        got = self.got

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                data = self.rfile.read(min(_MOST_BYTES, int(self.headers.get("Content-Length") or 0)))
                try:
                    got.append((_now(), json.loads(data)))
                except ValueError:
                    got.append((_now(), {"text": f"no JSON: {data[:200]!r}"}))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_: Any) -> None:
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/alarm"
        threading.Thread(target=self._server.serve_forever, args=(0.2,), daemon=True).start()

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
