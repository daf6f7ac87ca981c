"""CSV that a spreadsheet opens as text: `scrapy crawl SITE -O articles.csv`."""

from typing import Any

from scrapy.exporters import CsvItemExporter

from pipelines.dataset.csv_cells import text_cell


class TextCsvItemExporter(CsvItemExporter):
    """Scrapy's CSV, with an apostrophe before each text that would be a formula. Numbers stay numbers."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """See Scrapy."""
        found = super().serialize_field(field, name, value)
        return text_cell(found) if isinstance(found, str) else found
