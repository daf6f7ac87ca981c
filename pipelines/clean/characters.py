"""Characters that no field may hold, and the one form in which strings are kept (NFC).

A page's string ends in logs, terminals, CSV files and JSON lines. What is invisible there, or changes how
what follows is shown, is dropped: C0 and C1 controls, lone surrogates (JSON-LD can carry them),
non-characters, the byte order mark, zero-width spaces, soft hyphens and bidirectional overrides. The joiners
U+200C and U+200D stay: Persian and Indic words need them.
"""

import re
import unicodedata

MAX_MARKS = 8
"""Combining marks kept in a row. No script needs more than four; NFC takes 10 s for 100,000 of them."""

_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff]"
)
_COMBINING = "".join(chr(code) for code in range(0x300, 0x1E950) if unicodedata.combining(chr(code)))
_MARKS = re.compile(f"([{_COMBINING}]{{{MAX_MARKS}}})[{_COMBINING}]+")
_RARE = re.compile("[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u2000-\u20cf\u2100-\u22ff]")
"""What is not Latin, Cyrillic, Greek, Armenian or punctuation: only there the slower `_MARKS` is tried."""


def visible(text: str) -> str:
    """`text` without characters that no field may hold, in NFC; line breaks stay as they are. Linear time."""
    text = _DROPPED.sub("", text)
    if _RARE.search(text):
        text = _MARKS.sub(r"\1", text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """`visible(text)` with every run of white space, line breaks included, made one space; stripped."""
    if text.isascii() and text.isprintable():
        # Nothing to drop or compose, which is soon seen: this is asked of every piece of a page.
        return " ".join(text.split())
    return " ".join(visible(text).split())


def fold(text: str) -> str:
    """Lower case in which Turkish, Azerbaijani and all others agree. As long as `text`: spans stay valid."""
    # Not by `str.translate`, which takes 14 times as long: each piece of a page is folded.
    return text.replace("İ", "i").replace("I", "i").replace("ı", "i").lower()
