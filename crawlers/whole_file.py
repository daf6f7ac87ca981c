"""Writing a file as a whole: a reader, or a process that is killed, never leaves half of one."""

import os
import tempfile
from pathlib import Path

from pipelines.errors import UsageError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of the checkout, in the place of an older one. Raises UsageError where it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            unfinished.chmod(0o644)  # mkstemp's is for the owner alone, and these files are committed
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
