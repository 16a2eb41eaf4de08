"""A transcript as JSON: the whole value, in a published and versioned shape that is read back as well."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from services.errors import FileUnreadable
from services.transcripts.transcript import (
    Origin,
    Rejected,
    Segment,
    Transcript,
    Word,
    joined,
)

VERSION: Final = 1
_PLACES: Final = 3

_TIME: Final = {"type": "number", "minimum": 0}
_TEXT: Final = {"type": "string"}

SCHEMA: Final[Mapping[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Transcript",
    "type": "object",
    "required": ["language", "duration", "segments"],
    "properties": {
        "version": {"const": VERSION},
        "language": {**_TEXT, "description": "A language's code; empty when unknown."},
        "duration": {**_TIME, "description": "Seconds."},
        "origin": {"enum": [origin.value for origin in Origin]},
        "model": _TEXT,
        "title": _TEXT,
        "url": _TEXT,
        "sha256": {**_TEXT, "description": "Of the segments' texts, joined by line feeds."},
        "text": _TEXT,
        "speakers": {"type": "array", "items": _TEXT},
        "segments": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["start", "end", "text"],
                "properties": {
                    "start": _TIME,
                    "end": _TIME,
                    "text": _TEXT,
                    "speaker": _TEXT,
                    "language": _TEXT,
                    "words": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["start", "end", "word"],
                            "properties": {
                                "start": _TIME,
                                "end": _TIME,
                                "word": _TEXT,
                                "probability": {"type": "number", "minimum": 0, "maximum": 1},
                                "glued": {
                                    "const": True,
                                    "description": "No space stands before it.",
                                },
                            },
                        },
                    },
                },
            },
        },
        "rejected": {
            "type": "array",
            "description": "What was taken for made up.",
            "items": {
                "type": "object",
                "required": ["start", "end", "text", "reason"],
                "properties": {"start": _TIME, "end": _TIME, "text": _TEXT, "reason": _TEXT},
            },
        },
    },
}
"""What `to_json` writes and `from_json` reads, as JSON Schema."""


def to_json(transcript: Transcript) -> str:
    """Return all that is known. Whoever reads it must leave alone what they do not know."""
    body = {
        "version": VERSION,
        "language": transcript.language,
        "duration": round(transcript.seconds, _PLACES),
        "origin": transcript.origin.value,
        "model": transcript.model,
        "title": transcript.title,
        "url": transcript.url,
        "sha256": transcript.digest,
        "text": transcript.text,
        "speakers": list(transcript.speakers),
        "segments": [_segment(segment) for segment in transcript.segments],
        "rejected": [
            {**_span(gone), "text": gone.text, "reason": gone.reason}
            for gone in transcript.rejected
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes, *, name: str = "") -> Transcript:
    """Return the transcript that a document holds: our own, or one in the same words by others.

    Raises:
        FileUnreadable: it is no JSON, or no transcript.
    """
    try:
        body = json.loads(text)
        return _read(body)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FileUnreadable(name=name) from error


def _segment(segment: Segment) -> dict[str, Any]:
    told = {
        **_span(segment),
        "text": segment.text,
        "speaker": segment.speaker,
        "language": segment.language,
        "words": [_word(word) for word in segment.words],
    }
    return {key: value for key, value in told.items() if value not in ("", [])}


def _word(word: Word) -> dict[str, Any]:
    told: dict[str, Any] = {**_span(word), "word": word.text}
    if word.probability is not None:
        told["probability"] = round(word.probability, _PLACES)
    return told | ({"glued": True} if word.glued else {})


def _span(part: Segment | Word | Rejected) -> dict[str, float]:
    return {"start": round(part.start, _PLACES), "end": round(part.end, _PLACES)}


def _read(body: Mapping[str, Any]) -> Transcript:
    segments = tuple(_read_segment(row) for row in body["segments"])
    ends = [segment.end for segment in segments]
    return Transcript(
        language=str(body.get("language") or ""),
        seconds=_moment(body.get("duration", max(ends, default=0.0))),
        segments=segments,
        origin=Origin(body.get("origin", Origin.SPEECH)),
        model=str(body.get("model") or ""),
        title=str(body.get("title") or ""),
        url=str(body.get("url") or ""),
        rejected=tuple(
            Rejected(_moment(row["start"]), _moment(row["end"]), str(row["text"]), row["reason"])
            for row in body.get("rejected") or ()
        ),
    )


def _read_segment(row: Mapping[str, Any]) -> Segment:
    words = tuple(_read_words(row.get("words") or ()))
    return Segment(
        start=_moment(row["start"]),
        end=_moment(row["end"]),
        text=str(row.get("text") or joined(words)).strip(),
        words=words,
        speaker=" ".join(str(row.get("speaker") or "").split()),
        language=str(row.get("language") or ""),
    )


def _read_words(rows: Sequence[Mapping[str, Any]]) -> Iterator[Word]:
    spelled = [str(row["word"]) for row in rows]
    # Recognisers put the space into the word; where none does, spaces are meant between all.
    spaced = any(text.startswith(" ") for text in spelled)
    for number, (row, text) in enumerate(zip(rows, spelled, strict=True)):
        glued = bool(row.get("glued")) or (spaced and number > 0 and not text.startswith(" "))
        probability = row.get("probability")
        word = Word(_moment(row["start"]), _moment(row["end"]), text.strip(), glued=glued)
        yield word if probability is None else replace(word, probability=float(probability))


def _moment(value: object) -> float:
    """Return a number of seconds.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("no time")
    return max(0.0, float(value))
