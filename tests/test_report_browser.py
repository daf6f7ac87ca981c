"""The report in a browser, on a phone and a desk, light and dark: nothing overflows, overlaps or fades."""

from collections.abc import Iterator

import pytest
from selenium import webdriver

from pipelines.report.overview.make import make_report
from pipelines.report.run_record import FetchSeconds
from pipelines.store.location import parse_store_url
from pipelines.store.tables import Tables
from tests.browser import CONTRAST, needs_browser, open_browser, open_page, show_as
from tests.report_store import DEAD, HOSTILE, NOW, ago, article, page, run_record, write_store

pytestmark = needs_browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on 60 sites, some with hostile names and one with a very long one."""
    folder = tmp_path_factory.mktemp("browser")
    sites = [*(f"paper_{number:02d}_kz" for number in range(55)), *HOSTILE[:4], "long" * 30]
    articles, pages, runs = [], [], []
    for at, site in enumerate(sites):
        for days in range(0, 30, 1 + at % 4):
            day = ago(days, hours=2 + at % 11)
            number = at * 100 + days
            articles.append(article(site, number, day, language=(*HOSTILE, "kk", "ru")[at % 7]))
            pages.append(page(site, number, day, url=f"https://{site.strip('<>')}/x"))
            pages.append(page(site, number, day, "rejected", reason=(*HOSTILE, "gone")[at % 6]))
            if site.isidentifier():
                bad = list(DEAD) if at % 9 == 3 and days < 3 else []
                timed = FetchSeconds(9, 0.1 * at, 0.4 * at)
                runs.append(run_record(site, day, sources=bad, fetch_seconds=timed, requests={site: 80}))
    url = f"file:{folder / 'store'}"
    write_store(url, articles, pages, runs)
    location = parse_store_url(url)
    made = make_report(location, Tables(location), {}, folder / "out", days=30, now=NOW)
    assert made.stat().st_size < 1_000_000
    return made.as_uri()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with open_browser(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


# Texts of a plot that leave it, or that lie upon each other.
PLOTS = """
const bad = [];
for (const plot of document.querySelectorAll('figure svg')) {
  const frame = plot.getBoundingClientRect();
  const texts = [...plot.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
  for (const [told, box] of texts) {
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1
        || box.top < frame.top - 1) bad.push([plot.getAttribute('aria-label'), 'leaves', told]);
    if (box.height < 8) bad.push([plot.getAttribute('aria-label'), 'small', told]);
    for (const [other, place] of texts) {
      if (box === place) continue;
      if (box.left < place.right - 1 && place.left < box.right - 1 && box.top < place.bottom - 2
          && place.top < box.bottom - 2) bad.push([plot.getAttribute('aria-label'), told, other]);
    }
  }
}
return bad;
"""


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_it_is_readable(width: int, height: int, mode: str, browser: webdriver.Chrome, address: str) -> None:
    show_as(browser, width, height, mode)
    open_page(browser, address)
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    needed, there = browser.execute_script(
        "const page = document.documentElement; return [page.scrollWidth, page.clientWidth]"
    )
    assert needed <= there
    assert width - 20 <= there <= width
    paper = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}[mode]
    assert browser.execute_script(CONTRAST) == []
    assert browser.execute_script(PLOTS) == []
    grid = browser.execute_script(
        "const grid = document.querySelector('.grid'); "
        "return [grid.scrollWidth, grid.parentElement.clientWidth, grid.querySelectorAll('tbody tr').length]"
    )
    assert grid[0] <= grid[1], "a month of the grid fits"
    assert grid[2] == 60
    assert browser.execute_script("return document.querySelectorAll('script, img').length") == 0
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
