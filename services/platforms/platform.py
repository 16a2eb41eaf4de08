"""What a platform is: whose links it claims, how they are told apart, what yt-dlp needs to know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.platforms.address import Address


class Gives(StrEnum):
    """What can be had from a site; the README's table is made of it."""

    SOUND = "sound"
    VIDEO = "video"
    IMAGES = "images"
    LISTS = "lists"
    """Playlists, channels, shows, albums."""
    TRANSCRIPT = "transcript"
    LIVE = "live"


class Login(StrEnum):
    """Whether a site wants to know who asks."""

    NEVER = "never"
    SOMETIMES = "sometimes"
    """For private, age-limited or members' media; the owner may mount cookies."""
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Platform:
    """One site. A module with one of these and a line in the catalogue add a site to Hearsay."""

    name: str
    """The `site` of its links and the head of their keys."""
    title: str
    """As people write it."""
    hosts: frozenset[str]
    """The hosts that are its own, with whatever stands before them."""
    identify: Callable[[Address], str | None]
    """Return the medium's own id, the same for each spelling; None for the site's other pages."""
    page: str = ""
    """Where a medium is found by its `{id}`; empty when its pasted address is kept."""
    options: Mapping[str, object] = field(default_factory=dict)
    """What is added to yt-dlp's options for this site."""

    gives: frozenset[Gives] = frozenset({Gives.SOUND, Gives.VIDEO})
    login: Login = Login.SOMETIMES
    is_list: Callable[[Address], bool] = lambda _address: False
    """Return whether the address shows a list of media and none itself."""
    note: str = ""
    """One sentence for the README's table: what is particular about this site."""

    def owns(self, host: str) -> bool:
        """Return whether the host is this site's."""
        labels = host.split(".")
        return any(".".join(labels[at:]) in self.hosts for at in range(len(labels)))
