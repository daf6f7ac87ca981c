"""Texts of articles, each unlike all others, in three languages."""

import random

_ENGLISH = (
    "council school harvest railway museum bridge market library clinic theatre airport reservoir park",
    "opened closed repaired measured painted counted visited sold bought rebuilt praised inspected",
    "river district village steppe mountain harbour valley lake station square quarter border",
)
_RUSSIAN = (
    "совет школа музей рынок завод театр вокзал мост парк клиника",
    "открыл закрыл посетил измерил проверил построил продал купил",
    "район город аул область площадь река озеро степь",
)


def sentences(seed: object, count: int = 12, language: str = "en") -> list[str]:
    """So many sentences, the same for the same seed."""
    dice = random.Random(str(seed))  # noqa: S311
    who, did, where = (part.split() for part in (_RUSSIAN if language == "ru" else _ENGLISH))
    made = []
    for _ in range(count):
        a, b, c, d = dice.choice(who), dice.choice(did), dice.choice(where), dice.choice(who)
        number, more = dice.randrange(10, 9999), dice.choice(where)
        made.append(
            f"В понедельник {a} {b} {number} домов, а {d} и {c} получили деньги на {more}."
            if language == "ru"
            else f"The {a} near the {c} {b} {number} houses, and the {d} of the {more} paid for it."
        )
    return made


def article(seed: object, *, inside: str = "", head: str = "", language: str = "en") -> str:
    """A good article in three paragraphs; `inside` stands after the first, `head` in the head."""
    lines = sentences(seed, language=language)
    first, second, third = (" ".join(lines[at : at + 4]) for at in (0, 4, 8))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Report {seed}</title>{head}</head><body>'
        f"<article><h1>Report {seed}</h1><p>{first}</p>{inside}<p>{second}</p><p>{third}</p></article>"
        "</body></html>"
    )
