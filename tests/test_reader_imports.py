"""A reader works with deltalake, pyarrow, boto3 and tenacity alone."""

from pathlib import Path

import pytest

from tests.documents import write_dataset
from tests.made_release import make_release
from tests.running import run_python

HEAVY = [
    "charset_normalizer", "cssselect", "duckdb", "fastwarc", "langdetect", "lxml", "matplotlib", "numpy",
    "pandas", "polars", "prometheus_client", "py3langid", "requests", "rich", "scrapy", "trafilatura",
    "twisted", "w3lib",
]  # fmt: skip

BLOCK = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
"""
"""As if these were not installed."""

BLOCKED = BLOCK.format(names=HEAVY)

COMMANDS = [
    ["ls"],
    ["stats"],
    ["head"],
    ["cat", "--jsonl"],
    ["export", "out.csv"],
    ["export", "out.parquet", "--release", "2026.11", "--canonical"],
    ["page", "c2bb85dc5841"],
    ["diff", "c2bb85dc5841"],
    ["verify", "--release", "2026.11"],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    write_dataset(folder)
    make_release(f"file:{folder / 'data'}")
    return folder


def test_reading_needs_nothing_of_the_crawler(folder: Path) -> None:
    code = (
        "from pipelines import open_release, read_articles; from pipelines.cli import main; "
        "articles = read_articles(); assert len(list(articles)) == 3; assert articles.cursor; "
        "assert open_release('file:data', '2026.11').articles().to_arrow().num_rows == 3; "
        f"codes = [main(command) for command in {COMMANDS!r}]; assert not any(codes), codes"
    )
    done = run_python(BLOCKED + code, folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("read_articles().to_pandas()", "to_pandas needs pandas: pip install 'steppewire[pandas]'"),
        ("read_articles().to_polars()", "to_polars needs polars: pip install 'steppewire[polars]'"),
        ("sys.exit(main(['sql', 'SELECT 1']))", "sql needs DuckDB: pip install 'steppewire[sql]'"),
        ("sys.exit(main(['verify']))", "verifying the tables needs "),
    ],
)
def test_what_lacks_is_said_with_its_extra(folder: Path, call: str, said: str) -> None:
    done = run_python(
        f"{BLOCKED}from pipelines import read_articles; from pipelines.cli import main; {call}", folder
    )
    assert said in done.stderr.splitlines()[-1]


def test_the_tables_are_verified_without_an_extractor(folder: Path) -> None:
    needed = {"lxml", "cssselect", "w3lib", "fastwarc"}
    blocked = BLOCK.format(names=sorted(set(HEAVY) - needed))
    done = run_python(f"{blocked}from pipelines.cli import main; sys.exit(main(['verify']))", folder)
    # The made dataset has a page that was fetched twice at the same moment.
    assert (done.returncode, "8 rows in 6 files" in done.stderr) == (1, True), done.stderr
    assert "row twice" in done.stdout


def test_importing_loads_nothing_heavy(folder: Path) -> None:
    """As the package is imported: the extraction workers do it as well, without Arrow."""
    done = run_python("import sys, pipelines, pipelines.cli; print(*sys.modules)", folder)
    loaded = set(done.stdout.split())
    assert not loaded & {*HEAVY, "pyarrow", "deltalake", "boto3"}
