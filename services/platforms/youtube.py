"""YouTube: videos, Shorts, live replays and music are one kind of thing with one id."""

import re

from services.platforms.address import Address, address_of
from services.platforms.platform import Platform

_ID = re.compile(r"^[\w-]{11}$", re.ASCII)
_BEFORE_ID = frozenset({"shorts", "live", "embed", "v", "e", "video", "vi", "watch"})


def _identify(address: Address) -> str | None:
    parts, asked = address.parts, address.asked
    if parts[:1] == ["attribution_link"] and asked.get("u", "").startswith("/"):
        return _identify(address_of(f"https://youtube.com{asked['u']}"))
    candidates = [asked.get("v", ""), asked.get("vi", "")]
    if address.host.endswith("youtu.be"):
        candidates += parts[:1]
    elif len(parts) > 1 and parts[0] in _BEFORE_ID:
        candidates.append(parts[1])
    return next((found for found in candidates if _ID.match(found)), None)


YOUTUBE = Platform(
    name="youtube",
    title="YouTube",
    hosts=frozenset({"youtube.com", "youtu.be", "youtube-nocookie.com", "youtubekids.com"}),
    identify=_identify,
    page="https://www.youtube.com/watch?v={id}",
)
