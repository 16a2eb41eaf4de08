"""Stretches of time in a medium: what is kept, what is left out, where chapters go when it is cut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_SHORTEST_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another, in seconds; a chapter has a title as well."""

    start: float
    end: float
    title: str = ""

    @property
    def seconds(self) -> float:
        """Return its length."""
        return self.end - self.start

    def overlap(self, other: "Stretch") -> "Stretch":
        """Return what lies in both, under this one's title; its length may be negative."""
        return Stretch(max(self.start, other.start), min(self.end, other.end), self.title)


def merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return the same time in order and without overlaps."""
    joined: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda stretch: stretch.start):
        if joined and stretch.start <= joined[-1].end:
            last = joined.pop()
            joined.append(Stretch(last.start, max(last.end, stretch.end), last.title))
        elif stretch.seconds > 0:
            joined.append(stretch)
    return tuple(joined)


def without(removed: Iterable[Stretch], *, within: Stretch) -> tuple[Stretch, ...]:
    """Return what is left of a stretch when others are taken out of it."""
    left: list[Stretch] = []
    start = within.start
    for hole in merged(removed):
        left.append(Stretch(start, min(hole.start, within.end)))
        start = max(start, hole.end)
    left.append(Stretch(start, within.end))
    return tuple(stretch for stretch in left if stretch.seconds >= _SHORTEST_SECONDS)


def moved(chapters: Iterable[Stretch], keeps: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return where chapters are when only `keeps` are left; those that were cut out are gone."""
    places: list[Stretch] = []
    for chapter in chapters:
        start, end = place_of(chapter.start, keeps), place_of(chapter.end, keeps)
        if end - start >= _SHORTEST_SECONDS:
            places.append(Stretch(start, end, chapter.title))
    return tuple(places)


def place_of(moment: float, keeps: Sequence[Stretch]) -> float:
    """Return where a moment is when only `keeps` are left; one that was cut out is at the cut."""
    return sum(max(0.0, min(keep.end, moment) - keep.start) for keep in keeps)
