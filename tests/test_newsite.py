"""`scrapy newsite`: what is found out about served sites, what is written after a yes, and what never is."""

import ast
import datetime as dt
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.commands.newsite import front_page
from crawlers.newsite.proposal import Wanted
from crawlers.saved_pages import read_page, read_sources
from pipelines.errors import UsageError
from sample_paper.server import SamplePaper
from tests.loopback import Answer, Server, serve
from tests.running import ROOT, Done, Place

HTML = {"Content-Type": "text/html; charset=utf-8"}
TODAY = dt.datetime.now(dt.UTC)
WORDS = {
    "ru": [
        "Деревья в районе",
        "Жители района вышли на субботник и посадили у реки {n} молодых деревьев, сообщили в акимате.",
        "Саженцы привезли из лесхоза, а поливать их будут школьники и соседи, которые живут рядом с рекой.",
        "Летом здесь обещают сделать дорожки и освещение, чтобы вечером можно было гулять с детьми. {n}",
    ],
    "kk": [
        "Аудандағы ағаштар",
        "Аудан тұрғындары сенбілікке шығып, өзен жағасына {n} жас көшет отырғызды, деп хабарлады әкімдік.",
        "Көшеттерді орман шаруашылығынан әкелді, ал оларды мектеп оқушылары мен көршілер суаратын болады.",
        "Жазда мұнда жаяу жүргіншілер жолын, орындықтар мен жарық орнатуға уәде беріп отыр, дейді олар. {n}",
    ],
}


def article(number: int, language: str = "ru") -> Answer:
    title, *texts = WORDS[language]
    paragraphs = "".join(f"<p>{text.format(n=number)}</p>" for text in texts)
    moment = (TODAY - dt.timedelta(hours=number % 10)).isoformat()
    head = (
        f'<title>{title} {number}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{moment}">'
    )
    page = f"<html lang={language}><head>{head}</head><body><article><h1>{title} {number}</h1>{paragraphs}"
    return Answer(body=f"{page}</article></body></html>".encode(), headers=HTML)


def home(*links: str, head: str = "", menu: tuple[str, ...] = (), language: str = "ru") -> Answer:
    nav = "".join(f'<a href="{path}">Список</a>' for path in menu)
    body = "".join(f'<p><a href="{path}">Статья</a>' for path in links)
    page = f"<html lang={language}><head>{head}</head><body><nav>{nav}</nav>{body}</body></html>"
    return Answer(body=page.encode(), headers=HTML)


def rss(paths: list[str]) -> Answer:
    day = f"{TODAY:%a, %d %b %Y %H:%M:%S} +0000"
    items = "".join(f"<item><link>{path}</link><pubDate>{day}</pubDate></item>" for path in paths)
    return Answer(body=f"<rss><channel>{items}</channel></rss>".encode())


FEED = '<link rel="alternate" type="application/rss+xml" href="/all.rss">'
PATHS = [f"/news/trees-in-district-{number}/" for number in range(101, 108)]


def number_of(path: str) -> int:
    return int(re.findall(r"\d+", path)[-1])


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {path: article(number_of(path)) for path in PATHS}


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[Server]:
    with serve(answers) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {})


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout, to write into."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("crawlers", "pipelines", "settings", "sample_paper"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("scrapy.cfg", "pyproject.toml", "tests/__init__.py", "tests/test_sites.py"):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / "tests" / "sites").mkdir()
    return root


def newsite(place: Place, url: str, *options: str, into: Path | None = None) -> Done:
    return place.scrapy("newsite", url, *options, "--into", str(into or place.folder / "into"))


