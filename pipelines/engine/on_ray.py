"""Tasks on the machines of a Ray cluster that somebody has begun (`docs/cluster.md`).

Ray runs a task again when its node died, and makes results again that were lost with it; streams are taken
up here where they broke. Nothing is shipped to the nodes but tasks: they have the same program installed,
which each looks at before its first one, and their own credentials, which Ray would show on its dashboard.
"""

import collections
import contextlib
import functools
import hashlib
import itertools
import logging
import os
import pickle
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

# Ray's own: with `uv run` it would copy the folder of the command to every node.
os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")

import ray
from ray.exceptions import RayError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from ..errors import ClusterError, UsageError
from .engine import IN_FLIGHT
from .same_code import Code, this_code

logger = logging.getLogger(__name__)

_ray: Any = ray
"""Half of it is typed, in ways that do not fit functions which are passed on."""

A = TypeVar("A")
B = TypeVar("B")

RETRIES = 5
"""How often a task is run again whose worker or node died. Not for ever: a task may be what kills them. Nodes
that a cloud takes back with notice do not count, says Ray."""

CHUNK_BYTES = 2**19
"""Results of a stream travel together, bytes. From 100 KiB on they lie in the object store of their node, on
its disk when that is full, and not in the memory of this process. Its part of the store is given back some
hundred chunks at a time: measured with a megabyte each, 99 MB were mapped here of a stream of 1.2 GB."""

CHUNKS_AHEAD = 512
"""Chunks that a task of a stream may be ahead of the one that is taken; then it waits. A quarter of a
gigabyte of a node's object store or disk, more than most archives give: tasks behind the first go on."""

_LOOK_SECONDS = 5.0
"""How often the cluster is asked how large it is."""

CONNECT_SECONDS = 10.0
"""How long the head of the cluster may take to answer a connection."""

HOW = (
    "begin one with `ray start --head`, add machines with `ray start --address=HOST:6379`, "
    "and run this on one of them (docs/cluster.md)"
)


class OnRay:
    """An `Engine` whose tasks run on a Ray cluster, one a processor.

    One at a time in a process. Raises UsageError when no cluster runs or this machine is no part of it.
    A task that cannot be run at all raises ClusterError.
    """

    def __init__(self) -> None:
        self.code = this_code()
        """The program that nodes are to have."""
        _connect(os.environ.get("RAY_ADDRESS", ""))
        self._looked = float("-inf")
        self._workers = 1

    @property
    def workers(self) -> int:
        """See `Engine`: the processors of all nodes that live."""
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._workers = max(1, int(_ray.cluster_resources().get("CPU", 1)))
            self._looked = time.monotonic()
        return self._workers

    def map(self, function: Callable[[A], B], tasks: Iterable[A]) -> Iterator[B]:
        """See `Engine`."""
        rest = iter(tasks)
        remote = _ray.remote(_run).options(num_cpus=1, max_retries=RETRIES)
        waiting: collections.deque[Any] = collections.deque()
        try:
            while True:
                for task in itertools.islice(rest, max(0, self.workers * IN_FLIGHT - len(waiting))):
                    waiting.append(remote.remote(self.code, function, task))
                if not waiting:
                    return
                yield _result(waiting.popleft())
        finally:
            _cancel(waiting)

    def stream(self, function: Callable[[A], Iterator[B]], tasks: Iterable[A]) -> Iterator[B]:
        """See `Engine`. Tasks behind the first run ahead, into the object stores of their nodes.

        A task must give the same when it is run again: what was taken already is then passed over.
        """
        rest = iter(tasks)
        waiting: collections.deque[_Stream[B]] = collections.deque()
        try:
            while True:
                for task in itertools.islice(rest, max(0, self.workers * IN_FLIGHT - len(waiting))):
                    waiting.append(_Stream(self.code, function, task))
                if not waiting:
                    return
                for stream in itertools.islice(waiting, 1, None):
                    stream.mend()
                yield from waiting[0].results()
                waiting.popleft()
        finally:
            _cancel(stream.generator for stream in waiting)

    def submit(
        self, function: Callable[[A], B], task: A, *, processors: float = 1.0, near: str = ""
    ) -> "Submitted[B]":
        """Run one task, on `processors` of a node. With `near` it is run on the same node as others of that
        word were, as long as that lives.

        It is not run again by itself: its result raises ClusterError when what ran it died.
        """
        options: dict[str, Any] = {"num_cpus": processors, "max_retries": 0}
        if near and (node := _node_for(near)):
            options["scheduling_strategy"] = NodeAffinitySchedulingStrategy(node, soft=True)
        return Submitted(_ray.remote(_run).options(**options).remote(self.code, function, task))

    def close(self) -> None:
        """See `Engine`. What still runs for this process is ended; the cluster stays."""
        _ray.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Submitted(Generic[B]):
    """A task that was handed out alone."""

    def __init__(self, reference: Any) -> None:
        self._reference = reference
        self.result: Future[B] = Future()
        """What came of it: its result, what it raised, or ClusterError."""
        reference.future().add_done_callback(self._done)

    def _done(self, done: "Future[B]") -> None:
        try:
            self.result.set_result(done.result())
        except (RayTaskError, RayError) as error:
            self.result.set_exception(_raised(error))

    def interrupt(self, *, at_once: bool = False) -> None:
        """Send it SIGINT, as a person would; or end its process."""
        _ray.cancel(self._reference, force=at_once)


