"""Archives of the shape of Common Crawl's news crawl, made: the same headers, made pages of other hosts and
of the catalogue's, and the gold pages where these are here. The same arguments give the same bytes.

The shape is that of StormCrawler's WARC writer as Common Crawl's news crawl runs it: WARC/1.0, a gzip member
a record, a request before each response, bodies decoded with `X-Crawler-` before the headers that spoke of
their coding, cut off at a limit (`WARC-Truncated: length`).
"""

import base64
import dataclasses
import datetime as dt
import gzip
import hashlib
import json
import random
import uuid
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipelines.article import ExtractionHints
from pipelines.owners import Owners
from pipelines.urls import host_of, site_from_host
from tests.released import text
from tests.running import ROOT

GOLD = ROOT.parent / "shared" / "gold"

NAME = "CC-NEWS-20261101003014-01234.warc.gz"
BEGUN = dt.datetime(2026, 11, 1, 0, 30, 14, tzinfo=dt.UTC)

OWNERS: Owners = {
    "tengrinews.kz": [
        ("tengrinews_kz", ExtractionHints(article_url=r"^https://tengrinews\.kz/[a-z_-]+/[^/]+-\d+/?$"))
    ],
    "24.kg": [
        ("24_en_kg", ExtractionHints(article_url=r"^https?://24\.kg/english/\d+_[^/]*/$")),
        ("24_kg", ExtractionHints(article_url=r"^https?://24\.kg/(?!english/)[a-z_]+/\d+_[^/]*/$")),
    ],
}
"""Sites of the catalogue, as they are declared, to be had without loading all of it."""


@dataclasses.dataclass(frozen=True)
class Made:
    """An archive, and what is in it."""

    path: Path
    records: int
    """Records of all types."""
    pages: dict[str, tuple[int, int]]
    """Pages of the catalogue that are to be taken: address to number and offset of the record."""
    dropped: Counter[str]
    """Responses that are to be left out, by why."""


def make(folder: Path, *, records: int = 30_000, ours: int = 40, seed: int = 0, name: str = NAME) -> Made:
    """An archive with so many records, among them `ours` articles of the catalogue and some that are none."""
    path, pages, dropped = folder / name, dict[str, tuple[int, int]](), Counter[str]()
    offset = number = 0
    with path.open("wb") as file:
        for kind, url, member in all_members(records, ours, seed, name):
            if kind == "page":
                pages[url] = (number, offset)
            elif kind:
                dropped[kind] += 1
            file.write(member)
            offset += len(member)
            number += 1
    return Made(path, number, pages, dropped)


def gold_owners() -> Owners:
    """Each host of the gold pages as a site without a rule for its addresses."""
    with (GOLD / "gold.jsonl").open(encoding="utf-8") as lines:
        hosts = {host_of(json.loads(line)["url"] or "") for line in lines}
    return {host: [(site_from_host(host), ExtractionHints())] for host in hosts if host}


def make_gold(folder: Path, *, name: str = NAME, every: int = 1) -> Made:
    """An archive of the gold pages, or of one in `every` of them; the host of none is declared."""
    with (GOLD / "gold.jsonl").open(encoding="utf-8") as lines:
        chosen = [gold for gold in map(json.loads, lines) if gold["url"]][::every]
    path, pages = folder / name, dict[str, tuple[int, int]]()
    members = [warcinfo(name)]
    for at, gold in enumerate(chosen):
        body = gzip.decompress((GOLD / gold["page"]).read_bytes())
        pages[gold["url"]] = (len(members) + 1, sum(map(len, members)) + len(request(gold["url"], at)))
        members += [request(gold["url"], at), response(gold["url"], at, body, "text/html")]
    path.write_bytes(b"".join(members))
    return Made(path, len(members), pages, Counter())


def all_members(records: int, ours: int, seed: int, name: str) -> Iterator[tuple[str, str, bytes]]:
    """What becomes of each record (empty for what is no response), its address, its gzip member."""
    drawn = random.Random(seed)  # noqa: S311
    yield "", "", warcinfo(name)
    pairs = (records - 1) // 2
    chosen = sorted(drawn.sample(range(pairs), ours))
    special = dict(zip(chosen, range(ours), strict=True))
    for at in range(pairs):
        if at in special:
            yield from _ours(special[at], at, seed)
        else:
            url = f"https://www.paper{drawn.randrange(2000)}.example.com/world/{at}-story.html"
            body = f"<html><body><h1>{at}</h1><p>{drawn.getrandbits(400):x}</p></body></html>".encode()
            yield "", "", request(url, at)
            yield "other_host", url, response(url, at, body, "text/html; charset=utf-8")


