"""The numbers of the last batches of all sites of a table, from its log in one pass.

delta-rs tells the number of one site, and reads every commit since the last checkpoint to tell it: an ingest
of 147 sites into an empty bucket asked 1,500 times for parts of the log, and with a hundred commits since the
checkpoint it would be a hundred times as often. Here each commit is read once in the life of a process.

What is found in no doubt is given, and nothing else: whoever is given None asks delta-rs.
"""

import json
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.fs as pafs
import pyarrow.parquet as pq
from deltalake import DeltaTable

_LOG = "_delta_log"


class Transactions:
    """What the log of one table says of batch numbers, as far as it was read."""

    def __init__(self) -> None:
        self._table_id = ""
        self._version = -1
        self._numbers: dict[str, int] = {}

    def at(self, table: DeltaTable, files: pafs.FileSystem) -> Mapping[str, int] | None:
        """The last batch of each site at the version of `table`, whose folder is `files`.

        None where the log is not as expected, or cannot be read: older commits are gone, or it was set back.
        """
        version, table_id = table.version(), str(table.metadata().id)
        if table_id != self._table_id or version < self._version:
            self._table_id, self._version, self._numbers = table_id, -1, {}
        try:
            return self._read_to(version, files)
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
            # Read again from its beginning the next time.
            self._table_id = ""
            return None

    def _read_to(self, version: int, files: pafs.FileSystem) -> Mapping[str, int]:
        numbers, done = dict(self._numbers), self._version
        if done < 0 and version and (checkpoint := _checkpoint(files)) is not None and checkpoint <= version:
            numbers, done = _of_checkpoint(files, checkpoint), checkpoint
        for number in range(done + 1, version + 1):
            with files.open_input_stream(f"{_LOG}/{number:020d}.json") as commit:
                lines = commit.read().splitlines()
            if not lines:
                raise ValueError("an empty commit")
            for line in lines:
                if found := json.loads(line).get("txn"):
                    numbers[found["appId"]] = found["version"]
        self._numbers, self._version = numbers, version
        return numbers


def _checkpoint(files: pafs.FileSystem) -> int | None:
    """The last checkpoint, if there is one, in one file as delta-rs writes it."""
    path = f"{_LOG}/_last_checkpoint"
    if files.get_file_info(path).type == pafs.FileType.NotFound:
        return None
    with files.open_input_stream(path) as file:
        found = json.loads(file.read())
    if found.get("parts"):
        raise ValueError("a checkpoint in parts")
    return int(found["version"])


def _of_checkpoint(files: pafs.FileSystem, version: int) -> dict[str, int]:
    rows = pq.read_table(f"{_LOG}/{version:020d}.checkpoint.parquet", columns=["txn"], filesystem=files)
    return {row["appId"]: row["version"] for row in rows["txn"].to_pylist() if row}
