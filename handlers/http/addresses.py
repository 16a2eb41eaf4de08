"""Tells which address a request comes from, also where proxies of the operator's stand in between."""

from collections.abc import Collection
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from aiohttp import web

Network = IPv4Network | IPv6Network

PROXIES: Final = web.AppKey[Collection[Network]]("hearsay_proxies", Collection[Network])
"""Whose word is taken for where a request came from; it stands in the application."""

_FORWARDED: Final = "X-Forwarded-For"


def address_of(request: web.Request) -> str:
    """Return the address that a request comes from; empty where it has none.

    Each proxy adds the address that it saw to the end of the header. What stands before the first of them
    that nobody vouches for may be made up.
    """
    trusted = request.config_dict.get(PROXIES, ())
    seen = _parsed(request.remote or "")
    told = ",".join(request.headers.getall(_FORWARDED, ())).split(",")
    while seen is not None and told and any(seen in network for network in trusted):
        before = _parsed(told.pop().strip())
        if before is None:
            break
        seen = before
    return str(seen or request.remote or "")


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address, behind which there may be a port; None where it is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    with suppress(ValueError):
        found = ip_address(text)
        mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
        return mapped or found
    return None
