"""Is a block of a page the article's text? A small additive model, shipped as data (`block_model.json`).

Each feature adds its part to the log-odds, by a weight and by steps: what a verdict rests on can be read off.
`benchmarks/train_blocks.py` makes the data; `docs/quality.md` says from what, and how good it is.
"""

import bisect
import dataclasses
import functools
import importlib.resources
import json
from collections.abc import Mapping, Sequence
from typing import Any

from .features import FEATURES


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """What one feature adds to the log-odds."""

    weight: float
    """Per unit of the feature."""
    limits: tuple[float, ...]
    """Ascending."""
    steps: tuple[float, ...]
    """What is added up to and with the first limit, the second, ..., and beyond the last."""

    def of(self, value: float) -> float:
        """Its part for a value of the feature."""
        return self.weight * value + self.steps[bisect.bisect_left(self.limits, value)]


@dataclasses.dataclass(frozen=True, slots=True)
class BlockModel:
    """Log-odds that a block is the article's text: a constant, and one term a feature."""

    constant: float
    terms: tuple[Term, ...]
    """In the order of `FEATURES`."""

    def log_odds(self, row: Sequence[float]) -> float:
        """Of a row of `features.features`; above 0 where text is likelier than not."""
        odds = self.constant
        # `Term.of` written out: this is asked of each block of each page.
        for term, value in zip(self.terms, row, strict=True):
            odds += term.weight * value + term.steps[bisect.bisect_left(term.limits, value)]
        return odds

    def parts(self, row: Sequence[float]) -> list[tuple[str, float, float]]:
        """Feature, its value and what it adds, the strongest first."""
        found = [
            (name, value, term.of(value)) for name, value, term in zip(FEATURES, row, self.terms, strict=True)
        ]
        return sorted(found, key=lambda part: -abs(part[2]))


def from_json(values: Mapping[str, Any]) -> BlockModel:
    """The model that `benchmarks/train_blocks.py` wrote. Raises KeyError where it knows other features."""
    terms = []
    for name in FEATURES:
        term = values["terms"][name]
        terms.append(Term(float(term["weight"]), tuple(term["limits"]), tuple(term["steps"])))
    return BlockModel(float(values["constant"]), tuple(terms))


@functools.cache
def shipped() -> BlockModel:
    """The model that comes with this package."""
    data = importlib.resources.files(__package__).joinpath("block_model.json").read_bytes()
    return from_json(json.loads(data))
