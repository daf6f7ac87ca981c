"""Names of months and relative words in every language of the region, in every form that sites write."""

import datetime as dt

import pytest

from pipelines.extract import months
from pipelines.extract.date_text import plain
from pipelines.extract.stamps import Relative, Stamp, find_stamp

# One line a language: months parted by "|", forms of one by spaces, "_" for a space.
MONTHS = {
    "ru, in dates": (
        "января | февраля | марта | апреля | мая | июня | июля | августа | сентября | октября | "
        "ноября | декабря"
    ),
    "ru": (
        "январь | февраль | март | апрель | май | июнь | июль | август | сентябрь | октябрь | "
        "ноябрь | декабрь"
    ),
    "ru, short": "янв | фев февр | мар | апр | мая | июн | июл | авг | сен сент | окт | ноя нояб | дек",
    "kk": (
        "қаңтар | ақпан | наурыз | сәуір | мамыр | маусым | шілде | тамыз | қыркүйек | қазан | "
        "қараша | желтоқсан"
    ),
    "kk, in and of": (
        "қаңтарда | ақпанның | наурыздың | сәуірде | мамырда | маусымның | шілдеде | тамызда | қыркүйекте | "
        "қазанда | қарашада | желтоқсанда"
    ),
    "kk, Latin i": (
        "қаңтар | ақпан | наурыз | сәуiр | мамыр | маусым | шiлде | тамыз | қыркүйек | қазан | "
        "қараша | желтоқсан"
    ),
    "kk, short": "қаң | ақп | нау | сәу | мам | мау | шіл | там | қыр | қаз | қар | жел",
    "kk-Latn": (
        "qańtar | aqpan | naýryz | sáýir | mamyr | maýsym | shilde | tamyz | qyrkúıek | qazan | "
        "qarasha | jeltoqsan"
    ),
    "kk-Arab": (
        "قاڭتار | اقپان | ناۋرىز | ءساۋىر ساۋىر | مامىر | ماۋسىم | شىلدە | تامىز | قىركۇيەك | "
        "قازان | قاراشا | "
        "جەلتوقسان"
    ),
    "ky": (
        "үчтүн_айы | бирдин_айы | жалган_куран | чын_куран | бугу | кулжа | теке | баш_оона | аяк_оона | "
        "тогуздун_айы | жетинин_айы | бештин_айы"
    ),
    "uz-Cyrl": (
        "январ январь | феврал февраль | март | апрел апрель | май | июн июнь | июл июль | "
        "август | сентябр сентябрь "
        "| октябр октябрь | ноябр ноябрь | декабр декабрь"
    ),
    "uz": (
        "yanvar | fevral | mart | aprel | may | iyun | iyul | avgust | sentabr sentyabr | oktabr oktyabr | "
        "noyabr | dekabr"
    ),
    "tg": (
        "январ январи | феврал феврали | март марти | апрел апрели | май майи | июн июни | июл июли | "
        "август августи | сентябр сентябри | октябр октябри | ноябр ноябри | декабр декабри"
    ),
    "tk": (
        "ýanwar ýanwarda | fewral | mart marty | aprel | maý maýda | iýun | iýul | awgust | "
        "sentýabr sentýabrda | "
        "oktýabr | noýabr noýabrynda | dekabr dekabrda"
    ),
    "az": (
        "yanvar | fevral | mart | aprel | may | iyun | iyul | avqust | sentyabr | oktyabr | noyabr | dekabr"
    ),
    "az, of": (
        "yanvarın | fevralın | martın | aprelin | mayın | iyunun | iyulun | avqustun | "
        "sentyabrın | oktyabrın | "
        "noyabrın | dekabrın"
    ),
    "mn": (
        "нэгдүгээр_сар 1-р_сар | хоёрдугаар_сар 2-р_сар | гуравдугаар_сар 3-р_сар | "
        "дөрөвдүгээр_сар 4-р_сар | "
        "тавдугаар_сар 5-р_сар | зургаадугаар_сар 6-р_сар | долоодугаар_сар 7-р_сар | "
        "наймдугаар_сар 8-р_сар | "
        "есдүгээр_сар 9-р_сар | аравдугаар_сар 10-р_сар | арван_нэгдүгээр_сар 11-р_сар | "
        "арван_хоёрдугаар_сар 12-р_сар"
    ),
    "tr": (
        "Ocak | Şubat | Mart | Nisan | Mayıs | Haziran | Temmuz | Ağustos | Eylül | Ekim | Kasım | Aralık"
    ),
    "uk, in dates": (
        "січня | лютого | березня | квітня | травня | червня | липня | серпня | вересня | жовтня "
        "| листопада | "
        "грудня"
    ),
    "uk": (
        "січень | лютий | березень | квітень | травень | червень | липень | серпень | вересень | жовтень | "
        "листопад | грудень"
    ),
    "en": (
        "January Jan | February Feb | March Mar | April Apr | May | June Jun | July Jul | August Aug | "
        "September Sept Sep | October Oct | November Nov | December Dec"
    ),
    "hy": (
        "հունվարի | փետրվարի | մարտի | ապրիլի | մայիսի | հունիսի | հուլիսի | օգոստոսի | "
        "սեպտեմբերի | հոկտեմբերի "
        "| նոյեմբերի | դեկտեմբերի"
    ),
    "ka": (
        "იანვარი | თებერვალი | მარტი | აპრილი | მაისი | ივნისი | ივლისი | აგვისტო | სექტემბერი | ოქტომბერი | "
        "ნოემბერი | დეკემბერი"
    ),
}
TURKIC_CAPITALS = str.maketrans({"i": "İ", "ı": "I"})


