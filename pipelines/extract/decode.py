"""Bytes to text: which charset a page is really in.

A declaration is a witness, not a fact: pages say windows-1251 in the header and utf-8 in the markup, or name
one and send the other. What can be checked is checked. Valid UTF-8 with bytes beyond ASCII is UTF-8 whatever
is declared, since no text in another charset is valid UTF-8 by chance; between the single-byte Cyrillic
charsets the letters decide, since Russian in the wrong one of them is a text of rare letters and capitals.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_CODECS = {
    "utf-8": "utf-8",
    "windows-1251": "cp1251",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "ibm866": "cp866",
    "iso-8859-5": "iso8859_5",
    "x-mac-cyrillic": "mac_cyrillic",
    "kz-1048": "kz1048",
    "ptcp154": "ptcp154",
    **{f"windows-{page}": f"cp{page}" for page in (1250, 1252, 1253, 1254, 1255, 1256, 1257, 1258)},
    "windows-874": "cp874",
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 6, 7, 8, 10, 13, 14, 15, 16)},
    "macintosh": "mac_roman",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
}
"""Charsets that are decoded, by WHATWG name, with Python's codec. What is not here is not a charset of pages:
codecs such as `utf-7`, `unicode_escape` or `zlib` must not be chosen by a page."""

_ALIASES = {
    "windows-1252": "iso-8859-1 latin1 latin-1 ascii us-ascii cp1252",
    "utf-8": "utf8 utf8mb4 utf-8-sig unicode-1-1-utf-8",
    "windows-1251": "cp1251 cp-1251 win-1251 win1251 windows1251 x-cp1251",
    "koi8-r": "koi8 koi koi8r cskoi8r",
    "koi8-u": "koi8u koi8-ru",
    "ibm866": "866 cp866 csibm866",
    "gb18030": "gbk gb2312 gb-2312-80 x-gbk",
    "windows-1254": "iso-8859-9 latin5 cp1254",
    "windows-874": "iso-8859-11 tis-620",
    "shift_jis": "shift-jis sjis x-sjis windows-31j ms932 cp932",
    "euc-kr": "ks-c-5601-1987 windows-949 cp949 korean",
    "kz-1048": "kz1048 strk1048-2002 rk1048",
    "ptcp154": "pt154 cp154 csptcp154 cyrillic-asian",
    "big5": "big5-hkscs cn-big5 x-x-big5",
}
_LABELS = {alias: name for name, aliases in _ALIASES.items() for alias in aliases.split()}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s{0,99}<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a declaration is looked for. The standard says 1,024; pages put scripts before it."""
_SHORTEST = 32
"""Bytes below which zero bytes say nothing."""
_HIGH = re.compile(rb"[\x80-\xff]")
_TAG = re.compile(rb"<[^<>]*>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")

MAX_BROKEN = 0.02
"""Share of the bytes beyond ASCII that may be broken in text that still counts as the charset."""

_CYRILLIC = ("windows-1251", "koi8-u", "ibm866", "iso-8859-5")
_OFTEN = frozenset("аеиіотнрсл")
"""Ten letters that make 45 % (Mongolian) to 62 % (Russian) of the Cyrillic languages here. Read in a wrong
charset of the four below, texts of eight languages have them at 26 % at most."""
CYRILLIC_SHARE = 0.40
"""Share of `_OFTEN` among the characters beyond ASCII from which a reading counts as Cyrillic text."""
_SAMPLE = 20_000
"""Bytes of text that the letters are judged on."""

