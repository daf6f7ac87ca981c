"""Days that a command's options name."""

import datetime as dt

from pipelines.errors import UsageError


def day_of(option: str, text: str | None) -> dt.date | None:
    """The day of `--since` or `--until`; None where it was not given. Raises UsageError, which names it."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is no day; write YYYY-MM-DD") from None
