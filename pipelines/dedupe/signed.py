"""The signatures of a whole dataset in a file: 384 bytes a text on disk, in memory what is being read."""

import array
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .near import SIGNATURE_BYTES, Values

Numbers = npt.NDArray[np.int64]
"""Of texts, or of rows of `Signed`."""

CHUNK_ROWS = 1 << 14
"""Signatures that are gone through at once: 6 MB."""


@dataclasses.dataclass(frozen=True, slots=True)
class Signed:
    """Texts that have a signature, a row each, in their order."""

    texts: Numbers
    """For each row the number of its text."""
    values: Values
    """Mapped: the kernel keeps of it what there is room for."""


def write_signatures(signatures: Sequence[bytes | None], folder: Path) -> Signed:
    """Write those that are there into a file of `folder`. Raises ValueError for one of another length."""
    path = folder / "signatures"
    texts = array.array("q")
    with path.open("wb") as file:
        for number, one in enumerate(signatures):
            if one is None:
                continue
            if len(one) != SIGNATURE_BYTES:
                raise ValueError(
                    f"row {number}: a signature of {len(one)} bytes instead of {SIGNATURE_BYTES}"
                )
            texts.append(number)
            file.write(one)
    values = mapped(path, "<u2").reshape(len(texts), SIGNATURE_BYTES // 2)
    return Signed(np.array(texts, np.int64), values)


def mapped(path: Path, kind: str) -> npt.NDArray[Any]:
    """The numbers of a file, read when they are asked for. A file of none cannot be mapped."""
    if not path.stat().st_size:
        return np.empty(0, kind)
    return np.asarray(np.memmap(path, kind, "r"))
