"""A web server on loopback that answers as a test says, and a crawl against it in a process of its own."""

import contextlib
import dataclasses
import datetime as dt
import functools
import http.server
import ipaddress
import json
import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).resolve().parent.parent


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    status: int = 200
    body: bytes = b"a page"
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    drip_seconds: float = 0.0
    """How long the server sends one byte every 50 ms before the body."""
    hang_up: bool = False
    """Close the connection without an answer."""


class Server:
    """`answers` are by path; any other path is 404. `seen` is what was asked, with headers."""

    def __init__(self, answers: Mapping[str, Answer], certificate: Path | None = None) -> None:
        self.seen: list[tuple[str, dict[str, str]]] = []
        seen = self.seen

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.append((self.path, dict(self.headers)))
                answer = answers.get(self.path, Answer(status=404))
                with contextlib.suppress(ConnectionError):
                    self._answer(answer)

            def _answer(self, answer: Answer) -> None:
                if answer.hang_up:
                    self.close_connection = True
                    return
                if answer.status == 200 and _is_had(answer.headers, dict(self.headers)):
                    self.send_response(304)
                    self.end_headers()
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                end = time.monotonic() + answer.drip_seconds
                while time.monotonic() < end:
                    self.wfile.write(b" ")
                    time.sleep(0.05)
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.seen]

    def start(self) -> None:
        serve_forever = functools.partial(self._server.serve_forever, poll_interval=0.05)
        threading.Thread(target=serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _is_had(answer: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    """Does the request say that it has this version? As RFC 9110, 13.2.2, without comparing dates."""
    if "If-None-Match" in asked:
        return asked["If-None-Match"] == answer.get("ETag")
    return asked.get("If-Modified-Since", "-") == answer.get("Last-Modified")


@contextlib.contextmanager
def serve(answers: Mapping[str, Answer], certificate: Path | None = None) -> Iterator[Server]:
    server = Server(answers, certificate)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "self-signed.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return path


def crawl(
    urls: Sequence[str],
    *,
    settings: Mapping[str, object] | None = None,
    names: Mapping[str, Sequence[str]] | None = None,
    meta: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> dict[str, dict[str, Any]]:
    """What became of each address: `status` and `url` and `body`, or `error` (a class name) and `message`.

    `settings` are as if given by `-s`; `names` are host names with the address of each look-up in turn,
    the last one for good; `meta` is given to every request.
    """
    plan = {"urls": list(urls), "settings": settings or {}, "names": names or {}, "meta": meta or {}}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEWS_", "SCRAPY_"))}
    run = subprocess.run(
        [sys.executable, "-m", "tests.loopback_crawl"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**clean, "SCRAPY_SETTINGS_MODULE": "settings.test", **(environment or {})},
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    results: dict[str, dict[str, Any]] = json.loads(run.stdout)
    results[""] = {"log": run.stderr}
    return results
