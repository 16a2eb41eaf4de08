"""TikTok: a video or a series of photos has a long number; short links have a code until followed."""

import re

from services.platforms.address import Address
from services.platforms.platform import Platform

_NUMBER = re.compile(
    r"^/(?:.*/)?(?:video|photo|v|embed|embed/v\d|player/v\d|item)/(\d{6,24})(?:\.html)?/?$"
)
_CODE = re.compile(r"^\w{5,20}$", re.ASCII)


def _identify(address: Address) -> str | None:
    number = _NUMBER.match(address.path)
    if number:
        return number[1]
    parts = address.parts
    if parts[:1] == ["t"]:
        parts = parts[1:]
    elif address.host not in {"vm.tiktok.com", "vt.tiktok.com"}:
        return None
    return f"short/{parts[0]}" if parts and _CODE.match(parts[0]) else None


TIKTOK = Platform(
    name="tiktok",
    title="TikTok",
    hosts=frozenset({"tiktok.com"}),
    identify=_identify,
)
