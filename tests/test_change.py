"""Which changes of a text are worth a revision."""

import time

import pytest

from pipelines.dedupe.change import INSIDE, MAX_TYPOS, MIN_WORDS_A_TYPO, is_trifling

RU = (
    "В Алматы правительство утвердило программу развития общественного транспорта на три года. Как "
    "сообщил Серик Ахметов, в аварии погибли 3 человека, строительство обойдется в 12 млрд тенге. "
    "Подозреваемого задержали, полиция не исключает поджога. Работы начнутся 5 июня, движение перекроют "
    "на двух улицах, автобусы пойдут по объездному маршруту, сообщает пресс-служба акимата города. "
    "Жителей просят заранее планировать поездки и следить за сообщениями."
)
KK = (
    "Алматыда көлік инфрақұрылымын дамыту бағдарламасы бекітілді. Серік Ахметовтің айтуынша, апаттан 3 "
    "адам қаза тапты, құрылысқа 12 млрд теңге жұмсалады. Күдікті ұсталды, ол кінәсін мойындамады. Жұмыс 5 "
    "маусымда басталады, екі көшеде қозғалыс шектеледі, автобустар айналма жолмен жүреді деп хабарлады "
    "қала әкімдігінің баспасөз қызметі. Тұрғындардан сапарларын алдын ала жоспарлау сұралады, мамандар "
    "хабарландыруларды қадағалап отыруға шақырды."
)
UZ = (
    "Toshkentda jamoat transportini rivojlantirish dasturi tasdiqlandi. Serik Ahmedovning aytishicha, "
    "halokatda 3 kishi halok boʻldi, qurilishga 12 mlrd soʻm sarflanadi. Gumonlanuvchi ushlandi, u aybini "
    "tan olmadi. Ishlar 5 iyunda boshlanadi, ikki koʻchada harakat cheklanadi, avtobuslar aylanma yoʻldan "
    "yuradi, deb xabar berdi shahar hokimligi matbuot xizmati. Aholidan safarlarini oldindan "
    "rejalashtirish soʻraladi, mutaxassislar xabarlarni kuzatib borishga chaqirdi."
)
EN = (
    "The government in Almaty approved a programme for public transport over three years. According to "
    "Serik Akhmetov, 3 people died in the accident and construction will cost 12 billion tenge. The "
    "suspect was detained, and police do not exclude arson. Work begins on 5 June, traffic will be closed "
    "in two streets, and buses will take another route, the press office of the city said. Residents are "
    "asked to plan their journeys and to follow the announcements."
)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        # Case, spacing and punctuation.
        (RU, "акимата города", "Акимата  города!"),
        # Apostrophes and ё.
        (UZ, "boʻldi", "bo'ldi"),
        (UZ, "koʻchada", "ko‘chada"),
        (RU, "обойдется", "обойдётся"),
        (UZ, "soʻm", "so`m"),
        # Typos: left out, put in, replaced, changed places.
        (RU, "правительство", "правитлеьство"),
        (RU, "правительство", "правитльство"),
        (RU, "строительство", "строиительство"),
        (KK, "бағдарламасы", "бағдарлмасы"),
        (KK, "инфрақұрылымын", "инфракұрылымын"),
        (UZ, "rivojlantirish", "rivojlantrish"),
        (EN, "construction", "constrcution"),
        (EN, "announcements", "annowncements"),
    ],
)
def test_a_trifle(text: str, old: str, new: str) -> None:
    assert old in text
    changed = text.replace(old, new)
    assert is_trifling(text, changed)
    assert is_trifling(changed, text)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        # Numbers, dates, sums.
        (RU, "3 человека", "5 человек"),
        (RU, "погибли 3", "погибли 5"),
        (RU, "12 млрд", "120 млрд"),
        (RU, "12 млрд", "12 млн"),
        (RU, "5 июня", "5 июля"),
        (RU, "5 июня", "6 июня"),
        (RU, "три года", "два года"),
        (KK, "3 адам", "4 адам"),
        (KK, "маусымда", "шілдеде"),
        (UZ, "3 kishi", "13 kishi"),
        (UZ, "5 iyunda", "5 iyulda"),
        (EN, "12 billion", "12 million"),
        (EN, "5 June", "5 July"),
        # Names, spelled one letter otherwise.
        (RU, "Серик Ахметов", "Берик Ахметов"),
        (RU, "Ахметов", "Ахмедов"),
        (KK, "Серік", "Берік"),
        (UZ, "Ahmedovning", "Ahmatovning"),
        (EN, "Akhmetov", "Akhmedov"),
        # Negation, as a word and inside one.
        (RU, "полиция не исключает", "полиция исключает"),
        (RU, "задержали", "не задержали"),
        (RU, "утвердило", "не утвердило"),
        (KK, "мойындамады", "мойындады"),
        (KK, "басталады", "басталмады"),
        (KK, "шектеледі", "шектелмеді"),
        (UZ, "olmadi", "oldi"),
        (UZ, "sarflanadi", "sarflanmadi"),
        (EN, "do not exclude", "do exclude"),
        (EN, "was detained", "was not detained"),
        # How many, and when: endings.
        (RU, "Подозреваемого", "Подозреваемых"),
        (RU, "сообщает", "сообщал"),
        (UZ, "tasdiqlandi", "tasdiqlanadi"),
        (KK, "бекітілді", "бекітіледі"),
        (EN, "suspect", "suspects"),
        # Another word, one more, one less, one moved.
        (RU, "исключает", "включает"),
        (EN, "accident", "incident"),
        (RU, "двух улицах", "двух центральных улицах"),
        (RU, "заранее планировать", "планировать заранее"),
        (RU, "Жителей просят", "В городе пожар. Жителей просят"),
    ],
)
def test_a_change(text: str, old: str, new: str) -> None:
    assert old in text
    assert not is_trifling(text, text.replace(old, new))
    assert not is_trifling(text.replace(old, new), text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Просмотров: 12", "Просмотров: 1 204"),
        ("Просмотры 12 Комментарии 0", "Просмотры 90 Комментарии 14"),
        ("Просмотров: 1,2 тыс. Комментариев: 3", "Просмотров: 14 тыс. Комментариев: 30"),
        ("Қаралды: 12 рет", "Қаралды: 120 рет"),
        ("Пікірлер 0 Қаралым 15", "Пікірлер 2 Қаралым 150"),
        ("Ko‘rilgan: 15 Izohlar: 0", "Ko'rilgan: 1500 Izohlar: 2"),
        ("Кўрилган: 15", "Кўрилган: 16"),
        ("12 views 3 comments 1 share", "1.2K views 15 comments 9 shares"),
        ("", "12 просмотров, 3 комментария"),
    ],
)
def test_counters_are_trifles_where_they_stand_alone(old: str, new: str) -> None:
    for text in (RU, "Короткий текст."):
        assert is_trifling(f"{text}\n{old}", f"{text}\n{new}")
        assert is_trifling(f"{old}\n{text}", f"{new}\n{text}")
    assert not is_trifling(f"{RU}\n{old}", f"{RU.replace('погибли 3', 'погибли 5')}\n{new}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Видео набрало 12 просмотров.", "Видео набрало 1204 просмотра."),
        ("Счет 3:1", "Счет 3:2"),
        ("3:1", "3:2"),
        ("Погибли: 3", "Погибли: 5"),
        ("Проголосовали: 12", "Проголосовали: 15"),
    ],
)
def test_numbers_in_sentences_and_beside_other_words_are_no_counters(old: str, new: str) -> None:
    assert not is_trifling(f"{RU}\n{old}", f"{RU}\n{new}")


