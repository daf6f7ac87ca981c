"""What the documents say is what the program does."""

import dataclasses
import enum
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import scrapy.commands
from packaging.specifiers import SpecifierSet

import crawlers.commands
from crawlers import scout
from crawlers.arguments import Arguments
from crawlers.discovery import survey, url_patterns
from crawlers.discovery.links import LinkSource
from crawlers.news_spider import NewsSpider
from crawlers.sources import RECENT
from pipelines import errors, recorder, workers
from pipelines.alarms import destinations
from pipelines.article import OUTCOMES, Article, DateSource, PageRecord, PublishedPrecision
from pipelines.dataset.format import Column, columns, filled, main, meanings
from pipelines.errors import SteppewireError, UsageError
from pipelines.ledger import ledger
from pipelines.ledger.revisits import REEXTRACTED, REVISIT
from pipelines.report import run_record
from pipelines.store import retry
from pipelines.store.schema import arrow_schema
from settings import environment
from tests.documents import PATHS, ROOT, blocks, first_cells, name_of, read, section, words, write_dataset

FORMAT = "docs/data-format.md"
OPERATIONS = "docs/operations.md"
SETTINGS = "docs/settings.md"
ALL = [name_of(path) for path in PATHS]
EVERYTHING = "\n".join(read(name) for name in ALL)

# The format


@pytest.mark.parametrize("name", ALL)
def test_tables_are_those_of_the_code(name: str) -> None:
    command = f".venv/bin/python -m pipelines.dataset.format {FORMAT} {OPERATIONS}"
    assert read(name) == filled(read(name)), f"written anew by: {command}"


def test_each_table_has_its_place() -> None:
    places = {
        name: re.findall(r"^<!-- ([a-z ]+) -->$", read(name), re.MULTILINE) for name in (FORMAT, OPERATIONS)
    }
    assert [mark for mark in places[FORMAT] if mark != "end"] == [
        "columns of articles",
        "fields of rights",
        "fields of shares",
        "fields of removed",
        "columns of pages",
        "reasons of rejected",
        "reasons of failed",
        "statements of rights",
        "columns of a release",
    ]
    assert places[OPERATIONS] == ["fields of a run", "end"]


@pytest.mark.parametrize("record", [Article, PageRecord])
def test_every_column_has_a_type_and_a_meaning(record: type) -> None:
    found = columns(record)
    assert [column.name for column in found] == arrow_schema(record).names
    assert all(column.type and column.meaning.endswith(".") for column in found)


def test_types_are_told_in_words() -> None:
    types = {column.name: column.type for column in columns(Article)}
    assert types["published_at"] == "timestamp[us, UTC]"
    assert types["published_date"] == "date32"
    assert types["authors"] == "list of string"
    assert types["removed"] == "list of {position, text}"
    assert types["language_score"] == "float64"


@dataclasses.dataclass
class Told:
    one: str
    """Either a | b,
    on two lines."""
    two: int = 1
    """A number."""


@dataclasses.dataclass
class Untold:
    one: str
    """Told."""
    two: int = 1


class Word(enum.StrEnum):
    SHORT = "too_short"
    """Not long."""


def test_meanings_come_from_the_source() -> None:
    assert columns(Told) == [
        Column("one", "string", "Either a | b, on two lines."),
        Column("two", "int64", "A number."),
    ]
    assert meanings(Word) == {"too_short": "Not long."}
    with pytest.raises(ValueError, match=r"Untold\.two has no docstring"):
        meanings(Untold)


def test_a_table_is_written_between_its_marks_only(tmp_path: Path) -> None:
    path = tmp_path / "doc.md"
    path.write_text("before\n<!-- fields of removed -->\nold\n<!-- end -->\nafter | this\n")
    assert main([str(path)]) == 0
    text = path.read_text()
    assert text.startswith(
        "before\n<!-- fields of removed -->\n\n| column | type | meaning |\n| --- | --- | --- |\n"
    )
    assert text.endswith("\n\n<!-- end -->\nafter | this\n")
    assert "old" not in text
    assert "| `position` | int64 | Index of the block" in text


