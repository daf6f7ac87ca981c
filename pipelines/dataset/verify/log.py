"""Is the log of a table whole? A disk may keep half of a commit through a power cut, or none of its bytes.

What delta-rs 1.6.6 makes of it (tried): a commit that is cut off within a line keeps the table from opening;
with one that is empty, or cut off between lines, it opens, and what that held is silently not there; a
checkpoint that is cut off keeps the table from opening; a broken `_last_checkpoint` does no harm.
"""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ...store.objects import ObjectStore
from .faults import Fault, Kind

_COMMIT = re.compile(r".*/(\d{20})\.json")
_CHECKPOINT = re.compile(r".*/(\d{20})\.checkpoint\.parquet")


def check_log(objects: ObjectStore, name: str, *, on_folder: bool) -> Iterator[Fault]:
    """Look at the commits of the table `name` since its last whole checkpoint.

    Raises StoreError when the store fails.
    """
    keys = list(objects.list(f"{name}/_delta_log/"))
    since = -1
    for version, key in sorted(_numbered(_CHECKPOINT, keys).items(), reverse=True):
        if _is_parquet(objects.get(key) or b""):
            since = version
            break
        yield Fault(Kind.TORN_CHECKPOINT, key, "it is cut off or damaged", on_folder)
    commits = {version: key for version, key in _numbered(_COMMIT, keys).items() if version > since}
    broken = {
        version: reason for version, key in commits.items() if (reason := _fault(objects.get(key) or b""))
    }
    last = max(commits, default=since)
    for version in range(since + 1, last + 1):
        if version not in commits:
            yield Fault(Kind.MISSING_COMMIT, f"{name}/_delta_log/{version:020d}.json", "it is not there")
        elif version in broken:
            # Only at the end can a commit be taken back.
            at_end = all(later in broken for later in range(version, last + 1))
            yield Fault(
                Kind.TORN_COMMIT, commits[version], broken[version], on_folder and at_end and version > 0
            )


def _numbered(pattern: re.Pattern[str], keys: list[str]) -> dict[int, str]:
    return {int(match[1]): key for key in keys if (match := pattern.fullmatch(key))}


def _is_parquet(data: bytes) -> bool:
    try:
        pq.ParquetFile(io.BytesIO(data)).read()
    except (OSError, pa.ArrowException):
        return False
    return True


def _fault(data: bytes) -> str | None:
    """What is wrong with the bytes of a commit file; None when it is whole."""
    if not data:
        return "it is empty"
    try:
        actions = [json.loads(line) for line in data.splitlines()]
    except ValueError:
        return "it is cut off or damaged"
    if not all(isinstance(action, dict) for action in actions):
        return "it is damaged"
    info = next((action["commitInfo"] for action in actions if "commitInfo" in action), None)
    return "it does not say what it is" if not isinstance(info, dict) else _incomplete(info, actions)


def _incomplete(info: dict[str, Any], actions: list[dict[str, Any]]) -> str | None:
    """Cut off between two lines: what a write says it did is not all there."""
    if info.get("operation") != "WRITE":
        return None
    metrics = info.get("operationMetrics") or {}
    for metric, action in (("num_added_files", "add"), ("num_removed_files", "remove")):
        named = sum(action in other for other in actions)
        if metrics.get(metric, named) != named:
            return f"it is cut off: {named} of {metrics[metric]} data files ({action})"
    # Every append carries the numbers of its batch.
    appends = (info.get("operationParameters") or {}).get("mode") == "Append"
    if appends and not any("txn" in action for action in actions):
        return "it is cut off: no batch number"
    return None
