"""`steppewire` for people who do not program: each command, its filters, its errors of one line."""

import contextlib
import csv
import datetime as dt
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from pipelines import cli
from pipelines.article import RightsStatement, Statement
from pipelines.store.store import open_store
from tests.factories import NOW, make_article
from tests.made_release import make_release
from tests.released import text
from tests.running import ROOT
from tests.test_reader import DAY, Writer

FORMULA = '=HYPERLINK("http://other.example/")'
HOSTILE = "Мост \x1b[31mоткрыт\x07 \u202eвчера"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    writer = Writer(tmp_path_factory.mktemp("cli"))
    reserved = [RightsStatement(Statement.NOAI, "meta", "noai", NOW)]
    day = dt.timedelta(days=1)
    writer.write(
        make_article(
            "https://a.kz/1", "Мост откроют завтра.", title=HOSTILE, language="ru", published_date=DAY
        ),
        make_article("https://a.kz/2", "Екі.", title=FORMULA, language="kk", published_date=DAY - 40 * day),
        make_article(
            "https://b.kz/3",
            "Three.",
            title="Жол",
            language="kk",
            site="b_kz",
            rights=reserved,
            tags=["a", "b"],
        ),
    )
    later = NOW + day
    writer.write(
        make_article(
            "https://a.kz/1", "Мост открыли вчера.", title=HOSTILE, language="ru", published_date=DAY,
            fetched_at=later,
        )
    )  # fmt: skip
    make_release(writer.url, clusters={"https://b.kz/3": "https://a.kz/2"})
    return writer.url


class Shown:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """Run a command; its output. Errors are a line."""
        assert cli.main(arguments) == code
        out, self.err = self._capsys.readouterr()
        assert self.err.count("\n") <= 1, self.err
        if "--csv" not in arguments:
            assert "\x1b" not in out
            assert "\u202e" not in out
        return out


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str) -> Shown:
    monkeypatch.setenv("NEWS_STORE_URL", url)
    monkeypatch.setenv("COLUMNS", "80")
    return Shown(capsys)


def test_ls(shown: Shown, url: str) -> None:
    assert shown("ls").splitlines() == [
        "site  articles  languages   first day   last day    last fetched",
        "a_kz         2  ru 1, kk 1  2026-10-11  2026-11-20  2026-11-21 09:30",
        "b_kz         1  kk 1                                2026-11-20 09:30",
        f"3 articles of 2 sites in {url}",
        "",
        "release  articles  clusters  published",
        "2026.11         3         2  2026-11-23 00:00",
    ]


def test_head(shown: Shown) -> None:
    lines = shown("head", "-n", "2").splitlines()
    assert len(lines) == 3
    assert re.fullmatch(r"[0-9a-f]{12}    2  2026-11-20  a_kz  ru    Мост  \[31mоткрыт   вчера", lines[1])
    assert max(map(len, shown("head").splitlines())) <= 80


@pytest.mark.parametrize(
    ("options", "urls"),
    [
        ([], ["https://a.kz/1", "https://a.kz/2", "https://b.kz/3"]),
        (["--site", "b_kz"], ["https://b.kz/3"]),
        (["--site", "a_kz,b_kz", "--language", "kk"], ["https://a.kz/2", "https://b.kz/3"]),
        (["--site", "a_kz", "--site", "b_kz", "--language", "ru"], ["https://a.kz/1"]),
        (["--since", "2026-11-01"], ["https://a.kz/1"]),
        (["--until", "2026-11-01"], ["https://a.kz/2"]),
        (["--allowed-for", "training"], ["https://a.kz/1", "https://a.kz/2"]),
        (["--release", "2026.11", "--language", "kk"], ["https://a.kz/2", "https://b.kz/3"]),
        (["--release", "2026.11", "--canonical"], ["https://a.kz/1", "https://a.kz/2"]),
    ],
)
def test_filters(shown: Shown, options: list[str], urls: list[str]) -> None:
    lines = shown("cat", "--jsonl", *options).splitlines()
    assert sorted(json.loads(line)["url"] for line in lines) == urls
    counted = shown("stats", *options).splitlines()[-1].split()
    assert counted[:2] == ["total", str(len(urls))]
    if len(urls) > 1:
        assert len(shown("cat", "--jsonl", "--limit", "1", *options).splitlines()) == 1


def test_cat_for_people(shown: Shown) -> None:
    assert "\n\nМост открыли вчера.\n\n" in shown("cat", "--site", "a_kz")


def test_stats_by_month(shown: Shown) -> None:
    assert shown("stats", "--by", "month").splitlines() == [
        "month    articles  words  characters  first day   last day",
        "2026-10         1      1           4  2026-10-11  2026-10-11",
        "2026-11         1      3          19  2026-11-20  2026-11-20",
        "unknown         1      1           6",
        "total           3      5          29  2026-10-11  2026-11-20",
    ]


