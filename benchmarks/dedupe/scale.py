"""Clusters a corpus of any size that lies in memory-mapped Arrow files, and says what it took."""

import dataclasses
import multiprocessing
import pickle
import resource
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import overload

import numpy as np
import pyarrow as pa

from benchmarks.dedupe.corpus import family
from benchmarks.dedupe.peers import datasketch_cluster, datasketch_signature
from benchmarks.dedupe.scores import Score, score, table
from pipelines.dedupe.cluster import cluster
from pipelines.dedupe.near import signature

PROCESSES = 2
_CHUNK_FAMILIES = 5_000
KINDS = "kinds.md"
"""Where the runs of a folder say how right they were, by kind."""
_SCHEMA = pa.schema(
    {
        "words": pa.string(),
        "truth": pa.int64(),
        "kind": pa.string(),
        "language": pa.string(),
        "at": pa.float64(),
    }
)


class Column(Sequence[str | bytes]):
    """A column of many mapped tables, in an order of its own; a value is read when it is asked for."""

    def __init__(self, column: pa.ChunkedArray, order: np.ndarray) -> None:
        self._chunks = column.chunks
        starts = np.cumsum([0, *(len(chunk) for chunk in column.chunks)])
        self._chunk = (np.searchsorted(starts, order, side="right") - 1).astype(np.int32)
        self._row = (order - starts[self._chunk]).astype(np.int32)

    def __len__(self) -> int:
        return len(self._row)

    @overload
    def __getitem__(self, at: int) -> str | bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str | bytes]: ...
    def __getitem__(self, at: int | slice) -> str | bytes | Sequence[str | bytes]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        return self._chunks[self._chunk[at]][int(self._row[at])].as_py()  # type: ignore[no-any-return]


@dataclasses.dataclass
class Measured:
    """What a run took."""

    texts: int
    signing: float
    """Wall seconds, shingling included."""
    clustering: float
    """Wall seconds."""
    peak: int
    """Most memory of the clustering process, bytes; mapped files are part of it."""
    peak_own: int
    """The same without mapped files, which the kernel may drop at any time."""
    index: int
    """Bytes of what is looked things up in."""
    kinds: dict[str, Score]
    """Right and wrong, by kind of text, and `all`."""

    def row(self, name: str) -> str:
        """Of a Markdown table."""
        total = self.signing + self.clustering
        return (
            f"| {self.texts:,} | {name} | {self.signing:.1f} | {self.clustering:.1f} "
            f"| {self.texts / total:,.0f} "
            f"| {self.peak / 1e6:,.0f} | {self.peak_own / 1e6:,.0f} | {self.index / 1e6:,.0f} "
            f"| {self.kinds['all'].recall:.3f} | {self.kinds['all'].precision:.3f} |"
        )


HEAD = (
    "| articles | by | signatures, s | clusters, s | articles/s | peak, MB | without mapped files, MB "
    "| index, MB | recall | precision |\n|---|---|---|---|---|---|---|---|---|---|"
)


class Peak:
    """Samples this process's own memory while it is open."""

    def __init__(self) -> None:
        self.own = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._done.wait(0.05):
            status = Path("/proc/self/status").read_text(encoding="ascii")
            line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
            self.own = max(self.own, int(line.split()[1]) * 1024)


def _name(kind: str, first: int) -> str:
    return f"{kind}-{first:010d}.arrow"


def _write(path: Path, made: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, made.schema) as writer:
        writer.write_table(made)


def _read(folder: Path, kind: str) -> pa.Table:
    return pa.concat_tables(
        pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in sorted(folder.glob(f"{kind}-*"))
    )


def _make(folder: Path, first: int, seed: int) -> int:
    path = folder / _name("texts", first)
    texts = [text for number in range(first, first + _CHUNK_FAMILIES) for text in family(number, seed)]
    if not path.exists():
        rows = {name: [getattr(text, name) for text in texts] for name in _SCHEMA.names}
        _write(path, pa.table(rows, _SCHEMA))
    return len(texts)


