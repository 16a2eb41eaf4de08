"""Tells from the probability of speech when somebody begins to speak and when they have stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.transcripts.samples import RATE, Sound
from services.transcripts.voice import WINDOW

_SPEECH: Final = 0.5
_SILENCE: Final = 0.35
"""Silero's own: once speech was heard, only what is clearly less counts as silence."""
_PAD_SECONDS: Final = 0.4
"""So much before the first sound belongs to an utterance: the miniature mishears more words with less."""
_SHORTEST_SECONDS: Final = 0.1
"""A click is no speech."""


@dataclass(frozen=True, slots=True)
class Began:
    """Somebody speaks. Places are samples from the session's beginning."""

    at: int
    """Where the utterance begins, a little before the first sound."""


@dataclass(frozen=True, slots=True)
class Ended:
    """They have stopped."""

    speech_ended: int
    at: int
    """Where the utterance ends, a little behind the last sound."""


class Endpoint:
    """One stream.

    Args:
        pause: So much silence ends an utterance.
        start: The sample with which the stream goes on, where it is not the first.
    """

    def __init__(self, pause: timedelta, *, start: int = 0) -> None:
        self._pause = max(1, round(pause.total_seconds() * RATE / WINDOW))
        self._at = start
        self._not_before = start
        self._began: int | None = None
        self._told = False
        self._last_speech = start
        self._silent = 0

    @property
    def at(self) -> int:
        """Return up to which sample is known what is speech."""
        return self._at

    @property
    def last_speech(self) -> int:
        """Return where the last speech that was heard ends."""
        return self._last_speech

    def feed(self, chances: Sound) -> Iterator[Began | Ended]:
        """Yield what follows from the probabilities of the next windows."""
        for chance in chances.tolist():
            yield from self._hear(chance)

    def end(self) -> Iterator[Ended]:
        """End the utterance that is going on, if any: here, or because no more sound comes."""
        if self._told:
            yield self._over(self._at)
        self._began, self._told, self._silent = None, False, 0

    def _hear(self, chance: float) -> Iterator[Began | Ended]:
        before = self._at
        self._at += WINDOW
        if chance >= _SPEECH or (self._began is not None and chance >= _SILENCE):
            self._silent = 0
            self._last_speech = self._at
            if self._began is None:
                self._began = before
            if not self._told and self._at - self._began >= _SHORTEST_SECONDS * RATE:
                self._told = True
                pad = round(_PAD_SECONDS * RATE)
                yield Began(max(self._not_before, self._began - pad))
            return
        if self._began is None:
            return
        self._silent += 1
        if not self._told:
            self._began = None
        elif self._silent >= self._pause:
            yield self._over(self._at)
            self._began, self._told = None, False

    def _over(self, now: int) -> Ended:
        end = min(now, self._last_speech + round(_PAD_SECONDS * RATE))
        self._not_before = end
        return Ended(self._last_speech, end)
