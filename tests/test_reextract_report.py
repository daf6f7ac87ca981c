"""The report on a change of rules: what it counts, keeps and shows, and that no page can reach beyond it."""

import datetime as dt
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console
from selenium import webdriver

from pipelines.article import RULES_VERSION, Failure, Reason, Rejected
from pipelines.errors import UsageError
from pipelines.extract.markup import parse
from pipelines.reextract import findings, report_html, report_terminal
from pipelines.reextract.change import COMPARED
from pipelines.reextract.fold import folded
from pipelines.reextract.frequent import Frequent
from pipelines.reextract.report import LARGE_CHARS, SUMMARY_CHARS, Report, text_rows
from pipelines.reextract.sampled import Sampled
from pipelines.reextract.shown import as_text, rows
from pipelines.reextract.tally import part_of
from pipelines.reextract.wording import wording
from tests.browser import CONTRAST, needs_browser, open_browser, open_page, show_as
from tests.made_changes import (
    HOSTILE,
    SOURCE,
    accepted,
    article,
    change,
    everything,
    failed,
    furniture,
    hostile,
    prose,
    redated,
    refused,
    unchanged,
)
from tests.running import ROOT


def report_of(*changes: object) -> Report:
    report = Report("file:data")
    for one in changes:
        report.add(one)  # type: ignore[arg-type]
    return report


def shown(report: Report) -> str:
    out = io.StringIO()
    Console(file=out, width=140, highlight=False).print(report_terminal.render(report))
    return out.getvalue()


@pytest.fixture(scope="module")
def whole() -> Report:
    """A bit of all, and pages that attack who reads of them."""
    return report_of(*everything(), *(hostile(number) for number in range(4)))


# Counts


def test_each_page_is_counted_once_for_what_becomes_of_it() -> None:
    never = change(None, Rejected(Reason.EMPTY), site="a_kz", url="https://a.kz/0")
    report = report_of(
        unchanged("a_kz", 1),
        furniture("a_kz", 2, 2),
        redated("b_kz", 3),
        refused("b_kz", 4, Reason.TOO_SHORT),
        refused("b_kz", 5),
        failed("b_kz", 6),
        accepted("c_kz", 7),
        never,
    )
    counts = report.tally.all
    assert (counts.pages, counts.articles) == (8, 6)
    assert (counts.changed, counts.unchanged) == (2, 2)
    assert (counts.accepted, counts.refused, counts.failed) == (1, 2, 1)
    assert (counts.text, counts.dates, counts.other, counts.title) == (1, 1, 1, 0)
    assert dict(report.tally.reasons) == {Reason.TOO_SHORT: 1, Reason.NOT_ARTICLE: 1}
    assert dict(report.tally.failures) == {Failure.TIMEOUT: 1}
    assert {site: one.pages for site, one in report.tally.sites.items()} == {"a_kz": 3, "b_kz": 4, "c_kz": 1}


def test_a_field_is_gained_lost_or_replaced() -> None:
    text = prose(1)
    before = article("a_kz", 1, text, title="Бір", lead="Екі", tags=None, language="und")
    after = article("a_kz", 1, text, title="Үш", lead=None, tags=["төрт"], language="kk")
    fields = report_of(change(before, after)).tally.fields
    assert {name: (one.gained, one.lost, one.replaced) for name, one in fields.items()} == {
        "title": (0, 0, 1),
        "lead": (0, 1, 0),
        "tags": (1, 0, 0),
        "language": (1, 0, 0),
    }
    assert all(one.changed == 1 for one in fields.values())


def test_every_column_that_is_compared_is_of_a_part() -> None:
    parts = {name: part_of(name) for name in COMPARED}
    assert sum(part == "dates" for part in parts.values()) == 10
    assert {name for name, part in parts.items() if part not in ("dates", "other")} == {
        "title",
        "lead",
        "text",
    }


def test_the_summary_fits_a_commit_message(whole: Report) -> None:
    first, second = whole.summary()
    assert first.startswith(f"Rules 5 to {RULES_VERSION}: 61 of 358 articles change (17.0 %)")
    assert second.startswith("10 newly accepted, 11 newly refused, 1 failed; text 46, ")
    assert max(map(len, (first, second))) <= SUMMARY_CHARS
    assert shown(whole).splitlines()[:2] == [first, second]
    assert report_of().summary()[0] == f"Rules {RULES_VERSION}: no stored page was looked at"


