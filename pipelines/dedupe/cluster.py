"""Clusters of near-duplicates over a whole dataset."""

from collections.abc import Sequence

from .near import bands, near


def cluster(signatures: Sequence[bytes | None], words: Sequence[str]) -> list[int]:
    """For each text the index of the first text of its cluster; its own where it is alone or the first.

    A text belongs to the cluster of every text that it is a near-duplicate of, so that the result does not
    depend on which pairs are looked at first.

    :param signatures: `near.signature` of each text, in the order in which the first is to be named
    :param words: the normalised words of each text; only those that are to be compared are asked for, each
        of them maybe more than once, so the sequence may read them from a file
    """
    first = list(range(len(signatures)))

    def root(index: int) -> int:
        while first[index] != index:
            first[index] = first[first[index]]
            index = first[index]
        return index

    seen: dict[tuple[int, int], list[int]] = {}
    for index, signature in enumerate(signatures):
        if signature is None:
            continue
        for place in enumerate(bands(signature)):
            for other in seen.setdefault(place, []):
                if root(index) != root(other) and near(words[other], words[index]) is not None:
                    one, two = sorted((root(index), root(other)))
                    first[two] = one
            seen[place].append(index)
    return [root(index) for index in range(len(signatures))]
