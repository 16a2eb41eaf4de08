"""A link: what was pasted, which site it belongs to, and the one key of the medium behind it."""

from dataclasses import dataclass, replace

from services.web_host import host_in


@dataclass(frozen=True, slots=True)
class Link:
    """Six spellings of one video have six `url`s and one `key`."""

    url: str
    site: str
    """The platform's name, `web` when none of ours claims the link."""
    key: str
    """`site:id`, canonical; equal keys mean the same medium."""
    listing: str = ""
    """The address of the list in which the medium was found; somebody else may find it elsewhere."""
    whole: bool = False
    """All entries of a list are meant, even of a feed, which else gives its newest."""

    @property
    def host(self) -> str:
        """Return the host as a person would say it, for sentences and log lines."""
        return host_in(self.url)

    def as_a_whole(self) -> "Link":
        """Return the link to all that stands in a list, which is another thing than its newest entry."""
        return self if self.whole else replace(self, key=f"{self.key}|all", whole=True)
