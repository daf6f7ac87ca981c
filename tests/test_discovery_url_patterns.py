"""What is learned from links about the addresses of articles."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.discovery.url_patterns import MIN_STATED, learn_pattern

HOST = "https://paper.kz"
SLUGS = ("bridge-opened", "school-gets-a-new-roof", "snow", "who-won-the-chess-cup", "road-closed-in-spring")


def at(*paths: str) -> list[str]:
    return [HOST + path for path in paths]


def each(template: str, count: int = 6) -> list[str]:
    """Addresses of one form: `{n}` a number of six digits, `{slug}` words, `{s}` a section, `{d}` a day."""
    return [
        HOST
        + template.format(n=519901 + 7 * i, slug=SLUGS[i % 5], s=("news", "sport", "life")[i % 3], d=10 + i)
        for i in range(count)
    ]


LISTS = at("/news/", "/sport/", "/about/", "/news/page/2/", "/tag/snow-1234/", "/2026/11/", "/2026/11/22/")


@pytest.mark.parametrize(
    ("articles", "others_too"),
    [
        (each("/{s}/{slug}-{n}/"), at("/world/other-519999/")),
        (each("/{s}/{slug}-{n}.html"), at("/world/other-519999.html")),
        (each("/{s}/{n}-{slug}/"), at("/world/519999-other/")),
        (each("/doc/{n}_{slug}.html"), at("/doc/519999_other.html")),
        (each("/news/{n}"), at("/news/519999")),
        (each("/news/{n}/{slug}"), at("/news/519999/other")),
        (each("/a/{slug}/{n}.html"), at("/a/other/519999.html")),
        (each("/ru/news:{n}"), at("/ru/news:519999")),
        (each("/2026/11/{slug}/"), at("/2013/02/other/")),
        (each("/news/2026/11/{d}/{slug}/"), at("/news/2013/02/07/other/")),
        (each("/2026-11-{d}/{slug}/"), at("/2013-02-07/other/")),
        (each("/{s}/2026/nov/{d}/{slug}/"), at("/world/2013/feb/07/other/")),
        (each("/202611{d}/{slug}-{n}.html"), at("/20130207/other-519999.html")),
        (each("/news.php?id={n}"), at("/news.php?id=519999", "/news.php?lang=ru&id=519999")),
        (each("/?p={n}"), at("/?p=519999")),
        (each("/{s}/story-of-the-day?id={n}"), at("/world/story-of-the-day?id=519999")),
        (each("/{s}/{slug}"), at("/world/other-story")),
        (each("/n/{slug}/"), at("/n/other/")),
        (each("/n/{slug}?ref=7"), at("/n/other", "/n/other?ref=7")),
        (each("/{s}/{slug}-{n}.HTML"), at("/world/other-519999.HTML")),
        (each("/{s}/{n}/?from=rss"), at("/world/519999/", "/world/519999/?from=rss")),
        (
            [*each("/{s}/{slug}-{n}/", 5), *each("/{s}/life/{slug}-{n}/", 5)],
            at("/a/other-5199/", "/a/b/c-519/"),
        ),
        # Two forms of which each has its share make two rules.
        ([*each("/news/{n}"), *each("/2026/11/{slug}/")], at("/news/519999", "/2013/02/other/")),
    ],
    ids=lambda urls: urls[0].removeprefix(HOST),
)
@pytest.mark.parametrize("menu", [LISTS, []], ids=["with menu", "alone"])
def test_from_what_feeds_name(articles: list[str], others_too: list[str], menu: list[str]) -> None:
    pattern = learn_pattern(articles, (), menu)
    assert pattern is not None
    assert (pattern.stated, pattern.fits, pattern.of) == (True, len(set(articles)), len(set(articles)))
    for url in (*articles, *others_too):
        assert re.search(pattern.regex, url), (pattern.regex, url)
        assert re.search(pattern.regex, url.replace("https://", "http://www."))
    for url in (*LISTS, f"{HOST}/", f"{HOST}/?page=2"):
        assert not re.search(pattern.regex, url), (pattern.regex, url)


def test_a_video_among_twenty_articles_makes_no_rule() -> None:
    articles = each("/{s}/{slug}-{n}/", 20)
    pattern = learn_pattern([*articles, *at("/video/watch/")])
    assert pattern is not None
    assert (pattern.fits, pattern.of) == (20, 21)
    assert not re.search(pattern.regex, f"{HOST}/video/watch/")


def test_the_first_segment_is_named_only_where_all_share_it() -> None:
    articles = each("/news/{n}")
    named = learn_pattern(articles)
    assert named is not None
    assert not re.search(named.regex, f"{HOST}/gallery/519999")
    open_ = learn_pattern(articles, at("/sport/519999"))
    assert open_ is not None
    assert re.search(open_.regex, f"{HOST}/sport/519998")


def test_words_alone_must_be_more_than_those_of_the_menu() -> None:
    articles = each("/{slug}-{slug}/", 5)
    pattern = learn_pattern(articles, (), at("/about-us/", "/all-news/", "/contacts/"))
    assert pattern is not None
    assert pattern.fits >= 4
    assert not re.search(pattern.regex, f"{HOST}/about-us/")
    assert not re.search(pattern.regex, f"{HOST}/all-sports/")


@pytest.mark.parametrize(
    ("found", "articles"),
    [
        ([*LISTS, *each("/{s}/{slug}-{n}/")], 6),
        ([*LISTS, *each("/2026/11/{slug}/")], 6),
        ([*LISTS, *each("/news/{n}")], 6),
        ([*LISTS, *each("/news.php?id={n}")], 6),
        ([*LISTS, *at("/why-the-road-is-closed", "/how-we-won-the-cup", "/what-a-day-it-was")], 3),
        # Many shapes of one or two are no rule beside a common one.
        ([*each("/{s}/{slug}-{n}/", 40), *at("/a/1234-x/", "/b/2345-y/", "/c/3456-z/")], 40),
    ],
)
def test_from_links_that_look_like_articles(found: list[str], articles: int) -> None:
    pattern = learn_pattern((), found)
    assert pattern is not None
    assert not pattern.stated
    assert sum(re.search(pattern.regex, url) is not None for url in found) == articles
    assert not any(re.search(pattern.regex, url) for url in LISTS)


@pytest.mark.parametrize(
    "found",
    [
        [],
        [f"{HOST}/"],
        LISTS,
        at("/news/", "/sport/", "/life/", "/world/", "/shop/"),
        each("/news/{n}", 2),
        at("/list?page=123", "/list?page=124", "/list?page=125"),
        at("/up/2026/11/a.jpg", "/up/2026/11/b.jpg", "/up/2026/11/c.JPG", "/docs/law-2026-11-20.pdf"),
        at("/news/page/1200/", "/news/page/1201/", "/news/page/1202/"),
    ],
)
def test_nothing_is_learned_from_lists(found: list[str]) -> None:
    assert learn_pattern((), found) is None


def test_few_addresses_of_a_feed_yield_to_many_links() -> None:
    few = each("/video/{n}", MIN_STATED - 1)
    links = each("/{s}/{slug}-{n}/", 60)
    pattern = learn_pattern(few, links)
    assert pattern is not None
    assert re.search(pattern.regex, links[0])
    alone = learn_pattern(few)
    assert alone is not None
    assert alone.fits == len(few)
    two = learn_pattern(few[:2])
    assert two is not None
    assert two.fits == 2


def test_menu_links_are_no_evidence() -> None:
    pattern = learn_pattern((), each("/rubric/{n}", 8), each("/rubric/{n}", 8))
    assert pattern is None


@given(st.lists(st.text("/a1-?=.&2026%", max_size=30).map(lambda path: f"{HOST}/{path}")))
def test_any_links_give_a_rule_that_compiles(urls: list[str]) -> None:
    pattern = learn_pattern(urls, urls)
    if pattern is not None:
        re.compile(pattern.regex)
        assert 0 <= pattern.fits <= pattern.of


@pytest.mark.parametrize(
    "articles",
    [each("/{s}/{slug}-{n}/"), each("/{s}/{n}-{slug}/"), each("/{slug}-{slug}/"), each("/x?id={n}")],
    ids=lambda urls: urls[0].removeprefix(HOST),
)
def test_a_rule_is_linear(articles: list[str]) -> None:
    pattern = learn_pattern(articles)
    assert pattern is not None
    began = time.process_time()
    for hostile in ("/a/" + "1" * 2000, "/a-" * 700, "/" + "a-" * 1000, "/x?" + "&id=" * 500, "/1" * 1000):
        re.search(pattern.regex, f"{HOST}{hostile}!")
    assert time.process_time() - began < 0.1
