"""What of a recording is to be hidden: its words, the lists and what is wanted, brought together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.censor.cleaning import Cleaning
from services.censor.hidden import hidden
from services.censor.hits import Hit
from services.censor.mask import mask
from services.censor.matcher import Matcher, all_words
from services.censor.spans import Span
from services.transcripts.transcript import Transcript


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


def find(transcript: Transcript, matcher: Matcher, cleaning: Cleaning) -> Finding:
    """Return what is to be hidden; it takes a moment for hours of speech."""
    words = all_words(transcript)
    hits = matcher.among(words)
    gone = _gone(hits, cleaning)
    picked = [hits[number] for number in gone]
    spans = mask(words, picked, seconds=transcript.seconds, treatment=cleaning.treatment)
    return Finding(hits, gone, spans, hidden(transcript, picked), len(words))


def fitted(finding: Finding, *, seconds: float) -> Finding:
    """Return the same with nothing to hide beyond the end of a sound that is shorter than its words say."""
    inside = tuple(
        replace(span, end=min(span.end, seconds)) for span in finding.spans if span.start < seconds
    )
    return replace(finding, spans=inside)


def _gone(hits: Sequence[Hit], cleaning: Cleaning) -> tuple[int, ...]:
    by, kept = cleaning.chosen, set(cleaning.kept)
    return tuple(
        number for number, hit in enumerate(hits) if by.takes(hit) and hit.first not in kept
    )
