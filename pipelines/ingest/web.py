"""An archive at an http(s) address."""

import logging
import re
from http import HTTPStatus

import requests
from urllib3.exceptions import HTTPError, MaxRetryError, NameResolutionError, NewConnectionError

from ..errors import SourceRefused
from .streams import CutOffError

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 10
READ_SECONDS = 60
"""Of one read: a server that sends nothing for so long is asked anew."""

_PIECE = 2**20
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class _Answer:
    """The body of an answer."""

    def __init__(self, answer: requests.Response) -> None:
        self._answer = answer

    def read(self, size: int, /) -> bytes:
        """See `streams.Body`."""
        data: bytes = self._answer.raw.read(size)
        return data

    def close(self) -> None:
        """See `streams.Body`."""
        self._answer.close()


class WebSource:
    """See `streams.Remote`. Continued by Range; a server that has none is read through to that byte again."""

    def __init__(self, address: str, user_agent: str) -> None:
        self._address = address
        self._user_agent = user_agent
        self._size: int | None = None
        self._version: str | None = None

    @property
    def size(self) -> int | None:
        """See `streams.Remote`."""
        return self._size

    def connect(self, offset: int) -> _Answer:
        """See `streams.Remote`."""
        # Identity: a server that packs it anew would give other bytes at other offsets.
        headers = {"User-Agent": self._user_agent, "Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        try:
            answer = requests.get(
                self._address, headers=headers, stream=True, timeout=(CONNECT_SECONDS, READ_SECONDS)
            )
        except (requests.ConnectionError, requests.Timeout) as error:
            raise CutOffError(_in_short(error)) from error
        try:
            return self._checked(answer, offset)
        except BaseException:
            answer.close()
            raise

    def _checked(self, answer: requests.Response, offset: int) -> _Answer:
        status = answer.status_code
        if status >= 500 or status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS):
            raise CutOffError(f"the server answers {status} {answer.reason}")
        if status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
            raise SourceRefused(f"{self._address}: the server answers {status} {answer.reason}")
        begin, size = 0, _number(answer.headers.get("Content-Length"))
        if status == HTTPStatus.PARTIAL_CONTENT:
            found = _RANGE.match(answer.headers.get("Content-Range", ""))
            if found is None or int(found[1]) != offset:
                raise SourceRefused(f"{self._address}: the server gives another part than it was asked for")
            begin, size = offset, _number(found[2])
        version = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
        if self._version not in (None, version) or self._size not in (None, size):
            raise SourceRefused(f"{self._address}: it changed while it was read")
        self._version, self._size = version, size
        body = _Answer(answer)
        if begin < offset:
            logger.info("%s: the server has no ranges; %d bytes are read again", self._address, offset)
        while begin < offset:
            piece = body.read(min(offset - begin, _PIECE))
            if not piece:
                raise CutOffError(f"the connection ended at byte {begin}")
            begin += len(piece)
        return body

    def is_transient(self, error: BaseException) -> bool:
        """See `streams.Remote`."""
        final = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.TooManyRedirects)
        return self.is_failure(error) and not isinstance(error, final)

    def is_failure(self, error: BaseException) -> bool:
        """See `streams.Remote`."""
        return isinstance(error, requests.RequestException | HTTPError)


def _in_short(error: requests.RequestException) -> str:
    """Why there is no connection: the library would tell of its pools and repeat the address."""
    found = error.args[0] if error.args else error
    reason = found.reason if isinstance(found, MaxRetryError) else found
    if isinstance(reason, NameResolutionError):
        return "its host is not found"
    if isinstance(error, requests.Timeout):
        return "its host does not answer"
    if isinstance(reason, NewConnectionError):
        return "its host takes no connection"
    return str(reason)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
