"""Alarms tell changes only, once, by each channel, and keep what a receiver could not take."""

import dataclasses
import datetime as dt
import logging
from pathlib import Path

import pytest

from pipelines.alarms import memory
from pipelines.alarms.announce import Announced, announce
from pipelines.alarms.changes import LINE_LENGTH, LINES, RunProblem
from pipelines.alarms.delivery import TRIES, Channel, Result
from pipelines.alarms.destinations import Telegram, Webhook
from pipelines.alarms.message import Message
from pipelines.alarms.web import TelegramChannel, WebhookChannel
from pipelines.dataset.verify.objects import check_objects
from pipelines.health.states import SiteHealth, State
from pipelines.store.folder import FolderStore
from pipelines.store.location import parse_store_url
from pipelines.store.s3 import S3Store
from tests.receivers import Answer, WebReceiver

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
TOKEN = "123456789:AAE-very_secret_token_of_a_bot_00000"
PATH = "/services/T00/B00/very-secret-path"


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


def health(site: str = "a_kz", state: State = "well", at: dt.datetime = NOW, *evidence: str) -> SiteHealth:
    bad = state != "well"
    return SiteHealth(
        site=site,
        state=state,
        evidence=evidence or (("30 of 31 pages refused (403); 0.2 a day before",) if bad else ()),
        since=at - hours(1) if bad else None,
        first_bad_run="20261122T110000Z-abc123" if bad else None,
        judged_at=at,
    )


