"""No page, feed, redirect or name server can make the crawler reach what is not on the public Internet.

The address is checked where the connection is made (`GuardedResolver`), so a name that answers differently
the second time gains nothing. `AddressGuard` asks the same resolver before the request leaves, because
Twisted turns whatever a resolver raises into "no results for hostname lookup".
"""

import dataclasses
import ipaddress
from collections.abc import Iterable
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet import defer
from twisted.internet.base import ReactorBase
from twisted.internet.error import DNSLookupError

from settings.environment import Network, networks

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

WEB_PORTS = {"http": 80, "https": 443}

# IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and successors). Written out because
# `is_global` changed between the patch releases of Python 3.11, 3.12 and 3.13.
_NOT_PUBLIC_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, with the metadata service of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Nothing outside this one is assigned to hosts of the public Internet (IANA IPv6 Address Space).
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, with Teredo 2001::/32, whose other end cannot be judged
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclasses.dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Which addresses may be connected to: public ones, and those that the operator names."""

    networks: tuple[Network, ...] = ()
    """What is allowed in addition: `NEWS_ALLOW_ADDRESSES`."""

    def names(self, ip: str) -> bool:
        """Whether the operator allows the address by name of its network."""
        address = _carried(ipaddress.ip_address(ip))
        return any(address in network for network in self.networks if network.version == address.version)

    def allows_port(self, port: int, ip: str, netloc: str, hosts: Iterable[str] = ()) -> bool:
        """Whether `port` at the address may be connected to, for `netloc` of a site with these `hosts`.

        Those of the web may, any that the operator allows by network, and one that stands in the site's own
        hosts, `host:port`: a person wrote it there.
        """
        return port in WEB_PORTS.values() or self.names(ip) or netloc.lower() in hosts

    def allows(self, ip: str) -> bool:
        """Whether the address, in its usual notation, may be connected to. ValueError if it is none."""
        address = _carried(ipaddress.ip_address(ip))
        if self.names(ip):
            return True
        if isinstance(address, ipaddress.IPv4Address):
            return not any(address in network for network in _NOT_PUBLIC_4)
        return address in _UNICAST_6 and not any(address in network for network in _NOT_PUBLIC_6)


def _carried(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for: mapped, NAT64 (RFC 6052) or 6to4 (RFC 3056)."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


class ForbiddenAddress(DNSLookupError):
    """A name leads to an address that must not be reached. Twisted takes it for a failed look-up."""


class AddressRefused(IgnoreRequest):
    """A request was refused for where it would go; the message says why. Never retried."""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which is asked for each new connection, with every answer checked.

    It is asked for literal addresses too, in every notation that the C library knows (`2130706433`,
    `0x7f000001`, `0177.0.0.1`), and answers with one IPv4 address: the one that is connected to.
    """

    policy = AddressPolicy()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Build it with the policy of `NEWS_ALLOW_ADDRESSES`."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.policy = AddressPolicy(networks(crawler.settings["NEWS_ALLOW_ADDRESSES"]))
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> defer.Deferred[str]:  # noqa: N802
        """The address of `name`; fails with ForbiddenAddress, or DNSLookupError when there is none."""
        if ":" in name:
            # An IPv6 literal. The look-up below is IPv4 only and would call it an unknown name.
            return defer.maybeDeferred(self._admit, name, name)
        return super().getHostByName(name, timeout).addCallback(self._admit, name)

    def _admit(self, address: str, name: str) -> str:
        if not self.policy.allows(address):
            which = address if name == address else f"{name} leads to {address}, which"
            raise ForbiddenAddress(f"{which} is not a public address")
        return address


class AddressGuard:
    """Downloader middleware that refuses a request, each redirect and robots.txt included, for its address.

    Raises AddressRefused, or CannotResolveHostError when the name has no address.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """See Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise."""
        url = urlparse_cached(request)
        if url.scheme not in WEB_PORTS:
            raise AddressRefused(f"{url.scheme}: is not fetched, only http: and https: are")
        if not url.hostname:
            raise AddressRefused("the address names no host")
        if "@" in url.netloc:
            raise AddressRefused(f"the address carries credentials for {url.hostname}")
        resolver = _installed_resolver()
        try:
            address = await maybe_deferred_to_future(resolver.getHostByName(url.hostname))
        except ForbiddenAddress as error:
            raise AddressRefused(str(error.args[0])) from error
        except DNSLookupError as error:
            raise CannotResolveHostError(str(error)) from error
        port = url.port or WEB_PORTS[url.scheme]
        hosts = getattr(self._crawler.spider, "hosts", ())
        if not resolver.policy.allows_port(port, address, url.netloc, hosts):
            raise AddressRefused(f"port {port} of {url.hostname} is not a port of the web")


def _installed_resolver() -> GuardedResolver:
    from twisted.internet import reactor

    resolver = getattr(reactor, "resolver", None)
    if not isinstance(resolver, GuardedResolver):
        raise AddressRefused("TWISTED_DNS_RESOLVER is not the guarded resolver: no address can be checked")
    return resolver
