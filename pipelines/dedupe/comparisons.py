"""Tasks over texts: their digests, and which of them are near-duplicates.

The texts go along with a task, as many as make about a million characters; what a task gives is small.
"""

import array
import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Sequence, Sized
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from .likeness import likeness
from .shingles import Shingled
from .signed import Numbers

CHARACTERS = 1 << 20
"""Characters of the texts of a task: some hundred comparisons, a tenth of a second."""
DIGEST_BYTES = 16
"""Of the digest of a text."""
_AT_ONCE = 1024

T = TypeVar("T", bound=Sized)


@dataclasses.dataclass(frozen=True, slots=True)
class Digest(Generic[T]):
    """A task: texts whose digests are asked for."""

    texts: list[T]
    words: Callable[[T], str]


@dataclasses.dataclass(frozen=True, slots=True)
class Compare(Generic[T]):
    """A task: texts, and which of them are to be compared."""

    texts: list[T]
    pairs: npt.NDArray[np.uint32]
    """Places in `texts`, two a row. Those with the same first one stand together."""
    words: Callable[[T], str]


def digested(task: Digest[T]) -> bytes:
    """What a task gives: the digests of the texts, one after another."""
    return b"".join(
        hashlib.blake2b(task.words(text).encode(), digest_size=DIGEST_BYTES).digest() for text in task.texts
    )


def compared(task: Compare[T]) -> npt.NDArray[np.bool_]:
    """What a task gives: for each pair, are they near-duplicates?"""
    found = np.empty(len(task.pairs), np.bool_)
    head: Shingled | None = None
    last = None
    for place, (one, other) in enumerate(task.pairs.tolist()):
        if head is None or one != last:
            head, last = Shingled(task.words(task.texts[one])), one
        found[place] = likeness(head, Shingled(task.words(task.texts[other]))) is not None
    return found


def digests(texts: Sequence[T], wanted: Numbers, words: Callable[[T], str]) -> Iterator[Digest[T]]:
    """Tasks for the digests of `wanted` texts, in that order."""
    loaded: list[T] = []
    size = 0
    for number in _each(wanted):
        loaded.append(texts[number])
        size += len(loaded[-1])
        if size >= CHARACTERS:
            yield Digest(loaded, words)
            loaded, size = [], 0
    if loaded:
        yield Digest(loaded, words)


def comparisons(texts: Sequence[T], pairs: Numbers, words: Callable[[T], str]) -> Iterator[Compare[T]]:
    """Tasks for pairs of texts, two a row, in that order. A task has each of its texts once."""
    loaded: list[T] = []
    places: dict[int, int] = {}
    wanted = array.array("I")
    size = 0
    for pair in _each(pairs):
        for number in pair:
            if number not in places:
                places[number] = len(loaded)
                loaded.append(texts[number])
                size += len(loaded[-1])
            wanted.append(places[number])
        if size >= CHARACTERS:
            yield Compare(loaded, _two_a_row(wanted), words)
            loaded, places, wanted, size = [], {}, array.array("I"), 0
    if loaded:
        yield Compare(loaded, _two_a_row(wanted), words)


def _each(numbers: Numbers) -> Iterator[Any]:
    """The numbers as Python has them; not all at once, as they take room."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield from numbers[start : start + _AT_ONCE].tolist()


def _two_a_row(wanted: "array.array[int]") -> npt.NDArray[np.uint32]:
    return np.array(wanted, np.uint32).reshape(-1, 2)