def test_an_unknown_table_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "doc.md"
    path.write_text("<!-- columns of nothing -->\n<!-- end -->\n")
    with pytest.raises(UsageError):
        filled(path.read_text())
    assert main([str(path)]) == UsageError.exit_code
    assert "no table 'columns of nothing'; there are: columns of articles," in capsys.readouterr().err


@pytest.mark.parametrize(
    ("heading", "vocabulary"),
    [
        ("Outcomes", OUTCOMES),
        (
            "Other words",
            (
                *get_args(LinkSource),
                "warc",
                REVISIT,
                REEXTRACTED,
                *get_args(PublishedPrecision),
                *get_args(DateSource),
            ),
        ),
    ],
)
def test_vocabularies_are_those_of_the_code(heading: str, vocabulary: tuple[str, ...]) -> None:
    text = section(FORMAT, heading)
    told = words(text.partition("\n### ")[0])
    assert sorted(told) == sorted(vocabulary)


# Commands, settings, exit codes


def modules(package: str) -> set[str]:
    return {module.name for module in pkgutil.iter_modules([package])}


OWN_COMMANDS = modules(crawlers.commands.__path__[0])


def test_every_command_is_told_and_no_other() -> None:
    told = {word.split()[1] for word in words(section(OPERATIONS, "Commands"))}
    assert told >= OWN_COMMANDS
    mentioned = set(re.findall(r"(?:^|[`/ ])scrapy ([a-z][a-z-]+)(?=[ `\n])", EVERYTHING, re.MULTILINE))
    assert mentioned | told <= OWN_COMMANDS | modules(scrapy.commands.__path__[0])


def test_every_argument_of_a_crawl_is_told_and_no_other() -> None:
    names = {field.name for field in dataclasses.fields(Arguments)}
    (row,) = re.findall(r"^\| `scrapy crawl SITE` .*", read(OPERATIONS), re.MULTILINE)
    assert set(re.findall(r"`([a-z]+)=", row)) == names
    assert set(re.findall(r"-a ([a-z]+)=", EVERYTHING)) <= names


def test_every_setting_is_told_and_no_other() -> None:
    told = words(section(SETTINGS, "NEWS_ settings"))
    assert sorted(told) == sorted([*environment._CHECKS, *destinations.NAMES])
    assert set(re.findall(r"NEWS_[A-Z_]*[A-Z]\b(?!_\*)", EVERYTHING)) == set(told)


ERRORS: dict[str, int] = {
    name: value.exit_code
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, SteppewireError)
}
ENDS = {value for name, value in vars(run_record).items() if name.startswith("EXIT_")}


@pytest.mark.parametrize("name", [SETTINGS, OPERATIONS])
def test_every_exit_code_is_told_and_no_other(name: str) -> None:
    assert [int(cell) for cell in first_cells(section(name, "Exit codes"))] == sorted(
        {*ERRORS.values(), *ENDS}
    )


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    drawn = re.findall(r"[├└]── (\w+) +(\d)", errors.__doc__ or "")
    assert {"SteppewireError": SteppewireError.exit_code} | {
        name: int(code) for name, code in drawn
    } == ERRORS


def test_every_make_target_is_told_and_no_other() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE)) - {"help"}
    told = {match for word in words(section("CONTRIBUTING.md", "Setting up")) for match in word.split()[1:2]}
    assert told == targets
    mentioned = set(
        re.findall(r"(?:^|`)make (?:[A-Z]+=\S+ )?([a-z][a-z-]*)(?=[ `\n])", EVERYTHING, re.MULTILINE)
    )
    assert mentioned == targets


def test_every_attribute_of_a_site_is_told_and_no_other() -> None:
    told = words(section("CONTRIBUTING.md", "Adding a site"))
    assert sorted(told) == sorted((NewsSpider.__annotations__.keys() - {"session"}) | {"name"})