class _Stream(Generic[B]):
    """One task of a stream, and how much of it was taken."""

    def __init__(self, code: Code, function: Callable[[A], Iterator[B]], task: A) -> None:
        self._begin = functools.partial(
            _ray.remote(_chunks)
            .options(
                num_cpus=1,
                num_returns="streaming",
                # Run again here, where it is known how much is missing.
                max_retries=0,
                _generator_backpressure_num_objects=CHUNKS_AHEAD,
            )
            .remote,
            code,
            function,
            task,
        )
        self._taken = 0
        self._deaths = 0
        self.generator = self._begin(self._taken)

    def results(self) -> Iterator[B]:
        """What is missing, over as many tries as it takes."""
        while True:
            try:
                for chunk in self.generator:
                    for data in _ray.get(chunk):
                        result: B = pickle.loads(data)  # noqa: S301 - our own task made it
                        self._taken += 1
                        self._deaths = 0
                        yield result
            except RayTaskError as error:
                raise _raised(error) from error
            except RayError as error:
                self._again(error)
            else:
                return

    def mend(self) -> None:
        """Begin it anew if it died while it ran ahead."""
        completed = self.generator.completed()
        if _ray.wait([completed], timeout=0)[0]:
            try:
                _ray.get(completed)
            except RayTaskError:
                return  # raised where its results are taken
            except RayError as error:
                self._again(error)

    def _again(self, error: RayError) -> None:
        self._deaths += 1
        if self._deaths > RETRIES:
            raise _raised(error) from error
        logger.warning("A task is run again: %s", _first_line(error))
        self.generator = self._begin(self._taken)


# On a node


def _run(code: Code, function: Callable[[A], B], task: A) -> B:
    _check_code(code)
    return function(task)


def _chunks(code: Code, function: Callable[[A], Iterator[B]], task: A, skip: int) -> Iterator[list[bytes]]:
    """What a task gives beyond the first `skip` results, each pickled, so many together."""
    _check_code(code)
    chunk: list[bytes] = []
    size = 0
    for result in itertools.islice(function(task), skip, None):
        data = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        chunk.append(data)
        size += len(data)
        if size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _check_code(wanted: Code) -> None:
    """Raises UsageError where this node's program is another than that of the command."""
    if (other := wanted.differs_by(this_code())) is not None:
        raise UsageError(
            f"--engine ray: the program on node {_ray.util.get_node_ip_address()} is another: {other}; "
            "install the same on every node, begin Ray there again, then run this again"
        )


# Here


def _connect(address: str) -> None:
    """Join the cluster at `address`, or the one that runs on this machine. Raises UsageError."""
    where = f"RAY_ADDRESS is {address}" if address else "RAY_ADDRESS is not set"
    if address == "local" or "://" in address:
        why = "this begins no cluster by itself, and Ray's client has no streams"
        raise UsageError(f"--engine ray: {where}: {why}; {HOW}")
    found = address if address not in ("", "auto") else _begun_here()
    if not found or not _answers(found):
        raise UsageError(f"--engine ray: {where}, and no Ray cluster answers there; {HOW}")
    # Ray would print what it has to say of nodes and tasks on standard output, which is the command's.
    _ray._private.worker.print_to_stdstream = _log
    main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGTERM)
    try:
        # What tasks log is in the files of their nodes: here it would stand among the lines of the command.
        _ray.init(address=found, namespace="steppewire", log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RayError, RuntimeError, ValueError) as error:
        raise UsageError(f"--engine ray: {where}: {_first_line(error)}; {HOW}") from error
    finally:
        if main:
            # Ray takes SIGTERM for itself; what a command does at it is the command's.
            signal.signal(signal.SIGTERM, before)


def _log(data: dict[str, Any], ignore_prefix: bool) -> None:  # noqa: ARG001 - as Ray calls it
    for text in data["lines"]:
        # The end of a dead node's log follows.
        logger.warning("Ray: %s", text.partition("\n")[0].partition(" To see node death")[0])


def _begun_here() -> str:
    """The address of the cluster that `ray start` began or joined here; empty where it did not."""
    return str(_ray._private.utils.read_ray_address() or "")


def _answers(address: str) -> bool:
    """Does somebody listen there? Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), CONNECT_SECONDS).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _node_for(word: str) -> str | None:
    """The living node that a word falls to: the same one while it lives, by rendezvous hashing."""
    nodes = [node for node in _ray.nodes() if node["Alive"] and node["Resources"].get("CPU")]
    best = max(
        nodes,
        key=lambda node: hashlib.sha256(f"{node['NodeName']} {word}".encode()).digest(),
        default=None,
    )
    return None if best is None else str(best["NodeID"])


def _result(reference: Any) -> Any:
    try:
        return _ray.get(reference)
    except RayError as error:
        raise _raised(error) from error


def _raised(error: BaseException) -> BaseException:
    """What a task raised, as it raised it; ClusterError where the task could not be run."""
    if isinstance(error, RayTaskError) and isinstance(error.cause, BaseException):
        cause = error.cause
        if not isinstance(cause, ModuleNotFoundError):
            return cause
    return ClusterError(f"a task could not be run on the cluster: {_first_line(error)}")


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _cancel(references: Iterable[Any]) -> None:
    for reference in references:
        # It may be done, or the cluster gone.
        with contextlib.suppress(RayError, ValueError, TypeError):
            _ray.cancel(reference)
