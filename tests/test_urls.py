"""Addresses: what is fetched, what is the same page, what is the same site."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.urls import (
    MAX_LENGTH,
    TRACKING_PARAMETERS,
    article_id,
    host_of,
    normal_url,
    same_site,
    site_from_host,
    url_key,
)

BASE = "https://paper.kz/news/page/2/"

NORMAL = [
    ("https://paper.kz/a", "https://paper.kz/a"),
    ("  HTTPS://Paper.KZ/A \n", "https://paper.kz/A"),
    ("https://paper.kz", "https://paper.kz/"),
    ("https://paper.kz?p=1", "https://paper.kz/?p=1"),
    ("https://paper.kz:443/a#top", "https://paper.kz/a"),
    ("http://paper.kz:80/a", "http://paper.kz/a"),
    ("http://paper.kz:8000/a", "http://paper.kz:8000/a"),
    ("http://paper.kz:/a", "http://paper.kz/a"),
    ("http://paper.kz./a", "http://paper.kz/a"),
    ("http://localhost:8000/a", "http://localhost:8000/a"),
    ("http://[2001:DB8::0:1]:8000/a", "http://[2001:db8::1]:8000/a"),
    (
        "https://казахстан.қаз/жаңалық",
        "https://xn--80aaa0anw0aiz.xn--80ao21a/" + "%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B",
    ),
    ("https://paper.kz/two words?q=ж ж", "https://paper.kz/two%20words?q=%D0%B6%20%D0%B6"),
    ("https://paper.kz/%d0%b6", "https://paper.kz/%d0%b6"),
    ("https://paper.kz/50%-off", "https://paper.kz/50%25-off"),
    ("https://paper.kz/a?off=50%&b=%2g%41", "https://paper.kz/a?off=50%25&b=%252g%41"),
    ("https://paper.kz/a\\b", "https://paper.kz/a/b"),
    ("https://paper.kz/a/./b/../c", "https://paper.kz/a/c"),
    ("https://paper.kz/a/%2e%2E/../../c/..", "https://paper.kz/"),
    ("https://kg.paper.org/ru/news:123", "https://kg.paper.org/ru/news:123"),
    ("https://paper.kz/a//b", "https://paper.kz/a//b"),
    ("https://paper.kz/a;JSESSIONID=1F2?b=1", "https://paper.kz/a?b=1"),
    ("https://paper.kz/a?utm_source=x&UTM_Medium=y&id=1&fbclid=z&p=", "https://paper.kz/a?id=1&p="),
    ("https://paper.kz/a?%75tm_source=x", "https://paper.kz/a"),
    (
        "https://paper.kz/modules/news/article.php?storyid=7",
        "https://paper.kz/modules/news/article.php?storyid=7",
    ),
    ("https://paper.kz/?news=1&from=rss&item=2&sid=3", "https://paper.kz/?news=1&from=rss&item=2&sid=3"),
    ("b", "https://paper.kz/news/page/2/b"),
    ("/b", "https://paper.kz/b"),
    ("../3/", "https://paper.kz/news/page/3/"),
    ("?p=3", "https://paper.kz/news/page/2/?p=3"),
    ("//other.kz/b", "https://other.kz/b"),
    ("#top", BASE),
    ("/\\other.kz/b", "https://paper.kz//other.kz/b"),
]

NEVER = [
    "ftp://paper.kz/a",
    "javascript:void(0)",
    "mailto:red@paper.kz",
    "tel:+77010000000",
    "data:text/html,x",
    "file:///etc/passwd",
    "s3://bucket/key",
    "http://",
    "http:///a",
    "http://user@paper.kz/",
    "http://user:pw@paper.kz/",
    "http://good.kz@10.0.0.1/",
    "http://paper.kz:0/",
    "http://paper.kz:99999/",
    "http://paper.kz:8a/",
    "http://[::1/",
    "http://[::1%25eth0]/",
    "http://pa per.kz/",
    "http://pap%65r.kz/",
    "http://paper..kz/",
    "http://.kz/",
    f"http://{'a' * 64}.kz/",
    "http://" + "a." * 130 + "kz/",
    "http://pa<per.kz/",
    "https://paper.kz/a\x00b",
    "https://paper.kz/a\nb",
    "https://paper.kz/a\x85b",
    "https://paper.kz/\ud800",
    "https://paper.kzhttps://sport.kz/x",
    "https://https://paper.kz/x",
    "https://paper.kz/" + "a" * MAX_LENGTH,
    "https://paper.kz/" + "ж" * 400,  # six characters each, when encoded
]


@pytest.mark.parametrize(("url", "expected"), NORMAL)
def test_normal_form(url: str, expected: str) -> None:
    assert normal_url(url, BASE) == expected


@pytest.mark.parametrize("url", NEVER)
def test_what_can_never_be_fetched(url: str) -> None:
    assert normal_url(url, BASE) is None


@pytest.mark.parametrize("url", ["", "   ", "/a", "paper.kz/a", "a?b=http://paper.kz/"])
def test_relative_without_base(url: str) -> None:
    assert normal_url(url) is None


def test_longest() -> None:
    url = "https://paper.kz/" + "a" * (MAX_LENGTH - len("https://paper.kz/"))
    assert normal_url(url) == url


def test_tracking_names_are_lower_case() -> None:
    assert all(name == name.lower() for name in TRACKING_PARAMETERS)


MD5 = "0123456789abcdef0123456789abcdef"
ASP = "lit3py55t21z5v55vlm25s55"

IDENTIFIES = [
    "https://paper.kz/article.php?storyid=7",
    "https://paper.kz/index.php?id=7",
    "https://paper.kz/?p=7",
    "https://paper.kz/?newsid=7",
    "https://paper.kz/news:123",
    "https://paper.kz/?sid=7",
    "https://paper.kz/?session=17",
    "https://paper.kz/?hash=" + MD5,
    "https://paper.kz/?id=" + MD5,
    "https://paper.kz/?sid=" + MD5[:-1],
    "https://paper.kz/?utm=1&source=2&from=3&ref=4&lang=kk",
    "https://paper.kz/news?yclid_of=1",
    "https://paper.kz/(S(short))/a",
    f"https://paper.kz/a/(S({ASP}))",
    f"https://paper.kz/(T({ASP}))/a",
    "https://paper.kz/%28S%28x%29%29/a",
]
"""What no rule of tracking or sessions may take away."""

TRACKS = [
    "utm_source=x",
    "UTM_CAMPAIGN=x",
    "fbclid=x",
    "yclid=x",
    "ysclid=x",
    "gclid=x",
    "gad_source=1",
    "_openstat=x",
    "mtm_campaign=x",
    "hsa_acc=1",
    "msclkid=x",
    "twclid=x",
    "igshid=x",
    "mibextid=x",
    "li_fat_id=x",
    "PHPSESSID=x",
    f"sid={MD5}",
    f"sessid={MD5}",
    f"session_id={MD5.upper()}",
    f"SessionID={MD5}01234567",
    f"bitrix_sessid={MD5}",
    "ASPSESSIONIDQQRTSABC=abcdefghijklmnopqrstuvwx",
]


@pytest.mark.parametrize("url", IDENTIFIES)
def test_what_identifies_stays(url: str) -> None:
    assert normal_url(url) == url


@pytest.mark.parametrize("parameter", TRACKS)
def test_what_tracks_goes(parameter: str) -> None:
    assert normal_url(f"https://paper.kz/a?{parameter}&id=7") == "https://paper.kz/a?id=7"
    assert url_key(f"https://paper.kz/a?id=7&{parameter}") == "paper.kz/a?id=7"


@pytest.mark.parametrize(
    "url",
    [
        f"https://paper.kz/(S({ASP}))/news/1",
        f"https://paper.kz/(s({ASP.upper()}))/news/1",
        "https://paper.kz/news/1;jsessionid=1F",
        f"https://paper.kz/news/1?zenid={MD5}",
    ],
)
def test_sessions_in_an_address_are_dropped(url: str) -> None:
    assert normal_url(url) == "https://paper.kz/news/1"
    assert article_id("paper_kz", url) == article_id("paper_kz", "https://paper.kz/news/1")


SAME = [
    ("http://www.paper.kz/a/", "https://paper.kz/a"),
    ("https://paper.kz", "http://paper.kz/"),
    ("https://paper.kz/?p=1", "https://paper.kz?p=1#x"),
    ("https://paper.kz/a?b=1&a=2&utm_source=x", "https://paper.kz/a/?a=2&b=1"),
    ("https://paper.kz/a?b=1&&a=", "https://paper.kz/a?a=&b=1"),
    ("https://paper.kz/%d0%b6?q=%d0%b6", "https://paper.kz/ж?q=%D0%B6"),
    ("https://paper.kz/%7Euser", "https://paper.kz/~user"),
    ("https://paper.kz/a//", "https://paper.kz/a"),
    ("https://қаз.kz/", "https://xn--80ao21a.kz/"),
]

DIFFERENT = [
    ("https://paper.kz/A", "https://paper.kz/a"),
    ("https://paper.kz/a?p=1", "https://paper.kz/a?p=2"),
    ("https://paper.kz/a?p=", "https://paper.kz/a"),
    ("https://paper.kz/a?x=1&x=2", "https://paper.kz/a?x=2&x=1"),
    ("https://kaz.paper.kz/a", "https://paper.kz/a"),
    ("https://m.paper.kz/a", "https://paper.kz/a"),
    ("https://paper.kz:8000/a", "https://paper.kz/a"),
    ("https://paper.kz/a%2Fb", "https://paper.kz/a/b"),
    ("https://www.kz/a", "https://kz/a"),
    ("https://user@paper.kz/a", "https://paper.kz/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_page(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)
    assert article_id("paper_kz", one) == article_id("paper_kz", other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)
    assert article_id("paper_kz", one) != article_id("paper_kz", other)


def test_article_id_is_pinned() -> None:
    """A change of `url_key` that moves this gives every stored article a second identity."""
    assert (
        article_id("paper_kz", "https://www.paper.kz/News/%d0%b6/?b=1&a=")
        == "cc52d0277300d103946ddfbf7c25ac73"
    )
    assert article_id("other_kz", "https://www.paper.kz/") != article_id("paper_kz", "https://www.paper.kz/")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("paper.kz", "paper_kz"),
        ("WWW.Paper.kz", "paper_kz"),
        ("kaz.paper.kz", "kaz_paper_kz"),
        ("24.kg", "24_kg"),
        ("oral-news.kz", "oral_news_kz"),
        ("xn--80ao21a.kz", "xn_80ao21a_kz"),
        ("қаз.kz", "xn_80ao21a_kz"),
        ("localhost:8000", "localhost_8000"),
        ("paper.kz:443", "paper_kz"),
        ("_paper_.kz", "paper_kz"),
    ],
)
def test_site_from_host(host: str, expected: str) -> None:
    assert site_from_host(host) == expected


def test_long_or_broken_hosts_do_not_collide() -> None:
    hosts = [f"{'a' * 63}.{letter}.kz" for letter in "bcd"] + ["", "..", "::", "ж" * 300, "ш" * 300]
    names = {site_from_host(host) for host in hosts}
    assert len(names) == len(hosts)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_]{0,63}", name) for name in names)


@pytest.mark.parametrize(
    ("url", "hosts", "expected"),
    [
        ("https://paper.kz/a", ["paper.kz"], True),
        ("https://www.paper.kz/a", ["paper.kz"], True),
        ("https://paper.kz/a", ["other.kz", "WWW.paper.kz"], True),
        ("http://paper.kz:80/a", ["paper.kz"], True),
        ("https://paper.kz/a", ["paper.kz:443"], True),
        ("http://localhost:8000/a", ["localhost:8000"], True),
        ("http://localhost:8001/a", ["localhost:8000"], False),
        ("https://paper.kz:8443/a", ["paper.kz"], False),
        ("https://kaz.paper.kz/a", ["paper.kz"], False),
        ("https://paper.kz/a", ["kaz.paper.kz"], False),
        ("https://paper.kz.evil.kz/a", ["paper.kz"], False),
        ("https://notpaper.kz/a", ["paper.kz"], False),
        ("https://қаз.kz/", ["xn--80ao21a.kz"], True),
        ("mailto:red@paper.kz", ["paper.kz"], False),
        ("nonsense", [""], False),
        ("https://paper.kz/a", [], False),
    ],
)
def test_same_site(url: str, hosts: list[str], expected: bool) -> None:
    assert same_site(url, hosts) is expected


def test_host_of() -> None:
    assert host_of("https://WWW.Paper.kz:443/a") == "www.paper.kz"
    assert host_of("http://paper.kz:8000/a") == "paper.kz:8000"
    assert host_of("paper.kz") is None


CHARACTERS = "aZ0%2eE7/\\?#&=;:@[]. _-~+'\"<>|ж\u00a0\ud800\t\n"
WORDS = [
    "http://",
    "https://",
    "www.",
    "utm_x=1",
    "../",
    "//",
    "%2e",
    "%d0",
    "%7E",
    "xn--",
    "a.kz",
    ";jsessionid=1",
]
PIECES = st.sampled_from([*CHARACTERS, *WORDS])
ADDRESSES = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=25).map("".join),
    st.lists(PIECES, max_size=25).map(lambda pieces: "http://a.kz" + "".join(pieces)),
)


@settings(max_examples=1500, deadline=None)
@given(url=ADDRESSES, base=st.none() | ADDRESSES)
def test_any_text(url: str, base: str | None) -> None:
    normal = normal_url(url, base)
    key = url_key(url)
    assert article_id("paper_kz", url)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_]{0,63}", site_from_host(url))
    assert isinstance(same_site(url, [base or ""]), bool)
    if normal is not None:
        assert normal_url(normal) == normal
        assert normal.isascii()
        assert len(normal) <= MAX_LENGTH
        if base is None:
            assert url_key(normal) == key


@settings(max_examples=1500, deadline=None)
@given(url=ADDRESSES)
def test_the_short_way_and_the_long_way_agree(url: str) -> None:
    """A fragment sends an address through the parsers that a plain one does not need."""
    if "#" not in url:
        assert normal_url(url) == normal_url(url.strip() + "#")


@pytest.mark.parametrize(
    "piece", ["a", "http://", "https://a.kz/?a&", "%", "/..", ".", "&utm_", "@", "[", "ж"]
)
def test_a_megabyte_is_quick(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    for function in (normal_url, url_key, host_of, site_from_host):
        function(text)
    assert time.process_time() - start < 1
