"""The log of a command: its handler in the place of Scrapy's, and what a command says at its end."""

import argparse
import logging
import sys
from collections.abc import Iterable

from scrapy.settings import Settings

from pipelines.errors import SteppewireError
from pipelines.logs import JsonLines, formatter
from pipelines.report.run_record import RunRecord, ordered_outcomes
from pipelines.report.summary import console, summary

logger = logging.getLogger(__name__)

_handlers: list[logging.Handler] = []
"""Ours: none or one."""


def write_lines(settings: Settings, lists: Iterable[str]) -> None:
    """Write the log as `NEWS_LOG_FORMAT` says, to where Scrapy's settings say, at the level that they say.

    Scrapy makes its handler anew for each crawler, with a format and no place for a formatter; it is told
    to make none.
    """
    while _handlers:
        logging.root.removeHandler(_handlers.pop())
    handler: logging.Handler
    if settings["LOG_FILE"]:
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        handler = logging.FileHandler(settings["LOG_FILE"], mode, settings["LOG_ENCODING"])
    elif settings.getbool("LOG_ENABLED"):
        handler = logging.StreamHandler()
    else:
        return
    # Another word is refused a little later, in one line.
    handler.setFormatter(formatter("json" if settings["NEWS_LOG_FORMAT"] == "json" else "text", lists))
    handler.setLevel(settings["LOG_LEVEL"])
    logging.root.addHandler(handler)
    _handlers.append(handler)
    settings.set("LOG_ENABLED", False, priority="cmdline")
    settings.set("LOG_FILE", None, priority="cmdline")


def writes_json() -> bool:
    """Is stderr a stream of JSON objects, which nothing else may be written into?"""
    return any(
        isinstance(handler.formatter, JsonLines) and not isinstance(handler, logging.FileHandler)
        for handler in _handlers
    )


def tell_error(command: str, error: SteppewireError) -> None:
    """Say in one line why a command failed."""
    if writes_json():
        logger.error("scrapy %s: %s", command, error)
    else:
        print(f"scrapy {command}: {error}", file=sys.stderr)


def tell_record(record: RunRecord, options: argparse.Namespace | None = None) -> None:
    """Say what a run did: a table, or lines of the log where these are JSON; no table with `--quiet`."""
    if writes_json():
        outcomes = ", ".join(f"{name} {count}" for name, count in ordered_outcomes(record.outcomes))
        logger.info("The run ended after %.1f s: %s", record.seconds, outcomes or "no page")
        if record.revisits:
            again = ", ".join(f"{name} {count}" for name, count in ordered_outcomes(record.revisits))
            logger.info("Visited again: %s", again)
        if record.estimate:
            logger.info("Estimated at the start: %s", record.estimate.told())
        for complaint in record.complaints:
            logger.warning("%s", complaint)
    elif options is None or not options.quiet:
        console(stderr=True).print(summary([record]))
