"""Near-duplicates: the signature of a text, where to look for texts like it, and how alike two are.

All functions take the normalised words of a text before the site template (`fingerprint.plain_words`).
"""

import numpy as np
import numpy.typing as npt

from .likeness import likeness
from .shingles import Shingled, constants

# These and the length of a shingle were chosen by measurement (docs/dedupe.md). A change makes all stored
# signatures useless.
PERMUTATIONS = 192
"""Values of a signature, 2 bytes each: two texts share about as many of them as of their shingles."""
BAND_VALUES = 3
"""Values that texts must share side by side for being compared."""
BANDS = PERMUTATIONS // BAND_VALUES
"""Parts that a signature is looked up by."""

SIGNATURE_BYTES = 2 * PERMUTATIONS
"""Of every signature."""
Values = npt.NDArray[np.uint16]

_ORDERS = (constants("orders", PERMUTATIONS) >> np.uint64(32)).astype(np.uint32)[:, None] | np.uint32(1)
_AT_ONCE = 2048
"""Shingles permuted at once: a megabyte, which a processor's cache holds."""


def signature(words: str) -> bytes | None:
    """The MinHash signature of a text, 384 bytes; None where it has too few words for one."""
    hashes = Shingled(words).shingles.astype(np.uint32)
    if not hashes.size:
        return None
    least = (_ORDERS * hashes[:_AT_ONCE]).min(axis=1)
    for start in range(_AT_ONCE, hashes.size, _AT_ONCE):
        np.minimum(least, (_ORDERS * hashes[start : start + _AT_ONCE]).min(axis=1), out=least)
    # The least of many numbers begins with zeros: its lower half tells more.
    return bytes(least.astype("<u2"))


def bands(signature: bytes) -> list[int]:
    """What a signature is looked up by: texts that share one of these numbers are to be compared.

    Below 2 to the 54, so that SQLite and signed columns hold them; the place of the band is part of it.
    """
    return band_numbers(np.frombuffer(signature, "<u2")[None]).ravel().tolist()


def band_numbers(values: Values) -> npt.NDArray[np.int64]:
    """The bands of many signatures, a row each: one column a band."""
    parts = values[:, : BANDS * BAND_VALUES].reshape(-1, BANDS, BAND_VALUES).astype(np.int64)
    numbers = np.broadcast_to(np.arange(BANDS, dtype=np.int64), parts.shape[:2]).copy()
    for place in range(BAND_VALUES):
        numbers <<= 16
        numbers |= parts[:, :, place]
    return numbers


def near(one: str, other: str) -> float | None:
    """How alike two texts are, 0 to 1, where they are near-duplicates; else None.

    The similarity is the share of shingles in common (Jaccard). A text that is cut or added to stays a
    near-duplicate at a low one; `likeness` says what counts.
    """
    return likeness(Shingled(one), Shingled(other))
