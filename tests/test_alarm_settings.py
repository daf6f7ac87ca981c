"""What the `NEWS_ALARM_*` variables may say, that they are printed nowhere, and `scrapy alarm-test`."""

from pathlib import Path

import pytest

from pipelines.alarms.channels import channels_of
from pipelines.alarms.destinations import Mail, MailServer, Telegram, Webhook, destinations
from pipelines.errors import UsageError
from tests.hostile_site.certificates import Authority
from tests.receivers import Answer, WebReceiver, mail_receiver
from tests.running import Place

TOKEN = "123456789:AAE-very_secret_token_of_a_bot_00000"


def test_what_may_be_said() -> None:
    found = destinations(
        {
            "NEWS_ALARM_WEBHOOK": " https://hooks.example.org/services/T0/B0/x ",
            "NEWS_ALARM_TELEGRAM": f"{TOKEN}@-100123",
            "NEWS_ALARM_EMAIL": "a@example.org, b+c@example.org",
            "NEWS_ALARM_SMTP": "smtp://desk%40example.org:se%3Acret%2F@mail.example.org",
            "NEWS_STORE_URL": "file:data",
        }
    )
    server = MailServer(
        host="mail.example.org", port=587, tls=False, user="desk@example.org", password="se:cret/"
    )
    mail = Mail(("a@example.org", "b+c@example.org"), server)
    assert found == [Webhook("https://hooks.example.org/services/T0/B0/x"), Telegram(TOKEN, "-100123"), mail]
    assert mail.sender == "desk@example.org"
    assert "secret" not in repr(found)
    assert "services" not in repr(found)


@pytest.mark.parametrize(
    ("url", "server", "encrypts"),
    [
        ("smtps://u:p@h.test", MailServer(host="h.test", port=465, tls=True, user="u", password="p"), True),
        ("smtp://u:p@h.test:2525", MailServer("h.test", 2525, tls=False, user="u", password="p"), True),
        ("smtp://h.test", MailServer("h.test", 25, tls=False), True),
        ("smtp://localhost", MailServer("localhost", 25, tls=False), False),
        ("smtp://u:p@localhost", MailServer("localhost", 587, tls=False, user="u", password="p"), True),
        ("smtp://[::1]:2525/", MailServer("::1", 2525, tls=False), False),
    ],
)
def test_mail_servers(url: str, server: MailServer, encrypts: bool) -> None:
    (mail,) = destinations({"NEWS_ALARM_EMAIL": "a@example.org", "NEWS_ALARM_SMTP": url})
    assert isinstance(mail, Mail)
    assert mail.server == server
    assert mail.server.must_encrypt == encrypts


@pytest.mark.parametrize(
    ("value", "chat"), [("-100123", "-100123"), ("42", "42"), ("@news_desk", "@news_desk"), ("news", "@news")]
)
def test_chats(value: str, chat: str) -> None:
    assert destinations({"NEWS_ALARM_TELEGRAM": f"{TOKEN}@{value}"}) == [Telegram(TOKEN, chat)]


def test_nothing_named_is_no_channel() -> None:
    assert channels_of({"NEWS_ALARM_WEBHOOK": "", "NEWS_ALARM_SMTP": " ", "PATH": "/bin"}) == []