_KAZAKH = frozenset(b"\x8d\x8e\x9d\x9e\xa1\xa2\xa3\xa5\xaa\xaf\xb4\xba\xbc\xbd\xbe\xbf")
"""Where KZ-1048 has Kazakh letters and windows-1251 has Ukrainian, Serbian and Macedonian ones."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body as text."""

    text: str
    """Without NUL, C0 and C1 controls (tab and line breaks stay) and without lone surrogates."""
    encoding: str
    """WHATWG name of the charset that was used."""


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """Text of `body`. `declared` is the charset of the Content-Type header. Never raises.

    In this order: byte order mark; UTF-8 if the bytes are UTF-8; the declared charset (header, meta, XML
    declaration) if it gives few errors and no other Cyrillic charset reads better; the Cyrillic charset that
    reads best; charset-normalizer's guess; windows-1252.
    """
    for bom, marked in _BOMS:
        if body.startswith(bom):
            return _decoded(body[len(bom) :], marked, marked)
    if wide := _wide(body):
        return _decoded(body, wide, wide)
    names = _declared(body, declared)
    if _is_utf8(body):
        seven_bit = "iso-2022-jp" in names and b"\x1b$" in body
        return _named(body, "iso-2022-jp" if seven_bit else "utf-8")
    sample = _sample(body)
    name = next((name for name in names if name != "utf-8" and _fits(sample, name)), None)
    cyrillic, share = _best_cyrillic(sample)
    if share >= CYRILLIC_SHARE and (name is None or share > _cyrillic_share(sample, name) + 0.15):
        name = cyrillic
    if name is None:
        guess = from_bytes(sample).best()
        name = _canonical(guess.encoding.replace("_", "-")) if guess else None
    if name == "windows-1251" and _is_kazakh(sample):
        name = "kz-1048"
    return _named(body, name or "windows-1252")


def _canonical(label: str) -> str | None:
    label = label.strip().strip("\"'").lower()
    for form in (label, label.replace("_", "-"), label.replace("cp", "windows-")):
        name = _LABELS.get(form, form)
        if name in _CODECS:
            return name
    return None


def _declared(body: bytes, header: str | None) -> list[str]:
    """Charsets that are named, in the order in which they are believed."""
    found = (_META.search(body, 0, _HEAD), _XML.match(body, 0, _HEAD))
    labels = [header or "", *(match[1].decode("ascii") for match in found if match)]
    return [name for label in labels if (name := _canonical(label))]


def _wide(body: bytes) -> str | None:
    """UTF-16 without a byte order mark: every fifth character at least is ASCII, with a zero byte."""
    head = body[:_HEAD]
    if len(head) < _SHORTEST:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if not max(even, odd) or max(even, odd) * 10 < len(head):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_utf8(body: bytes) -> bool:
    """Is `body` UTF-8, or would be but for a few broken bytes?"""
    try:
        # A document that was cut within a character is no worse for it.
        codecs.getincrementaldecoder("utf-8")("strict").decode(body)
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        beyond = len(text) - len(text.encode("ascii", "ignore"))
        return broken <= MAX_BROKEN * beyond
    return True


def _sample(body: bytes) -> bytes:
    """The beginning of the text of a page, from the first byte beyond ASCII outside a tag."""
    text = _TAG.sub(b" ", body)
    first = _HIGH.search(text)
    return text[first.start() :][:_SAMPLE] if first else text[:_SAMPLE]


def _fits(sample: bytes, name: str) -> bool:
    text = sample.decode(_CODECS[name], "replace")
    # The sample may end within a character: one error more.
    return text.count("\ufffd") <= 1 + MAX_BROKEN * len(_HIGH.findall(sample))


def _cyrillic_share(sample: bytes, name: str) -> float:
    """Share of the frequent Cyrillic letters among the characters beyond ASCII when read as `name`."""
    beyond = [char for char in sample.decode(_CODECS[name], "replace") if char > "\x7f"]
    return sum(char in _OFTEN for char in beyond) / len(beyond) if beyond else 0.0


def _best_cyrillic(sample: bytes) -> tuple[str, float]:
    shares = {name: _cyrillic_share(sample, name) for name in _CYRILLIC}
    best = max(shares, key=shares.__getitem__)
    return best, shares[best]


def _is_kazakh(sample: bytes) -> bool:
    """Are the bytes of Kazakh letters frequent and of many kinds?

    Left out are those that windows-1251 has Ukrainian letters at. The others make 8 % of Kazakh in KZ-1048,
    and 0.02 % of Ukrainian in windows-1251.
    """
    high = [byte for byte in sample if byte > 0x7F]
    kazakh = [byte for byte in high if byte in _KAZAKH]
    ukrainian = sum(kazakh.count(byte) for byte in b"\xaa\xaf\xba\xbf")
    return len(set(kazakh)) >= 3 and len(kazakh) - ukrainian > 0.04 * len(high)


def _named(body: bytes, name: str) -> Decoded:
    return _decoded(body, name, _CODECS[name])


def _decoded(body: bytes, name: str, codec: str) -> Decoded:
    return Decoded(_CONTROLS.sub("", body.decode(codec, "replace")), name)
