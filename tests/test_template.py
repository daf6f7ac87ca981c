"""What repeats on a site: learned from its articles, taken out of each, put back."""

import dataclasses
import datetime as dt
import random
from collections.abc import Sequence

import pytest

from pipelines.article import RemovedBlock
from pipelines.clean.learn import MAX_ARTICLES, MAX_UNSEEN, SeenText, learn
from pipelines.clean.template import (
    Template,
    apply,
    frame,
    from_bytes,
    is_quotation,
    restore,
    to_bytes,
    with_template,
)
from pipelines.errors import StoreError
from tests.factories import NOW, SITE, make_article

DAY = dt.date(2026, 11, 1)
NAG = "Независимой редакции нужна ваша поддержка, перевод займёт одну минуту."
SLOGAN = "Новости степи каждый час"
_SYLLABLES = ("бар", "тем", "кош", "лун", "рив", "дас", "мен", "пол", "гур", "сат", "вик", "жол", "нур")


def story(number: int, paragraphs: int = 5) -> list[str]:
    """Paragraphs of an article that shares no word with another one."""
    chosen = random.Random(number)  # noqa: S311 - the same at every run

    def word() -> str:
        return "".join(chosen.choice(_SYLLABLES) for _ in range(4))

    return [" ".join(word() for _ in range(16)).capitalize() + "." for _ in range(paragraphs)]


def seen(number: int, blocks: Sequence[str], day: dt.date = DAY) -> SeenText:
    return SeenText(f"id{number:04}", f"https://a.kz/{number:04}", day, "\n".join(blocks))


def learned(texts: Sequence[SeenText], previous: Template | None = None, **options: int) -> Template:
    return learn(texts, previous, site=SITE, learned_at=NOW, **options)


def site(*last: str, articles: int = 4, of: int = 10) -> list[SeenText]:
    """Articles of which the first ones end with these blocks."""
    return [seen(n, [*story(n), *(last if n < articles else ())]) for n in range(of)]


def texts_of(template: Template) -> list[str]:
    return [block.text for block in template.blocks]


# Learning


def test_what_several_articles_end_with_is_learned_with_its_evidence() -> None:
    texts = site(NAG)
    template = learned(texts)
    (block,) = template.blocks
    assert (template.site, template.number, template.articles, block.text) == (SITE, 1, 10, NAG)
    assert (block.articles, block.at_edge, block.examples) == (4, True, ("id0000", "id0001", "id0002"))
    assert (block.first_seen, block.last_seen) == (DAY, DAY)
    assert template.find(f"  {NAG.upper()}!") == block
    assert "stands in 4 of 10 articles" in template.reason(block)


@pytest.mark.parametrize("articles", [1, 2])
def test_two_articles_are_not_enough(articles: int) -> None:
    assert learned(site(NAG, articles=articles)).blocks == ()


def test_one_less_is_enough_for_an_article_that_is_not_among_them() -> None:
    assert texts_of(learned(site(NAG, articles=2), min_articles=2)) == [NAG]


def test_the_order_of_the_articles_makes_no_difference() -> None:
    texts = [seen(n, [SLOGAN, *story(n), NAG], DAY + dt.timedelta(n % 3)) for n in range(30)]
    expected = to_bytes(learned(texts))
    for turn in range(5):
        random.Random(turn).shuffle(texts)  # noqa: S311
        assert to_bytes(learned(texts)) == expected


def test_an_article_counts_once_with_its_last_text() -> None:
    revisions = [seen(0, [*story(n), NAG], DAY + dt.timedelta(n)) for n in range(5)]
    assert learned([*revisions, *site()[1:]]).blocks == ()


BACKGROUND = story(7000, 1)[0]


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        (["«Мы построим ещё три школы до конца года», — сказал министр."], "a quotation"),
        (["— Мы этого давно ждали и очень рады."], "a dash of speech"),
        ([BACKGROUND, BACKGROUND.replace(".", " снова.")], "the background of a story"),
        (["— — —"], "no words"),
    ],
)
def test_what_is_never_learned(blocks: list[str], why: str) -> None:
    last = blocks[0]
    texts = [seen(n, [*story(n), *blocks[1:] * (n < 4), *([last] if n < 4 else [])]) for n in range(10)]
    if len(blocks) > 1:
        # Each tells it in words of its own as well.
        texts = [
            seen(n, [*story(n), f"{last[:-1]} {story(n, 1)[0]}", last] if n < 4 else story(n))
            for n in range(10)
        ]
    assert learned(texts).blocks == (), why


