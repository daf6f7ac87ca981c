"""A release in a real browser: somebody searches, narrows down, reads on, on a phone and a desk."""

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import CONTRAST, needs_browser, open_browser, open_page, page_after, show_as
from tests.factories import make_article
from tests.release_rows import Row, known_rows, write_release
from tests.test_browse import HOSTILE, served

pytestmark = needs_browser

LONG = "Ұзақсөз" * 40
"""A word that no screen is wide enough for."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a release is shown: four articles that are well, a hostile and a wide one, thirty more."""
    folder = tmp_path_factory.mktemp("browse")
    long = make_article("https://c.kz/" + "a" * 300, LONG, title=LONG, site="long" * 20, language="kk")
    more = [
        Row(make_article(f"https://d.kz/{number}", f"Text {number}.", title=f"Title {number}", site="d_kz"))
        for number in range(30)
    ]
    write_release(f"file:{folder / 'data'}", [*known_rows(), Row(HOSTILE), Row(long), *more])
    with served(folder) as site:
        yield f"http://127.0.0.1:{site.port}/"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with open_browser(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


def texts(browser: webdriver.Chrome, css: str) -> list[str]:
    return [element.text for element in browser.find_elements(By.CSS_SELECTOR, css)]


def click(browser: webdriver.Chrome, text: str) -> None:
    with page_after(browser):
        browser.find_element(By.LINK_TEXT, text).click()


def assert_quiet(browser: webdriver.Chrome) -> None:
    """Nothing was refused, failed, or ran; nothing came from elsewhere."""
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    elsewhere = browser.execute_script(
        "return performance.getEntriesByType('resource').map(one => one.name)"
        ".filter(name => !name.startsWith(location.origin + '/'))"
    )
    assert elsewhere == []
    assert browser.execute_script("return document.querySelectorAll('script, img, svg').length") == 0


def test_somebody_looks_for_an_article(browser: webdriver.Chrome, address: str) -> None:
    show_as(browser, 1440, 900, "light")
    open_page(browser, address)
    assert texts(browser, "h1") == ["36 articles"]
    assert texts(browser, ".hits h2")[0] == "Мост открыт"
    with page_after(browser):
        browser.find_element(By.NAME, "_search").send_keys("КӨПІР", Keys.ENTER)
    assert texts(browser, "h1") == ["2 articles"]
    assert sorted(texts(browser, ".hits h2")) == ["Жаңа көпір", "Көпір ашылды"]
    assert_quiet(browser)
    click(browser, "b_kz")
    assert texts(browser, ".hits h2") == ["Жаңа көпір"]
    # What was chosen stays when something else is searched for, and can be given back.
    box = browser.find_element(By.NAME, "_search")
    assert box.get_attribute("value") == "КӨПІР"
    box.clear()
    with page_after(browser):
        box.send_keys("ko'prik", Keys.ENTER)
    assert texts(browser, ".hits h2") == ["Yangi ko‘prik"]
    click(browser, "b_kz ✕")
    browser.find_element(By.NAME, "_search").clear()
    browser.find_element(By.NAME, "is_canonical").click()
    with page_after(browser):
        browser.find_element(By.CSS_SELECTOR, "button").click()
    assert texts(browser, "h1") == ["35 articles"]
    assert_quiet(browser)


def test_somebody_reads_an_article_and_a_copy_of_it(browser: webdriver.Chrome, address: str) -> None:
    open_page(browser, f"{address}news/articles?_search=ашыл")
    click(browser, "Көпір ашылды")
    assert texts(browser, "h1") == ["Көпір ашылды"]
    assert texts(browser, ".text p") == ["Қала орталығында жаңа көпір ашылды.", "Құрылыс екі жыл жүрді."]
    assert texts(browser, ".by") == ["Айгүл Сейітова"]
    assert browser.find_element(By.CSS_SELECTOR, ".source a").get_attribute("href") == "https://a.kz/1"
    assert texts(browser, ".copies h2") == ["Nearly the same text elsewhere"]
    click(browser, "Жаңа көпір")
    assert texts(browser, "h1") == ["Жаңа көпір"]
    assert texts(browser, "article .copy") == ["copy"]
    assert_quiet(browser)
    click(browser, "All of them")
    assert sorted(texts(browser, ".hits h2")) == ["Жаңа көпір", "Көпір ашылды"]
    click(browser, "Release 2026.11")
    assert texts(browser, "h1") == ["36 articles"]


def test_pages_are_turned_over_to_the_end(browser: webdriver.Chrome, address: str) -> None:
    open_page(browser, address)
    first = texts(browser, ".hits h2")
    click(browser, "Next page")
    rest = texts(browser, ".hits h2")
    assert (len(first), len(rest)) == (20, 16)
    assert len({*first, *rest}) == 36
    assert browser.find_elements(By.LINK_TEXT, "Next page") == []


def test_a_hostile_article_does_nothing(browser: webdriver.Chrome, address: str) -> None:
    for path in ("news/articles?_search=alert", f"article/{HOSTILE.id}"):
        open_page(browser, address + path)
        assert "<b onclick=alert(3)>Title</b>{{ 7*7 }}" in texts(browser, "h1, h2")
        assert browser.title != "owned"
        links = [link.get_attribute("href") or "" for link in browser.find_elements(By.TAG_NAME, "a")]
        assert [link for link in links if not link.startswith("http://127.0.0.1")] == []
        assert_quiet(browser)
    assert texts(browser, ".source") == ["javascript:alert(1)"]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
@pytest.mark.parametrize("path", ["", "news/articles?_search=Ұзақсөз", "article", "article/" + "0" * 32])
def test_it_is_readable(
    path: str, width: int, height: int, mode: str, browser: webdriver.Chrome, address: str
) -> None:
    show_as(browser, width, height, mode)
    open_page(browser, address + (f"article/{known_rows()[0].article.id}" if path == "article" else path))
    needed, there = browser.execute_script(
        "const page = document.documentElement; return [page.scrollWidth, page.clientWidth]"
    )
    assert needed <= there
    assert width - 20 <= there <= width
    paper = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}[mode]
    assert browser.execute_script(CONTRAST) == []
    # A thumb's width: WCAG 2.2, 2.5.8.
    low = browser.execute_script(
        "return [...document.querySelectorAll('input, button, summary')]"
        ".map(one => [one.name || one.tagName, one.getBoundingClientRect().height])"
        ".filter(([name, height]) => height < (name === 'is_canonical' ? 18 : 24))"
    )
    assert low == []
