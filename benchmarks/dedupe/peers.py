"""The same done by datasketch, and signatures by rensa, on shingles that Python makes."""

from collections.abc import Sequence

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash

from pipelines.dedupe.near import BAND_VALUES, BANDS, PERMUTATIONS
from pipelines.dedupe.shingles import SHINGLE_WORDS


def shingles(words: str) -> set[str]:
    """As Python makes them."""
    parts = words.split(" ")
    return {" ".join(parts[at : at + SHINGLE_WORDS]) for at in range(len(parts) - SHINGLE_WORDS + 1)}


def rensa_signature(words: str) -> list[int]:
    """By rensa's R-MinHash."""
    made = RMinHash(num_perm=PERMUTATIONS, seed=42)
    made.update(list(shingles(words)))
    digest: list[int] = made.digest()
    return digest


def datasketch_signature(words: str) -> MinHash:
    """By datasketch."""
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([shingle.encode() for shingle in shingles(words)])
    return made


def datasketch_cluster(signatures: Sequence[MinHash], least: float) -> tuple[list[int], MinHashLSH]:
    """Each text's first: the likest earlier first that shares a band and `least` of the signature."""
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, BAND_VALUES))
    first = list(range(len(signatures)))
    for row, signature in enumerate(signatures):
        alike = [(signature.jaccard(signatures[other]), -first[other]) for other in index.query(signature)]
        if alike and max(alike)[0] >= least:
            first[row] = -max(alike)[1]
        index.insert(row, signature)
    return first, index
