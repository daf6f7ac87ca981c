"""What a change of rules does to made articles, known page by page."""

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from pipelines.article import Article, Failed, Failure, Reason, Rejected
from pipelines.reextract.change import Change
from tests.factories import make_article

SOURCE = "Оқи отырыңыз: басты жаңалықтар"
COUNTER = "Қаралды: {}"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</style></details><iframe src=//x>",
    "[red]bold[/red] \x1b[31m\x9b31m\u202egnp\u200b\x07",
    "&lt;b&gt; \ud800",
)
_MADE = make_article()
_WORDS = """
    мэрия жаңа көпір мен жол туралы есеп берді тұрғындар сұрақ қойды bridge opened in the city council said
    жители района попросили починить дорогу до весны бюджет области вырос на четверть
""".split()  # noqa: SIM905 - as they would be read


def prose(seed: int, paragraphs: int = 4, words: int = 40) -> list[str]:
    """Paragraphs of words in an order of their own."""
    chosen = random.Random(seed)  # noqa: S311
    return [" ".join(chosen.choices(_WORDS, k=words)).capitalize() + "." for _ in range(paragraphs)]


def article(site: str, number: int, paragraphs: list[str], **fields: Any) -> Article:
    """An article of rules 5, but for what is said."""
    day = dt.date(2026, 3, 1) + dt.timedelta(days=number % 200)
    values = {
        "title": f"Көпір {number}: новости района",
        "published_date": day,
        "published_local": day.isoformat(),
        "published_precision": "day",
        "published_source": "text",
        "language": "kk",
        "rules_version": 5,
        **fields,
    }
    url, text = f"https://{site}.example/news/{number}", "\n".join(paragraphs)
    # Without what takes long to work out and is not compared.
    return dataclasses.replace(
        _MADE, url=url, canonical_url=url, site=site, text=text, word_count=len(text.split()), **values
    )


def change(before: Article | None, after: Article | Rejected | Failed, **fields: Any) -> Change:
    """Of the page of either, where one is an article."""
    known = before if isinstance(before, Article) else after
    where = {"site": known.site, "url": known.url} if isinstance(known, Article) else {}
    return Change(**{**where, "before": before, "after": after, **fields})


def unchanged(site: str, number: int) -> Change:
    one = article(site, number, prose(number, 1, 5))
    return change(one, one)


def furniture(site: str, number: int, seed: int) -> Change:
    """Two lines of furniture go, one of which holds a number."""
    text = prose(seed)
    before = article(site, number, [SOURCE, *text, COUNTER.format(number * 7)])
    return change(before, article(site, number, text))


def redated(site: str, number: int) -> Change:
    """The date gets its time, from another place."""
    text = prose(number, 1, 5)
    before = article(site, number, text)
    moment = dt.datetime(2026, 3, 2, 4, 30, tzinfo=dt.UTC)
    after = article(
        site,
        number,
        text,
        published_at=moment,
        published_date=dt.date(2026, 3, 2),
        published_local="2026-03-02T09:30+05:00",
        published_precision="minute",
        published_source="jsonld",
        authors=["Айгүл Н.", "Пётр С."],
    )
    return change(before, after)


def refused(site: str, number: int, reason: Reason = Reason.NOT_ARTICLE, detail: str = "31 links") -> Change:
    return change(article(site, number, prose(number, 2)), Rejected(reason, detail))


def failed(site: str, number: int) -> Change:
    return change(article(site, number, prose(number, 1)), Failed(Failure.TIMEOUT, "30 s"))


def accepted(site: str, number: int) -> Change:
    return change(None, article(site, number, prose(number, 3)))


def hostile(number: int) -> Change:
    """Every word that a page can say is an attack; so are the site's name and the address."""
    site, said = f"x{HOSTILE[0]}", list(HOSTILE)
    before = article(site, number, said, title=HOSTILE[0], section=HOSTILE[1], tags=said, language=HOSTILE[3])
    after = article(
        site, number, [f"{number} {line}" for line in said], title=" ".join(said), lead=HOSTILE[2]
    )
    return change(before, after, url=f"https://x.example/{HOSTILE[1]}{HOSTILE[3]}{number}")


def everything(sites: int = 6, articles: int = 60) -> Iterator[Change]:
    """A bit of all, as a store has it: most stay, furniture goes at one site, a few dates come."""
    for at in range(sites):
        site = f"paper{at}_kz"
        for number in range(articles):
            seed = at * 1000 + number
            if at == 0 and number % 2:
                yield furniture(site, number, seed)
            elif number % 20 == 3:
                yield redated(site, number)
            elif number % 30 == 5:
                yield furniture(site, number, seed)
            elif number % 50 == 7:
                yield refused(site, number)
            elif number % 50 == 9:
                yield accepted(site, number)
            else:
                yield unchanged(site, number)
    before, after = prose(1, 30, 60), prose(1, 30, 60)
    after[3:6] = ["Мэр откроет мост 1 мая.", *prose(2, 1)]
    after[20] = after[20].replace("мен", "және")
    del after[25:28]
    yield change(article("paper1_kz", 900, before), article("paper1_kz", 900, after, title="Көпір 900: жаңа"))
    other = article("paper2_kz", 901, prose(4, 12))
    yield change(other, article("paper2_kz", 901, prose(5, 3), lead="Кіріспе сөз."))
    yield refused("paper3_kz", 902, Reason.TOO_SHORT, "")
    yield failed("paper3_kz", 903)
