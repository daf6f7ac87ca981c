"""Case 26: each regular expression of the project is linear, shown on adversarial megabytes."""

import re
import signal
from types import FrameType

import pytest

from tests.regexes import Used, attacks, compiled

MEGABYTE = 1_000_000
SECONDS = 3.0
"""CPU time for a megabyte. The slowest linear one takes a tenth of it; a quadratic one takes hours."""

PATTERNS = compiled()

BOUNDED = {
    "pipelines.dataset.format._MARKED": (4_000, "docstrings of this project"),
    "pipelines.dataset.verify.log._CHECKPOINT": (1_024, "keys of the store, of at most 1,024 bytes"),
    "pipelines.dataset.verify.log._COMMIT": (1_024, "keys of the store, of at most 1,024 bytes"),
    "pipelines.extract.title._SEPARATOR": (4_000, "one line, in which no white space follows another"),
}
"""Those that are not linear: how long their input is at most, and why."""


class TooSlow(Exception):
    pass


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooSlow(f"{number} {frame}")


def slow(used: Used, length: int, seconds: float) -> str | None:
    """The beginning and end of a string that takes longer than `seconds` of CPU time."""
    before = signal.signal(signal.SIGPROF, _stop)
    try:
        for attack in attacks(used.pattern, length):
            signal.setitimer(signal.ITIMER_PROF, seconds)
            try:
                used.run(attack)
            except TooSlow:
                return f"{attack[:60]!r} … {attack[-20:]!r}"
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
    finally:
        signal.signal(signal.SIGPROF, before)
    return None


@pytest.mark.parametrize(
    "pattern", [r"(a+)+$", r"(?:a|aa)+$", r"\s+$", r"<a[^>]*>x", r"(\w+\s?)*:", r".*x.*y", r"[^b]+b"]
)
def test_what_is_not_linear_is_found(pattern: str) -> None:
    assert slow(Used(re.compile(pattern), anchored=False), 100_000, 0.5)


@pytest.mark.parametrize("pattern", [r"a+b?", r"<a[^>]{0,50}>x", r"\d+", r"x", r"(?:ab)++"])
def test_what_is_linear_is_not(pattern: str) -> None:
    assert slow(Used(re.compile(pattern), anchored=False), MEGABYTE, SECONDS) is None


def test_all_are_found() -> None:
    assert len(PATTERNS) > 100
    assert {name.split(".")[0] for name in PATTERNS} == {"pipelines", "crawlers"}


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_megabyte_takes_no_time(name: str) -> None:
    length, _ = BOUNDED.get(name, (MEGABYTE, ""))
    assert slow(PATTERNS[name], length, SECONDS) is None


@pytest.mark.parametrize("name", BOUNDED)
def test_no_exception_is_kept_for_what_is_linear(name: str) -> None:
    assert slow(PATTERNS[name], 200_000, 0.5)