@pytest.mark.parametrize("language", MONTHS)
@pytest.mark.parametrize("capitals", [False, True])
def test_every_month_in_every_language(language: str, capitals: bool) -> None:
    names = MONTHS[language].split("|")
    assert len(names) == 12
    for number, forms in enumerate(names, start=1):
        for form in forms.split():
            name = form.replace("_", " ")
            if capitals:
                name = (name.translate(TURKIC_CAPITALS) if language[:2] in ("az", "tr") else name).upper()
            found = find_stamp(f"07 {name} 2013, 12:03")
            assert found is not None, name
            assert found.when == Stamp(dt.date(2013, number, 7), dt.time(12, 3)), name


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("17 Ekim 2023", "2023-10-17"),
        ("17 Kasım 2023", "2023-11-17"),
        ("17 қазан 2023", "2023-10-17"),
        ("17 қараша 2023", "2023-11-17"),
        ("17 Qazan 2023", "2023-10-17"),
        ("17 лютого 2023", "2023-02-17"),
        ("17 листопада 2023", "2023-11-17"),
    ],
)
def test_months_that_are_easily_confused(text: str, date: str) -> None:
    found = find_stamp(text)
    assert found is not None
    assert found.when == Stamp(dt.date.fromisoformat(date))


TODAY = (
    "Сегодня Бүгін Бүгүн Бугун Bugun Имрӯз Şu_gün Bu_gün Өнөөдөр Bugün Сьогодні Today Այսօր "
    "დღეს BUGÜN СЕГОДНЯ "
    "Бүгiн"
)
YESTERDAY = (
    "Вчера Кеше Кечээ Кеча Kecha Дирӯз Düýn Dünən Өчигдөр Dün Учора Вчора Yesterday Երեկ გუშინ DÜN КЕШЕ"
)
BEFORE = (
    "Позавчера Алдыңғы_күні Мурдагы_күнү Ўтган_куни O‘tgan_kuni O'tgan_kuni Парерӯз Öňňin Srağagün Уржигдар "
)
BEFORE += "Evvelsi_gün Позавчора"


