"""The wheel: a reader of the dataset gets the package, its few dependencies, and nothing of the crawler."""

import ast
import datetime as dt
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.documents import ROOT, blocks, read, write_dataset
from tests.made_release import make_release

PACKAGE = ROOT / "pipelines"
PROJECT = tomllib.loads(read("pyproject.toml"))["project"]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


BUILT = 1_790_000_000
"""The moment that SOURCE_DATE_EPOCH says; even, as zip files count in steps of two seconds."""


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make dist` makes."""
    folder = tmp_path_factory.mktemp("dist")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(BUILT))
        run(sys.executable, ROOT / ".ci" / "dist.py", folder, cwd=folder)
    return folder


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    """The wheel, which is built from the source distribution."""
    (built,) = dist.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def sdist(dist: Path) -> Path:
    (built,) = dist.glob("*.tar.gz")
    return built


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment that has the wheel and its declared dependencies, and nothing else."""
    folder = tmp_path_factory.mktemp("reader")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--quiet", "--python", python, "install", wheel, cwd=folder)
    return python


def test_the_wheel_holds_the_package_and_all_of_it(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert held == {f"steppewire/{path.relative_to(PACKAGE).as_posix()}" for path in files}, (
        "name each folder in pyproject.toml under `packages`, each kind of file under `package-data`"
    )


def test_the_source_distribution_holds_what_the_wheel_is_made_of_and_no_more(sdist: Path) -> None:
    with tarfile.open(sdist) as tar:
        held = {member.name.partition("/")[2] for member in tar if member.isfile()}
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    beside = {
        "pyproject.toml",
        "MANIFEST.in",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "PKG-INFO",
        "setup.cfg",
    }
    assert {name for name in held if not name.startswith("steppewire.egg-info/")} == beside | {
        path.relative_to(ROOT).as_posix() for path in files
    }


def test_nothing_built_tells_when_or_by_whom(sdist: Path, wheel: Path) -> None:
    """So the same commit gives the same bytes."""
    assert int.from_bytes(sdist.read_bytes()[4:8], "little") == BUILT  # of gzip: RFC 1952, 2.3
    with tarfile.open(sdist) as tar:
        members = tar.getmembers()
    assert {(one.mtime, one.uid, one.gid, one.uname, one.gname) for one in members} == {(BUILT, 0, 0, "", "")}
    assert {oct(one.mode) for one in members} == {"0o755", "0o644"}
    assert [one.name for one in members] == sorted(one.name for one in members)
    built = dt.datetime.fromtimestamp(BUILT, dt.UTC).timetuple()[:6]
    infos = zipfile.ZipFile(wheel).infolist()
    assert {one.date_time for one in infos} == {built}
    assert {oct(one.external_attr >> 16 & 0o777) for one in infos} <= {"0o644", "0o664"}


def test_the_readme_names_the_wheel(wheel: Path) -> None:
    assert f"dist/{wheel.name}" in read("README.md")


def test_nothing_of_the_crawler_comes_with_it(python: Path, tmp_path: Path) -> None:
    names = "scrapy twisted trafilatura langdetect lxml numpy settings crawlers sample_paper pipelines tests"
    code = f"import importlib.util as u; print([n for n in {names.split()} if u.find_spec(n)])"
    assert run(python, "-I", "-c", code, cwd=tmp_path) == "[]\n"


READING = (
    "steppewire",
    "steppewire.cli",
    "steppewire.dataset.json_schema",
    "steppewire.dataset.reader",
    "steppewire.release.published",
    "steppewire.store.store",
)
"""What a consumer may import."""
CRAWLERS = ["scrapy", "twisted", "trafilatura", "langdetect", "py3langid", "lxml"]


@pytest.mark.parametrize("module", READING)
def test_a_reader_loads_nothing_of_the_crawler_where_it_is_installed(
    module: str, wheel: Path, tmp_path: Path
) -> None:
    """With this Python, which has all of it: an import that is tried, or made in passing, shows."""
    code = (
        f"import sys; sys.path.insert(0, {str(wheel)!r}); import {module}; "
        f"assert {module}.__file__.startswith({str(wheel)!r}); "
        f"print([name for name in {CRAWLERS!r} if name in sys.modules])"
    )
    assert run(sys.executable, "-I", "-c", code, cwd=tmp_path) == "[]\n"


def test_all_that_reads_can_be_imported(python: Path, tmp_path: Path) -> None:
    code = f"import sys, {', '.join(READING)}; print([name for name in {READING!r} if name in sys.modules])"
    assert run(python, "-I", "-c", code, cwd=tmp_path) == f"{list(READING)}\n"


def test_a_reader_opens_a_store(store_url: str, python: Path, tmp_path: Path) -> None:
    write_dataset(tmp_path, store_url)
    code = (
        "from steppewire import read_articles; from steppewire.store.store import open_store; "
        f"print(sorted(a.title for a in read_articles({store_url!r}, languages='kk'))); "
        f"print(len(list(open_store({store_url!r}).objects.list('warc/'))))"
    )
    assert run(python, "-I", "-c", code, cwd=tmp_path) == "['Жол', 'Көпір']\n2\n"


SNIPPETS = {
    "README.md": (
        "2026-11-20 a_kz Көпір",
        "None a_kz Мост открыт",
        "None b_kz Жол",
        "0 articles came in since",
    ),
    "docs/data-format.md": (
        "257fea49 1 Жол",
        "2 Parquet files for other tools",
        "3 articles, 3 in statistics.json",
        "53a711c7 1 Көпір",
        "HTTP/1.1 200 OK",
        "c2bb85dc 2 Мост открыт",
        "Жол 257fea49",
        "Көпір 53a711c7",
    ),
}


@pytest.mark.parametrize("document", SNIPPETS)
def test_snippets_run_where_the_wheel_is_installed(document: str, python: Path, tmp_path: Path) -> None:
    write_dataset(tmp_path)
    make_release(f"file:{tmp_path / 'data'}")
    # What needs a bucket, or DuckDB, is run by test_cli_docs.py.
    snippets = [block for block in blocks(document, "python") if "from steppewire " in block]
    said = [run(python, "-I", "-c", code, cwd=tmp_path) for code in snippets if "s3://" not in code]
    assert sorted("".join(said).splitlines()) == sorted(SNIPPETS[document])


def test_readers_have_a_command_that_says_what_it_lacks(python: Path, tmp_path: Path) -> None:
    write_dataset(tmp_path)
    done = subprocess.run(
        [python.parent / "steppewire", "report", "file:data", "--out", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    line = "steppewire report: the report needs matplotlib: pip install 'steppewire[report]'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line)


def normal(name: str) -> str:
    """A distribution's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    lines = list(PROJECT["dependencies"])
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    return {normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in lines}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Level and name of all modules that a module imports, wherever in it, but for type checkers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = f"{node.module}." if node.module else ""
            yield node.level, node.module or ""
            yield from ((node.level, f"{module}{alias.name}") for alias in node.names if node.level)


def needed(module: str) -> set[str]:
    """The distributions that a module of the package needs, by itself or by what it imports."""
    distributions = packages_distributions()
    waiting, seen, found = [PACKAGE / module], set[Path](), set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        waiting += [PACKAGE / folder / "__init__.py" for folder in path.relative_to(PACKAGE).parents]
        for level, name in imports(path):
            if level:
                base = path.parents[level - 1].joinpath(*filter(None, name.split(".")))
                waiting += [base.with_suffix(".py"), base / "__init__.py"]
            elif (top := name.partition(".")[0]) not in sys.stdlib_module_names:
                found.add(normal(distributions.get(top, [top])[0]))
    return found


@pytest.mark.parametrize(
    ("module", "extras"),
    [
        ("dataset/reader.py", ()),
        ("dataset/releases.py", ()),
        ("browse/__main__.py", ("browse",)),
        ("commands/export.py", ()),
        ("commands/overview.py", ()),
        ("commands/page.py", ()),
        ("commands/sql.py", ("sql",)),
        ("commands/texts.py", ()),
        ("process.py", ("extract",)),
        # Which the workers of `scrapy verify` need; `steppewire verify` starts none.
        ("cli.py", ("report", "sql", "verify", "extract")),
    ],
)
def test_what_is_imported_is_declared(module: str, extras: tuple[str, ...]) -> None:
    # botocore is the other half of boto3, of the same version.
    missing = needed(module) - declared(*extras) - {"botocore"}
    assert not missing, f"pyproject.toml does not declare what pipelines/{module} imports in the end"
