"""A list of media: a playlist, a channel, a podcast, or the links that somebody sent in one go."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, Final, Self

MADE_UP: Final = "list"
"""The `site` of lists that are no site's: links sent in one go, and lists as they once were."""

_PICK: Final = re.compile(r"(\d{1,5})(?:-(\d{1,5})?)?")
_SPACES: Final = re.compile(r"\s*[-–—]\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a list, as the list tells of it."""

    url: str
    title: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Playlist:
    """What is known about a list. JSON-serialisable with `dataclasses.asdict`."""

    key: str
    url: str
    """Where it is found; empty when it was made up of links."""
    site: str
    title: str
    author: str = ""
    entries: tuple[Entry, ...] = ()
    """In the list's own order; no more than are taken at once."""
    count: int | None = None
    """How many there are in all, when the site tells."""

    @property
    def total(self) -> int:
        """Return how many there are, as far as it is known."""
        return max(self.count or 0, len(self.entries))

    @property
    def seconds(self) -> float | None:
        """Return how long they last together; None unless nearly all tell it."""
        known = [entry.seconds for entry in self.entries if entry.seconds]
        if not known or len(known) < 0.9 * len(self.entries):
            return None
        return sum(known) / len(known) * len(self.entries)

    def pinned(self) -> Self:
        """Return the list as it stands now, under a key of its own: a site's list changes later."""
        told = json.dumps([asdict(entry) for entry in self.entries], sort_keys=True)
        digest = hashlib.sha256(f"{self.title}\n{told}".encode()).hexdigest()
        return replace(self, key=f"{MADE_UP}:{digest}")

    @classmethod
    def of_links(cls, urls: Sequence[str], *, title: str = "", most: int) -> Self:
        """Return the list of links that somebody sent."""
        entries = tuple(Entry(url) for url in urls[:most])
        made = cls("", "", MADE_UP, title=title, entries=entries, count=len(urls))
        return made.pinned()

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        """Return the list that `asdict` made facts of.

        Raises:
            TypeError: they are facts of another version of the program.
        """
        entries = tuple(Entry(**entry) for entry in facts.get("entries", ()))
        return cls(**{**facts, "entries": entries})


def picked(text: str, *, most: int) -> tuple[int, ...] | None:
    """Return the numbers that somebody wrote, ascending, as far as there are so many.

    `3-12, 15`, `4`, `7-` (to the end), `all`; None when the text is something else, or names none.
    """
    text = _SPACES.sub("-", text.strip().lower())
    if text in {"", "all"}:
        return tuple(range(1, most + 1)) if text else None
    numbers: set[int] = set()
    for part in re.split(r"[\s,;]+", text.strip(" ,;")):
        told = _PICK.fullmatch(part)
        if told is None:
            return None
        first = int(told[1])
        last = int(told[2]) if told[2] else most if "-" in part else first
        numbers.update(range(max(1, first), min(last, most) + 1))
    return tuple(sorted(numbers)) or None


def written(numbers: Iterable[int]) -> str:
    """Return numbers as `picked` reads them: `3-12,15`."""
    ordered = sorted(set(numbers))
    if not ordered:
        return ""
    starts = [ordered[0], *(after for before, after in pairwise(ordered) if after != before + 1)]
    ends = [*(before for before, after in pairwise(ordered) if after != before + 1), ordered[-1]]
    return ",".join(
        str(first) if first == last else f"{first}-{last}"
        for first, last in zip(starts, ends, strict=True)
    )
