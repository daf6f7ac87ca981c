"""Where a store is: what `NEWS_STORE_URL` may say."""

import dataclasses
from pathlib import Path

from ..errors import UsageError


@dataclasses.dataclass(frozen=True, slots=True)
class StoreLocation:
    """A store's address, taken apart."""

    url: str
    """The address as it was given."""
    root: Path
    """The folder, absolute."""

    def table(self, name: str) -> str:
        """Path of the Delta table `name`."""
        return str(self.root / name)


def parse_store_url(url: str) -> StoreLocation:
    """Take a store's address apart: `file:PATH`, relative to the working folder or absolute.

    Raises UsageError for anything else.
    """
    scheme, colon, rest = url.strip().partition(":")
    if scheme != "file" or not colon:
        raise UsageError(f"NEWS_STORE_URL: {url!r} is not an address of a store; write file:PATH")
    path = rest.removeprefix("//") if rest.startswith("///") else rest
    if not path or path.startswith("//"):
        raise UsageError(f"NEWS_STORE_URL: {url!r} names no folder; write file:PATH or file:/absolute/path")
    return StoreLocation(url=url.strip(), root=Path(path).expanduser().absolute())
