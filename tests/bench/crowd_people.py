"""People of a crowd: each pastes a link, taps a button on its card as soon as it is there, and waits."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from tests.bench.stage import Json, Stage

_LONGEST_WAIT_SECONDS = 120
_MEDIA = ("audio", "voice", "video", "document")


@dataclass(frozen=True, slots=True)
class Visit:
    """How long somebody waited, in seconds."""

    reaction: float
    """From the link to the first message about it."""
    card: float
    """From the link to its card."""
    tap: float
    """From the tap on a button to what the button says to it."""
    file: float
    """From that tap to the file."""

    @property
    def wait(self) -> float:
        """From the link to the file, without the time to tap."""
        return self.card + self.file


@dataclass(slots=True)
class Crowd:
    """People by number, known to the emulator from their first link on, and the links they share."""

    stage: Stage
    dice: random.Random
    size: int = 10_000
    links: int = 500
    unanswered: list[str] = field(default_factory=list)
    """What nobody got an answer to."""
    _chats: dict[int, int] = field(default_factory=dict)
    _busy: set[int] = field(default_factory=set)
    _weights: list[float] = field(init=False)
    _ears: "_Ears" = field(init=False)

    def __post_init__(self) -> None:
        self._weights = list(accumulate(1 / rank for rank in range(1, self.links + 1)))
        self._ears = _Ears()
        self.stage.events.listeners.append(self._ears.hear)

    def popular(self) -> str:
        """Return one of the links that all share, one of the first of them more likely."""
        return self.ranked(self.dice.choices(range(self.links), cum_weights=self._weights)[0])

    def ranked(self, rank: int) -> str:
        """Return the link that is the most popular but so many."""
        return self.address(f"shared-{rank}")

    def address(self, name: str) -> str:
        """Return the link of this name."""
        return f"{self.stage.demo_url}/morning-over-the-harbour.mp3?{name}"

    def somebody(self) -> int:
        """Return the number of a person who waits for nothing."""
        while (person := self.dice.randrange(self.size)) in self._busy:
            pass
        return person

    @property
    def known(self) -> int:
        """Return how many different people have come so far."""
        return len(self._chats)

    async def chat_of(self, person: int) -> int:
        """Return somebody's chat."""
        if person not in self._chats:
            user = await self.stage.sim("users", first_name=f"P{person}", language_code="en")
            self._chats[person] = int(user["id"])
        return self._chats[person]

    async def order(self, person: int, link: str, *, button: str = "MP3") -> Visit | None:
        """Have somebody get the file behind a link; None when it never came, which is written down."""
        self._busy.add(person)
        chat = await self.chat_of(person)
        try:
            async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
                return await self._visit(chat, link, button)
        except TimeoutError:
            self.unanswered.append(f"{link}: no file within {_LONGEST_WAIT_SECONDS} s")
            return None
        except _Refused as refused:
            self.unanswered.append(f"{link}: {refused}")
            return None
        finally:
            self._busy.discard(person)

    async def _visit(self, chat: int, link: str, button: str) -> Visit:
        loop = asyncio.get_running_loop()
        came = loop.time()
        asked = await self.stage.sim(f"chats/{chat}/send", text=link)
        story = self._ears.story(chat, asked["message_id"])
        try:
            reacted, _ = await story.first(lambda _: True)
            shown, card = await story.first(lambda message: _data(message, button) is not None)
            tapped = loop.time()
            press = {"message_id": card["message_id"], "data": _data(card, button)}
            answer = await self.stage.sim(f"chats/{chat}/press", **press)
            answered = await self._ears.answer(answer["callback_id"])
            brought, _ = await story.first(_is_result)
        finally:
            self._ears.forget(chat, asked["message_id"])
        return Visit(reacted - came, shown - came, answered - tapped, brought - tapped)


def _data(message: Json, button: str) -> Any:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = [key for row in rows for key in row]
    return next((key["callback_data"] for key in keys if button in key["text"]), None)


def _is_result(message: Json) -> bool:
    return any(kind in message for kind in _MEDIA)


class _Refused(Exception):
    """The bot said why there is no file."""


class _Story:
    """What the bot said to one message, with the time of each."""

    def __init__(self) -> None:
        self._said: list[tuple[float, Json]] = []
        self._news = asyncio.Event()

    def add(self, at: float, message: Json) -> None:
        self._said.append((at, message))
        self._news.set()

    async def first(self, fits: Callable[[Json], bool]) -> tuple[float, Json]:
        while True:
            for at, message in self._said:
                if fits(message):
                    return at, message
                if "⚠" in (words := message.get("text", "")):
                    raise _Refused(words)
            self._news.clear()
            await self._news.wait()


class _Ears:
    """Hears all chats at once, and remembers only what somebody waits for."""

    def __init__(self) -> None:
        self._stories: dict[tuple[int, int], _Story] = {}
        self._answers: dict[str, asyncio.Future[float]] = {}

    def hear(self, kind: str, event: Json) -> None:
        now = asyncio.get_running_loop().time()
        if kind == "callback_answer":
            answer = self._answer(event["callback_id"])
            if not answer.done():
                answer.set_result(now)
        elif kind in {"message", "edited"}:
            self._hear_message(now, event["chat_id"], event["message"])

    def _hear_message(self, now: float, chat: int, message: Json) -> None:
        if message.get("outgoing"):
            self.story(chat, message["message_id"])
            return
        asked = message.get("reply_to_message", {}).get("message_id")
        if (story := self._stories.get((chat, asked))) is not None:
            story.add(now, message)

    def story(self, chat: int, asked: int) -> _Story:
        return self._stories.setdefault((chat, asked), _Story())

    def forget(self, chat: int, asked: int) -> None:
        self._stories.pop((chat, asked), None)

    async def answer(self, callback: str) -> float:
        at = await self._answer(callback)
        del self._answers[callback]
        return at

    def _answer(self, callback: str) -> asyncio.Future[float]:
        if callback not in self._answers:
            self._answers[callback] = asyncio.get_running_loop().create_future()
        return self._answers[callback]