ARCHITECTURE = "docs/architecture.md"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
HOURS = [int(rest.total_seconds() / 3600) for rest in ledger.RETRY_AFTER]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (ARCHITECTURE, f"a limit of {workers.EXTRACTION_SECONDS:g} s a page"),
        (ARCHITECTURE, f"{workers.WORKER_BYTES >> 30} GiB of address space"),
        (ARCHITECTURE, f"After {recorder.MAX_OVERTAKEN} times the run gives up"),
        (ARCHITECTURE, f"up to {retry.ATTEMPTS} times in about half a minute"),
        (ARCHITECTURE, f"(at most {ledger.MAX_REVISITS} times)"),
        (
            ARCHITECTURE,
            f"the first two failures, then after {HOURS[2]}, {HOURS[3]} and {HOURS[4]} hours; after one",
        ),
        (OPERATIONS, f"At most {scout.MAX_GUESSES} usual places are tried"),
        (OPERATIONS, f"a number of {NUMBERS[url_patterns.MIN_DIGITS]} digits or more"),
        (OPERATIONS, f"a last segment of {NUMBERS[url_patterns.MIN_WORDS]} words or more"),
        (OPERATIONS, f"where these name fewer than {NUMBERS[url_patterns.MIN_STATED]}"),
        (OPERATIONS, f"menu leads to, at most {NUMBERS[survey.MAX_SECTIONS]}"),
        (OPERATIONS, f"not crawled for more than {'a week' if RECENT.days == 7 else RECENT}"),
    ],
)
def test_numbers_are_those_of_the_code(name: str, said: str) -> None:
    assert said in read(name)
    assert HOURS[:2] == [0, 0]
    assert len(HOURS) == 5


# Files and links


def test_the_map_leads_to_files() -> None:
    chart = section("README.md", "Where things are")
    told = words(chart) + re.findall(r"\]\(([^)]+)\)", chart)
    assert len(told) > 15
    assert [path for path in told if not (ROOT / path).exists()] == []


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub makes of the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", ALL)
def test_relative_links_lead_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", read(name)):
        if re.match(r"https?://|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("name", ALL)
def test_modules_that_are_named_are_there(name: str) -> None:
    named = re.findall(r"`((?:crawlers|pipelines|settings|sample_paper|tests|docs)/[\w/.-]+)`", read(name))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_changelog_says_first_what_changes_the_data() -> None:
    headings = re.findall(r"^##+ (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[:2] == ["Unreleased", "Data"]


# The container


def test_the_container_gets_what_it_copies() -> None:
    sources = [
        source
        for line in re.findall(r"^COPY (.+) \S+$", read("Dockerfile"), re.MULTILINE)
        for source in line.split()
    ]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    allowed = re.findall(r"^!(.+)$", read(".dockerignore"), re.MULTILINE)
    assert sorted(sources) == sorted(allowed)
    packages = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["root_packages"]
    assert {"requirements.lock", "scrapy.cfg", *packages} <= set(sources)


def test_the_container_has_a_python_that_is_supported() -> None:
    (version,) = re.findall(r"^FROM python:([\d.]+)-slim$", read("Dockerfile"), re.MULTILINE)
    requires = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    assert SpecifierSet(requires).contains(version)


# Snippets. Those that import `steppewire` are run by test_wheel.py, where the wheel is installed.


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    write_dataset(folder)
    return folder


def run(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("tool", ["pandas", "polars", "duckdb"])
def test_other_readers_read_the_tables(tool: str, dataset: Path) -> None:
    found = [text for text in blocks("README.md", "python") if "steppewire" not in text]
    assert len(found) == 3
    marks = {"pandas": "to_pandas", "polars": "import polars", "duckdb": "import duckdb"}
    (snippet,) = (text for text in found if marks[tool] in text)
    shown = run(snippet, dataset)
    # Two articles of one site, one of them with two revisions, and one of the other.
    assert re.search(r"a_kz\W+2\b", shown), shown
    assert re.search(r"b_kz\W+1\b", shown), shown


def test_the_second_command_reads_what_the_first_made(dataset: Path) -> None:
    commands = [line for text in blocks("README.md", "") for line in text.splitlines()]
    (command,) = (line for line in commands if line.startswith(".venv/bin/python -c "))
    assert set(run(shlex.split(command)[2], dataset).splitlines()) == {"Көпір", "Жол", "Мост открыт"}
