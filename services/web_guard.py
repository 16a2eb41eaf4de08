"""Decides which addresses may be reached: the public internet, and what the operator has let through."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import Final

from services.errors import AddressForbidden, LinkGone, SiteTrouble

Resolve = Callable[[str, int], Awaitable[list[str]]]

_NOT_FOR_US: Final = (
    IPv4Network("168.63.129.16/32"),  # Azure's own service, under a public address
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("192.0.0.0/24"),
    IPv4Network("240.0.0.0/4"),
    IPv6Network("2001::/23"),  # Teredo, ORCHID and other special uses
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),  # 6to4: an IPv4 address in disguise
    IPv6Network("3fff::/20"),
)
_WEB_PORTS: Final = frozenset({80, 81, 88, 443})
"""Below 1024 these alone: the others belong to mail, shells, names, printers and the like."""

_FIRST_FREE_PORT: Final = 1024
_OTHER_TRADES: Final = frozenset({
    *(1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3260, 3306, 3389, 3659, 4045),
    *(4190, 5060, 5061, 5432, 5672, 5900, 5901, 5985, 5986, 6000, 6379, 6443, 6566, 6665, 6666),
    *(6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200, 9300, 10080, 10250, 11211),
    *(26379, 27017, 27018, 28017, 50000),
})
"""Databases, desktops, chats and clusters: ports at which no web server listens by custom."""

_INSIDE_NAMES: Final = frozenset({
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
})
_PUBLIC_V6: Final = IPv6Network("2000::/3")
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})
_REMEMBERED_SECONDS: Final = 30.0
_REMEMBERED: Final = 512


def is_public(address: str) -> bool:
    """Return whether an IP address is one that anybody on the internet may reach.

    What carries another address inside (IPv4-mapped, 6to4, Teredo, NAT64, ISATAP) is none, whatever
    it carries; so is everything that is not written as a whole, plain address.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if any(parsed in network for network in _NOT_FOR_US if network.version == parsed.version):
        return False
    if isinstance(parsed, IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    return _is_public_v6(parsed)


def is_web_port(port: int) -> bool:
    """Return whether a site of the public internet may be asked at a port.

    Elsewhere what we send could mean something to a server that is none of the web.
    """
    return port in _WEB_PORTS or (port >= _FIRST_FREE_PORT and port not in _OTHER_TRADES)


def is_inside_name(host: str) -> bool:
    """Return whether a name can only mean something inside somebody's network."""
    first, _, last = host.lower().removesuffix(".").rpartition(".")
    return not first or last in _INSIDE_NAMES or host.lower().endswith(".home.arpa")


def is_inside(host: str) -> bool:
    """Return whether a host, a name or a number, is written as one of somebody's own network."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return is_inside_name(host)
    return not is_public(host.strip("[]"))


class Guard:
    """Resolves names and lets only permitted addresses out.

    Args:
        allow: `host:port` pairs inside the operator's network that links may lead to.
        resolve: Asks for a name's addresses; the machine's own resolver otherwise.
    """

    def __init__(self, *, allow: Iterable[str] = (), resolve: Resolve | None = None) -> None:
        self._allow = frozenset(pair.lower() for pair in allow)
        self._resolve = resolve or _ask_system
        self._known: dict[tuple[str, int], tuple[float, list[str]]] = {}

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return where a connection to `host` may go; only these may be used for it.

        Raises:
            AddressForbidden: it leads into a private network, or to a port that is none of the web.
            LinkGone: there is no such host.
            SiteTrouble: it could not be looked up.
        """
        host = host.lower().removesuffix(".").strip("[]")
        if not self.lets_through(host, port) and not is_web_port(port):
            raise AddressForbidden(host=host)
        now = asyncio.get_running_loop().time()
        known = self._known.get((host, port))
        if known is not None and now < known[0]:
            return known[1]
        found = await self._looked_up(host, port)
        if not self.lets_through(host, port):
            found = [address for address in found if is_public(address)]
        if not found:
            raise AddressForbidden(host=host)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[host, port] = (now + _REMEMBERED_SECONDS, found)
        return found

    def lets_through(self, host: str, port: int) -> bool:
        """Return whether the operator has named this pair."""
        spelled = f"[{host}]" if ":" in host else host
        return f"{spelled}:{port}".lower() in self._allow

    async def _looked_up(self, host: str, port: int) -> list[str]:
        try:
            return await self._resolve(host, port)
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise SiteTrouble(host=host) from error
            raise LinkGone(host=host, site="missing") from error
        except UnicodeError as error:
            raise LinkGone(host=host, site="missing") from error


def _is_public_v6(address: IPv6Address) -> bool:
    interface = int(address) >> 32 & 0xFFFFFFFF
    return address in _PUBLIC_V6 and address.is_global and interface not in _ISATAP


async def _ask_system(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))
