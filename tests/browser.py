"""A browser without a window, where the machine has one, and how readable a page is in it."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(
    BROWSER is None or DRIVER is None, reason="no chromium and chromedriver on this machine"
)
OPTIONS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@contextlib.contextmanager
def open_browser(folder: Path) -> Iterator[webdriver.Chrome]:
    """A browser that keeps what it keeps in `folder`."""
    options = Options()
    options.binary_location = BROWSER or ""
    for argument in (*OPTIONS.split(), f"--user-data-dir={folder}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    try:
        yield driver
    finally:
        driver.quit()


@contextlib.contextmanager
def page_after(browser: webdriver.Chrome) -> Iterator[None]:
    """What is done inside leads to another page, which is there afterwards with all that belongs to it.

    The driver does not see to that: of 360 pages that it said were there, six had no stylesheet yet.
    """
    page = browser.find_element(By.TAG_NAME, "html")
    yield
    wait = WebDriverWait(browser, 60)
    wait.until(staleness_of(page))
    wait.until(lambda _: browser.execute_script("return document.readyState") == "complete")


def open_page(browser: webdriver.Chrome, address: str) -> None:
    """Show the page of an address, whole."""
    with page_after(browser):
        browser.get(address)


def show_as(browser: webdriver.Chrome, width: int, height: int, mode: str) -> None:
    """Make the screen so large, and its owner prefer `mode`, light or dark."""
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    media = {"features": [{"name": "prefers-color-scheme", "value": mode}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


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
