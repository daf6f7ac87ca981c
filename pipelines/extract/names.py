"""Names of people in what a page shows as its author: `By Aigul Serik, staff writer | 5 May 2020`.

What stands there besides names is left out: labels, roles, dates, addresses, links to other texts, the
newsroom and the site itself, which say nothing of who wrote it, and news agencies.
"""

import dataclasses
import re
from collections.abc import Collection, Iterable

from ..clean.characters import one_line
from ..dedupe.fingerprint import folded_words, plain_words
from .agencies import agency_of
from .author_words import IMPERSONAL, NEWSROOM, NOBODY, PARTICLES, ROLES
from .stamps import find_stamp

MAX_NAME = 60
"""Characters of a name; what is longer is a sentence about the author."""
MAX_NAME_WORDS = 6
MAX_AUTHORS = 10
MAX_TEXT = 10 * MAX_NAME
"""Characters of a text that may hold names."""

_BY = (
    r"(?:written|posted|authored|reported|story|words|text) by|by|authors?|автор\w{0,3}|автори|авторлар|"
    r"муаллиф\w{0,4}|muallif\w{0,4}|müəllif\w{0,4}|awtor\w{0,3}|yazar|yazan|yazı|зохиогч|нийтэлсэн"
)
_COLON = (
    "текст|мәтін|матн|matn|mətn|журналист|корреспондент|тілші|кабарчы|мухбир|muxbir|müxbir|muhabir|von|par"
)
LABEL = re.compile(
    rf"^(?:(?:{_BY})(?:\s?[:：]\s?|\s[—–-]\s|\s)|(?:{_COLON})(?:\s?[:：]\s?|\s))(?=\S)", re.IGNORECASE
)
"""What stands before names: `By`, `Автор:`."""
_ANY_LABEL = re.compile(r"^[^\W\d_]{3,20}\s?[:：]\s(?=\S)")
"""A word and a colon before a name: `Тайёрлаган: Дилноза Каримова`."""
_AND = "and|и|й|және|мен|бен|пен|менен|жана|va|və|ve|ва|we|та|і|ба|болон|hamda|und|et|og|och"
_AND_ONE = re.compile(rf"\s(?:{_AND}|&)\s")
_BETWEEN = re.compile(r"\s?[,;|/•·]\s?|\s[-–—]\s|\son\s")
_GLUED = re.compile(r"^By(?=[A-Z])")
_SUFFIX = re.compile(r",\s?(?=(?:jr|sr|ii|iii|ph\.?d|m\.?d)\b)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.")
_EDGES = ' .,()"«»“”-–—:'
_DOMAIN = re.compile(r"[\w-]{2,}(?:\.[\w-]{2,})+")
_SENTENCE = re.compile(r"\w{4}[.!?] \w+ \w")
"""Words after a full stop that no initial ends: a text about the author."""
_NO_NAME = re.compile(r"[@<>{}\[\]#=%…]|\d{3}")
_LINK = re.compile(
    r"(?:view|see|read|all|more|other|follow|about|contact|email|e-mail|share|join|subscribe|все|другие|еще|"
    r"ещё|больше|подпис\w+|читать|читайте|смотреть|об авторе|об|барлық|бардык|барча|барчаси|barcha|boshqa|"
    r"bütün|tüm|digər|усі|всі|інші|следить|связаться|написать|поделиться|бөлісу|paylaş|ulashish)(?!\w)"
)
"""How a link to other texts, or to a profile, begins."""


@dataclasses.dataclass(slots=True)
class Names:
    """What was found in texts of one kind."""

    people: list[str] = dataclasses.field(default_factory=list)
    agency: str | None = None
    nobody: bool = False
    """Does the newsroom or the site itself stand there?"""


def read_names(texts: Iterable[str], own: Collection[str], *, least: int = 0, whole: bool = False) -> Names:
    """The names in texts that stand for an author, without repeats.

    `own` are the names of the site. With `least` a name has capital letters and that many words: for texts
    that may be anything. `whole` says that each text is one name, of an organization: "Doctors and Nurses".
    """
    site = {word for name in own for word in folded_words(name).split()}
    joined = {folded_words(name).replace(" ", "") for name in own}
    found: dict[str, str] = {}
    agency, nobody = None, False
    for text in texts:
        if len(text) > MAX_TEXT or _ADDRESS.search(text) or _SENTENCE.search(text):
            continue
        for part in [text] if whole else _parts(text):
            several = [part] if whole else _AND_ONE.split(part)
            agency = agency or next(filter(None, map(agency_of, several)), None)
            names = [name if whole else _without_role(name) for name in several if not agency_of(name)]
            # "Politics and Health Care Reporter"
            needed = 2 if least and len(names) > 1 and any(map(str.__ne__, names, several)) else least
            if needed and not all(_looks_like_a_name(name, needed) for name in names):
                continue
            for name in names:
                words = folded_words(name).split()
                if not _is_name(name, words):
                    continue
                if "".join(words) in joined or _is_nobody(words, site):
                    nobody = nobody or not (site | NEWSROOM | NOBODY).isdisjoint(words)
                else:
                    found.setdefault(plain_words(name), name)
    return Names(list(found.values())[:MAX_AUTHORS], agency, nobody)


def _parts(text: str) -> list[str]:
    text = _ANY_LABEL.sub("", LABEL.sub("", _GLUED.sub("By ", one_line(text))))
    stamp = find_stamp(text)
    if stamp:
        text = text[: stamp.start] or text[stamp.end :]
    parts = (LABEL.sub("", part.strip(_EDGES)) for part in _BETWEEN.split(_SUFFIX.sub(" ", text)))
    return [part for part in (part.strip(_EDGES) for part in parts) if part]


def _without_role(part: str) -> str:
    """`Aigul Serik` of `Aigul Serik staff writer` and of `корреспондент Айгүл Серік`; "" for a role alone."""
    words = part.split()
    roles = [folded_words(word) in ROLES for word in words]
    while roles and roles[0]:
        words, roles = words[1:], roles[1:]
    if True in roles:
        at = roles.index(True)
        words = words[:at] if at > 1 else []
    return " ".join(words)


def _is_name(text: str, words: list[str]) -> bool:
    return (
        1 < len(text) <= MAX_NAME
        and 0 < len(words) <= MAX_NAME_WORDS
        and not _NO_NAME.search(text)
        and not _DOMAIN.fullmatch(text)
        and any(char.isalpha() for char in text)
        and not _LINK.match(text.lower())
    )


def _looks_like_a_name(text: str, least: int) -> bool:
    words = text.split()
    capitals = [word[0].isupper() or word.lower() in PARTICLES for word in words]
    return least <= len(words) < MAX_NAME_WORDS and all(capitals) and not any(char.isdigit() for char in text)


def _is_nobody(words: list[str], site: set[str]) -> bool:
    return (
        not NEWSROOM.isdisjoint(words)
        or " ".join(words) in NOBODY
        or (len(words) > 1 and words[-1] in IMPERSONAL)
        or all(word in site or word in IMPERSONAL or word in ROLES for word in words)
    )
