"""Cuts sound into pieces that a recogniser can take: speech up to its window, cut at pauses.

A piece is one stretch of the sound, pauses inside it included, so that a time in it is a time in the
whole but for its start. It begins and ends close to speech: Whisper puts the first word of a window at
the window's beginning, however much silence stands before it.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from services.transcripts.samples import RATE, Piece, Sound
from services.transcripts.voice import WINDOW

_SPEECH: Final = 0.5
_SILENCE: Final = 0.35
_PAD_SECONDS: Final = 0.4
"""faster-whisper's own. With 0.2 the miniature model mishears twice as many words at the edges."""
_BREATH_SECONDS: Final = 0.25
_PARTING_SECONDS: Final = 1.5
_PARTING_SHARE: Final = 0.09
"""The larger the window, the longer is a pause that ends a piece: a window costs the same, full or not."""
_SHORTEST_SECONDS: Final = 0.1
_LATE: Final = 0.6
"""Where nobody pauses, the cut is looked for in the last part of the window."""


@dataclass(slots=True)
class _Region:
    """A stretch in which somebody speaks without a pause, in windows."""

    start: int
    end: int


class Cutter:
    """Takes sound with its probabilities, gives pieces.

    Args:
        window_seconds: The longest piece.
    """

    def __init__(self, window_seconds: float) -> None:
        self._most = int(window_seconds * RATE / WINDOW)
        self._pad = round(_PAD_SECONDS * RATE / WINDOW)
        self._breath = round(_BREATH_SECONDS * RATE / WINDOW)
        parting = max(_PARTING_SECONDS, window_seconds * _PARTING_SHARE)
        self._parting = round(parting * RATE / WINDOW)
        self._shortest = round(_SHORTEST_SECONDS * RATE / WINDOW)
        self._sound: deque[Sound] = deque()
        self._sound_from = 0
        self._samples = 0
        self._chances: deque[float] = deque()
        self._chances_from = 0
        self._heard = 0
        self._speaking: _Region | None = None
        self._silent = 0
        self._kept: list[_Region] = []
        self._given_to = 0
        self._number = 0

    def feed(self, sound: Sound, probabilities: Sound) -> Iterator[Piece]:
        """Yield the pieces that are complete. The probabilities may lag behind the sound."""
        self._sound.append(sound)
        self._samples += len(sound)
        for probability in probabilities.tolist():
            yield from self._hear(probability)
        self._forget()

    def end(self) -> Iterator[Piece]:
        """Yield what is left."""
        if self._speaking is not None:
            self._close(self._heard)
        yield from self._give()

    def _hear(self, probability: float) -> Iterator[Piece]:
        at = self._heard
        self._heard += 1
        self._chances.append(probability)
        if probability >= _SPEECH or (self._speaking is not None and probability >= _SILENCE):
            self._silent = 0
            if self._speaking is None:
                self._speaking = _Region(at, at + 1)
        elif self._speaking is not None:
            self._silent += 1
            if self._silent >= self._breath:
                self._close(at + 1 - self._silent)
        if self._speaking is not None:
            yield from self._make_room(at + 1)
        elif self._kept and at + 1 - self._kept[-1].end >= self._parting:
            yield from self._give()

    def _close(self, end: int) -> None:
        region = self._speaking
        self._speaking, self._silent = None, 0
        if region is None:
            return
        region.end = end
        if region.end - region.start >= self._shortest:
            self._kept.append(region)

    def _make_room(self, now: int) -> Iterator[Piece]:
        """Cut before what is being said makes the piece too long."""
        speaking = self._speaking
        assert speaking is not None  # noqa: S101 - asked by the only caller
        if self._kept and now + self._pad - self._padded_start(self._kept[0]) >= self._most:
            yield from self._give()
        if now + self._pad - self._padded_start(speaking) >= self._most:
            cut = self._quietest(speaking, now)
            self._kept.append(_Region(speaking.start, cut))
            yield from self._give(tight=True)
            speaking.start = cut

    def _quietest(self, region: _Region, now: int) -> int:
        """Return where a region without a pause is cut best: where speech is least likely."""
        first = region.start + int((now - region.start) * _LATE)
        chances = [self._chances[at - self._chances_from] for at in range(first, now)]
        return first + int(np.argmin(chances))

    def _padded_start(self, region: _Region) -> int:
        return max(self._given_to, region.start - self._pad)

    def _give(self, *, tight: bool = False) -> Iterator[Piece]:
        """Yield what is kept as one piece; `tight` where speech goes on behind it."""
        if not self._kept:
            return
        start = self._padded_start(self._kept[0])
        end = self._kept[-1].end + (0 if tight else self._pad)
        if self._speaking is not None:
            end = min(end, max(self._kept[-1].end, self._speaking.start))
        self._kept = []
        self._given_to = end
        sound = self._cut_out(start * WINDOW, end * WINDOW)
        if len(sound):
            yield Piece(self._number, start * WINDOW / RATE, sound)
            self._number += 1

    def _cut_out(self, start: int, end: int) -> Sound:
        whole = np.concatenate(self._sound) if len(self._sound) > 1 else self._sound[0]
        self._sound = deque([whole])
        return whole[start - self._sound_from : end - self._sound_from].copy()

    def _forget(self) -> None:
        """Drop the sound that no piece can need any more."""
        regions = [*self._kept[:1], *([self._speaking] if self._speaking else [])]
        needed = min([region.start for region in regions] or [self._heard]) - self._pad
        needed = max(self._given_to, needed)
        while self._chances and self._chances_from < needed:
            self._chances.popleft()
            self._chances_from += 1
        while self._sound and self._sound_from + len(self._sound[0]) <= needed * WINDOW:
            self._sound_from += len(self._sound.popleft())
