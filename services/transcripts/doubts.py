"""Judges what a recogniser heard: what it is likely to have made up is heard once more, or left out.

Whisper invents text where there is none to hear: thanks for watching in silence, one phrase over and over.
The limits are those of its authors where they gave one (compression 2.4, mean log probability -1,
no speech 0.6); the rest was chosen so that hurried and stuttering people pass.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import numpy as np

from services.transcripts.asking import HeardSegment
from services.transcripts.samples import RATE, Sound
from services.transcripts.vocabulary import is_echo

_COMPRESSION: Final = 2.4
_LOG_PROBABILITY: Final = -1.0
_NO_SPEECH: Final = 0.6
_FASTEST_WORDS: Final = 9.0
_FASTEST_LETTERS: Final = 45.0
_LEAST_SECONDS: Final = 0.25
_LOUDNESS: Final = 10 ** (-62 / 20)
_LOOP_WORDS: Final = 12
_LOOP_SHARE: Final = 0.34
_LONGEST_PHRASE: Final = 6


class Doubt(StrEnum):
    """Why a segment is not believed."""

    SILENCE = "silence"
    """Nothing is to be heard there, or nothing that is speech."""
    LOOP = "loop"
    """The same words over and over."""
    SPEED = "speed"
    """More words than anybody could speak in that time."""
    ECHO = "echo"
    """Nothing but what the recogniser was shown as likely."""
    GUESS = "guess"
    """The recogniser itself thinks it unlikely."""


def doubt_about(segment: HeardSegment, sound: Sound, *, shown: Sequence[str] = ()) -> Doubt | None:
    """Return why a segment of a piece should not be believed; None when it may be.

    Args:
        segment: What was heard.
        sound: The piece.
        shown: The words that the recogniser was told to be likely.
    """
    unlikely = segment.log_probability < _LOG_PROBABILITY
    reasons = {
        Doubt.SILENCE: _is_silent(segment, sound) or (segment.no_speech > _NO_SPEECH and unlikely),
        Doubt.LOOP: _loops(segment),
        Doubt.SPEED: _races(segment),
        Doubt.ECHO: is_echo(segment.text, shown),
        Doubt.GUESS: segment.log_probability < 2 * _LOG_PROBABILITY,
    }
    return next((doubt for doubt, holds in reasons.items() if holds), None)


def _is_silent(segment: HeardSegment, sound: Sound) -> bool:
    start, end = (round(moment * RATE) for moment in (segment.start, segment.end))
    under = sound[max(0, start) : max(start + 1, end)]
    return not len(under) or float(np.sqrt(np.mean(np.square(under)))) < _LOUDNESS


def _loops(segment: HeardSegment) -> bool:
    """Return whether a phrase fills the segment. A few times “no, no, no” is how people talk."""
    words = [word.text.strip().strip(".,!?…").casefold() for word in segment.words]
    if len(words) < _LOOP_WORDS:
        return False
    if segment.compression > _COMPRESSION and len(set(words)) / len(words) < _LOOP_SHARE:
        return True
    for length in range(1, _LONGEST_PHRASE + 1):
        phrases = Counter(tuple(words[at : at + length]) for at in range(len(words) - length + 1))
        _, times = phrases.most_common(1)[0]
        if times * length >= len(words) * (1 - _LOOP_SHARE / 2):
            return True
    return False


def _races(segment: HeardSegment) -> bool:
    seconds = max(_LEAST_SECONDS, segment.end - segment.start)
    words = len(segment.text.split())
    return words / seconds > _FASTEST_WORDS and len(segment.text) / seconds > _FASTEST_LETTERS