@pytest.mark.parametrize(
    ("word", "days"),
    [
        (word.replace("_", " "), days)
        for days, words in enumerate((TODAY, YESTERDAY, BEFORE))
        for word in words.split()
    ],
)
def test_days_near_today(word: str, days: int) -> None:
    for text, time in ((word, None), (f"{word}, 09:15", dt.time(9, 15)), (f"09:15, {word}", dt.time(9, 15))):
        found = find_stamp(text)
        assert found is not None, text
        assert found.when == Relative(days=days, time=time), text


MINUTES = (
    "5 минут назад|5 минуты назад|5 минут бұрын|5 мүнөт мурун|5 дақиқа олдин|5 дақиқа аввал|5 daqiqa oldin|"
    "5 daqiqa avval|5 дақиқа пеш|5 minut öň|5 dəqiqə öncə|5 dəqiqə əvvəl|5 минутын өмнө|5 "
    "dakika önce|5 dk önce|"
    "5 хв тому|5 хв. тому|5 хвилин тому|5 minutes ago|5 րոպե առաջ|5 წუთის წინ"
)
HOURS = (
    "5 часов назад|5 часа назад|5 сағат бұрын|5 саат мурун|5 соат олдин|5 соат аввал|5 soat "
    "oldin|5 soat avval|"
    "5 соат пеш|5 sagat öň|5 saat öncə|5 saat əvvəl|5 цагийн өмнө|5 saat önce|5 sa önce|5 год тому|"
    "5 годин тому|5 hours ago|5 ժամ առաջ|5 საათის წინ"
)
DAYS = (
    "5 дн. назад|5 дня назад|5 дней назад|5 күн бұрын|5 күн мурун|5 кун олдин|5 кун аввал|5 "
    "kun oldin|5 kun avval|"
    "5 рӯз пеш|5 gün öň|5 gün öncə|5 gün əvvəl|5 өдрийн өмнө|5 gün önce|5 дн тому|5 днів тому|5 days ago|"
    "5 օր առաջ|5 დღის წინ"
)


@pytest.mark.parametrize("text", MINUTES.split("|"))
def test_minutes_ago(text: str) -> None:
    minute = dt.timedelta(minutes=1)
    found = find_stamp(text)
    assert found is not None
    assert found.when == Relative(earliest=6 * minute, latest=5 * minute)


@pytest.mark.parametrize("text", HOURS.split("|"))
def test_hours_ago(text: str) -> None:
    hour = dt.timedelta(hours=1)
    found = find_stamp(text)
    assert found is not None
    assert found.when == Relative(earliest=6 * hour, latest=5 * hour)


@pytest.mark.parametrize("text", DAYS.split("|"))
def test_days_ago(text: str) -> None:
    found = find_stamp(text)
    assert found is not None
    assert found.when == Relative(days=5)


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("час назад", dt.timedelta(hours=1)),
        ("an hour ago", dt.timedelta(hours=1)),
        ("бір сағат бұрын", dt.timedelta(hours=1)),
        ("минуту назад", dt.timedelta(minutes=1)),
    ],
)
def test_one_of_a_unit(text: str, latest: dt.timedelta) -> None:
    found = find_stamp(text)
    assert found is not None
    assert isinstance(found.when, Relative)
    assert found.when.latest == latest


@pytest.mark.parametrize(
    "text", ["завтра", "Ертең, 12:03", "tomorrow", "несколько часов назад", "полчаса назад"]
)
def test_what_is_no_day_before_today(text: str) -> None:
    assert find_stamp(text) is None


def test_no_name_of_a_month_means_two() -> None:
    seen: dict[str, int] = {}
    for names in months._MONTHS.values():
        assert names.count("|") == 11
        for number, forms in enumerate(names.split("|"), start=1):
            for word in months._words(forms):
                assert seen.setdefault(word, number) == number, word


def test_plain_text_is_as_long_as_what_was_written() -> None:
    text = "۳۰ قاڭتار ۲۰۲۶، ١٣:٤٨ İIıi O‘tgan\u200ckuni ي ك"
    assert plain(text) == "30 قاڭتار 2026, 13:48 iiii o'tgan kuni ى ك"
    assert len(plain(text)) == len(text)
