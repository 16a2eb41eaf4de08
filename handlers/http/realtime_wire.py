"""What OpenAI's realtime clients say and hear, in both shapes: that of today and the older one."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from handlers.http.socket_text import Message
from services.errors import FieldInvalid
from services.live.events import Committed, Event, Partial, SpeechStarted, SpeechStopped, Spoken
from services.live.wish import PAUSE, Encoding, LiveWish

PARTIALS: Final = "hearsay.partial"
"""Stands in `include` of clients that want to see what may still change."""
_PCM_RATE: Final = 24_000
_TELEPHONE_RATE: Final = 8_000
_FORMATS: Final[Mapping[str, tuple[Encoding, int]]] = {
    "audio/pcm": (Encoding.S16LE, _PCM_RATE),
    "audio/pcmu": (Encoding.MULAW, _TELEPHONE_RATE),
    "audio/pcma": (Encoding.ALAW, _TELEPHONE_RATE),
    "pcm16": (Encoding.S16LE, _PCM_RATE),
    "g711_ulaw": (Encoding.MULAW, _TELEPHONE_RATE),
    "g711_alaw": (Encoding.ALAW, _TELEPHONE_RATE),
}
_MOST_APPENDED: Final = 15 * 1024 * 1024


class Format(BaseModel):
    """What the sound is."""

    model_config = ConfigDict(extra="ignore")

    type: str = "audio/pcm"
    rate: int | None = Field(default=None, ge=8_000, le=192_000)


class Transcription(BaseModel):
    """How it is to be heard."""

    model_config = ConfigDict(extra="ignore")

    model: str | None = Field(default=None, max_length=300)
    language: str | None = Field(default=None, max_length=16)
    languages: list[str] | None = Field(default=None, max_length=100)
    prompt: str | None = Field(default=None, max_length=20_000)
    keywords: list[str] | None = Field(default=None, max_length=1_000)


class TurnDetection(BaseModel):
    """When an utterance is over."""

    model_config = ConfigDict(extra="ignore")

    type: str = "server_vad"
    silence_duration_ms: int | None = Field(default=None, ge=100, le=10_000)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client has said about its session so far."""

    is_beta: bool
    format: str = "audio/pcm"
    rate: int = _PCM_RATE
    transcription: Message = field(default_factory=dict)
    turn_detection: Message | None = field(default_factory=lambda: {"type": "server_vad"})
    include: tuple[str, ...] = ()

    def updated(self, session: object) -> "Settings":
        """Return them with what a message changes.

        Raises:
            FieldInvalid: a value cannot be used.
        """
        if not isinstance(session, dict):
            raise FieldInvalid(field="session", allowed="object")
        given = _flat(session)
        new = replace(self, include=tuple(str(one) for one in given.get("include") or self.include))
        if given.get("format"):
            form = _checked(Format, given["format"], "format")
            if form.type not in _FORMATS:
                raise FieldInvalid(field="format", allowed=", ".join(_FORMATS))
            usual = _FORMATS[form.type][1]
            new = replace(new, format=form.type, rate=form.rate or usual)
        if isinstance(given.get("transcription"), dict):
            _checked(Transcription, given["transcription"], "transcription")
            new = replace(new, transcription=self.transcription | given["transcription"])
        if "turn_detection" in given:
            turns = given["turn_detection"]
            if turns is not None:
                _checked(TurnDetection, turns, "turn_detection")
            new = replace(new, turn_detection=turns)
        return new

    def wish(self, *, models: tuple[str, ...], model: str) -> LiveWish:
        """Return how such a session is heard.

        Args:
            models: Those that may be chosen here; a name of OpenAI's stands for the usual one.
            model: The one in the address.
        """
        told = Transcription.model_validate(self.transcription)
        turns = TurnDetection.model_validate(self.turn_detection or {})
        pause = PAUSE
        if turns.silence_duration_ms:
            pause = timedelta(milliseconds=turns.silence_duration_ms)
        wanted = told.model or model
        return LiveWish(
            language=told.language or "",
            allowed=tuple(told.languages or ()),
            model=wanted if wanted in models else "",
            vocabulary="\n".join([*(told.keywords or ()), told.prompt or ""]).strip(),
            encoding=_FORMATS[self.format][0],
            rate=self.rate,
            pause=pause,
            detects=self.turn_detection is not None,
        )

    @property
    def bytes_per_second(self) -> int:
        """Return how many bytes a second of the sound has."""
        return self.rate * _FORMATS[self.format][0].sample_bytes

    def told(self, session_id: str) -> Message:
        """Return them as a client reads them."""
        if self.is_beta:
            return {
                "id": session_id,
                "object": "realtime.transcription_session",
                "input_audio_format": self.format,
                "input_audio_transcription": self.transcription or None,
                "turn_detection": self.turn_detection,
            }
        sound = {
            "format": {"type": self.format, "rate": self.rate},
            "transcription": self.transcription or None,
            "turn_detection": self.turn_detection,
            "noise_reduction": None,
        }
        return {
            "id": session_id,
            "object": "realtime.transcription_session",
            "type": "transcription",
            "audio": {"input": sound},
            "include": list(self.include) or None,
        }


