"""What is asked of a recogniser about one piece of sound, and what it answers: values that go over a wire."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self


class Task(StrEnum):
    """What is written down."""

    TRANSCRIBE = "transcribe"
    """What was said, as it was said."""
    TRANSLATE = "translate"
    """What was said, in English."""


CALM: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Whisper's own ladder: the next step is taken where the words of the last one look made up."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How a piece is to be recognised."""

    language: str = ""
    """A code that the model knows; empty where it knows one only."""
    task: Task = Task.TRANSCRIBE
    beam: int = 5
    temperatures: tuple[float, ...] = CALM
    vocabulary: tuple[str, ...] = ()
    """Words and phrases that are likely; as many as the model has room for are used."""
    context: str = ""
    """What was said before; the end of it counts."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as the recogniser wrote it, with the space before it."""

    start: float
    end: float
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """A stretch that the recogniser takes for one; times are those of the piece."""

    start: float
    end: float
    text: str
    words: tuple[HeardWord, ...]
    log_probability: float
    """The mean over its tokens."""
    compression: float
    """How much shorter zlib makes it; what repeats itself is above 2.4."""
    no_speech: float
    temperature: float

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        """Return it as it came over the wire."""
        return cls(**{**row, "words": tuple(HeardWord(*word) for word in row["words"])})


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer."""

    segments: tuple[HeardSegment, ...]
    chances: tuple[tuple[str, float], ...] = ()
    """Languages with their probabilities, the likeliest first; empty where the model knows one only."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a model is like."""

    name: str
    window_seconds: float
    """The longest sound that it takes at a time."""
    languages: tuple[str, ...]
    """The codes that it knows."""
    device: str
    compute: str
    batch: int = 1
    """So many pieces are decoded at a time best."""
