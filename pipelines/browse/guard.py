"""What stands before the pages: it lets through what they need, to callers that mean this server."""

import re
import urllib.parse
from collections.abc import Awaitable, Callable
from typing import Any

from .database import DATABASE

FRONT = f"/{DATABASE}/articles"
"""Where the list of articles is."""

# Without scripts: a text that got past the escaping could still do nothing.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
]
# Datasette has more: tables of the index, forms for debugging, CSV, which programs take for formulas.
_PATHS = re.compile(rf"{FRONT}(\.json)?|/article/[0-9a-f]{{32}}|/browse/browse\.css|/favicon\.ico")

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """Answers what is not to reach the pages itself, and adds headers that forbid what they do not need."""

    def __init__(self, app: App, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = {host.encode() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
            await send(message)

        # A page elsewhere may point a name of its own at this address, to read along.
        if dict(scope["headers"]).get(b"host") not in self._hosts:
            await _answer(sent, 421, b"ask for this server by its own address\n")
        elif scope["method"] not in ("GET", "HEAD"):
            await _answer(sent, 405, b"here is only to read\n")
        elif scope["path"] == "/":
            await _answer(sent, 302, b"", location=FRONT)
        elif not _PATHS.fullmatch(scope["path"]):
            await _answer(sent, 404, b"there is no such page\n")
        elif (query := _filled(scope["query_string"])) is not None:
            await _answer(sent, 302, b"", location=f"{scope['path']}?{query}".removesuffix("?"))
        else:
            await self._app(scope, receive, sent)


def _filled(query: bytes) -> str | None:
    """The query without what a form sent though it was left empty; None where there is nothing like that."""
    pairs = urllib.parse.parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True)
    filled = [(name, value) for name, value in pairs if value.strip()]
    return None if filled == pairs else urllib.parse.urlencode(filled)


async def _answer(send: Send, status: int, body: bytes, location: str | None = None) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    if location is not None:
        headers.append((b"location", location.encode("ascii")))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
