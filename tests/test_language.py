"""The language of a text: by its letters where they tell, else by a model, else nothing."""

import concurrent.futures
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.language.detect import LanguageTag, detect
from pipelines.language.scripts import letters, script_of

ROOT = Path(__file__).resolve().parents[1]

SAMPLES = {
    ("kk", "Cyrl"): "Алматыда жаңа метро бекеті ашылды. Әкімдіктің мәліметінше, күніне он мың жолаушы өтеді. "
    "Құрылысқа үш жыл уақыт кетті, ал бекеттің жанында саябақ салынып жатыр.",
    (
        "ky",
        "Cyrl",
    ): "Бишкекте жаңы мектеп ачылды. Мэриянын маалыматына караганда, анда миң бала окуйт. Курулуш эки "
    "жылга созулуп, ага бюджеттен акча бөлүнгөн. Мугалимдер үчүн үйлөр да курулуп жатат.",
    (
        "ru",
        "Cyrl",
    ): "В городе открыли новую школу на тысячу мест. По данным мэрии, строительство продолжалось два года "
    "и обошлось бюджету дешевле, чем ожидалось. Рядом разобьют сквер.",
    (
        "uz",
        "Cyrl",
    ): "Тошкентда янги мактаб очилди. Ҳокимлик маълумотига кўра, унда минг нафар ўқувчи таҳсил олади. "
    "Қурилиш икки йил давом этди ва бюджет маблағлари ҳисобидан амалга оширилди.",
    (
        "uz",
        "Latn",
    ): "Toshkentda yangi maktab ochildi. Hokimlik ma’lumotiga ko‘ra, unda ming nafar o‘quvchi tahsil oladi. "
    "Qurilish ikki yil davom etdi va budjet mablag‘lari hisobidan amalga oshirildi.",
    (
        "tg",
        "Cyrl",
    ): "Дар Душанбе мактаби нав кушода шуд. Ба гуфтаи шаҳрдорӣ, дар он ҳазор хонанда таҳсил мекунад. "
    "Сохтмон ду сол идома ёфт ва аз ҳисоби буҷет анҷом дода шуд.",
    (
        "en",
        "Latn",
    ): "A new school for a thousand children has opened in the city. According to the mayor's office, it "
    "took two years to build and cost less than expected. A park will be laid out nearby.",
    (
        "uk",
        "Cyrl",
    ): "У місті відкрили нову школу на тисячу місць. За даними мерії, будівництво тривало два роки й "
    "коштувало бюджету менше, ніж очікували. Поруч закладуть сквер, її зведуть навесні.",
    (
        "tr",
        "Latn",
    ): "Şehirde bin öğrencilik yeni bir okul açıldı. Belediyenin verdiği bilgiye göre inşaat iki yıl sürdü "
    "ve beklenenden daha ucuza mal oldu. Yanına bir park yapılacak.",
    (
        "az",
        "Latn",
    ): "Bakıda min şagirdlik yeni məktəb açılıb. İcra hakimiyyətinin məlumatına görə, tikinti iki il davam "
    "edib və gözləniləndən ucuz başa gəlib. Yaxınlıqda park salınacaq.",
    (
        "tk",
        "Latn",
    ): "Aşgabatda müň okuwçylyk täze mekdep açyldy. Häkimligiň maglumatyna görä, gurluşyk iki ýyl dowam "
    "etdi. Mekdebiň ýanynda seýilgäh guruljakdygy hem aýdylýar.",
    (
        "mn",
        "Cyrl",
    ): "Улаанбаатар хотод мянган хүүхдийн суудалтай шинэ сургууль нээгдлээ. Хотын захиргааны мэдээлснээр "
    "барилгын ажил хоёр жил үргэлжилж, төсвөөс хөрөнгө гаргасан байна.",
    ("hy", "Armn"): "Երևանում բացվել է նոր դպրոց հազար աշակերտի համար։ Շինարարությունը տևել է երկու տարի։",
    ("ka", "Geor"): "თბილისში ახალი სკოლა გაიხსნა ათასი მოსწავლისთვის. მშენებლობა ორი წელი გაგრძელდა.",
}


