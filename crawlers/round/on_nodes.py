"""Crawls of a round on the nodes of a cluster, each in a process of its own there.

What a round sees to stays with it: places, hosts, claims, results. A node gets a site and what the round
was told; its ledgers, credentials and processors are its own.
"""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import logging
import os
import signal
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from crawlers.round.processes import Ended, Processes
from pipelines.errors import ClusterError, SteppewireError, StoreError
from pipelines.store.lease import LEASE_SECONDS, is_held
from pipelines.store.location import parse_store_url
from pipelines.store.objects import ObjectStore
from pipelines.store.opening import open_objects

if TYPE_CHECKING:
    from pipelines.engine.on_ray import OnRay, Submitted

logger = logging.getLogger(__name__)

PROCESSORS = 0.5
"""What a crawl takes of a node: it waits for its host most of the time (`crawlall.default_jobs`)."""

TRIES = 3
"""How often a site is begun whose node dies."""

LOOK_SECONDS = 2.0
"""How often a site looks whether the lease of its dead run is free."""

_PASSED_ON = (
    "NEWS_ALLOW_ADDRESSES", "NEWS_ARCHIVE", "NEWS_BATCH_PAGES", "NEWS_BATCH_SECONDS", "NEWS_CONTACT",
    "NEWS_HOST_PAGES", "NEWS_LOG_FORMAT", "NEWS_RIGHTS",
)  # fmt: skip
"""Settings that are the round's on every node: none of them is secret. Ledgers and workers are the node's."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NodeCrawl:
    """A crawl that a node is to run."""

    arguments: tuple[str, ...]
    """Of `scrapy`."""
    options: tuple[str, ...]
    logs: Path | Literal["-"] | None
    """As `Processes` takes them, on the node."""
    name: str
    within: float
    """Time limit, seconds."""
    module: str
    """The settings' module."""
    store_url: str
    proof: str
    """A key that is in the store of the round."""


def crawl(task: NodeCrawl) -> Ended:
    """Run a crawl on this node; SIGINT ends it in good order.

    Raises StoreError where this node does not reach the round's store.
    """
    _check_store(task.store_url, task.proof)
    variables = {"SCRAPY_SETTINGS_MODULE": task.module}
    processes = Processes(task.options, logs=task.logs, variables=variables)

    async def run() -> Ended:
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, processes.stop)
        return await processes.scrapy(*task.arguments, name=task.name, within=task.within)

    return asyncio.run(run())


def _check_store(url: str, proof: str) -> None:
    """A folder may be another one on each machine, and a bucket another by the node's own endpoint."""
    try:
        found = open_objects(parse_store_url(url)).get(proof)
    except StoreError as error:
        raise StoreError(f"a node of the cluster does not reach the store: {error}") from error
    if found is None:
        raise StoreError(
            f"{url} is another store on a node of the cluster than here: share the folder with all nodes at "
            "this path, or use s3:// with the same endpoint"
        )


def passed_on(settings: Mapping[Any, Any], store_url: str) -> list[str]:
    """What each crawl is told of the round's settings, as options of `scrapy`."""
    told = {name: str(value) for name in _PASSED_ON if (value := settings.get(name))}
    told["NEWS_STORE_URL"] = store_url
    return [part for name, value in told.items() for part in ("-s", f"{name}={value}")]


@contextlib.contextmanager
def proof_in(objects: ObjectStore) -> Iterator[str]:
    """The key of an object that is in the store for as long. Raises StoreError."""
    key = f"state/round-{uuid.uuid4().hex}.json"
    objects.put_if_absent(key, b"{}")
    try:
        yield key
    finally:
        objects.delete(key)


class OnNodes:
    """As `Processes`: crawls on nodes, and what else a round runs in processes of this machine."""

    def __init__(
        self,
        engine: "OnRay",
        objects: ObjectStore,
        here: Processes,
        options: Sequence[str],
        logs: Path | Literal["-"] | None,
        proof: str,
        store_url: str,
    ) -> None:
        """`here` runs what is no crawl. `options` are given to every crawl, `logs` are on its node."""
        self._engine = engine
        self._objects = objects
        self._here = here
        self._task = NodeCrawl(
            arguments=(),
            options=tuple(options),
            logs=logs,
            name="",
            within=0.0,
            module=os.environ["SCRAPY_SETTINGS_MODULE"],
            store_url=store_url,
            proof=proof,
        )
        self._running: set[Submitted[Ended]] = set()

    @property
    def stopping(self) -> bool:
        """See `Processes`."""
        return self._here.stopping

    async def scrapy(self, *arguments: str, name: str, within: float) -> Ended:
        """Run a crawl on a node for at most `within` seconds there; again where its node dies."""
        task = dataclasses.replace(self._task, arguments=arguments, name=name, within=within)
        began = dt.datetime.now(dt.UTC)
        told = ""
        for _ in range(TRIES):
            if self.stopping:
                break
            # The node that has the site's ledger, if it lives.
            submitted = self._engine.submit(crawl, task, processors=PROCESSORS, near=name)
            self._running.add(submitted)
            try:
                return await asyncio.wrap_future(submitted.result)
            except ClusterError as error:
                told = str(error)
            except SteppewireError as error:
                return _not_run(began, error.exit_code, str(error))
            finally:
                self._running.discard(submitted)
            if not self.stopping:
                logger.warning("%s is crawled again on another node: %s", name, told)
                await self._until_free(name)
        return _not_run(began, None, told, stopped="asked" if self.stopping else None)

    async def _until_free(self, site: str) -> None:
        """Wait for the lease of a run that died with its node: on a node that is only cut off it may live,
        and ask the site's hosts, until it is refused the lease."""
        end = time.monotonic() + LEASE_SECONDS
        while time.monotonic() < end and not self.stopping:
            # What the store says against it, the next run says as well.
            with contextlib.suppress(StoreError):
                if not await asyncio.to_thread(is_held, self._objects, site):
                    return
            await asyncio.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """See `Processes`."""
        at_once = self.stopping
        self._here.stop()
        for submitted in tuple(self._running):
            submitted.interrupt(at_once=at_once)


def _not_run(
    began: dt.datetime, code: int | None, said: str, stopped: Literal["asked"] | None = None
) -> Ended:
    seconds = (dt.datetime.now(dt.UTC) - began).total_seconds()
    lines = tuple(filter(None, (said,)))
    return Ended(began=began, code=code, signal=None, seconds=seconds, stopped=stopped, said=lines)
