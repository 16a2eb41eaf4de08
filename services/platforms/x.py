"""X: posts, Spaces and broadcasts, under the old name, the new one and those of the embed fixers."""

import re

from services.platforms.address import Address
from services.platforms.platform import Gives, Platform

_POST = re.compile(
    r"^/(?:(?:i/web|[^/]+)/)?status(?:es)?/(\d{1,20})(?:/(photo|video)/(\d{1,2}))?(?:[/.]|$)"
)
_CARD = re.compile(r"^/i/(?:cards/tfw/v1|videos(?:/tweet)?)/(\d{1,20})(?:/|$)")
_SPACE = re.compile(r"^/(?:i/)?spaces/([0-9a-zA-Z]{13})(?:/|$)")
_BROADCAST = re.compile(r"^/i/(broadcasts|events)/(\w{10,24})(?:/|$)", re.ASCII)


def _identify(address: Address) -> str | None:
    path = address.path
    post = _POST.match(path) or _CARD.match(path)
    if post:
        return f"status/{post[1]}{_which(post)}"
    space, broadcast = _SPACE.match(path), _BROADCAST.match(path)
    if space:
        return f"spaces/{space[1]}"
    return f"{broadcast[1]}/{broadcast[2]}" if broadcast else None


def _which(post: re.Match[str]) -> str:
    """Return the part for one of several videos; the first is what the post itself leads to."""
    if post.re is _CARD or post[2] != "video" or int(post[3]) < len("12"):
        return ""
    return f"/video/{int(post[3])}"


X = Platform(
    name="x",
    title="X (Twitter)",
    hosts=frozenset({
        "x.com",
        "twitter.com",
        "fxtwitter.com",
        "fixupx.com",
        "vxtwitter.com",
        "fixvx.com",
        "twittpr.com",
    }),
    identify=_identify,
    page="https://x.com/i/{id}",
    gives=frozenset({Gives.SOUND, Gives.VIDEO, Gives.IMAGES, Gives.LIVE, Gives.TRANSCRIPT}),
    note="Posts, Spaces and broadcasts; protected and sensitive ones need cookies.",
)
