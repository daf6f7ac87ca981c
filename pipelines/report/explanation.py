"""The nouns of `scrapy explain`: what is known of a page, of its blocks, and of what took each out."""

import dataclasses
from typing import Literal

from ..article import Article

SHOWN = 80
"""Characters of a pruned element's text that are shown."""
Fate = Literal["text", "left_out", "rule", "template", "unjudged"]
"""What became of a block: it stands in the text; the choice left it out; a rule about lines or the site's
template took it; or the page was refused before its blocks were looked at."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of the page."""

    name: str
    value: str
    evidence: str = ""
    """What it rests on; empty where that is plain."""


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A way to the text."""

    name: str
    evidence: str
    taken: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Pruned:
    """An element that was taken out before the text was looked for."""

    label: str
    """Tag, id and classes: `div#share.social.bar`."""
    text: str
    """The first `SHOWN` characters of what it showed."""
    reason: str
    before: int
    """Index of the block that it stood before, about: of loose text around it only the element is known."""


@dataclasses.dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of the page after pruning."""

    text: str
    label: str
    """As `Pruned.label`, of the element around it."""
    fate: Fate
    reason: str
    """Why, where there is more to say than the fate; else empty."""
    log_odds: float | None
    """That it is text, by the block model; None where that was not asked."""
    disputed: bool
    """Does the verdict differ from trafilatura's?"""


@dataclasses.dataclass(frozen=True, slots=True)
class RemovedLine:
    """A line that was chosen as text and taken out afterwards."""

    text: str
    by: Literal["rule", "template"]
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Explanation:
    """A page, explained."""

    url: str
    site: str
    outcome: str
    """In one line."""
    article: Article | None
    """After the template; None where the page was rejected."""
    facts: list[Fact]
    record: list[Fact]
    """What the tables say of the page; empty where it is not from there."""
    candidates: list[Candidate]
    pruned: list[Pruned]
    blocks: list[ShownBlock]
    """In the order of the page; none where it was refused before its markup was read."""
    removed: list[RemovedLine]
