"""Clusters that tasks tell: those of the rule of one text after another, whatever the parts, and in bounded
memory."""

import collections
import contextlib
import hashlib
import itertools
import pickle
import random
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest

from benchmarks.dedupe.corpus import families
from pipelines.dedupe import candidates, cluster, comparisons, joining
from pipelines.dedupe.candidates import AGREEING, BEFORE, Pair
from pipelines.dedupe.joining import TRIES
from pipelines.dedupe.near import SIGNATURE_BYTES, bands, near, signature
from pipelines.dedupe.signed import Signed, write_signatures
from pipelines.engine.engine import Local
from tests.test_near import STORY, made, slips, weather

A = TypeVar("A")
B = TypeVar("B")


class Elsewhere(Local):
    """Tasks get to others, and results back, as bytes; what was sent is kept."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers)
        self.sent: dict[str, list[tuple[Any, Any]]] = collections.defaultdict(list)

    def map(self, function: Callable[[A], B], tasks: Iterable[A]) -> Iterator[B]:
        sent = ((pickle.dumps(function), pickle.dumps(task)) for task in tasks)
        for result in super().map(self._run, sent):
            yield pickle.loads(result)  # noqa: S301

    def _run(self, sent: tuple[bytes, bytes]) -> bytes:
        function, task = (pickle.loads(part) for part in sent)  # noqa: S301
        result = function(task)
        self.sent[function.__name__].append((task, result))
        return pickle.dumps(result)


def one_after_another(texts: Sequence[str]) -> list[int]:
    """The rule, in the plainest way: what tasks are held against."""
    signatures = [signature(text) for text in texts]
    buckets: dict[int, list[int]] = collections.defaultdict(list)
    first = list(range(len(texts)))
    seen: dict[str, int] = {}
    for row, signed in enumerate(signatures):
        if signed is None:
            continue
        if texts[row] in seen:
            first[row] = first[seen[texts[row]]]
            continue
        seen[texts[row]] = row
        others = set()
        for band in bands(signed):
            others.update(buckets[band][-BEFORE:])
            buckets[band].append(row)
        agreeing = {other: _agreeing(signed, signatures[other] or b"") for other in others}
        ranked = sorted((-count, other) for other, count in agreeing.items() if count >= AGREEING)
        heads = dict.fromkeys(first[other] for _, other in ranked)
        for head in itertools.islice(heads, TRIES):
            if near(texts[head], texts[row]) is not None:
                first[row] = head
                break
    return first


def _agreeing(one: bytes, other: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(one, "<u2") == np.frombuffer(other, "<u2")))


def corpus(seed: int) -> list[str]:
    """Texts of many kinds, in an order that is not theirs."""
    chance = random.Random(seed)  # noqa: S311
    texts = [text.words for text in families(0, 120, seed)]
    story = made(200, seed + 1).split()
    texts += [" ".join(story[12 * step : 12 * step + 100]) for step in range(9)]  # a chain
    texts += [weather(chance.randrange(40)) for _ in range(50)]
    texts += [f"{weather(chance.randrange(40))} слово{number}" for number in range(25)]
    texts += [slips(STORY, chance.randrange(5, 60)) for _ in range(10)]
    texts += ["", "два слова", "два слова"]
    texts += chance.choices(texts, k=40)  # equal ones
    chance.shuffle(texts)
    return texts


@pytest.fixture
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a release would reach at millions of articles."""
    monkeypatch.setattr(candidates, "PART_ROWS", 16)
    monkeypatch.setattr(candidates, "BLOCK_ROWS", 32)
    monkeypatch.setattr(candidates, "_WAITING", 500)
    monkeypatch.setattr(candidates, "_COMPARED", 7)
    monkeypatch.setattr(comparisons, "CHARACTERS", 4000)
    monkeypatch.setattr(comparisons, "_AT_ONCE", 5)
    monkeypatch.setattr(cluster, "CHUNK_ROWS", 10)
    monkeypatch.setattr(joining, "FEW", 0)


@pytest.mark.usefixtures("in_small_parts")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("few", [0, 8])
def test_many_small_tasks_tell_what_the_rule_tells(
    seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "FEW", few)
    texts = corpus(seed)
    with Elsewhere(3) as engine:
        first = cluster.cluster([signature(text) for text in texts], texts, str, engine).tolist()
    assert first == one_after_another(texts)
    assert len(set(first)) < len(first) - 60
    sent = engine.sent
    assert len(sent["paired"]) > 64 * 5
    assert len(sent["digested"]) > 1
    assert len(sent["compared"]) >= 5
    # Tasks are small, and so is what they give.
    assert all(task.rows.size <= 2 * 16 for task, _ in sent["paired"])
    assert all(pairs.size <= BEFORE * task.rows.size for task, pairs in sent["paired"])
    for kind in ("digested", "compared"):
        longest = sorted(map(len, texts))[-2:]
        assert all(sum(map(len, task.texts)) < 4000 + sum(longest) for task, _ in sent[kind])


