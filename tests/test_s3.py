"""Faults of a bucket, on a real server behind a proxy that makes them; and a crawl into a bucket."""

import time
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from pipelines.dataset.reader import read_articles
from pipelines.errors import StoreError
from pipelines.store.location import parse_store_url
from pipelines.store.retry import is_transient
from pipelines.store.s3 import S3Store
from pipelines.store.store import open_store
from tests import weed
from tests.loopback import Answer, serve
from tests.running import Place
from tests.s3_proxy import Proxy, once
from tests.test_crawl import HTML, LOOP, article, feed


@pytest.mark.parametrize(
    "faults",
    [
        ("500 InternalError",),
        ("503 SlowDown", "503 SlowDown", "503 SlowDown"),
        ("drop", "drop"),
        ("409 ConditionalRequestConflict",),
    ],
)
def test_what_passes_is_tried_again(proxy: Proxy, s3_url: str, faults: tuple[str, ...]) -> None:
    store = S3Store(parse_store_url(s3_url))
    proxy.fault = once(*faults)
    assert store.put_if_absent("a", b"one")
    assert store.get("a") == b"one"
    proxy.fault = once(*faults, method="GET")
    assert store.get("a") == b"one"
    assert len([method for method, _ in proxy.seen if method == "PUT"]) == len(faults) + 1


def test_a_write_that_happened_and_whose_answer_was_lost_is_a_success(proxy: Proxy, s3_url: str) -> None:
    store = S3Store(parse_store_url(s3_url))
    proxy.fault = once("swallow")
    assert store.put_if_absent("a", b"mine")
    proxy.fault = once("swallow")
    found = store.get_tagged("a")
    assert found is not None
    tag = store.put_if_match("a", b"mine too", found[1])
    assert tag is not None
    assert store.get_tagged("a") == (b"mine too", tag)
    # And one that did not happen, because another's bytes stand there, is none.
    proxy.fault = once("drop")
    assert not store.put_if_absent("a", b"other")


def test_a_commit_survives_lost_answers_and_bad_minutes(proxy: Proxy, s3_url: str, tmp_path: Path) -> None:
    from tests.test_recorder import LATER, Host, outcomes, rows

    store = open_store(s3_url)
    host = Host(store, tmp_path)
    host.article("a")
    proxy.fault = once("swallow", "503 SlowDown", "swallow", "drop", where="_delta_log")
    host.recorder.commit(LATER)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/a"]
    assert outcomes(store) == {"stored": 1}
    proxy.fault = once("swallow", "503 SlowDown", "drop", where=".parquet")
    host.article("b")
    host.recorder.commit(LATER)
    assert outcomes(store) == {"stored": 2}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, "access refused"),
        ({"AWS_ACCESS_KEY_ID": "nobody"}, "access refused"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "Could not connect"),
        ({"url": "s3://nothere/x"}, "there is no bucket nothere"),
    ],
)
def test_what_does_not_pass_is_said_in_one_line_and_in_seconds(
    s3_url: str, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], says: str
) -> None:
    url = change.pop("url", s3_url)
    for name, value in change.items():
        monkeypatch.setenv(name, value)
    began = time.monotonic()
    with pytest.raises(StoreError, match=says) as error:
        open_store(url)
    assert time.monotonic() - began < 20
    assert "\n" not in str(error.value)
    assert weed.SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("501 NotImplemented", "no conditional write"),
        ("403 RequestTimeTooSkewed", "clock is wrong"),
        ("400 ExpiredToken", "credentials have expired"),
    ],
)
def test_refusals_by_their_reason(proxy: Proxy, s3_url: str, code: str, says: str) -> None:
    proxy.fault = once(*[code] * 5)
    with pytest.raises(StoreError, match=says):
        open_store(s3_url)


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (ClientError({"Error": {"Code": "SlowDown"}}, "PutObject"), True),
        (
            ClientError({"Error": {"Code": "x"}, "ResponseMetadata": {"HTTPStatusCode": 502}}, "PutObject"),
            True,
        ),
        (ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject"), False),
        (ClientError({"Error": {"Code": "NoSuchBucket"}}, "PutObject"), False),
        (ConnectTimeoutError(endpoint_url="x"), True),
        (ReadTimeoutError(endpoint_url="x"), True),
        (OSError("Generic S3 error: Error performing PUT … 503 Service Unavailable"), True),
        (OSError("The operation lacked the necessary privileges to complete"), False),
        (OSError(28, "No space left on device"), False),
        (OSError("No space left on device (os error 28)"), False),
        (OSError("tcp connect error: Connection refused (os error 111)"), True),
        (ValueError("a bug"), False),
    ],
)
def test_what_is_transient(error: Exception, transient: bool) -> None:
    assert is_transient(error) == transient


def test_a_crawl_into_a_bucket_and_reading_it(s3_endpoint: str, s3_url: str, tmp_path: Path) -> None:
    answers = {"/feed": Answer(body=feed(1, 2, 3))}
    answers |= {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in (1, 2, 3)}
    with serve(answers) as server:
        variables = weed.variables(s3_endpoint) | {"NEWS_STORE_URL": s3_url}
        place = Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://").rstrip("/"), **variables})
        done = place.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 0, done.err
        assert place.scrapy("crawl", "loop_kz", *LOOP).code == 0
    articles = read_articles(s3_url)
    assert len(articles) == 3
    assert {row.warc_key for row in articles} == {next(iter(articles)).warc_key}
    keys = list(S3Store(parse_store_url(s3_url)).list(""))
    assert sum(key.startswith("runs/") for key in keys) == 2
    assert not any(key.startswith("probe-") for key in keys)


def test_exit_code_3_when_the_bucket_cannot_be_reached(s3_url: str, tmp_path: Path) -> None:
    environment = weed.variables("http://127.0.0.1:9") | {
        "NEWS_STORE_URL": s3_url,
        "LOOP_HOST": "127.0.0.1:9",
    }
    done = Place(tmp_path, environment).scrapy("crawl", "loop_kz", *LOOP)
    assert done.code == 3
    assert "Could not connect" in done.err
    assert len(done.err.strip().splitlines()) <= 2, done.err
