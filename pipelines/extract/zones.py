"""Time zones from the `tzdata` package, so that a date does not depend on the machine's own zone files."""

import functools
import importlib.resources
import re
from zoneinfo import ZoneInfo

from ..errors import UsageError

_NAME = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")


@functools.lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises UsageError for a name that is none."""
    if _NAME.fullmatch(name):
        path = importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
        if path.is_file():
            with path.open("rb") as file:
                magic = file.read(4)
                file.seek(0)
                if magic == b"TZif":
                    return ZoneInfo.from_file(file, key=name)
    raise UsageError(f"not a time zone: {name!r}; write an IANA name such as Asia/Almaty")
