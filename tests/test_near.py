"""Near-duplicates are told by what two texts share and by what differs; signatures never change."""

import hashlib
import random
import subprocess
import sys

import numpy as np
import pytest

from pipelines.dedupe.fingerprint import plain_words
from pipelines.dedupe.near import BANDS, PERMUTATIONS, SIGNATURE_BYTES, band_numbers, bands, near, signature
from pipelines.dedupe.shingles import SHINGLE_WORDS, Shingled
from tests.running import ROOT

_chance = random.Random(9)  # noqa: S311
VOCABULARY = ["".join(_chance.choices("абвгдежзиклмнопрстуфхцчшыэюя", k=7)) for _ in range(3000)]


def made(words: int, seed: int) -> str:
    return " ".join(random.Random(seed).choices(VOCABULARY, k=words))  # noqa: S311


STORY = made(200, 1)
WEATHER = """
    Завтра, {0} марта, в городе {1} ожидается переменная облачность, местами небольшой дождь. Ветер западный,
    {2}-{3} метров в секунду, днём порывы до {4} метров в секунду. Температура ночью {5}-{6} градусов, днём
    столбик термометра поднимется до {7}-{8} градусов. Спасатели просят водителей соблюдать дистанцию, снижать
    скорость при тумане и сильном ветре и не выезжать за пределы населённых пунктов без необходимости. В
    посёлке {9} ночью ожидается туман, видимость {10} метров, давление {11}, влажность {12} процентов.
"""
APPOINTED = """
    Аким области представил коллективу нового руководителя, им стал {0} {1}. Ранее {0} {1} работал
    заместителем акима в городе {2} и возглавлял отдел строительства. {0} {1} родился в городе {3}, окончил
    технический университет по специальности инженер. До этого должность занимал {4} {5}, который перешёл на
    другую работу. Коллеги поздравили нового руководителя и пожелали ему успехов в ответственной работе.
"""


def weather(day: int) -> str:
    chance = random.Random(day)  # noqa: S311
    places = ["Сарыозек", "Каратау", "Шалкар", "Улытау", "Бестобе"]
    values: list[object] = [chance.randint(1, 500) for _ in range(13)]
    values[1], values[9] = chance.sample(places, 2)
    return plain_words(WEATHER.format(*values))


def slips(words: str, every: int) -> str:
    parts = words.split()
    for at in range(3, len(parts), every):
        parts[at] = parts[at][:2] + parts[at][3] + parts[at][2] + parts[at][4:]
    return " ".join(parts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, STORY),
        (STORY, f"{made(25, 2)} {STORY[STORY.index(' ', 150) + 1 :]}"),
        (STORY, " ".join(STORY.split()[:100])),
        (STORY, f"{STORY} {made(160, 3)}"),
        (" ".join(STORY.split()[:120]), f"{made(30, 4)} {' '.join(STORY.split()[15:])}"),
        (STORY, slips(STORY, 25)),
        (STORY, STORY.replace(STORY.split()[70], "сообщили").replace(STORY.split()[120], "уточнили")),
        (weather(1), f"{weather(1)} {made(12, 5)}"),
        (f"{STORY} 12 ранены 5 домов", f"{STORY} 14 ранены 5 домов"),
    ],
    ids=[
        "equal",
        "another lede",
        "cut",
        "added to",
        "cut and another lede",
        "slips of the pen",
        "edited",
        "a report copied",
        "a figure corrected",
    ],
)
def test_copies_are_near(one: str, other: str) -> None:
    similarity = near(one, other)
    assert similarity is not None
    assert similarity == near(other, one)
    assert (similarity == 1.0) == (one == other)
    assert 0.2 < similarity <= 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, made(200, 6)),
        (weather(1), weather(2)),
        (
            plain_words(APPOINTED.format("Марат", "Кенесов", "Шалкар", "Каратау", "Ерлан", "Бугенбаев")),
            plain_words(APPOINTED.format("Асель", "Тлеугазина", "Бестобе", "Улытау", "Ирина", "Полевая")),
        ),
        (STORY, f"{made(130, 7)} {' '.join(STORY.split()[120:])}"),
        (f"{made(60, 8)} {made(25, 10)}", f"{made(60, 9)} {made(25, 10)}"),
        ("", ""),
        ("", STORY),
        ("два слова", "два слова"),
    ],
    ids=[
        "another story",
        "another day",
        "another name",
        "the same background",
        "the same furniture",
        "nothing",
        "one is empty",
        "too short",
    ],
)
def test_others_are_not(one: str, other: str) -> None:
    assert near(one, other) is None
    assert near(other, one) is None


