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
_WARMING = SAMPLES / "09_one_sentence.ogg"
"""Has the model loaded again, which is ended with whoever is stopped in the middle of a piece."""
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
            waits = [await _round(stage, hour, number) for number in range(PAIRS)]
    return [
        _row("an hour sent: first words in the chat", [wait.words for wait in waits], "< 2 s"),
        _row("somebody's note of 5 s meanwhile: its words", [wait.note for wait in waits], ""),
        _row("the hour stopped", [wait.stop for wait in waits], "< 3 s"),
    ]


_SPEECH = {"SPEECH_MODEL": str(MODEL), "SPEECH_DEVICE": "cpu"}


def _row(what: str, waits: list[float], bar: str) -> Row:
    return Row(what, f"{ms(median(waits))} (worst {ms(max(waits))})", bar=bar)


async def _round(stage: Stage, hour: Path, number: int) -> Waits:
    folder = hour.parent
    # In a chat of its own: Telegram lets one chat hear from us once a second.
    await _answered(stage, await _person(stage), _another(_WARMING, folder, number))
    chat = await _person(stage)
    sent = stage.events.expect(lambda kind, event: _is_sent(kind, event, chat))
    carded = stage.events.expect(shown_in(chat, lambda message: _key(message, "Cancel")))
    worded = stage.events.expect(_says(chat, _FIRST_WORDS))
    await stage.upload(chat, _another(hour, folder, number), "audio")
    began, _ = await _seen(sent)
    first, _ = await _seen(worded)
    _, card = await _seen(carded)
    note = await _answered(stage, await _person(stage), _another(_NOTE, folder, number))
    return Waits(first - began, note, await _stopped(stage, chat, card["message"]))


async def _answered(stage: Stage, chat: int, note: Path) -> float:
    """Send a note and return how long its words took."""
    told = stage.events.expect(shown_in(chat, lambda message: _key(message, "SRT")))
    began = asyncio.get_running_loop().time()
    await stage.upload(chat, note, "voice")
    return (await _seen(told))[0] - began


async def _stopped(stage: Stage, chat: int, card: Json) -> float:
    """Press Cancel and return how long it took until that was done."""
    said = stage.events.expect(
        shown_in(chat, lambda message: "Stopped" in str(message.get("text")))
    )
    began = asyncio.get_running_loop().time()
    data = _key(card, "Cancel")
    await stage.sim(f"chats/{chat}/press", message_id=card["message_id"], data=data)
    return (await _seen(said))[0] - began


def _another(sound: Path, folder: Path, number: int) -> Path:
    """Return the same sound in other bytes: a known file would be answered at once."""
    path = folder / f"{number} {sound.name}"
    path.write_bytes(sound.read_bytes() + bytes(number + 1))
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
