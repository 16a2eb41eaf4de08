"""How a host is called in sentences: as in the link, with its port only where that is told."""

from typing import Final
from urllib.parse import urlsplit

_MOST_LETTERS: Final = 40
"""Of what is no address at all."""


def host_in(url: str) -> str:
    """Return the host in an address as a person would say it."""
    rest = url.split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return rest.rsplit("@", 1)[-1].removeprefix("www.") or url[:_MOST_LETTERS]


def is_called(said: str, host: str) -> bool:
    """Return whether a host that was dialled is the one that is called so."""
    try:
        name = urlsplit(f"//{said}").hostname or ""
    except ValueError:
        return False
    return name == host.lower().removesuffix(".").strip("[]").removeprefix("www.")
