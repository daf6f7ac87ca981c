"""Right and wrong of a clustering, by kind of text."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence

from benchmarks.dedupe.corpus import KINDS


@dataclasses.dataclass
class Score:
    """Of the texts of one kind."""

    texts: int = 0
    copies: int = 0
    """Those that have an earlier duplicate."""
    right: int = 0
    """Those that were put with a first that is their duplicate."""
    wrong: int = 0
    """Those that were put with a first that is not."""

    @property
    def recall(self) -> float:
        """Of the copies, the share that was told."""
        return self.right / self.copies if self.copies else 1.0

    @property
    def precision(self) -> float:
        """Of what was called a copy, the share that is one."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


def score(truths: Sequence[int], kinds: Iterable[str], first: Sequence[int]) -> dict[str, Score]:
    """How well each kind did, and `all`."""
    first_of_truth: dict[int, int] = {}
    scores: dict[str, Score] = defaultdict(Score)
    for row, (truth, kind) in enumerate(zip(truths, kinds, strict=True)):
        original = first_of_truth.setdefault(truth, row)
        joined = first[row] != row
        same = truths[first[row]] == truth
        for one in (scores[kind], scores["all"]):
            one.texts += 1
            one.copies += original != row
            one.right += joined and same
            one.wrong += joined and not same
    return scores


def table(scores: dict[str, Score]) -> str:
    """A Markdown table."""
    lines = [
        "| kind | texts | copies | told | wrongly told | recall | precision |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in (*KINDS, "all"):
        one = scores.get(kind, Score())
        recall = f"{one.recall:.3f}" if one.copies else "–"
        precision = f"{one.precision:.3f}" if one.right + one.wrong else "–"
        lines.append(
            f"| {kind} | {one.texts} | {one.copies} | {one.right} | {one.wrong} | {recall} | {precision} |"
        )
    return "\n".join(lines)
