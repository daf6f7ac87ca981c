"""Serves generated pages on loopback, compressed, from a thread of the benchmark's process."""

import asyncio
import gzip
import threading
import time
from types import TracebackType
from typing import Self

from benchmarks.pages import pages, path_of

HOST = "127.0.0.1"


class PageServer:
    """The first `count` pages, from `with` to its end."""

    def __init__(self, count: int) -> None:
        locations = "".join(
            f"<url><loc>http://{{host}}{path_of(number)}</loc></url>" for number in range(1, count + 1)
        )
        self._sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'
        # As a site would send them: 10,000 pages would not fit into a small machine's memory otherwise.
        self._bodies = {page.path: gzip.compress(page.body, 5, mtime=0) for page in pages(count)}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pages", daemon=True)
        self.host = ""
        """Host and port."""
        self.served = 0
        """Pages that were asked for since `begin`."""
        self.first_at: float | None = None
        """When the first was, seconds since the epoch."""

    def begin(self) -> None:
        """Count anew."""
        self.served, self.first_at = 0, None

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._converse, HOST, 0), self._loop
        ).result()
        self.host = f"{HOST}:{self._server.sockets[0].getsockname()[1]}"
        self._bodies["/sitemap.xml"] = gzip.compress(self._sitemap.format(host=self.host).encode(), mtime=0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer what is asked on one connection, until the client closes it."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(self._answer(head.split(b" ", 2)[1].decode("latin-1")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, path: str) -> bytes:
        body = self._bodies.get(path)
        if body is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if path.startswith("/news/"):
            self.first_at = self.first_at or time.time()
            self.served += 1
        kind = b"application/xml" if path.endswith(".xml") else b"text/html; charset=utf-8"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
        return head % (kind, len(body)) + body