@pytest.mark.parametrize(("language", "script"), SAMPLES)
def test_languages_of_the_region(language: str, script: str) -> None:
    tag = detect(SAMPLES[language, script])
    assert (tag.language, tag.script) == (language, script)
    assert 0.7 <= tag.score <= 1


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", None),
        ("12 345, 67 %", None),
        ("Да.", "Cyrl"),
        ("Nurly Jol", "Latn"),
        ("!!! … —", None),
        ("📷 📷 📷", None),
    ],
)
def test_few_letters_are_no_language(text: str, script: str | None) -> None:
    assert detect(text) == LanguageTag("und", 0.0, script)


def test_russian_news_that_name_kazakhs_are_russian() -> None:
    text = SAMPLES["ru", "Cyrl"] + " Об этом рассказал Әділ Қуанышұлы. " + SAMPLES["ru", "Cyrl"]
    assert detect(text).language == "ru"


def test_chinese_is_one_language() -> None:
    assert (
        detect("市政府表示，新学校今天开学，可以容纳一千名学生，施工历时两年，费用低于预期。").language
        == "zh"
    )


@pytest.mark.parametrize("text", ["Нурсултан Назарбаев, Асан Усенов", "Real Madrid - Manchester City 2:1"])
def test_names_are_no_language(text: str) -> None:
    assert detect(text).language == "und"


def test_capitals_hide_no_language() -> None:
    for language in ("kk", "ru", "az"):
        text = next(sample for key, sample in SAMPLES.items() if key[0] == language)
        assert detect(text.upper()).language == language


def test_letters_of_an_unknown_language_make_und() -> None:
    """Abkhaz: langdetect and py3langid have never seen it."""
    text = "Аԥсны аҳҭнықалақь Аҟәа иаатит ашкол ҿыц, уа зқьы ҩык аҵаҩцәа ҭаларҭоуп, аргылара ҩышықәса ицон."
    assert detect(text).language == "und"


def test_a_languages_hint_is_a_weak_prior() -> None:
    short = "Dushanba kuni maktab ochiladi"
    assert detect(short, ("uz",)).score > detect(short).score
    assert detect(SAMPLES["en", "Latn"], ("kk", "ru")).language == "en"
    assert detect(SAMPLES["ru", "Cyrl"], ("uk",)).language == "ru"


def test_the_tag_is_the_same_two_hundred_times_and_in_threads() -> None:
    close = "Han sier at det er godt og være her i dag med oss"  # Danish or Norwegian: random without a seed
    texts = [*SAMPLES.values(), close, "\n".join(SAMPLES.values())]
    expected = [detect(text) for text in texts]
    for _ in range(200):
        assert detect(close) == expected[-2]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detect, texts * 4)) == expected * 4


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("abc where", "Latn"),
        ("Қазақстан news", "Cyrl"),
        ("қазақ QAZAQSTAN RESPUBLIKASY", "Latn"),
        ("قازاق ەلى", "Arab"),
        ("ニュースです東京", "Jpan"),
        ("新闻东京", "Hani"),
        ("뉴스", "Kore"),
        ("עברית", "Hebr"),
        ("ελληνικά", "Grek"),
        ("ᠮᠣᠩᠭᠣᠯ", "Mong"),
        ("123", None),
    ],
)
def test_script(text: str, script: str | None) -> None:
    assert script_of(letters(text)) == script


def test_the_tag_is_the_same_in_another_process() -> None:
    code = (
        "from pipelines.language.detect import detect\n"
        "from tests.test_language import SAMPLES\n"
        "print([detect(text) for text in (*SAMPLES.values(), '\\n'.join(SAMPLES.values()))])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout
    expected = [detect(text) for text in (*SAMPLES.values(), "\n".join(SAMPLES.values()))]
    assert printed.strip() == str(expected)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("\ud800 сурогат", "Cyrl"),
        ("\x00" * 50, None),
        ("a" * 100_000, "Latn"),
        ("\n" * 100_000, None),
        ("ә\n" * 50_000, "Cyrl"),
    ],
)
def test_odd_text_has_a_script_at_most(text: str, script: str | None) -> None:
    verdict = detect(text)
    assert (verdict.language, verdict.script) == ("und", script)
