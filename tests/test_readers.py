"""Other tools read a release by what the document says, from folder and bucket, in an environment apart."""

import hashlib
import os
import re
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import released, weed
from tests.documents import ROOT, blocks
from tests.release_rows import known_rows, write_release

DOCUMENT = "docs/reading-with-other-tools.md"
PYTHON = ROOT / ".venv-readers" / "bin" / "python"
installed = pytest.mark.skipif(
    not PYTHON.exists(), reason="other readers are not installed: make readers installs them"
)

SAYS = {
    "from datasets": r"4 3\nkk Көпір ашылды\nru Мост открыт\nkk Жаңа көпір\nuz Yangi ko‘prik\n",
    "import pandas": r"a_kz +2 +14\nb_kz +2 +13\n",
    "import polars": r"a_kz +┆ 2 +│\n│ b_kz +┆ 1 ",
    "import duckdb": r"a_kz +│ +2 │\n│ b_kz +│ +2 ",
    "import pyarrow": r"a_kz Көпір ашылды\nb_kz Жаңа көпір\n",
}
"""By what a snippet begins with: what it prints of `known_rows`."""

WHERE_FOLDER, WHERE_BUCKET, *TOOLS = blocks(DOCUMENT, "python")


def test_every_snippet_is_run() -> None:
    assert [next(start for start in SAYS if text.startswith(start)) for text in TOOLS] == list(SAYS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release in its store `data`."""
    folder = tmp_path_factory.mktemp("readers")
    write_release(f"file:{folder / 'data'}", known_rows())
    return folder


@pytest.fixture(scope="module")
def bucket(s3_endpoint: str) -> Iterator[str]:
    """The address of a store in a bucket with the same release, and the environment that leads there."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in weed.variables(s3_endpoint).items():
            patch.setenv(name, value)
        url = f"s3://{weed.BUCKET}/{uuid.uuid4().hex}"
        write_release(url, known_rows())
        yield url


def run(code: str, cwd: Path, cache: Path, **more: str) -> str:
    """What a script prints. The hub's libraries may keep what they like in `cache`, and reach nobody."""
    inherited = {name: value for name, value in os.environ.items() if name.startswith(("AWS_", "PATH"))}
    quiet = {
        "HOME": str(cache),
        "HF_HOME": str(cache),
        "HF_ENDPOINT": "http://127.0.0.1:9",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
        "DO_NOT_TRACK": "1",
    }
    done = subprocess.run(
        [PYTHON, "-I", "-c", code],
        cwd=cwd,
        env={**inherited, **quiet, **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@installed
@pytest.mark.parametrize("tool", SAYS)
def test_a_release_in_a_folder(tool: str, folder: Path, tmp_path: Path) -> None:
    (snippet,) = (text for text in TOOLS if text.startswith(tool))
    shown = run(WHERE_FOLDER + snippet, folder, tmp_path, HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1")
    assert re.search(SAYS[tool], shown), shown


@installed
@pytest.mark.parametrize("tool", SAYS)
def test_a_release_in_a_bucket(tool: str, bucket: str, tmp_path: Path) -> None:
    (snippet,) = (text for text in TOOLS if text.startswith(tool))
    where = WHERE_BUCKET.replace("s3://BUCKET/PREFIX", bucket)
    assert where != WHERE_BUCKET
    shown = run(where + snippet, tmp_path, tmp_path)
    assert re.search(SAYS[tool], shown), shown


def test_the_sums_can_be_checked_without_us(folder: Path) -> None:
    (command,) = (text.split() for text in blocks(DOCUMENT, "") if "sha256sum" in text)
    (build,) = (path for path in (folder / "data/releases/2026.11").iterdir() if path.is_dir())
    done = subprocess.run(command, cwd=build, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert hashlib.sha256((build / "SHA256SUMS").read_bytes()).hexdigest().startswith(build.name)


@installed
def test_a_release_is_loaded_as_its_card_says(tmp_path: Path) -> None:
    made = released.release(released.small(tmp_path), tmp_path).release
    build = tmp_path / "store" / made.prefix
    card = (build / "README.md").read_text(encoding="utf-8")
    snippets = re.findall(r"```python\n(.*?)```", card, re.DOTALL)
    (snippet,) = (text for text in snippets if "load_dataset" in text)
    # The block at its head says the same to who gives the folder alone, by its whole name.
    again = f"load_dataset({str(build)!r}, split='train')"
    code = f"{snippet}print(len(articles), len({again}), articles.features['rights'])"
    shown = run(code, build, tmp_path, HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1")
    assert shown.startswith(f"{made.articles} {made.articles} List(")
