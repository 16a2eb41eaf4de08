"""The kinds of values that can be set: what each is turned into, and what is none.

A check raises ValueError and says no more: what is allowed stands beside the setting.
"""

import json
import re
import ssl
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from bot.checkout import ROOT
from services.crew.role import Role, roles_of
from services.platforms.catalogue import platform_named
from services.store.depot import depot_address

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API: setWebhook, secret_token
_GIVEN_KEY: Final = re.compile(r"[!-~]+")  # what a header can carry
_ENGINE: Final = re.compile(r"postgresql://[^/]+/[^/]+|sqlite:///.+")
_HOST_AND_PORT: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+):[0-9]{1,5}")


class LogLevel(StrEnum):
    """The least important lines that are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class YtDlpUpdate(StrEnum):
    """What is done about newer editions of yt-dlp."""

    AUTO = "auto"
    NOTIFY = "notify"
    OFF = "off"


class SpeechDevice(StrEnum):
    """What the recogniser runs on."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class SpeechCompute(StrEnum):
    """In which numbers the recogniser counts."""

    AUTO = "auto"
    INT8 = "int8"
    INT8_FLOAT16 = "int8_float16"
    INT8_FLOAT32 = "int8_float32"
    FLOAT16 = "float16"
    BFLOAT16 = "bfloat16"
    FLOAT32 = "float32"


class LogFormat(StrEnum):
    """How a line of the log looks."""

    AUTO = "auto"
    CONSOLE = "console"
    JSON = "json"

    @property
    def for_machines(self) -> bool | None:
        """Return whether machines are to read it; None where that is found out."""
        return None if self is LogFormat.AUTO else self is LogFormat.JSON


def keys_in(value: SecretStr | None) -> dict[str, str]:
    """Return the names of programs by their keys, out of API_KEYS_JSON.

    Raises:
        ValueError: it is no JSON, has a key twice, or one that no header can carry, or lacks a name.
    """
    # A plain object would hide the first of two that are called the same.
    try:
        pairs = json.loads(value.get_secret_value(), object_pairs_hook=tuple) if value else ()
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(pairs, tuple) or len(dict(pairs)) != len(pairs):
        raise ValueError
    for key, name in pairs:
        if not _GIVEN_KEY.fullmatch(key) or not isinstance(name, str) or not name.strip():
            raise ValueError
    return dict(pairs)


def shown(secret: SecretStr | None) -> str:
    """Return what a secret says; empty where none is set."""
    return secret.get_secret_value() if secret else ""


def _split(value: object) -> object:
    return (
        [part for part in re.split(r"[\s,]+", value) if part] if isinstance(value, str) else value
    )


def _lowered(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return value.rstrip("/")


def _origin(value: str) -> str:
    if value == "*":
        return value
    if urlsplit(_web_address(value)).path.strip("/"):
        raise ValueError
    return _web_address(value).lower()


def _public_address(value: str) -> str:
    parts = urlsplit(_web_address(value))
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise ValueError
    return value.rstrip("/")


def _proxy_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https", "socks5", "socks5h"} or parts.port is None:
        raise ValueError
    return value


def _named_proxy(value: str) -> str:
    name, _, address = value.partition("=")
    if platform_named(name.lower()) is None and "." not in name:
        raise ValueError
    return f"{name.lower()}={_proxy_address(address)}"


def _host_and_port(value: str) -> str:
    if not _HOST_AND_PORT.fullmatch(value):
        raise ValueError
    return value


def _some_network(value: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    if not value.prefixlen:
        raise ValueError
    return value


def _under_root(value: Path) -> Path:
    return ROOT / value.expanduser()


def _engine_address(value: str) -> str:
    if not _ENGINE.match(value):
        raise ValueError
    return value


def _server_address(value: str) -> str:
    if urlsplit(_web_address(value)).username is not None:
        raise ValueError
    return _web_address(value)


def _depot_address(value: str) -> str:
    return depot_address(value, root=ROOT)


def _roles(value: str) -> str:
    if Role.FRONT not in roles_of(value.lower()):
        raise ValueError
    return value.lower()


def _certificates(value: Path) -> Path:
    path = _under_root(value)
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:  # what is no certificate is an ssl.SSLError, which is one
        raise ValueError from error
    return path


def _given_keys(value: SecretStr) -> SecretStr:
    keys_in(value)
    return value


def _matching(pattern: re.Pattern[str]) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if not pattern.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    return AfterValidator(check)


LOWERED: Final = BeforeValidator(_lowered)
SPLIT: Final = BeforeValidator(_split)
"""Several in one variable, separated by commas or spaces."""

BotToken = Annotated[SecretStr, _matching(_TOKEN)]
Certificates = Annotated[Path, AfterValidator(_certificates)]
DepotAddress = Annotated[str, AfterValidator(_depot_address)]
EngineAddress = Annotated[str, AfterValidator(_engine_address)]
Folder = Annotated[Path, AfterValidator(_under_root)]
GivenKeys = Annotated[SecretStr, AfterValidator(_given_keys)]
HostAndPort = Annotated[str, AfterValidator(_host_and_port)]
Network = Annotated[IPv4Network | IPv6Network, AfterValidator(_some_network)]
"""Addresses of some, but not of everybody; one address is a network, too."""
NamedProxy = Annotated[str, AfterValidator(_named_proxy)]
"""A site or a host, and the proxy that it is asked through."""
Origin = Annotated[str, AfterValidator(_origin)]
Port = Annotated[int, Field(ge=0, le=65535)]
ProxyAddress = Annotated[str, AfterValidator(_proxy_address)]
PublicAddress = Annotated[str, AfterValidator(_public_address)]
"""One that others reach, by https unless it is this very machine."""
Roles = Annotated[str, AfterValidator(_roles)]
ServerAddress = Annotated[str, AfterValidator(_server_address)]
"""One without a name and a password in it."""
WebAddress = Annotated[str, AfterValidator(_web_address)]
WebhookSecret = Annotated[SecretStr, _matching(_WEBHOOK_SECRET)]
