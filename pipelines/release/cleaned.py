"""Rows under the last template of their site, with the signature that near-duplicates are found by."""

import dataclasses
from typing import Any

import pyarrow as pa

from ..article import Article
from ..clean.template import Template, apply
from ..dedupe.fingerprint import plain_words
from ..dedupe.near import SIGNATURE_BYTES, signature
from ..store import templates
from ..store.objects import ObjectStore
from ..store.schema import arrow_schema
from .clusters import before

_CHANGED = ("text", "removed", "template_version", "word_count", "minhash")


def last_template(objects: ObjectStore, site: str) -> Template | None:
    """The last template of a site that can be read; None where there is none. Raises StoreError."""
    found = (templates.get(objects, site, number) for number in reversed(templates.numbers(objects, site)))
    return next((template for template in found if template), None)


def cleaned(rows: pa.RecordBatch, template: Template | None) -> pa.RecordBatch:
    """Rows of a site under `template`; without one, as they are. Signatures are made anew
    that are missing, or that another version made.

    The text before the template stays what it was; `checksum` is to be set anew.
    """
    values: dict[str, list[Any]] = {name: rows[name].to_pylist() for name in _CHANGED}
    for at, text in enumerate(values["text"]):
        signed = values["minhash"][at]
        unsigned = signed is None or len(signed) != SIGNATURE_BYTES
        if template is None and not unsigned:
            continue
        whole = before(text, values["removed"][at])
        if unsigned:
            values["minhash"][at] = signature(plain_words(whole))
        if template is None:
            continue
        applied = apply(template, whole)
        values["removed"][at] = [dataclasses.asdict(block) for block in applied.removed]
        values["template_version"][at] = template.number
        if applied.text != text:
            values["text"][at] = applied.text
            values["word_count"][at] = len(plain_words(applied.text).split())
    schema = arrow_schema(Article)
    for name, column in values.items():
        field = schema.field(name)
        rows = rows.set_column(rows.schema.get_field_index(name), field, pa.array(column, field.type))
    return rows
