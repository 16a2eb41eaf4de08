"""TikTok: a video or a series of photos has a long number; short links tell it when they are followed."""

import re

from services.platforms.address import Address
from services.platforms.platform import Gives, Platform

_NUMBER = re.compile(
    r"^/(?:.*/)?(?:video|photo|v|embed|embed/v\d|player/v\d|item)/(\d{6,24})(?:\.html)?/?$"
)


def _identify(address: Address) -> str | None:
    number = _NUMBER.match(address.path)
    return number[1] if number else None


TIKTOK = Platform(
    name="tiktok",
    title="TikTok",
    hosts=frozenset({"tiktok.com", "tiktokv.com", "vxtiktok.com", "tnktok.com"}),
    identify=_identify,
    page="https://www.tiktok.com/@_/video/{id}",
    shown_at="https://www.tiktok.com/@{handle}/video/{id}",
    gives=frozenset({
        Gives.SOUND,
        Gives.VIDEO,
        Gives.IMAGES,
        Gives.LISTS,
        Gives.LIVE,
        Gives.TRANSCRIPT,
    }),
    note="Videos and photo posts; private accounts need cookies.",
)
