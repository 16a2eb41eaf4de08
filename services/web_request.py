"""Reads what a child asks the proxy for, and says it anew so that no server can understand it otherwise."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_TARGET: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s\[\]/@?#\\:]+):([0-9]{1,5})")
_METHOD: Final = re.compile(rb"[A-Z]{1,16}")
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_OURS: Final = (b"connection", b"keep-alive", b"host", b"upgrade", b"te", b"trailer")
"""What is between the child and the proxy alone, or is said by the proxy itself."""

_MOST_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class Request:
    """One request, understood."""

    host: str
    port: int
    token: str
    """Whose it is."""
    head: bytes
    """What the server is told; empty for a tunnel."""
    body_bytes: int
    """How much follows the head; nothing after that belongs to this request."""


def read_request(head: bytes) -> Request:
    """Return what is asked for.

    Args:
        head: The first line and the headers, with the empty line after them.

    Raises:
        ValueError: it is no request that a proxy understands, or one that can be understood in two ways.
    """
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method, target, version = first.split(b" ")
    plain = _METHOD.fullmatch(method) and target.isascii() and not _CONTROL.search(target)
    if not plain or version not in {b"HTTP/1.1", b"HTTP/1.0"}:
        raise ValueError("not a request")
    headers = [_header(line) for line in lines]
    token = _token(headers)
    if method == b"CONNECT":
        return _tunnel(target.decode(), token)
    parts = urlsplit(target.decode())
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("not an address that a proxy can ask")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    authority = parts.netloc.rpartition("@")[2]
    told = [method + f" {path} HTTP/1.1".encode(), f"Host: {authority}".encode()]
    told += [name + b": " + value for name, value in headers if _is_for_server(name)]
    told += [b"Connection: close", b"", b""]
    port = 80 if parts.port is None else parts.port
    return Request(parts.hostname, port, token, b"\r\n".join(told), _body_bytes(headers))


def _header(line: bytes) -> tuple[bytes, bytes]:
    name, colon, value = line.partition(b":")
    if not colon or not _NAME.fullmatch(name) or _CONTROL.search(value):
        raise ValueError("not a header")
    return name, value.strip(b" \t")


def _token(headers: list[tuple[bytes, bytes]]) -> str:
    said = [value for name, value in headers if name.lower() == b"proxy-authorization"]
    return said[0].decode("latin-1").removeprefix("Basic ").strip() if len(said) == 1 else ""


def _tunnel(target: str, token: str) -> Request:
    found = _TARGET.fullmatch(target)
    if not found or not 0 < int(found[2]) <= _MOST_PORT:
        raise ValueError("not where a tunnel can lead")
    return Request(found[1].strip("[]"), int(found[2]), token, b"", 0)


def _is_for_server(name: bytes) -> bool:
    return not name.lower().startswith(b"proxy-") and name.lower() not in _OURS


def _body_bytes(headers: list[tuple[bytes, bytes]]) -> int:
    said = [value for name, value in headers if name.lower() == b"content-length"]
    cut = any(name.lower() == b"transfer-encoding" for name, _ in headers)
    if cut or len(said) > 1 or any(not value.isdigit() for value in said):
        raise ValueError("where it ends is not clear")
    return int(said[0]) if said else 0
