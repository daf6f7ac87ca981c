"""Whose page is it? Declared sites by their hosts, for what comes with an address and no spider."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from .article import ExtractionHints
from .urls import host_of, site_from_host

Owners = Mapping[str, list[tuple[str, ExtractionHints]]]
"""Sites and their hints by host."""


def owner_of(url: str, owners: Owners) -> tuple[str, ExtractionHints]:
    """Site and hints of an address, of several that share its host the likeliest."""
    here = owners_of(url, owners)
    return taker_of(url, here) or here[0]


def taker_of(url: str, here: Iterable[tuple[str, ExtractionHints]]) -> tuple[str, ExtractionHints] | None:
    """The first of the sites of its host that take an address for an article's."""
    # Editions that share a host are told apart by the addresses of their articles.
    return next((owner for owner in here if re.search(owner[1].article_url or "", url)), None)


def owners_of(url: str, owners: Owners) -> list[tuple[str, ExtractionHints]]:
    """The sites of an address's host, one at least: a host that no site declares is a site of its own."""
    return declared_of(url, owners) or [(site_from_host(host_of(url) or ""), ExtractionHints())]


def declared_of(url: str, owners: Owners) -> list[tuple[str, ExtractionHints]]:
    """The declared sites of an address's host, none where nobody declared one."""
    host = host_of(url) or ""
    return owners.get(host) or owners.get(host.removeprefix("www.")) or owners.get(f"www.{host}") or []


def digest_of(owners: Owners) -> str:
    """A name of which addresses are whose, the same for the same: SHA-256, hexadecimal."""
    rules = sorted(
        (host, site, hints.article_url or "") for host, here in owners.items() for site, hints in here
    )
    return hashlib.sha256(json.dumps(rules).encode()).hexdigest()
