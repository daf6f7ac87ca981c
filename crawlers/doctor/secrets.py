"""Keeps secrets out of what is told: messages repeat values, and a value may be one."""

import os
import re
from collections.abc import Iterable, Mapping

_SECRET = re.compile(
    r"SECRET|TOKEN|PASSWORD|PASSWD|ACCESS_KEY|WEBHOOK|CREDENTIAL|SMTP|TELEGRAM", re.IGNORECASE
)
"""Names of variables and settings whose values are not shown."""

_USER = re.compile(r"(?<=//)[^/@\s]{1,200}@")

_SHORTEST = 4
"""Shorter values are no secrets, and stand in words."""


class Redactor:
    """Takes secrets out of texts."""

    def __init__(self, *sources: Mapping[str, object]) -> None:
        """`sources` are the environment and the settings: what is secret there by its name."""
        found = {str(value) for source in sources for name, value in source.items() if _SECRET.search(name)}
        # The longest first: one may hold another.
        self._secrets = sorted((text for text in found if len(text) >= _SHORTEST), key=len, reverse=True)

    @classmethod
    def of(cls, settings: Iterable[tuple[str, object]]) -> "Redactor":
        """Of the environment and the `NEWS_*` settings."""
        return cls(os.environ, {name: value for name, value in settings if str(name).startswith("NEWS_")})

    def __call__(self, text: str) -> str:
        """`text` with `***` in the place of secrets, and of users in addresses."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return _USER.sub("***@", text)