def test_the_summary_names_the_rules_that_are_compared() -> None:
    rules = [article("a_kz", number, prose(number), rules_version=number) for number in (3, 5)]
    assert report_of(*(change(one, one) for one in rules)).rules() == f"Rules 3-5 to {RULES_VERSION}"
    now = article("a_kz", 1, prose(1), rules_version=RULES_VERSION)
    assert report_of(change(now, now)).rules() == f"Rules {RULES_VERSION}"


# Repeated lines


def test_furniture_is_counted_by_site_whatever_its_numbers(whole: Report) -> None:
    gone = {(line.site, line.text): (line.articles, line.most) for line in whole.lines("gone")}
    assert gone == {("paper0_kz", SOURCE): (30, 30), ("paper0_kz", "Қаралды: #"): (30, 30)} | {
        (f"x{HOSTILE[0]}", " ".join(re.sub(r"\d+", "#", line).split())): (4, 4) for line in HOSTILE
    }
    assert [line.text for line in whole.lines("new") if line.site.startswith("paper")] == []


def test_a_line_counts_once_an_article_and_not_when_it_moves() -> None:
    text = prose(3)
    many = article("a_kz", 1, [SOURCE, SOURCE, *text])
    moved = change(article("a_kz", 2, text), article("a_kz", 2, text[::-1]))
    report = report_of(change(many, article("a_kz", 1, text)), moved)
    assert [(line.text, line.articles) for line in report.tally.lines("gone", 1, 10)] == [(SOURCE, 1)]
    assert report.tally.lines("new", 1, 10) == []


def test_what_is_frequent_is_found_within_its_bound() -> None:
    """As Metwally, Agrawal and El Abbadi promise, whatever the order."""
    stream = ["often"] * 400 + ["seldom"] * 90 + [f"once {number}" for number in range(3000)]
    for seed in range(5):
        random.Random(seed).shuffle(stream)  # noqa: S311
        counter: Frequent[str] = Frequent(50)
        for key in stream:
            counter.add(key)
        assert len(counter) == 50
        found = {one.key: one for one in counter.found(0)}
        assert all(one.most - stream.count(key) <= len(stream) / 50 for key, one in found.items())
        assert all(one.least <= stream.count(key) <= one.most for key, one in found.items())
        assert found["often"].least > 300, "it came more often than 1 in 50"
        assert "often" in {one.key for one in counter.found(300)}


def test_counts_are_exact_where_there_is_room() -> None:
    counter: Frequent[int] = Frequent(10)
    for number in range(10):
        for _ in range(number + 1):
            counter.add(number)
    assert {(one.key, one.least, one.most) for one in counter.found(4)} == {
        (number, number + 1, number + 1) for number in range(3, 10)
    }


# What is kept to be looked at


def test_the_size_of_a_difference() -> None:
    found = wording("Бір екі үш.\nСол.\nСоңы", "Соңы\nБір төрт үш.\nСол.\nСол.")
    assert found.gone == ("Бір екі үш.",)
    assert found.new == ("Бір төрт үш.", "Сол.")
    assert (found.words_removed, found.words_added) == (1, 2)
    assert found.characters == len("екітөртСол.")


def test_the_ten_largest_differences_are_kept_in_their_order() -> None:
    text = prose(1, 1)
    changes = [
        change(article("a_kz", size, text), article("a_kz", size, [*text, "қосымша " * size]))
        for size in sorted(range(1, 41), key=lambda size: size * 17 % 41)
    ]
    largest = report_of(*changes).findings.largest
    assert [one.words_added for one in largest] == [*range(40, 30, -1)]
    assert [one.url for one in largest] == [f"https://a_kz.example/news/{at}" for at in range(40, 30, -1)]


def test_the_same_pages_come_in_whatever_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "SITES", 4)
    monkeypatch.setattr(findings, "JUDGED_ANEW", 6)
    changes = list(everything())
    told = set()
    for seed in range(6):
        random.Random(seed).shuffle(changes)  # noqa: S311
        report = report_of(*changes)
        told.add((json.dumps(report.as_json()), report_html.page(report), shown(report)))
    assert len(told) == 1
    kept = report.findings
    assert len(kept.sample) == 4
    assert {len(some) for some in kept.sample.values()} == {findings.A_SITE}
    assert (len(kept.refused), len(kept.accepted)) == (6, 6)


