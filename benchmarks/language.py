#!/usr/bin/env python3
"""How right the language tags are: `python -m benchmarks.language FILE.jsonl [--held-out MEDIAWIKI]`.

FILE.jsonl has lines `{"lang": "kk", "text": …}`. Texts are cut at word borders into pieces of 400-600, 80-160
and 30-79 characters; short ones are joined with the next of the same language and script. Four answers are
compared: the verdict (`detect`), our langdetect alone, plain langdetect (seeded) and plain py3langid.

Without `--held-out` the shipped profiles are measured; on the text they were made from, that flatters them.
With it, profiles are built from every other text of FILE and of MediaWiki (as `language_profiles --half`) and
measured on the other texts of FILE, both ways round.

The last line has the overall figures of the verdict. `precision` is the share of right ones among what is not
`und`; times are CPU milliseconds a text.
"""

import argparse
import collections
import dataclasses
import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from benchmarks import language_profiles
from pipelines.language import profiles, voices
from pipelines.language.detect import detect
from pipelines.language.scripts import letters, script_of

LENGTHS = {"400-600": (400, 600), "80-160": (80, 160), "<80": (30, 79)}
"""Class of length: characters at least and at most."""
MIXED = (("kk", "ru"), ("ky", "ru"), ("uz", "ru"))
PARAGRAPHS = 3
"""Paragraphs of each language in a mixed article that is put together here."""


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A text to be told."""

    language: str
    label: str
    """The language, with its script where it has several."""
    length: str
    text: str


def cut(texts: list[str], low: int, high: int) -> Iterator[str]:
    """Pieces of `low` to `high` characters, of words of consecutive texts; a shorter rest is left out."""
    piece = ""
    for text in texts:
        for word in text.split():
            if len(piece) + 1 + len(word) > high:
                if len(piece) >= low:
                    yield piece
                piece = ""
            piece = f"{piece} {word}".strip()
        if low <= len(piece) <= high:
            yield piece
            piece = ""


def read(path: Path) -> dict[tuple[str, str], list[str]]:
    """Texts by language and script, in the order of the file."""
    texts: dict[tuple[str, str], list[str]] = collections.defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[row["lang"], script_of(letters(row["text"])) or "Zyyy"].append(row["text"])
    return texts


def pieces(texts: dict[tuple[str, str], list[str]]) -> list[Piece]:
    """All pieces of all lengths."""
    scripts = collections.Counter(language for language, _ in texts)
    return [
        Piece(language, f"{language}-{script}" if scripts[language] > 1 else language, length, text)
        for (language, script), own in texts.items()
        for length, (low, high) in LENGTHS.items()
        for text in cut(own, low, high)
    ]


def _verdict(text: str) -> str:
    return detect(text).language


def _ours(text: str) -> str:
    factory = profiles.factory()
    sums, grams = factory.evidence([text])
    return factory.codes[int(sums[0].argmax())] if grams[0] else "und"


@functools.cache
def _plain_factory() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_json_profile(profiles.stock_profiles())
    factory.set_seed(0)
    return factory


def _plain_langdetect(text: str) -> str:
    detector = _plain_factory().create()
    detector.append(text)
    try:
        return profiles.code_of(detector.detect())
    except LangDetectException:
        return "und"


def _plain_py3langid(text: str) -> str:
    return str(voices.identifier().classify(text)[0])


TELLERS: dict[str, Callable[[str], str]] = {
    "verdict": _verdict,
    "our langdetect": _ours,
    "langdetect": _plain_langdetect,
    "py3langid": _plain_py3langid,
}


@dataclasses.dataclass
class Tally:
    """What one teller said of all pieces."""

    answers: list[tuple[Piece, str]] = dataclasses.field(default_factory=list)
    seconds: dict[str, float] = dataclasses.field(default_factory=lambda: dict.fromkeys(LENGTHS, 0.0))
    """By length."""

    def measure(self, tell: Callable[[str], str], todo: list[Piece]) -> None:
        """Ask for all pieces; the first one, which loads models, is asked twice."""
        tell(todo[0].text)
        for piece in todo:
            start = time.thread_time()
            self.answers.append((piece, tell(piece.text)))
            self.seconds[piece.length] += time.thread_time() - start

    def milliseconds(self, length: str) -> float:
        """CPU milliseconds a text."""
        return 1000 * self.seconds[length] / max(self.accuracy(length)[1], 1)

    def accuracy(self, length: str, label: str | None = None) -> tuple[float, int]:
        """Share of right answers, and of how many."""
        right = [
            answer == piece.language
            for piece, answer in self.answers
            if piece.length == length and label in {None, piece.label}
        ]
        return sum(right) / max(len(right), 1), len(right)

    def precision(self, length: str | None = None) -> float:
        """Share of right ones among the answers other than `und`."""
        said = [
            answer == piece.language
            for piece, answer in self.answers
            if answer != "und" and length in {None, piece.length}
        ]
        return sum(said) / max(len(said), 1)

    def confusions(self) -> list[tuple[tuple[str, str, str], int]]:
        """Length, label and wrong answer, the most frequent first."""
        wrong = collections.Counter(
            (piece.length, piece.label, answer) for piece, answer in self.answers if answer != piece.language
        )
        return sorted(wrong.items(), key=lambda item: (-item[1], item[0]))


def mixed_articles(texts: dict[tuple[str, str], list[str]]) -> Iterator[tuple[tuple[str, str], str]]:
    """Articles that say three paragraphs in one language and then three in the other."""
    by_language: dict[str, list[str]] = collections.defaultdict(list)
    for (language, _), own in texts.items():
        by_language[language] += cut(own, 80, 160)
    for pair in MIXED:
        first, second = (by_language[language] for language in pair)
        for start in range(0, min(len(first), len(second)) - PARAGRAPHS + 1, PARAGRAPHS):
            end = start + PARAGRAPHS
            yield pair, "\n".join(first[start:end] + second[start:end])


@dataclasses.dataclass
class Articles:
    """Mixed articles, and the same number in one language."""

    told: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    total: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    false: int = 0
    single: int = 0
    seconds: float = 0.0

    def measure(self, texts: dict[tuple[str, str], list[str]]) -> None:
        """Tag mixed articles, and articles of six paragraphs in one language."""
        for pair, text in mixed_articles(texts):
            shares = detect(text).shares or ()
            self.total["/".join(pair)] += 1
            self.told["/".join(pair)] += {language for language, _ in shares} == set(pair)
        for own in texts.values():
            paragraphs = list(cut(own, 400, 600))
            for start in range(0, len(paragraphs) - 5, 6):
                begin = time.thread_time()
                tag = detect("\n".join(paragraphs[start : start + 6]))
                self.seconds += time.thread_time() - begin
                self.single += 1
                self.false += tag.shares is not None


def report(tallies: dict[str, Tally], articles: Articles) -> None:
    """Print the tables."""
    labels = sorted({piece.label for piece, _ in tallies["verdict"].answers})
    print(f"{'language':10}{'length':>9}{'texts':>7}" + "".join(f"{name:>16}" for name in tallies))
    for length in LENGTHS:
        for label in [*labels, None]:
            count = tallies["verdict"].accuracy(length, label)[1]
            cells = "".join(f"{tally.accuracy(length, label)[0]:16.4f}" for tally in tallies.values())
            print(f"{label or 'all':10}{length:>9}{count:7}{cells}")
    for name, tally in tallies.items():
        told = ", ".join(
            f"{label} as {answer} {count} ({length})"
            for (length, label, answer), count in tally.confusions()[:20]
        )
        print(f"{name} wrong: {told or 'none'}")
        print(f"{name}: " + ", ".join(f"{length} {tally.milliseconds(length):.2f} ms" for length in LENGTHS))
    for pair, total in articles.total.items():
        print(f"mixed {pair}: {articles.told[pair]} of {total} told")
    if articles.single:
        print(f"articles in one language called mixed: {articles.false} of {articles.single}")
        milliseconds = 1000 * articles.seconds / articles.single
        print(f"articles of six paragraphs, 3,000 characters: {milliseconds:.2f} ms")
    verdict = tallies["verdict"]
    figures = "; ".join(
        f"{length}: accuracy {verdict.accuracy(length)[0]:.4f}, precision {verdict.precision(length):.4f}, "
        f"{verdict.milliseconds(length):.2f} ms a text"
        for length in LENGTHS
    )
    print(f"verdict: {figures}; precision of all {verdict.precision():.4f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--held-out", type=Path, metavar="MEDIAWIKI")
    options = parser.parse_args()
    texts = read(options.file)
    tallies = {name: Tally() for name in TELLERS}
    articles = Articles()
    for which in (None,) if options.held_out is None else (0, 1):
        tested = texts
        if which is not None:
            train = language_profiles.read_train(options.file)
            built = language_profiles.profiles(train, options.held_out, 1 - which)
            profiles.use([json.dumps(profile) for profile in built])
            tested = {key: language_profiles.half(own, which) for key, own in texts.items()}
        todo = pieces(tested)
        if not todo:
            parser.error(f"{options.file} has no text of {LENGTHS['<80'][0]} characters")
        for name, tell in TELLERS.items():
            tallies[name].measure(tell, todo)
        articles.measure(tested)
    print("profiles: " + ("as shipped" if options.held_out is None else "held-out halves"))
    report(tallies, articles)


if __name__ == "__main__":
    main()
