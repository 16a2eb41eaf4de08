"""Everything that talks to Telegram for one token, put together: what comes in and what goes out."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Dispatcher

from bot.chat_files import TelegramFiles
from bot.client import (
    LOCAL_SEND_LIMIT_BYTES,
    SEND_LIMIT_BYTES,
    TAKE_LIMIT_BYTES,
    leading_only,
    make_bot,
    session_of,
)
from bot.delivery import TelegramDelivery
from bot.dispatcher import build_dispatcher
from bot.governor import Governor
from bot.governor_pace import Pace
from bot.inbox import Inbox
from bot.means import Means
from bot.progress import Progress
from bot.ready_files import ready_files_of
from bot.setting_kinds import shown
from bot.settings import Settings
from bot.unanswered import watching_presses
from bot.wiring import House
from handlers.chat.visit import Limits
from services.crew.lead import Lead
from services.jobs.order import Channel
from services.jobs.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Chat:
    """One bot: its inbox, and how its updates are handled."""

    bot: Bot
    inbox: Inbox
    dispatcher: Dispatcher
    means: Means

    async def handle(self, update: dict[str, Any]) -> None:
        """Hand an update to the handlers.

        Raises:
            pydantic.ValidationError: it is no update that could be read.
        """
        await self.dispatcher.feed_raw_update(self.bot, update)


@asynccontextmanager
async def open_chat(
    settings: Settings,
    house: House,
    *,
    versions: Mapping[str, str],
    pace: Pace | None = None,
    lead: Lead | None = None,
) -> AsyncIterator[Chat]:
    """Open the bot and begin the work of its jobs; at the end, what runs is left to the next start.

    Args:
        settings: What was chosen.
        house: The core, opened.
        versions: What owners see under `/admin`: program → version.
        pace: How often a chat may hear from it; as often as Telegram lets it when not given.
        lead: Knows whether this is still the process that may speak; it is the only one when not given.
    """
    core = house.core
    governor = Governor(core.clock, house.nursery, pace=pace)
    token = shown(settings.bot_token)
    outbox = settings.data_dir / "outbox"
    await asyncio.to_thread(shutil.rmtree, outbox, ignore_errors=True)
    bot = make_bot(
        token,
        api_url=settings.bot_api_url,
        local=settings.bot_api_local,
        outbox=outbox,
        governor=governor,
    )
    if lead is not None:
        session_of(bot).middleware(leading_only(lead.confirm))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(session_of(bot).end)
        limits = _limits(settings)
        means = Means(
            bot=bot,
            governor=governor,
            jobs=core.jobs,
            database=house.database,
            clock=core.clock,
            nursery=house.nursery,
            send_limit_bytes=limits.send_bytes or SEND_LIMIT_BYTES,
            file_links=core.file_links,
            skips=limits.skips,
        )
        chat_files = TelegramFiles(bot, core.clock, take_limit_bytes=limits.take_bytes)
        inbox = Inbox(house.database, core.clock, bot_id=bot.id)
        dispatcher = build_dispatcher(
            core,
            limits=limits,
            ready_files=ready_files_of(means.sent_files),
            read_file=chat_files.read,
            versions=versions,
        )
        dispatcher.callback_query.outer_middleware(watching_presses(means.intents))
        house.nursery.spawn(Progress(means, core.feed).run(), name="progress")
        await asyncio.sleep(0)  # it listens from here on
        await core.jobs.start(
            deliveries={Channel.TELEGRAM: TelegramDelivery(means), Channel.SHELF: Shelf()},
            chat_files=chat_files,
        )
        yield Chat(bot, inbox, dispatcher, means)


def _limits(settings: Settings) -> Limits:
    skips = bool(settings.sponsorblock_url)
    if settings.bot_api_local:
        return Limits(send_bytes=LOCAL_SEND_LIMIT_BYTES, take_bytes=None, skips=skips)
    return Limits(send_bytes=SEND_LIMIT_BYTES, take_bytes=TAKE_LIMIT_BYTES, skips=skips)
