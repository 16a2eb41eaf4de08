"""A whole service in this process, between the emulator and the made-up web, and its guests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr

from bot.chat import open_chat
from bot.governor_pace import Pace, Rate, Span
from bot.intake import intake_of
from bot.playground.playground import Playground
from bot.playground.server import open_playground
from bot.settings import Settings
from bot.wiring import House, open_house
from services.accounts.account import Access
from services.media.probe import Probe, probe
from tests.e2e import orders
from tests.e2e.people import Message, button, medium, until, words
from tests.sounds import loudest_hertz
from tests.world.world import World

log = structlog.get_logger(__name__)

BRISK = Pace(
    private=(Span(100, 1.0),), group=(Span(100, 1.0),), all_chats=Rate(burst=100, per_second=1000)
)
"""For tests of something else than the pace: this Telegram has no flood control."""

_WARNING = "⚠"
_PAUSE = "⏸"


@dataclass(frozen=True, slots=True)
class Got:
    """A file that came back."""

    path: Path
    message: Message
    """The message as it stands in the chat."""
    found: Probe
    """What is really in the file."""

    @property
    def caption(self) -> str:
        """Return what is written under it."""
        return words(self.message)

    @property
    def hertz(self) -> int:
        """Return roughly the pitch of its tone."""
        return round(loudest_hertz(self.path))


@dataclass(slots=True)
class Town:
    """Made by `open_town`."""

    world: World
    playground: Playground
    house: House
    settings: Settings
    folder: Path
    numbers: count = field(default_factory=count)

    def guest(self, name: str = "Guest") -> "Guest":
        """Let somebody in whom the bot does not know."""
        return Guest(self, int(self.playground.add_user(name)["id"]))  # type: ignore[arg-type]

    async def forgive_sites(self) -> None:
        """Let every site be asked again that has kept us out."""
        sites = self.house.core.jobs._sites
        for rest in sites.rests():
            await sites._open(rest.site)


class Guest(orders.Guest):
    """Somebody new, in their private chat."""

    town: Any

    async def card(self, link: str, *, seconds: float = 60) -> Message:
        """Paste a link and wait for its card."""
        shown = await self._answered(await self.paste(link), seconds=seconds)
        assert not _is_refusal(shown), f"{words(shown)}\n{self._unanswered()}"
        return shown

    async def refusal(self, link: str, *, seconds: float = 60) -> str:
        """Paste a link and return the sentence that it ends in."""
        shown = await self._answered(await self.paste(link), seconds=seconds)
        assert _is_refusal(shown), f"it was not refused: {words(shown)}"
        return words(shown)

    async def gets(self, link: str, choice: str = "MP3", *, seconds: float = 60) -> Got:
        """Paste a link, press the button of a choice, and return the file that comes."""
        card = await self.card(link, seconds=seconds)
        await self.pick(card, choice)
        return await self.got(card)

    async def pick(self, card: Message, choice: str) -> None:
        """Press the button of a choice, under More when it is not on the card itself."""
        if button(card, choice) is None:
            await self.press(card, "More")
            card = await self.shown(card, lambda it: button(it, "Back"))
        assert button(card, choice), f"no {choice} among {_buttons(card)}"
        await self.press(card, choice)

    async def got(self, card: Message) -> Got:
        """Wait until a card has become a file, and return it."""
        try:
            message = await self.result(card)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self._unanswered()}") from None
        file = medium(message)
        assert file is not None
        name = f"{next(self.town.numbers)}-{Path(file.get('file_name') or 'file').name}"
        path = self.town.folder / name
        path.write_bytes(self.town.playground.media_bytes(file["file_id"]))
        return Got(path, message, await probe(path))

    async def _answered(self, asked: int, *, seconds: float) -> Message:
        def look() -> Message | None:
            it = self.answer(asked)
            return it if it and (_is_refusal(it) or _asks(it)) else None

        try:
            return await until(look, seconds=seconds)
        except TimeoutError:
            told = words(self.answer(asked) or {})
            raise AssertionError(f"it still says {told!r}\n{self._unanswered()}") from None

    def _unanswered(self) -> str:
        return "\n".join(["not answered by the made-up web:", *self.town.world.unanswered[-20:]])


def _is_refusal(message: Message) -> bool:
    return _WARNING in words(message) or _PAUSE in words(message)


def _asks(message: Message) -> bool:
    """Return whether it has buttons to choose with, and not only one that stops."""
    return bool(_buttons(message)) and button(message, "Cancel") is None


def _buttons(message: Message) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [key["text"] for row in rows for key in row]


@asynccontextmanager
async def open_town(
    folder: Path, world: World, *, pace: Pace | None = None, **settings: Any
) -> AsyncIterator[Town]:
    """Open the service as `serve` does, but for the sidecar.

    Args:
        folder: Where everything is kept.
        world: The web that it asks.
        pace: How often a chat hears from the bot; as often as Telegram allows when not given.
        settings: Those of bot.settings.
    """
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(
            open_playground(
                folder=folder / "telegram",
                patience=0.1,
                local=bool(settings.get("bot_api_local")),
            )
        )
        given = {
            "bot_token": SecretStr(playground.token),
            "bot_api_url": playground.url,
            "data_dir": folder / "data",
            "access": Access.OPEN,
            "fetch_proxy": world.proxy_url,
            "fetch_ca": world.ca_path,
            "disk_free_gb": 0.1,
        }
        chosen = Settings(_env_file=None, **(given | settings))
        house = await stack.enter_async_context(open_house(chosen))
        chat = await stack.enter_async_context(open_chat(chosen, house, versions={}, pace=pace))
        intake = intake_of(chosen, chat, house.core.clock)
        delivered = folder / "delivered"
        delivered.mkdir()
        async with asyncio.TaskGroup() as group:
            coming = group.create_task(intake.run())
            handling = group.create_task(chat.inbox.run(chat.handle))
            yield Town(world, playground, house, chosen, delivered)
            coming.cancel()
            handling.cancel()
