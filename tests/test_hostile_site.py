"""One crawl over all that a hostile site can do: it ends by itself, in bounds, with every good article."""

import contextlib
import dataclasses
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipelines.article import Article, PageRecord
from pipelines.dataset.json_schema import json_schema
from pipelines.report.run_record import RunRecord, load
from pipelines.store.schema import from_row, to_json
from tests.hostile_site.cases import GOOD_ARTICLES, HOPS, Case, all_cases
from tests.hostile_site.certificates import Authority
from tests.hostile_site.names import GARBAGE, NXDOMAIN, SERVFAIL, SILENT, NameServer
from tests.hostile_site.sources import sources
from tests.hostile_site.wire import HostileServer, page
from tests.hostile_site.words import article, sentences
from tests.running import ROOT, Place, path_of

MAX_SECONDS = 240.0
"""The whole crawl, on a busy machine of two cores; measured: see `docs/security.md`."""
MAX_KIB = 1_600 * 1024
"""Memory of its largest process; a worker may take 4 GiB of addresses, and the crawl 2 GiB of memory.
1,249 MiB were seen at a load of ten, where pages wait for workers."""

CASES = all_cases()

SECRETS = ("AKIAHOSTILEHOSTILE00", "hostile/secret+access/key", "hostile-session-token")
"""Credentials that the crawl is given and must show nowhere."""

ADDRESSES = {
    "plain": ("/news/36-plain", "/news/36-plain", "stored"),
    "space": ("/news/36 space", "/news/36%20space", "stored"),
    "cyrillic": ("/news/36-новость", "/news/36-%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C", "stored"),
    "fragment": ("/news/36-fragment#top", "/news/36-fragment", "stored"),
    "tracking": ("/news/36-plain?utm_source=feed&fbclid=1", "", ""),
    "percent case": ("/news/36-%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d1%8c", "", ""),
    "too long": ("/news/36-" + "x" * 8_000, "", ""),
    "dots": ("/news/../news/36-dots", "/news/36-dots", "stored"),
    "case": ("/news/36-Case", "/news/36-Case", "stored"),
    "other case": ("/news/36-case", "/news/36-case", "stored"),
    "key": (
        "/news/36-..%2F..%2F..%2Fetc%2Fpasswd%00%0A",
        "/news/36-..%2F..%2F..%2Fetc%2Fpasswd%00%0A",
        "stored",
    ),
}
"""Case 36: how a feed spells an address, how it is asked for (empty: not again, or never), how it ends."""

HOSTS: dict[str, tuple[list[str | int], str]] = {
    "secure.example": (["127.0.0.1"], "stored"),
    "expired.example": (["127.0.0.1"], "failed robots_unreachable"),
    "wrong.example": (["127.0.0.1"], "failed robots_unreachable"),
    "selfsigned.example": (["127.0.0.1"], "failed robots_unreachable"),
    "nowhere.example": ([NXDOMAIN], "failed network"),
    "broken.example": ([SERVFAIL], "failed network"),
    "silent.example": ([SILENT], "failed network"),
    "garbage.example": ([GARBAGE], "failed network"),
    "inside.example": (["10.0.0.5"], "failed address"),
    "metadata.example": (["169.254.169.254"], "failed address"),
    "rebind.example": (["127.0.0.1", "10.0.0.5"], "stored"),
    "refused.example": (["127.0.0.1"], "failed robots_unreachable"),
}
"""Hosts of the site by name: what the name server says of each, and how its one page ends."""


@dataclasses.dataclass(frozen=True)
class Crawled:
    """What is left of the crawl."""

    code: int
    log: str
    seconds: float
    kib: int
    outcomes: dict[str, str]
    articles: dict[str, dict[str, Any]]
    pages: list[dict[str, Any]]
    record: RunRecord
    asked: list[str]
    store: Path


