"""Agents that collect for AI, and what for: the data is `agents.toml`."""

import dataclasses
import functools
import tomllib
from importlib import resources

from ..article import Statement

_RESERVED = {"train": Statement.TRAINING_RESERVED, "input": Statement.AI_INPUT_RESERVED}


@dataclasses.dataclass(frozen=True, slots=True)
class Agent:
    """An agent that collects for AI."""

    name: str
    """Its product token, as its operator writes it."""
    reserved: tuple[Statement, ...]
    """What a site states by keeping it out."""
    source: str
    """Address of the page that says what it collects for."""


@functools.cache
def agents() -> dict[str, Agent]:
    """The agents by product token in lower case."""
    text = resources.files(__package__).joinpath("agents.toml").read_text(encoding="utf-8")
    found = {}
    for name, facts in tomllib.loads(text)["agents"].items():
        reserved = tuple(_RESERVED[purpose] for purpose in facts["purposes"])
        found[name.lower()] = Agent(name, reserved, facts["source"])
    return found
