"""Does a source say the charset that it is in? It is read all the same; a person may tell the site."""

import codecs
import re

from pipelines.extract.decode import decode

_SAMPLE = 65_536
"""Bytes looked at."""
_XML = re.compile(rb"\s{0,99}<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE)
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""What the web means by a name: https://encoding.spec.whatwg.org/#names-and-labels."""


def is_misdeclared(body: bytes, header: str | None) -> bool:
    """Is `body` in another charset than `header` (of its Content-Type) or its XML declaration names?

    False where neither names one that is known, or the bytes are ASCII. Never raises.
    """
    sample = body[:_SAMPLE]
    if sample.isascii():
        return False
    stated = _XML.match(sample.removeprefix(codecs.BOM_UTF8))
    names = (header, stated[1].decode("ascii", "ignore") if stated else None)
    declared = {codec for name in names if name and (codec := _codec(name))}
    # A sample may end within a character; that much is forgiven by `decode`.
    return bool(declared - {_codec(decode(sample, header).encoding)})


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    # What it is in tells its byte order, what it says often not.
    found = re.sub(r"^(utf-(?:16|32)).*", r"\1", found)
    return _WIDER.get(found, found)
