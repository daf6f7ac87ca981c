"""Challenges, lists and error pages are told from articles, by several signs together."""

import datetime as dt

import pytest

from pipelines.article import Article, ExtractionHints, Page, Reason, Rejected
from pipelines.process import to_article

TEXT = "".join(
    f"<p>Paragraph {number} tells how the port repaired the ferry, and what it cost the region.</p>"
    for number in range(6)
)


def judge(
    body: str, url: str = "https://herald.example/news/ferry-1", hints: ExtractionHints | None = None
) -> object:
    found = to_article(
        Page(
            url=url,
            site="x",
            body=body.encode(),
            fetched_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            hints=hints or ExtractionHints(),
        )
    )
    return found.reason if isinstance(found, Rejected) else type(found)


MOMENT = "<title>Just a moment...</title>"


@pytest.mark.parametrize(
    "body",
    [
        f"{MOMENT}<p>Checking your browser before accessing the site.</p><script>_cf_chl_opt={{}}</script>",
        f"{MOMENT}<form class='challenge-form' id='challenge-form'><input></form>",
        "<title>DDoS-Guard</title><h1>Checking your browser</h1><p>Please wait a few seconds</p>",
        "<title>herald.example</title><h1>Проверка браузера</h1><script src='/ddos-guard/js'></script>",
        "<title>Вы не робот?</title><p>Подтвердите, что вы не робот</p><div class='smartcaptcha'></div>",
        "<title>Captcha</title><form><p>Введите символы с картинки</p><input name=captcha></form>",
        "<html><head><script src='/_Incapsula_Resource?x=1'></script></head><body></body></html>",
    ],
)
def test_challenges(body: str) -> None:
    assert judge(body) is Reason.CHALLENGE


PROTECTION = (
    "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script><div class='g-recaptcha'></div>"
)


@pytest.mark.parametrize(
    "body",
    [
        f"<title>Captcha is dead</title><h1>Captcha is dead</h1><p>Verify you are human.</p>{TEXT * 3}",
        f"<title>Ferry</title><h1>Ferry</h1>{TEXT}{PROTECTION}",
        f"<title>Bank adds captcha</title><h1>Bank adds captcha</h1>{TEXT}",
    ],
)
def test_news_about_captchas_and_protected_sites_are_articles(body: str) -> None:
    assert judge(body) is Article


TEASERS = "".join(
    f"<div class=item><h3><a href='/news/{number}'>Headline number {number} of the day's other news</a></h3>"
    f"<p>The first words of article {number} and no more than that …</p></div>"
    for number in range(14)
)


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (f"<title>News</title><h1>News</h1>{TEASERS}", "https://herald.example/"),
        (f"<title>News</title>{TEASERS}", "https://herald.example/index.php"),
        (
            '<script type="application/ld+json">{"@type": "CollectionPage"}</script>' + TEASERS,
            "https://herald.example/tag/ferry/",
        ),
    ],
)
def test_lists_are_no_articles(body: str, url: str) -> None:
    assert judge(body, url) is Reason.NOT_ARTICLE


ARTICLE = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry"}</script>'


@pytest.mark.parametrize(
    ("body", "url", "hints"),
    [
        (f"<h1>Ferry</h1>{TEXT}{TEASERS}", "https://herald.example/news/1", None),
        (f"{ARTICLE}<h1>Ferry</h1>{TEXT}{TEASERS}", "https://herald.example/", None),
        (
            f'<meta property="og:type" content="article"><h1>Ferry</h1>{TEXT}{TEASERS}',
            "https://herald.example/",
            None,
        ),
        (
            f'<script type="application/ld+json">{{"@type": "ItemList"}}</script><h1>F</h1>{TEXT}{TEASERS}',
            "https://herald.example/ferry-17/",
            ExtractionHints(article_url=r"-\d+/$"),
        ),
        (f"<h1>Ferry</h1>{TEXT}", "https://herald.example/", None),
    ],
)
def test_articles_with_many_teasers_stay(body: str, url: str, hints: ExtractionHints | None) -> None:
    assert judge(body, url, hints) is Article


@pytest.mark.parametrize(
    "title", ["404 Not Found", "Страница не найдена", "Бет табылмады", "Sahifa topilmadi"]
)
def test_a_page_that_says_it_is_not_there(title: str) -> None:
    sorry = (
        "<p>The page may have been moved or removed. Go to the front page or use the search to find it.</p>"
    )
    assert judge(f"<title>{title}</title><h1>{title}</h1>{sorry}") is Reason.NOT_ARTICLE


def test_news_about_what_was_not_found_is_an_article() -> None:
    assert judge(f"<h1>Missing boat not found after a week</h1>{TEXT * 2}") is Article


PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
FILM = '<script type="application/ld+json">{"@type": "VideoObject", "name": "Ferry"}</script>'
FIELD = "<form><input type=password></form>"
SIGN_IN = "<p>To read on, please sign in or register with us: it is free and takes a minute of your time.</p>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>The ferry runs again.</p>", Reason.TOO_SHORT),
        (f"{PAID}<p>The ferry runs again.</p>", Reason.PAYWALL),
        ('<meta property="og:type" content="video.other"><p>The ferry runs again.</p>', Reason.VIDEO),
        (f"{FILM}<p>The ferry runs again.</p>", Reason.VIDEO),
        (f"{FIELD}{SIGN_IN}", Reason.LOGIN),
    ],
)
def test_what_a_page_is_that_has_no_article(body: str, reason: Reason) -> None:
    assert judge(f"<h1>Ferry</h1>{body}") is reason


CONSENT = (
    "<div><h1>Your privacy</h1><p>We and our 842 partners store cookies on your device and read them, "
    "to show advertising that fits you and to measure it. You may refuse cookies or choose among them.</p>"
    "<button>Accept all</button><button>Manage</button></div>"
)


SAID = '<meta property="article:published_time" content="2025-03-02T09:30:00+05:00">'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (CONSENT, Reason.COOKIE_WALL),
        # Nothing to press, another subject, an article behind the banner, an article about cookies.
        (CONSENT.replace("button", "p"), Article),
        (CONSENT.replace("cookies", "files"), Article),
        (f"{CONSENT}<h1>Ferry</h1>{TEXT}", Article),
        (f"{SAID}{CONSENT}", Article),
    ],
)
@pytest.mark.parametrize("hints", [None, ExtractionHints(article_url="/news/")])
def test_a_page_that_asks_for_consent_to_cookies(
    body: str, expected: object, hints: ExtractionHints | None
) -> None:
    assert judge(body, hints=hints) is expected


def test_an_article_with_a_login_in_its_header_stays() -> None:
    assert judge(f"{FIELD}<h1>Ferry</h1>{TEXT * 2}") is Article
