"""robots.txt is obeyed, and one that cannot be read means that nothing is requested."""

import contextlib
import gzip
import time
from collections.abc import Iterator
from typing import Any

import pytest

from crawlers.middlewares.robots import MAX_BYTES, parse_rules
from settings.environment import AGENT
from tests.loopback import Answer, Server, crawl, self_signed, serve

DISALLOW = b"User-agent: *\nDisallow: /private\n"


@pytest.mark.parametrize(
    ("body", "path", "allowed"),
    [
        (DISALLOW, "/private/1", False),
        (DISALLOW, "/public", True),
        (b"", "/private", True),
        (b"\xef\xbb\xbf" + DISALLOW, "/private", False),
        (DISALLOW.decode().encode("utf-16"), "/private", False),
        (b"\xfe\xff" + DISALLOW.decode().encode("utf-16-be"), "/private", False),
        (DISALLOW.replace(b"\n", b"\r"), "/private", False),
        (b"<!DOCTYPE html><pre>\nUser-agent: *\nDisallow: /\n</pre>", "/", True),
        (b"\xef\xbb\xbf\n <html>\nUser-agent: *\nDisallow: /\n", "/", True),
        (b"\xff\x00\xfe garbage \x80\n" + DISALLOW, "/private", False),
        # The group that names us is ours, in any case and wherever it stands; else the one for all.
        (b"User-agent: *\nDisallow: /\nUser-agent: Steppewire\nAllow: /\n", "/", True),
        (b"User-agent: STEPPEWIRE\nDisallow: /a\nUser-agent: *\nAllow: /\n", "/a", False),
        (b"User-agent: other\nUser-agent: steppewire # us\nDisallow: /a\n", "/a", False),
        (b"User-agent: steppewire*\nDisallow: /a\n", "/a", False),
        (b"User-agent: steppewire2\nDisallow: /a\n", "/a", True),
        (b"User-agent: other\nDisallow: /\n", "/a", True),
        (b"User-agent: other\nDisallow: /x\n\nUser-agent: *\nDisallow: /a\n", "/a", False),
        (b"useragent steppewire\nDisallow: /a\n", "/a", False),
        (b"User-agent:\nDisallow: /a\n", "/a", True),
        # The longest rule wins (RFC 9309, 2.2.2).
        (b"User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b", True),
        (b"User-agent: *\nDisallow: /*.php$\n", "/x.php", False),
        # What stands after the first 500 KiB is not read, nor a line that they cut.
        (b"#" * (MAX_BYTES - 40) + b"\n" + DISALLOW + b"\n" * 100, "/private", False),
        (b"#" * MAX_BYTES + b"\n" + DISALLOW, "/private", True),
        (b"User-agent: *\n#".ljust(MAX_BYTES - 12, b"#") + b"\nDisallow: /private\n" * 9, "/p", True),
    ],
)
def test_rules(body: bytes, path: str, allowed: bool) -> None:
    rules = parse_rules(body, AGENT)
    assert (rules is None or rules.allowed(f"https://example.org{path}", AGENT)) is allowed


@pytest.mark.parametrize(
    "body",
    [
        b"".join(b"user-agent:a%d\n" % i for i in range(6000))
        + b"".join(b"allow:/%d\n" % i for i in range(6000)),
        b"".join(b"user-agent:s%s\n" % (b"*" * i) for i in range(600))
        + b"".join(b"allow:/%d\n" % i for i in range(20000)),
        b"user-agent:*\n" + b"disallow:/*a*b*c\n" * 30000,
        b"user-agent:*\ndisallow:/" + b"*a" * 250_000,
        b"user-agent:*\ndisallow:/" + b"%" * 500_000,
        b"user" + b"- " * 250_000,
        b" " * MAX_BYTES,
    ],
    ids=["agents", "starred agents", "wildcards", "long wildcard", "percent", "agent line", "blank"],
)
def test_hostile_file_takes_little_time(body: bytes) -> None:
    start = time.process_time()
    rules = parse_rules(body, AGENT)
    if rules:
        rules.allowed("https://example.org/" + "ab" * 1000, AGENT)
    assert time.process_time() - start < 3


