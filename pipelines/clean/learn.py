"""Learning what a site repeats: its template, from the texts of its articles.

Two blocks are the same when their words are, or the words that announce a headline (`frame`). A block needs
several articles, and none of them may be a copy of another or a report in set phrases; it must not be what
they are about. No language is known here.
"""

import collections
import dataclasses
import datetime as dt
import math
from collections.abc import Collection, Iterable

from ..dedupe.fingerprint import folded_words
from .template import MIN_WORDS_BETWEEN, Template, TemplateBlock, frame, is_quotation, near_edge

MIN_ARTICLES = 3
"""Distinct articles that a block must stand in. Two can be an article and its copy."""
MAX_ARTICLES = 500
"""Articles of a site that are learned from, the newest: at 20 a day, those of a month."""
EDGE_SHARE = 0.02
"""Share of these articles that a block at the edge of texts must stand in: an author's box is on few."""
BETWEEN_SHARE = 0.15
"""The same for a block between paragraphs, where a subheading stands as well (`What is known`)."""
MOSTLY_AT_EDGE = 0.8
"""Share of its articles in which a block of the edge stands there."""
MAX_COMMON = 0.5
"""Share of its words up to which an article may repeat others. One that repeats more is a copy, or a report
in set phrases (weather, currencies): what it repeats is its text, so it says nothing of furniture."""
MAX_UNSEEN = 100
"""Newest articles of which one must still have a block; after a redesign the old ones drop out."""
MAX_BLOCKS = 300
"""Blocks of a template, those that stand in most articles. A bound on a site that is all repetition."""
TOPIC_WORDS = 4
"""Long words from which it can be told what a block is about."""
TOPIC_SHARE = 0.2
"""How much more of its long words a block may share with the rest of its articles than with other articles.
More, and it is about them: the background of a story, told again under each piece of news. Of 423 paragraphs
of gold texts, four in five share more than this (median 0.4), of 19 lines that repeat on a site two do."""
MAX_COMPARED = 50
"""Other articles that a block is compared with."""
MAX_EXAMPLES = 3
"""Articles that are named as evidence of a block."""


@dataclasses.dataclass(frozen=True, slots=True)
class SeenText:
    """The text of an article, before any template."""

    article_id: str
    canonical_url: str
    day: dt.date
    """When this text was fetched, UTC."""
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Sampled:
    """An article that is learned from."""

    seen: SeenText
    blocks: list[str]
    words: list[str]
    """What each block is compared by: its words, or its frame where that repeats and they do not."""
    age: int
    """How many articles are newer."""

    def framed(self, repeated: Collection[str]) -> "_Sampled":
        """With frames for words where they repeat."""
        words = [
            named if words not in repeated and (named := frame(block)) and named in repeated else words
            for block, words in zip(self.blocks, self.words, strict=True)
        ]
        return dataclasses.replace(self, words=words)

    def common(self, repeated: Collection[str]) -> float:
        """Share of its words that stand in repeated blocks."""
        lengths = [(len(words.split()), words in repeated) for words in self.words]
        return sum(length for length, common in lengths if common) / max(sum(n for n, _ in lengths), 1)


@dataclasses.dataclass(frozen=True, slots=True)
class _Occurrence:
    """A repeated block in one article."""

    article: _Sampled
    texts: tuple[str, ...]
    """The block as the article has it, each time."""
    near_edge: bool
    """Does it stand near the beginning or the end, once at least?"""