def words(count: int) -> list[str]:
    return [f"слово{'абвгдежзик'[number % 10]}нибудь" for number in range(count)]


@pytest.mark.parametrize(
    ("count", "typos", "trifling"),
    [
        (MIN_WORDS_A_TYPO - 1, 1, False),
        (MIN_WORDS_A_TYPO, 1, True),
        (2 * MIN_WORDS_A_TYPO - 1, 2, False),
        (2 * MIN_WORDS_A_TYPO, 2, True),
        (9 * MIN_WORDS_A_TYPO, MAX_TYPOS + 1, False),
    ],
)
def test_bounds_on_typos(count: int, typos: int, trifling: bool) -> None:
    text = words(count)
    changed = [f"{word[:6]}{word[7:]}" if at < typos else word for at, word in enumerate(text)]
    assert is_trifling(" ".join(text), " ".join(changed)) is trifling


@pytest.mark.parametrize(
    ("old", "new", "trifling"),
    [
        ("а" * INSIDE + "в" + "с" * INSIDE, "а" * INSIDE + "с" * INSIDE, True),
        ("а" * INSIDE + "м" + "с" * INSIDE, "а" * INSIDE + "с" * INSIDE, False),
        ("а" * INSIDE + "м" + "с" * INSIDE, "а" * INSIDE + "н" + "с" * INSIDE, True),
        ("а" * (INSIDE - 1) + "в" + "с" * INSIDE, "а" * (INSIDE - 1) + "с" * INSIDE, False),
        ("а" * INSIDE + "в" + "с" * (INSIDE - 1), "а" * INSIDE + "с" * (INSIDE - 1), False),
        ("а" * INSIDE + "вг" + "с" * INSIDE, "а" * INSIDE + "гв" + "с" * INSIDE, True),
        ("а" * INSIDE + "вг" + "с" * INSIDE, "а" * INSIDE + "с" * INSIDE, False),
        ("а" * INSIDE + "вг" + "с" * INSIDE, "а" * INSIDE + "дж" + "с" * INSIDE, False),
        ("аааа1сссс", "аааасссс", False),
    ],
)
def test_a_typo_is_one_letter_inside_a_word(old: str, new: str, trifling: bool) -> None:
    rest = " ".join(words(99))
    assert is_trifling(f"{old} {rest}", f"{new} {rest}") is trifling
    assert is_trifling(f"{new} {rest}", f"{old} {rest}") is trifling


def test_a_long_text_takes_no_more_than_its_length() -> None:
    text = "\n".join([RU] * 2000)
    started = time.process_time()
    assert not is_trifling(text, text[::-1])
    assert time.process_time() - started < 5
