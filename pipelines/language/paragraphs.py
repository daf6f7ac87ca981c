"""The paragraphs of a text, and which of them are in another language than the rest.

Articles that say everything twice, in Kazakh and in Russian, are common in the region. The first voice alone
sorts the paragraphs; what it says of each is kept, so that no n-gram is looked up twice.
"""

import collections
import dataclasses

import numpy

from .profiles import Floats, factory
from .voices import HINTED

ONE_SAMPLE = 400
"""Characters of a text of one paragraph that are looked at, from its beginning."""
MAX_PARAGRAPHS = 12
"""Paragraphs that are looked at, spread evenly over the text."""
ALL_SAMPLES = 600
"""Characters of all paragraphs together that are looked at, but 60 at least of each: they are the cost."""
MIN_SAMPLE = 60
MIN_PARAGRAPH = 30
"""Characters below which a line is a heading or a name, and tells no second language."""
MIN_SCORE = 0.9
"""Confidence of the first voice from which a paragraph counts for a language."""
MIN_SHARE = 0.1
"""Share of the characters from which a second language is part of the article; below, it is a quotation."""


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as far as it is looked at, and what langdetect says of it."""

    sample: str
    weight: int
    """Characters of the whole paragraph."""
    evidence: Floats
    """Log-likelihood in each language of the factory."""
    grams: int
    """N-grams that the evidence stands on."""


def cut(text: str) -> list[Paragraph]:
    """The paragraphs of `text`, or a sample of them; the beginning of the text where there are not two."""
    lines = [line for line in text.split("\n") if len(line) >= MIN_PARAGRAPH]
    if len(lines) < 2:
        lines, samples = [text], [text[:ONE_SAMPLE]]
    else:
        step = max(1.0, len(lines) / MAX_PARAGRAPHS)
        lines = [lines[int(number * step)] for number in range(min(len(lines), MAX_PARAGRAPHS))]
        size = max(MIN_SAMPLE, ALL_SAMPLES // len(lines))
        samples = [line[:size] for line in lines]
    sums, grams = factory().evidence(samples)
    return [
        Paragraph(sample, len(line), evidence, count)
        for line, sample, evidence, count in zip(lines, samples, sums, grams, strict=True)
    ]


def by_language(paragraphs: list[Paragraph], languages: tuple[str, ...]) -> dict[str, list[Paragraph]]:
    """Paragraphs by the language the first voice is sure of, the largest first; it has the unsure.

    `languages` as in `detect`. Empty where there is but one paragraph or none is sure.
    """
    if len(paragraphs) < 2:
        return {}
    codes = factory().codes
    hints = numpy.array([HINTED if code in languages else 0.0 for code in codes])
    sums = numpy.array([paragraph.evidence for paragraph in paragraphs])
    scale = numpy.sqrt([max(paragraph.grams, 1) for paragraph in paragraphs])
    odds = sums / scale[:, None] + hints
    odds = numpy.exp(odds - odds.max(axis=1, keepdims=True))
    best = odds.argmax(axis=1)
    sure = odds.max(axis=1) / odds.sum(axis=1) >= MIN_SCORE
    groups: dict[str, list[Paragraph]] = collections.defaultdict(list)
    unsure: list[Paragraph] = []
    for paragraph, column, is_sure in zip(paragraphs, best.tolist(), sure.tolist(), strict=True):
        (groups[codes[column]] if is_sure else unsure).append(paragraph)
    if not groups:
        return {}
    weights = {code: sum(member.weight for member in members) for code, members in groups.items()}
    order = sorted(weights, key=lambda code: (-weights[code], code))
    least = MIN_SHARE * sum(weights.values())
    large = {code: groups[code] for code in order if weights[code] >= least}
    large[order[0]] = large[order[0]] + unsure
    return large