def _sign(path: Path) -> None:
    with pa.memory_map(str(path)) as source:
        words = pa.ipc.open_file(source).read_all().column("words")
        signatures = pa.array([signature(one.as_py()) for one in words], pa.binary())
    _write(path.with_name(path.name.replace("texts", "signatures")), pa.table({"minhash": signatures}))


def make(folder: Path, texts: int, seed: int) -> None:
    """Write at least so many texts into an empty folder."""
    # A family has 1.9 texts in the mean; the last chunks are cut to what is missing.
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        first = made = 0
        while made < texts:
            chunks = max(1, int((texts - made) / 1.9 / _CHUNK_FAMILIES))
            starts = range(first, first + chunks * _CHUNK_FAMILIES, _CHUNK_FAMILIES)
            made += sum(pool.starmap(_make, [(folder, start, seed) for start in starts]))
            first = starts[-1] + _CHUNK_FAMILIES


def sign(folder: Path) -> float:
    """Write the signatures of all texts; the seconds that it took."""
    paths = sorted(folder.glob("texts-*"))
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(abs, range(PROCESSES))
        began = time.perf_counter()
        pool.map(_sign, paths, chunksize=1)
        return time.perf_counter() - began


def _in_order(folder: Path, texts: int) -> tuple[pa.Table, np.ndarray]:
    made = _read(folder, "texts")
    return made, np.argsort(made.column("at").to_numpy(), kind="stable")[:texts]


def measure(folder: Path, texts: int, signing: float) -> Measured:
    """Cluster the first `texts` texts of a folder. To be called in a process of its own."""
    made, order = _in_order(folder, texts)
    words = Column(made.column("words"), order)
    signatures = Column(_read(folder, "signatures").column("minhash"), order)
    with Peak() as peak:
        began = time.perf_counter()
        first = cluster(signatures, words).tolist()  # type: ignore[arg-type]
        took = time.perf_counter() - began
    top = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    truths, kinds = (
        made.column("truth").to_numpy()[order].tolist(),
        made.column("kind").take(order).to_pylist(),
    )
    found = score(truths, kinds, first)
    size = sum(path.stat().st_size for path in folder.glob("signatures-*")) * texts // len(made)
    return Measured(len(order), signing * len(order) / len(made), took, top, peak.own, size, found)


def measure_datasketch(folder: Path, texts: int, least: float) -> Measured:
    """The same by datasketch, in this one process."""
    made, order = _in_order(folder, texts)
    words = Column(made.column("words"), order)
    with Peak() as peak:
        began = time.perf_counter()
        signatures = [datasketch_signature(str(one)) for one in words]
        signed = time.perf_counter()
        first, index = datasketch_cluster(signatures, least)
        done = time.perf_counter()
    top = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    truths, kinds = (
        made.column("truth").to_numpy()[order].tolist(),
        made.column("kind").take(order).to_pylist(),
    )
    found = score(truths, kinds, first)
    size = len(pickle.dumps((signatures, index)))
    return Measured(len(order), signed - began, done - signed, top, peak.own, size, found)


def main() -> None:
    """`FOLDER TEXTS SIGNING_SECONDS`, or `FOLDER TEXTS datasketch LEAST`; prints a row."""
    folder, texts, *rest = sys.argv[1:]
    if rest[0] == "datasketch":
        print(measure_datasketch(Path(folder), int(texts), float(rest[1])).row(f"datasketch, {rest[1]}"))
    else:
        measured = measure(Path(folder), int(texts), float(rest[0]))
        print(measured.row("ours"))
        with (Path(folder) / KINDS).open("a", encoding="utf-8") as kinds:
            kinds.write(f"\n{measured.texts:,} articles, by kind:\n\n{table(measured.kinds)}\n")


if __name__ == "__main__":
    main()
