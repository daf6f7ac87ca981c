"""The identity of an address: what can be fetched, what is the same page, what is the same site.

Pure functions on strings; no look-up of names, no request. An address that only a resolver can judge (a
private or decimal IP, a name that leads to one) passes here and is refused where it is connected to.
"""

import functools
import hashlib
import ipaddress
import re
import urllib.parse
from collections.abc import Iterable
from typing import NamedTuple

from w3lib.url import safe_url_string

MAX_LENGTH = 2083
"""Longest address that is fetched, characters: the limit of Internet Explorer, which sites kept to."""

TRACKING_PREFIXES = ("utm_", "mtm_", "hsa_")
"""Parameters that begin so are put there by campaign links (of Google Analytics, Matomo, HubSpot)."""

TRACKING_PARAMETERS = frozenset(
    {
        "__twitter_impression",  # X
        "_branch_match_id",  # Branch
        "_ga",  # Google Analytics, across domains
        "_gl",  # Google Analytics, across domains
        "_hsenc",  # HubSpot
        "_hsmi",  # HubSpot
        "_openstat",  # Openstat, Yandex.Direct
        "dclid",  # Google Display
        "fb_action_ids",  # Facebook
        "fb_action_types",  # Facebook
        "fb_source",  # Facebook
        "fbclid",  # Facebook
        "gad_campaignid",  # Google Ads
        "gad_source",  # Google Ads
        "gbraid",  # Google Ads
        "gclid",  # Google Ads
        "gclsrc",  # Google Ads
        "igsh",  # Instagram
        "igshid",  # Instagram
        "jsessionid",  # session of a Java server
        "li_fat_id",  # LinkedIn
        "mc_cid",  # Mailchimp
        "mc_eid",  # Mailchimp
        "mibextid",  # Facebook
        "mkt_tok",  # Marketo
        "msclkid",  # Microsoft Ads
        "phpsessid",  # session of PHP
        "srsltid",  # Google Merchant
        "ttclid",  # TikTok
        "twclid",  # X
        "wbraid",  # Google Ads
        "yadclid",  # Yandex.Direct
        "yadordid",  # Yandex.Direct
        "yclid",  # Yandex.Direct
        "ymclid",  # Yandex.Market
        "ysclid",  # Yandex search
    }
)
"""Parameters, lower case, that say who came from where and never which article is shown.

Names that some site uses to choose the article (`id`, `storyid`, `news`, `p`, `from`) must not stand here.
"""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_GLUED = re.compile(r"https?://[^/?#]*://", re.IGNORECASE)
"""Two addresses written together; the first would be read as a host with an empty port."""
_PLAIN = re.compile(
    r"(https?)://([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)"
    r"(/[A-Za-z0-9_/.:%~!$&'()*+,=@-]*)?(?:\?([A-Za-z0-9_/.:%~!$&()*+,=@;?-]*))?"
)
"""Most addresses of news sites: already normal. Read without the parsers, in 7 us instead of 50: a sitemap
has 50,000 of them, and each is looked at three times."""
_SLOW_PATH = re.compile(r"/\.|%2e|/\(S\(", re.IGNORECASE)
"""What the parsers are needed for all the same: dot segments, and a session."""
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/;]*|/\(S\([a-z0-9]{24}\)\)(?=/)", re.IGNORECASE)
"""Of a Java server; of ASP.NET without cookies: `/(S(lit3py55t21z5v55vlm25s55))/`."""
_SESSION_PARAMETER = re.compile(
    r"(?:sid|sess|sessid|session|session_?id|bitrix_sessid|oscsid|zenid)=(?:[0-9a-f]{32}|[0-9a-f]{40})"
    r"|aspsessionid[a-z]{8}=[a-z]{24}",
    re.IGNORECASE,
)
"""A parameter that is a session by its name and by its value. `sid=3` is a story, or a section."""
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DEFAULT_PORT = {"http": 80, "https": 443}


class _Address(NamedTuple):
    """An address that can be fetched, in parts; all of them ASCII."""

    scheme: str
    host: str
    """Host, with the port where it is not the scheme's own."""
    path: str
    """Begins with a slash."""
    query: str


def normal_url(url: str, base: str | None = None) -> str | None:
    """The form of `url` that is fetched, or None for what can never be fetched. Never raises.

    Joined to `base`, white space around it dropped, scheme and host in lower case, IDN host in punycode,
    default port and fragment dropped, dot segments resolved, the rest percent-encoded as UTF-8, tracking
    and session parameters dropped. None: a scheme other than http and https, no valid host, credentials,
    control characters, text that is no Unicode, two addresses glued together, more than `MAX_LENGTH`
    characters.
    """
    address = _parse(url, base)
    if address is None:
        return None
    normal = f"{address.scheme}://{address.host}{address.path}"
    if address.query:
        normal = f"{normal}?{address.query}"
    return normal if len(normal) <= MAX_LENGTH else None


