"""A name server on loopback that lies, fails and keeps silent, and the look-up of a process that asks it.

The C library asks the servers of /etc/resolv.conf alone, on port 53. So the process under test has
`socket.gethostbyname`, below which there is nothing but the C library, replaced by `look_up`.
"""

import ipaddress
import socket
import socketserver
import struct
import threading
from collections.abc import Mapping, Sequence
from typing import Any

NXDOMAIN, SERVFAIL = 3, 2
SILENT = "silent"
GARBAGE = "garbage"
PATIENCE = 2.0
"""Seconds that an answer is waited for: the C library's patience, made short."""

Answers = Mapping[str, Sequence[str | int]]
"""For each name, the answer to each question in turn, the last one for good: an address, a response code,
`SILENT` or `GARBAGE`. A name that is not there is NXDOMAIN."""


class NameServer:
    """DNS over UDP (RFC 1035), for questions of one A record."""

    def __init__(self, answers: Answers) -> None:
        left = {name: list(given) for name, given in answers.items()}
        self.asked: list[str] = []
        asked = self.asked

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                question, reply = self.request
                name = _name_of(question)
                asked.append(name)
                answers = left.get(name, [NXDOMAIN])
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                if answer != SILENT:
                    reply.sendto(_answer(question, answer), self.client_address)

        class Server(socketserver.ThreadingUDPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> "NameServer":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _name_of(question: bytes) -> str:
    labels, at = [], 12
    while length := question[at]:
        labels.append(question[at + 1 : at + 1 + length].decode("ascii"))
        at += 1 + length
    return ".".join(labels)


def _answer(question: bytes, answer: str | int) -> bytes:
    if answer == GARBAGE:
        return question[:2] + b"\xff" * 40
    code = answer if isinstance(answer, int) else 0
    header = question[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, int(not code), 0, 0)
    if code:
        return header + question[12:]
    address = ipaddress.IPv4Address(answer).packed
    # A pointer to the name of the question; type A, class IN, not to be kept.
    return header + question[12:] + struct.pack(">HHHIH", 0xC00C, 1, 1, 0, 4) + address


def look_up(name: str, port: int) -> str:
    """The IPv4 address of a name, or of an address in any notation. Raises socket.gaierror."""
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        pass
    labels = b"".join(struct.pack("B", len(label)) + label.encode("ascii") for label in name.split("."))
    question = struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + labels + struct.pack(">BHH", 0, 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(PATIENCE)
        asking.sendto(question, ("127.0.0.1", port))
        try:
            answer = asking.recv(512)
        except TimeoutError:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution") from None
    code = answer[3] & 0xF
    if code == NXDOMAIN:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if code or len(answer) < len(question) + 16:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    return socket.inet_ntoa(answer[-4:])


def install(port: int) -> None:
    """Have this process ask the name server on this port."""

    def gethostbyname(name: Any) -> str:
        return look_up(name, port)

    socket.gethostbyname = gethostbyname