def test_a_sample_is_of_all_alike() -> None:
    """Not the first ones, nor those of some addresses."""
    sampled: Sampled[int] = Sampled(200)
    for number in range(2000):
        sampled.offer(f"https://a.kz/{number}", lambda number=number: number)  # type: ignore[misc]
    assert len(sampled) == 200
    assert 60 < sum(number < 1000 for _, number in sampled) < 140


def test_fields_are_shown_as_a_person_reads_them() -> None:
    (kept,) = report_of(redated("a_kz", 3)).findings.sample["a_kz"]
    assert {one.name: (one.before, one.after) for one in kept.fields} == {
        "published": (
            "2026-03-04 (to the day, from text)",
            "2026-03-02T09:30+05:00 (to the minute, from jsonld)",
        ),
        "authors": ("", "Айгүл Н.; Пётр С."),
    }
    assert kept.text is None


def test_a_date_that_differs_in_what_is_not_shown_is_told_by_its_columns() -> None:
    text, at = prose(1), dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    one = change(article("a_kz", 0, text), article("a_kz", 0, text, published_at=at))
    (kept,) = report_of(one).findings.sample["a_kz"]
    assert [(field.name, field.before) for field in kept.fields] == [("published", "published_at ")]
    assert "2026-03-01" in kept.fields[0].after


MANY = 50_000
ADDING = """
import dataclasses, sys
from pathlib import Path
from pipelines.reextract.change import Change
from pipelines.reextract.report import Report
from tests.made_changes import article, prose, refused

def resident():
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) * 1024

many = int(sys.argv[1])
report, none, one = Report(), refused("a_kz", 1).after, article("a_kz", 1, prose(1, 1, 5))
held = [resident()]
for at in range(many):
    site, url = f"site{at % 500}_kz", f"https://a.kz/news/{at}"
    # In letters, as lines that differ in numbers are one.
    name = "".join("абвгдежзик"[int(digit)] for digit in str(at))
    before = dataclasses.replace(one, site=site, url=url, text=f"{one.text}\\n{name} жолы\\n{name} көпірі")
    now = dataclasses.replace(one, site=site, url=url, text=f"{one.text}\\n{name} соңы")
    report.add(Change(site, url, before, none if at % 7 == 0 else now))
    if at in (many // 2, many - 1):
        held.append(resident())
print(report.tally.all.pages, *held)
"""


def test_memory_does_not_grow_with_the_pages() -> None:
    """The lines, the sample and the largest are full halfway: 500 sites, and no two pages or lines alike."""
    done = subprocess.run(
        [sys.executable, "-c", ADDING, str(MANY)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    pages, before, half, end = map(int, done.stdout.split())
    assert pages == MANY
    # Pages and lines that were kept would take 30 MB from there.
    assert end - half < 10_000_000, (before, half, end)
    assert end - before < 60_000_000, (before, half, end)


# How a difference is shown


def test_what_stayed_is_folded() -> None:
    text = prose(5, 20)
    after = [*text[:8], "Жаңа жол.", *text[8:]]
    after[15] = f"{after[15]} Соңы."
    found = as_text(rows(folded("\n".join(text), "\n".join(after), 10_000), 10_000)).split("\n")
    assert [line[:2] for line in found] == ["  ", "  ", "+ ", "  ", "  ", "  ", "~ ", "  ", "  "]
    assert found[0] == "  … 7 paragraphs as before"
    assert found[2] == "+ Жаңа жол."
    assert found[4] == "  … 4 paragraphs as before"
    assert found[6].startswith("~ … ")
    assert found[6].endswith(" {+Соңы.+}")
    assert found[8] == "  … 4 paragraphs as before"


def test_what_is_long_is_cut_and_said() -> None:
    before, after = "\n".join(prose(1, 100)), "\n".join(prose(2, 100))
    found = rows(folded(before, after, 100_000), 3_000)
    assert found[-1].kind == "left_out"
    assert re.fullmatch(r"\d+ more paragraphs changed", found[-1].pieces[0].text)
    assert sum(len(piece.text) for row in found for piece in row.pieces) < 5_000
    long = as_text(rows(folded("Бір.", f"Бір.\n{'ұзын ' * 1000}", 100_000), 3_000))
    assert long.endswith("ұзын … 4,299 more characters")
    assert "1,000 more characters were not compared" in as_text(rows(folded("", "к" * 2000, 1000), 3_000))


def test_a_cut_text_is_not_compared_where_the_cut_would_lie() -> None:
    """A beginning that goes moves all that follows: what both end with is taken off before the cut."""
    tail = prose(1, 50)
    fold = folded("\n".join([*prose(2, 3), *tail]), "\n".join(tail), 2_000)
    shown = rows(fold, 10_000)
    assert fold.cut == 0
    assert [row.kind for row in shown] == ["removed", "removed", "removed", "kept", "left_out"]


# What stands out


def told(report: Report) -> str:
    return "\n".join(remark.what for remark in report.remarks())


def test_a_rule_that_only_cuts_furniture_is_nothing_to_look_at() -> None:
    report = report_of(*(furniture(f"s{number % 5}_kz", number, number) for number in range(100)))
    assert report.remarks() == []
    assert "Nothing." in report_html.page(report)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: refused("a_kz", 1), "Refused by these rules: 1 article"),
        (lambda: failed("a_kz", 1), "Could not be judged: 1 page"),
        (lambda: redated("a_kz", 3), "Published on another day: 1 article"),
        (
            lambda: change(article("a_kz", 1, prose(1)), article("a_kz", 1, prose(1), published_date=None)),
            "Without a date that was there: 1 article",
        ),
        (
            lambda: change(article("a_kz", 1, prose(1)), article("a_kz", 1, prose(1), title=None)),
            "Without a title that was there: 1 article",
        ),
        (
            lambda: change(article("a_kz", 1, prose(1)), article("a_kz", 1, prose(1)[:2])),
            "Half of the text or more lost: 1 article",
        ),
        (
            lambda: change(article("a_kz", 1, prose(1)[:2]), article("a_kz", 1, prose(1))),
            "Half of the text or more new: 1 article",
        ),
    ],
)
def test_what_readers_would_lose_stands_out(make: Callable[[], object], said: str) -> None:
    assert said in told(report_of(make())).split("\n")


