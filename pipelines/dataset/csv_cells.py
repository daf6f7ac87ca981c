"""Cells of CSV that a spreadsheet opens as text."""

import json
from typing import Any

from ..store.schema import plain

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that Excel, LibreOffice or Google Sheets run as a formula (OWASP)."""


def text_cell(text: str) -> str:
    """`text`, with an apostrophe before it where it would be a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def cell(value: Any) -> Any:
    """A value of a row as a cell: null as nothing, texts in a list with commas, records as JSON."""
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, list):
        texts = all(isinstance(item, str) for item in value)
        return text_cell(",".join(value) if texts else json.dumps(plain(value), ensure_ascii=False))
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value)
