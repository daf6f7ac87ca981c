#!/usr/bin/env python3
"""Rebuild the language profiles: `python -m benchmarks.language_profiles TRAIN.jsonl MEDIAWIKI [--half 0|1]`.

TRAIN.jsonl has lines `{"lang", "script", "text"}`; MEDIAWIKI is the unpacked Debian package of MediaWiki
(`apt-get download mediawiki; dpkg-deb -x mediawiki_*.deb MEDIAWIKI`), whose messages are translated into all
of these languages. `--half` takes every other text only, to measure on the rest; what ships is made from all.
Only counts of n-grams are written: `pipelines/language/profile_data/README.md` has sources and licences.
"""

import argparse
import collections
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from langdetect.utils.lang_profile import LangProfile

from benchmarks import spellings
from pipelines.language.profiles import normalise

OUT = Path(__file__).resolve().parents[1] / "pipelines" / "language" / "profile_data"

REGION = {"kk": "kk-cyrl", "ky": "ky", "uz-latn": "uz", "tg": "tg-cyrl", "tk": "tk", "az": "az", "mn": "mn"}
"""Profile and the name of its language in MediaWiki."""
NEIGHBOURS = {
    name: name
    for name in "ba be be-tarask bxr ce ckb cv inh kaa mhr os ps sah tyv xal".split()  # noqa: SIM905
} | {"crh": "crh-latn", "sr": "sr-ec", "sr-latn": "sr-el", "tt": "tt-cyrl", "ug": "ug-arab"}
"""Languages that langdetect lacks: without them their texts would be taken for those of the region."""
SPELLINGS: dict[str, tuple[str, Callable[[str], str]]] = {
    "kk-latn-2018": ("kk", spellings.kazakh_2018),
    "kk-latn-2021": ("kk", spellings.kazakh_2021),
    "kk-arab": ("kk", spellings.kazakh_arabic),
    "kk-plain": ("kk", spellings.plain),
    "ky-plain": ("ky", spellings.plain),
    "uz-cyrl": ("uz-latn", spellings.uzbek_cyrillic),
}
MIN_SHARE = {1: 1e-5, 2: 3e-5, 3: 4e-5}
"""Share of the n-grams of a length below which one is left out: less than the 5e-5 that langdetect adds."""

_MARKUP = re.compile(
    r"<[^<>]*>|https?://\S+|\[\[[^|\]]*\||\{\{[A-Za-z#]+:|\$[0-9]|&[a-z]+;|\b\w+\.\w+\b|[\[\]{}|_*#=]"
)


def read_train(path: Path) -> dict[str, list[str]]:
    """Texts by profile, in the order of the file."""
    texts: dict[str, list[str]] = collections.defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = f"uz-{row['script'].lower()}" if row["lang"] == "uz" else row["lang"]
        texts[name].append(normalise(row["text"]))
    return texts


def read_messages(folder: Path, language: str) -> list[str]:
    """The translated messages of a language: each once, without markup, none that is still English."""
    texts: dict[str, None] = {}
    for path in sorted(folder.rglob(f"i18n/**/{language}.json")):
        english = _messages(path.with_name("en.json"))
        for key, text in _messages(path).items():
            if text != english.get(key):
                texts[normalise(_MARKUP.sub(" ", text))] = None
    return list(texts)


def _messages(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    data = json.loads(path.read_text(encoding="utf-8"))
    return {key: text for key, text in data.items() if isinstance(text, str) and not key.startswith("@")}


def half(texts: list[str], which: int | None) -> list[str]:
    """Every other text, or all: by number, so that a sentence and its other spelling are in one half."""
    return [text for number, text in enumerate(texts) if which is None or number % 2 == which]


def build(name: str, texts: Iterable[str]) -> dict[str, object]:
    """A profile in langdetect's format."""
    profile = LangProfile(name)
    for text in texts:
        profile.update(text)
    profile.omit_less_freq()
    total = list(profile.n_words)
    freq = {
        gram: n
        for gram, n in sorted(profile.freq.items())
        if n >= MIN_SHARE[len(gram)] * total[len(gram) - 1]
    }
    return {"name": name, "freq": freq, "n_words": total}


def profiles(train: dict[str, list[str]], mediawiki: Path, which: int | None) -> Iterator[dict[str, object]]:
    """All profiles, from one half of the texts or from all."""
    messages: dict[str, list[str]] = {}
    for name, wiki in {**REGION, **NEIGHBOURS}.items():
        messages[name] = half(read_messages(mediawiki, wiki), which)
        yield build(name, [*half(train.get(name, []), which), *messages[name]])
    for name, (origin, spell) in SPELLINGS.items():
        own = half(train.get(name, []), which)
        # What has its own text here is not respelt as well: the sentences are the same.
        respelt = messages[origin] if own else [*half(train.get(origin, []), which), *messages[origin]]
        yield build(name, [*own, *(spell(text) for text in respelt)])


def main() -> None:
    """Write the profiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("mediawiki", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for profile in profiles(read_train(options.train), options.mediawiki, options.half):
        path = options.out / f"{profile['name']}.json"
        path.write_text(
            json.dumps(profile, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
        )
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
