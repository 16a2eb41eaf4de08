"""Transcripts in the shapes that OpenAI's clients read."""

import math
import string
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from handlers.http.speech_fields import Asked, Shape
from handlers.http.spoken import NAMES
from services.transcripts.asking import Task
from services.transcripts.transcript import Segment, Transcript, Word, words_of
from services.transcripts.writers.table import form_of

_PLACES: Final = 3
_UNLIKELY: Final = 1e-4
_WIDE: Final = frozenset("WF")


def line_of(transcript: Transcript) -> str:
    """Return all that is said on one line, as OpenAI writes it."""
    line = ""
    for segment in transcript.segments:
        line = joined_on(line, " ".join(segment.text.split()))
    return line


def joined_on(line: str, more: str) -> str:
    """Return a line with more of it; scripts without spaces get none."""
    return f"{line}{gap_between(line, more)}{more}"


def gap_between(line: str, more: str) -> str:
    """Return what belongs between two stretches of a text."""
    if not line or not more:
        return ""
    return "" if _is_wide(line[-1]) and _is_wide(more[0]) else " "


def body_of(transcript: Transcript, asked: Asked) -> dict[str, Any]:
    """Return the document for the shapes that are JSON."""
    match asked.shape:
        case Shape.VERBOSE:
            return _verbose(transcript, asked)
        case Shape.DIARIZED:
            return {
                "task": Task.TRANSCRIBE,
                "duration": transcript.seconds,
                "text": line_of(transcript),
                "segments": list(turns_of(transcript)),
                "usage": usage_of(transcript),
            }
        case _:
            body = {"text": line_of(transcript), "usage": usage_of(transcript)}
            return body | ({"logprobs": logprobs_of(transcript)} if asked.logprobs else {})


def text_of(transcript: Transcript, shape: Shape) -> str:
    """Return the document for the shapes that are text."""
    if shape is Shape.TEXT:
        return f"{line_of(transcript)}\n"
    return form_of(shape.value).write(transcript)


def turns_of(transcript: Transcript) -> Iterator[dict[str, Any]]:
    """Yield each passage with who speaks: by name where they have one, else by letters."""
    letters = _letters(transcript.speakers)
    for number, segment in enumerate(transcript.segments):
        yield {
            "type": "transcript.text.segment",
            "id": f"seg_{number}",
            "start": round(segment.start, _PLACES),
            "end": round(segment.end, _PLACES),
            "text": segment.text,
            "speaker": letters.get(segment.speaker, "A"),
        }


def usage_of(transcript: Transcript) -> dict[str, Any]:
    """Return how much was listened to."""
    return {"type": "duration", "seconds": math.ceil(transcript.seconds)}


def logprobs_of(transcript: Transcript) -> list[dict[str, Any]]:
    """Return how sure the recogniser is of each word."""
    return [
        {
            "token": f" {word.text}",
            "bytes": list(f" {word.text}".encode()),
            "logprob": _logprob(word),
        }
        for segment in transcript.segments
        for word in segment.words
    ]


def _verbose(transcript: Transcript, asked: Asked) -> dict[str, Any]:
    language = transcript.language
    body: dict[str, Any] = {
        "task": asked.wish.task.value,
        "language": language,
        "language_name": NAMES.get(language, language),
        "origin": transcript.origin.value,
        "duration": transcript.seconds,
        "text": line_of(transcript),
        "usage": usage_of(transcript),
    }
    if asked.segments:
        body["segments"] = [_segment(*row) for row in enumerate(transcript.segments)]
    if asked.words:
        body["words"] = [
            {"word": word.text, **_span(word)}
            for segment in transcript.segments
            for word in words_of(segment)
        ]
    return body


def _segment(number: int, segment: Segment) -> dict[str, Any]:
    """Return a passage. What the archive does not keep of the decoder has the value of nothing amiss."""
    encoded = segment.text.encode()
    return {
        "id": number,
        "seek": round(segment.start * 100),
        **_span(segment),
        "text": segment.text,
        "tokens": [],
        "temperature": 0.0,
        "avg_logprob": _mean([_logprob(word) for word in segment.words]),
        "compression_ratio": round(len(encoded) / len(zlib.compress(encoded)), _PLACES),
        "no_speech_prob": 0.0,
    }


def _span(part: Segment | Word) -> dict[str, float]:
    return {"start": round(part.start, _PLACES), "end": round(part.end, _PLACES)}


def _logprob(word: Word) -> float:
    chance = 1.0 if word.probability is None else word.probability
    return round(math.log(max(chance, _UNLIKELY)), 4)


def _mean(numbers: Sequence[float]) -> float:
    return round(sum(numbers) / len(numbers), 4) if numbers else 0.0


def _letters(speakers: Sequence[str]) -> dict[str, str]:
    """Return what each speaker is called."""
    if any(not name.startswith("Speaker") for name in speakers):
        return {name: name for name in speakers}
    return {
        name: string.ascii_uppercase[number % 26] + str(number // 26 or "")
        for number, name in enumerate(speakers)
    }


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in _WIDE
