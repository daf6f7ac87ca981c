"""Who wrote it, and which agency it came from: names as the page gives them."""

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from ..clean.characters import fold
from ..dedupe.fingerprint import plain_words
from .jsonld import LinkedData
from .markup import select, text_of

MAX_NAME = 60
"""Characters of a name; what is longer is a sentence about the author."""
MAX_NAME_WORDS = 6
MAX_AUTHORS = 10
_MAX_TEXT = 10 * MAX_NAME

_META = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
)
_LABEL = re.compile(
    r"^(?:written by|by|posted by|author|автор\w*|текст|мәтін|журналист|корреспондент|муаллиф|muallif|"
    r"müəllif|yazar|von|par|por)(?:\s?[:：]\s?|\s+)(?=\S)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s?[,;|/&]\s?|\s+(?:and|и|және|va|və|ve|та|і|und|et)\s+")
_ADDRESS = re.compile(r"https?:|www\.")
_SENTENCE = re.compile(r"\w{4}[.!?] \w+ \w")
"""Words after a full stop that no initial ends: a text about the author."""
_NO_NAME = re.compile(r"[@<>{}\[\]#]|\d{3}")
_NOT_PEOPLE = frozenset(
    ("admin", "administrator", "editor", "user", "null", "none", "undefined", "guest", "root")
)

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


def find_authors(
    root: HtmlElement, linked: LinkedData, meta: dict[str, list[str]], site_names: list[str], css: str | None
) -> list[str] | None:
    """Names of the authors, without repeats; None where the page names none.

    The site's own hint first, then JSON-LD, meta, and elements marked as author. The site's name counts only
    where the page calls it an organization: as a person it is a content system's default.
    """
    own = {plain_words(name) for name in site_names}
    by_hint = _names(text_of(element, _MAX_TEXT) for element in select(root, css))
    if by_hint:
        return by_hint
    for names in (
        [a.name for a in linked.authors if a.is_organization or plain_words(a.name) not in own],
        [name for key in _META for name in meta.get(key, ())],
        [
            text_of(element, _MAX_TEXT)
            for element in root.iter("a", "span", "address", "div")
            if _is_marked(element)
        ],
    ):
        found = _names(names)
        organizations = {a.name for a in linked.authors if a.is_organization}
        found = [name for name in found if plain_words(name) not in own or name in organizations]
        if found:
            return found
    return None


def _is_marked(element: HtmlElement) -> bool:
    return element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split()


def _names(texts: Iterable[str]) -> list[str]:
    names: dict[str, str] = {}
    for text in texts:
        if len(text) > _MAX_TEXT or _ADDRESS.search(text) or _SENTENCE.search(text):
            continue
        for part in _BETWEEN.split(_LABEL.sub("", text)):
            name = _LABEL.sub("", part).strip(" .-–—:")
            if name and _is_name(name):
                names.setdefault(plain_words(name), name)
    return list(names.values())[:MAX_AUTHORS]


def _is_name(text: str) -> bool:
    return (
        1 < len(text) <= MAX_NAME
        and len(text.split()) <= MAX_NAME_WORDS
        and not _NO_NAME.search(text)
        and any(char.isalpha() for char in text)
        and fold(text) not in _NOT_PEOPLE
    )


def find_agency(
    linked: LinkedData, blocks: list[str], removed: Iterable[str], site_names: list[str]
) -> str | None:
    """The news agency that the page names as its source; None where it names none, or is the agency itself.

    JSON-LD's `sourceOrganization`, a line such as "Источник: ТАСС" that was taken out of the text, or an
    attribution in the first two or the last paragraph.
    """
    own = " ".join(plain_words(name) for name in site_names)
    found = linked.agency
    for line in removed if not found else ():
        if match := _SOURCE.search(line[:100]):
            found = _NAMES.get(match[1])
    for block in (*blocks[:2], *blocks[2:][-1:]) if not found else ():
        matches = [match for pattern in _ATTRIBUTIONS if (match := pattern.search(block[:2_000]))]
        if matches:
            found = _NAMES[min(matches, key=lambda match: match.start())[1]]
            break
    return found if found and plain_words(found) not in own else None
