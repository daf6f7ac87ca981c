"""The page that an article was taken from, out of the archive, with nothing but Python's own library."""

import re
import zlib

from ..article import Article
from ..errors import StoreError, UsageError
from ..store.objects import ObjectStore

MAX_BYTES = 64 * 2**20
"""Of a record, unpacked: what the archive takes in at most (`archive.MAX_RECORD_BYTES`)."""

_LENGTH = re.compile(rb"^Content-Length: *([0-9]{1,9}) *$", re.IGNORECASE | re.MULTILINE)
_TARGET = re.compile(rb"^WARC-Target-URI: *<?([^\r\n>]*)>? *$", re.IGNORECASE | re.MULTILINE)

_PLACE = re.compile(rb"^Steppewire-Refers-To-Place: (\S+) ([0-9]{1,18}) ([0-9]{1,18})$", re.MULTILINE)


def archived_body(objects: ObjectStore, article: Article) -> bytes:
    """The body of the answer that a revision was taken from, as it was decoded from its coding.

    Raises UsageError where no page is kept, StoreError where it cannot be read, is damaged or taken down.
    """
    key, offset, length = article.warc_key, article.warc_offset, article.warc_length
    name = f"the page of {article.id} revision {article.revision}"
    if key is None or offset is None or length is None:
        raise UsageError(f"{name} is not kept")
    head, rest = _record(name, objects, key, offset, length, article.url)
    if repeated := _PLACE.search(head):
        # Its answer had the body of an earlier one.
        place = (repeated[1].decode(), int(repeated[2]), int(repeated[3]))
        head, rest = _record(name, objects, *place, article.url)
    lengths = _LENGTH.search(head)
    _, _, body = rest[: int(lengths[1]) if lengths else 0].partition(b"\r\n\r\n")
    return body


def _record(
    name: str, objects: ObjectStore, key: str, offset: int, length: int, url: str
) -> tuple[bytes, bytes]:
    """The header of a WARC record, and what stands behind it. Raises StoreError."""
    member = objects.get_range(key, offset, length)
    unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        record = unpack.decompress(member, MAX_BYTES)
    except zlib.error as error:
        raise StoreError(f"{name} is damaged in {key} at {offset}: {error}") from error
    head, _, rest = record.partition(b"\r\n\r\n")
    if b"removed on request" in rest[:100] and b"WARC-Type: metadata" in head:
        raise StoreError(f"{name} was taken down")
    head = head.replace(b"\r\n", b"\n")
    target = _TARGET.search(head)
    if not unpack.eof or not _LENGTH.search(head) or target is None:
        raise StoreError(f"{name} is damaged in {key} at {offset}: not one whole WARC record")
    if target[1].decode("utf-8", "replace") != url:
        raise StoreError(f"{name}: {key} holds another page at {offset}")
    return head, rest
