"""Spellings that have little text of their own, made by rule from the one that has: for language profiles.

Kazakh is written in Cyrillic, in two Latin alphabets of the reform (2018 with acutes, 2021 with diaereses)
and, in China, in Arabic letters (töte jazu); Uzbek in Latin and Cyrillic. News are also typed on keyboards
without the letters that Russian lacks.
"""

import re


def _pairs(letters: str, spelt: str) -> dict[str, str]:
    """Each letter with its spelling; "-" for none."""
    return {
        letter: "" if spelling == "-" else spelling
        for letter, spelling in zip(letters, spelt.split(), strict=True)
    }


_COMMON = _pairs("абвгдежзклмнопрстуфхцчшщыэ", "a b v g d e j z k l m n o p r s t u f h ts ch sh shsh y e")
_KAZAKH_2018 = _COMMON | _pairs("әғийқңөұүіһуёюяъь", "á ǵ ı ı q ń ó u ú i h ý ıo ıý ıa - -")
_KAZAKH_2021 = _COMMON | _pairs("әғийқңөұүіһуёюяъьчшщ", "ä ğ i i q ñ ö ū ü ı h u io iu ia - - tş ş ş")
_KAZAKH_ARABIC = _pairs(
    "абвгғдежзийкқлмнңопрстуұфхһцчшщыэюяәөүіёъь",
    "ا ب ۆ گ ع د ە ج ز ي ي ك ق ل م ن ڭ و پ ر س ت ۋ ۇ ف ح ھ تس چ ش شش ى ە يۋ يا ا و ۇ ى يو - -",
)
_PLAIN = str.maketrans("әғқңөұүіһӘҒҚҢӨҰҮІҺ", "агкноууихАГКНОУУИХ")
_UZBEK_PAIRS = {
    "oʻ": "ў", "gʻ": "ғ", "sh": "ш", "ch": "ч", "ya": "я", "yo": "ё", "yu": "ю", "ye": "е", "ts": "ц",
}  # fmt: skip
_UZBEK = _UZBEK_PAIRS | _pairs(
    "abdefghijklmnopqrstuvxyzʼ", "а б д е ф г ҳ и ж к л м н о п қ р с т у в х й з ъ"
)
_UZBEK_LETTERS = re.compile("yoʻ|oʻ|gʻ|sh|ch|ya|yo|yu|ye|ts|[a-zʼ]", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


def _by_letter(text: str, table: dict[str, str]) -> str:
    spelt = []
    for char in text:
        small = table.get(char.lower(), char.lower())
        upper = "İ" if small == "i" and table is _KAZAKH_2021 else small.capitalize()
        spelt.append(upper if char.isupper() else small)
    return "".join(spelt)


def kazakh_2018(text: str) -> str:
    """Kazakh from Cyrillic to the Latin alphabet of 2018 (á ǵ ń ó ú ý sh ch)."""
    return _by_letter(text, _KAZAKH_2018)


def kazakh_2021(text: str) -> str:
    """Kazakh from Cyrillic to the Latin alphabet of 2021 (ä ğ ñ ö ü ū ş)."""
    return _by_letter(text, _KAZAKH_2021)


def kazakh_arabic(text: str) -> str:
    """Kazakh from Cyrillic to Arabic letters: a hamza before a word says that its vowels are front ones."""

    def spell(match: re.Match[str]) -> str:
        word = match[0].lower()
        front = any(char in "әөүі" for char in word) and not any(char in "кге" for char in word)
        return "ء" * front + "".join(_KAZAKH_ARABIC.get(char, char) for char in word)

    return _WORDS.sub(spell, text)


def plain(text: str) -> str:
    """Kazakh or Kyrgyz as typed without the letters that Russian lacks."""
    return text.translate(_PLAIN)


def uzbek_cyrillic(text: str) -> str:
    """Uzbek from Latin to Cyrillic; its apostrophes have to be ʻ and ʼ."""

    def spell(match: re.Match[str]) -> str:
        latin = match[0].lower()
        start = match.start() == 0 or not text[match.start() - 1].isalpha()
        if latin == "yoʻ":
            cyrillic = "йў"
        elif latin == "e" and start:
            cyrillic = "э"
        else:
            cyrillic = _UZBEK.get(latin, latin)
        return cyrillic.capitalize() if match[0][0].isupper() else cyrillic

    return _UZBEK_LETTERS.sub(spell, text)
