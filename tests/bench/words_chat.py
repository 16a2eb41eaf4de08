"""An hour of sound in the chat: when its first words come, how long a note waits, how soon it is stopped."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.stage import Fits, Json, Seen, Stage, open_stage, playing, shown_in
from tests.bench.table import PAIRS, Row, ms
from tests.speech import MODEL, SAMPLES
from tests.speech.long_sound import long_sound

_SECONDS = 3600
_FIRST_WORDS = "open the door"
_NOTE = SAMPLES / "02_explicit.ogg"
_PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Waits:
    """How long one person waited, in seconds."""

    words: float
    note: float
    stop: float


async def measure() -> list[Row]:
    """Return a row for each of the three waits."""
    with tempfile.TemporaryDirectory() as name:
        hour = await asyncio.to_thread(long_sound, Path(name) / "hour.ogg", seconds=_SECONDS)
        async with (
            open_stage(Path(name)) as stage,
            playing(stage, "main.py", "serve", name="service", **_SPEECH),
        ):
            await _warm(stage)
            waits = [await _round(stage, _another(hour, number)) for number in range(PAIRS)]
    return [
        _row("an hour sent: first words in the chat", [wait.words for wait in waits], "< 2 s"),
        _row("a note of 5 s meanwhile: its words", [wait.note for wait in waits], ""),
        _row("the hour stopped", [wait.stop for wait in waits], "< 3 s"),
    ]


_SPEECH = {"SPEECH_MODEL": str(MODEL), "SPEECH_DEVICE": "cpu"}


def _row(what: str, waits: list[float], bar: str) -> Row:
    return Row(what, f"{ms(median(waits))} (worst {ms(max(waits))})", bar=bar)


def _another(hour: Path, number: int) -> Path:
    """Return the same sound in other bytes: a known file would be answered at once."""
    path = hour.with_name(f"hour {number}.ogg")
    path.write_bytes(hour.read_bytes() + bytes(number))
    return path


async def _warm(stage: Stage) -> None:
    """Let the model be loaded: that is waited for once."""
    chat = await _person(stage)
    answered = stage.events.expect(shown_in(chat, lambda message: _key(message, "SRT") is not None))
    await stage.upload(chat, SAMPLES / "09_one_sentence.ogg", "voice")
    await _seen(answered)


async def _round(stage: Stage, hour: Path) -> Waits:
    chat = await _person(stage)
    sent = stage.events.expect(lambda kind, event: _is_sent(kind, event, chat))
    carded = stage.events.expect(shown_in(chat, lambda message: _key(message, "Cancel")))
    worded = stage.events.expect(_says(chat, _FIRST_WORDS))
    await stage.upload(chat, hour, "audio")
    began, _ = await _seen(sent)
    first, _ = await _seen(worded)
    _, card = await _seen(carded)

    answered = stage.events.expect(shown_in(chat, lambda message: _key(message, "SRT")))
    loop = asyncio.get_running_loop()
    asked = loop.time()
    note = _NOTE.with_name(_NOTE.name)
    await stage.upload(chat, _another_note(note, hour), "voice")
    told, _ = await _seen(answered)

    stopped = stage.events.expect(
        shown_in(chat, lambda message: "Stopped" in str(message.get("text")))
    )
    pressed = loop.time()
    message = card["message"]
    data = _key(message, "Cancel")
    await stage.sim(f"chats/{chat}/press", message_id=message["message_id"], data=data)
    ended, _ = await _seen(stopped)
    return Waits(first - began, told - asked, ended - pressed)


def _another_note(note: Path, hour: Path) -> Path:
    path = hour.with_suffix(".note.ogg")
    path.write_bytes(note.read_bytes() + bytes(hour.stat().st_size % 997))
    return path


async def _person(stage: Stage) -> int:
    user = await stage.sim("users", first_name="Ada", language_code="en")
    return int(user["id"])


async def _seen(future: asyncio.Future[Seen]) -> Seen:
    return await asyncio.wait_for(future, _PATIENCE_SECONDS)


def _is_sent(kind: str, event: Json, chat: int) -> bool:
    return kind == "message" and event["chat_id"] == chat and bool(event["message"].get("outgoing"))


def _says(chat: int, words: str) -> Fits:
    """Return what fits a draft or a message of the bot with some words."""

    def fits(kind: str, event: Json) -> bool:
        if event.get("chat_id") != chat or kind not in {"draft", "message", "edited"}:
            return False
        text = event["text"] if kind == "draft" else event["message"].get("text")
        return words in str(text)

    return fits


def _key(message: Json, word: str) -> Any:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = [key for row in rows for key in row]
    return next((key["callback_data"] for key in keys if word in key["text"]), None)
