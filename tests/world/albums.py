"""Posts of pictures: asking for one, and looking at the albums that come."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.e2e.people import Message, button, until, words
from tests.world.media import made
from tests.world.town import Guest


@dataclass(frozen=True, slots=True)
class Album:
    """What came."""

    messages: list[Message]
    """The pictures and films, in their order."""
    below: Message
    """The message with the buttons."""

    @property
    def sizes(self) -> list[int]:
        """Return how many pictures each group has."""
        groups = [one.get("media_group_id", one["message_id"]) for one in self.messages]
        return [groups.count(group) for group in dict.fromkeys(groups)]


@cache
def tile(number: int, *, ending: str = "jpg") -> Path:
    """Return a small picture that differs from all others."""
    colour = f"color=0x{number * 7919 % 0xFFFFFF:06x}:size={96 + 2 * number}x96"
    return made(ending, "-f", "lavfi", "-i", colour, "-frames:v", "1")


async def gets_album(guest: Guest, link: str, *, count: int, seconds: float = 60) -> Album:
    """Paste a link, press the button of its pictures, and wait for them."""
    card = await guest.card(link, seconds=seconds)
    await guest.pick(card, f"Images ({count})")
    return await album_after(guest, card, seconds=seconds)


async def album_after(guest: Guest, card: Message, *, seconds: float = 60) -> Album:
    """Wait until a card has become pictures with a message below them."""

    def look() -> Album | None:
        said = guest.town.playground.messages(guest.chat)
        new = [one for one in said if one["message_id"] > card["message_id"]]
        below = new[-1] if new and button(new[-1], "Other formats") else None
        return Album(new[:-1], below) if below else None

    try:
        return await until(look, seconds=seconds)
    except TimeoutError:
        told = [words(one) for one in guest.town.playground.messages(guest.chat)]
        raise AssertionError(f"no album: {told}") from None


def bytes_of(guest: Guest, message: Message) -> bytes:
    """Return the picture or the film of a message."""
    file = message["photo"][-1] if "photo" in message else message["video"]
    return guest.town.playground.media_bytes(file["file_id"])
