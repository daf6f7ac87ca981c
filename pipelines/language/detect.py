"""The language of a text. The only module that imports langdetect.

langdetect has no profile of most languages of the region and takes them for their neighbours, so letters are
asked first: a text full of `ұ` is Kazakh whatever a model of Russian says. What letters do not decide goes to
langdetect, with a seed, over profiles that are loaded once. What neither is sure of is `und`.
"""

import dataclasses
import threading
from importlib import resources

from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from .alphabets import by_letters, is_latin_uzbek
from .scripts import letters, script_of

MIN_LETTERS = 20
"""Letters below which no language is told: three words are names more often than a language."""
MIN_SCORE = 0.7
"""Confidence below which a text is `und`."""
SAMPLE = 600
"""Characters of the text that are looked at, from its beginning. Over the texts of 555 saved pages, 2,000
named another language than 600 once, and took twice the time."""
_HINTED = 4.0
"""How much likelier a language of the site is than any other before the text is read: a weak prior."""
_SEED = 0
_CODES = {"zh-cn": "zh", "zh-tw": "zh"}


@dataclasses.dataclass(frozen=True, slots=True)
class LanguageTag:
    """What a text is written in."""

    language: str
    """ISO 639-1, or `und`."""
    score: float
    """Confidence, 0 to 1; 0 for `und` without evidence."""
    script: str | None
    """ISO 15924 code of most letters; None without letters."""


def detect(text: str, languages: tuple[str, ...] = ()) -> LanguageTag:
    """The language of `text`. `languages` are ISO 639-1 codes that the site writes in: a weak prior.

    Deterministic: the same text and codes give the same tag in any process and thread. Never raises.
    """
    sample = text[:SAMPLE]
    counts = letters(sample)
    script = script_of(counts)
    if counts.total() < MIN_LETTERS or script is None:
        return LanguageTag("und", 0.0, script)
    if script == "Latn" and is_latin_uzbek(sample, counts):
        return LanguageTag("uz", 1.0, script)
    found = by_letters(counts, script) or _by_model(sample, languages)
    if found is None:
        return LanguageTag("und", 0.0, script)
    language, score = found
    return LanguageTag(language if score >= MIN_SCORE else "und", round(score, 4), script)


_lock = threading.Lock()
_loaded: list[DetectorFactory] = []


def _factory() -> DetectorFactory:
    """langdetect's factory with all its profiles, in the order of their names, built once.

    Its own is visible before it is filled, and filled in the order of the folder, which differs by machine.
    """
    with _lock:
        if not _loaded:
            folder = resources.files("langdetect").joinpath("profiles")
            files = sorted((item for item in folder.iterdir() if item.is_file()), key=lambda item: item.name)
            factory = DetectorFactory()
            factory.load_json_profile([item.read_text(encoding="utf-8") for item in files])
            factory.set_seed(_SEED)
            _loaded.append(factory)
        return _loaded[0]


def _by_model(text: str, languages: tuple[str, ...]) -> tuple[str, float] | None:
    factory = _factory()
    detector = factory.create()
    names = factory.get_lang_list()
    detector.set_prior_map({name: _HINTED if _CODES.get(name, name) in languages else 1.0 for name in names})
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no n-gram of any profile
        return None
    scores: dict[str, float] = {}
    for item in found:
        code = _CODES.get(item.lang, item.lang)
        scores[code] = scores.get(code, 0.0) + item.prob
    best = max(sorted(scores), key=scores.__getitem__, default=None)
    return None if best is None else (best, min(scores[best], 1.0))
