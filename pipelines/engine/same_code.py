"""Is the program of another machine this one? Rules that differ would give one dataset two sorts of rows."""

import dataclasses
import functools
import hashlib
import importlib.metadata
import sys
from collections.abc import Iterator
from pathlib import Path

from ..article import RULES_VERSION

_PACKAGE = Path(__file__).resolve().parent.parent
_BESIDE = ("crawlers", "settings")
"""What a checkout has beside this package and a task may use: a site that one node declares otherwise is
crawled otherwise."""

_LIBRARIES = ("charset-normalizer", "langdetect", "lxml", "py3langid", "ray", "trafilatura", "w3lib")
"""Libraries whose version shows in records, and the one that carries tasks."""


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """A program, as far as it decides what comes of a task."""

    rules_version: int
    sources: str
    """SHA-256 of the files of this package, and of those that a checkout has beside it; hexadecimal."""
    libraries: tuple[str, ...]
    """`lxml 6.1.1`; those that are not there are left out."""

    def differs_by(self, other: "Code") -> str | None:
        """What `other` has otherwise, in a few words; None when it is the same program."""
        if other.rules_version != self.rules_version:
            return f"its rules are version {other.rules_version}, not {self.rules_version}"
        if other.libraries != self.libraries:
            had = sorted(set(other.libraries) - set(self.libraries)) or ["none"]
            wanted = sorted(set(self.libraries) - set(other.libraries)) or ["none"]
            return f"its libraries are {', '.join(had)}, not {', '.join(wanted)}"
        return "its files are others" if other.sources != self.sources else None


@functools.cache
def this_code() -> Code:
    """The program of this process, read from its files once."""
    return Code(RULES_VERSION, digest(_PACKAGE), tuple(_libraries()))


def digest(package: Path) -> str:
    """SHA-256 of all files of a package and of what stands beside it, by their paths; hexadecimal."""
    total = hashlib.sha256()
    # By another name from the wheel: paths begin below the package.
    for folder in (package, *(package.parent / name for name in _BESIDE)):
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".pyc" and path.is_file():
                name = f"{'' if folder == package else folder.name}/{path.relative_to(folder).as_posix()}"
                content = hashlib.sha256(path.read_bytes()).digest()
                total.update(hashlib.sha256(name.encode()).digest() + content)
    return total.hexdigest()


def _libraries() -> Iterator[str]:
    yield f"Python {sys.version_info.major}.{sys.version_info.minor}"
    for name in _LIBRARIES:
        try:
            yield f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            continue
