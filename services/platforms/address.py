"""Reads a pasted address: what it leads to, without the ways in which people's spellings differ."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import idna

from services.errors import AddressForbidden, LinkUnsupported

_LONGEST: Final = 2048
_PORTS: Final = {"http": 80, "https": 443}
_SCHEME: Final = re.compile(r"(?i)^([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))")
_LOCAL_HOST: Final = re.compile(r"(?i)^(?:localhost|[\d.]+|\[[0-9a-f:.]+\])(?::\d+)?(?:[/?#]|$)")
_TRACKERS: Final = re.compile(
    r"(?i)^(?:utm_\w+|fbclid|gclid|gbraid|wbraid|yclid|ysclid|msclkid|dclid|twclid|ttclid|igsh|igshid"
    r"|mc_cid|mc_eid|_hsenc|_hsmi|vero_id|spm_id_from|share_source|mkt_tok)$"
)
ITEM: Final = "#item="
"""Stands between a feed's address and the guid of one of its episodes."""
_SAFE: Final = "%/:=&?~#+!$,;'@()*[]|^`{}\\\""


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address in its parts."""

    scheme: str
    host: str
    """In small ASCII letters, without a dot at the end."""
    port: int
    path: str
    query: str
    item: str = ""
    """Which episode of a feed is meant: our own lists name it behind the hash."""

    @property
    def url(self) -> str:
        """Return the address to ask, spelled as it was given but for what a server never sees."""
        return f"{self.scheme}://{self.netloc}{self.path}{self._tail(self.query)}{self._item}"

    @property
    def netloc(self) -> str:
        """Return host and port, the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def plain(self) -> str:
        """Return what is the same for everybody who shares the page: no scheme, no trackers."""
        kept = "&".join(
            part for part in self.query.split("&") if not _TRACKERS.match(part.partition("=")[0])
        )
        return f"{self.netloc}{self.path}{self._tail(kept)}{self._item}"

    @property
    def parts(self) -> list[str]:
        """Return the words between the slashes of the path, decoded."""
        return [unquote(part) for part in self.path.split("/") if part]

    @property
    def asked(self) -> Mapping[str, str]:
        """Return the query's words; of two with one name, the first."""
        return dict(reversed(parse_qsl(self.query)))

    @property
    def bare_host(self) -> str:
        """Return the host without the names that sites put before it for phones and the like."""
        return re.sub(r"^(?:www\d?|m|mobile|music)\.", "", self.host)

    @property
    def _item(self) -> str:
        return f"{ITEM}{self.item}" if self.item else ""

    @staticmethod
    def _tail(query: str) -> str:
        return f"?{query}" if query else ""


def address_of(text: str) -> Address:
    """Return the parts of an address, with or without `https://`.

    Raises:
        AddressForbidden: it is not http(s), such as `file:///etc/passwd`.
        LinkUnsupported: it is no address at all.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise LinkUnsupported(host=text[:40])
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _PORTS:
        raise AddressForbidden(scheme=scheme[0])
    if not scheme:
        text = f"{'http' if _LOCAL_HOST.match(text) else 'https'}://{text}"
    try:
        return _split(text)
    except ValueError as error:
        raise LinkUnsupported(host=text.split("//", 1)[-1][:40]) from error


def _split(url: str) -> Address:
    # Whoever copies an address out of a page's source copies `&amp;` as well.
    # Servers never see what follows a hash, but yt-dlp would take orders from it: only ours stay.
    split = urlsplit(re.sub(r"&(?:amp;)+", "&", url).replace("\\", "/"))
    scheme = split.scheme.lower()
    host = _ascii_host(split.hostname or "")
    port = _PORTS[scheme] if split.port is None else split.port
    if not port:
        raise ValueError("there is no port 0")
    path, query = (quote(part, safe=_SAFE) for part in (split.path or "/", split.query))
    tail = f"#{split.fragment}"
    item = quote(unquote(tail.removeprefix(ITEM)), safe="") if tail.startswith(ITEM) else ""
    return Address(scheme=scheme, host=host, port=port, path=path, query=query, item=item)


def _ascii_host(host: str) -> str:
    host = host.removesuffix(".").lower()
    if not all(host.split(".")) or re.search(r"[\s%\x00-\x20]", host):
        raise ValueError("no host")
    if host.isascii():
        return host
    # idna.IDNAError is a UnicodeError, and so a ValueError.
    return idna.encode(host, uts46=True).decode()
