"""Making a release: rows from a snapshot, files in a temporary folder, then the store."""

import contextlib
import dataclasses
import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..dataset.filters import KEPT_FROM
from ..engine.engine import Engine
from ..errors import StoreError, UsageError
from ..store.objects import ObjectStore
from ..store.tables import Tables
from ..store.tombstones import read_tombstones
from .build import Built, Contents, build
from .publish import sole_writer, sweep, upload
from .published import Filters, Published, check_version, from_bytes, key_of, to_bytes
from .snapshot import Collected, collect
from .stage import Stage


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOptions:
    """What is to be released."""

    version: str
    filters: Filters
    jsonl: bool = False
    """JSON Lines too."""
    ledger_dir: Path
    """Where this host's locks are."""
    run_id: str


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """A release that is published."""

    release: Published
    is_new: bool
    """Was it published just now? Else the same bytes were there before."""


def make_release(
    tables: Tables, objects: ObjectStore, options: ReleaseOptions, engine: Engine | None = None
) -> Made:
    """Publish a release, or see that it is published already with the same bytes.

    Killed anywhere, it is to be said again: only its last put makes it a release. Near-duplicates are looked
    for on `engine`, by default in this process; its bytes are the same on any.

    Raises UsageError for a wrong version or filter, an empty selection, and a version that is published with
    other bytes; SiteHeld while another process writes a release; StoreError when the store fails.
    """
    version = check_version(options.version)
    _check(options.filters)
    there = _published(objects, version)
    if there is not None and there.filters != options.filters:
        raise _differs(version)
    with work_folder() as folder:
        stage = Stage(folder)
        collected = collect(tables, objects, options.filters, stage)
        staged = stage.finish()
        if not len(staged):
            raise UsageError("no article of the store is asked for: nothing to release")
        contents = Contents(version, options.filters, options.jsonl, collected.kept_from_use)
        (folder / "files").mkdir()
        built = build(folder / "files", staged, contents, engine)
        with sole_writer(objects, options.ledger_dir, options.run_id) as lease:
            there = _published(objects, version)
            if there is not None:
                if there.build != built.name:
                    raise _differs(version)
                return Made(there, is_new=False)
            _check_tombstones(objects, collected)
            upload(objects, lease, version, built)
            release = _release(options, built)
            if not objects.put_if_absent(key_of(version), to_bytes(release)):
                raise _differs(version)
            sweep(objects)
    return Made(release, is_new=True)


@contextlib.contextmanager
def work_folder() -> Iterator[Path]:
    """A temporary folder for the rows and files of a release. What fails in it raises StoreError."""
    try:
        with tempfile.TemporaryDirectory(prefix="steppewire-release-") as folder:
            yield Path(folder)
    except OSError as error:
        why = f"{tempfile.gettempdir()}: {error.strerror or error}"
        raise StoreError(f"no release: {why}; TMPDIR names another folder for its files") from error


def _release(options: ReleaseOptions, built: Built) -> Published:
    return Published(
        version=options.version,
        build=built.name,
        published_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        articles=built.articles,
        clusters=built.clusters,
        filters=options.filters,
        files=built.files,
    )


def _published(objects: ObjectStore, version: str) -> Published | None:
    data = objects.get(key_of(version))
    return None if data is None else from_bytes(data, version)


def _differs(version: str) -> UsageError:
    return UsageError(f"release {version} is published and would differ: name another version")


def _check(filters: Filters) -> None:
    since, until = filters.published_since, filters.published_until
    if since is not None and until is not None and since > until:
        raise UsageError(f"from {since} until {until} is no day: the first comes after the last")
    if filters.allowed_for is not None and filters.allowed_for not in KEPT_FROM:
        raise UsageError(f"allowed for {filters.allowed_for!r}: there is: {', '.join(KEPT_FROM)}")


def _check_tombstones(objects: ObjectStore, collected: Collected) -> None:
    """A takedown that begins later finds the release; one that began before is looked for here."""
    for site, before in collected.tombstones.items():
        if read_tombstones(objects, site) != before:
            raise StoreError(f"something of {site} was taken down meanwhile: run it again")
