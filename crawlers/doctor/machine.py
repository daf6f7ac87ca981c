"""The machine: folders and disks, memory, names, and whether a worker process comes up."""

import contextlib
import fcntl
import ipaddress
import os
import socket
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from crawlers.doctor.finding import MIB, Finding, Verdict, size
from crawlers.middlewares.address_guard import AddressPolicy
from pipelines.errors import SteppewireError
from pipelines.workers import ExtractionPool

FULL_BYTES = 200 * MIB
"""Free bytes below which a folder has failed. A batch in the usual settings has 30 MB of archived pages at
most; they stand in the ledger, in its journal and in the segment for a while, and rows beside them."""

TIGHT_BYTES = 2_048 * MIB
"""Free bytes below which somebody should make room: ten times as much."""

FULL_INODES, TIGHT_INODES = 200, 10_000
"""Free files. A batch makes about ten; 100 sites with a run an hour make ten thousand in half a day."""

CRAWLER_BYTES, WORKER_BYTES = 350 * MIB, 256 * MIB
"""Resident memory of a crawl and of each of its workers, measured (docs/performance.md): 343 MiB and, with
the language models, 231."""

_SHARED = frozenset({"9p", "cifs", "fuse.sshfs", "nfs", "nfs4", "smb3", "smbfs"})
"""Kinds of file systems that other hosts write too: SQLite's locks do not hold there."""


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def check_folder(
    name: str,
    folder: Path,
    trials: Iterable[Callable[[Path], str | None]] = (),
    *,
    full: int = FULL_BYTES,
    tight: int = TIGHT_BYTES,
) -> Finding:
    """Has the folder room, may it be written, and does it what is asked of it?

    :param trials: what is tried in a folder of its own there; what is wrong, or None
    :param full: free bytes below which it has failed
    :param tight: free bytes below which it is a warning
    """
    there = existing(folder)
    new = "" if there == folder else "; it is not there yet, and the first run makes it"
    try:
        room = os.statvfs(there)
        with tempfile.TemporaryDirectory(prefix=".doctor-", dir=there) as own:
            (Path(own) / "file").write_bytes(bytes(4096))
            lacking = [fault for trial in trials if (fault := trial(Path(own)))]
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        return Finding(
            name, "failed", f"{there}: {why}", f"see that {_user()} may write there, and make room"
        )
    if lacking:
        return Finding(name, "failed", f"{there}: {lacking[0]}", "use a local disk", tuple(lacking[1:]))
    free, files = room.f_bavail * room.f_frsize, room.f_favail
    # Some file systems count no files: 0 of 0.
    few = files if room.f_files else TIGHT_INODES
    seen = f"{folder}: {size(free)} free{f', {files} files' if room.f_files else ''}{new}"
    if free < full or few < FULL_INODES:
        return Finding(name, "failed", seen, f"make room: a run needs {size(full)} and {FULL_INODES} files")
    if free < tight or few < TIGHT_INODES:
        return Finding(name, "warning", seen, f"make room: {size(tight)} and {TIGHT_INODES} files are little")
    return Finding(name, "ok", seen)


def _user() -> str:
    return f"user {os.geteuid()}"


def links(folder: Path) -> str | None:
    """What is wrong with hard links, by which a store in a folder writes only where nothing stands."""
    first, second = folder / "linked", folder / "link"
    first.write_bytes(b"")
    try:
        os.link(first, second)
    except OSError as error:
        return f"hard links do not work ({error.strerror or error})"
    with contextlib.suppress(FileExistsError):
        os.link(first, second)
        return "a second hard link took the place of the first"
    return None


def locks(folder: Path) -> str | None:
    """What is wrong with locks, by which one run at a time holds a site."""
    with (folder / "locked").open("wb") as first, (folder / "locked").open("wb") as second:
        try:
            fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return f"locks do not work ({error.strerror or error})"
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return "a lock that is held was given away a second time"
    return None


def sqlite(folder: Path) -> str | None:
    """What is wrong with SQLite in the folder: its journal needs memory that processes share."""
    kind = file_system(folder)
    if kind in _SHARED:
        return f"it is a network share ({kind}), where SQLite's locks do not hold"
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite3")) as ledger:
        (mode,) = ledger.execute("PRAGMA journal_mode=WAL").fetchone()
        ledger.execute("CREATE TABLE one (two)")
    return None if mode == "wal" else f"SQLite keeps no write-ahead log there (journal_mode {mode})"


def file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """Kind of the file system that holds the folder, as Linux names it; "" where that is not told."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found = [line.split() for line in lines]
    path = folder.resolve()
    above = [(len(words[1]), words[2]) for words in found if path.is_relative_to(words[1])]
    return max(above, default=(0, ""))[1]


def available_memory(root: Path = Path("/")) -> int | None:
    """Bytes that processes of this machine or container may still take; None where that is not told."""
    found = []
    with contextlib.suppress(OSError, StopIteration, ValueError):
        lines = (root / "proc/meminfo").read_text().splitlines()
        found.append(1024 * int(next(line.split()[1] for line in lines if line.startswith("MemAvailable:"))))
    # A container's own limit (cgroup v2) stands where the container sees the root of its group.
    with contextlib.suppress(OSError, ValueError):
        group = root / "sys/fs/cgroup"
        found.append(int((group / "memory.max").read_text()) - int((group / "memory.current").read_text()))
    return min(found, default=None)


def check_memory(available: int | None, workers: int) -> Finding:
    """Is there memory for a crawl with so many workers?"""
    if available is None:
        return Finding("memory", "ok", "this system does not tell how much is free")
    wanted = CRAWLER_BYTES + workers * WORKER_BYTES
    seen = f"{size(available)} available; a crawl with {workers} workers takes {size(wanted)}"
    if available >= wanted:
        return Finding("memory", "ok", seen)
    verdict: Verdict = "failed" if available < CRAWLER_BYTES + WORKER_BYTES else "warning"
    return Finding("memory", verdict, seen, "end what else runs, give it more, or set NEWS_WORKERS lower")


DNS_TODO = (
    "without internet only crawls do not work; with it, see /etc/resolv.conf, and that port 53 is let out"
)


def check_names(names: Iterable[str], policy: AddressPolicy | None = None) -> Finding:
    """Do names of sites have addresses? The first that has one decides. Never `failed`.

    How long a look-up takes is the system's matter: `bounded` ends the waiting.
    """
    said = ""
    for name in names:
        try:
            answer = socket.getaddrinfo(name, 443, family=socket.AF_INET, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            said = f"{name}: {getattr(error, 'strerror', None) or error}"
            continue
        address = str(answer[0][4][0])
        if not (policy or AddressPolicy()).allows(address):
            todo = "a hosts file, a captive portal or a filter stands between; its pages would be refused"
            return Finding("DNS", "warning", f"{name} is {address}, which is not public", todo)
        return Finding("DNS", "ok", f"{name} is {address}")
    if not said:
        return Finding("DNS", "ok", "no site has a name to look up")
    return Finding("DNS", "warning", said, DNS_TODO)


def names_of(hosts: Iterable[str], most: int = 3) -> list[str]:
    """The first hosts that are names, without their ports."""
    found = [host for host in hosts if ":" not in host and not _is_address(host)]
    return found[:most]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def check_worker() -> Finding:
    """Does a worker process come up and extract a page?"""
    began = time.monotonic()
    try:
        with ExtractionPool(1) as pool:
            pool.warm_up()
    except SteppewireError as error:
        return Finding("worker", "failed", str(error), "see the lines on stderr, and the memory below")
    return Finding("worker", "ok", f"up, and a page extracted, after {time.monotonic() - began:.1f} s")