def test_each_day_has_its_own_report() -> None:
    assert [
        (one, other) for one in range(30) for other in range(one) if near(weather(one), weather(other))
    ] == []


def test_near_is_symmetric_whatever_repeats() -> None:
    chance = random.Random(4)  # noqa: S311
    for _ in range(400):
        one, other = (" ".join(chance.choices("аб12", k=chance.randint(0, 30))) for _ in range(2))
        assert near(one, other) == near(other, one)


@pytest.mark.parametrize("words", ["", "слово", "два слова"])
def test_a_text_without_a_shingle_has_no_signature(words: str) -> None:
    assert signature(words) is None


def test_signatures_are_the_same_for_ever() -> None:
    # They are stored: another value here makes all that are stored useless.
    text = " ".join(f"сөз{number} oʻzbek{number}" for number in range(3000))
    signed = signature(text)
    assert signed is not None
    assert len(signed) == SIGNATURE_BYTES
    assert (
        hashlib.sha256(signed).hexdigest()
        == "b98b0576a6ad0c2ec9d7d005d22d72f452210946985c6c5cad181cbdbad5003c"
    )
    short = signature("one two three")
    assert short is not None
    assert (
        hashlib.sha256(short).hexdigest()
        == "3851a75a9cc225a0d1d5bb3160d42d3c45cdeba6c913a8baa3d8cf59c63b25f8"
    )
    code = (
        "import sys; from pipelines.dedupe.near import signature; "
        "sys.stdout.write(signature('one two three').hex())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": "1"}, capture_output=True, check=True
    )
    assert other.stdout.decode() == short.hex()


def test_signatures_agree_as_far_as_texts_do() -> None:
    differences = []
    for seed in range(40):
        common = 20 + 5 * seed
        one, other = (f"{made(common, seed)} {made(100, extra + seed)}" for extra in (1000, 2000))
        sets = [set(Shingled(text).shingles.tolist()) for text in (one, other)]
        values = [np.frombuffer(signature(text) or b"", "<u2") for text in (one, other)]
        agreeing = float(np.mean(values[0] == values[1]))
        differences.append(agreeing - len(sets[0] & sets[1]) / len(sets[0] | sets[1]))
    # The deviation of 192 draws is 0.036 at most.
    assert max(map(abs, differences)) < 4 * 0.5 / PERMUTATIONS**0.5
    assert abs(sum(differences) / len(differences)) < 0.02


def test_shingles_depend_on_words_and_their_order_alone() -> None:
    text = Shingled("б а в а б а")
    assert len(text.shingles) == 6 - SHINGLE_WORDS + 1
    assert len(set(text.shingles.tolist())) == 4
    assert text.count == 6
    elsewhere = Shingled(f"{made(7000, 3)} б а в")
    assert elsewhere.shingles[-1] == text.shingles[0]
    assert not set(Shingled("ба в а б а").shingles.tolist()) & set(text.shingles[:1].tolist())


def test_bands_are_few_and_fit_a_database() -> None:
    numbers = bands(signature(STORY) or b"")
    assert len(numbers) == len(set(numbers)) == BANDS
    assert all(0 <= number < 1 << 63 for number in numbers)
    values = np.frombuffer(signature(STORY) or b"", "<u2")
    assert band_numbers(np.stack([values, values])).tolist() == [numbers, numbers]


def test_a_copy_shares_a_band_and_another_text_does_not() -> None:
    numbers = set(bands(signature(STORY) or b""))
    cut = " ".join(STORY.split()[:120])
    assert numbers & set(bands(signature(cut) or b""))
    assert not any(numbers & set(bands(signature(made(200, seed)) or b"")) for seed in range(100, 150))


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    long = made(200_000, 1)
    assert signature(long) is not None
    assert near(long, f"{long} {long[: len(long) // 2]}") is not None
