"""Where a gzipped WARC file goes on behind a broken record: a bad sector, a transfer that lost bytes."""

import contextlib
import zlib
from collections.abc import Callable

PIECE = 2**20
"""Bytes that are searched at once."""

LOOK = 2**12
"""Bytes of a member in which `_BEGINNING` can be told: its tables, a few hundred bytes, come before it."""

MOST_BREAKS = 20
"""Broken places of an archive that are passed over. In a remote one each costs two connections, and one that
was mangled as a whole, as by a transfer in text mode, has one in each record."""

_MAGIC = b"\x1f\x8b\x08"
_GZIP = 31  # zlib: a gzip header and trailer
_BEGINNING = b"WARC/"


def next_record(read: Callable[[int], bytes], offset: int) -> int | None:
    """Where the first gzip member that holds a WARC record begins; None when none does any more.

    An archive that a record holds as it was packed may be taken for a part of this one. Raises as `read`.

    :param read: gives up to so many bytes, none only at the end
    :param offset: where it begins to read, bytes
    """
    window = b""
    while piece := read(PIECE):
        window += piece
        sure = max(len(window) - LOOK, 0)
        if (at := _record_in(window, sure)) is not None:
            return offset + at
        window, offset = window[sure:], offset + sure
    at = _record_in(window, len(window))
    return None if at is None else offset + at


def _record_in(window: bytes, before: int) -> int | None:
    """Where a record's member begins in the first bytes of `window`."""
    at = window.find(_MAGIC)
    while 0 <= at < before:
        with contextlib.suppress(zlib.error):
            if zlib.decompressobj(_GZIP).decompress(window[at : at + LOOK], len(_BEGINNING)) == _BEGINNING:
                return at
        at = window.find(_MAGIC, at + 1)
    return None
