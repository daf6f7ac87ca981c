"""Clusters of near-duplicates over a whole dataset."""

import functools
import hashlib
import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .candidates import candidates
from .likeness import likeness
from .near import SIGNATURE_BYTES, Values
from .shingles import Shingled, constants

TRIES = 2
"""Clusters that a text is compared with at most; docs/dedupe.md has what others gave."""
_KEPT = 128
"""Texts whose shingles are kept: those that head a cluster come again soon. Few, as a text may be long."""


def cluster(signatures: Sequence[bytes | None], words: Sequence[str]) -> list[int]:
    """For each text the index of the first text of its cluster; its own where it is alone or the first.

    Row by row, a text is compared with the first text of the `TRIES` clusters that the texts most like it
    are in, and joins the first of which it is a near-duplicate. So each text of a cluster is a near-duplicate
    of its first, and no chain of small differences (yesterday's report, today's, tomorrow's) makes one
    cluster of all. The result depends on the order of the rows and on nothing else: give them in an order
    that belongs to the articles.

    Texts too short for a signature stay alone. Raises ValueError for a signature of another length.

    :param signatures: `near.signature` of each text, in the order in which the first is to be named
    :param words: the normalised words of each text; only those that are to be compared are asked for, each
        of them maybe more than once, so the sequence may read them from a file
    """
    first = list(range(len(signatures)))
    signed, values = _joined(signatures)

    @functools.lru_cache(_KEPT)
    def shingled(row: int) -> Shingled:
        return Shingled(words[row])

    distinct = np.ones(signed.size, np.bool_)
    equal = _equal_texts(values, signed, words)
    for copy in equal:
        distinct[copy] = False
    for at, others in candidates(values, np.flatnonzero(distinct)):
        row = int(signed[at])
        # A dictionary keeps the order: of the most alike first.
        heads = dict.fromkeys(first[signed[other]] for other in others)
        for head in itertools.islice(heads, TRIES):
            if likeness(shingled(head), shingled(row)) is not None:
                first[row] = head
                break
    for copy, original in equal.items():
        first[signed[copy]] = first[signed[original]]
    return first


def _joined(signatures: Sequence[bytes | None]) -> tuple[npt.NDArray[np.int64], Values]:
    """The rows that have a signature, and the signatures, a row each."""
    numbers = []
    joined = bytearray()
    for row, one in enumerate(signatures):
        if one is None:
            continue
        if len(one) != SIGNATURE_BYTES:
            raise ValueError(f"row {row}: a signature of {len(one)} bytes instead of {SIGNATURE_BYTES}")
        numbers.append(row)
        joined += one
    signed = np.array(numbers, np.int64)
    return signed, np.frombuffer(joined, "<u2").reshape(signed.size, SIGNATURE_BYTES // 2)


def _equal_texts(values: Values, signed: npt.NDArray[np.int64], words: Sequence[str]) -> dict[int, int]:
    """For each text that equals an earlier one, the first of them; both as rows of `values`."""
    parts = np.ascontiguousarray(values).view("<u8")
    sums = np.zeros(len(parts), np.uint64)
    for column, factor in enumerate(constants("columns", parts.shape[1]) | np.uint64(1)):
        sums += parts[:, column] * factor
    order = np.argsort(sums, kind="stable")
    ordered = sums[order]
    alike = ordered[1:] == ordered[:-1]
    found: dict[int, int] = {}
    seen: dict[bytes, int] = {}
    for place in np.flatnonzero(alike).tolist():
        if place == 0 or not alike[place - 1]:
            seen = {_digest(words[signed[order[place]]]): int(order[place])}
        at = int(order[place + 1])
        original = seen.setdefault(_digest(words[signed[at]]), at)
        if original != at:
            found[at] = original
    return found


def _digest(words: str) -> bytes:
    return hashlib.blake2b(words.encode(), digest_size=16).digest()
