"""Makes orders out of AudioGrab's words: its platforms, formats and qualities mean choices of ours."""

from collections.abc import Mapping
from typing import Final

from handlers.http.audiograb_shapes import DownloadBody, Quality, Site, Wanted
from handlers.http.links import check_webhook, link_told
from services.accounts.account import Account
from services.core import Core
from services.errors import FieldInvalid
from services.jobs.order import Channel, Order, Product, Recipient
from services.jobs.programs import Extras
from services.media.choices import wanted_of
from services.platforms.catalogue import platform_named
from services.platforms.link import Link
from services.platforms.platform import Gives

_HEIGHTS: Final[Mapping[Quality, str]] = {
    Quality.LOW: "360p",
    Quality.MEDIUM: "480p",
    Quality.HIGH: "720p",
    Quality.HIGHEST: "4320p",
}
"""The height that is there comes, or the next lower one."""
_SOUNDS: Final[Mapping[str, Mapping[Quality, str]]] = {
    "m4a": {Quality.LOW: "m4a-64", Quality.MEDIUM: "m4a-128"},
    "mp3": {Quality.LOW: "mp3-64", Quality.MEDIUM: "mp3-128", Quality.HIGHEST: "mp3-320"},
}
"""Where it is not the row's own: that keeps the sound as it is, when it may."""
_FILM: Final = "mp4"
_SAME: Final = {"aac": "m4a"}
"""AAC comes in its usual box."""
_FILMS: Final = frozenset({Site.X_VIDEO, Site.YOUTUBE_VIDEO, Site.INSTAGRAM, Site.XIAOHONGSHU})
"""Of which AudioGrab gives films where nothing is said."""
_LISTENED: Final = frozenset({Site.X_SPACES, Site.YOUTUBE})
"""Of which it gives the sound in whatever is asked for, although there may be a picture."""
_OURS: Final[Mapping[Site, str]] = {
    Site.X_SPACES: "x",
    Site.X_VIDEO: "x",
    Site.YOUTUBE_VIDEO: "youtube",
}


def order_for(body: DownloadBody, account: Account, core: Core) -> Order:
    """Return what is asked for as an order like any other.

    Raises:
        AddressForbidden: the link leads where nobody may look.
        ChoiceUnavailable: there is no such format.
        FieldInvalid: it is no link, or one to another platform.
    """
    link = link_told(body.url, core)
    if body.platform is not Site.AUTO and _OURS.get(body.platform, body.platform) != link.site:
        raise FieldInvalid(field="platform", allowed=f"auto, {link.site}")
    return order_about(link, body, account, site=body.platform)


def order_about(link: Link, wanted: Wanted, account: Account, *, site: Site = Site.AUTO) -> Order:
    """Return a download of a link.

    Raises:
        ChoiceUnavailable: there is no such format.
    """
    return Order(
        product=Product.MEDIA,
        source=link,
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=account.language or "en",
        choice=wanted_of(_choice(link, wanted, site)).choice,
    )


async def extras_for(body: DownloadBody, core: Core) -> Extras:
    """Return what is said beside the order.

    Raises:
        AddressForbidden: the webhook leads where nobody may look.
        FieldInvalid: the webhook leads nowhere, or the time is over.
    """
    await check_webhook(body.webhook_url, core)
    due_at = body.scheduled_at.timestamp() if body.scheduled_at else None
    check_to_come(due_at, core)
    return Extras(due_at=due_at, priority=body.priority, webhook_url=body.webhook_url)


def check_to_come(due_at: float | None, core: Core) -> None:
    """See to it that a moment is not over.

    Raises:
        FieldInvalid: it is.
    """
    if due_at is not None and due_at <= core.clock.now():
        raise FieldInvalid(field="scheduled_at", allowed="in the future")


def _choice(link: Link, wanted: Wanted, site: Site) -> str:
    told = (wanted.format or _usual(link, site)).strip().lower()
    name = _SAME.get(told, told)
    if name == _FILM:
        name = _HEIGHTS[wanted.quality] if _has_film(link, site) else "m4a"
    return _SOUNDS.get(name, {}).get(wanted.quality, name)


def _usual(link: Link, site: Site) -> str:
    is_film = site in _FILMS or (site is Site.AUTO and link.site in set(_FILMS))
    return _FILM if is_film else "m4a"


def _has_film(link: Link, site: Site) -> bool:
    platform = platform_named(link.site)
    may_show = platform is None or Gives.VIDEO in platform.gives
    return may_show and site not in _LISTENED and "/spaces/" not in link.url