def learn(
    texts: Iterable[SeenText],
    previous: Template | None = None,
    *,
    site: str,
    learned_at: dt.datetime,
    min_articles: int = MIN_ARTICLES,
) -> Template:
    """What the articles repeat, as the number after `previous`. The order of `texts` makes no difference.

    Of several texts of one article the last counts, of many articles the newest `MAX_ARTICLES`. A block of
    the previous number that they do not have any more is not in the next. `min_articles` is one less where
    the article that the template is for is not among them (`benchmarks/quality.py`).
    """
    sample = _sample(texts)
    count = collections.Counter(
        words for one in sample for words in {*one.words, *map(frame, one.blocks)} if words
    )
    repeated = {words for words, articles in count.items() if articles >= min_articles}
    sample = [one.framed(repeated) for one in sample]
    telling = [one for one in sample if one.common(repeated) <= MAX_COMMON]
    having = _occurrences(telling, repeated)
    most = sorted(having, key=lambda words: (-len(having[words]), words))
    frequent = [words for words in most if len(having[words]) >= min_articles][:MAX_BLOCKS]
    topics = _Topics(telling, repeated)
    known = {block.words: block for block in previous.blocks} if previous else {}
    blocks = []
    for words in frequent:
        has = having[words]
        articles = [one.article for one in has]
        at_edge = sum(one.near_edge for one in has) >= MOSTLY_AT_EDGE * len(has)
        share = EDGE_SHARE if at_edge else BETWEEN_SHARE
        if (
            len(has) < math.ceil(share * len(sample))
            or (not at_edge and len(words.split()) < MIN_WORDS_BETWEEN)
            or min(one.age for one in articles) >= MAX_UNSEEN
            or any(is_quotation(text) for one in has for text in one.texts)
            or topics.is_about(words, articles)
        ):
            continue
        days = [one.seen.day for one in articles]
        first = min([*days, known[words].first_seen] if words in known else days)
        examples = tuple(sorted(one.seen.article_id for one in articles)[:MAX_EXAMPLES])
        blocks.append(TemplateBlock(words, has[0].texts[0], len(has), at_edge, first, max(days), examples))
    number = previous.number + 1 if previous else 1
    return Template(site, number, learned_at.astimezone(dt.UTC), len(sample), tuple(blocks))


def _sample(texts: Iterable[SeenText]) -> list[_Sampled]:
    """The newest articles, each once, in the order of their canonical addresses."""
    latest: dict[str, SeenText] = {}
    for seen in sorted(texts, key=lambda seen: (seen.day, seen.canonical_url, seen.text)):
        latest[seen.article_id] = seen
    newest = sorted(latest.values(), key=lambda seen: (seen.day, seen.canonical_url), reverse=True)
    sample = [
        _Sampled(seen, blocks := seen.text.split("\n"), list(map(folded_words, blocks)), age)
        for age, seen in enumerate(newest[:MAX_ARTICLES])
    ]
    return sorted(sample, key=lambda one: (one.seen.canonical_url, one.seen.article_id))


def _occurrences(articles: list[_Sampled], repeated: Collection[str]) -> dict[str, list[_Occurrence]]:
    """Where the repeated blocks stand, in the order of the articles."""
    having: dict[str, list[_Occurrence]] = collections.defaultdict(list)
    for one in articles:
        near = near_edge([words in repeated for words in one.words])
        places: dict[str, list[int]] = {}
        for at, words in enumerate(one.words):
            if words in repeated:
                places.setdefault(words, []).append(at)
        for words, found in places.items():
            texts = tuple(one.blocks[at] for at in found)
            having[words].append(_Occurrence(one, texts, any(near[at] for at in found)))
    return having


class _Topics:
    """What articles are about, as beginnings of their long words: a rare one is shared by one story."""

    def __init__(self, articles: list[_Sampled], repeated: Collection[str]) -> None:
        self._of = {
            one.seen.article_id: _stems(" ".join(words for words in one.words if words not in repeated))
            for one in articles
        }

    def is_about(self, words: str, has: list[_Sampled]) -> bool:
        """Does a block share more with the rest of its own articles than with the other articles?"""
        stems = _stems(words)
        if len(stems) < TOPIC_WORDS:
            return False
        own = {one.seen.article_id for one in has}
        others = [article_id for article_id in self._of if article_id not in own][:MAX_COMPARED]
        if not others:
            # On every page of a small sample, half of what it would share with others is taken for granted.
            return self._shared(stems, own) > 2 * TOPIC_SHARE
        return self._shared(stems, own) - self._shared(stems, others) > TOPIC_SHARE

    def _shared(self, stems: frozenset[str], ids: Collection[str]) -> float:
        found = sum(len(stems & self._of[article_id]) for article_id in ids)
        return found / (len(stems) * len(ids)) if ids else 0.0


def _stems(words: str) -> frozenset[str]:
    """Words of five letters and more, cut to five: endings differ where a language inflects."""
    return frozenset(word[:5] for word in words.split() if len(word) >= 5 and not word.isdigit())
