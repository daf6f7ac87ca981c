"""All files of a release, in a folder. The same rows, version and filters give the same bytes."""

import dataclasses
import hashlib
from collections.abc import Iterable
from pathlib import Path

from ..engine.engine import Engine
from .card import card
from .clusters import firsts
from .columns import schema_file
from .plots import plots
from .published import SUMS, Filters, ReleaseFile, build_name
from .shards import write_shards
from .stage import Staged
from .statistics import Statistics


@dataclasses.dataclass(frozen=True, slots=True)
class Contents:
    """What a release is beside its rows."""

    version: str
    filters: Filters
    jsonl: bool
    """JSON Lines too."""
    kept_from_use: int
    """Articles that were left out because a statement keeps them from what the release is for."""
    taken_down: int = 0
    """Articles that were taken down since it was published."""


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """Files that are ready to be published."""

    folder: Path
    files: tuple[ReleaseFile, ...]
    """Sorted by path."""
    articles: int
    clusters: int

    @property
    def name(self) -> str:
        """The build's name, which follows from all its bytes."""
        return next(build_name(file.sha256) for file in self.files if file.path == SUMS)


def build(folder: Path, staged: Staged, contents: Contents, engine: Engine | None = None) -> Built:
    """Write the files of a release into `folder`, which is empty. `engine`: see `clusters.firsts`."""
    found = Statistics(kept_from_use=contents.kept_from_use)
    first = firsts(staged, engine)
    found.add_clusters(staged, first)
    paths = write_shards(folder, staged, first, jsonl=contents.jsonl, look=found.add)
    made = {f"plots/{name}": data for name, data in plots(found).items()}
    text = card(
        contents.version, contents.filters, found, sorted([*paths, *made]), contents.taken_down
    ).encode("utf-8")
    made |= {
        "README.md": text,
        "articles.schema.json": schema_file(),
        "statistics.json": found.to_bytes(contents.taken_down),
    }
    for path, data in made.items():
        _write(folder / path, data)
    files = [_file(folder, path) for path in (*paths, *made)]
    _write(folder / SUMS, sums(files))
    files.append(_file(folder, SUMS))
    return Built(folder, tuple(sorted(files, key=lambda file: file.path)), len(staged), found.clusters)


def sums(files: Iterable[ReleaseFile]) -> bytes:
    """The file that `sha256sum -c` reads."""
    lines = (f"{file.sha256}  {file.path}\n" for file in sorted(files, key=lambda file: file.path))
    return "".join(lines).encode()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def _file(folder: Path, path: str) -> ReleaseFile:
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return ReleaseFile(path, file.tell(), digest)
