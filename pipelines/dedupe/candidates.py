"""Which texts of a whole dataset are to be compared: those whose signatures share a band.

The work is bounded whatever the texts are. A bucket may hold every text of a dataset; each text is paired
with the few that stand before it in the bucket, so a text has `BEFORE * BANDS` pairs at most.

What that loses: a text is not compared with another whose every common bucket has `BEFORE` later ones before
it. Those that are most alike share the most buckets, among them some that nothing else is in.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .near import BAND_VALUES, BANDS, PERMUTATIONS, Values

BEFORE = 8
"""Texts before it in a bucket that a text is paired with."""
AGREEING = PERMUTATIONS // 10
"""Fewest values in common: pairs below share hardly a tenth of their shingles, mostly none but by chance."""
_CHUNK = 1 << 18
_PENDING = 1 << 24

Pairs = npt.NDArray[np.int64]
"""The later row in the upper half, the earlier one in the lower."""

_LOWER = np.int64(0xFFFF_FFFF)


def candidates(values: Values, rows: npt.NDArray[np.int64]) -> Iterator[tuple[int, list[int]]]:
    """Each row that has any, in order, with the rows before it that it is to be compared with.

    The most alike come first, and of those that are equally so the earliest.

    :param values: the signatures, a row each
    :param rows: which of them take part, ascending
    """
    pairs = _paired(values, rows)
    kept = []
    for start in range(0, pairs.size, _CHUNK):
        part = pairs[start : start + _CHUNK]
        later, earlier = part >> 32, part & _LOWER
        agreeing = np.count_nonzero(values[later] == values[earlier], axis=1)
        near = agreeing >= AGREEING
        # Sorting by this number sorts by what differs, then by the earlier row.
        kept.append((later[near], (PERMUTATIONS - agreeing[near]).astype(np.int64) << 32 | earlier[near]))
    if not kept:
        return
    later, ranked = (np.concatenate(column) for column in zip(*kept, strict=True))
    if not later.size:
        return
    begins = np.flatnonzero(np.diff(later, prepend=-1)).tolist()
    for begin, end in zip(begins, [*begins[1:], later.size], strict=True):
        yield int(later[begin]), (np.sort(ranked[begin:end]) & _LOWER).tolist()


def _paired(values: Values, rows: npt.NDArray[np.int64]) -> Pairs:
    """Pairs that share a band, sorted, each once."""
    found: list[Pairs] = []
    pending = 0
    for band in range(BANDS):
        numbers = np.zeros(rows.size, np.int64)
        for column in range(band * BAND_VALUES, (band + 1) * BAND_VALUES):
            numbers = numbers << 16 | values[rows, column]
        order = np.argsort(numbers, kind="stable")
        ordered, members = numbers[order], rows[order]
        at = np.arange(1, rows.size)
        for distance in range(1, BEFORE + 1):
            at = at[at >= distance]
            at = at[ordered[at] == ordered[at - distance]]
            if not at.size:
                break
            found.append(members[at] << 32 | members[at - distance])
            pending += at.size
        if pending > _PENDING:
            found = [np.unique(np.concatenate(found))]
            pending = 0
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
