"""One person in one chat with the bot: pastes, presses, and watches the message that answers."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from tests.e2e.conftest import Town
from tests.e2e.people import Message, button, medium, until, words


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody new, in their private chat."""

    town: Town
    chat: int

    async def paste(self, text: str) -> int:
        """Write something and return the number of the message."""
        asked = await self.town.playground.say(text, user=self.chat, chat=self.chat)
        return int(asked["message_id"])

    def answer(self, asked: int) -> Message | None:
        """Return the bot's first message after one of theirs."""
        said = self.town.playground.messages(self.chat)
        return next((one for one in said if one["message_id"] > asked), None)

    async def card(self, link: str) -> Message:
        """Paste a link and wait for its card."""
        asked = await self.paste(link)
        return await until(lambda: (it := self.answer(asked)) and button(it, "More") and it)

    async def press(self, message: Message, word: str) -> str:
        """Press the button of a message that has a word on it; return the number of the press."""
        key = button(message, word)
        assert key is not None, f"no button {word} under {words(message)!r}"
        return await self.town.playground.press(
            message["message_id"], key["callback_data"], user=self.chat, chat=self.chat
        )

    async def pick(self, card: Message, choice: str) -> None:
        """Press the button of a format, under More when it is not on the card itself."""
        if button(card, choice) is None:
            await self.press(card, "More")
            card = await self.shown(card, lambda it: button(it, choice))
        await self.press(card, choice)

    async def shown(self, message: Message, looks, *, seconds: float = 30) -> Message:
        """Wait until a message looks as it should, and return it."""

        def look() -> Message | None:
            it = self.answer(message["message_id"] - 1)
            return it if it is not None and looks(it) else None

        try:
            return await until(look, seconds=seconds)
        except TimeoutError:
            raise AssertionError(f"it still says {words(look_at(self, message))!r}") from None

    async def result(self, card: Message) -> Message:
        """Wait until a card has become a file."""
        done = await self.shown(card, lambda it: "⚠" in words(it) or is_result(it), seconds=60)
        assert is_result(done), words(done)
        return done


def arrive(town: Town, name: str) -> Guest:
    """Let somebody in whom the bot does not know."""
    return Guest(town, int(town.playground.add_user(name)["id"]))


def look_at(guest: Guest, message: Message) -> Message:
    """Return a message as it is now."""
    return guest.answer(message["message_id"] - 1) or {}


def is_result(message: Message) -> bool:
    """Return whether a message carries the file that was asked for, and not only a card's cover."""
    return medium(message) is not None and button(message, "Other formats") is not None


def job_states(town: Town) -> list[tuple[str, str | None]]:
    """Return the state and the stage of every job, the oldest first, by the service's own book."""
    with closing(sqlite3.connect(f"file:{town.data_dir}/hearsay.db?mode=ro", uri=True)) as book:
        return book.execute("SELECT state, stage FROM jobs ORDER BY created_at").fetchall()