def sound_in(message: Message) -> bytes:
    """Return the sound of an `append`.

    Raises:
        FieldInvalid: it is no base64, or too much.
    """
    given = message.get("audio", "")
    if not isinstance(given, str) or len(given) > _MOST_APPENDED * 4 // 3 + 4:
        raise FieldInvalid(field="audio", allowed="base64")
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError) as error:
        raise FieldInvalid(field="audio", allowed="base64") from error


class Told:
    """Turns the events of one session into messages."""

    def __init__(self, session_id: str, settings: Settings) -> None:
        self._session_id = session_id
        self._settings = settings
        self._held: list[Message] = []
        self._before: str | None = None

    def messages(self, event: Event) -> Iterator[Message]:
        """Yield what a client is told of an event."""
        detects = self._settings.turn_detection is not None
        match event:
            case SpeechStarted() if not detects:
                # What was held back belongs to an utterance that was cleared.
                self._held = []
            case SpeechStarted():
                start = round(event.at_seconds * 1000)
                yield self._message(
                    "input_audio_buffer.speech_started", event.utterance, audio_start_ms=start
                )
            case Committed():
                delta = self._message(_ABOUT + "delta", event.utterance, delta=event.text)
                if detects or not self._held_back(delta):
                    yield delta | {"content_index": 0}
            case SpeechStopped():
                yield from self._stopped(event, detects=detects)
            case Spoken():
                yield from self._completed(event)
            case Partial() if PARTIALS in self._settings.include:
                text = f"{event.committed} {event.tentative}".strip()
                yield self._message(_ABOUT + "partial", event.utterance, text=text)
            case _:
                return

    def item(self, utterance: int) -> str:
        """Return the name of an utterance."""
        return f"item_{self._session_id}_{utterance}"

    def _held_back(self, delta: Message) -> bool:
        """Keep what belongs to an utterance that the client has not said is over."""
        self._held.append(delta | {"content_index": 0})
        return True

    def _stopped(self, event: SpeechStopped, *, detects: bool) -> Iterator[Message]:
        number = event.utterance
        if detects:
            end = round(event.at_seconds * 1000)
            yield self._message("input_audio_buffer.speech_stopped", number, audio_end_ms=end)
        before, self._before = self._before, self.item(number)
        yield self._message("input_audio_buffer.committed", number, previous_item_id=before)
        item = {
            "id": self.item(number),
            "object": "realtime.item",
            "type": "message",
            "role": "user",
            "status": "completed",
            "content": [{"type": "input_audio", "transcript": None}],
        }
        kinds = ("created",) if self._settings.is_beta else ("added", "done")
        for kind in kinds:
            yield {
                "type": f"conversation.item.{kind}",
                "previous_item_id": before,
                "item": item,
            }
        yield from self._held
        self._held = []

    def _completed(self, event: Spoken) -> Iterator[Message]:
        yield from self._held
        self._held = []
        yield self._message(
            _ABOUT + "completed",
            event.utterance,
            content_index=0,
            transcript=event.text,
            usage={"type": "duration", "seconds": round(event.end - event.start, 3)},
        )

    def _message(self, kind: str, utterance: int, **facts: object) -> Message:
        return {"type": kind, "item_id": self.item(utterance), **facts}


_ABOUT: Final = "conversation.item.input_audio_transcription."


def _flat(session: Message) -> Message:
    """Return the settings of either shape under one set of names."""
    audio = session.get("audio")
    sound = audio.get("input") if isinstance(audio, dict) else None
    given = dict(sound) if isinstance(sound, dict) else {}
    given.pop("include", None)
    if "input_audio_format" in session:
        given["format"] = {"type": session["input_audio_format"]}
    if "input_audio_transcription" in session:
        given["transcription"] = session["input_audio_transcription"]
    if "turn_detection" in session:
        given["turn_detection"] = session["turn_detection"]
    if isinstance(session.get("include"), list):
        given["include"] = session["include"]
    return given


def _checked(kind: type[BaseModel], given: object, name: str) -> Any:  # noqa: ANN401 - one of three
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join([name, *(str(part) for part in wrong["loc"])])
        raise FieldInvalid(field=where, allowed=wrong["msg"]) from error
