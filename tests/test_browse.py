"""A release in a browser: the file that is made of it, what searches find, what is served and what is not."""

import contextlib
import dataclasses
import http.client
import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.browse.__main__ import main, newest
from pipelines.browse.database import COLUMNS, database_of, fts_query
from pipelines.dataset.releases import open_release
from pipelines.store.opening import open_for_reading
from tests import released
from tests.factories import make_article
from tests.release_rows import DAY, Row, known_rows, write_release
from tests.running import ROOT

HOSTILE = make_article(
    "javascript:alert(1)",
    "<script>document.title='owned'</script>\n\u202eكتاب <img src=x onerror=alert(2)> '\" --",
    title="<b onclick=alert(3)>Title</b>{{ 7*7 }}",
    authors=["\"><svg/onload=alert(4)>"],
    section="</title><script>alert(5)</script>",
    language="und",
    published_date=DAY,
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Served:
    """A server of a release."""

    port: int
    said: str

    def get(self, path: str, *, method: str = "GET", host: str = "") -> tuple[int, dict[str, str], str]:
        """Status, headers and body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request(method, path, headers={"Host": host or f"127.0.0.1:{self.port}"})
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read().decode()

    def json(self, **query: str) -> dict[str, Any]:
        """The list of articles, for programs."""
        status, _, body = self.get(f"/news/articles.json?{urllib.parse.urlencode(query)}")
        assert status == 200, body
        found: dict[str, Any] = json.loads(body)
        return found

    def titles(self, **query: str) -> list[str]:
        found = self.json(**query)
        return [row[found["columns"].index("title")] for row in found["rows"]]


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.browse", "--store", f"file:{folder / 'data'}", *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    """The newest release of the store `data` in a folder, served until the end, which Ctrl+C makes."""
    with start(folder, "--port", "0") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        told = re.search(r"http://127\.0\.0\.1:(\d+)/ ", line)
        assert told, process.communicate(timeout=20)
        try:
            yield Served(int(told[1]), line)
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        assert (process.returncode, out) == (0, "")
        assert re.fullmatch(r"Making browse/\S+\.sqlite3 of \d+ articles, once \.\.\.\n\n", err)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("browse")
    write_release(f"file:{folder / 'data'}", known_rows()[:2], "2026.9")
    write_release(f"file:{folder / 'data'}", [*known_rows(), Row(HOSTILE)], "2026.10", day=24)
    with served(folder) as site:
        yield site


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("көпір", '"көпір"*'),
        ("  жаңа   көпір ", '"жаңа"* "көпір"*'),
        ("іс", '"іс"'),
        ('"жаңа көпір" мост', '"жаңа көпір" "мост"*'),
        ('"жаңа', '"жаңа"'),
        ("AND OR NEAR(", '"AND"* "OR" "NEAR("*'),
        ("a-b* c:d ^e", '"a-b*"* "c:d"* "^e"'),
        ("", '""'),
        ('" " - *', '""'),
        ("a\0bc", '"a" "bc"'),
    ],
)
def test_what_is_typed_is_words_to_look_for(typed: str, asked: str) -> None:
    assert fts_query(typed) == asked
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
    connection.execute("SELECT * FROM t WHERE t MATCH ?", (asked,)).fetchall()


# In kk, ru, uz, tg, ky: a word, how it is typed, and whether it is found.
FINDS = [
    ("Көпірдің құрылысы", "көпір", True),
    ("ҚАЛА ОРТАЛЫҒЫ", "қала орталығы", True),
    ("Әлем Ғылым Ңан Өрт Ұлы Үй Һәм Іс", "әлем ғылым ңан өрт ұлы үй һәм іс", True),
    ("әлем ғылым", "ӘЛЕМ ҒЫЛЫМ", True),
    ("Қазақстан", "қазақ", True),
    ("қала", "кала", False),
    ("В Астане открыли мосты", "МОСТ", True),
    ("В Астане открыли мосты", '"мост"', False),
    ("йод", "иод", False),
    ("Ёлка", "ёлка", True),
    ("Yangi ko‘prik", "ko'prik", True),
    ("Yangi ko'prik", "koʻprik", True),
    ("Yangi koʻprik", "ko‘prik", True),
    ("Yangi koʼprik", "ko`prik", True),
    ("Oʻzbekiston", "o'zbek", True),
    ("Тоҷикистон", "ТОҶИК", True),
    ("Өлкөдө", "өлкө", True),
    ("Мост и дорога", "дорога мост", True),
    ("Мост и дорога", "мост река", False),
]


def test_searches_find_words_by_their_beginning_in_any_case(tmp_path: Path) -> None:
    rows = [
        Row(make_article(f"https://a.kz/{number}", f"x {text}.", title=str(number)))
        for number, (text, _, _) in enumerate(FINDS)
    ]
    write_release(f"file:{tmp_path / 'data'}", rows)
    path = database_of(open_release(f"file:{tmp_path / 'data'}", "2026.11"), tmp_path / "browse")
    query = (
        "SELECT 1 FROM articles JOIN articles_fts ON articles.rowid = articles_fts.rowid "
        "WHERE articles_fts MATCH ? AND articles.title = ?"
    )
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found = [
            (text, typed, connection.execute(query, (fts_query(typed), str(number))).fetchone() is not None)
            for number, (text, typed, _) in enumerate(FINDS)
        ]
    assert found == FINDS


def test_the_file_has_each_article_once_as_the_release_has_it(tmp_path: Path) -> None:
    write_release(f"file:{tmp_path / 'data'}", known_rows(), shards=3)
    release = open_release(f"file:{tmp_path / 'data'}", "2026.11")
    path = database_of(release, tmp_path / "browse")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM articles")]
    assert [row.pop("position") & 0x3FFFFFFF for row in rows] == [1, 0, 2, 3]
    first, _, copy, _ = (row.article for row in known_rows())
    assert [list(row) for row in rows] == [list(COLUMNS)] * 4
    assert rows[2] == {
        "id": copy.id, "title": "Жаңа көпір", "site": "b_kz", "language": "kk", "day": "2026-11-20",
        "words": 9, "authors": None, "section": None, "url": "https://b.kz/1", "cluster": first.id,
        "is_canonical": 0, "text": copy.text,
    }  # fmt: skip
    assert rows[1]["authors"] == "Айгүл Сейітова"
    assert rows[3]["day"] is None


def test_a_file_that_is_there_is_taken_and_one_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    write_release(f"file:{tmp_path / 'data'}", known_rows())
    release = open_release(f"file:{tmp_path / 'data'}", "2026.11")
    folder = tmp_path / "browse"
    path = database_of(release, folder)
    before = path.stat().st_mtime_ns
    assert database_of(release, folder) == path
    assert path.stat().st_mtime_ns == before
    path.write_bytes(path.read_bytes()[:5000])
    database_of(release, folder)
    assert path.stat().st_mtime_ns != before
    # Another build of the version is a takedown: what it took away goes. Other versions stay.
    stale = [folder / f"2026.11-{'0' * 12}.sqlite3", folder / f"2026.11-{'1' * 12}.sqlite3-unfinished"]
    kept = [folder / f"2026.10-{'0' * 12}.sqlite3", folder / "2026.11-mine.sqlite3"]
    for other in (*stale, *kept):
        other.touch()
    database_of(release, folder)
    assert sorted(folder.iterdir()) == sorted([path, *kept])


def test_the_newest_release_is_shown_by_when_it_was_published(tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'data'}"
    write_release(url, known_rows(), "b", day=21)
    write_release(url, known_rows(), "a", day=22)
    write_release(url, known_rows(), "c", day=20)
    assert newest(open_for_reading(url).objects, url) == "a"


def test_it_says_what_it_shows_and_where(site: Served) -> None:
    assert site.said == f"Release 2026.10 is at http://127.0.0.1:{site.port}/ until Ctrl+C\n"
    assert site.get("/")[:2] == (
        302,
        {**site.get("/")[1], "location": "/news/articles"},
    )


def test_search_filters_and_facets(site: Served) -> None:
    assert sorted(site.titles(_search="КӨПІР")) == ["Жаңа көпір", "Көпір ашылды"]
    assert site.titles(_search="көпір", is_canonical="1") == ["Көпір ашылды"]
    assert site.titles(_search="ko'prik") == ["Yangi ko‘prik"]
    assert site.titles(day__gte="2026-11-21") == ["Мост открыт"]
    facets = site.json(_search="көпір")["facet_results"]
    assert {
        name: [(one["value"], one["count"]) for one in facet["results"]] for name, facet in facets.items()
    } == {
        "site": [("a_kz", 1), ("b_kz", 1)],
        "language": [("kk", 2)],
        "day": [("2026-11-20", 2)],
    }
    # By day, the newest first; those without a day last.
    assert site.titles()[0] == "Мост открыт"
    assert site.titles()[-1] == "Yangi ko‘prik"


def test_fields_that_were_left_empty_are_taken_out(site: Served) -> None:
    status, headers, _ = site.get("/news/articles?_search=%D0%BC%D0%BE%D1%81%D1%82&day__gte=&day__lte=")
    assert (status, headers["location"]) == (302, "/news/articles?_search=%D0%BC%D0%BE%D1%81%D1%82")
    assert site.get("/news/articles?_search=")[1]["location"] == "/news/articles"
    # What is no address, or would end the header, stays inside the query.
    status, headers, _ = site.get("/news/articles?a=%0d%0aX-Evil:1&b=&//evil.example/")
    assert (status, headers["location"].startswith("/news/articles?")) == (302, True)
    assert "x-evil" not in headers


@pytest.mark.parametrize("typed", ['"', "-", "мост OR (", "NEAR(", "*", "a:b", "'", "%", "\0"])
def test_no_search_is_an_error(site: Served, typed: str) -> None:
    assert site.get(f"/news/articles?{urllib.parse.urlencode({'_search': typed + 'x'})}")[0] == 200
    assert site.get(f"/news/articles?{urllib.parse.urlencode({'_search': typed})}")[0] in (200, 302)


def test_a_hostile_article_is_only_text(site: Served) -> None:
    status, headers, page = site.get(f"/article/{HOSTILE.id}")
    assert status == 200
    known = "DOCTYPE html head meta title link body header a main article h1 p span time bdi div footer"
    assert set(re.findall(r"<(\w+)", page)) <= set(known.split())
    assert "&lt;script&gt;document.title" in page
    assert "javascript:alert(1)" in page
    assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", page)[0]
    for path in (f"/article/{HOSTILE.id}", "/news/articles", "/news/articles?_search=alert"):
        _, headers, page = site.get(path)
        assert not re.search(
            r"<script|<img|<svg|\son\w+=|href=[\"']?javascript", re.sub(r"&\w+;.*", "", page)
        )
        assert "script-src" not in headers["content-security-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'; ")
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "method", "host", "status"),
    [
        ("/news", "GET", "", 404),
        ("/news?sql=select+1", "GET", "", 404),
        ("/news.db", "GET", "", 404),
        ("/news/articles_fts", "GET", "", 404),
        ("/news/articles.csv", "GET", "", 404),
        ("/-/databases", "GET", "", 404),
        ("/-/metadata", "GET", "", 404),
        ("/browse/../pages.py", "GET", "", 404),
        ("/browse/%2e%2e/pages.py", "GET", "", 404),
        ("/_memory", "GET", "", 404),
        ("/news/articles", "POST", "", 405),
        ("/news/articles", "GET", "evil.example", 421),
        ("/article/" + "0" * 31, "GET", "", 404),
        ("/news/articles/1", "GET", "", 404),
        ("/news/articles?_sort=text", "GET", "", 500),
        ("/news/articles?_where=1=1", "GET", "", 403),
        ("/news/articles?_facet=text", "GET", "", 400),
        ("/article/" + "0" * 32, "GET", "", 404),
        ("/browse/browse.css", "GET", "", 200),
    ],
)
def test_only_the_pages_are_served(site: Served, path: str, method: str, host: str, status: int) -> None:
    assert site.get(path, method=method, host=host)[0] == status


def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data"

    def fails(*arguments: str) -> tuple[int, str]:
        code = main(["--store", f"file:{folder}", "--folder", str(tmp_path / "browse"), *arguments])
        out, err = capsys.readouterr()
        assert out == ""
        return code, err

    lacks = f"browse: no dataset at file:{folder}: there is no folder {folder}\n"
    assert fails("--port", "0") == (3, lacks)
    folder.mkdir()
    lacks = f"browse: file:{folder} has no release; make one: scrapy release --version 2026.11\n"
    assert fails("--port", "0") == (2, lacks)
    release = write_release(f"file:{folder}", known_rows())
    lacks = "browse: no release '2026.12' in this store; there are: 2026.11\n"
    assert fails("--port", "0", "--release", "2026.12") == (2, lacks)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, err = fails("--port", str(port))
    assert code == 2
    told = rf"browse: cannot use port {port} \(.*in use.*\); give another: make browse PORT=8002\n"
    assert re.fullmatch(told, err)
    assert fails("--port", "70000")[0] == 2
    shard = folder / release.key(release.shards[1])
    data = shard.read_bytes()
    shard.write_bytes(data[:100] + b"\0" + data[101:])
    code, err = fails("--port", "0")
    assert code == 3
    assert "is damaged" in err
    assert shard.name in err
    assert err.count("\n") == 1
    assert not list(tmp_path.glob("browse/*")), "nothing is made of a release that is damaged"


def test_without_datasette_it_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['datasette'] = None; "
        "from pipelines.browse.__main__ import main; sys.exit(main(['--port', '0']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "browse: browsing needs datasette: pip install 'steppewire[browse]'\n",
    )


def test_what_scrapy_release_writes_is_shown(tmp_path: Path) -> None:
    made = released.release(released.small(tmp_path), tmp_path).release
    path = database_of(open_release(f"file:{tmp_path / 'store'}", made.version), tmp_path / "browse")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT count(*), count(DISTINCT cluster), sum(is_canonical) FROM articles"
        )
        assert found.fetchone() == (made.articles, made.clusters, made.clusters)
        days = [day for (day,) in connection.execute("SELECT day FROM articles ORDER BY position")]
    assert days == sorted(filter(None, days), reverse=True) + [None] * days.count(None)
