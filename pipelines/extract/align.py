"""Which blocks of a page a text was made of."""

import bisect
from collections.abc import Sequence

MIN_WITHIN = 20
"""Characters from which a block that stands within a longer line of the text was taken from there."""
MIN_PARTS = 8
"""Words from which a block can be found in the text by its parts; fewer stand anywhere by chance."""
_PART = 4
"""Words of such a part."""


def found_shares(blocks: Sequence[str], lines: Sequence[str]) -> list[float]:
    """For each block the share of it that stands in the text, 0 to 1.

    Both are given as `dedupe.fingerprint.folded_words` gives them, in the order of the page. Where a short
    line stands on the page several times, it is the one in its place among the others.
    """
    shares = [0.0] * len(blocks)
    for at in _in_order(blocks, lines):
        shares[at] = 1.0
    text = f" {' '.join(lines)} "
    for at, block in enumerate(blocks):
        if shares[at] or len(block) < MIN_WITHIN:
            continue
        if f" {block} " in text:
            shares[at] = 1.0
            continue
        words = block.split(" ")
        if len(words) >= MIN_PARTS:
            starts = range(0, len(words) - _PART + 1, _PART)
            parts = [f" {' '.join(words[start : start + _PART])} " for start in starts]
            shares[at] = sum(part in text for part in parts) / len(parts)
    return shares


def _in_order(blocks: Sequence[str], lines: Sequence[str]) -> list[int]:
    """Blocks that equal a line, in the order of both.

    First those that stand once on either side and keep their order (the longest rising row of them), then the
    others between these, as early as they can.
    """
    places: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        if block:
            places.setdefault(block, []).append(at)
    count: dict[str, int] = {}
    for line in lines:
        count[line] = count.get(line, 0) + 1
    once = [
        (number, places[line][0])
        for number, line in enumerate(lines)
        if count[line] == 1 and len(places.get(line, ())) == 1
    ]
    fixed = dict(_longest_rising(once))
    found: list[int] = []
    ends = sorted(fixed.values())
    after = -1
    for number, line in enumerate(lines):
        if number in fixed:
            after = fixed[number]
            found.append(after)
        elif line in places:
            before = bisect.bisect_right(ends, after)
            end = ends[before] if before < len(ends) else len(blocks)
            candidates = places[line]
            first = bisect.bisect_right(candidates, after)
            if first < len(candidates) and candidates[first] < end:
                after = candidates[first]
                found.append(after)
    return found


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs`, in their order, in which the second numbers rise."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, value) in enumerate(pairs):
        length = bisect.bisect_left(tails, value)
        before.append(last[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            last.append(at)
        else:
            tails[length] = value
            last[length] = at
    rising: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        rising.append(pairs[at])
        at = before[at]
    return rising[::-1]
