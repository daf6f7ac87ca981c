"""The program itself: Python and the installed packages. Imports nothing that may be missing."""

import importlib.metadata
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawlers.doctor.finding import Finding

if TYPE_CHECKING:
    from packaging.requirements import Requirement

FIRST, LAST = (3, 11), (3, 13)
"""The versions of Python that are tested; `requires-python` in pyproject.toml."""

OWN = "steppewire"
INSTALL = "make install, or pip install --require-hashes -r requirements.lock"

_NAMED = 8
"""Packages that are named in the line: of more, only their number."""


def check_python(version: tuple[int, int, int] = sys.version_info[:3]) -> Finding:
    """Is this a Python that the project is tested with?"""
    seen = f"{'.'.join(map(str, version))} at {sys.executable}"
    if FIRST <= version[:2] <= LAST:
        return Finding("Python", "ok", seen)
    return Finding("Python", "failed", seen, "use Python 3.11 to 3.13: make PYTHON=python3.12 install")


def installed_version(name: str) -> str | None:
    """Version of an installed package, or None."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def check_dependencies(root: Path, installed: Callable[[str], str | None] = installed_version) -> Finding:
    """Are the packages there that pyproject.toml asks for, and as requirements.lock names them?

    :param root: the folder with these two files; an image may have only the second
    """
    if installed("packaging") is None:
        return Finding(
            "dependencies", "failed", "missing: packaging, by which versions are compared", INSTALL
        )
    extras, locked = _declared(root), _locked(root)
    if not extras and not locked:
        return Finding(
            "dependencies",
            "warning",
            f"neither pyproject.toml nor requirements.lock in {root}",
            "run it there",
        )
    wanted = {one.name: one for requirements in extras.values() for one in requirements}
    # Where there is a lock, it is what `make install` installs; what it leaves out are extras for those who
    # want them.
    missing = sorted(name for name in locked or wanted if installed(name) is None)
    outside = [
        f"{name} {found} (wanted: {one.specifier})"
        for name, one in sorted(wanted.items())
        if (found := installed(name)) is not None and not one.specifier.contains(found, prereleases=True)
    ]
    other = [
        f"{name} {found} (locked: {version})"
        for name, version in sorted(locked.items())
        if (found := installed(name)) is not None and found != version
    ]
    details = tuple(_extra_lines(extras, installed))
    if missing or outside:
        parts = [f"missing: {_some(missing)}"] if missing else []
        parts += [f"too old or too new: {_some(outside)}"] if outside else []
        return Finding("dependencies", "failed", "; ".join(parts), INSTALL, details)
    if other:
        return Finding("dependencies", "warning", f"not as locked: {_some(other)}", INSTALL, details)
    complete = (name for name, needed in extras.items() if all(installed(one.name) for one in needed))
    named = ", ".join(name for name in complete if name)
    seen = f"{len(locked)} packages as locked" if locked else f"{len(wanted)} packages as declared"
    return Finding("dependencies", "ok", seen + (f"; extras {named}" if named else ""))


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _extra_lines(
    extras: Mapping[str, "list[Requirement]"], installed: Callable[[str], str | None]
) -> Iterator[str]:
    for name, requirements in extras.items():
        lacking = [one.name for one in requirements if installed(one.name) is None]
        yield f"{name or 'reader'}: {'lacks ' + ', '.join(lacking) if lacking else 'complete'}"


def _declared(root: Path) -> dict[str, "list[Requirement]"]:
    """Requirements by extra; "" is what a reader of the dataset needs. Nothing without pyproject.toml."""
    from packaging.requirements import Requirement

    path = root / "pyproject.toml"
    if not path.is_file():
        return {}
    project: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    found = {"": project["dependencies"], **project["optional-dependencies"]}
    return {
        extra: [one for one in map(Requirement, texts) if one.name != OWN] for extra, texts in found.items()
    }


def _locked(root: Path) -> dict[str, str]:
    """Versions by package of this platform. Nothing without requirements.lock."""
    from packaging.requirements import Requirement

    path = root / "requirements.lock"
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.rstrip(" \\")) for line in lines if line[:1].isalnum()]
    return {
        one.name: next(iter(one.specifier)).version
        for one in found
        if one.marker is None or one.marker.evaluate()
    }
