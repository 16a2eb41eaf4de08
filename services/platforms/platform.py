"""What a platform is: whose links it claims, how they are told apart, what yt-dlp needs to know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from services.errors import HearsayError
from services.platforms.address import Address


class Gives(StrEnum):
    """What can be had from a site; the README's table is made of it."""

    SOUND = "sound"
    VIDEO = "video"
    IMAGES = "images"
    LISTS = "lists"
    """Playlists, channels, shows, albums."""
    TRANSCRIPT = "transcript"
    """Words that somebody has written down, for some of its media."""
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
    """Return the medium's own id, the same for each spelling; None for the site's other pages.

    Short links have none: which medium they mean is known when they have been followed.
    """
    page: str | Callable[[str], str] = ""
    """Where a medium is found by its `{id}`; empty when its pasted address is kept."""
    shown_at: str = ""
    """How the site itself writes that address, with the author's `{handle}`; empty where it is the same."""
    options: Mapping[str, object] = field(default_factory=dict)
    """What is added to yt-dlp's options for this site."""

    gives: frozenset[Gives] = frozenset({Gives.SOUND, Gives.VIDEO})
    login: Login = Login.SOMETIMES
    files: bool = False
    """Its media's addresses are the files themselves, so that no extractor is needed."""
    expires: Callable[[Address], float | None] | None = None
    """For addresses that are good for a while only: until when in seconds since 1970, if it is told."""
    listing: Callable[[Address], str] = lambda _address: ""
    """Return the address of the list in which the address shows its medium; empty without one."""
    refuses: Callable[[Address], type[HearsayError] | None] = lambda _address: None
    """Return why there can be nothing, where the address alone tells it; the site is not asked then."""
    note: str = ""
    """One sentence for the README's table: what is particular about this site."""

    def whereabouts(self, medium: str) -> str:
        """Return the address of a medium by its id; empty when only the pasted one leads to it."""
        return self.page.format(id=medium) if isinstance(self.page, str) else self.page(medium)

    def owns(self, host: str) -> bool:
        """Return whether the host is this site's."""
        labels = host.split(".")
        return any(".".join(labels[at:]) in self.hosts for at in range(len(labels)))
