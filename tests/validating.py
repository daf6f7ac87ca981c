"""Rows held against the JSON Schema of their table."""

import functools
from typing import Any

import jsonschema

from pipelines.dataset.json_schema import shipped


@functools.cache
def _validator(record: type) -> jsonschema.Draft202012Validator:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(shipped(record), format_checker=checker)


def faults(record: type, row: dict[str, Any]) -> list[str]:
    """What of a row, as JSON gives it, breaks the schema of its table: columns, or what is missing."""
    errors = _validator(record).iter_errors(row)
    return sorted(".".join(map(str, error.path)) or error.message for error in errors)
