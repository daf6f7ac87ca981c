"""Furniture goes, with the rule that took it; the same words inside news stay."""

import time

import pytest

from pipelines.clean.lines import Removed, clean_blocks

LONG = (
    "Residents of the villages on the far shore had been driving two hundred kilometres around the lake "
    "since November, and the bus that the region paid for stopped in heavy snow."
)
OTHER = "The port has ordered a second vessel, which is to arrive by rail in the spring, the captain said."


def clean(*blocks: str, title: str | None = None, lead: str | None = None) -> tuple[list[str], list[str]]:
    cleaned = clean_blocks(list(blocks), title=title, lead=lead)
    return cleaned.kept, [removed.rule for removed in cleaned.removed]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Реклама +7(700) 123 45 67", "ad"),
        ("Реклама", "ad"),
        ("Жарнама", "ad"),
        ("Advertisement", "ad"),
        ("- Found a bug?", "bug"),
        ("Нашли ошибку в тексте? Выделите её и нажмите Ctrl+Enter", "bug"),
        ("Agar xatolik topsangiz Ctrl + Enter tugmalarini bosing", "bug"),
        ("Беттегі қате", "bug"),
        ("Join Telegram", "messenger"),
        ("Читайте нас в Telegram", "messenger"),
        ("Подписывайтесь на наш канал в WhatsApp, чтобы узнавать новости первыми!", "messenger"),
        ("Telegram kanalimizga obuna bo‘ling", "messenger"),
        ("Telegram kanalımıza abunə olun", "messenger"),
        ("Telegram сувагт нэгдээрэй", "messenger"),
        ("Підписуйтесь на наш Telegram", "messenger"),
        ("Ба канали Telegram обуна шавед", "messenger"),
        ("Читайте также: Паром вернулся на озеро", "read_also"),
        ("Тағы оқыңыз: Паром қайтып келді", "read_also"),
        ("Дагы окуңуз", "read_also"),
        ("İlgili haberler", "read_also"),
        ("Наш канал в Telegram, следите!", "call"),
        ("Жаңалықтарды WhatsApp арнамыздан оқыңыз!", "call"),
        ("Telegramdagi kanalimizga qo‘shiling: Telegram", "call"),
        ("Поделиться", "share"),
        ("Telegram Facebook VKontakte Copy link", "share"),
        ("Поделиться на Facebook Отправить по Телеграм Поделиться Вконтакте", "share"),
        ("Paylaş", "share"),
        ("Пікірлер", "comments"),
        ("Izoh qoldirish uchun tizimga kiring", "comments"),
        ("Teglar: Qozog‘iston, yoqilg‘i, chegara", "subject"),
        ("Manba: Gazeta", "source"),
        ("Фото: пресс-служба порта", "photo"),
        ("Сурет: әкімдік", "photo"),
        ("Photo: port authority", "photo"),
        ("Источник фото: архив", "photo"),
        ("Просмотров: 9", "counter"),
        ("При использовании материалов ссылка на сайт обязательна", "copyright"),
        ("© Все права защищены", "copyright"),
        ("* * *", "no_words"),
        ("Реклама. ООО «Волна», erid: 2Vtzq", "ad"),
        ("Читайте по теме: Паром вернулся на озеро", "read_also"),
        ("Ссылка: https://example.com/news/1", "share"),
        ("Xəbər maraqlı gəlib? Sosial şəbəkələrdə paylaşın", "share"),
        ("0 мин на чтение", "counter"),
        ("580 baxış sayı 1 dəq. oxuma", "counter"),
        ("12 min read", "counter"),
        ("Комментарии: 0", "comments"),
        ("0 пікір", "comments"),
        ("3 پىكىر", "comments"),
        ("A- A+", "menu"),
        ("XS SM MD LG", "menu"),
        ("RU | KZ | EN", "menu"),
        ("Русский Русский", "menu"),
        ("USD 524.32 EUR 609.05 RUB 6.52", "widget"),
        ("5.9 C Dushanbe", "widget"),
        ("Материаллардан фойдаланилганда сайтга ҳавола шарт", "copyright"),
        ("Matnda xato ko'rdingizmi? Bizga yozing", "bug"),
        ("Matnda xato koʻrdingizmi? Bizga yozing", "bug"),
        ("Telegramdagi kanalimizga qoʻshiling!", "call"),
        ("Telegram’даги каналимизга қўшилинг!", "call"),
        ("Telegram'da bizi takip edin!", "call"),
        ("Facebook'ta Paylaş", "share"),
        ("#паром #озеро #порт", "subject"),
        ("Сурет: 24.kz", "photo"),
    ],
)
def test_furniture_is_taken_by_its_rule(line: str, rule: str) -> None:
    assert clean(LONG, line, OTHER) == ([LONG, OTHER], [rule])