def test_a_site_that_changes_far_more_than_others_stands_out() -> None:
    few = [furniture("a_kz", at, at) if at < 10 else unchanged("a_kz", at) for at in range(20)]
    others = [unchanged(f"s{at % 4}_kz", at) for at in range(100)]
    assert told(report_of(*few, *others)) == "Far more changes than elsewhere: a_kz, 50 % of its articles"
    assert told(report_of(*few[:19], *others)) == ""
    everywhere = [furniture(f"s{at % 4}_kz", at, at) for at in range(0, 100, 2)]
    assert told(report_of(*few, *others, *everywhere)) == ""


def test_lines_that_come_into_several_articles_stand_out() -> None:
    backwards = [furniture("a_kz", at, at) for at in range(3)]
    report = report_of(*(change(one.after, one.before) for one in backwards))  # type: ignore[arg-type]
    assert told(report).startswith("Lines that come into several articles of a site, as furniture does: 2")


# On the terminal, in JSON, as a page


def test_the_terminal_shows_it_within_80_columns(whole: Report) -> None:
    text = shown(whole)
    assert max(map(len, text.splitlines())) <= report_terminal.WIDTH
    for heading in (
        "Stands out", "By field", "By site", "Lines that go, by articles of a site",
        "Largest differences of texts", "Newly refused", "Newly accepted",
    ):  # fmt: skip
        assert f"\n{heading}\n" in text
    assert re.search(r"^paper0_kz +60 +30 +30 +0 +0 +0 +0$", text, re.MULTILINE)
    assert f"     30 paper0_kz: {SOURCE}" in text


def test_nothing_of_a_page_controls_the_terminal(whole: Report) -> None:
    text = shown(whole)
    assert "[red]" in text
    assert not {"\x1b", "\x9b", "\x07", "\u202e", "\u200b", "\ud800"}.intersection(text)


def test_json_holds_all_of_it(whole: Report) -> None:
    told = json.loads(json.dumps(whole.as_json()))
    assert told["counts"]["pages"] == sum(site["pages"] for site in told["sites"].values())
    assert told["rules"] == {"before": {"5": told["counts"]["articles"]}, "now": RULES_VERSION}
    assert told["fields"]["published_date"] == {"changed": 15, "gained": 0, "lost": 0, "replaced": 15}
    assert len(told["largest"]) == 10
    assert [one["url"] for one in told["refused"]] == sorted(one["url"] for one in told["refused"])
    (large,) = (one for one in told["largest"] if one["title"] == "Көпір 900: жаңа")
    assert "+ Мэр откроет мост 1 мая." in large["text"]
    assert large["fields"]["title"] == {"before": "Көпір 900: новости района", "after": "Көпір 900: жаңа"}


