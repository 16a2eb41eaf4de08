"""People who want things: they paste links, send notes and files, press buttons, and change their minds."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.playground import Playground
from tests.e2e.people import button, medium, words
from tests.sounds import make
from tests.speech import SAMPLES
from tests.torture.book import Book, Json, Order, posts_in

LOOKS_EVERY_SECONDS = 0.3
PATIENCE_SECONDS = 45
GOOD_LINKS = ("mp3", "mp3", "short", "flaky", "emoji", "page")
BAD_LINKS = ("gone", "fake", "private")
SPOKEN = ("02_explicit.ogg", "09_one_sentence.ogg")


@dataclass(slots=True)
class Crowd:
    """Everybody, and what they have at hand."""

    playground: Playground
    book: Book
    links: dict[str, str]
    dice: random.Random
    notes: list[Path]
    pause_seconds: float
    is_patient: bool = False
    """Whether nobody wants anything new: more is open than the machine can do."""
    leaving: asyncio.Event = field(default_factory=asyncio.Event)

    async def live(self, count: int) -> None:
        """Let so many people want things until they are told to leave."""
        async with asyncio.TaskGroup() as group:
            for number in range(count):
                chat = int(self.playground.add_user(f"Person {number}")["id"])
                group.create_task(Person(self, chat).live())

    async def rest(self, seconds: float) -> None:
        """Do nothing for a while, unless it is time to leave."""
        try:
            async with asyncio.timeout(seconds):
                await self.leaving.wait()
        except TimeoutError:
            return


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in their private chat."""

    crowd: Crowd
    chat: int

    async def live(self) -> None:
        """Want one thing after the other."""
        wishes = list(WISHES)
        weights = [weight for _, weight in WISHES]
        while not self.crowd.leaving.is_set():
            await self.crowd.rest(self.crowd.dice.expovariate(1 / self.crowd.pause_seconds))
            if self.crowd.leaving.is_set():
                return
            if self.crowd.is_patient:
                continue
            wish = self.crowd.dice.choices(wishes, weights)[0][0]
            await wish(self)

    async def take_a_link(self) -> None:
        """Paste a link and have it as a file."""
        link = self._link(self.crowd.dice.choice(GOOD_LINKS))
        card = await self._card(await self._say("link", link))
        if card is not None:
            label = self.crowd.dice.choice(("MP3", "MP3", "M4A", "🎬"))
            await self._take(card, label)

    async def take_a_bad_link(self) -> None:
        """Paste a link that leads nowhere."""
        await self._say("bad link", self._link(self.crowd.dice.choice(BAD_LINKS)))

    async def repeat_a_link(self) -> None:
        """Paste the same link twice in a row, as impatient people do."""
        link = self._link("mp3")
        first, second = await self._say("link", link), await self._say("link", link)
        for order in (first, second):
            card = await self._card(order)
            if card is not None:
                await self._take(card, "MP3")

    async def press_twice(self) -> None:
        """Press a button twice."""
        card = await self._card(await self._say("link", self._link("mp3")))
        if card is not None:
            await self._press(card, "MP3")
            await self._press(card, "MP3")
            await self._until(card["message_id"], is_file)

    async def change_their_mind(self) -> None:
        """Have a slow file, and stop it."""
        slow = f"{self.crowd.links['slow']}?seconds=8&take={self.crowd.dice.randrange(10**6)}"
        card = await self._card(await self._say("slow link", slow))
        if card is None:
            return
        await self._press(card, "MP3")
        await self.crowd.rest(self.crowd.dice.uniform(0.2, 5))
        shown = self._shown(card["message_id"])
        if shown is not None:
            await self._press(shown, "Cancel")

    async def send_a_note(self) -> None:
        """Speak; perhaps have the words as a file, or the note cleaned."""
        note = self.crowd.dice.choice(self.crowd.notes)
        sent = await self.crowd.playground.send_file(
            note, "voice", user=self.chat, chat=self.chat, name=note.name
        )
        told = await self._answer(self.crowd.book.message("voice", note.name, sent), is_words)
        if told is None:
            return
        wish = self.crowd.dice.choice(("SRT", "TXT", "Clean", ""))
        if wish:
            await self._press(told, wish)

    async def send_a_file(self) -> None:
        """Send a song and have it in another form, cleaned, or as words."""
        kind = self.crowd.dice.choice(("audio", "document"))
        sent = await self.crowd.playground.send_file(
            SAMPLES / "05_plain_gb.mp3", kind, user=self.chat, chat=self.chat
        )
        card = await self._card(self.crowd.book.message("file", kind, sent))
        if card is not None:
            await self._take(card, self.crowd.dice.choice(("OGG", "Words", "Clean")))

    def _link(self, name: str) -> str:
        link = self.crowd.links[name]
        mark = "&" if "?" in link else "?"
        return f"{link}{mark}take={self.crowd.dice.randrange(60)}"

    async def _say(self, kind: str, text: str) -> Order:
        said = await self.crowd.playground.say(text, user=self.chat, chat=self.chat)
        return self.crowd.book.message(kind, text, said)

    async def _card(self, order: Order) -> Json | None:
        return await self._answer(order, is_card)

    async def _answer(self, order: Order, looks: Callable[[Json], bool]) -> Json | None:
        """Wait for the answer to a message; None when another comes, or none for long."""

        def look() -> Json | None:
            for message in posts_in(self.crowd.playground, self.chat, after=order.message_id):
                asked = message.get("reply_to_message", {}).get("message_id")
                if asked == order.message_id and (looks(message) or is_sorry(message)):
                    return message
            return None

        found = await self._wait(look)
        return found if found is not None and looks(found) else None

    async def _take(self, card: Json, label: str) -> None:
        if await self._press(card, label) is not None:
            await self._until(card["message_id"], is_file)

    async def _press(self, message: Json, label: str) -> Order | None:
        """Press a button; None when it is not there any more."""
        key = button(message, label)
        if key is None or "callback_data" not in key:
            return None
        number = message["message_id"]
        try:
            callback = await self.crowd.playground.press(
                number, key["callback_data"], user=self.chat, chat=self.chat
            )
        except ValueError:
            return None
        return self.crowd.book.press(
            label, key["text"], chat=self.chat, message_id=number, callback=callback
        )

    async def _until(self, number: int, looks: Callable[[Json], bool]) -> None:
        def look() -> Json | None:
            message = self._shown(number)
            return message if message and (looks(message) or is_sorry(message)) else None

        await self._wait(look)

    async def _wait(self, look: Callable[[], Json | None]) -> Json | None:
        for _ in range(round(PATIENCE_SECONDS / LOOKS_EVERY_SECONDS)):
            found = look()
            if found is not None or self.crowd.leaving.is_set():
                return found
            await self.crowd.rest(LOOKS_EVERY_SECONDS)
        return None

    def _shown(self, number: int) -> Json | None:
        post = self.crowd.playground.desk.world.find(self.chat, number)
        return post.message if post else None