def _ours(number: int, at: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """An article of the catalogue, and for some of them one of its pages that is none before it."""
    host = f"https://tengrinews.kz/kazakhstan_news/story-{seed * 100_000 + number}/"
    url = host if number % 2 else f"https://24.kg/obschestvo/{seed * 100_000 + number}_story/"
    body = page(seed * 100_000 + number)
    others: list[tuple[str, str, bytes]] = []
    if number % 8 == 0:
        other = f"https://tengrinews.kz/tag/{number}/"
        others.append(("no_article", other, response(other, at, body, "text/html")))
    if number % 8 == 2:
        other = f"https://24.kg/english/{number}_cut/"
        cut = response(other, at, body[:300], "text/html", warc={"WARC-Truncated": "length"})
        others.append(("truncated", other, cut))
    if number % 8 == 4:
        other = f"https://24.kg/english/{number}_gone/"
        others.append(("status", other, response(other, at, b"gone", "text/html", status="404 Not Found")))
    if number % 8 == 6:
        other = f"https://tengrinews.kz/private/report-{number}/"
        others.append(("not_html", other, response(other, at, b"%PDF-1.7", "application/pdf")))
    for kind, other, member in others:
        yield "", "", request(other, at)
        yield kind, other, member
    yield "", "", request(url, at)
    yield "page", url, response(url, at, body, "text/html; charset=UTF-8")


def page(seed: int) -> bytes:
    """An article's page; those of two seeds have nothing in common."""
    paragraphs = "".join(f"<p>{block}.</p>" for block in text(seed).split("\n"))
    return (
        f"<!DOCTYPE html><html lang='kk'><head><title>Жаңалық {seed}</title>"
        "<meta name='robots' content='noai'></head>"
        f"<body><article><h1>Жаңалық {seed}</h1>{paragraphs}</article></body></html>"
    ).encode()


def member_of(head: list[str], block: bytes) -> bytes:
    record = "\r\n".join(["WARC/1.0", *head, f"Content-Length: {len(block)}", "", ""]).encode()
    # One gzip member as `gzip.compress` makes it, without the time of day, and quicker.
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(record + block + b"\r\n\r\n") + packer.flush()


def _head(kind: str, at: int, moment: dt.datetime) -> list[str]:
    identity = uuid.UUID(int=(at << 8) + sum(map(ord, kind)))
    return [
        f"WARC-Type: {kind}",
        f"WARC-Date: {moment:%Y-%m-%dT%H:%M:%SZ}",
        f"WARC-Record-ID: <urn:uuid:{identity}>",
    ]


def warcinfo(name: str) -> bytes:
    fields = (
        b"software: StormCrawler 2.10 https://stormcrawler.net/\r\n"
        b"description: News crawl for Common Crawl\r\n"
        b"isPartOf: CC-NEWS\r\n"
        b"http-header-user-agent: CCBot/2.0 (https://commoncrawl.org/faq/)\r\n"
        b"http-header-from: info@commoncrawl.example\r\n"
        b"format: WARC File Format 1.0\r\n"
        b"conformsTo: http://bibnum.bnf.fr/WARC/WARC_ISO_28500_version1_latestdraft.pdf\r\n"
    )
    head = [*_head("warcinfo", 0, BEGUN), f"WARC-Filename: {name}", "Content-Type: application/warc-fields"]
    return member_of(head, fields)


def request(url: str, at: int) -> bytes:
    host, _, path = url.removeprefix("https://").partition("/")
    block = (
        f"GET /{path} HTTP/1.1\r\nUser-Agent: CCBot/2.0 (https://commoncrawl.org/faq/)\r\n"
        f"Accept-Encoding: br,gzip\r\nHost: {host}\r\nConnection: Keep-Alive\r\n\r\n"
    ).encode()
    head = [
        *_head("request", at, BEGUN + dt.timedelta(seconds=at / 10)),
        f"WARC-Target-URI: {url}",
        "Content-Type: application/http; msgtype=request",
        "WARC-IP-Address: 192.0.2.10",
        f"WARC-Block-Digest: {_digest(block)}",
    ]
    return member_of(head, block)


def response(
    url: str, at: int, body: bytes, media: str, *, status: str = "200 OK", warc: dict[str, str] | None = None
) -> bytes:
    http = (
        f"HTTP/1.1 {status}\r\nServer: nginx\r\nContent-Type: {media}\r\n"
        "X-Crawler-Transfer-Encoding: chunked\r\nX-Crawler-Content-Encoding: gzip\r\n"
        f"Set-Cookie: visitor={at}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    head = [
        *_head("response", at, BEGUN + dt.timedelta(seconds=at / 10)),
        f"WARC-Target-URI: {url}",
        "WARC-IP-Address: 192.0.2.10",
        f"WARC-Concurrent-To: <urn:uuid:{uuid.UUID(int=(at << 8) + sum(map(ord, 'request')))}>",
        "WARC-Identified-Payload-Type: text/html",
        *(f"{name}: {value}" for name, value in (warc or {}).items()),
        f"WARC-Payload-Digest: {_digest(body)}",
        f"WARC-Block-Digest: {_digest(http + body)}",
        "Content-Type: application/http; msgtype=response",
    ]
    return member_of(head, http + body)


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