def passes_the_rules(checkout: Path, name: str) -> None:
    """The rules of all sites hold for what was written, and the formatter leaves it as it is."""
    python = [sys.executable, "-m"]
    rules = ["pytest", "-q", "-p", "no:cacheprovider", "tests/test_sites.py", "-k", name]
    done = subprocess.run([*python, *rules], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) >= 14, done.stdout
    file = f"crawlers/spiders/{name}.py"
    for command in (["format", "--check"], ["check", "--ignore", "N999"]):  # an address in figures
        done = subprocess.run(
            [*python, "ruff", *command, "--no-cache", file],
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def declared(path: Path) -> dict[str, object]:
    """What a file declares, read without running it."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    (spider,) = (node for node in module.body if isinstance(node, ast.ClassDef))
    assert [type(node) for node in module.body] == [ast.Expr, ast.ImportFrom, ast.ClassDef]
    return {
        node.targets[0].id: ast.literal_eval(node.value)  # type: ignore[attr-defined]
        for node in spider.body
        if isinstance(node, ast.Assign)
    }


def name_at(url: str) -> str:
    return re.sub(r"[^0-9]+", "_", url.removeprefix("http://")).strip("_") + "_kz"


def test_the_sample_paper_is_declared_and_passes_the_rules(place: Place, checkout: Path) -> None:
    with SamplePaper(run=1) as paper:
        url, name = paper.urls["kk"], name_at(paper.urls["kk"])
        done = newsite(place, url, "--country", "KZ", "--yes", into=checkout)
        assert done.code == 0, done.err
        assert sum(number for (code, _), number in paper.requests.items() if code == "kk") <= 12
    assert [path.name for path in place.folder.rglob("*.json") if not path.name.startswith("robots-")] == []
    assert not place.store.exists()
    found = declared(checkout / "crawlers" / "spiders" / f"{name}.py")
    assert found["languages"] == ("kk",)
    assert (found["country"], found["timezone"]) == ("KZ", "Asia/Almaty")
    evidence = str(found["evidence"])
    today = dt.datetime.now(dt.UTC)
    assert evidence.startswith(f"('{today:%Y}: ")
    assert f"found by scrapy newsite on {today:%Y-%m-}" in evidence
    for told in (
        "Құмсай өзеніндегі көпір жөндеуден кейін ашылды",
        "2026-11-20T10:05+05:00 · kk · ",
        "fits 8 of 8",
    ):
        assert told in done.err + done.out
    saved = checkout / "tests" / "sites" / name
    assert not read_sources(saved).modelled
    assert len(read_sources(saved).sources[0].links) == 8
    assert not read_page(saved / "page.json").modelled
    passes_the_rules(checkout, name)
    again = newsite(place, url, "--country", "KZ", "--yes", into=checkout)
    assert again.code == 2
    assert f"{name}.py is there, and nothing is replaced" in again.err


def test_a_feed_only_and_names_that_would_break_out(
    place: Place, server: Server, answers: dict[str, Answer], checkout: Path
) -> None:
    hostile = "&quot;&quot;&quot; + __import__(&quot;os&quot;).system(&quot;id&quot;) # ' \\ \u202e{x} %s"
    feed = FEED.replace("all", "a'b")
    answers["/"] = home(head=f'<meta property="og:site_name" content="{hostile}">{feed}')
    answers["/a'b.rss"] = rss(PATHS)
    done = newsite(place, server.url, "--country", "kz", "--yes", into=checkout)
    assert done.code == 0, done.err
    name = name_at(server.url)
    path = checkout / "crawlers" / "spiders" / f"{name}.py"
    found = declared(path)
    assert found["publisher"] == '""" + __import__("os").system("id") # \' \\ \u202e{x} %s'
    assert found["feed_urls"] == (f"{server.url}/a'b.rss",)
    assert path.read_text(encoding="utf-8").replace("\n", "").isprintable()
    assert "sitemap_urls" not in found
    assert "\u202e" not in done.out + done.err
    passes_the_rules(checkout, name)


def test_lists_only(place: Place, server: Server, answers: dict[str, Answer], checkout: Path) -> None:
    answers["/"] = home(*PATHS[:4], menu=("/news/", "/about/"))
    answers["/news/"] = home(*PATHS[2:], menu=("/news/",))
    done = newsite(place, server.url, "--name", "lists_only_kz", "--yes", into=checkout)
    assert done.code == 0, done.err
    found = declared(checkout / "crawlers" / "spiders" / "lists_only_kz.py")
    assert found["section_urls"] == (f"{server.url}/", f"{server.url}/news/")
    assert found["languages"] == ("ru",)
    assert [
        source.kind for source in read_sources(checkout / "tests" / "sites" / "lists_only_kz").sources
    ] == ["section"]
    passes_the_rules(checkout, "lists_only_kz")


def test_an_edition_leaves_the_others_theirs(
    place: Place, server: Server, answers: dict[str, Answer], checkout: Path
) -> None:
    kazakh = [f"/kk{path}" for path in PATHS]
    answers |= {path: article(number_of(path), "kk") for path in kazakh}
    answers["/"] = home(*PATHS, *kazakh[:2], head=FEED, menu=("/kk/",))
    answers["/all.rss"] = rss([*PATHS, *kazakh[:2]])
    answers["/kk/"] = home(*kazakh, menu=("/kk/",), language="kk")
    done = newsite(place, server.url, "--country", "KZ", "--yes", into=checkout)
    assert done.code == 0, done.err
    russian = name_at(server.url)
    assert f"editions    {server.url}/kk/: a site of its own each (--edition)" in done.out + done.err
    found = declared(checkout / "crawlers" / "spiders" / f"{russian}.py")
    rule = str(found["article_url"])
    assert found["languages"] == ("ru",)
    assert all(re.search(rule, server.url + path) for path in PATHS)
    assert not any(re.search(rule, server.url + path) for path in kazakh)
    # By the copy's own command, which knows of the first one.
    command = [sys.executable, "-m", "scrapy", "newsite", f"{server.url}/kk/", "--country", "KZ", "--yes"]
    for options, code, says in (([], 2, f"is declared: by {russian}"), (["--edition"], 0, "written: ")):
        ran = subprocess.run(
            [*command, *options],
            cwd=checkout,
            env=place.variables(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == code, ran.stderr
        assert says in ran.stdout + ran.stderr
    name = russian.removesuffix("_kz") + "_kk_kz"
    found = declared(checkout / "crawlers" / "spiders" / f"{name}.py")
    rule = str(found["article_url"])
    assert found["languages"] == ("kk",)
    assert all(re.search(rule, server.url + path) for path in kazakh)
    assert not any(re.search(rule, server.url + path) for path in PATHS)
    passes_the_rules(checkout, name)


def test_nothing_there(place: Place, server: Server, answers: dict[str, Answer]) -> None:
    answers["/"] = home("/shop/", menu=("/about/",))
    done = newsite(place, server.url, "--country", "KZ", "--yes")
    assert done.code == 1
    told = done.out + done.err
    assert f"section {server.url}/: no address in it looks like an article's" in told
    assert f"feed {server.url}/rss: HTTP 404" in told
    assert (
        f"scrapy newsite: no feed, sitemap or list of {server.url}/ shows which addresses are articles"
        in told
    )
    assert "Traceback" not in told
    assert not (place.folder / "into").exists()


@pytest.mark.parametrize(
    ("forbidden", "says"),
    [
        ("/", "robots.txt forbids it"),
        ("/news/", "none of the pages that were read is an article: nothing is written"),
    ],
)
def test_robots_txt_is_obeyed(
    place: Place, server: Server, answers: dict[str, Answer], forbidden: str, says: str
) -> None:
    answers["/"] = home(*PATHS, head=FEED)
    answers["/all.rss"] = rss(PATHS)
    answers["/robots.txt"] = Answer(body=f"User-agent: *\nDisallow: {forbidden}\n".encode())
    done = newsite(place, server.url, "--country", "KZ", "--yes")
    assert done.code == 1, done.err
    assert says in done.out + done.err
    assert not [path for path in server.paths() if path.startswith(forbidden) and path != "/robots.txt"]
    assert not (place.folder / "into").exists()


def test_without_a_yes_nothing_is_written(place: Place, server: Server, answers: dict[str, Answer]) -> None:
    answers["/"] = home(*PATHS, head=FEED)
    answers["/all.rss"] = rss(PATHS)
    into = place.folder / "into"
    for options, says in (
        (("--country", "KZ"), "Nothing is written: nobody can be asked here. To write without asking: --yes"),
        (("--country", "KZ", "--dry-run"), "Nothing is written (--dry-run)."),
    ):
        done = newsite(place, server.url, *options)
        assert done.code == 0, done.err
        assert says in done.out + done.err
        assert f"{into}/crawlers/spiders/{name_at(server.url)}.py" in done.out + done.err
        assert not into.exists()
    done = newsite(place, server.url, "--yes")
    assert done.code == 2
    assert "scrapy newsite: --country and --timezone could not be found out: say it" in done.err
    assert not into.exists()


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("", False)])
def test_a_person_is_asked(
    place: Place, server: Server, answers: dict[str, Answer], answer: str, written: bool
) -> None:
    answers["/"] = home(*PATHS, head=FEED)
    answers["/all.rss"] = rss(PATHS)
    into = place.folder / "into"
    command = [sys.executable, "-m", "scrapy", "newsite", server.url, "--country", "KZ", "--into", str(into)]
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=place.variables(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        told, _ = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, told.decode()
    assert b"Write these files? [y/N]" in told
    assert into.exists() == written
    if written:
        links = json.loads((into / "tests" / "sites" / name_at(server.url) / "links.json").read_text())
        assert len(links["sources"][0]["links"]) == len(PATHS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("https://www.tengrinews.kz/news/",), "www.tengrinews.kz is declared: by tengrinews_kz"),
        (("https://ura.news/chel",), "ura.news is not crawled: robots.txt forbids crawling (2026: "),
        (
            ("https://new.example.kz/", "--name", "nur_kz"),
            "nur_kz is another site's name: give one with --name",
        ),
    ],
)
def test_2_in_one_line_before_any_request(place: Place, arguments: tuple[str, ...], says: str) -> None:
    done = place.scrapy("newsite", *arguments)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1, done.err
    assert list(place.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": "../x_kz"}, "--name ../x_kz: write <site>_<country>"),
        ({"name": "Paper_kz"}, "--name Paper_kz: write"),
        ({"name": "paper_kz", "country": "UZ"}, "it does not end in the country, _uz"),
        ({"country": "KAZ"}, "--country KAZ: write the two letters"),
        ({"zone": "Almaty"}, "--timezone Almaty: no such zone"),
        ({"zone": "../etc/passwd"}, "--timezone ../etc/passwd: no such zone"),
        ({"language": "ru,kaz"}, "--language kaz: write codes of two letters"),
    ],
)
def test_wrong_options(given: dict[str, str], says: str) -> None:
    options = {**dict.fromkeys(("name", "publisher", "country", "zone", "language")), **given}
    with pytest.raises(UsageError, match=re.escape(says)):
        Wanted.read(**options)


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("https://Paper.kz/news/1?a=b", "https://paper.kz/"),
        ("https://paper.kz/kk", "https://paper.kz/kk/"),
        ("http://paper.kz:81/ru/", "http://paper.kz:81/ru/"),
        ("https://paper.kz/kk/news/", "https://paper.kz/"),
    ],
)
def test_the_front_page(text: str, front: str) -> None:
    assert front_page(text) == front
    with pytest.raises(UsageError, match="not an http or https address"):
        front_page("paper.kz")
