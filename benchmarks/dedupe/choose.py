"""What other shingles, signatures and limits would give: the one figure changed, all others as they are."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.dedupe.corpus import Text
from benchmarks.dedupe.scores import score
from pipelines.dedupe import (
    candidates,
    cluster,
    comparisons,
    joining,
    likeness,
    near,
    shingles,
    signed,
)

CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("as it is", {}),
    ("shingles of 2 words", {"SHINGLE_WORDS": 2}),
    ("shingles of 4 words", {"SHINGLE_WORDS": 4}),
    ("shingles of 5 words", {"SHINGLE_WORDS": 5}),
    ("48 bands of 4, 192 values", {"BANDS": 48, "BAND_VALUES": 4}),
    ("21 bands of 3, 64 values", {"BANDS": 21, "PERMUTATIONS": 64}),
    ("42 bands of 3, 128 values", {"BANDS": 42, "PERMUTATIONS": 128}),
    ("64 bands of 2, 128 values", {"BANDS": 64, "BAND_VALUES": 2, "PERMUTATIONS": 128}),
    ("contained 0.45", {"CONTAINED": 0.45}),
    ("contained 0.5", {"CONTAINED": 0.5}),
    ("contained 0.6", {"CONTAINED": 0.6}),
    ("contained 0.7", {"CONTAINED": 0.7}),
    ("short texts as others", {"SHORT_MORE": 0}),
    ("short texts: 12 more", {"SHORT_MORE": 12}),
    ("exchanged 0.03", {"EXCHANGED": 0.03}),
    ("exchanged 0.08", {"EXCHANGED": 0.08}),
    ("exchanged not looked at", {"EXCHANGED": 9.0}),
    ("the first words count", {"UNCHANGED": 0}),
    ("20 unchanged", {"UNCHANGED": 20}),
    ("figures 0.2", {"FIGURES": 0.2}),
    ("figures 0.5", {"FIGURES": 0.5}),
    ("figures not looked at", {"FIGURES": 9.0}),
    ("neither looked at", {"EXCHANGED": 9.0, "FIGURES": 9.0}),
    ("gaps of up to 8 words", {"GAP_WORDS": 8}),
    ("gaps of up to 25 words", {"GAP_WORDS": 25}),
    ("elsewhere not looked at", {"ELSEWHERE": 0}),
    ("2 before it in a bucket", {"BEFORE": 2}),
    ("32 before it in a bucket", {"BEFORE": 32}),
    ("1 cluster tried", {"TRIES": 1}),
    ("2 clusters tried", {"TRIES": 2}),
    ("16 clusters tried", {"TRIES": 16}),
)
_MODULES = (candidates, joining, likeness, near, shingles, signed)


def compare(corpora: list[list[Text]]) -> Iterator[str]:
    """Rows of a Markdown table."""
    yield "| | recall | precision | compared, an article |"
    yield "|---|---|---|---|"
    for name, changed in CASES:
        right = wrong = copies = compared = 0
        for texts in corpora:
            first, calls = _clustered([text.words for text in texts], changed)
            found = score([text.truth for text in texts], [text.kind for text in texts], first)["all"]
            right, wrong, copies = right + found.right, wrong + found.wrong, copies + found.copies
            compared += calls
        share = compared / sum(map(len, corpora))
        yield f"| {name} | {right / copies:.4f} | {right / (right + wrong):.4f} | {share:.2f} |"


def _clustered(words: list[str], changed: dict[str, Any]) -> tuple[list[int], int]:
    values = dict(changed)
    permutations = values.get("PERMUTATIONS", near.PERMUTATIONS)
    values["SIGNATURE_BYTES"] = 2 * permutations
    values["AGREEING"] = permutations // 10
    orders = near.constants("orders", permutations) >> np.uint64(32)
    values["_ORDERS"] = orders.astype(np.uint32)[:, None] | np.uint32(1)
    compare_two = likeness.likeness
    calls = 0

    def counted(one: shingles.Shingled, other: shingles.Shingled) -> float | None:
        nonlocal calls
        calls += 1
        return compare_two(one, other)

    patches = [
        mock.patch.object(module, name, value)
        for module in _MODULES
        for name, value in values.items()
        if hasattr(module, name)
    ]
    patches += [mock.patch.object(module, "likeness", counted) for module in (cluster, comparisons)]
    for patch in patches:
        patch.start()
    try:
        return cluster.cluster([near.signature(one) for one in words], words).tolist(), calls
    finally:
        for patch in patches:
            patch.stop()
