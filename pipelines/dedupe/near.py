"""Near-duplicates: the signature of a text, where to look for texts like it, and how alike two are.

All functions take the normalised words of a text before the site template (`fingerprint.plain_words`).
"""

import hashlib
import struct

import numpy as np
import numpy.typing as npt

SHINGLE_WORDS = 3
"""Words of a shingle."""
PERMUTATIONS = 128
"""Values of a signature, 4 bytes each."""
BANDS = 32
"""Parts that a signature is looked up by."""
SIMILAR = 0.7
"""Share of shingles in common from which two texts are near-duplicates."""

_random = np.random.default_rng(20_261_123)
_FACTORS = _random.integers(1, 1 << 32, PERMUTATIONS, dtype=np.uint64)
_SUMMANDS = _random.integers(0, 1 << 32, PERMUTATIONS, dtype=np.uint64)


def _shingles(words: str) -> set[str]:
    parts = words.split()
    count = len(parts) - SHINGLE_WORDS + 1
    return {" ".join(parts[start : start + SHINGLE_WORDS]) for start in range(count)}


def signature(words: str) -> bytes | None:
    """The MinHash signature of a text; None where it has too few words for one."""
    shingles = _shingles(words)
    if not shingles:
        return None
    hashes: npt.NDArray[np.uint64] = np.array(
        [int.from_bytes(hashlib.blake2b(s.encode(), digest_size=4).digest(), "little") for s in shingles],
        np.uint64,
    )
    values = (hashes[:, None] * _FACTORS + _SUMMANDS) >> np.uint64(32)
    return bytes(values.min(axis=0).astype("<u4"))


def bands(signature: bytes) -> list[int]:
    """What a signature is looked up by: texts that share a value at the same place are to be compared.

    Signed 64-bit integers, as SQLite has them.
    """
    size = len(signature) // BANDS
    parts = (signature[start : start + size] for start in range(0, len(signature), size))
    return [struct.unpack("<q", hashlib.blake2b(part, digest_size=8).digest())[0] for part in parts]


def near(one: str, other: str) -> float | None:
    """How alike two texts are, 0 to 1, where they are near-duplicates; else None."""
    first, second = _shingles(one), _shingles(other)
    if not first or not second:
        return None
    similarity = len(first & second) / len(first | second)
    return similarity if similarity >= SIMILAR else None