MAIL = "NEWS_ALARM_EMAIL"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("NEWS_ALARM_WEBHOOK", "secret", "NEWS_ALARM_WEBHOOK: not an address"),
        ("NEWS_ALARM_WEBHOOK", "ftp://h.test/secret", "NEWS_ALARM_WEBHOOK: not an address"),
        ("NEWS_ALARM_WEBHOOK", "https:///secret", "NEWS_ALARM_WEBHOOK: not an address"),
        ("NEWS_ALARM_WEBHOOK", "https://h.test:secret/", "NEWS_ALARM_WEBHOOK: not an address"),
        ("NEWS_ALARM_WEBHOOK", "https://[secret/", "NEWS_ALARM_WEBHOOK: not an address"),
        ("NEWS_ALARM_WEBHOOK", "https://h.test/secret\r\nX: y", "NEWS_ALARM_WEBHOOK: not an address"),
        ("NEWS_ALARM_TELEGRAM", TOKEN, "NEWS_ALARM_TELEGRAM: write TOKEN@CHAT"),
        ("NEWS_ALARM_TELEGRAM", "1:secret@2", "NEWS_ALARM_TELEGRAM: write TOKEN@CHAT"),
        ("NEWS_ALARM_TELEGRAM", f"{TOKEN}/../x@1", "NEWS_ALARM_TELEGRAM: write TOKEN@CHAT"),
        ("NEWS_ALARM_EMAIL", "a@example.org", "NEWS_ALARM_SMTP: not set; NEWS_ALARM_EMAIL needs it"),
        ("NEWS_ALARM_SMTP", "smtp://u:secret@h.test", "NEWS_ALARM_EMAIL: not set; NEWS_ALARM_SMTP needs it"),
        ("NEWS_ALARM_WEBHOK", "secret", "no such setting; did you mean NEWS_ALARM_WEBHOOK?"),
    ],
)
def test_what_is_wrong_is_told_without_the_value(name: str, value: str, message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        destinations({name: value})
    assert message in str(refusal.value)
    assert "secret" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "server",
    [
        "h.test:587",
        "http://u:secret@h.test",
        "smtp://u:secret@",
        "smtp://u:sec:ret@h.test:port",
        "smtp://u:sec/ret@h.test",
        "smtp://u:secret#@h.test",
        "smtp://secret@h.test",
        "smtp://u:secret%0D%0A@h.test",
        "smtp://u:secret%C3%A9@h.test",
        "smtp://u:secret@h.test/x",
        "smtp://u:secret@h test",
    ],
)
def test_wrong_mail_servers_are_told_without_the_value(server: str) -> None:
    with pytest.raises(UsageError, match=r"^NEWS_ALARM_SMTP: ") as refusal:
        destinations({MAIL: "a@example.org", "NEWS_ALARM_SMTP": server})
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("people", ["a", "a@b@c.test", "a@example.org,", "a@example.org\r\nBcc: b@c.test"])
def test_wrong_people_are_told(people: str) -> None:
    with pytest.raises(UsageError, match="is no e-mail address"):
        destinations({MAIL: people, "NEWS_ALARM_SMTP": "smtp://localhost"})


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {})


def test_a_wrong_variable_ends_any_command_in_one_line(place: Place) -> None:
    done = place.scrapy("list", NEWS_ALARM_TELEGRAM="secret")
    assert done.code == 2
    (line,) = done.err.splitlines()
    assert line.startswith("NEWS_ALARM_TELEGRAM: write TOKEN@CHAT")
    assert "secret" not in line


def test_they_are_no_settings(place: Place) -> None:
    done = place.scrapy("alarm-test", "-s", "NEWS_ALARM_WEBHOOK=https://h.test/secret")
    assert done.code == 2
    (line,) = done.err.splitlines()
    assert "NEWS_ALARM_WEBHOOK: it is read from the environment only" in line
    assert "secret" not in line


def test_the_command_tells_each_channel(place: Place, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    certificate = authority.certificate("localhost")
    login = ("desk@example.org", "very-secret")
    with WebReceiver([Answer(), Answer(404)]) as web, mail_receiver(certificate, login=login) as mail:
        variables = {
            "NEWS_ALARM_WEBHOOK": f"{web.url}/very-secret",
            "NEWS_ALARM_EMAIL": "a@example.org",
            "NEWS_ALARM_SMTP": f"smtp://desk%40example.org:very-secret@localhost:{mail.port}",
            "SSL_CERT_FILE": str(authority.path),
        }
        done = place.scrapy("alarm-test", **variables)
        assert (done.code, done.out) == (0, "webhook: delivered\nemail: delivered\n"), done.err
        assert web.asked[0][0] == "/very-secret"
        assert web.taken[0]["text"].startswith("Steppewire: a test message from ")
        assert web.taken[0]["changes"] == []
        assert mail.mails[0].get_content().splitlines()[-1] == "If you read this, alarms reach you here."
        # At the level that prints all settings and what libraries do.
        done = place.scrapy("alarm-test", "-L", "DEBUG", **variables)
        assert (done.code, done.out) == (1, "webhook: it answered 404 Not Found\nemail: delivered\n")
        assert "very-secret" not in done.err


def test_the_command_says_when_there_is_none(place: Place) -> None:
    done = place.scrapy("alarm-test")
    assert done.code == 2
    assert done.err == (
        "scrapy alarm-test: no receiver is named; set one of NEWS_ALARM_WEBHOOK, NEWS_ALARM_TELEGRAM, "
        "NEWS_ALARM_EMAIL in the environment\n"
    )