ROBOTS = {
    "read": Answer(body=DISALLOW),
    "missing": Answer(status=404),
    "forbidden": Answer(status=403),
    "unauthorized": Answer(status=401),
    "html": Answer(body=b"<html>\nUser-agent: *\nDisallow: /\n", headers={"Content-Type": "text/html"}),
    "too many": Answer(status=429),
    "error": Answer(status=500),
    "unavailable": Answer(status=503),
    "slow": Answer(drip_seconds=3, body=b""),
    "hang up": Answer(hang_up=True),
    "broken": Answer(headers={"Content-Encoding": "br"}, body=b"no brotli"),
    "bomb": Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"#" * 12_000_000)),
    "loop": Answer(status=302, headers={"Location": "/robots.txt"}),
    "nowhere": Answer(status=302),
    "to private": Answer(status=302, headers={"Location": "http://10.0.0.1/robots.txt"}),
    "to nonsense": Answer(status=302, headers={"Location": "http://[/"}),
}
READABLE = {"read", "missing", "forbidden", "unauthorized", "html", "elsewhere"}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Server], dict[str, Any]]]:
    """One crawl of a server a case, asked for /public twice and /private, by somebody who wants no rules."""
    page = Answer()
    with contextlib.ExitStack() as stack:
        servers = {
            case: stack.enter_context(serve({"/robots.txt": robots, "/public": page, "/private": page}))
            for case, robots in ROBOTS.items()
        }
        # The file of another host holds, though the spider's allowed_domains do not name that host.
        other_host = f"http://localhost:{servers['read'].port}/robots.txt"
        elsewhere = Answer(status=301, headers={"Location": other_host})
        servers["elsewhere"] = stack.enter_context(
            serve({"/robots.txt": elsewhere, "/public": page, "/private": page})
        )
        certificate = self_signed(tmp_path_factory.mktemp("certificate"))
        servers["certificate"] = stack.enter_context(serve({"/public": page, "/private": page}, certificate))
        paths = ("/public", "/private", "/public?again")
        results = crawl(
            [server.url + path for server in servers.values() for path in paths],
            settings={
                "DOWNLOAD_TIMEOUT": 1.5,
                "ROBOTSTXT_OBEY": False,
                "NEWS_CONTACT": "desk@example.org",
                "CONCURRENT_REQUESTS": 64,
            },
            meta={"dont_obey_robotstxt": True, "robots_guard": True},
        )
        yield servers, results


@pytest.mark.parametrize("case", [*ROBOTS, "elsewhere", "certificate"])
def test_crawl(crawled: tuple[dict[str, Server], dict[str, Any]], case: str) -> None:
    servers, results = crawled
    server = servers[case]
    outcome = {path: results[server.url + path].get("error") for path in ("/public", "/private")}
    pages = [path for path in server.paths() if path != "/robots.txt"]
    if case in READABLE:
        private = "RobotsForbidden" if case in ("read", "elsewhere") else None
        assert outcome == {"/public": None, "/private": private}
        assert ("/private" in pages) is (private is None)
    else:
        assert outcome == {"/public": "RobotsUnreachable", "/private": "RobotsUnreachable"}
        assert pages == []
        assert f"{server.url}/robots.txt could not be read" in results[server.url + "/public"]["message"]
    if case not in ("loop", "read", "certificate"):
        assert server.paths().count("/robots.txt") == 1


def test_messages_tell_why(crawled: tuple[dict[str, Server], dict[str, Any]]) -> None:
    servers, results = crawled

    def message(case: str, path: str = "/public") -> str:
        return str(results[servers[case].url + path]["message"])

    assert message("unavailable").endswith("(HTTP 503)")
    assert "took longer than 1.5 seconds" in message("slow")
    assert "10.0.0.1 is not a public address" in message("to private")
    assert "certificate verify failed" in message("certificate")
    assert message("read", "/private").endswith(f"robots.txt forbids {servers['read'].url}/private")
    log = results[""]["log"]
    assert "ROBOTSTXT_OBEY is not heeded" in log
    assert log.count(f"{servers['error'].url}/robots.txt could not be read (HTTP 500)") == 1


def test_crawler_names_itself(crawled: tuple[dict[str, Server], dict[str, Any]]) -> None:
    servers, _ = crawled
    agents = {headers["User-Agent"] for _, headers in servers["read"].seen}
    assert agents == {"Steppewire/0.1.0 (news dataset crawler; +desk@example.org)"}
    # A language asked for would bring the English edition instead of the site's own.
    assert not any("Accept-Language" in headers or "Cookie" in headers for _, headers in servers["read"].seen)
