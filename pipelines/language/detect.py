"""The language of a text: one verdict from two models, the letters and the site's languages.

langdetect with our profiles (`profiles`) and py3langid are asked together (`voices`); letters that tell a
language weigh in, and so does, weakly, what the site writes in. What that leaves in doubt is `und`; so are
names without a sentence and text with letters that the language does not have. Paragraphs in another language
than the article's are told apart first (`paragraphs`): the verdict is on the main one, `shares` has them all.
"""

import collections
import dataclasses
import string

import numpy

from .alphabets import NATIVE_SCRIPTS, by_letters
from .paragraphs import Paragraph, by_language, cut
from .profiles import factory
from .scripts import in_script, letters, script_of
from .voices import HINTED, best_of, first_voice, second_voice, together

MIN_LETTERS = 16
"""Letters below which no language is told: three words are names more often than a language."""
MIN_SCORE = 0.8
"""Confidence below which a text is `und`. On held-out halves, 0.8 tells 0.997 of the pieces of 30-79
characters, and 1 of 4,306 wrong; 0.9 tells 0.992. No longer piece is told wrong at either."""
SAMPLE = 300
"""Characters of a language's paragraphs that the second voice hears: what it says of 80 is right as often."""
MAX_STRANGE = 0.02
"""Share of letters that the language does not have from which a text is in another, unknown one."""
NAMES = 8
"""Words below which a text whose words all begin with a capital is a list of names."""
COMMON_LETTERS = {
    "Cyrl": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    "Latn": frozenset(string.ascii_lowercase),
}
"""Letters that loan words bring into every language of a script."""
LETTERS = 2.0
"""Log-odds for the language that the letters tell."""


@dataclasses.dataclass(frozen=True, slots=True)
class LanguageTag:
    """What a text is written in."""

    language: str
    """ISO 639-1, or `und`. Of a mixed article, that of most of it."""
    score: float
    """Confidence, 0 to 1; 0 for `und` without evidence."""
    script: str | None
    """ISO 15924 code of most letters; None without letters."""
    shares: tuple[tuple[str, float], ...] | None = None
    """Of a mixed article: each language with its share of the characters, 0 to 1, the largest first;
    together 1. None of an article in one language, or in none that is told."""


def detect(text: str, languages: tuple[str, ...] = ()) -> LanguageTag:
    """The language of `text`, whose paragraphs are apart by newlines.

    `languages` are ISO 639-1 codes that the site writes in: a weak prior. Deterministic: the same text and
    codes give the same tag in any process and thread. Never raises.
    """
    paragraphs = cut(text)
    groups = by_language(paragraphs, languages)
    verdicts = {code: _verdict(members, languages) for code, members in groups.items()}
    told = {code: tag for code, tag in verdicts.items() if tag.language == code}
    main = next(iter(verdicts), None)
    if main is None or main not in told:
        return _verdict(paragraphs, languages)
    if len(told) == 1:
        return told[main]
    weights = {code: sum(member.weight for member in groups[code]) for code in told}
    total = sum(weights.values())
    shares = tuple((code, round(weight / total, 4)) for code, weight in weights.items())
    return dataclasses.replace(told[main], shares=shares)


def _verdict(paragraphs: list[Paragraph], languages: tuple[str, ...]) -> LanguageTag:
    """One tag for paragraphs that are taken for one language."""
    sample = "\n".join(paragraph.sample for paragraph in paragraphs)[:SAMPLE]
    counts = letters(sample)
    script = script_of(counts)
    if counts.total() < MIN_LETTERS or script is None or _are_names(sample):
        return LanguageTag("und", 0.0, script)
    if script in NATIVE_SCRIPTS:
        return LanguageTag(NATIVE_SCRIPTS[script], 1.0, script)
    grams = sum(paragraph.grams for paragraph in paragraphs)
    if not grams:
        return LanguageTag("und", 0.0, script)
    sums = numpy.sum([paragraph.evidence for paragraph in paragraphs], axis=0)
    odds = together(first_voice(factory(), sums, grams), second_voice(sample), script)
    for code in languages:
        if code in odds:
            odds[code] += HINTED
    if told := by_letters(counts, script):
        odds[told[0]] = odds.get(told[0], 0.0) + LETTERS * told[1]
    language, score = best_of(odds)
    known = score >= MIN_SCORE and len(language) == 2 and not _is_strange(language, script, counts)
    return LanguageTag(language if known else "und", round(score, 4), script)


def _are_names(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) < NAMES and not text.isupper() and all(word[0].isupper() for word in words)


def _is_strange(language: str, script: str, counts: collections.Counter[str]) -> bool:
    """Are there more letters in the text that the language does not have than a few names bring in?"""
    common = COMMON_LETTERS.get(script)
    if common is None:
        return False
    model = factory()
    strange = sum(
        count
        for char, count in counts.items()
        if char not in common and not model.has_letter(language, char) and in_script(char, script)
    )
    return strange > MAX_STRANGE * counts.total()
