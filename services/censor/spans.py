"""A stretch of sound that is to be hidden, and what is to be heard in its place."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FADE_SECONDS: Final = 0.005


class Method(StrEnum):
    """What is heard where a word was."""

    SILENCE = "silence"
    BEEP = "beep"
    """A sine as loud as the speech around it."""
    NOISE = "noise"
    """White noise as loud as the speech around it."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end` nothing of the original is left. The fades lie outside, before and after.

    Times are those of the transcripts (`services.transcripts.sound`): samples of the decoded sound are
    counted, and where the file says that time has passed, silence stands for it.
    """

    start: float
    end: float
    method: Method = Method.SILENCE
    pitch_hz: float = 1000.0
    """Of the beep."""
    fade_seconds: float = FADE_SECONDS

    def samples(self, rate: int) -> tuple[int, int]:
        """Return the first sample that is hidden and the first after it that is not."""
        return round(self.start * rate), round(self.end * rate)
