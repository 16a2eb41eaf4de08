"""Xiaoyuzhou 小宇宙: episodes and podcasts have 24 hexadecimal digits each."""

import re

from services.platforms.address import Address
from services.platforms.platform import Gives, Login, Platform

_PAGE = re.compile(r"^/(episode|podcast)/([0-9a-f]{24})/?$")


def _identify(address: Address) -> str | None:
    page = _PAGE.match(address.path)
    return f"{page[1]}/{page[2]}" if page else None


XIAOYUZHOU = Platform(
    name="xiaoyuzhou",
    title="Xiaoyuzhou",
    hosts=frozenset({"xiaoyuzhoufm.com", "xyzfm.link"}),
    identify=_identify,
    page="https://www.xiaoyuzhoufm.com/{id}",
    gives=frozenset({Gives.SOUND, Gives.LISTS}),
    login=Login.SOMETIMES,
    note="Free episodes, and the newest ones of a podcast.",
)