@pytest.fixture
def objects(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def webhook(receiver: WebReceiver) -> Channel:
    return WebhookChannel(Webhook(receiver.url + PATH))


def telegram(receiver: WebReceiver) -> Channel:
    return TelegramChannel(Telegram(TOKEN, "-100123"), api=receiver.url)


def test_a_change_is_told_once_and_its_end_too(objects: FolderStore) -> None:
    history: list[tuple[State, dt.datetime]] = [
        ("well", NOW),
        ("blocked", NOW + hours(1)),
        ("blocked", NOW + hours(2)),
        ("blocked", NOW + hours(3)),
        ("broken layout", NOW + hours(4)),
        ("well", NOW + hours(26)),
        ("well", NOW + hours(27)),
    ]
    with WebReceiver() as receiver:
        channels = [webhook(receiver)]
        for state, at in history:
            announce(objects, [health("a_kz", state, at), health("b_kz", "well", at)], channels, at)
        texts = [body["text"] for body in receiver.taken]
        assert texts == [
            (
                "Steppewire: 1 site is not well\n\n"
                "a_kz: blocked since 2026-11-22 12:00 UTC, first bad run 20261122T110000Z-abc123\n"
                "- 30 of 31 pages refused (403); 0.2 a day before"
            ),
            (
                "Steppewire: 1 site is not well\n\n"
                "a_kz: broken layout (was blocked) since 2026-11-22 15:00 UTC, "
                "first bad run 20261122T110000Z-abc123\n"
                "- 30 of 31 pages refused (403); 0.2 a day before"
            ),
            (
                "Steppewire: 1 site is well again\n\n"
                "a_kz: recovered after 1 d 2 h (was broken layout), 2026-11-23 14:00 UTC"
            ),
        ]
        first = receiver.taken[0]["changes"][0]
        assert (first["site"], first["state"]) == ("a_kz", "blocked")
        assert first["before"] == "well"
        assert first["since"] == (NOW).isoformat()
        assert first["first_bad_run"] == "20261122T110000Z-abc123"
        assert [body["id"] for body in receiver.taken] == [
            body["changes"][-1]["id"] for body in receiver.taken
        ]


def test_a_round_without_news_writes_nothing(objects: FolderStore) -> None:
    with WebReceiver() as receiver:
        announce(objects, [health()], [webhook(receiver)], NOW)
        assert objects.get(memory.KEY) is None
        announce(objects, [health(state="slow")], [webhook(receiver)], NOW)
        before = objects.get(memory.KEY)
        announce(objects, [health(state="slow", at=NOW + hours(1))], [webhook(receiver)], NOW + hours(1))
        assert objects.get(memory.KEY) == before
        assert len(receiver.asked) == 1


def test_changes_of_a_round_go_in_one_message_by_each_channel(objects: FolderStore) -> None:
    with WebReceiver() as web, WebReceiver() as bot:
        sites = [health(f"{name}_kz", "unreachable") for name in "abc"]
        told = announce(objects, sites, [webhook(web), telegram(bot)], NOW)
        assert told.delivered == {"webhook": 3, "telegram": 3}
        assert (len(web.asked), len(bot.asked)) == (1, 1)
        assert web.taken[0]["text"].startswith("Steppewire: 3 sites are not well\n\na_kz: unreachable since")
        path, body = bot.asked[0]
        assert path == f"/bot{TOKEN}/sendMessage"
        assert body["chat_id"] == "-100123"
        assert body["text"] == web.taken[0]["text"]
        assert "parse_mode" not in body
        assert body["link_preview_options"] == {"is_disabled": True}


def test_without_a_channel_nothing_is_noted(objects: FolderStore) -> None:
    assert announce(objects, [health(state="blocked")], [], NOW) == Announced()
    assert objects.get(memory.KEY) is None
    with WebReceiver() as receiver:
        announce(objects, [health(state="blocked")], [webhook(receiver)], NOW)
        assert len(receiver.taken) == 1


def test_a_receiver_that_is_down_gets_it_in_the_next_round(
    objects: FolderStore, caplog: pytest.LogCaptureFixture
) -> None:
    with WebReceiver() as bot:
        with WebReceiver() as web:
            port = web.port
            channels = [webhook(web), telegram(bot)]
        # One channel is down: the other tells, once.
        told = announce(objects, [health(state="blocked")], channels, NOW)
        assert told.delivered == {"telegram": 1}
        assert told.failures == {"webhook": "it cannot be reached"}
        assert told.waiting == 1
        announce(objects, [health(state="blocked")], channels, NOW + hours(1))
        warned = [record for record in caplog.records if record.levelno == logging.WARNING]
        assert [record.getMessage() for record in warned] == [
            "1 alarms wait, as webhook does not deliver: it cannot be reached"
        ]
        with WebReceiver(port=port) as web:
            later = [health(at=NOW + hours(2))]
            told = announce(objects, later, channels, NOW + hours(2))
            assert told.delivered == {"webhook": 2, "telegram": 1}
            assert told.waiting == 0
            (body,) = web.taken
            assert [change["state"] for change in body["changes"]] == ["blocked", "well"]
        assert [len(body["text"].split("\n\n")) - 1 for body in bot.taken] == [1, 1]
        assert memory.parse(objects.get(memory.KEY) or b"").failures == {}


@pytest.mark.parametrize(
    ("answers", "asked", "reason"),
    [
        ([Answer(503), Answer(500)], 3, ""),
        ([Answer(429, headers={"Retry-After": "1"})], 2, ""),
        ([Answer(429, b'{"ok": false, "parameters": {"retry_after": 0}}')], 2, ""),
        ([Answer(429, headers={"Retry-After": "3600"})], 1, "it answered 429 Too Many Requests"),
        ([Answer(502)] * TRIES, TRIES, "it answered 502 Bad Gateway"),
        ([Answer(404)], 1, "it answered 404 Not Found"),
        (
            [Answer(400, b'{"ok": false, "description": "Bad Request: chat not found"}')],
            1,
            "it answered 400 Bad Request: Bad Request: chat not found",
        ),
        ([Answer(400, b"[" * 50_000)], 1, "it answered 400 Bad Request"),
        (
            [Answer(302, headers={"Location": "/elsewhere"})],
            1,
            "it answered with a redirect (302), which is not followed",
        ),
    ],
)
def test_what_may_pass_is_tried_again_and_what_is_refused_is_not(
    objects: FolderStore, answers: list[Answer], asked: int, reason: str
) -> None:
    with WebReceiver(answers) as bot:
        begun = dt.datetime.now(dt.UTC)
        told = announce(objects, [health(state="blocked")], [telegram(bot)], NOW)
        assert len(bot.asked) == asked
        assert told.failures.get("telegram", "") == reason
        assert told.waiting == (1 if reason else 0)
        if answers[0].headers.get("Retry-After") == "1":
            assert dt.datetime.now(dt.UTC) - begun >= dt.timedelta(seconds=1)


def test_two_hosts_tell_it_once(tmp_path: Path) -> None:
    with WebReceiver() as receiver:
        blocked = [health(state="blocked")]

        class Slow(FolderStore):
            """Another host does a whole round between reading and writing of this one."""

            done = False

            def put_if_absent(self, key: str, data: bytes) -> bool:
                if not self.done:
                    self.done = True
                    announce(FolderStore(tmp_path), blocked, [webhook(receiver)], NOW)
                return super().put_if_absent(key, data)

        told = announce(Slow(tmp_path), blocked, [webhook(receiver)], NOW)
        assert told == Announced()
        assert len(receiver.taken) == 1


def test_a_bucket_keeps_what_waits(s3_url: str) -> None:
    bucket = S3Store(parse_store_url(s3_url))
    with WebReceiver([Answer(403)]) as receiver:
        blocked = [health(state="blocked")]
        assert announce(bucket, blocked, [webhook(receiver)], NOW).waiting == 1
        assert announce(bucket, blocked, [webhook(receiver)], NOW).delivered == {"webhook": 1}
        assert announce(bucket, blocked, [webhook(receiver)], NOW) == Announced()
        assert announce(bucket, [health()], [webhook(receiver)], NOW).delivered == {"webhook": 1}
        assert len(receiver.taken) == 2


def test_while_a_host_delivers_another_leaves_it_alone(objects: FolderStore) -> None:
    with WebReceiver() as receiver:

        @dataclasses.dataclass
        class Meanwhile:
            """Another host's round, with news of its own, falls into the delivery of the first."""

            name: str = "webhook"

            def send(self, message: Message) -> Result:
                if not others:
                    others.append(announce(objects, [health("b_kz", "slow")], [webhook(receiver)], NOW))
                return webhook(receiver).send(message)

        others: list[Announced] = []
        told = announce(objects, [health(state="blocked")], [Meanwhile()], NOW)
        assert (others[0].delivered, others[0].waiting) == ({}, 2)
        # What the other noted meanwhile is delivered by the one that holds the claim.
        assert told.delivered == {"webhook": 2}
        assert [[change["site"] for change in body["changes"]] for body in receiver.taken] == [
            ["a_kz"],
            ["b_kz"],
        ]
        kept = memory.parse(objects.get(memory.KEY) or b"")
        assert (kept.waiting, kept.claim) == ((), None)


def test_the_claim_of_a_dead_host_ends(objects: FolderStore) -> None:
    with WebReceiver() as receiver:

        @dataclasses.dataclass
        class Dying:
            name: str = "webhook"

            def send(self, _message: Message) -> Result:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            announce(objects, [health(state="blocked")], [Dying()], NOW)
        soon, late = NOW + memory.CLAIM / 2, NOW + memory.CLAIM
        assert announce(objects, [], [webhook(receiver)], soon).waiting == 1
        assert announce(objects, [], [webhook(receiver)], late).delivered == {"webhook": 1}


def test_an_older_judgement_says_nothing(objects: FolderStore) -> None:
    with WebReceiver() as receiver:
        announce(objects, [health(state="blocked")], [webhook(receiver)], NOW)
        announce(objects, [health(at=NOW - hours(1))], [webhook(receiver)], NOW)
        assert len(receiver.taken) == 1


def test_a_run_without_a_record_is_a_state_of_the_site(objects: FolderStore) -> None:
    with WebReceiver() as receiver:
        problem = RunProblem(
            site="a_kz", kind="out of time", since=NOW - hours(1), evidence=("ended after 3600 s",)
        )
        for problems in ([problem], [problem], []):
            announce(objects, [health()], [webhook(receiver)], NOW, problems=problems)
        assert [body["text"].partition("\n\n")[2] for body in receiver.taken] == [
            "a_kz: out of time since 2026-11-22 11:00 UTC\n- ended after 3600 s",
            "a_kz: recovered after 1 h 0 min (was out of time), 2026-11-22 12:00 UTC",
        ]


def test_what_waits_is_bounded_in_age_and_number(
    objects: FolderStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(memory, "MAX_WAITING", 2)
    with WebReceiver([Answer(403)] * 2) as receiver:
        sites = [health(f"{name}_kz", "blocked") for name in "abc"]
        told = announce(objects, sites, [webhook(receiver)], NOW)
        assert (told.waiting, told.dropped) == (2, 1)
        assert "1 alarms were never delivered and are dropped" in caplog.text
        late = NOW + memory.MAX_AGE + hours(1)
        told = announce(objects, [health("d_kz", "slow", late)], [webhook(receiver)], late)
        assert (told.waiting, told.dropped) == (1, 2)
        assert memory.parse(objects.get(memory.KEY) or b"").dropped == 3
        announce(objects, [], [webhook(receiver)], late)
        assert [change["site"] for change in receiver.taken[0]["changes"]] == ["d_kz"]


def test_a_damaged_object_is_begun_anew_and_verify_names_it(objects: FolderStore) -> None:
    with WebReceiver() as receiver:
        for data in (b"{", b"[]", b'{"claim": null}', b'{"sites": 1}', b"null"):
            objects.replace(memory.KEY, data)
            (fault,) = check_objects(objects, None)
            assert fault.where == memory.KEY
            announce(objects, [health(state="blocked")], [webhook(receiver)], NOW)
            assert list(check_objects(objects, None)) == []
        assert len(receiver.taken) == 5


HOSTILE = (
    "<!channel> & <https://evil.test|click> @here [x](http://evil.test) *b*\r\nBcc: x\x1b[31m\u202e\udc80"
)


def test_no_text_of_a_page_becomes_markup_or_a_line(objects: FolderStore) -> None:
    with WebReceiver() as web, WebReceiver() as bot:
        sites = [health("a_kz", "blocked", NOW, *[HOSTILE, "x" * 5000] * 9)]
        announce(objects, sites, [webhook(web), telegram(bot)], NOW)
        text = web.taken[0]["text"]
        assert "&lt;!channel&gt; &amp; &lt;https://evil.test|click&gt; @\u200bhere [x] (http" in text
        assert web.taken[0]["mrkdwn"] is False
        for told in (text, bot.taken[0]["text"]):
            assert all(line.isprintable() for line in told.replace("\u200b", "").split("\n"))
            assert len(told.split("\n")) == 3 + LINES
        assert all(len(line) <= LINE_LENGTH for line in web.taken[0]["changes"][0]["evidence"])


def test_a_long_message_is_cut_and_says_so(objects: FolderStore) -> None:
    with WebReceiver() as bot:
        sites = [health(f"site{n:03}_kz", "blocked", NOW, *["😀" * LINE_LENGTH] * LINES) for n in range(40)]
        announce(objects, sites, [telegram(bot)], NOW)
        text = bot.taken[0]["text"]
        assert 2000 < len(text.encode("utf-16-le")) // 2 <= 4096
        last = text.rpartition("\n")[2]
        assert last.startswith("… and 39 more: site001_kz, site002_kz,")
        assert last.endswith("_kz, site039_kz")


def test_secrets_stand_nowhere(objects: FolderStore, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f'{{"description": "no bot {TOKEN} here"}}'.encode()
    with WebReceiver([Answer(401, echo)]) as bot, WebReceiver([Answer(404, PATH.encode())]) as web:
        channels = [webhook(web), telegram(bot)]
        told = announce(objects, [health(state="blocked")], channels, NOW)
        assert set(told.failures) == {"webhook", "telegram"}
    # Nobody listens any more: what libraries say then repeats the address.
    told_later = announce(objects, [], channels, NOW + hours(1))
    everything = f"{caplog.text} {told} {told_later} {channels!r} {objects.get(memory.KEY)!r}"
    assert "telegram" in everything
    assert TOKEN not in everything
    assert "very-secret" not in everything
