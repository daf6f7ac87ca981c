"""The columns of a release: those of `Article`, and what its cluster of near-duplicates is."""

import dataclasses
import json
from typing import Any

import pyarrow as pa

from ..article import Article
from ..dataset.format import meanings
from ..dataset.json_schema import json_schema
from ..store.schema import arrow_schema

_FORMS: dict[str, dict[str, Any]] = {
    "cluster_id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "is_canonical": {"type": "boolean"},
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """What a row of a release has beside the columns of `Article`."""

    cluster_id: str
    """`id` of the first seen of the articles that are near-duplicates; its own where it has none."""
    is_canonical: bool
    """Is it that article? Exactly one row of each cluster is."""


def release_schema() -> pa.Schema:
    """The columns of a release, in their order."""
    return pa.schema([*arrow_schema(Article), *arrow_schema(Clustering)])


def schema_file() -> bytes:
    """The JSON Schema of a row, as JSON gives it: `articles.schema.json` of a release."""
    schema, told = json_schema(Article), meanings(Clustering)
    for name, form in _FORMS.items():
        schema["properties"][name] = {"description": told[name], **form}
        schema["required"].append(name)
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
