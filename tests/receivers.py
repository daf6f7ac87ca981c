"""Real receivers of alarms on loopback: a web server that takes JSON, and a mail server."""

import contextlib
import dataclasses
import email
import email.policy
import functools
import http.server
import json
import ssl
import threading
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


class WebReceiver:
    """Takes posts. `answers` are given in turn, then it answers 200; `taken` is what was answered so."""

    def __init__(self, answers: Sequence[Answer] = (), port: int = 0) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.taken: list[dict[str, Any]] = []
        self.answers = list(answers)
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = receiver.answers.pop(0) if receiver.answers else Answer()
                receiver.asked.append((self.path, body))
                if answer.status == 200:
                    receiver.taken.append(body)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "WebReceiver":
        serve_forever = functools.partial(self._server.serve_forever, poll_interval=0.05)
        threading.Thread(target=serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class MailReceiver:
    """What the mail server took, and how."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.people: list[list[str]] = []
        self.encrypted: list[bool] = []
        self.logins: list[tuple[str, str]] = []
        self.refused: set[str] = set()
        """People whom nobody knows."""
        self.busy = 0
        """How many mails are put off with 451."""
        self.port = 0

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's way)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.busy:
            self.busy -= 1
            return "451 4.3.0 come again"
        content = envelope.content
        assert isinstance(content, bytes)
        self.raw.append(content)
        mail = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.people.append(list(envelope.rcpt_tos))
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


@contextlib.contextmanager
def mail_receiver(
    certificate: Path | None = None, *, login: tuple[str, str] | None = None, port: int = 0
) -> Iterator[MailReceiver]:
    """A server that offers STARTTLS with the certificate, and login then."""
    receiver = MailReceiver()

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        told = (data.login.decode(), data.password.decode())
        receiver.logins.append(told)
        return AuthResult(success=told == login, handled=False)

    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    controller = Controller(
        receiver,
        hostname="127.0.0.1",
        port=port or _free_port(),
        server_hostname="mail.test",
        tls_context=context,
        auth_required=login is not None,
        authenticator=authenticate if login else None,
    )
    controller.start()
    receiver.port = controller.port
    try:
        yield receiver
    finally:
        controller.stop()


def _free_port() -> int:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        return server.server_port