def test_a_subheading_between_paragraphs_stays_unless_most_articles_have_it() -> None:
    def texts(block: str, articles: int) -> list[SeenText]:
        return [
            seen(n, [*story(n, 4), *([block] if n < articles else []), *story(n + 500, 4)]) for n in range(40)
        ]

    assert learned(texts("Что известно о происшествии", 5)).blocks == ()
    assert texts_of(learned(texts(SLOGAN, 6))) == [SLOGAN]
    assert learned(texts("Справка", 30)).blocks == ()


TICKER = "Прямо сейчас все обсуждают такую новость"


def test_what_announces_another_headline_each_time_is_learned_by_its_words() -> None:
    def headline(number: int) -> str:
        return story(number + 900, 1)[0][:-1]

    texts = [seen(n, [*story(n), f"{TICKER} – {headline(n)}", *story(n + 500, 4)]) for n in range(10)]
    template = learned(texts)
    (block,) = template.blocks
    assert (block.words, block.articles) == (f"{TICKER.lower()} …", 10)
    body = story(777, 8)
    ticker = f"{TICKER.upper()}: {headline(77)}"
    applied = apply(template, "\n".join([*body[:4], ticker, *body[4:]]))
    assert [(block.position, block.text) for block in applied.removed] == [(4, ticker)]
    for other in (f"{ticker}.", f"«{ticker}»", TICKER, f"{TICKER} – это"):
        assert apply(template, "\n".join([*body[:4], other, *body[4:]])).removed == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Now read in our paper: A bridge was opened", "now read in our paper …"),
        ("Now read in our paper – A bridge was opened", "now read in our paper …"),
        ("Now read in our paper: A bridge was opened.", None),
        ("Cost per ton: a hundred and four", None),
        ("The score in the first half: 2-1", None),
        ("Now read in our paper A bridge was opened", None),
        ("Aqtobe-Oral and back by the evening train", None),
        ("", None),
    ],
)
def test_what_announces_a_headline(text: str, expected: str | None) -> None:
    assert frame(text) == expected


@pytest.mark.parametrize(("articles", "expected"), [(3, []), (4, [NAG])])
def test_a_block_at_the_edge_needs_a_share_of_many_articles(articles: int, expected: list[str]) -> None:
    short = [seen(n, [*story(n, 1), *([NAG] if n >= 200 - articles else [])]) for n in range(200)]
    assert texts_of(learned(short)) == expected


def test_reports_in_set_phrases_and_copies_say_nothing() -> None:
    phrases = story(9000, 6)
    reports = [seen(n, [*phrases, f"Сегодня {n} градусов."]) for n in range(5)]
    template = learned([*reports, *(seen(n, [*story(n), NAG]) for n in range(10, 20))])
    assert texts_of(template) == [NAG]


def test_a_block_that_newer_articles_do_not_have_drops_out_of_the_next_number() -> None:
    old = [seen(n, [*story(n), NAG]) for n in range(20)]
    first = learned(old)
    new = [
        seen(n, [*story(n), SLOGAN], DAY + dt.timedelta(n % 7 + 1)) for n in range(100, 100 + MAX_UNSEEN - 1)
    ]
    assert texts_of(learned([*old, *new], first)) == [SLOGAN, NAG]
    new.append(seen(300, story(300), DAY + dt.timedelta(1)))
    second = learned([*old, *new], first)
    assert (second.number, texts_of(second)) == (2, [SLOGAN])


def test_the_day_it_was_first_seen_goes_on() -> None:
    first = learned(site(NAG))
    later = [seen(n, [*story(n), NAG], DAY + dt.timedelta(5)) for n in range(50, 60)]
    (block,) = learned(later, first).blocks
    assert (block.first_seen, block.last_seen) == (DAY, DAY + dt.timedelta(5))


def test_the_newest_articles_are_learned_from() -> None:
    new = [seen(n, ["Один."], DAY + dt.timedelta(1)) for n in range(MAX_ARTICLES)]
    template = learned([*(seen(n, [*story(n), NAG]) for n in range(2000, 2010)), *new])
    assert (template.articles, template.blocks) == (MAX_ARTICLES, ())


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("«Мы построим ещё три школы до конца года.»", True),
        ("“Hier ist ein Satz, der nicht endet", True),
        ("Он сказал: «Мы построим ещё три новые школы».", True),
        ("«Нет», — ответил он.", True),
        ("– Да, это так.", True),
        ("- Мы были там и видели, как вода подошла к самым домам.", True),
        ("- Наш канал", False),
        ("«Степной вестник»: подписка на 2027 год", False),
        ("Сайт «Степной вестник» — первое издание области.", False),
        ("Подпишитесь на нас!", False),
        ("", False),
    ],
)
def test_what_is_a_quotation(block: str, expected: bool) -> None:
    assert is_quotation(block) == expected


