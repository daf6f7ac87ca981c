"""The same wording in another alphabet: Kazakh in Latin letters, Uzbek in Cyrillic ones."""

import re


def _pairs(text: str) -> dict[str, str]:
    """Letters and what they are written as: `a:b c:d`; nothing after the colon where nothing is written."""
    return dict(pair.split(":") for pair in text.split())


_KAZAKH = _pairs(
    "а:a ә:ä б:b в:v г:g ғ:ğ д:d е:e ё:io ж:j з:z и:ı й:ı к:k қ:q л:l м:m н:n ң:ñ о:o ө:ö п:p р:r с:s т:t "
    "у:u ұ:ū ү:ü ф:f х:h һ:h ц:ts ч:tş ш:ş щ:şş ъ: ы:y і:i ь: э:e ю:iu я:ia"
)
"""The alphabet that Kazakhstan presented in January 2021."""

_UZBEK = _pairs(
    "o‘:ў g‘:ғ sh:ш ch:ч yo‘:йў yo:ё yu:ю ya:я ye:е ’:ъ a:а b:б d:д e:е f:ф g:г h:ҳ i:и j:ж k:к l:л m:м n:н "
    "o:о p:п q:қ r:р s:с t:т u:у v:в x:х y:й z:з"
)
_UZBEK_WORDS = {
    "yanvar": "январь", "fevral": "февраль", "aprel": "апрель", "iyun": "июнь", "iyul": "июль",
    "sentabr": "сентябрь", "oktabr": "октябрь", "noyabr": "ноябрь", "dekabr": "декабрь",
    "budjet": "бюджет", "koeffitsiyent": "коэффициент",
}  # fmt: skip
"""Loan words that are not written letter by letter."""
_UZBEK_TOKEN = re.compile(
    rf"\{{\w+\}}|Telegram|Ctrl|Enter|{'|'.join(_UZBEK_WORDS)}"
    r"|\be|yo‘|o‘|g‘|sh|ch|yo|yu|ya|ye|[a-z’]",
    re.IGNORECASE,
)


def to_kazakh_latin(text: str) -> str:
    """Kazakh in the Latin letters of 2021, from Cyrillic; other letters stay."""
    return "".join(_cased(letter, _KAZAKH.get(letter.lower(), letter)) for letter in text)


def to_uzbek_cyrillic(text: str) -> str:
    """Uzbek in Cyrillic letters, from Latin; `{slots}` and the names of programs stay."""
    return _UZBEK_TOKEN.sub(_uzbek_letter, text)


def _uzbek_letter(match: re.Match[str]) -> str:
    latin = match.group()
    if latin.startswith("{") or latin in ("Telegram", "Ctrl", "Enter"):
        return latin
    lower = latin.lower()
    if lower == "e":
        starts = match.start() == 0 or not (
            match.string[match.start() - 1].isalpha() or match.string[match.start() - 1] in "‘’"
        )
        return _cased(latin, "э" if starts else "е")
    return _cased(latin, _UZBEK_WORDS.get(lower) or _UZBEK[lower])


def _cased(original: str, letters: str) -> str:
    if not original[:1].isupper():
        return letters
    # Kazakh has a dotted and a dotless i.
    return "İ" + letters[1:] if original == "І" else letters[:1].upper() + letters[1:]
