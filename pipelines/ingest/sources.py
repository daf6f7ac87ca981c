"""What may be named to an ingest: archives, and lists of archives, in files, buckets and at addresses."""

import dataclasses
import gzip
import logging
import re
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator

from ..errors import SourceRefused, UsageError
from .bucket import BucketSource
from .streams import LocalStream, RemoteStream, Stream
from .web import WebSource

logger = logging.getLogger(__name__)

MAX_LIST_BYTES = 32 * 2**20
"""Of a list of paths, unpacked. Common Crawl's of a month have some 500 lines of 70 bytes."""

_LIST = re.compile(r"\.paths(?:\.gz)?$")
_ROOT = "crawl-data/"
"""What the paths of Common Crawl's lists begin with, and the addresses of the lists have in them."""


@dataclasses.dataclass(frozen=True, slots=True)
class Archive:
    """A WARC file that is to be read."""

    address: str
    """A path, `s3://BUCKET/KEY` or an http(s) address."""

    @property
    def name(self) -> str:
        """Its own name, the last part of its path: `CC-NEWS-20261101003014-01234.warc.gz`."""
        path = urllib.parse.urlsplit(self.address).path if is_web(self.address) else self.address
        return urllib.parse.unquote(path.rstrip("/").rpartition("/")[2])


def is_web(address: str) -> bool:
    """Is it an http(s) address?"""
    return address.lower().startswith(("http://", "https://"))


def is_local(address: str) -> bool:
    """Is it a path of this machine?"""
    return "://" not in address


def open_stream(address: str, offset: int, user_agent: str) -> Stream:
    """The bytes of a source from an offset on.

    Raises UsageError for an address of an unknown kind, SourceRefused for what is not there or not to be had,
    SourceError for what cannot be reached.
    """
    if is_local(address):
        return LocalStream(address, offset)
    if is_web(address):
        if "@" in urllib.parse.urlsplit(address).netloc:
            # Not repeated in the message: what stands before the @ may be a password.
            raise UsageError("an address of an archive must not hold a name or password")
        return RemoteStream(address, WebSource(address, user_agent), offset)
    if address.startswith("s3://"):
        return RemoteStream(address, BucketSource(address), offset)
    raise UsageError(f"{address}: is neither a path, s3://BUCKET/KEY nor an http(s) address")


def archives(sources: Iterable[str], base: str | None, user_agent: str) -> Iterator[Archive]:
    """The archives that are named, lists (`….paths`, `….paths.gz`) taken apart; each name once.

    :param base: what relative lines of lists begin with; without it, what stands before `crawl-data/` in the
        list's own address

    Raises as `open_stream`, and UsageError for a list that is none.
    """
    seen: dict[str, str] = {}
    for source in sources:
        for address in _listed(source, base, user_agent) if _LIST.search(source) else (source,):
            archive = Archive(address)
            if archive.name not in seen:
                yield archive
            elif seen[archive.name] != address:
                # By its name it is known which records are in.
                logger.warning("%s is left out: %s has the same name", address, seen[archive.name])
            seen.setdefault(archive.name, address)


def _listed(source: str, base: str | None, user_agent: str) -> Iterator[str]:
    before, root, _ = source.partition(_ROOT)
    for line in _lines(source, user_agent):
        if "://" in line or line.startswith("/"):
            yield line
        elif base is not None:
            yield f"{base.rstrip('/')}/{line}"
        elif root and line.startswith(_ROOT):
            yield before + line
        else:
            raise UsageError(f"{source}: {line!r} is relative; say what to, as --base s3://commoncrawl/")


def _lines(source: str, user_agent: str) -> list[str]:
    stream = open_stream(source, 0, user_agent)
    data = bytearray()
    try:
        while len(data) <= MAX_LIST_BYTES and (piece := stream.read(2**20)):
            data += piece
    finally:
        stream.close()
    try:
        text = _unpacked(bytes(data)).decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UsageError(f"{source}: is no list of paths ({error})") from error
    if len(text) > MAX_LIST_BYTES:
        raise UsageError(f"{source}: is no list of paths (larger than {MAX_LIST_BYTES} bytes)")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise SourceRefused(f"{source}: the list is empty")
    return lines


def _unpacked(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    return gzip.decompress(data)
