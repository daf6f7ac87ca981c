"""Other news extractors, each in a virtual environment of its own below `.venv-bench`.

    python -m benchmarks.peers      install those of the dependency group `bench` of pyproject.toml

Their dependencies contradict each other's and ours at times, and a peer that cannot be installed is to be
told, not to stop the others: why is kept beside its environment.
"""

import dataclasses
import json
import re
import subprocess
import tomllib
import venv
from pathlib import Path
from typing import Any

from benchmarks.processes import OtherWork

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv-bench"
LOOPS = Path(__file__).with_name("loops.py")
RUN_SECONDS = 3600


@dataclasses.dataclass(frozen=True)
class Loop:
    """What one extractor did in a loop over the pages, or why it did not."""

    name: str
    version: str = ""
    pages: int = 0
    with_text: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mib: float = 0.0
    others_cores: float = 0.0
    """What other work took of the machine meanwhile."""
    error: str | None = None


def requirements() -> dict[str, str]:
    """What the dependency group says, by name."""
    group = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["bench"]
    return {re.split(r"[<>=!~\[ ;]", line, maxsplit=1)[0]: line for line in group}


def install() -> None:
    """Install each peer whose environment is not there, or was made for another requirement."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
    for name, requirement in requirements().items():
        done = _done(name)
        if done.is_file() and done.read_text(encoding="utf-8") == requirement:
            continue
        print(f"Installing {requirement} into .venv-bench/{name} ...", flush=True)
        venv.create(FOLDER / name, clear=True, with_pip=True)
        command = [_python(name), "-m", "pip", "install", "-q", "--disable-pip-version-check", requirement]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            _failed(name).write_text(_last_line(run.stderr), encoding="utf-8")
            print(f"{name} could not be installed: {_last_line(run.stderr)}")
        else:
            done.write_text(requirement, encoding="utf-8")


def _python(name: str) -> str:
    return str(FOLDER / name / "bin" / "python")


def _done(name: str) -> Path:
    return FOLDER / name / "installed.txt"


def _failed(name: str) -> Path:
    return FOLDER / name / "failed.txt"


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no message"


def run_peer(name: str, pages: int) -> Loop:
    """Have a peer of the dependency group extract the first `pages` pages."""
    if not _done(name).is_file():
        failed = _failed(name)
        why = failed.read_text(encoding="utf-8") if failed.is_file() else "make bench installs it"
        return Loop(name, error=f"not installed: {why}")
    return run_loop(_python(name), name, pages)


def run_loop(python: str, name: str, pages: int) -> Loop:
    """Have an extractor that an interpreter has extract the first `pages` pages."""
    try:
        with OtherWork() as others:
            run = subprocess.run(
                [python, str(LOOPS), name, str(pages)],
                capture_output=True,
                text=True,
                check=False,
                timeout=RUN_SECONDS,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Loop(name, error=str(error))
    if run.returncode:
        return Loop(name, error=_last_line(run.stderr))
    figures: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return Loop(name, others_cores=others.cores, **figures)


if __name__ == "__main__":
    install()
