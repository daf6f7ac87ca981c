"""The data format as JSON Schema, read from where it is declared: the classes and their docstrings.

A row is described as JSON gives it: times and days in ISO 8601, bytes in hexadecimal, null for what is
unknown. `python -m pipelines.dataset.json_schema` writes `articles.schema.json` and `pages.schema.json` anew
beside this module.
"""

import dataclasses
import datetime as dt
import json
import sys
import types
import typing
from importlib import resources
from pathlib import Path
from typing import Any

from ..article import (
    DUPLICATE_REASONS,
    Article,
    LanguageShare,
    PageRecord,
    RemovedBlock,
    RightsStatement,
    Statement,
)
from .format import meanings

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[type, str] = {Article: "articles.schema.json", PageRecord: "pages.schema.json"}

_HASH = {"pattern": "^[0-9a-f]{32}$"}
_WEB = {"format": "uri", "pattern": "^https?://"}
_TEXT = {"minLength": 1}
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "T[0-9]{2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}|Z)?"
_LOCAL = {"pattern": f"^{_DAY}({_TIME})?$"}
_MONTH = {"pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
_SITE = {"pattern": "^[a-z0-9_]{1,64}$"}
_COUNT = {"minimum": 0}
_NUMBER = {"minimum": 1}
_SHARE = {"minimum": 0, "maximum": 1}
_LANGUAGE = {"pattern": "^[a-z]{2,3}$"}

_COMMON: dict[str, dict[str, Any]] = {
    "site": _SITE, "month": _MONTH, "batch": _NUMBER, "batch_id": _HASH, "warc_offset": _COUNT,
    "warc_length": _NUMBER, "rules_version": _NUMBER, "schema_version": _NUMBER, "revision": _NUMBER,
    "checksum": {"pattern": "^[0-9a-f]{16}$"},
}  # fmt: skip
_MORE: dict[type, dict[str, dict[str, Any]]] = {
    Article: {
        **_COMMON, "id": _HASH, "url": _WEB, "canonical_url": _WEB, "image_url": _WEB,
        "country": {"pattern": "^[A-Z]{2}$"}, "publisher": _TEXT, "region": _TEXT, "title": _TEXT,
        "lead": _TEXT, "text": _TEXT, "source_agency": _TEXT, "section": _TEXT, "image_caption": _TEXT,
        "image_credit": _TEXT, "authors": {"minItems": 1, "items": {"type": "string", **_TEXT}},
        "tags": {"minItems": 1, "items": {"type": "string", **_TEXT}}, "language_shares": {"minItems": 2},
        "rights": {"minItems": 1},
        "published_local": _LOCAL, "modified_local": _LOCAL, "language": _LANGUAGE,
        "language_score": _SHARE, "script": {"pattern": "^[A-Z][a-z]{3}$"},
        "text_sha256": {"pattern": "^[0-9a-f]{64}$"}, "word_count": _COUNT, "template_version": _COUNT,
    },
    PageRecord: {
        **_COMMON, "url": _WEB, "final_url": _WEB, "canonical_url": _WEB, "article_id": _HASH,
        "similarity": _SHARE, "status": {"minimum": 100, "maximum": 599}, "body_bytes": _COUNT,
        "attempts": _NUMBER, "origin": {"pattern": "^[0-9a-f]{64}$"}, "origin_record": _COUNT,
        "origin_offset": _COUNT,
    },
    LanguageShare: {"language": _LANGUAGE, "share": _SHARE},
    RemovedBlock: {"position": _COUNT, "text": _TEXT},
    RightsStatement: {
        "statement": {"enum": [str(word) for word in Statement]}, "evidence": {**_TEXT, "maxLength": 500},
    },
}  # fmt: skip
"""What a value must be beside its type."""

_PLAIN: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "pattern": "^([0-9a-f]{2})*$"},
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string", "format": "date-time"},
}


def json_schema(record: type) -> dict[str, Any]:
    """The JSON Schema of a row of `record` (`Article`, `PageRecord`)."""
    rules = _dates() if record is Article else _outcomes()
    return {"$schema": DIALECT, "title": FILES[record].partition(".")[0], **_object(record), "allOf": rules}


def shipped(record: type) -> dict[str, Any]:
    """The same as it is shipped beside this module, for who validates rows."""
    text = resources.files(__package__).joinpath(FILES[record]).read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _object(record: type) -> dict[str, Any]:
    told, hints, more = meanings(record), typing.get_type_hints(record), _MORE[record]
    fields = [field.name for field in dataclasses.fields(record)]
    properties = {
        name: {"description": told[name], **_value(hints[name], more.get(name, {}))} for name in fields
    }
    # Later columns are no fault.
    return {"type": "object", "properties": properties, "required": fields, "additionalProperties": True}


def _value(annotation: Any, more: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        found = _value(inner, more)
        if "enum" in found:
            return {**found, "type": [found["type"], "null"], "enum": [*found["enum"], None]}
        return {**found, "type": [found["type"], "null"]}
    if origin is typing.Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _value(arguments[0], {}), **more}
    if dataclasses.is_dataclass(annotation):
        return _object(typing.cast("type", annotation))
    return {**_PLAIN[annotation], **more}


def _when(column: str, values: list[str], known: list[str], unknown: list[str]) -> dict[str, Any]:
    """Where `column` is one of `values`, some columns are known and others null."""
    properties: dict[str, Any] = {name: {"not": {"type": "null"}} for name in known}
    properties |= {name: {"type": "null"} for name in unknown}
    return {"if": {"properties": {column: {"enum": values}}}, "then": {"properties": properties}}


def _dates() -> list[dict[str, Any]]:
    """How much is known of a date, its precision says."""
    rules = []
    for name in ("published", "modified"):
        at, day, local, source = (f"{name}_{part}" for part in ("at", "date", "local", "source"))
        column = f"{name}_precision"
        rules += [
            _when(column, ["minute"], [at, day, local, source], []),
            _when(column, ["day"], [day, local, source], [at]),
            _when(column, ["none"], [], [at, day, local, source]),
        ]
    return rules


def _outcomes() -> list[dict[str, Any]]:
    """What a page ended as says what is known of it."""
    return [
        _when("outcome", ["stored", "revised", "unchanged"], ["article_id", "revision"], []),
        _when("outcome", ["duplicate"], ["article_id", "revision", "reason"], []),
        {
            "if": {"properties": {"outcome": {"const": "duplicate"}}},
            "then": {"properties": {"reason": {"enum": list(DUPLICATE_REASONS)}}},
            "else": {"properties": {"similarity": {"type": "null"}}},
        },
        # Of another address of a known article the words may be others.
        _when("reason", ["text", "near"], ["similarity"], []),
        _when("outcome", ["rejected", "failed"], ["reason"], ["article_id", "revision"]),
    ]


def main() -> int:
    """Write the files."""
    for record, name in FILES.items():
        text = json.dumps(json_schema(record), ensure_ascii=False, indent=1)
        Path(__file__).with_name(name).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
