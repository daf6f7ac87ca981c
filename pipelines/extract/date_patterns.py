"""Regular expressions of written dates and times, over `date_text.plain` strings. Every one is linear."""

import re
from collections.abc import Iterable

from .months import AGO_WORDS, DAY_WORDS, DAYS_AGO, HOUR_WORDS, MINUTE_WORDS, MONTHS, ONE_WORDS


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "jst": 9,
}  # fmt: skip
"""Hours from UTC of names that mean one offset."""
CITIES = {"msk": "Europe/Moscow", "мск": "Europe/Moscow"}
"""Names of a city's time, which was not one offset all along."""

_MONTH = rf"(?P<month>{_any(MONTHS)})"
_SUFFIX = r"[^\W\d_]{0,5}+\.?"  # case endings: dekabrın, қарашада
# Month first there are no others, or "maybe 12, 2020" were a date.
_CASE = r"(?:in|un|ün|iň|yň|ning|нинг|дын|ын)?\.?"
_ORDINAL = (
    r"(?:\s?-?\s?(?:st|nd|rd|th|го|е|ші|шы|нчи|нчы|чи|чү|чу|njy|nji|nchi|inci|üncü|uncu|-?[dn][ae])"
    r"(?![^\W\d_]))?"
)
_FOUR = r"(?P<year>(?:19|20)\d\d)"
_YEAR = rf"{_FOUR}(?!\d)"
_DAY = r"(?:(?<![\d.:])|(?<=:\d\d)(?=\d\d\D))(?P<day>\d{1,2})"  # also glued to a time: 22:3101 fevral
_OF = r"(?:de |del |of |d'|соли |сол )?"
_GAP = r"[\s.,/-]{0,3}"
_MN_MONTH = r"(?P<m>\d\d?)\s?-?(?:р|д[үу]г[эа]{1,2}р)?\s?сар[^\W\d_]{0,3}"
_OF_YEAR = rf"(?<!\d){_YEAR}[\s,-]{{0,3}}(?:[^\W\d_]{{1,9}}[\s.,]{{1,3}}){{0,2}}?"
DATES = [
    re.compile(pattern)
    for pattern in (
        # 2013-02-07, 20130207, 2026.03.12, 2024-1-11
        rf"(?<![\d./-]){_FOUR}(?P<sep>[-./])(?P<m>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_FOUR}(?P<m>[01]\d)(?P<day>[0-3]\d)(?=t|$)",
        # 7 февраля 2013, 12-mart 2025, 1st of May 2020, 5 декабри соли 2023
        rf"{_DAY}{_ORDINAL}{_GAP}{_OF}{_MONTH}{_SUFFIX}{_GAP}{_OF}{_YEAR}",
        # February 7, 2013; հունվարի 5, 2024
        rf"(?<![^\W\d_]){_MONTH}{_CASE}\s{{0,3}}(?P<day>\d{{1,2}}){_ORDINAL}(?:,\s?|\s){_YEAR}",
        # 2025-yil 12-mart, 2023 жылғы 19 қараша, 2021-nji ýylyň 18-nji maýy, 2024, 28 mart
        rf"{_OF_YEAR}(?P<day>\d{{1,2}}){_ORDINAL}[\s-]{{1,3}}{_MONTH}{_SUFFIX}",
        # 2023-cü il dekabrın 19-da, 2023 թ. հունվարի 5, 2023 оны нэгдүгээр сарын 12
        rf"{_OF_YEAR}{_MONTH}{_CASE}\s{{1,3}}(?P<day>\d{{1,2}})(?!\d){_ORDINAL}",
        # 2017 оны 2 сарын 07, 2023 оны 1-р сарын 12
        rf"(?<!\d){_YEAR}\s?(?:он[^\W\d_]{{0,3}})?[\s,]{{0,2}}{_MN_MONTH}\s?(?P<day>\d\d?)(?!\d)",
        # 2025年1月13日, 2025년 6월 3일
        rf"{_YEAR}\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",
        # 07.02.2013, 07/02/2013, 07-02-2013, 07. 02. 2013
        rf"{_DAY}(?P<dmy>[./-])\s?(?P<m>\d{{1,2}})(?P=dmy)\s?{_YEAR}",
        # 07.02.13: with points only, where the sites of the region put the day first
        r"(?<![\d.:])(?P<day>\d\d)\.(?P<m>\d\d)\.(?P<short>\d\d)(?![\d.:])",
        # 10/17/18: where the second number can be no month
        r"(?<![\d/])(?P<m>\d\d?)/(?P<day>1[3-9]|2\d|3[01])/(?P<short>\d\d)(?![\d/])",
    )
]
YEARLESS = [
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}{_ORDINAL}[\s.,-]{{1,3}}{_MONTH}(?:{_SUFFIX})(?![^\W_])",
        rf"(?<![^\W_]){_MONTH}{_CASE}\s{{1,3}}(?P<day>\d{{1,2}})(?!\d){_ORDINAL}(?![^\W_:])",
        rf"(?<![^\W_]){_MN_MONTH}\s?(?P<day>\d\d?)(?!\d)",
    )
]
YEARLESS_NUMBERS = re.compile(r"(?<![\d.:/])(?P<day>\d\d)(?P<dmy>[./])(?P<m>\d\d)(?![\d./:])")
"""25.09: a date only with a time beside it."""