def test_the_page_shows_each_thing_that_is_to_be_judged(whole: Report) -> None:
    root = parse(report_html.page(whole))
    assert root is not None
    shown = " ".join(" ".join(root.itertext()).split())
    for said in (
        *whole.summary(),
        "paper0_kz 60 30 50.0 % 30 0 0 0 0 0 0 0",
        f"{SOURCE} 30 articles · paper0_kz",
        "− 2026-03-04 (to the day, from text) + 2026-03-02T09:30+05:00 (to the minute, from jsonld)",
        "not_article (31 links) Көпір 7: новости района",
        "Көпір 9: новости района paper1_kz · 2026-03-10 (to the day, from text) · kk · 120 words",
        "Мэр откроет мост 1 мая.",
        "paper0_kz 30 of 60 changed",
    ):
        assert said in shown, said
    assert [one.get("id") for one in root.iter("h2")] == [
        "stands-out", "counts", "lines", "largest", "refused", "accepted", "sample",
    ]  # fmt: skip


def test_the_page_holds_nothing_that_runs_or_loads(whole: Report) -> None:
    document = report_html.page(whole)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in document
    assert not {"\x1b", "\x9b", "\x07", "\u202e", "\u200b", "\ud800"}.intersection(document)
    tags = set(re.findall(r"<\s*(\w+)", document))
    assert not tags & {"script", "img", "link", "iframe", "object", "form", "input", "base", "svg"}
    assert not re.search(r"\burl\(|@import", document)
    root = parse(document)
    assert root is not None
    assert all(link.startswith("#") for element in root.iter("a") for link in element.attrib.values())
    assert {name for element in root.iter() for name in element.attrib} <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "dir", "open", "scope",
        "tabindex", "aria-label",
    }  # fmt: skip
    assert "default-src 'none'; style-src 'unsafe-inline'" in document


def test_a_page_of_many_sites_has_a_bound() -> None:
    old, new = prose(1, 3), prose(2, 40)
    report = report_of(
        *(
            change(
                article(f"site{at}_kz", at, old),
                article(f"site{at}_kz", at, [str(at), *new], lead="я" * 5000),
            )
            for at in range(500)
        )
    )
    assert len(report.findings.sample) == findings.SITES
    assert len(report_html.page(report)) < findings.SITES * 8_000
    (first, *_) = report.findings.largest
    assert sum(len(piece.text) for row in text_rows(first, LARGE_CHARS) for piece in row.pieces) < 6_000


def test_what_cannot_be_written_is_said_before_and_after(tmp_path: Path, whole: Report) -> None:
    path = tmp_path / "report.html"
    report_html.check(path)
    report_html.write(whole, path)
    assert path.read_text(encoding="utf-8") == report_html.page(whole)
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]
    for wrong, said in ((tmp_path, "it is a folder"), (tmp_path / "no" / "x.html", "there is no folder")):
        with pytest.raises(UsageError, match=said):
            report_html.check(wrong)
        with pytest.raises(UsageError, match="--report"):
            report_html.write(whole, wrong)
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


# In a browser


@pytest.fixture(scope="module")
def address(whole: Report, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("reextract") / "report.html"
    report_html.write(whole, path)
    return path.as_uri()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with open_browser(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


@needs_browser
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(375, 812), (1280, 900)])
def test_it_is_readable(width: int, height: int, mode: str, browser: webdriver.Chrome, address: str) -> None:
    show_as(browser, width, height, mode)
    open_page(browser, address)
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    browser.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")
    needed, there = browser.execute_script(
        "const page = document.documentElement; return [page.scrollWidth, page.clientWidth]"
    )
    assert needed <= there
    assert width - 20 <= there <= width
    fields = "const box = document.querySelector('.by-field .wide'); return box.scrollWidth - box.clientWidth"
    assert browser.execute_script(fields) <= 0, "the counts by field fit a phone"
    paper = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}[mode]
    assert browser.execute_script(CONTRAST) == []
    assert browser.execute_script("return document.querySelectorAll('script, img, iframe').length") == 0
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    # The words of an attack stand there as words.
    assert "<script>alert(1)</script>" in browser.execute_script("return document.body.innerText")
