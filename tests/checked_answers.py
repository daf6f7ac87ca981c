"""What the sites of `tests/checked_sites` answer, and commands on them without a process of their own."""

import argparse
import collections
import contextlib
import datetime as dt
import importlib
import json
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from tests.loopback import Answer, Server, serve

HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml"}
TODAY = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"


def feed(*paths: str) -> Answer:
    items = "".join(f"<item><link>{path}</link></item>" for path in paths)
    return Answer(body=f"<rss><channel>{items}</channel></rss>".encode(), headers=XML)


def section(*paths: str) -> Answer:
    anchors = "".join(f'<li><a href="{path}">News</a></li>' for path in paths)
    return Answer(body=f"<html><body><ul>{anchors}</ul></body></html>".encode(), headers=HTML)


def sitemap(url: str, *paths: str) -> Answer:
    entries = "".join(f"<url><loc>{url}{path}</loc><lastmod>{TODAY}</lastmod></url>" for path in paths)
    return Answer(body=f"<urlset>{entries}</urlset>".encode(), headers=XML)


def article(number: int, *, dated: bool = True, title: str = "Trees in district", extra: str = "") -> Answer:
    sentences = " ".join(
        f"The council of district {number} met on day {day} and counted {number * day} new trees."
        for day in range(1, 15)
    )
    date = '<time datetime="2026-11-20T09:15:00+05:00">20 November 2026</time>' if dated else ""
    page = (
        f"<html><head><title>{title} {number}</title></head><body><article><h1>{title} {number}</h1>{date}"
        f"<p>{sentences}</p>{extra}</article></body></html>"
    )
    return Answer(body=page.encode(), headers=HTML)


def news(numbers: Sequence[int], *, at: str = "/news/", dated: bool = True) -> dict[str, Answer]:
    return {f"{at}{number}": article(number, dated=dated) for number in numbers}


def answers(urls: Mapping[str, str]) -> dict[str, dict[str, Answer]]:
    """By host and path; `urls` are the hosts', by name."""
    today = dt.datetime.now(zoneinfo.ZoneInfo("Asia/Almaty")).date()
    refused = Answer(status=403, body=b"no")
    index = "".join(f"<sitemap><loc>{urls['index']}/part-{n}.xml</loc></sitemap>" for n in (1, 2, 3))
    return {
        "well": {
            "/feed": feed("/news/1", "/news/2", "/news/3", "/news/4"),
            "/list?page=1": section("/news/2", "/news/5", "/about"),
            "/twin-feed": feed("/twin/1", "/twin/2", "/twin/3"),
            **news((1, 2, 3, 4, 5)),
            **news((1, 2, 3), at="/twin/"),
        },
        "html": {
            "/feed": Answer(body=b"<!DOCTYPE html><html><body>Sorry</body></html>", headers=HTML),
            "/list": section("/news/1", "/news/2", "/news/3"),
            **news((1, 2, 3)),
        },
        "forbidden": {"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /\n"), "/feed": feed("/news/1")},
        "refused": {"/feed": refused},
        "guarded": {
            "/feed": feed("/news/1", "/news/2", "/news/3"),
            **dict.fromkeys(("/news/1", "/news/2", "/news/3"), refused),
        },
        "language": {"/feed": feed("/news/1", "/news/2", "/news/3"), **news((1, 2, 3))},
        "undated": {"/feed": feed("/news/1", "/news/2", "/news/3"), **news((1, 2, 3), dated=False)},
        "foreign": {"/feed": feed("/story/1", "/story/2")},
        "index": {
            "/sitemap.xml": Answer(body=f"<sitemapindex>{index}</sitemapindex>".encode(), headers=XML),
            "/part-1.xml": sitemap(urls["index"], "/about"),
            "/part-3.xml": sitemap(urls["index"], "/news/1", "/news/2", "/news/3"),
            **news((1, 2, 3)),
        },
        "dated": {
            **{f"/{today - dt.timedelta(days=back):%Y/%m/%d}/?page=1": section() for back in (-1, 0)},
            f"/{today - dt.timedelta(days=1):%Y/%m/%d}/?page=1": section("/news/1", "/news/2", "/news/3"),
            **news((1, 2, 3)),
        },
        "paced": {"/feed": feed("/news/1", "/news/2", "/news/3"), **news((1, 2, 3))},
        "slow": {"/feed": Answer(body=feed("/news/1").body, headers=XML, drip_seconds=4)},
    }


@contextlib.contextmanager
def served() -> Iterator[dict[str, Server]]:
    """A server for each host, by name."""
    found: dict[str, dict[str, Answer]] = {name: {} for name in answers(collections.defaultdict(str))}
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(serve(by_path)) for name, by_path in found.items()}
        for name, by_path in answers({name: server.url for name, server in servers.items()}).items():
            found[name].update(by_path)
        yield servers


def hosts(servers: dict[str, Server]) -> str:
    """What `CHECKED_HOSTS` says of them."""
    return json.dumps({name: server.url.removeprefix("http://") for name, server in servers.items()})


def run_here(name: str, folder: Path, *arguments: str) -> int:
    """Run a command that asks nobody, in this process; its exit code. `folder` takes what it writes."""
    command: ScrapyCommand = importlib.import_module(f"crawlers.commands.{name}").Command()
    command.settings = get_project_settings()
    given = {
        "SPIDER_MODULES": ["tests.checked_sites"],
        "NEWS_STORE_URL": f"file:{folder / 'store'}",
        "NEWS_LEDGER_DIR": str(folder / "ledger"),
        "LOG_INSTALL_ROOT_HANDLER": False,  # the log of this process stays as it was
    }
    command.settings.setdict(given, priority="cmdline")
    command.crawler_process = AsyncCrawlerProcess(command.settings)  # as `scrapy` does for these commands
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    options, names = parser.parse_known_args([*arguments, "--into", str(folder)])
    command.run(names, options)
    return command.exitcode
