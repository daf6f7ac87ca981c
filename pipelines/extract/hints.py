"""What a site's author wrote about it, checked before the first request."""

import dataclasses
import re

from ..article import ExtractionHints
from ..errors import UsageError
from .markup import check_selector
from .zones import zone

_LANGUAGE = re.compile(r"[a-z]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def check_hints(hints: ExtractionHints) -> None:
    """Raise UsageError that names the field, if a hint is no zone, selector, expression or code.

    What passes here never makes `to_article` raise.
    """
    for field in dataclasses.fields(hints):
        value = getattr(hints, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if item is None:
                continue
            try:
                _check(field.name, item)
            except UsageError as error:
                raise UsageError(f"hint {field.name}: {error}") from error


def _check(name: str, value: str) -> None:
    if name.endswith("_css"):
        check_selector(value)
    elif name == "timezone":
        zone(value)
    elif name == "article_url":
        try:
            re.compile(value)
        except re.error as error:
            raise UsageError(f"not a regular expression: {value!r}: {error}") from error
    elif name == "languages" and not _LANGUAGE.fullmatch(value):
        raise UsageError(f"not an ISO 639-1 code: {value!r}")
    elif name == "country" and not _COUNTRY.fullmatch(value):
        raise UsageError(f"not an ISO 3166-1 alpha-2 code: {value!r}")
