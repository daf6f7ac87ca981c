"""Bytes of a feed, sitemap or section page -> text, whatever charset they claim."""

import codecs
import re

_DECLARED = re.compile(rb"(?:encoding|charset)\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{1,40})")
_DECLARED_WITHIN = 2048
"""Bytes searched for a declaration; the HTML standard has browsers look at 1,024."""
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSETS = frozenset(
    {
        "cp1251",
        "cp1252",
        "cp1254",
        "cp866",
        "gb18030",
        "gb2312",
        "gbk",
        "iso8859-5",
        "iso8859-9",
        "koi8-r",
        "koi8-u",
        "kz1048",
        "ptcp154",
        "utf-16",
        "utf-16-be",
        "utf-16-le",
    }
)
"""Charsets that are believed when declared and the bytes fit. Not ISO 8859-1: servers send it unasked and it
fits any bytes; and no codec of Python that is no charset."""
_CYRILLIC_RUN = re.compile(r"[А-Яа-яЁё]{4,}")
_CYRILLIC_SMALL = re.compile(r"[а-яё]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 100_000
"""Bytes that the Cyrillic check looks at: enough to be sure, and bounded."""


def decode(body: bytes, encoding: str | None = None) -> str:
    """The text of `body`. Never raises: what no charset explains becomes U+FFFD.

    `encoding` is the charset of the Content-Type header. In this order: a byte order mark; UTF-16 by its zero
    bytes; UTF-8 where the bytes are valid UTF-8 (no other charset gives that by chance, and servers declare
    wrongly; a character cut at the end is no error); the header, then the document's own declaration, where
    the bytes fit; windows-1251 where that reads as Cyrillic words; UTF-8 with replacements.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if body[:2] in (b"<\0", b"\0<"):
        return body.decode("utf-16-le" if body[1] == 0 else "utf-16-be", "replace")
    text = _strict(body, "utf-8")
    if text is not None:
        return text
    declared = _DECLARED.search(body[:_DECLARED_WITHIN])
    names = (encoding, declared[1].decode("ascii") if declared else None)
    for name in filter(None, map(_codec, names)):
        text = _strict(body, name)
        if text is not None:
            return text
    if _reads_as_cyrillic(body[:_SAMPLE].decode("windows-1251", "replace")):
        return body.decode("windows-1251", "replace")
    return body.decode("utf-8", "replace")


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(body)
    except UnicodeError:
        return None


def _codec(name: str | None) -> str | None:
    """Python's name of a charset that is evidence when declared, else None."""
    try:
        codec = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    return codec if codec in _CHARSETS else None


def _reads_as_cyrillic(text: str) -> bool:
    """Do most characters outside ASCII stand in Cyrillic words, small letters mostly?

    Turkish read as windows-1251 has single Cyrillic letters between Latin ones; koi8-r has the case swapped.
    """
    in_words = "".join(_CYRILLIC_RUN.findall(text))
    small = len(_CYRILLIC_SMALL.findall(in_words))
    return 2 * len(in_words) > len(_NOT_ASCII.findall(text)) and 2 * small > len(in_words)
