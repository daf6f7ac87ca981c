"""What can go wrong, drawn once, and the exit code that each failure gives a command.

    SteppewireError
    ├── UsageError          2  wrong argument or setting, told before any request
    ├── StoreError          3  the store cannot be reached or refused
    │   ├── StoreUnsuitable 3  it lacks what the batch protocol stands on
    │   └── CommitConflict  3  another writer kept winning
    ├── SourceError         3  an archive that is to be taken in cannot be reached
    │   └── SourceRefused   2  it is not there, or not to be had
    ├── SiteHeld            4  another run holds the site
    ├── LedgerError         3  the local ledger cannot be read, written or rebuilt
    └── ClusterError        3  the cluster could not run a task

A page that is refused is not an error: `to_article` returns `Rejected`. A message is one line that says
what is wrong and what to do.
"""


class SteppewireError(Exception):
    """Base of every error that this project raises on purpose."""

    exit_code = 1


class UsageError(SteppewireError):
    """An argument or setting is wrong; the message names it."""

    exit_code = 2


class StoreError(SteppewireError):
    """The store cannot be reached, or refused what was asked of it."""

    exit_code = 3


class StoreUnsuitable(StoreError):
    """The store lacks an operation that the batch protocol stands on."""


class CommitConflict(StoreError):
    """A batch lost against other writers more often than is plausible."""


class SourceError(SteppewireError):
    """What is to be taken in cannot be reached: no answer, or only errors of the server."""

    exit_code = 3


class SourceRefused(SourceError):
    """What is to be taken in is not there, not to be had, or not what it was."""

    exit_code = 2


class SiteHeld(SteppewireError):
    """Another run holds the site; the message says who."""

    exit_code = 4


class LedgerError(SteppewireError):
    """The local ledger cannot be read, written or rebuilt."""

    exit_code = 3


class ClusterError(SteppewireError):
    """The cluster could not run a task: what ran it died again and again, or no node may run it."""

    exit_code = 3
