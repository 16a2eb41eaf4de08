"""Serves until a signal comes: sidecar, updates by polling or webhook; without a token, the playground."""

import asyncio
import gc
import signal
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog
from babel.core import default_locale

from bot import metrics
from bot.chat import Chat, open_chat
from bot.cloud_logs import cloud_handler
from bot.draining import DRAIN_SIGNAL
from bot.greeting import greet, tell, told
from bot.intake import intake_of
from bot.logs import set_up_logs, tell_also
from bot.polling import TokenRefused
from bot.settings import Settings
from bot.sidecar import open_sidecar
from bot.timetable import Duty, open_timetable
from bot.unanswered import LOOKED_AT, choose_for_the_silent
from bot.updating import nightly
from bot.versions import Versions, editions_of, versions
from bot.webhook import WebhookRefused
from bot.wiring import House, open_house
from locales.messages import Messages
from locales.texts import texts_for
from services.errors import DataNewer
from services.jobs.engine import EngineBusy
from services.jobs.jobs import Jobs

if TYPE_CHECKING:  # what only those need who have workers
    from services.crew.lead import Lead

log = structlog.get_logger(__name__)

_FAILED: Final = 1
_DRAIN: Final = timedelta(seconds=8)
_PATIENTLY: Final = timedelta(days=1)
_SWEEP: Final = timedelta(hours=1)
_KEEP_INTENTS: Final = timedelta(days=7)


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C; return the exit status, after a sentence when it is not 0."""
    set_up_logs(
        level=settings.log_level.value,
        machine=settings.log_format.for_machines,
        secrets=settings.secrets(),
    )
    cloud = cloud_handler(
        settings.gcp_project_id,
        name=settings.gcp_log_name,
        credentials=settings.google_application_credentials,
    )
    if cloud is not None:
        tell_also(cloud, settings.secrets())
    texts = texts_for(default_locale("LC_MESSAGES"))
    status = 0
    try:
        asyncio.run(_serve(settings, texts))
    except* (DataNewer, EngineBusy, TokenRefused, WebhookRefused, OSError) as trouble:
        for error in _single(trouble):
            tell(told(error, settings, texts))
        status = _FAILED
    return status


async def _serve(settings: Settings, texts: Messages) -> None:
    ending = _Ending()
    async with AsyncExitStack() as stack:
        page = ""
        if settings.bot_token is None:
            from bot.playing import open_playing

            playing = await stack.enter_async_context(open_playing(settings))
            settings, page = playing.settings, playing.url
        house, lead = await _house(settings, stack)
        known = Versions(await versions(), editions_of(settings))
        marked = known.marking_old(house.core.clock)
        chat = await stack.enter_async_context(
            open_chat(settings, house, versions=marked, lead=lead)
        )
        intake = intake_of(settings, chat, house.core.clock)
        sidecar = open_sidecar(settings, house, intake, versions=known)
        url = await stack.enter_async_context(sidecar)
        if page:
            house.core.file_links.serve_at(url)
        await stack.enter_async_context(open_timetable(_duties(settings, house, chat)))
        house.nursery.spawn(metrics.count_jobs(house.core.feed, house.core.clock), name="metrics")
        async with asyncio.TaskGroup() as group:
            coming = group.create_task(intake.run())
            handling = group.create_task(chat.inbox.run(chat.handle))
            greeting = group.create_task(greet(settings, house, chat, texts, page=page))
            _spare_what_stays()
            log.info("serving", url=url)
            await ending.comes(house.core.jobs)
            log.info("stopping")
            coming.cancel()
            greeting.cancel()
            await _drain(house, chat)
            handling.cancel()


async def _house(settings: Settings, stack: AsyncExitStack) -> "tuple[House, Lead | None]":
    """Open the house; where several fronts may serve one bot, as soon as this is the one that does."""
    if not settings.engine_url:
        return await stack.enter_async_context(open_house(settings)), None
    from bot.crew import leading

    held = await stack.enter_async_context(leading(settings))
    return await stack.enter_async_context(open_house(settings, post=held.post)), held.lead


async def _drain(house: House, chat: Chat) -> None:
    """Let what has come be taken in, and then what runs end."""
    if house.crew is not None:
        # What workers have begun is fetched by our next life.
        house.crew.part()
    await chat.inbox.drain(_DRAIN / 2)
    await house.core.jobs.drain(_DRAIN / 2)


def _spare_what_stays() -> None:
    """Let the collector look no more at what was loaded at the start, some 300,000 objects.

    Looking through them takes a third of a second, during which nobody is answered.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


def _duties(settings: Settings, house: House, chat: Chat) -> list[Duty]:
    async def forget_intents() -> None:
        await chat.means.intents.purge(older_than=_KEEP_INTENTS)

    async def choose() -> None:
        core = house.core
        await choose_for_the_silent(house.database, core.jobs, core.clock)

    look_for_newer = nightly(settings, house.core.accounts, chat.bot)
    duties = [Duty("look for a newer yt-dlp", look_for_newer)] if look_for_newer else []
    if house.crew is not None:
        duties.append(Duty("sweep the depot", house.crew.sweep, every=_SWEEP))
    return [
        *duties,
        Duty("choose for the silent", choose, every=LOOKED_AT),
        Duty("sweep the blobs", house.core.blobs.sweep, every=_SWEEP),
        Duty("end file links", house.core.file_links.sweep, every=_SWEEP),
        Duty("forget old answers", house.core.repeats.purge, every=_SWEEP),
        Duty("forget old jobs", house.core.jobs.tidy),
        Duty("forget old webhooks", house.core.webhooks.tidy),
        Duty("forget old updates", chat.inbox.purge),
        Duty("forget old intents", forget_intents),
        Duty("forget old starts", house.core.starts.purge),
        Duty("forget old questions", house.core.accounts.questions.purge),
    ]


def _single(group: BaseExceptionGroup[Exception]) -> list[Exception]:
    """Return the errors themselves, out of the groups that tasks put them in."""
    found: list[Exception] = []
    for error in group.exceptions:
        found += _single(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


class _Ending:
    """What signals ask for: the end, or that the service comes to it by itself."""

    def __init__(self) -> None:
        self._now = asyncio.Event()
        self._soon = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._end)
        loop.add_signal_handler(DRAIN_SIGNAL, self._soon.set)

    async def comes(self, jobs: Jobs) -> None:
        """Wait for it; where there is time, until the jobs that run have ended, and begin no others."""
        await self._soon.wait()
        if self._now.is_set():
            return
        log.info("draining")
        async with asyncio.TaskGroup() as group:
            tasks = {
                group.create_task(jobs.drain(_PATIENTLY)),
                group.create_task(self._ended()),
            }
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()

    async def _ended(self) -> None:
        await self._now.wait()

    def _end(self) -> None:
        self._now.set()
        self._soon.set()
