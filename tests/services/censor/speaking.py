"""Says texts for tests: words with times, made into transcripts."""

import re

from services.transcripts.transcript import Segment, Transcript, Word, joined

HAN = "\u3400-\u9fff"
WORD_SECONDS = 0.25
PAUSE_SECONDS = 0.05


def said(text, *, language="en", probability=None):
    """Return a transcript of one passage; letters of Chinese are words of their own."""
    words = tuple(words_of_text(text, probability=probability))
    return Transcript(
        language, words[-1].end + 1, (Segment(0, words[-1].end, joined(words), words),)
    )


def words_of_text(text, *, probability=None):
    at = 0.0
    for unit in text.split():
        parts = re.findall(f"[{HAN}][，。！？、]*|[^{HAN}]+", unit)
        for number, part in enumerate(parts):
            yield Word(at, at + WORD_SECONDS, part, probability, glued=number > 0)
            at += WORD_SECONDS
        at += PAUSE_SECONDS