@pytest.mark.parametrize("seed", range(6, 9))
def test_the_usual_parts_tell_what_the_rule_tells(seed: int) -> None:
    texts = corpus(seed)
    assert cluster.cluster([signature(text) for text in texts], texts).tolist() == one_after_another(texts)


def test_a_bucket_of_everything_is_cut_into_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.array([7, 3] * 100, np.int64)
    rows = np.arange(200, dtype=np.int32)
    whole = candidates.paired(Pair(numbers, rows)).tolist()
    monkeypatch.setattr(candidates, "PART_ROWS", 30)
    tasks = list(candidates._cut(numbers, rows))
    assert len(tasks) == 7
    assert all(task.rows.size <= 30 + BEFORE for task in tasks)
    assert sorted(pair for task in tasks for pair in candidates.paired(task).tolist()) == whole


def test_a_chain_makes_no_round_a_text() -> None:
    # Each is most like the one before it: side by side, they would be told in as many rounds.
    words = made(5000, 3).split()
    chain = [" ".join(words[4 * step : 4 * step + 150]) for step in range(600)]
    with Elsewhere(1) as engine:
        first = cluster.cluster([signature(text) for text in chain], chain, str, engine).tolist()
    assert first == one_after_another(chain)
    assert len(set(first)) > 3
    assert len(engine.sent["compared"]) <= 2


@pytest.mark.usefixtures("in_small_parts")
def test_a_text_is_made_of_what_is_stored_within_the_task() -> None:
    stored = [f"{STORY}!", made(150, 4), f"{STORY}! Ещё три слова", f"{STORY}!"]
    assert len(_plain(stored[0])) < len(stored[0])
    with Elsewhere(2) as engine:
        first = cluster.cluster([signature(_plain(text)) for text in stored], stored, _plain, engine)
    assert first.tolist() == [0, 1, 0, 0]
    assert {text for task, _ in engine.sent["compared"] for text in task.texts} == {stored[0], stored[2]}


def _plain(stored: str) -> str:
    return stored.lower().replace("!", "")


class Lost(Sequence[str]):
    """Texts of which one cannot be read."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, at: Any) -> Any:
        if at == 3:
            raise OSError("the disk is gone")
        return self._texts[at]


@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    texts = [STORY, made(150, 4), f"{STORY} и ещё", f"{STORY} вот"]
    given = texts if whole else Lost(texts)
    with contextlib.nullcontext() if whole else pytest.raises(OSError, match="the disk is gone"):
        cluster.cluster([signature(text) for text in texts], given)
    assert list(tmp_path.iterdir()) == []


def test_signatures_are_not_held_in_memory() -> None:
    def run(count: int) -> None:
        signatures = _Made(count)
        assert cluster.cluster(signatures, [""] * count).tolist() == list(range(count))

    # As they were: 384 bytes for a signature alone.
    assert (_peak(lambda: run(50_000)) - _peak(lambda: run(20_000))) / 30_000 < 200


def test_pairs_are_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "BLOCK_ROWS", 1000)
    monkeypatch.setattr(candidates, "_WAITING", 50_000)
    found = {}

    def run(count: int) -> None:
        folder = tmp_path / str(count)
        folder.mkdir()
        with Local(1) as engine:
            rows = np.arange(count)
            found[count] = candidates.candidates(_families(folder, count).values, rows, folder, engine)
        assert [path.name for path in sorted(folder.iterdir())] == ["candidates", "signatures"]

    grown = _peak(lambda: run(15_000)) - _peak(lambda: run(5_000))
    # Each has nearly its eight; 8 bytes a pair and band before they are put together, so 4,000 bytes a text.
    assert sum(len(found[15_000].of(row)) for row in range(15_000)) > 6 * 15_000
    assert grown / 10_000 < 200


class _Made(Sequence[bytes]):
    """Signatures that have nothing in common."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: Any) -> Any:
        if at >= self._count:
            raise IndexError
        return hashlib.shake_256(at.to_bytes(4)).digest(SIGNATURE_BYTES)


def _families(folder: Path, count: int) -> Signed:
    """Signatures of which each hundred share most of their values."""
    chance = np.random.default_rng(1)

    def each() -> Iterator[bytes]:
        for at in range(count):
            if at % 100 == 0:
                one = chance.integers(0, 1 << 16, SIGNATURE_BYTES // 2, np.uint16)
            other = one.copy()
            other[at % 10 :: 64] = at
            yield other.tobytes()

    return write_signatures(list(each()), folder)


def _peak(run: Callable[[], None]) -> int:
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
