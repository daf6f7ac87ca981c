"""After a round: alarms of what changed, once, and the numbers, whatever became of the sites."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import weed
from tests.faults import patched
from tests.loopback import Answer, serve
from tests.receivers import Answer as Reply
from tests.receivers import WebReceiver
from tests.running import Place
from tests.test_crawl import HTML, article, feed
from tests.test_crawlall import SITES


@pytest.fixture
def receiver() -> Iterator[WebReceiver]:
    with WebReceiver() as found:
        yield found


@pytest.fixture
def place(tmp_path: Path, receiver: WebReceiver) -> Iterator[Place]:
    answers = {"/feed": Answer(body=feed(1, 2)), "/news/1": Answer(body=article(1), headers=HTML)}
    answers["/news/2"] = Answer(body=article(2), headers=HTML)
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(serve(answers)) for _ in range(3)]
        hosts = ",".join(server.url.removeprefix("http://") for server in servers)
        yield Place(
            tmp_path,
            {
                "ROUND_HOSTS": hosts,
                "NEWS_ALARM_WEBHOOK": f"{receiver.url}/secret-hook",
                "NEWS_METRICS_FILE": str(tmp_path / "steppewire.prom"),
            },
        )


def told(receiver: WebReceiver) -> list[tuple[str, str, str]]:
    return [(one["site"], one["before"], one["state"]) for body in receiver.taken for one in body["changes"]]


def test_what_changed_is_told_once_and_the_numbers_are_written(place: Place, receiver: WebReceiver) -> None:
    done = place.scrapy("crawlall", "well_kz", "dies_kz", "--json", *SITES)
    assert done.code == 1, done.err
    assert told(receiver) == [("dies_kz", "well", "died")]
    assert "secret-hook" not in done.out + done.err
    numbers = (place.folder / "steppewire.prom").read_text()
    assert 'steppewire_run_pages{outcome="stored",site="well_kz"} 2.0' in numbers
    assert 'steppewire_site_state{site="well_kz",state="well"} 1.0' in numbers
    assert place.scrapy("crawlall", "well_kz", "dies_kz", *SITES).code == 1
    assert len(receiver.asked) == 1


def test_a_receiver_that_is_down_is_said_and_gets_it_in_the_next_round(
    place: Place, receiver: WebReceiver
) -> None:
    receiver.answers += [Reply(status=404)] * 2
    for times in (1, 0):
        done = place.scrapy("crawlall", "well_kz" if receiver.asked else "dies_kz", *SITES)
        assert done.code == 1
        assert "alarms unhealthy" in done.out
        # Said once: cron would send a mail with every round.
        assert done.err.count("1 alarms wait, as webhook does not deliver: it answered 404") == times
        assert "secret-hook" not in done.out + done.err
    done = place.scrapy("crawlall", "well_kz", *SITES)
    assert (done.code, done.err) == (0, "")
    assert told(receiver) == [("dies_kz", "well", "died")]


def test_a_file_that_cannot_be_written_is_said_and_hides_no_site(place: Place) -> None:
    numbers = {"NEWS_METRICS_FILE": str(place.folder / "none" / "steppewire.prom")}
    done = Place(place.folder, place.environment | numbers).scrapy("crawlall", "well_kz", *SITES)
    assert done.code == 1
    assert "well_kz" in done.out
    (line,) = done.err.splitlines()
    assert line.startswith("metrics: NEWS_METRICS_FILE: "), line


def test_a_store_that_fails_is_told_once_and_when_it_works_again(place: Place, receiver: WebReceiver) -> None:
    bucket = weed.variables("http://127.0.0.1:9") | {"NEWS_STORE_URL": "s3://news/none"}
    away = Place(place.folder, place.environment | bucket)
    quick = "pipelines.store.retry.ATTEMPTS = 1"
    for _ in range(2):
        done = patched(away, quick, "crawlall", "well_kz", *SITES)
        assert done.code == 3, done.err
    assert told(receiver) == [("the store", "well", "store failed")]
    assert place.scrapy("crawlall", "well_kz", *SITES).code == 0
    assert told(receiver)[1:] == [("the store", "store failed", "well")]
