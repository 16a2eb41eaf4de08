"""YouTube: videos, Shorts, live replays and music are one kind of thing with one id."""

import re

from services.platforms.address import Address, address_of
from services.platforms.platform import Gives, Platform

_ID = re.compile(r"^(?!live_stream$|videoseries$)[\w-]{11}$", re.ASCII)
_BEFORE_ID = frozenset({"shorts", "live", "embed", "v", "e", "video", "vi", "watch"})
_OWN_LISTS = re.compile(r"^(?:WL|LL|LM|TL|UL|RD(?!CLAK))")
"""Lists that only their owner sees, or that are made up anew for each who looks."""


def _identify(address: Address) -> str | None:
    address = _meant(address)
    parts, asked = address.parts, address.asked
    candidates = [asked.get("v", ""), asked.get("vi", "")]
    if address.host.endswith(("youtu.be", "yt.be")):
        candidates += parts[:1]
    elif len(parts) > 1 and parts[0] in _BEFORE_ID:
        candidates.append(parts[1])
    return next((found for found in candidates if _ID.match(found)), None)


def _meant(address: Address) -> Address:
    """Return the address inside one that only leads on."""
    parts, asked = address.parts, address.asked
    if parts[:1] == ["attribution_link"] and asked.get("u", "").startswith("/"):
        return address_of(f"https://youtube.com{asked['u']}")
    if address.host == "consent.youtube.com" and asked.get("continue", "").startswith("https://"):
        return address_of(asked["continue"])
    return address


def _listing(address: Address) -> str:
    name = _meant(address).asked.get("list", "")
    if not re.fullmatch(r"[\w-]{2,64}", name, re.ASCII) or _OWN_LISTS.match(name):
        return ""
    return f"https://www.youtube.com/playlist?list={name}"


YOUTUBE = Platform(
    name="youtube",
    title="YouTube",
    hosts=frozenset({
        "youtube.com",
        "youtu.be",
        "yt.be",
        "youtube-nocookie.com",
        "youtubekids.com",
        "youtube.googleapis.com",
    }),
    identify=_identify,
    page="https://www.youtube.com/watch?v={id}",
    gives=frozenset({Gives.SOUND, Gives.VIDEO, Gives.LISTS, Gives.LIVE, Gives.TRANSCRIPT}),
    listing=_listing,
    note="Shorts, live replays and YouTube Music as well; age-limited and members' videos want cookies.",
)