WISHES: tuple[tuple[Callable[[Person], Awaitable[None]], float], ...] = (
    (Person.take_a_link, 6),
    (Person.take_a_bad_link, 1),
    (Person.repeat_a_link, 1),
    (Person.press_twice, 1),
    (Person.change_their_mind, 1.5),
    (Person.send_a_note, 3),
    (Person.send_a_file, 1.5),
)


def is_card(message: Json) -> bool:
    """Return whether a message offers what can be made of something."""
    return button(message, "More") is not None


def is_words(message: Json) -> bool:
    """Return whether a message says what was said."""
    return button(message, "SRT") is not None


def is_file(message: Json) -> bool:
    """Return whether a message is the file that was asked for, and not only a card's cover."""
    return medium(message) is not None and button(message, "Cancel") is None


def is_sorry(message: Json) -> bool:
    """Return whether a message says why something could not be, or that it was stopped."""
    return "⚠" in words(message) or "Stopped" in words(message)


def spoken_notes(folder: Path, count: int) -> list[Path]:
    """Make so many voice notes, no two of them alike, so that each has to be listened to."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        source = SAMPLES / SPOKEN[number % len(SPOKEN)]
        loudness = f"volume={1 - number / (4 * count):.3f}"
        note = folder / f"note-{number}.ogg"
        made.append(
            make(note, "-i", str(source), "-af", loudness, "-c:a", "libopus", "-b:a", "24k")
        )
    return made
