"""What goes over the wire of a live session: AudioGrab's messages, and what we added to them."""

import base64
import binascii
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from handlers.http.socket_text import Message
from locales.messages import Messages
from locales.texts import tell_program
from services.errors import FieldInvalid, HearsayError
from services.insight.polish import Polished
from services.live.events import (
    Cleared,
    Committed,
    Complete,
    Ending,
    Event,
    Failed,
    Lag,
    LanguageDetected,
    Partial,
    SpeechStarted,
    SpeechStopped,
    Spoken,
)
from services.live.wish import PAUSE, Encoding, LiveWish
from services.transcripts.asking import Task
from services.transcripts.transcript import Segment, Word

_LONGEST_VOCABULARY: Final = 20_000
_SIZES: Final = frozenset({
    "tiny",
    "base",
    "small",
    "medium",
    "large",
    "large-v2",
    "large-v3",
    "turbo",
})
"""AudioGrab's clients name one of these whatever the service has; ours is taken where it has not."""
_CONTAINERS: Final = frozenset({"", "webm", "ogg", "opus", "container", "webm/opus"})


class Config(BaseModel):
    """What stands in `start`. AudioGrab's other fields are understood and change nothing."""

    model_config = ConfigDict(extra="ignore")

    language: str | None = Field(default=None, max_length=16)
    languages: list[str] = Field(default=[], max_length=100)
    model: str = Field(default="", max_length=300)
    task: Task = Task.TRANSCRIBE
    vocabulary: str = Field(default="", max_length=_LONGEST_VOCABULARY)
    encoding: str = Field(default="", max_length=20)
    rate: int = Field(default=16_000, ge=8_000, le=192_000)
    channels: int = Field(default=1, ge=1, le=8)
    pause_seconds: float = Field(default=PAUSE.total_seconds(), ge=0.2, le=5)
    title: str = Field(default="", max_length=200)
    llm_polish: bool = False


def wish_of(config: Config, *, models: tuple[str, ...]) -> LiveWish:
    """Return what a client wants.

    Raises:
        FieldInvalid: nobody knows that encoding.
    """
    encoding = Encoding.CONTAINER
    if config.encoding.lower() not in _CONTAINERS:
        try:
            encoding = Encoding(config.encoding.lower())
        except ValueError as error:
            raise FieldInvalid(field="encoding", allowed=", ".join(Encoding)) from error
    model = config.model
    if model in _SIZES and model not in models:
        model = ""
    language = config.language or ""
    return LiveWish(
        language="" if language == "auto" else language,
        allowed=tuple(config.languages),
        model=model,
        task=config.task,
        vocabulary=config.vocabulary,
        encoding=encoding,
        rate=config.rate,
        channels=config.channels,
        pause=timedelta(seconds=config.pause_seconds),
        title=config.title.replace("/", " ").strip(),
        polishes=config.llm_polish,
    )


def sound_in(message: Message) -> bytes:
    """Return the sound of an `audio` message.

    Raises:
        FieldInvalid: it is no base64.
    """
    try:
        return base64.b64decode(message.get("data", ""), validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise FieldInvalid(field="data", allowed="base64") from error


def told(event: Event, texts: Messages) -> Message:
    """Return an event as a client reads it."""
    match event:
        case Failed():
            said = error_message(event.error(), texts, recoverable=False)
        case Ending():
            sentence = tell_program(texts, event.error())
            said = {"type": "ending", "error": sentence, "code": event.code}
        case Lag() if event.code:
            said = {**_lag(event), "code": event.code, "note": texts.live_no_room()}
        case _:
            said = _SAID[type(event)](event)
    return {"seq": event.number, **said}


def polished_parts(polished: Polished) -> Message:
    """Return what `complete` says instead once its words are polished."""
    return {
        "full_text": polished.transcript.text,
        "llm_polished": True,
        "passages": polished.passages,
        "passages_left": len(polished.left),
        "tokens_used": polished.tokens,
    }


def error_message(error: HearsayError, texts: Messages, *, recoverable: bool) -> Message:
    """Return an error as a client reads it."""
    sentence = tell_program(texts, error)
    return {"type": "error", "error": sentence, "code": error.code, "recoverable": recoverable}


def _language(event: LanguageDetected) -> Message:
    return {
        "type": "language_detected",
        "language": event.language,
        "probability": event.chance,
    }


def _started(event: SpeechStarted) -> Message:
    return {"type": "speech_started", "utterance": event.utterance, "at": event.at_seconds}


def _stopped(event: SpeechStopped) -> Message:
    return {"type": "speech_stopped", "utterance": event.utterance, "at": event.at_seconds}


def _partial(event: Partial) -> Message:
    return {
        "type": "partial",
        "text": f"{event.committed} {event.tentative}".strip(),
        "committed": event.committed,
        "tentative": event.tentative,
        "utterance": event.utterance,
        "revision": event.revision,
        "start": event.start,
        "end": event.end,
    }


def _committed(event: Committed) -> Message:
    words = [_word(word) for word in event.words]
    return {
        "type": "committed",
        "utterance": event.utterance,
        "text": event.text,
        "words": words,
    }


def _spoken(event: Spoken) -> Message:
    words = [_word(word) for word in event.words]
    return {
        "type": "segment",
        "utterance": event.utterance,
        "language": event.language,
        "segment": {"start": event.start, "end": event.end, "text": event.text, "words": words},
    }


def _cleared(event: Cleared) -> Message:
    return {"type": "cleared", "at": round(event.at_seconds, 3)}


def _lag(event: Lag) -> Message:
    return {"type": "lag", "seconds": event.seconds}


def _complete(event: Complete) -> Message:
    return {
        "type": "complete",
        "full_text": event.text,
        "raw_text": event.text,
        "segments": [_segment(segment) for segment in event.segments],
        "language": event.language,
        "duration": event.seconds,
        "job_id": event.job,
        "llm_polished": False,
        "tokens_used": 0,
    }


def _segment(segment: Segment) -> Message:
    words = [_word(word) for word in segment.words]
    return {"start": segment.start, "end": segment.end, "text": segment.text, "words": words}


def _word(word: Word) -> Message:
    return {"start": word.start, "end": word.end, "word": word.text}


_SAID: Final[dict[type, Callable[[Any], Message]]] = {
    Cleared: _cleared,
    Committed: _committed,
    Complete: _complete,
    Lag: _lag,
    LanguageDetected: _language,
    Partial: _partial,
    SpeechStarted: _started,
    SpeechStopped: _stopped,
    Spoken: _spoken,
}
