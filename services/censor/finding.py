"""What of a recording is to be hidden: its words, the lists and what is wanted, brought together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.censor.cleaning import Cleaning
from services.censor.edges import is_drawn_out
from services.censor.hidden import hidden
from services.censor.hits import SURE, Hit
from services.censor.loudness import Loudness
from services.censor.mask import mask
from services.censor.matcher import Matcher, all_words
from services.censor.spans import Span
from services.transcripts.transcript import Transcript

_MISPLACED: Final = SURE - 0.1


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and what follows from it."""

    hits: tuple[Hit, ...]
    """All that stands on the lists."""
    gone: tuple[int, ...]
    """Which of them are to be hidden, counted from 0."""
    spans: tuple[Span, ...]
    transcript: Transcript
    """As it reads when they are."""
    words: int
    """How many are said in all."""


def find(
    transcript: Transcript,
    matcher: Matcher,
    cleaning: Cleaning,
    loudness: Loudness | None = None,
) -> Finding:
    """Return what is to be hidden; it takes a moment for hours of speech.

    Args:
        transcript: What is said.
        matcher: The word lists.
        cleaning: What of them is to be hidden, and how.
        loudness: How the recording sounds; without it, the times of the words are believed as they are.
    """
    words = all_words(transcript)
    hits = tuple(_doubted(hit) for hit in matcher.among(words))
    gone = _gone(hits, cleaning)
    picked = [hits[number] for number in gone]
    spans = mask(
        words,
        picked,
        seconds=transcript.seconds,
        treatment=cleaning.treatment,
        loudness=loudness,
    )
    return Finding(hits, gone, spans, hidden(transcript, picked), len(words))


def _doubted(hit: Hit) -> Hit:
    """Return it as doubtful if it cannot have been said where its times say."""
    return replace(hit, confidence=min(hit.confidence, _MISPLACED)) if is_drawn_out(hit) else hit


def _gone(hits: Sequence[Hit], cleaning: Cleaning) -> tuple[int, ...]:
    by, kept = cleaning.chosen, set(cleaning.kept)
    return tuple(
        number for number, hit in enumerate(hits) if by.takes(hit) and hit.first not in kept
    )
