"""langdetect with profiles of the languages of the region, and without its dice.

The only module that imports langdetect. Its detector draws n-grams at random until one language has nearly
all the probability: draws that differ by seed, and always certain. Ours adds up the log-likelihoods of all
n-grams of the text, which is what the draws are a sample of: the same text gives the same figures everywhere,
and a close call looks like one.
"""

import functools
import itertools
import operator
import re
import threading
from collections.abc import Iterable, Sequence
from importlib import resources
from importlib.resources.abc import Traversable

import numpy
import numpy.typing
from langdetect.detector import Detector
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import ErrorCode, LangDetectException
from langdetect.utils.lang_profile import LangProfile
from langdetect.utils.ngram import NGram

Floats = numpy.typing.NDArray[numpy.float32]

_APOSTROPHES = "\u02bb\u02bc\u2018\u2019'`´ʹ"
_CONTRACTED = r"(?!(?:s|re|ll|ve|d|t|m)\b)"
_UZBEK_VOWEL = re.compile(rf"([OoGg])[{_APOSTROPHES}]{_CONTRACTED}")
"""o‘ and g‘ in any of the apostrophes they are typed with, but not those of "who's"."""
_UZBEK_STOP = re.compile(rf"(?<=[aeiuAEIU])[{_APOSTROPHES}]{_CONTRACTED}(?=[b-df-hj-np-tv-z])")
"""The apostrophe of "ma’lumot", but not of "we've"."""
_LATIN = re.compile("[A-Za-z]")
_NOT_LATIN = re.compile("[\u0300-\u1dff\u1f00-\U0010ffff]")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")


def normalise(text: str) -> str:
    """Text as the profiles were made from: one spelling of the Uzbek apostrophes, no words in capitals.

    langdetect skips words in capitals, and with them whole headlines.
    """
    text = _UZBEK_STOP.sub("ʼ", _UZBEK_VOWEL.sub(r"\1ʻ", text))
    return _CAPITALS.sub(lambda match: match[0].lower() if match[0].isupper() else match[0], text)


@functools.lru_cache(maxsize=1 << 14)
def _folded(char: str) -> str:
    return str(NGram.normalize(char))


class Factory(DetectorFactory):  # type: ignore[misc]
    """langdetect's factory; loaded once, then read-only, and so safe in threads."""

    def __init__(self, profiles: Iterable[str]) -> None:
        """Load profiles: JSON texts in langdetect's format.

        Raises langdetect's `LangDetectException` if one cannot be read or a name occurs twice.
        """
        super().__init__()
        self.rows: dict[str, int] = {}
        """Row of the table by n-gram: langdetect has a list of shares for each, ten times the size."""
        self._columns: list[dict[int, float]] = []
        self.load_json_profile(list(profiles))
        order = sorted(range(len(self.langlist)), key=lambda column: code_of(self.langlist[column]))
        names = [code_of(self.langlist[column]) for column in order]
        self.codes = tuple(dict.fromkeys(names))
        """Languages, each once, whatever the number of its profiles."""
        self._starts = [names.index(code) for code in self.codes]
        shares = numpy.zeros((len(self.rows), len(order)), dtype=numpy.float32)
        for place, column in enumerate(order):
            filled = self._columns[column]
            shares[list(filled), place] = list(filled.values())
        self._columns.clear()
        known = numpy.maximum.reduceat(shares, self._starts, axis=1) > 0
        # In place: the table is 40 MB, and each worker has one.
        shares += Detector.ALPHA_DEFAULT / Detector.BASE_FREQ
        self._table = numpy.log(shares, out=shares)
        single = [(gram.lower(), row) for gram, row in self.rows.items() if len(gram) == 1]
        self._alphabets = {
            code: frozenset(letter for letter, row in single if known[row, column])
            for column, code in enumerate(self.codes)
        }
        self._detector = ExactDetector(self)

    def add_profile(self, profile: LangProfile, index: int, langsize: int) -> None:  # noqa: ARG002 (langdetect's)
        """Take the shares of a profile's n-grams; called by `load_json_profile`."""
        if profile.name in self.langlist:
            raise LangDetectException(
                ErrorCode.DuplicateLangError, f"Two profiles are called {profile.name}."
            )
        self.langlist.append(profile.name)
        self._columns.append(
            {
                self.rows.setdefault(gram, len(self.rows)): count / profile.n_words[len(gram) - 1]
                for gram, count in profile.freq.items()
                if 1 <= len(gram) <= NGram.N_GRAM
            }
        )

    def has_letter(self, code: str, letter: str) -> bool:
        """Does `letter` (in lower case) occur in a profile of a language? True of languages without one."""
        return code not in self._alphabets or _folded(letter) in self._alphabets[code]

    def evidence(self, texts: Sequence[str]) -> tuple[Floats, list[int]]:
        """Log-likelihood of each text (rows) in each of `codes` (columns), and the n-grams it stands on.

        The best of a language's profiles counts. A text without a known n-gram has zeros.
        """
        sums = numpy.zeros((len(texts), len(self.codes)), dtype=numpy.float32)
        counts = []
        for number, rows in enumerate(self._detector.rows(texts)):
            if rows:
                by_profile = self._table.take(rows, axis=0).sum(axis=0)
                sums[number] = numpy.maximum.reduceat(by_profile, self._starts)
            counts.append(len(rows))
        return sums, counts