@contextlib.contextmanager
def site(folder: Path) -> Iterator[tuple[dict[str, str], HostileServer]]:
    """All servers of the site, and the environment of a crawl that finds them."""
    authority = Authority(folder)
    certificates = {
        "secure.example": authority.certificate("secure.example"),
        "expired.example": authority.certificate("expired.example", expired=True),
        "wrong.example": authority.certificate("other.example"),
        "selfsigned.example": authority.certificate("selfsigned.example", signed=False),
    }
    answers = {case.path: case.wire for case in CASES} | GOOD_ARTICLES | HOPS
    answers |= {path: page(article(path)) for _, path, _ in ADDRESSES.values() if path}
    answers["/news/28-host-rebind.example"] = page(article("rebind"))
    with contextlib.ExitStack() as stack:
        main = stack.enter_context(HostileServer(answers))
        ports = dict.fromkeys(HOSTS, main.port) | {"refused.example": 9}
        for host, path in certificates.items():
            pages = {f"/news/28-host-{host}": page(article(host))}
            ports[host] = stack.enter_context(HostileServer(pages, path)).port
        names = stack.enter_context(NameServer({host: given for host, (given, _) in HOSTS.items()}))
        base = f"http://127.0.0.1:{main.port}"
        links = [base + path for path in list(GOOD_ARTICLES)[:20]]
        links += [base + case.path for case in CASES]
        links += [base + spelt for spelt, _, _ in ADDRESSES.values()]
        links += [
            f"{'https' if host in certificates else 'http'}://{host}:{ports[host]}/news/28-host-{host}"
            for host in HOSTS
        ]
        answers |= sources(base, links)
        hosts = [f"127.0.0.1:{main.port}", *(f"{host}:{port}" for host, port in ports.items())]
        yield (
            {
                "HOSTILE_HOSTS": ",".join(hosts),
                "HOSTILE_NAMES": str(names.port),
                "SSL_CERT_FILE": str(authority.path),
                "NEWS_WORKERS": "2",
                "AWS_ACCESS_KEY_ID": SECRETS[0],
                "AWS_SECRET_ACCESS_KEY": SECRETS[1],
                "AWS_SESSION_TOKEN": SECRETS[2],
            },
            main,
        )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("hostile")
    with site(folder) as (environment, server):
        place = Place(folder, environment)
        settings = {"SPIDER_MODULES": "tests.spiders", "DOWNLOAD_TIMEOUT": "15", "CONCURRENT_REQUESTS": "16"}
        settings |= {"CONCURRENT_REQUESTS_PER_DOMAIN": "8"}
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        log = folder / "log"
        began = time.monotonic()
        with log.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.hostile_site.crawl", "crawl", "hostile_kz", *options],
                cwd=ROOT,
                env=place.variables(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        text = log.read_text(encoding="utf-8")
        records = list((place.store / "runs").rglob("hostile_kz-*.json"))
        assert len(records) == 1, text
        return Crawled(
            code=process.returncode,
            log=text,
            seconds=seconds,
            kib=used.ru_maxrss,
            outcomes=place.outcomes(),
            articles={path_of(row["url"]): row for row in place.rows("articles")},
            pages=place.rows("pages"),
            record=load(records[0].read_bytes()),
            asked=list(server.seen),
            store=place.store,
        )


def test_the_crawl_ends_by_itself_in_bounds(crawled: Crawled) -> None:
    assert crawled.seconds < MAX_SECONDS
    assert crawled.kib < MAX_KIB
    assert crawled.code == 1  # pages failed, as they should
    assert "Traceback" not in crawled.log


def test_every_good_article_is_stored(crawled: Crawled) -> None:
    found = {path: crawled.outcomes.get(path) for path in GOOD_ARTICLES}
    assert found == dict.fromkeys(GOOD_ARTICLES, "stored")
    for path in GOOD_ARTICLES:
        written = "\n".join(
            " ".join(sentences(f"good {path.rpartition('-')[2]}")[at : at + 4]) for at in (0, 4, 8)
        )
        assert crawled.articles[path]["text"] == written


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.removeprefix("/news/"))
def test_an_address_ends_as_it_should(crawled: Crawled, case: Case) -> None:
    assert crawled.outcomes.get(case.path) == case.ends


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_ends_as_it_should(crawled: Crawled, host: str) -> None:
    assert crawled.outcomes.get(f"/news/28-host-{host}") == HOSTS[host][1]


def test_addresses_are_asked_for_once_in_one_spelling(crawled: Crawled) -> None:
    expected = {path: ends for _, path, ends in ADDRESSES.values() if path}
    assert {path: ends for path, ends in crawled.outcomes.items() if "/36" in path} == expected
    assert all(crawled.asked.count(path) == 1 for path in expected)


def test_no_entity_is_fetched_and_no_file_of_the_host_is_read(crawled: Crawled) -> None:
    assert not [path for path in crawled.asked if path.startswith("/external")]
    rows = json.dumps([*crawled.pages, *crawled.articles.values()], default=str)
    assert "root:" not in rows
    assert "root:" not in crawled.log
    assert "lollol" not in rows


def test_what_a_page_says_controls_nothing(crawled: Crawled) -> None:
    lying = crawled.articles["/news/23-lying"]
    assert lying["canonical_url"] == lying["url"]
    assert (lying["authors"], lying["published_at"], lying["published_date"]) == (None, None, None)
    assert "HIDDEN" not in crawled.articles["/news/23-hidden"]["text"]
    named = crawled.articles["/news/21-characters"]["text"]
    assert "evil" in named
    texts = [value for row in crawled.articles.values() for value in row.values() if isinstance(value, str)]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\ufeff]", "".join(texts))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", crawled.log)


def test_no_key_or_path_is_made_of_what_a_page_says(crawled: Crawled) -> None:
    names = [str(path.relative_to(crawled.store)) for path in crawled.store.rglob("*")]
    assert len(names) > 5
    assert [
        name for name in names if not re.fullmatch(r"[A-Za-z0-9_./=%+-]+", name) or "passwd" in name
    ] == []
    assert not [name for name in names if ".." in name]


def test_every_row_is_valid_by_its_schema(crawled: Crawled) -> None:
    for record, rows in ((Article, list(crawled.articles.values())), (PageRecord, crawled.pages)):
        validator = jsonschema.Draft202012Validator(
            json_schema(record), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        for row in rows:
            told = to_json(from_row(record, row))
            assert [error.message for error in validator.iter_errors(told)] == [], row["url"]


def test_no_secret_is_in_a_log_a_table_or_a_report(crawled: Crawled) -> None:
    everything = crawled.log.encode() + b"".join(
        path.read_bytes() for path in crawled.store.rglob("*") if path.is_file()
    )
    assert [secret for secret in SECRETS if secret.encode() in everything] == []


def test_each_bad_source_is_told_and_costs_no_good_one(crawled: Crawled) -> None:
    errors = {path_of(reading.url): reading.error for reading in crawled.record.sources}
    told = ("/feed-html", "/feed-empty", "/feed-bomb", "/feed-binary", "/feed-slow", "/feed-endless")
    assert [path for path in told if not errors[path]] == []
    assert errors["/sitemap-bomb.xml"]
    assert errors["/feed"] is None
    # Sitemaps that name each other, and themselves, are read once each.
    assert [path for path in crawled.asked if "sitemap" in path and crawled.asked.count(path) > 1] == []
