"""Xiaohongshu 小红书 (RedNote): a note has 24 hexadecimal digits, and its link a token that opens it."""

import re

from services.platforms.address import Address
from services.platforms.platform import Gives, Platform

_NOTE = re.compile(r"^/(?:explore|discovery/item|user/profile/[0-9a-f]{24})/([0-9a-f]{24})/?$")


def _identify(address: Address) -> str | None:
    note = _NOTE.match(address.path)
    return note[1] if note else None


XIAOHONGSHU = Platform(
    name="xiaohongshu",
    title="Xiaohongshu",
    hosts=frozenset({"xiaohongshu.com", "xhslink.com", "xhslink.cn", "xhs.cn", "rednote.com"}),
    identify=_identify,
    gives=frozenset({Gives.SOUND, Gives.VIDEO, Gives.IMAGES}),
    note="Videos and image notes; copy the whole link, its xsec_token opens the note.",
)
