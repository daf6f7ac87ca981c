"""How long the head of an answer may be: the one part of it that neither Scrapy nor Twisted bounds.

Scrapy counts the body (`DOWNLOAD_MAXSIZE`) and Twisted the length of a line, but header after header is kept
until the time-out: 280 MiB in 8 s from a server on loopback, which is `MEMUSAGE_LIMIT_MB` before the 30 s of
`DOWNLOAD_TIMEOUT` are over, and the end of the run.
"""

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTPParser

MAX_HEAD_BYTES = 256 * 1024
"""Status line and headers of an answer, bytes; Firefox takes 384 KiB, Chrome 256 KiB. More than the 64 KiB
that are read at once, so that a body that begins in the same read is not counted."""


class HeadTooLarge(DownloadCancelledError):
    """The status line and headers of an answer are longer than `MAX_HEAD_BYTES`."""


class _Protocol(_LenientHTTP11ClientProtocol):
    """Gives up an answer whose head is too long. Interim answers (1xx) count as part of it."""

    _counted: HTTPParser | None = None
    _head_bytes = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """See Twisted."""
        parser = self._parser
        if parser is not self._counted:  # each request has a parser of its own
            self._counted, self._head_bytes = parser, 0
        if parser is not None and parser.state in (STATUS, HEADER):
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                error = HeadTooLarge(f"headers of more than {MAX_HEAD_BYTES} bytes")
                self._giveUp(Failure(error))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: ARG002, N802 (Twisted's way)
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler of http: and https:, with a bound on the head of an answer."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory


def cause_of(error: BaseException) -> BaseException:
    """What made a download fail, where Scrapy's exception only quotes a list of Twisted's failures."""
    reasons = getattr(error.__cause__, "reasons", None)
    value = getattr(reasons[0], "value", None) if reasons else None
    return value if isinstance(value, BaseException) else error
