"""What a schedule is made of, and which paths may stand in one."""

import dataclasses
import re
import shlex
from pathlib import Path

from pipelines.errors import UsageError

EVERY_MINUTES = 10
"""How often a round begins, minutes. More often than a site is due (an hour), so that one which waited for
its turn does not lose an hour; a round in which nothing is due takes three seconds."""

MEMORY_BASE_MIB, MEMORY_SITE_MIB = 1024, 1024
"""Memory limit of a round, and for each site that runs at a time, MiB. Measured on the sample paper: 125 MiB
for the round, 320 MiB for a site with its worker (shared pages counted once). The largest page that is taken
needed 0.7 GiB in its worker."""

_PATH = re.compile(r"/[\w./@+,~ %-]*")
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A schedule for one checkout."""

    checkout: Path
    python: Path
    """The interpreter of the checkout's environment."""
    environment_file: Path
    """Where settings and secrets are; nothing of it stands in a fragment."""
    store_url: str
    store: Path | None
    """The store's folder; None for a bucket."""
    ledgers: Path
    logs: Path
    user: str
    """Who crawls."""
    jobs: int
    """Sites at a time."""
    image: str
    """The Dockerfile's image, with its tag."""
    shards: int
    """Parts that Kubernetes crawls the sites in."""

    def __post_init__(self) -> None:
        """Raises UsageError for what cannot stand in a crontab or unit file."""
        places = [self.checkout, self.python, self.environment_file, self.ledgers, self.logs]
        for place in filter(None, (*places, self.store)):
            if not _PATH.fullmatch(str(place)) or str(place) != str(place).strip():
                raise UsageError(
                    f"{str(place)!r}: such a path cannot stand in a crontab and in a unit file; it must be "
                    "absolute, of letters, digits, spaces and . _ / @ + , ~ % -"
                )
        for what, pattern, value in (("--user", _USER, self.user), ("--image", _IMAGE, self.image)):
            if not pattern.fullmatch(value):
                raise UsageError(f"{what} {value!r}: not a name of one")
        if not 1 <= self.shards <= 100:
            raise UsageError(f"--shards {self.shards}: write a number from 1 to 100")

    @property
    def memory_mib(self) -> int:
        """Memory limit of a round on one machine, MiB."""
        return MEMORY_BASE_MIB + self.jobs * MEMORY_SITE_MIB

    @property
    def folders(self) -> str:
        """The command that makes the folders that a round writes into."""
        quoted = " ".join(shlex.quote(str(place)) for place in self.written)
        return f"install -d -o {self.user} {quoted}"

    @property
    def written(self) -> list[Path]:
        """Folders that a round writes into."""
        return [place for place in (self.store, self.ledgers, self.logs) if place is not None]
