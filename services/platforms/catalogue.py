"""Knows every platform, and finds the links in what people write."""

from typing import Final
from urllib.parse import quote

from services.errors import HearsayError, Refused
from services.platforms.address import Address, address_of
from services.platforms.apple_podcasts import APPLE_PODCASTS
from services.platforms.bilibili import BILIBILI
from services.platforms.discord import DISCORD
from services.platforms.finding import spelled_in
from services.platforms.instagram import INSTAGRAM
from services.platforms.link import Link
from services.platforms.platform import Platform
from services.platforms.soundcloud import SOUNDCLOUD
from services.platforms.spotify import SPOTIFY
from services.platforms.tiktok import TIKTOK
from services.platforms.x import X
from services.platforms.xiaohongshu import XIAOHONGSHU
from services.platforms.xiaoyuzhou import XIAOYUZHOU
from services.platforms.youtube import YOUTUBE

PLATFORMS: Final = (
    APPLE_PODCASTS,
    BILIBILI,
    DISCORD,
    INSTAGRAM,
    SOUNDCLOUD,
    SPOTIFY,
    TIKTOK,
    X,
    XIAOHONGSHU,
    XIAOYUZHOU,
    YOUTUBE,
)

MOST_LINKS: Final = 200
"""How many links of one message are looked at."""


def links_in(text: str) -> list[Link]:
    """Return the links of a message in their order, each medium once.

    Raises:
        AddressForbidden: the only link is none that may be asked.
        LinkUnsupported: the only link is no address.
    """
    found: dict[str, Link] = {}
    refused: list[HearsayError] = []
    for spelled in spelled_in(text):
        try:
            link = link_of(spelled)
        except Refused as error:
            refused.append(error)
            continue
        found.setdefault(link.key, link)
        if len(found) == MOST_LINKS:
            break
    if refused and not found:
        raise refused[0]
    return list(found.values())


def link_of(url: str) -> Link:
    """Return the link of an address: the site that it belongs to and the key of what it shows.

    Raises:
        AddressForbidden: it is not http(s).
        LinkUnsupported: it is no address at all.
    """
    address = address_of(url)
    platform = platform_at(address.host)
    if platform is None:
        return Link(url=address.url, site="web", key=f"web:{address.plain}")
    return _link(platform, address)


def refuse_hopeless(link: Link) -> None:
    """Let a link pass, unless its address alone tells that nothing can be had there.

    Raises:
        HearsayError: why.
    """
    platform = platform_named(link.site)
    reason = platform.refuses(address_of(link.url)) if platform else None
    if reason is not None:
        raise reason(host=link.host)


def led_to(link: Link, page: str) -> Link:
    """Return the link of the page where a link has led that does not tell its medium: a short one."""
    if _owner(link) is not None:
        return link
    found = link_of(page)
    return link if found.site == "web" else found


def medium_id(link: Link) -> str | None:
    """Return by which id the link's own site knows its medium; None where it has none."""
    platform = platform_named(link.site)
    return platform.identify(address_of(link.url)) if platform else None


def shown_at(link: Link, handle: str) -> str:
    """Return the address of a medium as its site writes it, by the name of the author if that is known."""
    platform, known = platform_named(link.site), medium_id(link)
    if platform is None or known is None or not platform.shown_at or not handle:
        return link.url
    return platform.shown_at.format(id=known, handle=quote(handle, safe=""))


def expires_at(link: Link) -> float | None:
    """Return until when the link is good, in seconds since 1970; None when that is not known."""
    platform = platform_named(link.site)
    expires = platform.expires if platform else None
    return expires(address_of(link.url)) if expires else None


def is_fleeting(link: Link) -> bool:
    """Return whether the link is good for a while only."""
    platform = _owner(link)
    return platform is not None and platform.expires is not None


def is_file(link: Link) -> bool:
    """Return whether the link leads straight to a file, whatever it is called."""
    platform = _owner(link)
    return platform is not None and platform.files


def platform_at(host: str) -> Platform | None:
    """Return the platform whose host this is."""
    return next((platform for platform in PLATFORMS if platform.owns(host)), None)


def platform_named(site: str) -> Platform | None:
    """Return the platform of a link's `site`; None for the rest of the web."""
    return next((platform for platform in PLATFORMS if platform.name == site), None)


def _owner(link: Link) -> Platform | None:
    """Return the platform of a link that tells its medium."""
    platform = platform_named(link.site)
    known = platform is not None and platform.identify(address_of(link.url)) is not None
    return platform if known else None


def _link(platform: Platform, address: Address) -> Link:
    medium = platform.identify(address)
    if medium is None:
        return Link(address.url, platform.name, f"{platform.name}:{address.plain}")
    return Link(
        url=platform.whereabouts(medium) or address.url,
        site=platform.name,
        key=f"{platform.name}:{medium}",
        listing=platform.listing(address),
    )
