"""The words in which a result is asked for: a format, and what is to be done to the medium beside.

A choice is one text: a word of `formats.py`, then parts after semicolons, each at most once and in the
order of the table below: `mp3-128;clip=65-72.5;sound=de`. The text of an order is kept for months and
stands on buttons, so a part never changes its meaning.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from typing_extensions import override

from services.errors import ChoiceUnavailable
from services.media.formats import Format, format_of

LONGEST_RECORDING: Final = timedelta(hours=4)

_LATEST_SECONDS: Final = 100 * 3600.0
_LONGEST_TYPED: Final = 64
_MILLISECONDS: Final = 3
_SIXTY: Final = 60
_LANGUAGE: Final = re.compile(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", re.IGNORECASE)
_CLIP: Final = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)-(\d{1,6}(?:\.\d{1,3})?)?")
_MOMENT: Final = (
    r"(?:\d+:)?\d{1,4}:\d{1,2}(?:[.,]\d+)?"
    r"|(?=\d)(?:\d+h)?(?:\d+m(?:in)?)?(?:\d+(?:[.,]\d+)?s)?"
    r"|\d+(?:[.,]\d+)?"
)
_DASHES: Final = r"(?:[-\u2010-\u2015\u2212~\u301c]|\.\.\.?|\u2026|\bto\b|[\u2192>])"
_TYPED: Final = re.compile(
    rf"(?P<start>{_MOMENT})?\s*{_DASHES}\s*(?P<end>{_MOMENT})?", re.IGNORECASE
)
_UNITS: Final = re.compile(
    r"(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m(?:in)?)?(?:(?P<s>\d+(?:\.\d+)?)s)?", re.IGNORECASE
)


class Hand(StrEnum):
    """How the result is handed over."""

    FILE = ""
    CHAPTERS = "chapters"
    """One file for each chapter."""
    PARTS = "parts"
    """In as many files as it takes to be deliverable."""
    LINK = "link"
    """As an address from which it can be fetched for a while."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a medium, in seconds."""

    start: float
    end: float | None = None
    """None: to the end of the medium."""

    @override
    def __str__(self) -> str:
        """Return it as a choice has it: `65-72.5`."""
        return f"{_plain(self.start)}-{'' if self.end is None else _plain(self.end)}"

    def within(self, seconds: float | None) -> float | None:
        """Return how long the clip of a medium of so many seconds is; None when unknown."""
        end = self.end if seconds is None else min(self.end or seconds, seconds)
        return None if end is None else max(0.0, end - self.start)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice, understood."""

    format: Format
    clip: Clip | None = None
    sound: str = ""
    """The language of the sound track; empty for the original."""
    skip: bool = False
    """Without what SponsorBlock's users call sponsored."""
    record_seconds: int = 0
    """For how long a live broadcast is recorded."""
    hand: Hand = Hand.FILE

    @property
    def choice(self) -> str:
        """Return the one spelling of this choice."""
        return ";".join([self.format.name, *self._parts()])

    @property
    def made(self) -> str:
        """Return the choice as far as it changes what is made: a link leads to the same file."""
        return self.whole.choice if self.hand is Hand.LINK else self.choice

    @property
    def whole(self) -> "Wanted":
        """Return the one file that this is cut from when it is handed over in several."""
        return replace(self, hand=Hand.FILE)

    @property
    def is_set(self) -> bool:
        """Return whether several files may come of it."""
        return self.hand in {Hand.PARTS, Hand.CHAPTERS}

    def _parts(self) -> list[str]:
        parts = [
            f"clip={self.clip}" if self.clip else "",
            f"sound={self.sound}" if self.sound else "",
            "skip" if self.skip else "",
            f"record={self.record_seconds}" if self.record_seconds else "",
            self.hand.value,
        ]
        return [part for part in parts if part]


def wanted_of(choice: str) -> Wanted:
    """Return what a choice asks for.

    Raises:
        ChoiceUnavailable: it is none.
    """
    word, *parts = choice.split(";")
    wanted = Wanted(format_of(word))
    for part in parts:
        name, _, value = part.partition("=")
        read = _READERS.get(name)
        understood = read(wanted, value) if read else None
        if understood is None or understood == wanted:
            raise ChoiceUnavailable(choice=choice[:64])
        wanted = understood
    if wanted.record_seconds and wanted.clip:
        raise ChoiceUnavailable(choice=choice[:64])
    return wanted


def clip_of(text: str) -> Clip | None:
    """Return the stretch that a person typed, None when the text is something else.

    `1:05-1:12.5`, `65 – 72,5`, `1:02:03-`, `-0:30`, `1m5s-1m12s`; a length of nothing is none.
    """
    typed = _TYPED.fullmatch(text.strip()[:_LONGEST_TYPED])
    if typed is None or not (typed["start"] or typed["end"]):
        return None
    start, end = _seconds(typed["start"] or "0"), _seconds(typed["end"] or "")
    if start is None or (end is None and typed["end"]):
        return None
    return _checked(start, end)


def _with_clip(wanted: Wanted, value: str) -> Wanted | None:
    told = _CLIP.fullmatch(value)
    if told is None:
        return None
    clip = _checked(float(told[1]), float(told[2]) if told[2] else None)
    return replace(wanted, clip=clip) if clip else None


def _with_sound(wanted: Wanted, value: str) -> Wanted | None:
    return replace(wanted, sound=value) if _LANGUAGE.fullmatch(value) else None


def _with_skip(wanted: Wanted, value: str) -> Wanted | None:
    return None if value else replace(wanted, skip=True)


def _with_recording(wanted: Wanted, value: str) -> Wanted | None:
    seconds = int(value) if value.isdecimal() and len(value) <= len("14400") else 0
    if not 0 < seconds <= LONGEST_RECORDING.total_seconds():
        return None
    return replace(wanted, record_seconds=seconds)


def _with_hand(hand: Hand) -> Callable[[Wanted, str], Wanted | None]:
    def read(wanted: Wanted, value: str) -> Wanted | None:
        taken = wanted.hand is not Hand.FILE
        return None if value or taken else replace(wanted, hand=hand)

    return read


_READERS: Final[Mapping[str, Callable[[Wanted, str], Wanted | None]]] = {
    "clip": _with_clip,
    "sound": _with_sound,
    "skip": _with_skip,
    "record": _with_recording,
    **{hand.value: _with_hand(hand) for hand in Hand if hand is not Hand.FILE},
}


def _checked(start: float, end: float | None) -> Clip | None:
    """Return the clip if it has a length and a place in any medium."""
    start = round(start, _MILLISECONDS)
    end = None if end is None else round(end, _MILLISECONDS)
    last = start if end is None else end
    if last > _LATEST_SECONDS or (end is not None and end <= start):
        return None
    return Clip(start, end)


def _seconds(text: str) -> float | None:
    """Return the moment that a person typed: `1:02:03.5`, `1h2m3.5s` or `3723.5`."""
    text = text.replace(",", ".")
    if ":" in text:
        seconds = 0.0
        for place, number in enumerate(text.split(":")):
            if place and float(number) >= _SIXTY:
                return None
            seconds = seconds * _SIXTY + float(number)
        return seconds
    units = _UNITS.fullmatch(text)
    if text and units:
        hours, minutes, rest = (float(units[name] or 0) for name in "hms")
        return (hours * _SIXTY + minutes) * _SIXTY + rest
    return float(text) if text else None


def _plain(seconds: float) -> str:
    return f"{seconds:.{_MILLISECONDS}f}".rstrip("0").rstrip(".")
