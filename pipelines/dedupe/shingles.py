"""The words of a text and its shingles as 64-bit hashes: the same on every machine, in every process.

A word is hashed by a polynomial over its characters, all words of a text at once, so that Python never makes
shingles as objects: that would cost more than all the rest.
"""

import functools
import hashlib

import numpy as np
import numpy.typing as npt

SHINGLE_WORDS = 3
"""Words of a shingle. See docs/dedupe.md for what others gave."""

Hashes = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]

_SPACE = 0x20


def constants(name: str, count: int) -> Hashes:
    """`count` fixed numbers of 64 bits that look random, the same for ever: numpy's own may change."""
    drawn = hashlib.shake_256(f"steppewire {name}".encode()).digest(8 * count)
    return np.frombuffer(drawn, "<u8").astype(np.uint64)


_BASE = int(constants("base", 1)[0]) | 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_SPREAD = constants("spread", 1)[0] | np.uint64(1)
_HALF = np.uint64(32)
_TABLE = 1 << 15
"""Characters of most articles; for longer ones the powers are made anew."""


@functools.lru_cache(maxsize=1)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Powers of the base, and those of its inverse, modulo 2 to the 64."""
    tables = [np.full(count, number, np.uint64) for number in (_BASE, _INVERSE)]
    for table in tables:
        table[0] = 1
        np.cumprod(table, out=table)
    return tables[0], tables[1]


class Shingled:
    """A text and its shingles."""

    __slots__ = ("count", "shingles", "words")

    words: str
    """As `fingerprint.plain_words` gives them."""
    count: int
    """Of the words."""
    shingles: Hashes
    """From each word on that has enough after it; empty where the text has too few. All bits are good."""

    def __init__(self, words: str) -> None:
        self.words = words
        # With a space before each word, the words are all alike.
        units = np.frombuffer(f" {words}".encode("utf-32-le"), "<u4")
        powers, inverses = _powers(_TABLE) if units.size <= _TABLE else _powers.__wrapped__(units.size)
        starts = np.flatnonzero(units == _SPACE)
        hashes = np.add.reduceat(units * powers[: units.size], starts)
        hashes *= inverses[starts]
        self.count = hashes.size
        count = max(0, hashes.size - SHINGLE_WORDS + 1)
        shingles = hashes[:count].copy()
        for place in range(1, SHINGLE_WORDS):
            shingles *= _SPREAD
            shingles += hashes[place : place + count]
        shingles ^= shingles >> _HALF
        shingles *= _SPREAD
        shingles ^= shingles >> _HALF
        self.shingles = shingles
