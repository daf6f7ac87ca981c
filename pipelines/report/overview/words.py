"""Numbers, moments and strangers' texts as the report writes them."""

import datetime as dt
from html import escape

_STEPS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def text(value: object) -> str:
    """Escaped; what is no character to be seen, such as a mark that turns the direction, is a space."""
    return escape("".join(character if character.isprintable() else " " for character in str(value)))


def shown(value: str, chars: int) -> str:
    """A label of at most so many characters, not escaped."""
    plain = "".join(character if character.isprintable() else " " for character in value)
    return plain if len(plain) <= chars else f"{plain[: chars - 1]}…"


def told_reason(outcome: str, reason: str) -> str:
    """Why a page became no article: `not_article`, `failed: network`."""
    return reason or outcome if outcome == "rejected" else f"{outcome}: {reason}".removesuffix(": ")


def number(value: float) -> str:
    """A whole number with its thousands apart by a narrow space."""
    return f"{round(value):,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def share(part: float, whole: float) -> str:
    """In percent; nothing of nothing is none."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def amount(value: float, unit: str = "") -> str:
    """A rounded number with a decimal step: `1.2 M`, `340 kB`."""
    for least, prefix in _STEPS:
        if abs(value) >= least:
            return f"{value / least:.3g} {prefix}{unit}"
    return f"{value:.3g} {unit}".rstrip()


def span(seconds: float) -> str:
    """A time that something took: `45 s`, `12 min`, `3.5 h`, `2.1 d`."""
    if abs(seconds) < 90:
        return f"{seconds:.3g} s"
    if abs(seconds) < 90 * 60:
        return f"{seconds / 60:.3g} min"
    if abs(seconds) < 48 * 3600:
        return f"{seconds / 3600:.3g} h"
    return f"{seconds / 86400:.3g} d"


def moment(at: dt.datetime | None) -> str:
    """To the minute, UTC."""
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "–"
