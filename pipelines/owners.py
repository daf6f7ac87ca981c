"""Whose page is it? Declared sites by their hosts, for what comes with an address and no spider."""

import re
from collections.abc import Mapping

from .article import ExtractionHints
from .urls import host_of, site_from_host

Owners = Mapping[str, list[tuple[str, ExtractionHints]]]
"""Sites and their hints by host."""


def owner_of(url: str, owners: Owners) -> tuple[str, ExtractionHints]:
    """Site and hints of an address, of several that share its host the likeliest."""
    here = owners_of(url, owners)
    # Editions that share a host are told apart by the addresses of their articles.
    return next((owner for owner in here if re.search(owner[1].article_url or "", url)), here[0])


def owners_of(url: str, owners: Owners) -> list[tuple[str, ExtractionHints]]:
    """The sites of an address's host, one at least: a host that no site declares is a site of its own."""
    host = host_of(url) or ""
    here = owners.get(host) or owners.get(host.removeprefix("www.")) or owners.get(f"www.{host}")
    return here or [(site_from_host(host), ExtractionHints())]
