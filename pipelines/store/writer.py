"""Committing to the two tables: the fenced append of the batch protocol, and the rewrite primitive.

Everything that commits goes through `append_batch` or `rewrite`. Nothing else in the project writes a table.
"""

import dataclasses
import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as pads
from deltalake import CommitProperties, DeltaTable, Schema, Transaction, write_deltalake
from deltalake.exceptions import DeltaError

from ..article import Article
from ..errors import CommitConflict, StoreError
from ..kill_points import passed
from .durable import fsync_file, fsync_folder
from .retry import is_transient, retrying
from .schema import PARTITION_COLUMNS, STATISTICS, arrow_schema
from .tables import NAMES, T, Tables, quoted, told

# Never a transaction retention: it would drop the batch numbers that are the fence.
_PROPERTIES = {
    "delta.checkpointInterval": "100",
    "delta.logRetentionDuration": "interval 30 days",
    "delta.deletedFileRetentionDuration": "interval 7 days",
}


class Overtaken(Exception):
    """Another writer has used these batch numbers; the sites are to be caught up from the tables."""

    def __init__(self, sites: Collection[str]) -> None:
        super().__init__(", ".join(sorted(sites)))
        self.sites = frozenset(sites)


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """What is committed as one: rows frozen under the next number of each site that they belong to."""

    batch_id: str
    """Random, 32 hexadecimal digits."""
    numbers: Mapping[str, int]
    """The batch's number within each site."""


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A site's month in a table."""

    site: str
    month: str
    files: int
    size_bytes: int
    """Of its data files together."""