# Applying


@pytest.fixture(scope="module")
def template() -> Template:
    """A slogan at the beginning, a nag anywhere, a short line at the end."""
    return learned(
        [
            seen(n, [SLOGAN, *story(n, 4), *([NAG] if n < 15 else []), *story(n + 500, 4), "Справка"])
            for n in range(20)
        ]
    )


BODY = story(777, 8)


@pytest.mark.parametrize(
    ("blocks", "removed"),
    [
        ([SLOGAN, *BODY, "Справка"], [0, 9]),
        ([*BODY[:4], NAG, *BODY[4:]], [4]),
        ([*BODY[:4], "Справка", *BODY[4:]], []),
        ([*BODY[:7], "Справка", *BODY[7:]], []),
        ([*BODY[:4], SLOGAN, *BODY[4:]], []),
        ([*BODY[:2], SLOGAN, *BODY[2:]], [2]),
        ([*BODY[:4], f"«{NAG}»", *BODY[4:]], []),
        ([*BODY, f"{SLOGAN}: {NAG}"], []),
        ([*BODY[:4], "И вот что пишет нам читатель из", NAG.lower(), *BODY[4:]], []),
        ([SLOGAN, "Справка", NAG], []),
        (["Короткая заметка о погоде в степи.", "Справка"], []),
        ([*BODY[:1], NAG, NAG], []),
        (BODY, []),
    ],
)
def test_what_is_taken(template: Template, blocks: list[str], removed: list[int]) -> None:
    text = "\n".join(blocks)
    applied = apply(template, text)
    assert [block.position for block in applied.removed] == removed
    assert applied.text == "\n".join(block for at, block in enumerate(blocks) if at not in removed)
    assert restore(applied.text, applied.removed) == text


def test_a_text_is_put_together_again_and_nothing_more_is_taken(template: Template) -> None:
    for turn in range(200):
        chosen = random.Random(turn)  # noqa: S311
        blocks = [*story(turn, chosen.randint(1, 12)), *chosen.choices([NAG, SLOGAN, "Справка", "…"], k=3)]
        chosen.shuffle(blocks)
        text = "\n".join(blocks)
        applied = apply(template, text)
        assert restore(applied.text, applied.removed) == text
        assert apply(template, applied.text).text == applied.text


def test_an_article_keeps_all_but_its_text(template: Template) -> None:
    article = make_article(text="\n".join([SLOGAN, *BODY]), title="T")
    after = with_template(article, template)
    assert after.removed == [RemovedBlock(0, SLOGAN)]
    assert (after.text, after.word_count, after.template_version) == ("\n".join(BODY), 8 * 16, 1)
    assert after == dataclasses.replace(
        article, text=after.text, word_count=8 * 16, template_version=1, removed=after.removed
    )


def test_nothing_taken_is_an_empty_list(template: Template) -> None:
    article = make_article(text=BODY[0])
    assert with_template(article, template) == dataclasses.replace(article, removed=[], template_version=1)


def test_the_next_number_is_applied_to_the_text_before_the_first(template: Template) -> None:
    article = make_article(text="\n".join([SLOGAN, *BODY, NAG]))
    other = dataclasses.replace(template, number=2, blocks=())
    after = with_template(with_template(article, template), other)
    assert after == dataclasses.replace(with_template(article, other), template_version=2)
    assert after.text == article.text


# In the store


def test_it_comes_back_as_it_was_written(template: Template) -> None:
    assert from_bytes(to_bytes(template)) == template


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"{", b"["),
        (b'"number": 1', b'"number": 0'),
        (b'"number": 1', b'"number": "1"'),
        (b'"site"', b'"place"'),
        (b'"blocks": [', b'"blocks": [1,'),
        (b"+00:00", b""),
        (b'"at_edge": true', b'"at_edge": 1'),
        (b'"first_seen": "2026', b'"first_seen": "x'),
    ],
)
def test_what_is_no_template_is_told(template: Template, old: bytes, new: bytes) -> None:
    data = to_bytes(template)
    assert old in data
    with pytest.raises(StoreError, match="not a site template") as told:
        from_bytes(data.replace(old, new))
    assert "\n" not in str(told.value)
