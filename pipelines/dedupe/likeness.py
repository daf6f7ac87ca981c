"""Are two texts near-duplicates? Told by what they share, and by what stands where they differ.

A wire copy has another headline or lede, lost its tail, or gained a paragraph: it differs in few long pieces,
and the shorter text still stands mostly in the longer one. Another day's weather report differs from
yesterday's in many short pieces within what they share: a figure for a figure, a name for a name.
"""

import numpy as np

from .shingles import SHINGLE_WORDS, Positions, Shingled

CONTAINED = 0.6
"""Least share of the shorter text's words that stand, three in a row, in the longer one."""
EXCHANGED = 0.06
"""Most exchanged words, as a share of the shared ones."""
FIGURES = 0.5
"""Most exchanged figures, as a share of the figures that stand where both texts agree around them."""
GAP_WORDS = 15
"""Words of the longest piece that counts as exchanged, and not as rewritten."""


def likeness(one: Shingled, other: Shingled) -> float | None:
    """Share of shingles in common (Jaccard) where the texts are near-duplicates; else None. Symmetric."""
    if one.words == other.words:
        return 1.0 if one.shingles.size else None
    longer_last = sorted((one, other), key=lambda text: (text.hashes.size, text.words))
    return _likeness(*longer_last)


def _likeness(shorter: Shingled, longer: Shingled) -> float | None:
    if not shorter.shingles.size:
        return None
    places = _places(shorter, longer)
    found = places >= 0
    shared = np.zeros(shorter.hashes.size, np.bool_)
    for place in range(SHINGLE_WORDS):
        shared[place : place + found.size] |= found
    shared_words = int(np.count_nonzero(shared))
    if shared_words < CONTAINED * shared.size:
        return None
    exchanged = _exchanged(shorter, longer, shared, places)
    if len(exchanged) > EXCHANGED * shared_words:
        return None
    figures = sum(one.isdecimal() and other.isdecimal() for one, other in exchanged)
    if figures > 1:
        words = shorter.words.split()
        kept = sum(words[at].isdecimal() for at in np.flatnonzero(shared))
        if figures > FIGURES * (figures + kept):
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


def _exchanged(shorter: Shingled, longer: Shingled, shared: np.ndarray, places: Positions) -> list[tuple[str, str]]:
    """Words that stand for one another between shared pieces, without those that are spelt alike."""
    edges = np.flatnonzero(shared[1:] != shared[:-1]) + 1
    begins = edges[~shared[edges]]
    ends = edges[shared[edges]]
    if not shared[0]:
        ends = ends[1:]
    begins = begins[: ends.size]
    begins_there = places[begins - SHINGLE_WORDS] + SHINGLE_WORDS
    lengths, lengths_there = ends - begins, places[ends] - begins_there
    short = (lengths <= GAP_WORDS) & (lengths_there > 0) & (lengths_there <= GAP_WORDS)
    if not short.any():
        return []
    here, there = shorter.words.split(), longer.words.split()
    return [
        (one, two)
        for begin, begin_there, length, length_there in zip(
            *(column[short].tolist() for column in (begins, begins_there, lengths, lengths_there)), strict=True
        )
        for one, two in zip(
            here[begin : begin + length], there[begin_there : begin_there + length_there], strict=False
        )
        if one != two and not _spelt_alike(one, two)
    ]


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
    return 2 * (begin + end) > most