_AGO = rf"\.?\s(?:{_any(AGO_WORDS)})"
_UNITS = (
    rf"(?:(?P<minutes>{_any(MINUTE_WORDS)})|(?P<hours>{_any(HOUR_WORDS)})|(?P<days>{_any(DAY_WORDS)})){_AGO}"
)
_LONE = r"(?:(?P<minute>минуту|хвилину)|(?P<hour>час|годину)|(?P<day>день|сутки)) (?:назад|тому)"
RELATIVE = re.compile(
    rf"(?<![^\W_])(?:(?P<word>{_any(DAYS_AGO)})"
    rf"|(?:(?P<count>\d{{1,3}})|(?P<one>{_any(ONE_WORDS)})\s)\s?{_UNITS}|{_LONE})(?![^\W_])"
)

_NAMED_ZONE = rf"\s?\(?(?P<zone>{_any((*ZONES, *CITIES))})(?![^\W_]|\s?[+−-]\d)"
_OFFSET = (
    r"\s?\(?(?:(?:gmt|utc)\s?(?P<ush>[+−-]\d)(?!\d|:)"
    r"|(?:(?:gmt|utc)\s?)?(?P<sign>[+−-])(?P<oh>\d\d):?(?P<om>\d\d)?(?!\d))"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?::|h|時|시\s?)(?P<minute>\d\d)(?!\d)분?(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
)
_BETWEEN = r"[\s,;|/·•—–@\[(\"-]{0,5}+"
_AT = "в|у|о|об|at|um|a|à|às|saat|soat|sagat|saǵat|сағат|саат|саати|соат|соати|цаг|ساعات|ساعاتى|ժամը|годині"
AFTER = re.compile(
    # What follows the year: "г.", "года", "ж.", "-yil", "-cü il", "թ.".
    r"(?:[\s-]{0,2}(?:г|года|год|жыл|жылы|jyl|جىل|yil|йил|йили|ж|р|року|(?:c[iüu] )?il|(?:nj[iy] )?ýyl|թ|"
    r"წელი)\b\.?)?"
    r"(?:[\s,]{1,2}(?!upd|обнов|изм|жаңар|yenil|güncel)[^\W\d_]{2,12}(?: axşami| күні| günü| gün)?\b\.?)?"
    rf"{_BETWEEN}t?(?:(?:{_AT})\b)?\s{{0,2}}"
    rf"{_CLOCK}(?:{_NAMED_ZONE}|{_OFFSET})?"
)
"""A time after a date: a weekday and a word for "at" may lie between."""
BEFORE = re.compile(rf"(?<![\d:]){_CLOCK}{_BETWEEN}$")
BARE_CLOCK = re.compile(rf"(?:(?:{_AT})\s)?{_CLOCK}")
EPOCH = re.compile(r"([1-9]\d{8,9}|1\d{12})(?:\.\d{1,9})?")
COMPACT = re.compile(r"((?:19|20)\d{6})t?([0-2]\d)([0-5]\d)([0-5]\d)?(?=z|[+-]|$)")
"""20130207T120300, 20130207120300."""
UNIX_DATE = re.compile(
    r"[a-z]{3} ([a-z]{3}) {1,2}(\d{1,2}) (\d\d:\d\d(?::\d\d)?) ([a-z]{1,5}|[+-]\d{4}) (\d{4})"
)
"""Thu Feb 07 12:03:00 UTC 2013: how Java and `date` write."""

RANGE_BEFORE = re.compile(
    rf"(?<![\d.:/-])\d{{1,2}}(?:-?[^\W\d_]{{2,5}})?(?:\.\d\d|\s(?:{_any(MONTHS)}))?\.?\s?(?:[–—-]|по|to|до)\s?$"
)
"""The beginning of a range before a date: 5—20-nji mart 2024, 12 мая – 15 июня 2024."""
RANGE_TO_DAY = re.compile(r"\s?(?:[–—-]|по|to|до)\s?\d{1,2}(?!\d|:)")
"""12 мая – 15: the end of a range after a day without its year."""
RANGE_AFTER = re.compile(r"\s?(?:[–—-]|по|to|до)\s?")
