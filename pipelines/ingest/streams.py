"""An archive as a stream, from any byte on, wherever it is. Nothing of it is held but the last piece.

A connection that breaks is made anew where it broke, by the policy of the store (`store.retry`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from ..errors import SourceError, SourceRefused
from ..store.retry import retrying

T = TypeVar("T")


class Stream(Protocol):
    """The bytes of a source from an offset on."""

    @property
    def size(self) -> int | None:
        """Length of the whole source, bytes; None where nobody says it."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, none only at the end.

        Raises SourceError when the source cannot be reached any more, SourceRefused when it is another one.
        """

    def close(self) -> None:
        """End it."""


class LocalStream:
    """A file of this machine."""

    def __init__(self, path: str, offset: int) -> None:
        """Raises SourceRefused when it cannot be opened."""
        self._path = path
        try:
            self._file = Path(path).open("rb")  # noqa: SIM115 - closed by `close`
            self._size = self._file.seek(0, 2)
            self._file.seek(offset)
        except OSError as error:
            raise SourceRefused(f"{path}: {error.strerror or error}") from error

    @property
    def size(self) -> int | None:
        """See `Stream`."""
        return self._size

    def read(self, size: int, /) -> bytes:
        """See `Stream`."""
        try:
            return self._file.read(size)
        except OSError as error:
            raise SourceError(f"{self._path}: {error.strerror or error}") from error

    def close(self) -> None:
        """See `Stream`."""
        self._file.close()


class Body(Protocol):
    """What one connection gives."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, none at the end."""

    def close(self) -> None:
        """End it."""


class CutOffError(Exception):
    """A connection ended before its source did, or brought an answer that the next one may not bring."""


class Remote(Protocol):
    """A source that is read over connections."""

    @property
    def size(self) -> int | None:
        """Length of the whole source, bytes; None before the first connection, and where nobody says it."""

    def connect(self, offset: int) -> Body:
        """A new connection, from this byte on. Raises SourceRefused when what is there is not to be had."""

    def is_transient(self, error: BaseException) -> bool:
        """May the same succeed in a moment?"""

    def is_failure(self, error: BaseException) -> bool:
        """Is this an error of the connection, and none of ours?"""


class RemoteStream:
    """A remote source as one stream, whatever becomes of its connections."""

    def __init__(self, address: str, remote: Remote, offset: int) -> None:
        """Raises as `read`."""
        self._address = address
        self._remote = remote
        self._at = offset
        self._body: Body | None = None
        self._insist(self._connected)

    @property
    def size(self) -> int | None:
        """See `Stream`."""
        return self._remote.size

    def read(self, size: int, /) -> bytes:
        """See `Stream`."""
        data = self._insist(lambda: self._read(size))
        self._at += len(data)
        return data

    def close(self) -> None:
        """See `Stream`."""
        if self._body is not None:
            self._body.close()
            self._body = None

    def _connected(self) -> Body:
        if self._body is None:
            self._body = self._remote.connect(self._at)
        return self._body

    def _read(self, size: int) -> bytes:
        try:
            return self._whole(self._connected().read(size))
        except BaseException:
            self.close()
            raise

    def _whole(self, data: bytes) -> bytes:
        if not data and self.size is not None and self._at < self.size:
            raise CutOffError(f"the connection ended at byte {self._at} of {self.size}")
        return data

    def _insist(self, call: Callable[[], T]) -> T:
        """Make a call by the policy: each piece that came makes its tries new."""

        def transient(error: BaseException) -> bool:
            return isinstance(error, CutOffError) or self._remote.is_transient(error)

        try:
            for attempt in retrying(transient=transient, asked=self._address):
                with attempt:
                    result = call()
        except Exception as error:
            if isinstance(error, CutOffError) or self._remote.is_failure(error):
                why = " ".join(str(error).split())[:300]
                raise SourceError(f"{self._address}: {why}; run it again, it goes on from there") from error
            raise
        return result
