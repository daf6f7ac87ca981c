"""Patterns of paths as robots.txt has them (RFC 9309, 2.2.2 and 2.2.3): `*` is any text, a last `$` the end.

The TDM Reservation Protocol takes over the same patterns.
"""

import dataclasses
import urllib.parse
from typing import Self


@dataclasses.dataclass(frozen=True, slots=True)
class PathPattern:
    """A pattern of paths."""

    text: str
    """As it stands in the file."""
    pieces: tuple[str, ...]
    """What stands between the stars, percent-decoded."""
    to_the_end: bool
    """Does it end in `$`?"""

    @classmethod
    def read(cls, text: str) -> Self:
        """A pattern from its text."""
        to_the_end = text.endswith("$")
        body = text[:-1] if to_the_end else text
        return cls(text, tuple(urllib.parse.unquote(piece) for piece in body.split("*")), to_the_end)

    def matches(self, path: str) -> bool:
        """Does a percent-decoded path with its query match? Each piece is looked for once."""
        first, *others = self.pieces
        if not path.startswith(first):
            return False
        if not others:
            return not self.to_the_end or path == first
        at = len(first)
        middle = others[:-1] if self.to_the_end else others
        for piece in middle:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return not self.to_the_end or (path.endswith(others[-1]) and len(path) - len(others[-1]) >= at)


def path_of(url: str) -> str:
    """Path and query of an address, percent-decoded: what patterns are compared with."""
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.unquote(f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}")
