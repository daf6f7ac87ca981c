"""News agencies of the region and the world, and how a text says that it is theirs."""

import re

from ..dedupe.fingerprint import folded_words

_AGENCIES = {
    "AFP": ("AFP", "АФП", "Agence France-Presse"),
    "AP": ("AP", "Associated Press"),
    "Anadolu": ("Anadolu", "Anadolu Ajansı", "AA"),
    "AKIpress": ("AKIpress", "АКИpress"),
    "APA": ("APA", "АПА"),
    "AZERTAC": ("AZƏRTAC", "AZERTAC", "АЗЕРТАДЖ"),
    "BelTA": ("БелТА", "BelTA"),
    "Bloomberg": ("Bloomberg",),
    "DPA": ("dpa",),
    "IHA": ("İHA",),
    "DHA": ("DHA",),
    "Interfax": ("Interfax", "Интерфакс", "Интерфакс-Казахстан"),
    "Kabar": ("Kabar", "Кабар"),
    "Kazinform": ("Kazinform", "Казинформ", "ҚазАқпарат"),
    "Khovar": ("Ховар",),
    "Montsame": ("Montsame", "МОНЦАМЭ"),
    "Reuters": ("Reuters", "Рейтер", "Рейтерс"),
    "RIA Novosti": ("RIA Novosti", "РИА Новости"),
    "TASS": ("TASS", "ТАСС"),
    "Turan": ("Turan", "Туран"),
    "Ukrinform": ("Ukrinform", "Укринформ", "Укрінформ"),
    "UNIAN": ("UNIAN", "УНИАН", "УНІАН"),
    "UzA": ("UzA", "УзА", "O‘zA", "ЎзА"),
    "Xinhua": ("Xinhua", "Синьхуа"),
}
_NAMES = {name: agency for agency, names in _AGENCIES.items() for name in names}
_NAME = "|".join(map(re.escape, sorted(_NAMES, key=len, reverse=True)))
_ATTRIBUTIONS = (
    # AFP reports. (Reuters) or /Kazinform/ in a dateline. Сообщает ТАСС. Kazinform хабарлайды.
    re.compile(rf"(?<!\w)({_NAME}) (?:reports|reported|says|writes|said)(?!\w)"),
    re.compile(rf"[(/]({_NAME})[)/]"),
    re.compile(
        r"(?:сообща\w{2,3}|передает|передаёт|пишет|информирует|повідомля\w{1,3}|передає) "
        rf"(?:агентство |корреспондент )?[«\"]?({_NAME})(?!\w)"
    ),
    re.compile(rf"(?<!\w)({_NAME})[»\"]? (?:хабарлайды|хабарлады|xabar|хабар|xəbər|bildirir|хабарлайт)"),
)
_SOURCE = re.compile(
    rf"^(?:источник|дереккөз|manba|манба|kaynak|mənbə|джерело|source)\s?:\s?[«\"]?({_NAME})(?!\w)",
    re.IGNORECASE,
)
_BY_WORDS = {folded_words(name): agency for name, agency in _NAMES.items()}


def agency_of(name: str) -> str | None:
    """The agency that goes by this name and no more; None for any other name."""
    return _BY_WORDS.get(folded_words(name))


def agency_of_line(line: str) -> str | None:
    """The agency that a line such as "Источник: ТАСС" names."""
    match = _SOURCE.search(line[:100])
    return _NAMES.get(match[1]) if match else None


def agency_of_text(block: str) -> str | None:
    """The agency that a paragraph says it was told by: "AFP reports", "сообщает ТАСС", "(Reuters)"."""
    matches = [match for pattern in _ATTRIBUTIONS if (match := pattern.search(block[:2_000]))]
    return _NAMES[min(matches, key=lambda match: match.start())[1]] if matches else None
