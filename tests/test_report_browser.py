"""The report in a browser, on a phone and a desk, light and dark: nothing overflows, overlaps or fades."""

import shutil
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from pipelines.report.overview.make import make_report
from pipelines.report.run_record import FetchSeconds
from pipelines.store.location import parse_store_url
from pipelines.store.tables import Tables
from tests.report_store import DEAD, HOSTILE, NOW, ago, article, page, run_record, write_store

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    BROWSER is None or DRIVER is None, reason="no chromium and chromedriver on this machine"
)
OPTIONS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


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
    options = Options()
    options.binary_location = BROWSER or ""
    for argument in (*OPTIONS.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    try:
        yield driver
    finally:
        driver.quit()


# Text against what is painted behind it, as WCAG 2.2 measures contrast; marks of days without a run are
# left out, as are texts that are shown nowhere.
CONTRAST = """
const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const rgb = text => { paint.clearRect(0, 0, 1, 1); paint.fillStyle = text; paint.fillRect(0, 0, 1, 1);
  return [...paint.getImageData(0, 0, 1, 1).data]; };
const light = ([r, g, b]) => { const l = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92
  : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
const behind = element => { for (let at = element; at; at = at.parentElement) {
  const found = rgb(getComputedStyle(at).backgroundColor); if (found[3] === 255) return found; }
  return [255, 255, 255, 255]; };
const low = new Map();
for (const element of document.body.querySelectorAll('*')) {
  const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  if (!own || !element.getClientRects().length) continue;
  const style = getComputedStyle(element), inPlot = element.namespaceURI.endsWith('svg');
  const front = rgb(inPlot ? style.fill : style.color);
  if (front[3] === 0) continue;
  const [a, b] = [light(front), light(behind(element))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < 4.5) low.set(`${element.tagName}.${element.className.baseVal ?? element.className}`, ratio);
}
return [...low];
"""

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
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    media = {"features": [{"name": "prefers-color-scheme", "value": mode}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.get(address)
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
