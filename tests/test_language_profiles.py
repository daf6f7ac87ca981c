"""Profiles: what they hold, how they are built, and how right they are on text they were not made from."""

import collections
import json
from pathlib import Path

import pytest
from langdetect.lang_detect_exception import LangDetectException

from benchmarks import language_profiles, spellings
from benchmarks.language import pieces, read
from pipelines.language import profiles
from pipelines.language.detect import detect

TRAIN = Path(__file__).resolve().parents[2] / "shared" / "lang" / "train.jsonl"
REGION = {"kk", "ky", "uz", "tg", "tk", "az", "mn"}


def test_every_profile_says_what_it_is() -> None:
    built = [json.loads(profile) for profile in profiles.own_profiles()]
    assert {profiles.code_of(profile["name"]) for profile in built} > REGION
    for profile in built:
        assert set(profile) == {"name", "freq", "n_words"}
        assert len(profile["freq"]) > 1000
        assert set(map(len, profile["freq"])) == {1, 2, 3}


def test_a_profile_is_in_langdetects_format() -> None:
    built = language_profiles.build("kk", ["Жаңа мектеп ашылды. "] * 5)
    assert built["name"] == "kk"
    freq, n_words = built["freq"], built["n_words"]
    assert isinstance(freq, dict)
    assert isinstance(n_words, list)
    assert freq["мек"] == 5
    assert "ң" in freq
    assert [sum(n for gram, n in freq.items() if len(gram) == size) for size in (1, 2, 3)] == n_words


def test_messages_are_read_without_markup_and_english(tmp_path: Path) -> None:
    folder = tmp_path / "ext" / "i18n"
    folder.mkdir(parents=True)
    english = {"@metadata": {"authors": ["x"]}, "one": "Search", "two": "See [[Help:Contents|help]] for $1"}
    kazakh = {
        "@metadata": {"authors": ["y"]},
        "one": "Search",
        "two": "$1 үшін <b>[[Help:Contents|көмек]]</b>",
    }
    (folder / "en.json").write_text(json.dumps(english), encoding="utf-8")
    (folder / "kk-cyrl.json").write_text(json.dumps(kazakh), encoding="utf-8")
    assert [text.split() for text in language_profiles.read_messages(tmp_path, "kk-cyrl")] == [
        ["үшін", "көмек"]
    ]


def test_two_profiles_of_one_name_are_refused() -> None:
    with pytest.raises(LangDetectException):
        profiles.Factory([profiles.own_profiles()[0]] * 2)


@pytest.mark.parametrize(
    ("spell", "text", "spelt"),
    [
        (spellings.kazakh_2018, "Үкіметтің жаңа үйі", "Úkimettiń jańa úıi"),
        (spellings.kazakh_2021, "Үкіметтің жаңа үйі", "Ükımettıñ jaña üiı"),
        (spellings.kazakh_arabic, "Қазақ елі, жаңа мектеп", "قازاق ەلى, جاڭا مەكتەپ"),
        (spellings.kazakh_arabic, "үміт", "ءۇمىت"),
        (spellings.plain, "Жогорку Кеңеш өкмөттү", "Жогорку Кенеш окмотту"),
        (spellings.uzbek_cyrillic, "Oʻzbekistonda yoʻl ochildi, eʼlon", "Ўзбекистонда йўл очилди, эълон"),
    ],
)
def test_spellings(spell, text: str, spelt: str) -> None:  # type: ignore[no-untyped-def]
    assert spell(text) == spelt


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("o‘zbek O'zbek g`alaba toʼgʼri", "oʻzbek Oʻzbek gʻalaba toʻgʻri"),
        ("ma’lumot ta'lim", "maʼlumot taʼlim"),
        ("who's who'll go’s", "who's who'll go’s"),
        ("ШКОЛА В США", "школа В сша"),
    ],
)
def test_one_spelling_for_profiles_and_texts(text: str, normal: str) -> None:
    assert profiles.normalise(text) == normal


def test_accuracy_on_the_half_that_was_held_out() -> None:
    """The profiles of the region come from half of the texts alone; `benchmarks/language.py` measures all."""
    if not TRAIN.is_file():
        pytest.skip("../shared/lang/train.jsonl is not there")
    train = language_profiles.read_train(TRAIN)
    built = [json.dumps(profile) for profile in language_profiles.profiles(train, Path("nowhere"), 0)]
    neighbours = [text for text in profiles.own_profiles() if _code(text) not in REGION]
    held_out = {key: language_profiles.half(texts, 1)[:100] for key, texts in read(TRAIN).items()}
    right: collections.Counter[tuple[str, str]] = collections.Counter()
    total: collections.Counter[str] = collections.Counter()
    profiles.use([text for text in built if _code(text) in REGION] + neighbours)
    try:
        factory = profiles.factory()
        for piece in pieces(held_out):
            total[piece.length] += 1
            tag = detect(piece.text)
            right["verdict", piece.length] += tag.language == piece.language
            right["wrong", piece.length] += tag.language not in {"und", piece.language}
            best = factory.codes[int(factory.evidence([piece.text])[0][0].argmax())]
            right["ours", piece.length] += best == piece.language
    finally:
        profiles.use(profiles.own_profiles())
    assert right["verdict", "400-600"] >= 0.995 * total["400-600"] > 0
    assert right["verdict", "80-160"] >= 0.985 * total["80-160"] > 0
    assert right["verdict", "<80"] >= 0.95 * total["<80"] > 0
    assert right["ours", "400-600"] >= 0.97 * total["400-600"]
    for length in total:
        assert right["wrong", length] <= 0.01 * total[length]


def _code(profile: str) -> str:
    return profiles.code_of(json.loads(profile)["name"])
