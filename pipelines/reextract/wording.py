"""How much two texts of an article differ, in time in proportion to their lengths. Pure."""

import collections
import dataclasses
import itertools


@dataclasses.dataclass(frozen=True, slots=True)
class Wording:
    """What of two texts stands in one of them only. What merely moved is in both."""

    gone: tuple[str, ...]
    """Paragraphs of the old text that are not in the new one, or less often, in their order."""
    new: tuple[str, ...]
    """Paragraphs of the new text that are not in the old one, or less often, in their order."""
    words_removed: int
    """Words of `gone` that are not in `new`, or less often."""
    words_added: int
    """Words of `new` that are not in `gone`, or less often."""
    characters: int
    """The characters of all these words: the size of the difference. Words alone would call a text without
    spaces, whatever its length, one word."""


def wording(before: str, after: str) -> Wording:
    """The difference of two texts as bags of paragraphs and, of the paragraphs that differ, of words."""
    gone, new = _without_common(before.split("\n"), after.split("\n"))
    removed, added = _without_common(
        *([word for line in side for word in line.split()] for side in (gone, new))
    )
    characters = sum(map(len, itertools.chain(removed, added)))
    return Wording(tuple(gone), tuple(new), len(removed), len(added), characters)


def _without_common(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """What each has more of than the other."""
    bags = collections.Counter(old), collections.Counter(new)
    return _surplus(old, bags[0] - bags[1]), _surplus(new, bags[1] - bags[0])


def _surplus(things: list[str], left: collections.Counter[str]) -> list[str]:
    found = []
    for thing in things if left else ():
        if left[thing]:
            left[thing] -= 1
            found.append(thing)
    return found