class TableWriter(Tables):
    """The tables `articles` and `pages` of a store, for a run."""

    def _attempt(self, call: Callable[[], T]) -> T:
        for attempt in retrying():
            with attempt:
                result = call()
        return result

    def create(self) -> None:
        """Make the tables that are missing."""
        for record, name in NAMES.items():
            if self._open(record) is not None:
                continue
            try:
                DeltaTable.create(
                    self._location.table(name),
                    storage_options=self._options(),
                    schema=arrow_schema(record),
                    mode="ignore",
                    partition_by=list(PARTITION_COLUMNS),
                    configuration={
                        **_PROPERTIES,
                        "delta.dataSkippingStatsColumns": ",".join(STATISTICS[record]),
                    },
                )
            except (DeltaError, OSError) as error:
                # Two first runs at once: the other one made it.
                if self._open(record) is None:
                    raise StoreError(f"the table {name} cannot be made: {told(error)}") from error
            passed("table_made")

    def check_columns(self, tables: Mapping[type, DeltaTable] | None = None) -> None:
        """Raise StoreError, with what to do, where a table has not the columns of this version.

        :param tables: the tables, where they are at hand
        """
        for record, name in NAMES.items():
            known = set(arrow_schema(record).names)
            table = self.load(record) if tables is None else tables[record]
            found = {field.name for field in table.schema().fields}
            if unknown := sorted(found - known):
                raise StoreError(
                    f"the table {name} has columns that this version does not know ({', '.join(unknown)}): "
                    "update this checkout"
                )
            if missing := sorted(known - found):
                raise StoreError(
                    f"the table {name} lacks columns of this version ({', '.join(missing)}): "
                    "run scrapy migrate"
                )

    def add_columns(self, record: type) -> list[str]:
        """Add the columns that the table of `record` lacks, null in the rows that it has; their names.

        One commit, which changes no file of data. Raises StoreError when the store fails.
        """
        table = self.load(record)
        found = {field.name for field in table.schema().fields}
        missing = [field for field in arrow_schema(record) if field.name not in found]
        if not missing:
            return []
        try:
            for attempt in retrying():
                with attempt:
                    table.alter.add_columns(Schema.from_arrow(pa.schema(missing)).fields)
        except (DeltaError, OSError) as error:
            raise StoreError(f"the table {NAMES[record]} cannot be migrated: {told(error)}") from error
        self._make_durable(record, range(table.version(), table.version() + 1))
        return [field.name for field in missing]

    def append_batch(self, record: type, rows: pa.Table, batch: Batch) -> None:
        """Append a batch's rows to the table of `record`, exactly once, however often this is called.

        The number passes even with no rows. On a folder everything is durable when this returns.

        Raises Overtaken when another writer has used one of the numbers, CommitConflict when commits kept
        failing, StoreError when the store fails otherwise.
        """
        try:
            for attempt in retrying():
                with attempt:
                    versions = self._append_once(record, rows, batch)
        except (DeltaError, OSError) as error:
            name = NAMES[record]
            if isinstance(error, DeltaError) and is_transient(error):
                raise CommitConflict(
                    f"batch {batch.batch_id} did not get into {name}: {told(error)}"
                ) from error
            raise StoreError(f"the table {name} cannot be written: {told(error)}") from error
        passed("articles_appended" if record is Article else "pages_appended")
        self._make_durable(record, versions)

    def _append_once(self, record: type, rows: pa.Table, batch: Batch) -> range:
        """One look and, where the fence allows it, one append. The versions among which the batch came in."""
        table = self.load(record)
        before = {site: number - 1 for site, number in batch.numbers.items()}
        found = self.numbers_in(record, table, before)
        if found == before:
            transactions = [Transaction(site, number) for site, number in batch.numbers.items()]
            # On this snapshot: that a commit on a fresh one is not refused is why the check above is ours.
            write_deltalake(
                table,
                rows,
                mode="append",
                commit_properties=CommitProperties(app_transactions=transactions),
            )
            return range(table.version(), table.version() + 1)
        passed = all(found[site] >= number for site, number in batch.numbers.items())
        if passed and self._count(record, table, batch) == rows.num_rows:
            return range(max(0, table.version() - _SYNC_BACK), table.version() + 1)
        raise Overtaken([site for site in before if found[site] != before[site]])

    def _count(self, record: type, table: DeltaTable, batch: Batch) -> int:
        """How many rows of the batch are in the table."""
        mine = pads.field("site").isin(list(batch.numbers)) & (pads.field("batch_id") == batch.batch_id)
        rows = self.scan(record, f"batch_id = {quoted(batch.batch_id)}", table=table)
        return int(rows.count_rows(filter=mine))

    def _make_durable(self, record: type, versions: range) -> None:
        """Sync the files of these commits to the disk: delta-rs leaves that to the kernel."""
        if self._location.root is None:
            return
        try:
            self._sync(self._location.root / NAMES[record], versions)
        except OSError as error:
            raise StoreError(f"the table {NAMES[record]} cannot be made durable: {told(error)}") from error

    @staticmethod
    def _sync(root: Path, versions: range) -> None:
        log = root / "_delta_log"
        folders = {root, log}
        for number in versions:
            commit = log / f"{number:020d}.json"
            if not commit.exists():
                continue
            for line in commit.read_text(encoding="utf-8").splitlines():
                added = json.loads(line).get("add")
                if added and (root / added["path"]).exists():
                    fsync_file(root / added["path"])
                    folders |= _folders(root, added["path"])
            fsync_file(commit)
            checkpoint = log / f"{number:020d}.checkpoint.parquet"
            if checkpoint.exists():
                # A torn one would keep the table from opening.
                fsync_file(checkpoint)
                fsync_file(log / "_last_checkpoint")
        for folder in folders:
            fsync_folder(folder)

    def rewrite(
        self,
        record: type,
        site: str,
        month: str,
        change: Callable[[pa.Table], pa.Table],
        *,
        without: Collection[str] = (),
    ) -> None:
        """Replace a site's month by what `change` makes of it, in one commit; batch numbers stay.

        `without` names data files that are missing or cannot be read: `change` is not given their rows.

        The primitive of compaction and takedown. A commit that comes in between is never undone: the table
        is loaded afresh and `change` called again.

        Raises CommitConflict or StoreError as `append_batch`.
        """
        schema, where = arrow_schema(record), f"site = {quoted(site)} AND month = {quoted(month)}"
        try:
            for attempt in retrying():
                with attempt:
                    table = self.load(record)
                    rows = change(_left_out(self.scan(record, where, table=table), without).to_table())
                    write_deltalake(
                        table,
                        # Exactly the columns of the class: another string type would break readers' filters.
                        rows.select(schema.names).cast(schema),
                        mode="overwrite",
                        predicate=where,
                    )
                    versions = range(table.version(), table.version() + 1)
        except DeltaError as error:
            raise CommitConflict(f"{NAMES[record]} of {site} {month} kept changing: {told(error)}") from error
        except (OSError, pa.ArrowException) as error:
            raise StoreError(f"the table {NAMES[record]} cannot be written: {told(error)}") from error
        self._make_durable(record, versions)

    def parts(self, record: type) -> list[Part]:
        """How many data files each month of each site has, and how large they are together."""
        actions = pa.table(self.load(record).get_add_actions(flatten=True))
        keys = ["partition.site", "partition.month"]
        found = actions.group_by(keys).aggregate([("size_bytes", "count"), ("size_bytes", "sum")]).to_pylist()
        return [
            Part(row[keys[0]], row[keys[1]], row["size_bytes_count"], row["size_bytes_sum"]) for row in found
        ]

    def vacuum(self, record: type, *, at_once: bool = False) -> int:
        """Delete data files that no snapshot of the last 7 days holds, and orphans as old; how many.

        `at_once` deletes all files of older snapshots, whatever their age, and leaves the orphans: they may
        be of writers that have not committed yet.

        Raises StoreError when the store fails.
        """
        table = self.load(record)
        try:
            if at_once:
                return len(table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False))
            # `full` finds what a killed writer left and no commit names, by the same age.
            return len(table.vacuum(dry_run=False, full=True))
        except (DeltaError, OSError) as error:
            raise StoreError(f"the table {NAMES[record]} cannot be vacuumed: {told(error)}") from error


def _left_out(rows: pads.FileSystemDataset, without: Collection[str]) -> pads.FileSystemDataset:
    """The same rows but for those of some files."""
    if not without:
        return rows
    kept = [fragment for fragment in rows.get_fragments() if fragment.path not in without]
    return pads.FileSystemDataset(kept, rows.schema, rows.format, rows.filesystem)


# How far back the commit of a batch is looked for that is in already: far more than writers exist.
_SYNC_BACK = 16


def _folders(root: Path, path: str) -> set[Path]:
    """The folders of a data file, up to the table's."""
    folder, folders = (root / path).parent, set()
    while folder != root:
        folders.add(folder)
        folder = folder.parent
    return folders
