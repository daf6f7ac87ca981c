"""A few of many things, the same ones in whatever order they come: those whose names hash lowest.

A hash of a name is a number drawn once and for all, so the lowest are a uniform sample without replacement
(bottom-k sampling: Cohen and Kaplan, Summarizing Data using Bottom-k Sketches, PODC 2007), and a thing that
belongs to the lowest of all belongs to the lowest of any part: it never has to be taken back in.
"""

import bisect
import hashlib
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

V = TypeVar("V")


class Sampled(Generic[V]):
    """At most `most` things."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._names: list[tuple[bytes, str]] = []
        self._things: dict[str, V] = {}

    def offer(self, name: str, make: Callable[[], V]) -> V | None:
        """The thing of this name, made if it is wanted and not there; None where it is not wanted.

        One that comes again under its name is the first one. What falls out is forgotten.
        """
        if name in self._things:
            return self._things[name]
        ranked = (hashlib.blake2b(name.encode(errors="replace"), digest_size=8).digest(), name)
        if len(self._names) == self._most:
            if ranked > self._names[-1]:
                return None
            del self._things[self._names.pop()[1]]
        bisect.insort(self._names, ranked)
        self._things[name] = make()
        return self._things[name]

    def __iter__(self) -> Iterator[tuple[str, V]]:
        """Names and things, by name."""
        return iter(sorted(self._things.items()))

    def __len__(self) -> int:
        return len(self._things)
