"""Lines of the log: which run of which site, one line each whatever a page wrote, as text or as JSON.

One process does one run, so what it does is known in one place (`begin_run`); worker processes are told by
their parent.
"""

import datetime as dt
import json
import logging
import re
from collections.abc import Iterable, Mapping
from typing import Literal

LogFormat = Literal["text", "json"]

MAX_MESSAGE = 2000
"""Characters of a message. Written as JSON none takes more than 12 kB: Docker cuts lines at 16."""

MAX_EXCEPTION = 4000
"""Characters of a traceback, the last ones: what was wrong stands at the end."""

_ADDRESS = re.compile(r"https?://[^\s<>\"']+")

_format: LogFormat | None = None
_run: str | None = None
_site: str | None = None


def begin_run(run: str | None, site: str | None) -> None:
    """From now on lines carry these."""
    global _run, _site
    _run, _site = run, site


def formatter(kind: LogFormat, lists: Iterable[str] = ()) -> logging.Formatter:
    """What makes lines of this kind; workers that are started later write the same.

    Text of the loggers named in `lists` may have several lines: nothing of a page is in it.
    """
    global _format
    _format = kind
    return JsonLines() if kind == "json" else TextLines(lists)


def handed_down() -> str:
    """What a worker process needs to write lines as this one does."""
    return json.dumps([_format, _run, _site])


def take_over(handed: str) -> None:
    """Write lines as the parent does, to stderr; as Python does by itself where the parent has no log."""
    kind, run, site = json.loads(handed)
    begin_run(run, site)
    if kind is not None:
        handler = logging.StreamHandler()
        handler.setFormatter(formatter(kind))
        handler.setLevel(logging.WARNING)
        logging.root.addHandler(handler)


def escaped(text: str) -> str:
    """One line that a terminal may show: what is not printable is written as Python writes it."""
    if text.isprintable():
        return text
    return "".join(x if x.isprintable() else x.encode("unicode_escape").decode() for x in text)


class TextLines(logging.Formatter):
    """`2026-11-22 21:07:00 SITE RUN [logger] LEVEL: message`; a traceback follows, indented."""

    def __init__(self, lists: Iterable[str] = ()) -> None:
        super().__init__(datefmt="%Y-%m-%d %H:%M:%S")
        self._lists = frozenset(lists)

    def format(self, record: logging.LogRecord) -> str:
        """See `logging`."""
        message = record.getMessage()
        if record.name in self._lists:
            message = "\n    ".join(escaped(line) for line in message.split("\n"))
        else:
            message = escaped(_cut(message))
        run = " ".join(part for part in (_site_of(record), _run) if part)
        begin = f"{self.formatTime(record, self.datefmt)} {escaped(run)}".rstrip()
        line = f"{begin} [{record.name}] {record.levelname}: {message}"
        # Indented: no line of a traceback, which may end in words of a page, looks like one of the log.
        return "\n    ".join([line, *(escaped(x) for x in (_exception(self, record) or "").splitlines())])


class JsonLines(logging.Formatter):
    """A JSON object a line, of ASCII characters: time, level, logger, message, run, site, url, exception."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging`."""
        message = _cut(record.getMessage())
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        values = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": message,
            "run": _run,
            "site": _site_of(record),
            "url": _address(record, message),
            "exception": _exception(self, record),
        }
        # The one control character that JSON leaves as it is.
        return json.dumps(values).replace("\x7f", "\\u007f")


def _site_of(record: logging.LogRecord) -> str | None:
    site = record.__dict__.get("site", _site)
    return None if site is None else str(site)


def _cut(message: str) -> str:
    return message if len(message) <= MAX_MESSAGE else f"{message[: MAX_MESSAGE - 1]}…"


def _exception(formatter_: logging.Formatter, record: logging.LogRecord) -> str | None:
    if not record.exc_info or record.exc_info[0] is None:
        return None
    return formatter_.formatException(record.exc_info)[-MAX_EXCEPTION:]


def _address(record: logging.LogRecord, message: str) -> str | None:
    """The address that a line is about: a request's or page's among its arguments, else the first named."""
    arguments = record.args.values() if isinstance(record.args, Mapping) else record.args or ()
    for argument in arguments:
        found = argument if isinstance(argument, str) else getattr(argument, "url", None)
        if isinstance(found, str) and _ADDRESS.fullmatch(found):
            return _cut(found)
    match = _ADDRESS.search(message)
    return match[0].rstrip(".,;:)…") if match else None
