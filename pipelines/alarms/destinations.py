"""Where alarms go: what the `NEWS_ALARM_*` variables may say.

They are read from the environment where they are used and stand in no other place: Scrapy prints settings,
and a command line can be read by all of a machine. No message here repeats a value that holds a secret.
"""

import dataclasses
import difflib
import re
import urllib.parse
from collections.abc import Mapping

from ..errors import UsageError

WEBHOOK = "NEWS_ALARM_WEBHOOK"
TELEGRAM = "NEWS_ALARM_TELEGRAM"
EMAIL = "NEWS_ALARM_EMAIL"
SMTP = "NEWS_ALARM_SMTP"
NAMES = (WEBHOOK, TELEGRAM, EMAIL, SMTP)
"""All variables."""

_PREFIX = "NEWS_ALARM_"
_WEB_ADDRESS = re.compile(r"https?://[!-~]+")
# As Telegram's BotFather gives it: the bot's number and 35 characters; a number (groups: negative) or a
# channel's name.
_TELEGRAM = re.compile(r"([0-9]{3,20}:[A-Za-z0-9_-]{20,100})@(-?[0-9]{1,20}|@?[A-Za-z][A-Za-z0-9_]{3,63})")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+")
_PRINTABLE = re.compile(r"[ -~]*")
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclasses.dataclass(frozen=True, slots=True)
class Webhook:
    """An address that takes a JSON body."""

    url: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Telegram:
    """A bot, and the chat that it writes to."""

    token: str = dataclasses.field(repr=False)
    chat: str
    """A number, or a channel's name that begins with `@`."""


@dataclasses.dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes the mail."""

    host: str
    port: int
    tls: bool
    """TLS from the first byte (`smtps`); else STARTTLS."""
    user: str = ""
    password: str = dataclasses.field(default="", repr=False)

    @property
    def must_encrypt(self) -> bool:
        """Plain text stays on this machine, and never carries a password."""
        return self.tls or bool(self.user) or self.host not in _THIS_MACHINE


@dataclasses.dataclass(frozen=True, slots=True)
class Mail:
    """People, and the server that takes the mail."""

    to: tuple[str, ...]
    server: MailServer

    @property
    def sender(self) -> str:
        """The account that logs in, where it is an address; else the first receiver writes to itself."""
        return self.server.user if _ADDRESS.fullmatch(self.server.user) else self.to[0]


Destination = Webhook | Telegram | Mail


def destinations(environment: Mapping[str, str]) -> list[Destination]:
    """The destinations that the environment names; an empty variable counts as unset.

    Raises UsageError for a wrong value, a missing one, and a name that is none.
    """
    for name in environment:
        if name.startswith(_PREFIX) and name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0)
            raise UsageError(f"{name}: no such setting; did you mean {near[0]}?")
    values = {name: environment.get(name, "").strip() for name in NAMES}
    for one, other in ((EMAIL, SMTP), (SMTP, EMAIL)):
        if values[one] and not values[other]:
            raise UsageError(f"{other}: not set; {one} needs it")
    found: list[Destination] = []
    if values[WEBHOOK]:
        found.append(_webhook(values[WEBHOOK]))
    if values[TELEGRAM]:
        found.append(_telegram(values[TELEGRAM]))
    if values[EMAIL]:
        found.append(Mail(_people(values[EMAIL]), _mail_server(values[SMTP])))
    return found


def _webhook(value: str) -> Webhook:
    try:
        parts = urllib.parse.urlsplit(value)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        named = False
    if not (named and _WEB_ADDRESS.fullmatch(value)):
        raise UsageError(f"{WEBHOOK}: not an address; write https://HOST/PATH")
    return Webhook(value)


def _telegram(value: str) -> Telegram:
    match = _TELEGRAM.fullmatch(value)
    if match is None:
        raise UsageError(
            f"{TELEGRAM}: write TOKEN@CHAT, with the bot's token and a number or a channel's name"
        )
    token, chat = match.groups()
    return Telegram(token, f"@{chat}" if chat[0].isalpha() else chat)


def _people(value: str) -> tuple[str, ...]:
    people = tuple(part.strip() for part in value.split(","))
    for part in people:
        if not _ADDRESS.fullmatch(part):
            raise UsageError(f"{EMAIL}: {part!r} is no e-mail address; separate several by commas")
    return people


def _mail_server(value: str) -> MailServer:
    wanted = f"{SMTP}: write smtp://USER:PASSWORD@HOST:587 (STARTTLS) or smtps://USER:PASSWORD@HOST:465"
    try:
        parts = urllib.parse.urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        # Not its own words, which repeat a part of the value.
        raise UsageError(wanted) from None
    user, password = (urllib.parse.unquote(part or "") for part in (parts.username, parts.password))
    if parts.scheme not in ("smtp", "smtps") or not _HOST.fullmatch(host) or port == 0:
        raise UsageError(wanted)
    if parts.path not in ("", "/") or parts.query or parts.fragment or bool(user) != bool(password):
        raise UsageError(f"{wanted}; % / ? # @ and : in a password as %25 %2F %3F %23 %40 %3A")
    if not (_PRINTABLE.fullmatch(user) and _PRINTABLE.fullmatch(password)):
        raise UsageError(f"{SMTP}: user and password must be of printable ASCII characters")
    tls = parts.scheme == "smtps"
    # Submission (RFC 8314) for accounts; a server without login is usually the machine's own.
    usual = 465 if tls else 587 if user else 25
    return MailServer(host=host, port=port or usual, tls=tls, user=user, password=password)
