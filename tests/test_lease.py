"""The lease: one host at a time; a dead host's is taken over; who lost it stops."""

import json
from pathlib import Path

import pytest

from pipelines.errors import SiteHeld
from pipelines.store import lease as lease_module
from pipelines.store.lease import Lease
from pipelines.store.store import Store, open_store
from tests.factories import SITE


@pytest.fixture
def store(store_url: str) -> Store:
    return open_store(store_url)


def lease(store: Store, host: str, run: str = "run1") -> Lease:
    return Lease(store.objects, SITE, {"ledger": f"{host}:/ledger", "host": host, "run_id": run})


def holder(store: Store) -> str:
    """The host that the lease names."""
    host: str = json.loads(store.objects.get(f"leases/site={SITE}.json") or b"{}")["host"]
    return host


def test_a_second_host_is_told_who_holds_the_site(store: Store) -> None:
    lease(store, "one").take()
    with pytest.raises(SiteHeld, match=r"held by another host's run \(one, run1, renewed \d+ s ago\)"):
        lease(store, "two").take()


def test_a_lease_that_was_given_back_is_free(store: Store) -> None:
    first = lease(store, "one")
    first.take()
    first.renew()
    first.free()
    lease(store, "two").take()
    assert holder(store) == "two"


def test_a_run_of_the_same_ledger_takes_over_at_once(store: Store) -> None:
    lease(store, "one", "killed").take()
    again = lease(store, "one", "next")
    again.take()
    again.renew()
    assert holder(store) == "one"


def test_a_lease_that_is_not_renewed_is_taken_over_and_its_run_stops(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sleeper = lease(store, "one")
    sleeper.take()
    monkeypatch.setattr(lease_module, "LEASE_SECONDS", -1.0)
    other = lease(store, "two")
    other.take()
    assert "was not renewed; taken over" in caplog.text
    with pytest.raises(SiteHeld, match="this run stops"):
        sleeper.renew()
    # What the sleeper gives back is not its own any more.
    sleeper.free()
    other.renew()


def test_a_lease_that_nobody_can_read_is_nobodys(store: Store) -> None:
    store.objects.replace(f"leases/site={SITE}.json", b"{torn")
    lease(store, "one").take()
    assert holder(store) == "one"


def test_of_two_hosts_that_begin_at_once_one_crawls(tmp_path: Path) -> None:
    store = open_store(f"file:{tmp_path}")
    won = 0
    for number in range(10):
        try:
            lease(store, f"host{number}").take()
        except SiteHeld:
            continue
        won += 1
    assert won == 1
