"""What a run's log leaves out: Scrapy's lists of settings, middlewares and statistics at INFO."""

import argparse
import logging
import sys

from scrapy.settings import Settings

from crawlers.log_lines import write_lines

_CHATTY = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.extensions.memusage",
    "scrapy.middleware",
    "scrapy.statscollectors",
    "scrapy.utils.log",
)


def quieten(settings: Settings | None, options: argparse.Namespace) -> None:
    """Leave plain lines for cron, and warnings for a terminal, where a live display says the rest.

    Nothing is left out when a person names a log level.
    """
    if settings is None:
        return
    if not options.loglevel:
        for name in _CHATTY:
            # A filter, not a level: Scrapy configures logging later on and resets the levels.
            logging.getLogger(name).addFilter(_is_warning)
        if sys.stderr.isatty() and not options.logfile:
            settings.set("LOG_LEVEL", "WARNING", priority="command")
    write_lines(settings, _CHATTY)


def _is_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
