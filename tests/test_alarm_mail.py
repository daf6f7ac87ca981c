"""Alarms by e-mail: encrypted, logged in, to the people named, and no header that a text wrote."""

import datetime as dt
from pathlib import Path

import pytest

from pipelines.alarms.announce import announce
from pipelines.alarms.delivery import Result
from pipelines.alarms.destinations import Mail, MailServer
from pipelines.alarms.mail import MailChannel
from pipelines.alarms.message import Message
from pipelines.health.states import SiteHealth
from pipelines.store.folder import FolderStore
from tests.hostile_site.certificates import Authority
from tests.receivers import mail_receiver
from tests.weed import free_port

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
LOGIN = ("desk@example.org", "very secret pass:word@%")
PEOPLE = ("one@example.org", "two@example.org")
MESSAGE = Message(id="0123456789abcdef", headline="Steppewire: 1 site is not well")


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    return authority.certificate("localhost")


def channel(
    port: int, *, tls: bool = False, login: tuple[str, str] = LOGIN, host: str = "localhost"
) -> MailChannel:
    server = MailServer(host=host, port=port, tls=tls, user=login[0], password=login[1])
    return MailChannel(Mail(PEOPLE, server))


def test_mail_is_encrypted_and_logged_in(certificate: Path, tmp_path: Path) -> None:
    health = SiteHealth(
        site="kun_uz",
        state="blocked",
        evidence=("бот-страница вместо статьи: 30 из 31",),
        since=NOW,
        first_bad_run="r1",
        judged_at=NOW,
    )
    with mail_receiver(certificate, login=LOGIN) as receiver:
        told = announce(FolderStore(tmp_path / "store"), [health], [channel(receiver.port)], NOW)
        assert told.delivered == {"email": 1}, told.failures
    (mail,) = receiver.mails
    assert receiver.logins == [LOGIN]
    assert receiver.encrypted == [True]
    assert receiver.people == [list(PEOPLE)]
    assert (mail["From"], mail["To"]) == (LOGIN[0], ", ".join(PEOPLE))
    assert mail["Subject"] == "Steppewire: 1 site is not well"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{told.changes[0].id}.steppewire@example.org>"
    assert abs(mail["Date"].datetime - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert mail.get_content().splitlines() == [
        "Steppewire: 1 site is not well",
        "",
        "kun_uz: blocked since 2026-11-22 12:00 UTC, first bad run r1",
        "- бот-страница вместо статьи: 30 из 31",
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("wrong password", "the server refused the login (535)"),
        ("no starttls", "the server offers no STARTTLS, or no login"),
        ("unknown authority", "the server's certificate is not valid"),
        ("another host", "the server's certificate is not valid"),
        ("nobody known", "the server refused all receivers (550)"),
        ("nobody listens", "the server cannot be reached"),
        ("no mail server", "the server hung up"),
    ],
)
def test_what_is_refused_is_told_without_the_password(
    given: str, reason: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if given == "unknown authority":
        monkeypatch.delenv("SSL_CERT_FILE")
    login = (LOGIN[0], "wrong") if given == "wrong password" else LOGIN
    host = "127.0.0.1" if given == "another host" else "localhost"
    with mail_receiver(None if given == "no starttls" else certificate, login=LOGIN) as receiver:
        if given == "nobody known":
            receiver.refused = set(PEOPLE)
        port = free_port() if given == "nobody listens" else receiver.port
        asked = channel(port, tls=given == "no mail server", login=login, host=host)
        if given == "no mail server":
            # TLS at once, to a server that speaks first.
            reason = "the server cannot be reached"
        found = asked.send(MESSAGE)
    assert found.reason == reason
    assert found.passing == (reason in ("the server cannot be reached", "the server hung up"))
    assert receiver.mails == []
    assert LOGIN[1] not in f"{found} {asked}"
    if given in ("no starttls", "unknown authority", "another host"):
        assert receiver.logins == []


def test_a_busy_server_is_asked_again(certificate: Path, tmp_path: Path) -> None:
    with mail_receiver(certificate, login=LOGIN) as receiver:
        receiver.busy = 1
        health = SiteHealth(site="a_kz", state="slow", since=NOW, judged_at=NOW)
        told = announce(FolderStore(tmp_path / "store"), [health], [channel(receiver.port)], NOW)
        assert told.delivered == {"email": 1}
        assert len(receiver.mails) == 1


def test_one_unknown_receiver_keeps_the_mail_from_no_other(
    certificate: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with mail_receiver(certificate, login=LOGIN) as receiver:
        receiver.refused = {PEOPLE[0]}
        assert channel(receiver.port).send(MESSAGE) == Result()
        assert receiver.people == [[PEOPLE[1]]]
        assert f"the server refuses {PEOPLE[0]}" in caplog.text


def test_the_machines_own_server_needs_neither_login_nor_encryption() -> None:
    with mail_receiver() as receiver:
        assert channel(receiver.port, login=("", "")).send(MESSAGE).delivered
        assert receiver.encrypted == [False]
        assert receiver.mails[0]["From"] == PEOPLE[0]


def test_no_text_becomes_a_header(tmp_path: Path) -> None:
    health = SiteHealth(
        site="a\r\nBcc: x@evil.test\r\n\r\nbody",
        state="blocked",
        evidence=("first\r\n.\r\nMAIL FROM:<x@evil.test>", "\udc80 half"),
        judged_at=NOW,
    )
    with mail_receiver() as receiver:
        asked = channel(receiver.port, login=("", ""))
        assert announce(FolderStore(tmp_path), [health], [asked], NOW).delivered == {"email": 1}
        assert receiver.people == [list(PEOPLE)]
        (mail,) = receiver.mails
        assert set(mail.keys()) == {
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
            "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
        }  # fmt: skip
        assert mail.get_content().splitlines()[2:] == [
            "a Bcc: x@evil.test body: blocked",
            "- first . MAIL FROM:<x@evil.test>",
            "- half",
        ]
        # Should a line break ever reach a header, the mail is not sent.
        with pytest.raises(ValueError, match="linefeed"):
            asked.send(Message(id="1", headline="Steppewire\r\nBcc: x@evil.test"))
        assert len(receiver.mails) == 1
