"""Rows held against the JSON Schema of their table."""

from typing import Any

import jsonschema

from pipelines.dataset.json_schema import json_schema


def faults(record: type, row: dict[str, Any]) -> list[str]:
    """What of a row, as JSON gives it, breaks the schema of its table: columns, or what is missing."""
    validator = jsonschema.Draft202012Validator(
        json_schema(record), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return sorted(".".join(map(str, error.path)) or error.message for error in validator.iter_errors(row))