@pytest.mark.parametrize(
    "line",
    [
        "Telegram запретил каналы, которые продают данные, сообщил его основатель.",
        "Реклама на телевидении подорожала на пятую часть.",
        "Ранее сообщалось, что паром вернулся на озеро.",
        "Напомним, паром не ходил с ноября.",
        "Об этом сообщает агентство.",
        "Фото и видео очевидцев собрала полиция.",
        "Источник в порту рассказал, что паром отремонтирован.",
        "Поделиться мнением решили двадцать депутатов.",
        "Комментарии чиновников не заставили себя ждать.",
        "X said on Monday that it would appeal.",
        "Share prices fell sharply on Monday.",
        "Related costs are put at five million.",
        "5 мая 2020 года порт закрыли.",
        "Telegram gets a new owner",
        "«Подписывайтесь на нас в Telegram», — призвал депутат.",
        "Наши соседи читают Telegram чаще газет.",
        "По теме ремонта дорог выступил аким.",
        "Использование материалов из области удешевило ремонт.",
        "Copyright law is to change next year.",
        "Для комментирования ситуации пресс-служба попросила время.",
        "Tags on cattle are now compulsory.",
        "- Video: 4K at 30 frames",
        "Video: 4K at 30 frames",
        "Ранее об этом сообщал порт.",
        "Как передает Tengrinews.kz, паром вернулся на озеро.",
        "Бұған дейін паромның жөнделгені хабарланған еді.",
        "Еске салсақ, паром қарашадан бері жүрмеді.",
        "Бул тууралуу агенттик кабарлады.",
        "Eslatib o‘tamiz, parom noyabrdan beri yurmagan edi.",
        "Эслатиб ўтамиз, паром ноябрдан бери юрмаган эди.",
        "Ёдовар мешавем, ки паром аз моҳи ноябр кор намекард.",
        "Xatırladaq ki, bərə noyabrdan işləmirdi.",
        "Oxu.Az xəbər verir ki, bərə gölə qayıdıb.",
        "Hatırlanacağı üzere feribot kasımdan beri çalışmıyordu.",
        "Нагадаємо, пором не ходив із листопада.",
        "При использовании материалов низкого качества дом рухнул.",
        "USD 524.32",
        "USD and EUR rose, RUB fell",
        "1984",
        "#MeToo",
    ],
)
def test_the_same_words_in_a_sentence_stay(line: str) -> None:
    assert clean(LONG, line, OTHER) == ([LONG, line, OTHER], [])


def test_a_long_block_is_never_taken_or_cut() -> None:
    block = f"Читайте также, что писали наши читатели. {LONG} {OTHER}"
    assert clean(block) == ([block], [])


TITLE = "Ferry service resumes on the northern lake"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (TITLE, "title"),
        (TITLE.upper() + "!", "title"),
        (f"{TITLE} 07 февраля 2013, 12:03", "title_date"),
        ("07 февраля 2013, 12:03", "date"),
        ("Published: 7 February 2013", "date"),
        ("Сегодня, 12:03", "date"),
        ("Главная / Транспорт / Новость", "breadcrumbs"),
        ("Main > Learn > Transport", "breadcrumbs"),
    ],
)
def test_title_date_and_breadcrumbs_before_the_text(line: str, rule: str) -> None:
    assert clean(line, LONG, title=TITLE) == ([LONG], [rule])


def test_a_trail_of_breadcrumbs_as_a_list() -> None:
    kept, rules = clean("- Main", "- Learn", "- Transport", "- Ferries", TITLE, LONG, title=TITLE)
    assert kept == [LONG]
    assert rules == ["breadcrumbs"] * 4 + ["title"]


def test_the_title_and_dates_inside_the_text_stay() -> None:
    assert clean(LONG, TITLE, "7 May 2020", OTHER, title=TITLE)[1] == []


def test_a_date_after_the_text_goes() -> None:
    assert clean(LONG, OTHER, "07.02.2013 12:03") == ([LONG, OTHER], ["date"])


LEDE = "The ferry between the two shores of the lake is running again"


def test_the_doubled_lede_is_kept_once_and_the_longer_one() -> None:
    assert clean(LEDE + ".", f"{LEDE}, the port said.", LONG) == (
        [f"{LEDE}, the port said.", LONG],
        ["doubled"],
    )
    assert clean(LEDE, LEDE, LONG) == ([LEDE, LONG], ["doubled"])
    assert clean(f"{LEDE}…", LONG, lead=f"{LEDE} after repairs.") == ([LONG], ["doubled"])


def test_a_refrain_in_the_text_stays() -> None:
    assert clean(LONG, "Never again, they said.", OTHER, "Never again, they said.", LONG)[1] == []


def test_what_was_given_can_be_put_together_again() -> None:
    blocks = ["Реклама", TITLE, LONG, "Join Telegram", OTHER, "Поделиться"]
    cleaned = clean_blocks(blocks, title=TITLE, lead=None)
    assert cleaned.removed[1] == Removed(1, "title", TITLE)
    assert cleaned.removed[2] == Removed(3, "messenger", "Join Telegram", entry="Join Telegram")
    again = list(cleaned.kept)
    for removed in cleaned.removed:
        again.insert(removed.position, removed.text)
    assert again == blocks


@pytest.mark.parametrize("unit", ["реклама ", "фото: ", "- Main ", "1 мая 2020 ", "a / ", "telegram ", "…"])
def test_hostile_blocks_take_no_time(unit: str) -> None:
    block = unit * (1_000_000 // len(unit))
    start = time.process_time()
    clean(block, block, LONG, title=block[:300])
    assert time.process_time() - start < 8


def test_nothing_in_nothing_out() -> None:
    assert clean() == ([], [])


def test_a_teaser_is_told_across_a_date() -> None:
    kept, rules = clean(LONG, "2 March 2026 07:10", LONG, OTHER)
    assert kept == [LONG, OTHER]
    assert rules == ["doubled", "date"]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Асель Тлеугазина", False),
        ("ASEL TLEUGAZINA:", True),
        ("Асель Тлеугазина, врач", True),
        ("Степной вестник", False),
        ("«Степной вестник»", False),
        ("Степной вестник пишет о погоде", True),
    ],
)
def test_a_line_that_is_a_name_of_its_author_or_site(line: str, stays: bool) -> None:
    names = ["Асель Тлеугазина", "Asel Tleugazina", "Степной вестник"]
    cleaned = clean_blocks([LONG, line, OTHER], title=None, lead=None, names=names)
    assert (line in cleaned.kept) is stays
    assert stays or [one.rule for one in cleaned.removed] == ["name"]
