"""The playground and the demo site, opened for a service that has no token."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.playground.demo.site import open_demo
from bot.playground.server import open_playground
from bot.settings import Settings
from services.media.ffmpeg import find_ffmpeg
from services.transcripts.recogniser import MINIATURE


@dataclass(frozen=True, slots=True)
class Playing:
    """Where the chat page is, and the settings with which the bot talks to it."""

    url: str
    settings: Settings


@asynccontextmanager
async def open_playing(settings: Settings) -> AsyncIterator[Playing]:
    """Open both on loopback; the pretend user owns the bot, and links to the demo site are let through."""
    folder = settings.data_dir / "playground"
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(
            open_demo(
                folder=folder / "demo", ffmpeg=find_ffmpeg(), port=_beside(settings.playground_port)
            )
        )
        playground = await stack.enter_async_context(
            open_playground(folder=folder, port=settings.playground_port, demo_url=demo.url)
        )
        changed = {
            "bot_token": SecretStr(playground.token),
            "bot_api_url": playground.url,
            "bot_api_local": False,
            "public_url": None,
            "owner_ids": [*settings.owner_ids, playground.me],
            "fetch_allow": [*settings.fetch_allow, urlsplit(demo.url).netloc],
        }
        if not settings.speech_instead:
            changed["speech_instead"] = str(MINIATURE)
        yield Playing(playground.url, settings.model_copy(update=changed))


def _beside(port: int) -> int:
    """Return the demo site's port: the next one, so that links in the chat play after a restart, too."""
    return port + 1 if port else 0
