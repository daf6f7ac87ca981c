"""`make dist`: the source distribution and the wheel, built from it, into a folder.

The same commit gives the same bytes, as far as setuptools is the same: the wheel names its version.

Built from a copy of what git does not ignore: setuptools leaves folders behind in its source, and takes up
old ones.
"""

import contextlib
import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "CHANGELOG.md", "pipelines")
"""What the wheel is made of, and what a reader of the source wants beside it."""


def main(out: Path) -> None:
    """Build both into `out`, over what has the same name there."""
    os.environ["SOURCE_DATE_EPOCH"] = str(_epoch())
    # Permissions of a checkout depend on who made it; wheel and sdist keep them.
    os.umask(0o022)
    with tempfile.TemporaryDirectory(prefix="steppewire-dist-") as name:
        source, built = Path(name, "source"), Path(name, "built")
        _copy(source)
        _build("--sdist", source, built)
        (sdist,) = built.glob("*.tar.gz")
        _normalise(sdist, _epoch())
        with tarfile.open(sdist) as tar:
            tar.extractall(name, filter="data")
        _build("--wheel", Path(name, sdist.name.removesuffix(".tar.gz")), built)
        out.mkdir(parents=True, exist_ok=True)
        for path in sorted(built.iterdir()):
            shutil.copyfile(path, out / path.name)
            data = path.read_bytes()
            print(f"{out / path.name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


def _epoch() -> int:
    """Seconds since 1970 that all files are dated: of the last commit, or as SOURCE_DATE_EPOCH says."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        return int(_git("log", "-1", "--format=%ct"))
    # No checkout. 1980-01-01 is the earliest date that a zip file, and so a wheel, can say.
    return 315532800


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ).stdout


def _sources() -> list[Path]:
    """The files to build from; where git cannot say, all that are there."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        options = ("--cached", "--others", "--exclude-standard")
        found = {ROOT / path for path in _git("ls-files", "-z", *options, "--", *SOURCES).split("\0") if path}
        return sorted(path for path in found if path.is_file())
    found = {path for name in SOURCES for path in (ROOT / name, *(ROOT / name).rglob("*"))}
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _copy(source: Path) -> None:
    for path in _sources():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def _build(kind: str, source: Path, out: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "build", kind, "--outdir", out, source],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{done.stdout[-4000:]}\ncould not build {kind.removeprefix('--')}: see above")


def _normalise(sdist: Path, epoch: int) -> None:
    """Pack it anew without what differs from build to build: dates, owners, the order of files."""
    packed = io.BytesIO()
    with tarfile.open(sdist) as old, tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as new:
        for member in sorted(old.getmembers(), key=lambda one: one.name):
            plain = tarfile.TarInfo(member.name)
            plain.type, plain.size, plain.mtime = member.type, member.size, epoch
            plain.mode = 0o755 if member.isdir() else 0o644
            new.addfile(plain, old.extractfile(member) if member.isfile() else None)
    sdist.write_bytes(gzip.compress(packed.getvalue(), mtime=epoch))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