class ExactDetector(Detector):  # type: ignore[misc]
    """langdetect's detector over all n-grams instead of a random sample of them; one serves all texts."""

    def __init__(self, factory: Factory) -> None:
        super().__init__(factory)
        self._known = factory.rows
        # News repeat their words: half of the look-ups in a table of 100,000 n-grams, which are the cost.
        self._of_word = functools.lru_cache(maxsize=1 << 14)(self._look_up)

    def rows(self, texts: Sequence[str]) -> list[list[int]]:
        """Rows of the factory's table for the n-grams of each text: langdetect's, of 1 to 3 characters."""
        # Cleaned in one go: most of an article's texts are short, and each pass has its price.
        joined = normalise("\n".join(text.replace("\n", " ") for text in texts))
        joined = NGram.normalize_vi(self.MAIL_RE.sub(" ", self.URL_RE.sub(" ", joined)))
        return [self._of_text(text) for text in joined.split("\n")]

    def _of_text(self, text: str) -> list[int]:
        # As `cleaning_text`: Latin words in a text of another script say nothing of it.
        other = 0 if text.isascii() else len(_NOT_LATIN.findall(text))
        if other and 2 * len(_LATIN.findall(text)) < other:
            text = _LATIN.sub("", text)
        words = "".join(map(_folded, text)).split()
        return list(itertools.chain.from_iterable(map(self._of_word, words)))

    def _look_up(self, word: str) -> tuple[int, ...]:
        padded = f" {word} "
        pairs = map(operator.add, padded, padded[1:])
        triples = map("".join, zip(padded, padded[1:], padded[2:], strict=False))
        found = map(self._known.get, itertools.chain(word, pairs, triples))
        return tuple(row for row in found if row is not None)


def code_of(name: str) -> str:
    """The language of a profile: `kk` of `kk-latn-2021`, `zh` of `zh-cn`."""
    return name.partition("-")[0]


_lock = threading.Lock()
_loaded: list[Factory] = []


def factory() -> Factory:
    """The factory with langdetect's profiles and ours, built once a process.

    langdetect's own is visible before it is filled, so that two threads can race.
    """
    with _lock:
        if not _loaded:
            _loaded.append(Factory([*stock_profiles(), *own_profiles()]))
        return _loaded[0]


def use(profiles: Iterable[str]) -> None:
    """Take `profiles` (JSON texts) beside langdetect's instead of ours: to measure profiles before they ship.

    Raises langdetect's `LangDetectException` as `Factory` does.
    """
    replacement = Factory([*stock_profiles(), *profiles])
    with _lock:
        _loaded[:] = [replacement]


def stock_profiles() -> list[str]:
    """The profiles that langdetect ships, as JSON texts."""
    return _texts(resources.files("langdetect").joinpath("profiles"), "")


def own_profiles() -> list[str]:
    """Our profiles, as JSON texts."""
    return _texts(resources.files(__package__).joinpath("profile_data"), ".json")


def _texts(folder: Traversable, ending: str) -> list[str]:
    # In the order of names: that of a folder differs by machine.
    files = sorted((item for item in folder.iterdir() if item.is_file()), key=lambda item: item.name)
    return [item.read_text(encoding="utf-8") for item in files if item.name.endswith(ending)]
