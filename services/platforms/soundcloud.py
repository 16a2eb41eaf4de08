"""SoundCloud: a track is its artist's name, its own, and for a private one the secret of its link."""

import re

from services.platforms.address import Address, address_of
from services.platforms.platform import Gives, Platform

_MACHINES = frozenset({
    *("w.soundcloud.com", "player.soundcloud.com", "p.soundcloud.com"),
    *("api.soundcloud.com", "api-v2.soundcloud.com"),
})
_PAGES = re.compile(
    r"^(?:charts|discover|feed|for-artists|imprint|jobs|library|messages|notifications|pages|people"
    r"|player|popular|search|settings|signin|stations?|stream|tags|terms-of-use|tracks|upload|you)$"
)
_LISTS = re.compile(
    r"^(?:albums|comments|followers|following|likes|popular-tracks|reposts|sets|spotlight|tracks)$"
)


def _identify(address: Address) -> str | None:
    parts = [part.lower() for part in address.parts]
    if address.host in _MACHINES:
        inner = address.asked.get("url", "")
        return _identify(address_of(inner)) if inner.startswith("http") else None
    if (
        address.host.startswith("on.")
        or len(parts) not in {2, 3}
        or _PAGES.match(parts[0])
        or _LISTS.match(parts[1])
    ):
        return None
    # The secret's letters may be large; the names never are.
    secret = "".join(address.parts[2:]) or address.asked.get("secret_token", "")
    if secret and not secret.startswith("s-"):
        return None
    return "/".join([*parts[:2], *([secret] if secret else [])])


SOUNDCLOUD = Platform(
    name="soundcloud",
    title="SoundCloud",
    hosts=frozenset({"soundcloud.com"}),
    identify=_identify,
    gives=frozenset({Gives.SOUND, Gives.LISTS}),
    note="Private tracks by their secret link; tracks of SoundCloud Go+ are previews without a login.",
)
