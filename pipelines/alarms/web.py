"""Channels over HTTP: a JSON webhook that Slack and its like understand, and a Telegram bot."""

import contextlib
import contextvars
import dataclasses
import datetime as dt
import email.utils
import http
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from .changes import printable
from .delivery import TIMEOUT, Result
from .destinations import Telegram, Webhook
from .memory import change_values
from .message import Message

TELEGRAM_API = "https://api.telegram.org"

_SLACK_CHARACTERS = 8000
"""Far below Slack's 40,000, after which it cuts, and within what a person reads."""

_TELEGRAM_UNITS = 4096
"""Telegram's limit of a message, in UTF-16 units."""

_ANSWER_BYTES = 64 * 1024
_PASSING = frozenset({408, 425, 429})
_SECONDS = re.compile(r"[0-9]{1,9}")

_posting = contextvars.ContextVar("_posting", default=False)


def _may_be_logged(_record: logging.LogRecord) -> bool:
    return not _posting.get()


# urllib3 logs the paths of requests, at DEBUG and with headers that it cannot read: Telegram's hold the
# token, and those of webhooks are secrets as a whole.
logging.getLogger("urllib3.connectionpool").addFilter(_may_be_logged)


@dataclasses.dataclass(frozen=True, slots=True)
class WebhookChannel:
    """Posts `text` and the changes as JSON."""

    to: Webhook
    name: str = "webhook"

    def send(self, message: Message) -> Result:
        """See `Channel`."""
        body = {
            "text": slack_text(message.text(_SLACK_CHARACTERS)),
            # Slack must not fetch addresses that evidence names, nor read stars and backticks as markup.
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
            "source": "steppewire",
            "id": message.id,
            "changes": [change_values(change) for change in message.changes],
        }
        return _post(self.to.url, body)[0]


@dataclasses.dataclass(frozen=True, slots=True)
class TelegramChannel:
    """Lets a bot write into a chat, as plain text."""

    to: Telegram
    api: str = TELEGRAM_API
    name: str = "telegram"

    def send(self, message: Message) -> Result:
        """See `Channel`."""
        # Without parse_mode nothing is markup; without a preview Telegram fetches no address from it.
        body = {
            "chat_id": self.to.chat,
            "text": message.text(_TELEGRAM_UNITS, _utf16_units),
            "link_preview_options": {"is_disabled": True},
        }
        result, answer = _post(f"{self.api}/bot{self.to.token}/sendMessage", body)
        if result.delivered:
            return result
        wait = answer.get("parameters", {}).get("retry_after") if _is_table(answer, "parameters") else None
        if isinstance(wait, int) and result.wait is None:
            result = dataclasses.replace(result, wait=float(max(0, wait)))
        # "Bad Request: chat not found" is what a person needs to know.
        said = printable(str(answer.get("description", ""))).replace(self.to.token, "TOKEN")
        return dataclasses.replace(result, reason=f"{result.reason}: {said}") if said else result


def slack_text(text: str) -> str:
    """Plain text as Slack and its like take it, so that nothing in it calls people or becomes a link.

    Slack's own three characters; an `@` of Mattermost and Discord calls all when a word follows; `](` makes
    Markdown's links and pictures.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("@", "@\u200b").replace("](", "] (")


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_table(answer: Mapping[str, Any], name: str) -> bool:
    return isinstance(answer.get(name), dict)


def _post(url: str, body: Mapping[str, Any]) -> tuple[Result, dict[str, Any]]:
    """Post JSON, follow no redirect; what became of it, and what a refusal says where that is a JSON table.

    No word of an exception is used: they repeat the address.
    """
    try:
        with (
            _quietly(),
            # An error is read as far as is needed, and an answer that it was taken not at all.
            requests.post(url, json=body, timeout=TIMEOUT, allow_redirects=False, stream=True) as response,
        ):
            if response.status_code < 300:
                return Result(), {}
            return _refusal(response.status_code, response.headers.get("Retry-After")), _answer(response)
    except requests.exceptions.SSLError:
        return Result("its certificate is not valid"), {}
    except requests.exceptions.ProxyError:
        return Result("the proxy does not answer", passing=True), {}
    except requests.exceptions.Timeout:
        return Result(f"no answer within {TIMEOUT:.0f} s", passing=True), {}
    except (requests.exceptions.ConnectionError, HTTPError):
        return Result("it cannot be reached", passing=True), {}
    except requests.exceptions.RequestException as error:
        return Result(f"its address cannot be asked ({type(error).__name__})"), {}


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    token = _posting.set(True)
    try:
        yield
    finally:
        _posting.reset(token)


def _refusal(status: int, retry_after: str | None) -> Result:
    if 300 <= status < 400:
        return Result(f"it answered with a redirect ({status}), which is not followed")
    known = {member.value: member.phrase for member in http.HTTPStatus}
    reason = f"it answered {status} {known.get(status, '')}".rstrip()
    passing = status >= 500 or status in _PASSING
    return Result(reason, passing=passing, wait=_seconds(retry_after) if passing and retry_after else None)


def _seconds(retry_after: str) -> float | None:
    """`Retry-After` in seconds: a number or a date (RFC 9110, 10.2.3)."""
    if _SECONDS.fullmatch(retry_after.strip()):
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())


def _answer(response: requests.Response) -> dict[str, Any]:
    """What a refusal says, where it is a JSON table of bounded size."""
    try:
        found = json.loads(response.raw.read(_ANSWER_BYTES, decode_content=True))
    except (HTTPError, OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
