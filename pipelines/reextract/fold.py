"""Two texts without what both begin and end with: what is kept to show their difference. Pure."""

import dataclasses

CONTEXT = 1
"""Paragraphs before and after a difference that are kept, for a reader to find the place by."""


@dataclasses.dataclass(frozen=True, slots=True)
class Folded:
    """What is kept of two texts."""

    before: str
    after: str
    above: int = 0
    """Paragraphs left out above, which are in both."""
    below: int = 0
    """The same below."""
    cut: int = 0
    """Characters of both left out at their ends, beyond the most that is kept."""


def folded(before: str, after: str, most: int) -> Folded:
    """The middles of two texts, at most `most` characters of each, in time in proportion to their lengths."""
    old, new = before.split("\n"), after.split("\n")
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    above, below = max(0, head - CONTEXT), max(0, tail - CONTEXT)
    middles = ["\n".join(side[above : len(side) - below]) for side in (old, new)]
    cut = sum(max(0, len(text) - most) for text in middles)
    return Folded(middles[0][:most], middles[1][:most], above, below, cut)
