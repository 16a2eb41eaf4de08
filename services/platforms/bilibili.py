"""Bilibili 哔哩哔哩: a video has one number in two spellings (av, BV), and may have several parts."""

import re
from collections.abc import Mapping

from services.platforms.address import Address
from services.platforms.platform import Gives, Platform

_SHORT = frozenset({"b23.tv", "bili22.cn", "bili23.cn", "bili33.cn", "bili2233.cn"})
_ABROAD = frozenset({"bilibili.tv", "biliintl.com"})
_VIDEO = re.compile(r"^(?:av(\d{1,16})|(bv1\w{9}))$", re.ASCII | re.IGNORECASE)
_EPISODE = re.compile(r"^(bangumi|cheese)/play/(ep\d+)$")
_SONG = re.compile(r"^audio/(au\d+)$")
_POST = re.compile(r"^opus/(\d+)$")
_FOREIGN = re.compile(r"^(?:[a-z]{2}/)?(play/\d+/\d+|video/\d+)$")

# How the site itself turns one spelling into the other, since 2024.
_LETTERS = "FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf"
_LENGTH = 12
_SCRAMBLE = 23442827791579
_BEYOND = 1 << 51


def bv_of(number: int) -> str:
    """Return the BV spelling of an av number."""
    letters = list("BV1000000000")
    rest = (_BEYOND | number) ^ _SCRAMBLE
    for at in range(_LENGTH - 1, 2, -1):
        rest, letter = divmod(rest, len(_LETTERS))
        letters[at] = _LETTERS[letter]
    letters[3], letters[9] = letters[9], letters[3]
    letters[4], letters[7] = letters[7], letters[4]
    return "".join(letters)


def _identify(address: Address) -> str | None:
    path, asked = "/".join(address.parts), address.asked
    if address.bare_host in _ABROAD:
        found = _FOREIGN.match(path.lower())
        return f"intl/{found[1]}" if found else None
    if address.host == "t.bilibili.com":
        return f"opus/{path}" if path.isdecimal() else None
    told = [asked.get("bvid", ""), f"av{asked.get('aid', '')}", *address.parts[:3]]
    video = next((found for word in told if (found := _VIDEO.match(word))), None)
    if video:
        return _video(video) + _part(asked)
    return _other(path)


def _video(found: re.Match[str]) -> str:
    return bv_of(int(found[1])) if found[1] else f"BV{found[2][2:]}"


def _part(asked: Mapping[str, str]) -> str:
    part = asked.get("p") or asked.get("page") or "1"
    return f"/{int(part)}" if part.isdecimal() and int(part) > 1 else ""


def _other(path: str) -> str | None:
    episode, song, post = _EPISODE.match(path), _SONG.match(path), _POST.match(path)
    if episode:
        return f"{episode[1]}/{episode[2]}"
    if song:
        return song[1]
    return f"opus/{post[1]}" if post else None


def _page(medium: str) -> str:
    head, _, tail = medium.partition("/")
    match head:
        case "intl":
            return f"https://www.bilibili.tv/en/{tail}"
        case "opus":
            return f"https://www.bilibili.com/opus/{tail}"
        case "bangumi" | "cheese":
            return f"https://www.bilibili.com/{head}/play/{tail}"
        case _ if head.startswith("au"):
            return f"https://www.bilibili.com/audio/{head}"
        case _:
            return f"https://www.bilibili.com/video/{head}" + (f"?p={tail}" if tail else "")


BILIBILI = Platform(
    name="bilibili",
    title="Bilibili 哔哩哔哩",
    hosts=frozenset({"bilibili.com", *_SHORT, *_ABROAD}),
    identify=_identify,
    page=_page,
    gives=frozenset({Gives.SOUND, Gives.VIDEO, Gives.LISTS, Gives.LIVE, Gives.TRANSCRIPT}),
    note="Without a login at most 480p, and series only where the site shows them to anybody.",
)
