"""All checks of `scrapy doctor`, in the order that they are told in."""

import datetime as dt
import functools
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scrapy.settings import Settings

from crawlers.doctor import configuration, machine, program, runs, store
from crawlers.doctor.bounded import Check, look
from crawlers.doctor.configuration import DeclaredSite, declared_sites
from crawlers.doctor.finding import Finding
from crawlers.middlewares.address_guard import AddressPolicy
from pipelines.errors import StoreError, UsageError
from pipelines.store.location import StoreLocation, parse_store_url
from pipelines.store.objects import ObjectStore
from pipelines.store.opening import open_objects
from settings import environment

QUICK_SECONDS = 10.0
"""Limit of what asks this machine alone. A disk that takes longer is broken, or a share that is away."""

STORE_SECONDS = 30.0
"""Limit of what asks the store: three tries of 5 s to connect, and the waits between them, fit in."""

DNS_SECONDS = 5.0
"""Limit of looking names up: the C library's own first try ends then (`man resolv.conf`, timeout)."""

WORKER_SECONDS = 60.0
"""Limit for a worker to come up: one or two seconds are usual, ten on a machine with other work."""

_DISK_TODO = "see whether the disk answers: ls, dmesg, and the server of a network share"


def examine(settings: Settings, variables: Mapping[str, str], now: dt.datetime) -> list[Finding]:
    """Look at everything; takes `STORE_SECONDS` and `WORKER_SECONDS` at most.

    :param variables: the environment
    """
    sites: list[DeclaredSite] = []
    (first,) = look([_check("sites", lambda: _sites(settings, sites), todo="see crawlers/spiders")])
    location = _location(settings)
    checks = [
        _check("Python", program.check_python),
        _check("dependencies", lambda: program.check_dependencies(environment.ROOT)),
        _check(
            "settings",
            lambda: configuration.check_settings(settings, variables, environment.refused),
        ),
        _check(
            "time zones", lambda: configuration.check_zones(site.timezone for site in sites if site.timezone)
        ),
        *_store_checks(location),
        *_folder_checks(settings, location),
        _check("memory", lambda: machine.check_memory(machine.available_memory(), _workers(settings))),
        _check(
            "worker",
            machine.check_worker,
            seconds=WORKER_SECONDS,
            todo="see what else keeps this machine busy",
        ),
        Check(
            name="DNS",
            look=lambda: machine.check_names(_names(sites), _policy(settings)),
            seconds=DNS_SECONDS,
            late="warning",
            todo=machine.DNS_TODO,
        ),
        _check("locks", lambda: runs.check_locks(Path(settings["NEWS_LEDGER_DIR"] or "."), now)),
    ]
    found = look(checks)
    found.insert(3, first)
    usable = location is not None and all(one.verdict != "failed" for one in found if one.name == "store")
    if location is None or not usable:
        return [*found, *map(runs.not_looked, ("leases", "last runs"))]
    return [*found, *look(_record_checks(location, sites, now))]


def _check(
    name: str, look: Callable[[], Finding], *, seconds: float = QUICK_SECONDS, todo: str = _DISK_TODO
) -> Check:
    return Check(name=name, look=look, seconds=seconds, todo=todo)


def _sites(settings: Settings, into: list[DeclaredSite]) -> Finding:
    into += declared_sites(settings)
    return configuration.check_sites(into)


def _location(settings: Settings) -> StoreLocation | None:
    """Where the store is, or None for a wrong setting, which `settings` tells."""
    try:
        return parse_store_url(settings["NEWS_STORE_URL"] or "")
    except UsageError:
        return None


def _policy(settings: Settings) -> AddressPolicy:
    try:
        return AddressPolicy(environment.networks(settings["NEWS_ALLOW_ADDRESSES"] or ""))
    except UsageError:
        return AddressPolicy()


def _workers(settings: Settings) -> int:
    try:
        return settings.getint("NEWS_WORKERS")
    except ValueError:
        return 1


def _names(sites: Sequence[DeclaredSite]) -> list[str]:
    return machine.names_of(host for site in sites for host in site.hosts)


def _store_checks(location: StoreLocation | None) -> list[Check]:
    if location is None:
        seen = "NEWS_STORE_URL names none"
        wrong = Finding("store", "failed", seen, "write file:PATH or s3://BUCKET/PREFIX (docs/settings.md)")
        return [_check("store", lambda: wrong)]
    asked = functools.partial(_check, seconds=STORE_SECONDS, todo=store.todo_of(location))
    return [
        asked("store", lambda: store.check_store(location)),
        asked("tables", lambda: store.check_tables(location)),
        asked("clock", lambda: store.check_clock(location)),
    ]


def _folder_checks(settings: Settings, location: StoreLocation | None) -> list[Check]:
    ledger, root = settings["NEWS_LEDGER_DIR"], location.root if location else None
    found = []
    if root is not None:
        trials = (machine.links, machine.locks)
        found.append(_check("store's disk", lambda: machine.check_folder("store's disk", root, trials)))
    if ledger:
        found.append(
            _check(
                "ledger's disk",
                lambda: machine.check_folder(
                    "ledger's disk", Path(ledger).absolute(), (machine.locks, machine.sqlite)
                ),
            )
        )
    temporary = Path(tempfile.gettempdir())
    found.append(_check("temporary files", lambda: machine.check_folder("temporary files", temporary)))
    return found


def _record_checks(location: StoreLocation, sites: Sequence[DeclaredSite], now: dt.datetime) -> list[Check]:
    def asked(name: str, check: Callable[[ObjectStore], Finding]) -> Check:
        def look() -> Finding:
            try:
                return check(open_objects(location))
            except StoreError as error:
                return runs.reading(name, error)

        return _check(name, look, seconds=STORE_SECONDS, todo=store.todo_of(location))

    return [
        asked("leases", runs.check_leases),
        asked("last runs", lambda objects: runs.check_runs(objects, sites, now)),
    ]