def url_key(url: str) -> str:
    """What is equal for two addresses of one page within a site. Never raises.

    As `normal_url`, without scheme, leading `www.` and trailing slashes of the path, with percent-encoding in
    one case and parameters in the order of their names (repeats keep theirs). The case of a path and empty
    parameters are kept. For what cannot be fetched the key is the text itself.
    """
    address = _parse(url, None)
    if address is None:
        return url.strip()
    path = _ESCAPE.sub(_normal_escape, address.path).rstrip("/")
    parameters = [_ESCAPE.sub(_normal_escape, part) for part in address.query.split("&") if part]
    query = "&".join(sorted(parameters, key=lambda part: part.partition("=")[0]))
    return f"{_without_www(address.host)}{path}?{query}" if query else _without_www(address.host) + path


def article_id(site: str, canonical_url: str) -> str:
    """The first 32 hexadecimal digits of SHA-256 of the site's name, a line feed and `url_key`."""
    return _digest(f"{site}\n{url_key(canonical_url)}")[:32]


def host_of(url: str) -> str | None:
    """Host of an address as `normal_url` writes it, with `:port` where it is not the scheme's own."""
    address = _parse(url, None)
    return None if address is None else address.host


def same_site(url: str, hosts: Iterable[str]) -> bool:
    """Is the host of `url` one of `hosts` (`host` or `host:port`), or the same with or without `www.`?

    Another subdomain is another site: kaz.tengrinews.kz and tengrinews.kz are two editions.
    """
    host = host_of(url)
    return host is not None and _bare(host) in {_bare(own) for own in hosts}


def site_from_host(host: str) -> str:
    """A site's name `[a-z0-9_]+`, 1 to 64 characters, from `host` or `host:port`. Never raises.

    Lower case, without `www.`, IDN in punycode, every run of other characters one underscore. A host whose
    name would be longer, or that is no valid host, ends in 8 hexadecimal digits of its SHA-256. Hosts that
    differ in `.`, `-` and `_` only share a name.
    """
    text = host.strip().lower()
    is_host = host_of(f"http://{text}") is not None
    name = re.sub(r"[^a-z0-9]+", "_", _bare(text)).strip("_")
    if is_host and 0 < len(name) <= 64:
        return name
    return f"{name[:55].rstrip('_')}_{_digest(text)[:8]}".lstrip("_")


def _parse(url: str, base: str | None) -> _Address | None:
    text = url.strip()
    if len(text) > MAX_LENGTH or _CONTROL.search(text) or not (base or text[:4].lower() == "http"):
        return None
    plain = _PLAIN.fullmatch(text)
    is_slow = plain is None or _SLOW_PATH.search(plain[3] or "") or _STRAY_PERCENT.search(text)
    if plain and not is_slow and len(plain[2]) <= 253:
        return _Address(plain[1], plain[2], plain[3] or "/", _without_tracking(plain[4] or ""))
    try:
        joined = urllib.parse.urljoin(base, text) if base else text
        if _GLUED.match(joined):
            return None
        # As Scrapy writes a request's address: what is kept here is what is asked for there.
        parts = urllib.parse.urlsplit(safe_url_string(joined))
        host = _host(parts)
    except ValueError:  # a host, port or text that no parser takes; UnicodeError is one of them
        return None
    if host is None:
        return None
    # A per cent sign that begins no escape is no URI (RFC 3986, 2.1), and means itself.
    path, query = (_STRAY_PERCENT.sub("%25", part) for part in (parts.path, parts.query))
    path = _resolve_dots(_SESSION_IN_PATH.sub("", path))
    return _Address(parts.scheme, host, path, _without_tracking(query))


def _host(parts: urllib.parse.SplitResult) -> str | None:
    """Host and port as they are fetched; None where there is none, or where credentials stand before it."""
    host = (parts.hostname or "").removesuffix(".")
    if parts.scheme not in _DEFAULT_PORT or "@" in parts.netloc or parts.port == 0:
        return None
    if ":" in host and "%" not in host:  # a zone of an IPv6 address means something on one machine only
        host = f"[{ipaddress.IPv6Address(host).compressed}]"
    elif len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        return None
    return host if parts.port in (None, _DEFAULT_PORT[parts.scheme]) else f"{host}:{parts.port}"


def _resolve_dots(path: str) -> str:
    """The path without `.` and `..` segments, encoded ones too, as a browser resolves them."""
    kept: list[str] = []
    ends_in_dots = False
    for segment in path.split("/")[1:]:
        plain = segment.replace("%2e", ".").replace("%2E", ".")
        ends_in_dots = plain in (".", "..")
        if not ends_in_dots:
            kept.append(segment)
        elif plain == ".." and kept:
            kept.pop()
    if ends_in_dots:
        kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if not _is_tracking(part)) if query else ""


def _is_tracking(parameter: str) -> bool:
    name = urllib.parse.unquote(parameter.partition("=")[0]).lower()
    return (
        name in TRACKING_PARAMETERS
        or name.startswith(TRACKING_PREFIXES)
        or _SESSION_PARAMETER.fullmatch(parameter) is not None
    )


def _normal_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


@functools.lru_cache(maxsize=1024)
def _bare(host: str) -> str:
    """A host for comparison: without `www.` and without the ports that http and https have of their own."""
    netloc = host_of(f"http://{host}")
    return _without_www((netloc or host).removesuffix(":443"))


def _without_www(host: str) -> str:
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
