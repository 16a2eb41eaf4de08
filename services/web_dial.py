"""Opens connections to permitted addresses, straight or through the operator's own proxy."""

import asyncio
import base64
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from services.errors import AddressForbidden, LinkGone, SiteTrouble
from services.web_guard import Guard, is_inside_name

_PATIENCE: Final = timedelta(seconds=15)
_ROOM: Final = 1024 * 1024
_SOCKS: Final = 5
_NO_PASSWORD: Final = 0
_WITH_PASSWORD: Final = 2
_BY_NAME: Final = 3
_ADDRESS_LENGTHS: Final = {1: 4, 4: 16}

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Dialer:
    """Connects; every connection to the outside is made here.

    Args:
        guard: Says which addresses may be reached.
        proxy: The operator's proxy (`http://`, `https://`, `socks5://` or `socks5h://`), or nothing.
        proxies: Those that single hosts, and all below them, have instead.
    """

    guard: Guard
    proxy: str = ""
    proxies: Mapping[str, str] = field(default_factory=dict)

    def proxy_for(self, host: str) -> str:
        """Return the proxy through which a host is asked; empty for none."""
        labels = host.lower().removesuffix(".").split(".")
        above = (".".join(labels[at:]) for at in range(len(labels)))
        return next((self.proxies[name] for name in above if name in self.proxies), self.proxy)

    async def dial(self, host: str, port: int, *, on_behalf_of: str = "") -> Streams:
        """Return a connection to `host`.

        Args:
            host: Whom.
            port: Where.
            on_behalf_of: The host whose page led there: if it has a proxy of its own, that is taken,
                because many sites give out addresses that are good for who asked alone.

        Raises:
            AddressForbidden: it leads into a private network.
            LinkGone: there is no such host.
            SiteTrouble: nobody answers.
        """
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()):
                proxy = self._proxy_between(host, on_behalf_of)
                if proxy and not self.guard.lets_through(host, port):
                    return await self._through_proxy(host, port, proxy=proxy)
                return await _first_of(await self.guard.addresses(host, port), port)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
            raise SiteTrouble(host=host) from error

    def _proxy_between(self, host: str, on_behalf_of: str) -> str:
        chosen = self.proxy_for(on_behalf_of) if on_behalf_of else self.proxy
        return chosen if chosen != self.proxy else self.proxy_for(host)

    async def _through_proxy(self, host: str, port: int, *, proxy: str) -> Streams:
        try:
            await self.guard.addresses(host, port)
        except (LinkGone, SiteTrouble):
            # Behind such a proxy this machine may know no names at all; numbers it always knows, and
            # names of a network's inside would lead into the proxy's own.
            if _is_number(host) or is_inside_name(host):
                raise AddressForbidden(host=host) from None
        parts = urlsplit(proxy)
        reader, writer = await asyncio.open_connection(
            parts.hostname, parts.port, ssl=parts.scheme == "https" or None, limit=_ROOM
        )
        name, password = unquote(parts.username or ""), unquote(parts.password or "")
        try:
            if parts.scheme.startswith("socks"):
                await _ask_socks(reader, writer, host=host, port=port, who=(name, password))
            else:
                await _ask_http(reader, writer, host=host, port=port, who=(name, password))
        except BaseException:
            writer.close()
            raise
        return reader, writer


async def _first_of(addresses: list[str], port: int) -> Streams:
    for address in addresses[:-1]:
        try:
            return await asyncio.open_connection(address, port, limit=_ROOM)
        except OSError:
            continue
    return await asyncio.open_connection(addresses[-1], port, limit=_ROOM)


async def _ask_http(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    *,
    host: str,
    port: int,
    who: tuple[str, str],
) -> None:
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}"]
    if who[0]:
        lines.append(
            "Proxy-Authorization: Basic " + base64.b64encode(":".join(who).encode()).decode()
        )
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = await reader.readuntil(b"\r\n\r\n")
    if answer.split(b" ", 2)[1:2] != [b"200"]:
        raise OSError("the proxy refused")


async def _ask_socks(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    *,
    host: str,
    port: int,
    who: tuple[str, str],
) -> None:
    way = _WITH_PASSWORD if who[0] else _NO_PASSWORD
    writer.write(bytes([_SOCKS, 1, way]))
    if (await reader.readexactly(2))[1] != way:
        raise OSError("the proxy wants another kind of login")
    if who[0]:
        name, password = (part.encode()[:255] for part in who)
        writer.write(bytes([1, len(name)]) + name + bytes([len(password)]) + password)
        if (await reader.readexactly(2))[1]:
            raise OSError("the proxy refused the login")
    spelled = host.encode()[:255]
    asked = bytes([_SOCKS, 1, 0, _BY_NAME, len(spelled)]) + spelled + port.to_bytes(2, "big")
    writer.write(asked)
    answer = await reader.readexactly(4)
    if answer[1]:
        raise OSError("the proxy refused")
    named = answer[3] == _BY_NAME
    length = (await reader.readexactly(1))[0] if named else _ADDRESS_LENGTHS.get(answer[3], 4)
    await reader.readexactly(length + 2)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return True
    try:
        # Knows numbers in every spelling, such as 127.1 and 0x7f000001.
        socket.inet_aton(host)
    except (OSError, UnicodeError):
        return False
    return True