def test_export_csv(shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert shown("export", str(file)) == ""
    assert shown.err == "3 articles\n"
    assert file.read_bytes().startswith("\ufeffid,revision,".encode())
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    by_url = {row["url"]: row for row in rows}
    assert by_url["https://a.kz/2"]["title"] == f"'{FORMULA}"
    assert by_url["https://b.kz/3"]["tags"] == "a,b"
    assert json.loads(by_url["https://b.kz/3"]["rights"])[0]["statement"] == "noai"
    assert by_url["https://a.kz/1"]["lead"] == ""
    assert [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []


def test_export_other_forms(shown: Shown, tmp_path: Path) -> None:
    shown("export", str(tmp_path / "out.parquet"), "--release", "2026.11")
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame.columns[-2:] == ["cluster_id", "is_canonical"]
    assert frame.height == 3
    shown("export", "--jsonl", str(tmp_path / "out.txt"), "--columns", "url, fetched_at", "--language", "ru")
    assert (tmp_path / "out.txt").read_text() == (
        '{"url": "https://a.kz/1", "fetched_at": "2026-11-21T09:30:00+00:00"}\n'
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "out.txt"]


def test_a_failed_export_leaves_the_file_as_it_was(shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("before")
    shown("export", str(file), "--columns", "nope", code=2)
    assert "no column 'nope'; there are: id, revision" in shown.err
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]
    shown("export", str(tmp_path / "no" / "out.csv"), code=2)
    assert shown.err == f"steppewire export: {tmp_path}/no/out.csv: No such file or directory\n"


def test_what_came_since_the_last_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    writer, shown = Writer(tmp_path), Shown(capsys)
    writer.write(make_article("https://a.kz/1", "one"))
    of = ["--store", writer.url, "--cursor", str(tmp_path / "seen.json")]
    assert len(shown("cat", "--jsonl", *of).splitlines()) == 1
    assert shown("cat", "--jsonl", *of) == ""
    writer.write(make_article("https://a.kz/1", "one, changed"))
    shown("export", str(tmp_path / "new.jsonl"), *of)
    assert json.loads((tmp_path / "new.jsonl").read_text())["revision"] == 2
    shown("cat", *of, "--limit", "1", code=2)
    (tmp_path / "seen.json").write_text("{")
    shown("cat", *of, code=2)
    assert "seen.json cannot be read as a cursor" in shown.err


def article_id(shown: Shown, url: str) -> str:
    rows = (json.loads(line) for line in shown("cat", "--jsonl").splitlines())
    return next(str(row["id"]) for row in rows if row["url"] == url)


def test_page(url: str, tmp_path: Path, shown: Shown) -> None:
    found = article_id(shown, "https://a.kz/1")
    shown("page", found, "--out", str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_bytes() == b"<p>page</p>"
    shown("page", found[:8], "--text", "--revision", "1", "--out", str(tmp_path / "text"))
    assert (tmp_path / "text").read_text().endswith("\n\nМост откроют завтра.\n")
    shown("page", found, "--json", "--out", str(tmp_path / "json"))
    assert json.loads((tmp_path / "json").read_text())["revision"] == 2
    shown("page", "zz", code=2)
    assert "'zz' is no id of an article" in shown.err
    shown("page", "0" * 32, code=2)
    assert shown.err == f"steppewire page: no article {'0' * 32} in {url}\n"
    shown("page", "000000", code=2)
    shown("page", found, "--revision", "7", code=2)
    assert "has no revision 7; there are: 1, 2" in shown.err


def test_diff(shown: Shown) -> None:
    found = article_id(shown, "https://a.kz/1")
    assert shown("diff", found).splitlines() == [
        "--- revision 1 of 2026-11-20 09:30",
        "+++ revision 2 of 2026-11-21 09:30",
        "@@ -1,1 +1,1 @@",
        "- Мост откроют завтра.",
        "+ Мост открыли вчера.",
    ]
    assert shown("diff", found, "--from", "2", "--to", "1").endswith("+ Мост откроют завтра.\n")
    assert shown("diff", found, "--from", "2", "--to", "2") == "the text is the same\n"
    shown("diff", article_id(shown, "https://b.kz/3"), code=2)
    assert "has no revision before 1" in shown.err


def test_verify(shown: Shown, tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(make_article("https://a.kz/1", "one"))
    assert shown("verify", "--store", writer.url) == ""
    assert shown.err.startswith("2 rows in 2 files, 1 pages in 1 segments")
    release = make_release(writer.url)
    assert shown("verify", "--store", writer.url, "--release", "2026.11") == ""
    assert shown.err == "release 2026.11: 5 files; no fault\n"
    (tmp_path / "store" / release.prefix / "README.md").write_text("other")
    out = shown("verify", "--store", writer.url, "--release", "2026.11", code=1)
    assert out.startswith(f"{release.prefix}README.md has ")
    next((tmp_path / "store" / "warc").rglob("*.gz")).unlink()
    assert shown("verify", "--store", writer.url, code=1).startswith("segment missing: warc/site=a_kz/")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ls", "--store", "nowhere"], 2, "steppewire ls: 'nowhere' is not an address of a store"),
        (
            ["ls", "--store", "file:/nowhere"],
            3,
            "steppewire ls: no dataset at file:/nowhere: there is",
        ),
        (["head", "--site", "nobody"], 2, "steppewire head: no site 'nobody' in file:"),
        (["head", "--canonical"], 2, "steppewire head: --canonical is of a release: name it with --release"),
        (["head", "--release", "1"], 2, "steppewire head: no release '1' in this store; there are: 2026.11"),
        (["export", "x"], 2, "steppewire export: x: name it .csv, .jsonl or .parquet"),
        (
            ["verify", "--release", "2026.11", "--site", "a_kz"],
            2,
            "steppewire verify: --site is of",
        ),
        (
            ["cat", "--release", "2026.11", "--cursor", "x"],
            2,
            "steppewire cat: --cursor follows",
        ),
    ],
)
def test_an_error_is_a_line(shown: Shown, arguments: list[str], code: int, said: str) -> None:
    assert shown(*arguments, code=code) == ""
    assert shown.err.startswith(said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "steppewire: the following arguments are required: COMMAND; see steppewire --help\n"),
        (["head", "-n", "0"], "steppewire head: argument -n: invalid count value: '0'; see"),
        (["head", "--since", "\x1b[1m"], "steppewire head: argument --since: invalid day value: '"),
        (["sing"], "steppewire: argument COMMAND: invalid choice: 'sing'"),
    ],
)
def test_wrong_use_is_a_line(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as error:
        cli.main(arguments)
    assert error.value.code == 2
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert "\x1b" not in err


COMMANDS = ["ls", "stats", "head", "cat", "export", "page", "diff", "verify", "sql", "report"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help(command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as error:
        cli.main([command, "--help"])
    assert error.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"usage: steppewire {command} ")
    assert max(map(len, lines)) <= 100


def test_the_help_names_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    found = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert sorted(found) == sorted(COMMANDS)


PROGRAM = [sys.executable, "-m", "pipelines"]


@pytest.mark.parametrize(("end", "code"), [("hang up", 0), ("interrupt", 5)])
def test_an_end_in_the_middle_is_quiet(end: str, code: int, tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    # More than a pipe holds, no two of them alike.
    texts = ["\n".join(text(10 * number + part) for part in range(10)) for number in range(60)]
    writer.write(*(make_article(f"https://a.kz/{number}", one) for number, one in enumerate(texts)))
    command = [*PROGRAM, "cat", "--jsonl", "--store", writer.url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["site"] == "a_kz"
        if end == "hang up":
            process.stdout.close()
        else:
            process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
        process.wait(timeout=60)
    assert process.returncode == code


@pytest.mark.parametrize(
    "arguments",
    [["cat"], ["cat", "--jsonl"], ["export", "--csv", "-"], ["sql", "--csv", "SELECT title FROM articles"]],
)
def test_a_terminal_is_not_steered(arguments: list[str], url: str) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments, "--store", url], cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE
    )
    os.close(theirs)
    found = b""
    with process, contextlib.suppress(OSError):
        # The terminal's end is told as an error.
        while data := os.read(ours, 65536):
            found += data
    os.close(ours)
    shown = found.decode()
    assert process.returncode == 0
    assert "открыт" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_in_a_bucket(s3_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(s3_url)
    writer, shown = Writer(tmp_path, url=s3_url), Shown(capsys)
    writer.write(make_article("https://a.kz/1", "one", language="ru"))
    make_release(s3_url)
    assert f"1 articles of 1 sites in {s3_url}" in shown("ls", "--store", s3_url)
    found = json.loads(shown("cat", "--jsonl", "--store", s3_url))["id"]
    shown("page", found, "--store", s3_url, "--out", str(tmp_path / "page"))
    assert (tmp_path / "page").read_bytes() == b"<p>page</p>"
    query = "SELECT language, count(*) AS n FROM articles GROUP BY language"
    for release in ([], ["--release", "2026.11"]):
        assert shown("sql", "--csv", query, "--store", s3_url, *release) == "language,n\nru,1\n"
    assert shown("verify", "--store", s3_url, "--release", "2026.11") == ""
