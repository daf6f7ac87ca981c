"""Articles in two languages, by paragraph, and what is looked at of a long text."""

import pytest

from pipelines.language.detect import detect
from pipelines.language.paragraphs import ALL_SAMPLES, MAX_PARAGRAPHS, MIN_SAMPLE, cut

KK = [
    "Алматыда жаңа метро бекеті ашылды, оған күніне он мың жолаушы келеді деп күтіледі.",
    "Құрылысқа үш жыл уақыт кетті, ал бекеттің жанында балалар ойнайтын саябақ салынып жатыр.",
    "Әкімдіктің мәліметінше, келесі жылы тағы екі бекет іске қосылады, қаржы бюджеттен бөлінген.",
]
RU = [
    "В Алматы открылась новая станция метро, ожидается, что ею будут пользоваться десять тысяч человек.",
    "Строительство продолжалось три года, а рядом со станцией разбивают сквер с детской площадкой.",
    "По данным акимата, в следующем году заработают ещё две станции, деньги выделены из бюджета.",
]
KY = [
    "Бишкекте жаңы мектеп ачылды, анда миң бала окуйт, мугалимдер үчүн да үйлөр курулуп жатат.",
    "Курулуш эки жылга созулуп, ага республикалык бюджеттен акча бөлүнгөн, деп билдирди мэрия.",
]
UZ = [
    "Toshkentda yangi maktab ochildi, unda ming nafar o‘quvchi tahsil oladi, deya xabar berdi hokimlik.",
    "Qurilish ikki yil davom etdi va respublika budjeti mablag‘lari hisobidan amalga oshirildi.",
]


@pytest.mark.parametrize(
    ("paragraphs", "languages"),
    [
        ([*KK, *RU], {"kk", "ru"}),
        ([KK[0], RU[0], KK[1], RU[1], KK[2], RU[2]], {"kk", "ru"}),
        ([*KY, *RU[:2]], {"ky", "ru"}),
        ([*UZ, *RU[:2]], {"uz", "ru"}),
        ([*KK, *RU, *UZ], {"kk", "ru", "uz"}),
    ],
)
def test_mixed_articles(paragraphs: list[str], languages: set[str]) -> None:
    shares = detect("\n".join(paragraphs)).shares
    assert shares is not None
    assert {language for language, _ in shares} == languages
    assert sum(share for _, share in shares) == pytest.approx(1, abs=0.001)
    assert [share for _, share in shares] == sorted((share for _, share in shares), reverse=True)


def test_the_language_of_a_mixed_article_is_that_of_most_of_it() -> None:
    tag = detect("\n".join([KK[0], *RU]))
    assert tag.language == "ru"
    assert tag.shares is not None
    total = sum(map(len, [KK[0], *RU]))
    assert dict(tag.shares)["kk"] == pytest.approx(len(KK[0]) / total, abs=0.001)


@pytest.mark.parametrize(
    ("paragraphs", "language"),
    [
        (KK, "kk"),
        (RU, "ru"),
        (KY, "ky"),
        ([*RU, "Әділ Қуанышұлы"], "ru"),  # too short for a paragraph
        ([*RU, *RU, *RU, *RU, KK[0]], "ru"),  # a quotation: less than a tenth
        ([*KK, "12 345 678, 67 %, 2013 — 100 000 000"], "kk"),
        ([KK[0]], "kk"),
    ],
)
def test_articles_in_one_language_have_no_shares(paragraphs: list[str], language: str) -> None:
    tag = detect("\n".join(paragraphs))
    assert (tag.language, tag.shares) == (language, None)


@pytest.mark.parametrize("text", ["\n".join(RU * 4000), " ".join(RU * 4000)])
def test_the_work_does_not_grow_with_the_text(text: str) -> None:
    looked_at = cut(text)
    characters = sum(len(paragraph.sample) for paragraph in looked_at)
    assert len(looked_at) <= MAX_PARAGRAPHS
    assert characters <= max(ALL_SAMPLES, MAX_PARAGRAPHS * MIN_SAMPLE)
    assert sum(paragraph.grams for paragraph in looked_at) <= 3 * characters + len(looked_at)
