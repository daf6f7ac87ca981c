"""A takedown in releases that are published: each is written anew without it, and says so."""

import contextlib
import dataclasses
import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

from ..article import Article
from ..errors import StoreError
from ..store.objects import ObjectStore
from ..store.schema import arrow_schema
from ..store.tables import Tables, told
from ..store.tombstones import Tombstones, read_tombstones
from .build import Contents, build
from .make import work_folder
from .publish import sole_writer, sweep, upload
from .published import Published, TakenDown, from_bytes, key_of, published, to_bytes, versions
from .snapshot import covered, without_covered
from .stage import Stage
from .statistics import kept_from_use

logger = logging.getLogger(__name__)

_PARQUET = pads.ParquetFileFormat(
    default_fragment_scan_options=pads.ParquetFragmentScanOptions(page_checksum_verification=True)
)
_BATCH_ROWS = 1000


@dataclasses.dataclass(slots=True)
class Removed:
    """What a takedown did to releases."""

    releases: int = 0
    articles: int = 0
    """Rows, of all releases."""


def take_down(tables: Tables, objects: ObjectStore, site: str, ledger_dir: Path, run_id: str) -> Removed:
    """Take what the tombstones of a site cover out of all releases, and delete what no release names.

    Cut off anywhere, it is finished by doing it again. Raises SiteHeld while another process writes a
    release, StoreError when the store fails or a release cannot be read.
    """
    done = Removed()
    with sole_writer(objects, ledger_dir, run_id) as lease:
        tombstones = read_tombstones(objects, site)
        for version in versions(objects):
            tagged = objects.get_tagged(key_of(version))
            if tagged is None:
                continue
            release = from_bytes(tagged[0], version)
            gone = _count_covered(tables, release, site, tombstones)
            if not gone:
                continue
            logger.info("Writing release %s anew", version)
            now = dt.datetime.now(dt.UTC).replace(microsecond=0)
            taken_down = (*release.taken_down, TakenDown(now, gone))
            contents = Contents(
                version,
                release.filters,
                any(file.path.startswith("jsonl/") for file in release.files),
                _kept_from_use(objects, release),
                sum(one.articles for one in taken_down),
            )
            with work_folder() as folder:
                stage = Stage(folder)
                for rows in _rows_without(tables, release, site, tombstones):
                    stage.add(rows)
                (folder / "files").mkdir()
                built = build(folder / "files", stage.finish(), contents)
                upload(objects, lease, version, built)
                new = dataclasses.replace(
                    release,
                    build=built.name,
                    articles=built.articles,
                    clusters=built.clusters,
                    files=built.files,
                    taken_down=taken_down,
                )
                if objects.put_if_match(key_of(version), to_bytes(new), tagged[1]) is None:
                    raise StoreError(f"release {version} changed meanwhile: say it again")
            done.releases += 1
            done.articles += gone
        sweep(objects)
    return done


def released_sites(tables: Tables, objects: ObjectStore, article_id: str | None = None) -> set[str]:
    """The sites that have rows in a release, or those that have an article in one. Raises StoreError."""
    wanted = None if article_id is None else pads.field("id") == article_id
    found: set[str] = set()
    for version in versions(objects):
        release = published(objects, version)
        with _reading(release):
            for rows in _scan(tables, release).to_batches(columns=["site"], filter=wanted):
                found.update(rows["site"].unique().to_pylist())
    return found


def _count_covered(tables: Tables, release: Published, site: str, tombstones: Tombstones) -> int:
    columns = ["id", "url", "canonical_url"]
    with _reading(release):
        scan = _scan(tables, release).to_batches(columns=columns, filter=pads.field("site") == site)
        return sum(sum(covered(rows, tombstones)) for rows in scan)


def _rows_without(
    tables: Tables, release: Published, site: str, tombstones: Tombstones
) -> Iterator[pa.RecordBatch]:
    names = arrow_schema(Article).names
    with _reading(release):
        for rows in _scan(tables, release).to_batches(columns=names, batch_size=_BATCH_ROWS):
            of_site = pc.equal(rows["site"], site)
            yield rows.filter(pc.invert(of_site))
            yield without_covered(rows.filter(of_site), tombstones)


def _scan(tables: Tables, release: Published) -> pads.Dataset:
    paths = [release.key(file).removeprefix("releases/") for file in release.shards]
    return pads.dataset(paths, filesystem=tables.folder("releases"), format=_PARQUET)


@contextlib.contextmanager
def _reading(release: Published) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise StoreError(
            f"release {release.version} cannot be read, so nothing can be taken out of it: {told(error)}; "
            f"put its files back, or delete releases/{release.version}/"
        ) from error


def _kept_from_use(objects: ObjectStore, release: Published) -> int:
    data = objects.get(f"{release.prefix}statistics.json")
    try:
        return kept_from_use(data or b"")
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{release.prefix}statistics.json is missing or damaged: put it back") from error
