"""CSV that a spreadsheet opens as text: `scrapy crawl SITE -O articles.csv`."""

from typing import Any

from scrapy.exporters import CsvItemExporter

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that Excel, LibreOffice or Google Sheets run as a formula (OWASP)."""


class TextCsvItemExporter(CsvItemExporter):
    """Scrapy's CSV, with an apostrophe before each text that would be a formula. Numbers stay numbers."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """See Scrapy."""
        found = super().serialize_field(field, name, value)
        return f"'{found}" if isinstance(found, str) and found.startswith(_FORMULA) else found
