"""A store that fails: what passes is waited for, within bounds; else the run ends and nothing is lost."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import CommitProperties, DeltaTable, Field, Transaction, write_deltalake
from deltalake.schema import PrimitiveType

from pipelines.article import Article, PageRecord
from pipelines.errors import StoreError
from pipelines.store import s3
from pipelines.store.location import parse_store_url
from pipelines.store.retry import ATTEMPTS, retrying
from pipelines.store.s3 import S3Store
from pipelines.store.schema import arrow_schema
from pipelines.store.store import open_store
from tests import weed
from tests.factories import SITE
from tests.faults import patched, site_of
from tests.loopback import Answer, Server, serve
from tests.running import Place
from tests.s3_proxy import FINE, Fault, Proxy, always, once
from tests.test_crawl import LOOP, RIGHTS_FILES, feed
from tests.test_recorder import LATER, Host, cut_off, outcomes, rows

# Objects


@pytest.mark.parametrize("fault", ["500 InternalError", "503 SlowDown", "cut", "reset down", "drop", "late"])
def test_a_read_that_is_cut_off_is_made_again(
    proxy: Proxy, s3_url: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "READ_SECONDS", 1)
    store = S3Store(parse_store_url(s3_url))
    data = bytes(range(256)) * 400
    store.put_if_absent("warc/a", data)
    proxy.fault = once(fault, method="GET")
    assert store.get("warc/a") == data
    proxy.fault = once(fault, method="GET")
    assert store.get_range("warc/a", 256, 512) == data[256:768]
    assert proxy.count("GET") == 4


@pytest.mark.parametrize("fault", ["reset up", "late", "swallow", "409 OperationAborted"])
def test_a_write_that_is_cut_off_happens_once(
    proxy: Proxy, s3_url: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "READ_SECONDS", 1)
    store = S3Store(parse_store_url(s3_url))
    data = bytes(300_000)
    proxy.fault = once(fault)
    assert store.put_if_absent("warc/a", data)
    assert store.get("warc/a") == data
    assert proxy.count("PUT") == 2


def test_a_write_that_another_made_first_is_not_tried_again(proxy: Proxy, s3_url: str) -> None:
    store = S3Store(parse_store_url(s3_url))
    proxy.fault = once("412 PreconditionFailed")
    assert not store.put_if_absent("a", b"mine")
    assert store.get("a") is None
    assert proxy.count("PUT") == 1


REFUSALS = {
    "403 AccessDenied": "access refused",
    "400 ExpiredToken": "credentials have expired",
    "403 RequestTimeTooSkewed": "clock is wrong",
    "404 NoSuchBucket": "there is no bucket news",
}
"""What does not pass, and what is said of it."""


@pytest.mark.parametrize(("code", "says"), REFUSALS.items())
def test_what_does_not_pass_is_asked_once(proxy: Proxy, s3_url: str, code: str, says: str) -> None:
    store = S3Store(parse_store_url(s3_url))
    proxy.fault = always(code)
    calls: list[Callable[[], object]] = [lambda: store.get("a"), lambda: store.replace("a", b"")]
    for call in calls:
        with pytest.raises(StoreError, match=says):
            call()
    assert len(proxy.seen) == 2


def test_waits_double_with_jitter_up_to_five_seconds() -> None:
    def fail() -> None:
        raise OSError("Generic S3 error: 503 Service Unavailable")

    waits: dict[int, set[float]] = {number: set() for number in range(ATTEMPTS - 1)}
    for _ in range(20):
        slept: list[float] = []
        with pytest.raises(OSError, match="503"):
            retrying().copy(sleep=slept.append)(fail)
        assert len(slept) == ATTEMPTS - 1
        for number, seconds in enumerate(slept):
            waits[number].add(seconds)
    for number, different in waits.items():
        assert max(different) <= min(5.0, 0.05 * 2**number)
        assert len(different) > 10


# Batches

PLACES = {
    "segment": "warc/",
    "data file": ".parquet",
    "articles": "articles/_delta_log",
    "pages": "pages/_delta_log",
}


@pytest.mark.parametrize(
    ("code", "where"),
    [
        *[("403 AccessDenied", where) for where in PLACES],
        ("400 ExpiredToken", "data file"),
        ("400 ExpiredToken", "articles"),
        ("403 RequestTimeTooSkewed", "pages"),
        ("404 NoSuchBucket", "articles"),
    ],
)
def test_a_batch_that_is_refused_waits_in_the_ledger(
    proxy: Proxy, s3_url: str, tmp_path: Path, code: str, where: str
) -> None:
    store = open_store(s3_url)
    host = Host(store, tmp_path)
    host.article("a")
    proxy.fault = always(code, "PUT", where=PLACES[where])
    before = len(proxy.seen)
    with pytest.raises(StoreError) as error:
        host.recorder.commit(LATER)
    assert len(proxy.seen) - before < 60
    assert "\n" not in str(error.value)
    assert "  " not in str(error.value)
    assert len(host.ledger.frozen()) == 1
    proxy.fault = FINE
    again = Host(store, tmp_path)
    assert again.article("a") == "unchanged"
    assert [row["url"] for row in rows(store)] == ["https://a.kz/a"]
    assert outcomes(store) == {"stored": 1}


def test_a_table_that_lacks_a_new_column_is_migrated_first(tmp_path: Path) -> None:
    """A release brought a column, and the table was not migrated yet."""
    url = f"file:{tmp_path / 'store'}"
    host = Host(open_store(url), tmp_path)
    host.article("old")
    host.recorder.commit(LATER)
    host.ledger.close()
    (old,) = rows(host.store)
    shutil.rmtree(tmp_path / "store" / "articles")
    columns = [field for field in arrow_schema(Article) if field.name != "image_url"]
    before = DeltaTable.create(
        str(tmp_path / "store" / "articles"), schema=pa.schema(columns), partition_by=["site", "month"]
    )
    del old["image_url"]
    write_deltalake(
        before,
        pa.Table.from_pylist([old], pa.schema(columns)),
        mode="append",
        commit_properties=CommitProperties(app_transactions=[Transaction(SITE, 1)]),
    )
    with pytest.raises(StoreError, match=r"articles lacks columns .*\(image_url\): run scrapy migrate$"):
        open_store(url)
    place = Place(tmp_path, {})
    done = place.scrapy("migrate")
    assert (done.code, done.err) == (0, "articles: added image_url\npages: nothing to add\n")
    again = Host(open_store(url), tmp_path)
    assert again.article("a") == "stored"
    again.recorder.commit(LATER)
    assert [(row["url"][-1], row["image_url"]) for row in rows(again.store)] == [("d", None), ("a", None)]
    assert place.scrapy("verify", "--fast").code == 0


def test_a_table_of_a_newer_version_is_not_written(tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'store'}"
    store = open_store(url)
    store.tables.load(PageRecord).alter.add_columns([Field("mood", PrimitiveType("string"))])
    with pytest.raises(StoreError, match=r"pages has columns .*\(mood\): update this checkout$"):
        open_store(url)
    done = Place(tmp_path, {}).scrapy("migrate")
    assert (done.code, "update this checkout" in done.err) == (3, True)


# A torn log


@pytest.mark.parametrize("left", [0, 120])
@pytest.mark.parametrize("table", ["articles", "pages"])
def test_a_last_commit_that_is_torn_is_told_and_its_batch_is_not_lost(
    tmp_path: Path, table: str, left: int
) -> None:
    """A power cut left the file of a commit empty or cut short. The ledger did not take it for done."""
    store = open_store(f"file:{tmp_path / 'store'}")
    host = Host(store, tmp_path)
    host.article("a")
    host.recorder.commit(LATER)
    host.article("b")
    cut_off(host, table)
    torn = tmp_path / "store" / table / "_delta_log" / f"{2:020d}.json"
    torn.write_bytes(torn.read_bytes()[:left])
    began = time.monotonic()
    with pytest.raises(StoreError, match=rf"the log of the table {table} is damaged .*verify --repair"):
        open_store(f"file:{tmp_path / 'store'}")
    with pytest.raises(StoreError, match="verify --repair") as error:
        Host(store, tmp_path)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 250
    assert time.monotonic() - began < 5
    torn.unlink()
    Host(store, tmp_path).recorder.commit(LATER)
    assert [row["url"][-1] for row in rows(store)] == ["a", "b"]
    assert outcomes(store) == {"stored": 2}


def test_articles_that_were_set_back_alone_are_told(tmp_path: Path) -> None:
    store = open_store(f"file:{tmp_path / 'store'}")
    host = Host(store, tmp_path / "one")
    host.article("a")
    host.recorder.commit(LATER)
    (tmp_path / "store" / "articles" / "_delta_log" / f"{1:020d}.json").unlink()
    with pytest.raises(StoreError, match=r"batch 1 of a_kz is in `pages` and not in `articles`: .*--repair"):
        Host(store, tmp_path / "two")


# Whole crawls

PAGES = range(1, 41)
BATCHES = ("-s", "NEWS_BATCH_PAGES=4", "-s", "DOWNLOAD_DELAY=0.25", "-s", "DOWNLOAD_DELAY_JITTER=0")


@pytest.fixture
def answers() -> dict[str, Answer]:
    return site_of(PAGES)


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[Server]:
    with serve(answers) as server:
        yield server


@pytest.fixture
def loop(server: Server, tmp_path: Path) -> Callable[[dict[str, str]], Place]:
    def place(variables: dict[str, str]) -> Place:
        return Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://"), **variables})

    return place


@pytest.fixture
def bucket(proxy: Proxy, s3_url: str, loop: Callable[[dict[str, str]], Place]) -> Place:
    return loop({**weed.variables(proxy.endpoint), "NEWS_STORE_URL": s3_url})


def is_first_batch(method: str, path: str) -> bool:
    return method == "PUT" and path.endswith(f"pages/_delta_log/{1:020d}.json")


def after_the_first_batch(code: str) -> Fault:
    """The bucket fails for good from the moment that a batch is in it."""
    passed: list[str] = []

    def fault(method: str, path: str) -> str | None:
        # The request itself goes through, whatever else is asked for at the same moment.
        if not passed and is_first_batch(method, path):
            passed.append(path)
            return None
        return code if passed else None

    return fault


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("400 ExpiredToken", "the credentials have expired"),
        ("404 NoSuchBucket", "there is no such bucket"),
        ("503 SlowDown", "SlowDown"),
    ],
)
def test_a_bucket_that_fails_in_the_middle_ends_the_run_and_the_next_one_goes_on(
    proxy: Proxy, s3_url: str, bucket: Place, server: Server, code: str, says: str
) -> None:
    proxy.fault = after_the_first_batch(code)
    # As many tries as waits of about 3 s have.
    # Slowly, so that a busy machine has not fetched all of it before the tries are over.
    slowly = ("-s", "DOWNLOAD_DELAY=0.3")
    tries = "pipelines.store.retry.ATTEMPTS = 7"
    done = patched(bucket, tries, "crawl", "loop_kz", *LOOP, *BATCHES, *slowly)
    assert done.code == 3, done.err
    assert says in done.err
    assert "Traceback" not in done.err
    asked = [path for path in server.paths() if path.startswith("/news/")]
    assert 4 < len(asked) < len(PAGES), "fetching went on"
    last = min(number for number, request in enumerate(proxy.seen) if is_first_batch(*request))
    # The call that failed, three requests a try; one more may be under way beside it; hardly anything else.
    assert len(proxy.seen) - last <= 2 * 3 * 7 + 10
    proxy.fault = FINE
    done = bucket.scrapy("crawl", "loop_kz", *LOOP)
    assert done.code == 0, done.err
    store = open_store(s3_url)
    assert outcomes(store) == {"stored": len(PAGES)}
    assert len({row["id"] for row in rows(store)}) == len(PAGES)
    # The pages of the first run came from its spool: the site was asked for none of them again.
    again = {path for path, count in Counter(server.paths()).items() if count > 1}
    assert again <= {"/feed", "/robots.txt", *RIGHTS_FILES}


@pytest.mark.parametrize("robots", [503, 200])
def test_a_site_that_answers_503_is_asked_a_bounded_number_of_times(
    loop: Callable[[dict[str, str]], Place], answers: dict[str, Answer], server: Server, robots: int
) -> None:
    answers |= {f"/news/{number}": Answer(status=503) for number in PAGES[:5]}
    answers |= {"/robots.txt": Answer(status=robots, body=b""), "/feed": Answer(body=feed(*PAGES[:5]))}
    place = loop({})
    began = time.monotonic()
    done = place.scrapy("crawl", "loop_kz", *LOOP, "-s", "RETRY_TIMES=2", "-s", "DOWNLOAD_DELAY=0.1")
    assert done.code == 1, done.err
    assert time.monotonic() - began < 30
    asked = Counter(server.paths())
    if robots == 503:
        assert asked == {"/robots.txt": 2}
    else:
        assert asked == {"/robots.txt": 1, "/feed": 1} | {f"/news/{number}": 3 for number in PAGES[:5]}
        assert set(place.outcomes().values()) == {"failed server"}
