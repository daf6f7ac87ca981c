"""Clusters of near-duplicates: each text is near the first, the order decides, and the work is bounded."""

import collections
import itertools
import random
from collections.abc import Sequence
from typing import overload

import pytest

from benchmarks.dedupe.corpus import Text, families, family
from benchmarks.dedupe.scores import score
from pipelines.dedupe.candidates import BEFORE
from pipelines.dedupe.cluster import cluster
from pipelines.dedupe.joining import TRIES
from pipelines.dedupe.near import BANDS, near, signature
from tests.test_near import STORY, made, slips, weather


def clustered(texts: Sequence[str]) -> list[int]:
    first: list[int] = cluster([signature(text) for text in texts], texts).tolist()
    return first


class Counted(Sequence[str]):
    """Texts that count how often each was asked for."""

    def __init__(self, texts: list[str]) -> None:
        self.asked: collections.Counter[int] = collections.Counter()
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, int):
            self.asked[at] += 1
        return self._texts[at]


@pytest.fixture(scope="module")
def corpus() -> list[Text]:
    return sorted(families(0, 2000, 11), key=lambda text: text.at)


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        ([], []),
        (["", ""], [0, 1]),
        (["два слова", STORY], [0, 1]),
        ([STORY], [0]),
        ([STORY, made(200, 2), f"{STORY} ещё три слова", STORY], [0, 1, 0, 0]),
        ([made(200, 2), slips(STORY, 30), "", STORY, STORY], [0, 1, 2, 1, 1]),
        ([weather(1), weather(2), weather(3), f"{weather(2)} так пишут нам"], [0, 1, 2, 1]),
    ],
    ids=["none", "empty", "too short", "one", "two", "the first is not the longest", "reports"],
)
def test_names_the_first(texts: list[str], first: list[int]) -> None:
    assert clustered(texts) == first


def test_tells_the_kinds_of_a_corpus(corpus: list[Text]) -> None:
    # A corpus of its own seed: the limits were chosen on seeds 1 and 2.
    first = clustered([text.words for text in corpus])
    found = score([text.truth for text in corpus], [text.kind for text in corpus], first)
    assert found["all"].recall >= 0.95
    assert found["all"].precision >= 0.98
    assert found["headline"].recall >= 0.95
    assert sum(found[kind].wrong for kind in ("weather", "currency", "sport")) <= 3


def test_each_text_is_near_the_first_of_its_cluster(corpus: list[Text]) -> None:
    words = [text.words for text in corpus]
    first = clustered(words)
    assert all(first[head] == head <= row for row, head in enumerate(first))
    assert all(near(words[head], words[row]) is not None for row, head in enumerate(first) if head != row)


def test_the_order_of_crawling_does_not_matter(corpus: list[Text]) -> None:
    def heads(texts: list[Text]) -> dict[str, str]:
        ordered = sorted(texts, key=lambda text: (text.at, text.words))
        first = clustered([text.words for text in ordered])
        return {text.words: ordered[head].words for text, head in zip(ordered, first, strict=True)}

    shuffled = random.Random(3).sample(corpus, len(corpus))  # noqa: S311
    assert heads(shuffled) == heads(corpus)


def test_small_differences_make_no_chain() -> None:
    # Each is near the one before it, and after some steps nothing is left of the first.
    parts = made(600, 5).split()
    chain = [" ".join(parts[30 * step : 30 * step + 150]) for step in range(12)]
    assert all(near(one, other) is not None for one, other in itertools.pairwise(chain))
    first = clustered(chain)
    assert len(set(first)) > 3
    assert all(near(chain[head], text) is not None for text, head in zip(chain, first, strict=True))


def test_a_copy_is_found_behind_others_that_share_its_bucket() -> None:
    # The others stand between it and its original in all buckets; what only the two share leads past them.
    reports = [weather(day) for day in range(60)]
    assert clustered([*reports, f"{reports[7]} сообщил корреспондент"])[-1] == 7


def test_only_what_is_compared_is_read() -> None:
    texts = Counted([made(100, seed) for seed in range(300)] + [f"{made(100, 5)} и ещё"])
    first = cluster([signature(text) for text in texts[:]], texts).tolist()
    assert first == [*range(300), 5]
    assert set(texts.asked) == {5, 300}


@pytest.mark.parametrize("kind", ["equal", "one word added", "one report"])
def test_the_work_is_bounded(kind: str) -> None:
    count = 600
    texts = Counted(
        {
            "equal": [STORY] * count,
            "one word added": [f"{STORY} слово{number}" for number in range(count)],
            "one report": [weather(number) for number in range(count)],
        }[kind]
    )
    first = cluster([signature(text) for text in texts[:]], texts).tolist()
    assert sum(texts.asked.values()) <= (1 + TRIES) * count
    assert count > BEFORE * BANDS
    assert (len(set(first)) == 1) == (kind != "one report")


def test_a_signature_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1: a signature of 512 bytes instead of 384"):
        cluster([signature(STORY), bytes(512)], [STORY, STORY])


def test_a_family_is_the_same_wherever_it_is_made() -> None:
    assert [family(number, 3) for number in range(5, 20)] == [family(number, 3) for number in range(5, 20)]
    assert family(5, 3) != family(5, 4)
