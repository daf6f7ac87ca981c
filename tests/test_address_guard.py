"""No address that is not public is reached, by any spelling, redirect or name server."""

import ipaddress
from collections.abc import Iterator

import pytest

from crawlers.middlewares.address_guard import AddressPolicy
from tests.loopback import Answer, Server, crawl, serve

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "ip",
    [
        "0.0.0.0",  # noqa: S104
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::10.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:0a00:0001::1",
        "2002:7f00:0001::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_address_that_is_not_public_is_refused(ip: str) -> None:
    assert not AddressPolicy().allows(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "1.1.1.1",
        PUBLIC,
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "223.255.255.255",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
        "2002:0101:0101::1",
        "2001:200::1",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1",
    ],
)
def test_public_address_is_allowed(ip: str) -> None:
    assert AddressPolicy().allows(ip)


@pytest.mark.parametrize(
    ("network", "ip", "allowed"),
    [
        ("127.0.0.0/8", "127.0.0.1", True),
        ("127.0.0.0/8", "::ffff:127.0.0.1", True),
        ("127.0.0.0/8", "::1", False),
        ("127.0.0.0/8", "10.0.0.1", False),
        ("::1/128", "::1", True),
        ("::1/128", "127.0.0.1", False),
        ("fd00::/8", "fd00:ec2::254", True),
    ],
)
def test_named_network_is_allowed_and_no_other(network: str, ip: str, allowed: bool) -> None:
    assert AddressPolicy((ipaddress.ip_network(network),)).allows(ip) is allowed


@pytest.mark.parametrize(
    ("port", "ip", "netloc", "allowed"),
    [
        (80, PUBLIC, "paper.kz", True),
        (443, PUBLIC, "paper.kz:443", True),
        (8080, PUBLIC, "paper.kz:8080", True),
        (8080, PUBLIC, "Paper.KZ:8080", True),
        (8081, PUBLIC, "paper.kz:8081", False),
        (8080, PUBLIC, "other.kz:8080", False),
        (22, PUBLIC, "paper.kz:22", False),
        (22, "10.0.0.1", "inside.kz:22", True),
    ],
)
def test_ports_of_the_web_and_those_that_a_person_wrote(
    port: int, ip: str, netloc: str, allowed: bool
) -> None:
    policy = AddressPolicy((ipaddress.ip_network("10.0.0.0/8"),))
    assert policy.allows_port(port, ip, netloc, ("paper.kz:8080",)) is allowed


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    answers = {
        "/ok": Answer(),
        "/to-private": Answer(status=302, headers={"Location": "http://10.0.0.1/"}),
        "/to-metadata": Answer(status=301, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
        "/to-decimal": Answer(status=307, headers={"Location": "http://167772161/"}),
        "/to-scheme-relative": Answer(status=302, headers={"Location": "//10.0.0.1/x"}),
        "/to-name": Answer(status=302, headers={"Location": "http://inside.example/"}),
        "/to-port": Answer(status=302, headers={"Location": f"http://{PUBLIC}:22/"}),
        "/to-credentials": Answer(status=302, headers={"Location": f"http://good@{PUBLIC}/"}),
        "/to-file": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        "/to-itself": Answer(status=302, headers={"Location": "/to-itself"}),
    }
    with serve(answers) as running:
        yield running


INSIDE = {"inside.example": ["10.0.0.5"], "nowhere.example": [""]}


def test_without_a_named_network_no_spelling_reaches_loopback(server: Server) -> None:
    hosts = ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "localhost", "[::1]"]
    hosts += ["[::ffff:127.0.0.1]", "１２７.0.0.1", "127。0。0。1", "inside.example"]
    urls = [f"http://{host}:{server.port}/ok" for host in hosts]
    urls += [f"http://{PUBLIC[:-1]}5:22/", f"http://user:secret@{PUBLIC}/", "http:///x"]
    urls += ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,x", "s3://bucket/key"]
    before = len(server.seen)
    # The address for which the name is first looked up is named, so that the port is no reason to refuse.
    results = crawl(
        [*urls, f"http://rebind.example:{server.port}/ok", "http://nowhere.example/"],
        settings={"NEWS_ALLOW_ADDRESSES": f"{PUBLIC}/32", "DNSCACHE_ENABLED": False, "RETRY_TIMES": 2},
        names={**INSIDE, "rebind.example": [PUBLIC, PUBLIC, "127.0.0.1"]},
    )
    assert {url: results[url].get("error") for url in urls} == dict.fromkeys(urls, "AddressRefused")
    assert results[urls[0]]["message"] == "127.0.0.1 is not a public address"
    assert "10.0.0.5" in results[f"http://inside.example:{server.port}/ok"]["message"]
    assert "secret" not in results[f"http://user:secret@{PUBLIC}/"]["message"]
    assert "port 22" in results[f"http://{PUBLIC[:-1]}5:22/"]["message"]
    # The name passed when it was asked about, twice, and led to loopback when the connection was made.
    assert results[f"http://rebind.example:{server.port}/ok"]["error"] == "RobotsUnreachable"
    assert results["http://nowhere.example/"]["error"] == "CannotResolveHostError"
    assert "passwd" not in "".join(result.get("body", "") for result in results.values())
    assert server.seen[before:] == []


def test_named_network_is_reached_and_no_redirect_leads_out_of_it(server: Server) -> None:
    paths = ["/to-private", "/to-metadata", "/to-decimal", "/to-scheme-relative", "/to-name"]
    paths += ["/to-port", "/to-credentials"]
    spellings = [f"http://{host}:{server.port}/ok" for host in ("127.0.0.1", "2130706433", "localhost")]
    results = crawl(
        [*spellings, *(server.url + path for path in (*paths, "/to-file", "/to-itself"))],
        settings={"NEWS_ALLOW_ADDRESSES": "127.0.0.0/8"},
        names=INSIDE,
        # A proxy would make the connection itself, to where it likes.
        environment={"http_proxy": "http://127.0.0.1:9", "all_proxy": "http://127.0.0.1:9"},
    )
    assert [results[url].get("status") for url in spellings] == [200, 200, 200]
    assert {path: results[server.url + path].get("error") for path in paths} == dict.fromkeys(
        paths, "AddressRefused"
    )
    # Scrapy follows no redirect to another scheme: the spider gets the 302 itself.
    assert results[server.url + "/to-file"]["status"] == 302
    assert results[server.url + "/to-itself"] == {
        "error": "IgnoreRequest",
        "message": "max redirections reached",
    }
    assert server.paths().count("/to-itself") == 1 + 5


def test_another_resolver_means_no_request(server: Server) -> None:
    before = len(server.seen)
    results = crawl(
        [server.url + "/ok"], settings={"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver"}
    )
    assert results[server.url + "/ok"]["error"] == "AddressRefused"
    assert server.seen[before:] == []
