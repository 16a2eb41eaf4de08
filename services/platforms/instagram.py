"""Instagram: a post, a reel and an IGTV film are one kind of thing with one code; stories need a login."""

import base64
import re

from services.platforms.address import Address, address_of
from services.platforms.platform import Gives, Platform

_POST = re.compile(
    r"^/(?:(?!share/)[^/]+/)?(?:p|tv|reels?(?!/audio/))/([\w-]{5,64})(?:/|$)", re.ASCII
)
_STORY = re.compile(r"^/stories/([\w.]{1,40})/(\d{5,24})(?:/|$)", re.ASCII)
_HIGHLIGHT = re.compile(r"^highlight:(\d{5,24})$")


def _identify(address: Address) -> str | None:
    wanted = address.asked.get("next", "")
    if address.path.startswith("/accounts/login") and wanted:
        inner = (
            wanted if wanted.startswith("http") else f"https://instagram.com/{wanted.lstrip('/')}"
        )
        return _identify(address_of(inner))
    post, story = _POST.match(address.path), _STORY.match(address.path)
    if post:
        return f"p/{post[1]}"
    if story:
        return f"stories/{story[1].lower()}/{story[2]}"
    return _shared_highlight(address)


def _shared_highlight(address: Address) -> str | None:
    """Return what is spelled in the code of a link that the app's Share button gives."""
    parts = address.parts
    if parts[:1] != ["s"] or len(parts) != len(("s", "code")):
        return None
    try:
        said = base64.b64decode(f"{parts[1]}===", altchars=b"-_").decode()
    except ValueError:
        return None
    highlight = _HIGHLIGHT.match(said)
    return f"stories/highlights/{highlight[1]}" if highlight else None


INSTAGRAM = Platform(
    name="instagram",
    title="Instagram",
    hosts=frozenset({"instagram.com", "instagr.am", "ddinstagram.com", "kkinstagram.com"}),
    identify=_identify,
    page="https://www.instagram.com/{id}/",
    gives=frozenset({Gives.SOUND, Gives.VIDEO, Gives.IMAGES}),
    note="Public posts and reels; stories, and much at busy hours, need cookies.",
)
