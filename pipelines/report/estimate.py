"""How long a backfill will take, as far as that is known before its first page is asked for."""

import dataclasses
import math
from typing import Self

from .overview.words import span


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a backfill has before it. Sites that answer slower than they are asked take longer."""

    pages: int
    """Addresses that wait to be fetched."""
    at_least: bool
    """Are there sources that could not be read, or are still to be read, so that there may be more?"""
    requests: int
    """For these pages, and for the sources that are known and not read yet."""
    seconds_a_request: float
    """The least time between two requests to the site's hosts."""
    seconds: float
    """For these requests, one after another."""
    pages_a_run: int
    """How many pages a run asks for: `NEWS_HOST_PAGES`, or the run's `limit`."""
    runs: int
    """For these pages; one at least."""

    @classmethod
    def of(
        cls, pages: int, sources: int, *, at_least: bool, seconds_a_request: float, pages_a_run: int
    ) -> Self:
        """What `pages` to be fetched and `sources` to be read make."""
        return cls(
            pages=pages,
            at_least=at_least,
            requests=pages + sources,
            seconds_a_request=seconds_a_request,
            seconds=(pages + sources) * seconds_a_request,
            pages_a_run=pages_a_run,
            runs=max(1, math.ceil(pages / pages_a_run)),
        )

    def told(self) -> str:
        """In one line."""
        least = "at least " if self.at_least else ""
        runs = "1 run" if self.runs == 1 else f"{self.runs:,} runs"
        return (
            f"{least}{self.pages:,} pages in {least}{self.requests:,} requests, {self.seconds_a_request:g} s "
            f"each or more: {least}{span(self.seconds)}, in {least}{runs} of {self.pages_a_run:,} pages"
        )
