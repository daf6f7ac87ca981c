"""docs/reading.md tells all commands and options of `steppewire`, and what documents show runs."""

import argparse
import json
import re
import shlex
from pathlib import Path

import polars as pl
import pytest

from pipelines import cli
from pipelines.dataset.reader import read_articles
from tests.documents import blocks, read, section, words, write_dataset
from tests.factories import make_article
from tests.made_release import make_release
from tests.running import run_python
from tests.test_reader import Writer

READING = "docs/reading.md"
FORMAT = "docs/data-format.md"


def parsers() -> dict[str, argparse.ArgumentParser]:
    (commands,) = (
        action for action in cli.make_parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    return dict(commands.choices)


def test_every_command_is_told_and_no_other() -> None:
    assert {word.split()[0] for word in words(section(READING, "Commands"))} == set(parsers())


def test_every_option_is_told_and_no_other() -> None:
    options = {
        option
        for parser in parsers().values()
        for action in parser._actions
        for option in action.option_strings
    } - {"-h", "--help"}
    told = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", re.sub(r"`scrapy [^`]+`|-m ", "", read(READING))))
    assert told - {"--help"} == options


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    write_dataset(folder)
    make_release(f"file:{folder / 'data'}")
    return folder


COMMANDS = [
    line
    for name in ("README.md", READING)
    for block in blocks(name, "")
    for line in block.splitlines()
    if line.startswith("steppewire ")
]


def test_commands_are_shown() -> None:
    assert len(COMMANDS) > 10


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_that_are_shown_run(
    line: str, dataset: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEWS_STORE_URL", raising=False)
    monkeypatch.chdir(dataset)
    assert cli.main(shlex.split(line)[1:]) == 0, capsys.readouterr().err


def run(code: str, folder: Path) -> str:
    done = run_python(code, folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def snippet(mark: str) -> str:
    (found,) = (block for block in blocks(FORMAT, "python") if mark in block)
    return found.replace("steppewire", "pipelines")


def test_pyarrow_reads_the_tables(dataset: Path) -> None:
    assert run(snippet("pyarrow.dataset"), dataset) == "a_kz 2\n"


def test_a_consumer_follows_along(tmp_path: Path) -> None:
    code = snippet('Path("seen.json")')
    write_dataset(tmp_path)
    assert len(run(code, tmp_path).splitlines()) == 3
    assert run(code, tmp_path) == ""
    Writer(tmp_path / "more", url=f"file:{tmp_path / 'data'}").write(
        make_article("https://c.kz/9", title="Тоғыз", site="c_kz")
    )
    assert run(code, tmp_path).endswith(" 1 Тоғыз\n")
    assert json.loads((tmp_path / "seen.json").read_text())["batches"] == {"a_kz": 2, "b_kz": 1, "c_kz": 1}


def test_a_bucket(s3_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Writer(tmp_path, url=s3_url).write(make_article("https://a.kz/1", language="kk"))
    code = snippet("s3://BUCKET/PREFIX").replace("s3://BUCKET/PREFIX", s3_url)
    exec(code, {})  # noqa: S102 - it is our own document
    assert "a_kz" in capsys.readouterr().out
    # Over plain HTTP, as no bucket but this test's is.
    found = pl.scan_delta(f"{s3_url}/articles", storage_options={"AWS_ALLOW_HTTP": "true"}).collect()
    assert found["id"].to_list() == [article.id for article in read_articles(s3_url)]
