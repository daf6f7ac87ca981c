"""Are two texts near-duplicates? Told by what they share, and by what stands where they differ.

A wire copy has another headline or lede, lost its tail, or gained a paragraph: it differs in few long pieces,
and the shorter text still stands mostly in the longer one. Another day's weather report differs from
yesterday's in many short pieces within what they share: a figure for a figure, a name for a name.
"""

import numpy as np
import numpy.typing as npt

from .shingles import SHINGLE_WORDS, Positions, Shingled

Flags = npt.NDArray[np.bool_]

# The limits were chosen on the made corpus of `benchmarks.dedupe`; docs/dedupe.md has what others gave.
CONTAINED = 0.55
"""Least share of the shorter text's words that stand, three in a row, in the longer one."""
SHORT_CONTAINED, SHORT_MORE = 0.5, 6
"""Of a text of fewer than 120 words: half of them and so many more. The lines that a site puts below all its
articles are half of some short texts, which then attracted the other texts of that site."""
EXCHANGED = 0.05
"""Most exchanged words, as a share of the shared ones but for the first `UNCHANGED`."""
UNCHANGED = 10
"""In a report of forty words, two names are what it tells."""
FIGURES = 0.34
"""Most figures that are not shared, of those within shared pieces: of five figures one may be another."""
GAP_WORDS = 15
"""Words of the longest piece that counts as exchanged, and not as rewritten."""
ELSEWHERE = 3
"""Words that count as exchanged at most where the longer text goes on elsewhere after a gap."""


def likeness(one: Shingled, other: Shingled) -> float | None:
    """Share of shingles in common (Jaccard) where the texts are near-duplicates; else None. Symmetric."""
    if one.words == other.words:
        return 1.0 if one.shingles.size else None
    longer_last = sorted((one, other), key=lambda text: (text.count, text.words))
    return _likeness(*longer_last)


def _likeness(shorter: Shingled, longer: Shingled) -> float | None:
    if not shorter.shingles.size:
        return None
    places = _places(shorter, longer)
    found = places >= 0
    shared = np.zeros(shorter.count, np.bool_)
    for place in range(SHINGLE_WORDS):
        shared[place : place + found.size] |= found
    shared_words = int(np.count_nonzero(shared))
    if shared_words < max(CONTAINED * shared.size, SHORT_CONTAINED * shared.size + SHORT_MORE):
        return None
    begins, ends = _gaps(shared)
    if len(_exchanged(shorter, longer, places, begins, ends)) > EXCHANGED * (shared_words - UNCHANGED):
        return None
    if _figures(shorter, shared, begins, ends) > FIGURES:
        return None
    common = int(np.count_nonzero(found))
    return common / (shorter.shingles.size + longer.shingles.size - common)


def _places(shorter: Shingled, longer: Shingled) -> Positions:
    """Where each shingle of the shorter text first stands in the longer one; -1 where it does not."""
    order = np.argsort(longer.shingles, kind="stable")
    ordered = longer.shingles[order]
    at = np.searchsorted(ordered, shorter.shingles)
    at[at == ordered.size] = 0
    return np.where(ordered[at] == shorter.shingles, order[at], -1)


def _gaps(shared: Flags) -> tuple[Positions, Positions]:
    """Where short pieces begin and end that are not shared, with shared ones on both sides."""
    edges = np.flatnonzero(shared[1:] != shared[:-1]) + 1
    begins, ends = edges[~shared[edges]], edges[shared[edges]]
    if not shared[0]:
        ends = ends[1:]
    begins = begins[: ends.size]
    short = ends - begins <= GAP_WORDS
    return begins[short], ends[short]


def _exchanged(
    shorter: Shingled, longer: Shingled, places: Positions, begins: Positions, ends: Positions
) -> list[tuple[str, str]]:
    """Words that stand for one another in gaps, without those that are spelt alike."""
    begins_there = places[begins - SHINGLE_WORDS] + SHINGLE_WORDS
    lengths_there = places[ends] - begins_there
    # The longer text may go on elsewhere, as where its sentences have another order.
    lengths_there[(lengths_there < 0) | (lengths_there > GAP_WORDS)] = ELSEWHERE
    if not begins.size:
        return []
    here, there = shorter.words.split(), longer.words.split()
    bounds = (column.tolist() for column in (begins, ends, begins_there, begins_there + lengths_there))
    return [
        (one, other)
        for begin, end, begin_there, end_there in zip(*bounds, strict=True)
        for one, other in zip(here[begin:end], there[begin_there:end_there], strict=False)
        if one != other and not _spelt_alike(one, other)
    ]


def _figures(shorter: Shingled, shared: Flags, begins: Positions, ends: Positions) -> float:
    """Share of figures that stand in gaps, of those in gaps and in shared pieces; 0 below two in gaps."""
    words = shorter.words.split()
    changed = sum(
        word.isdecimal()
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
        for word in words[begin:end]
    )
    if changed < 2:
        return 0.0
    return changed / (changed + sum(words[at].isdecimal() for at in np.flatnonzero(shared).tolist()))


def _spelt_alike(one: str, other: str) -> bool:
    """A slip of the pen, or another ending of the word; never a figure."""
    if one[0].isdecimal() or other[0].isdecimal():
        return False
    least, most = sorted((len(one), len(other)))
    begin = 0
    while begin < least and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < least - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    return begin + end >= max(most - 2, (most + 1) // 2)
