"""Job events become messages: a reaction at once, progress while it lasts, and an end that always arrives."""

import sqlite3
from datetime import timedelta
from typing import Final

import structlog
from aiogram.exceptions import AiogramError
from aiogram.types import InlineKeyboardMarkup

from bot import progress_text
from bot.follower import Follower
from bot.intents import Act
from bot.means import Means
from bot.refusals import is_hopeless
from bot.tidying import tidy_up, untidy
from bot.urgency import Urgency, urgency
from handlers.chat import keyboards
from handlers.chat.list_card import tally_buttons, tally_words
from locales.speaker import Html
from locales.texts import texts_for
from services.errors import NotFound
from services.jobs.events import (
    Cancelled,
    Counted,
    Event,
    Failed,
    Feed,
    Finished,
    Heard,
    Queued,
    Started,
)
from services.jobs.events import Progress as Moved
from services.jobs.job import Job, Stage, State
from services.jobs.order import Channel, Product

log = structlog.get_logger(__name__)

_LOOK_BACK: Final = timedelta(days=3)
_PAUSES: Final = (timedelta(seconds=5), timedelta(minutes=1), *(timedelta(minutes=10),) * 36)
"""Beyond those of the governor: Telegram may be away for hours."""


class Progress:
    """Listens to the feed and keeps a follower for each job under way."""

    def __init__(self, means: Means, feed: Feed) -> None:
        self._means = means
        self._feed = feed
        self._followers: dict[str, Follower] = {}

    async def run(self) -> None:
        """Show what happens, until cancelled; first, what happened while nobody looked."""
        with self._feed.listen() as events:
            for job in await self._means.jobs.active():
                if job.order.recipient.channel is Channel.TELEGRAM:
                    self._follow_from_before(job)
            await self._tell_untold_ends()
            for job in await untidy(self._means):
                self._means.nursery.spawn(tidy_up(job, self._means), name=f"tidy {job.id}")
            async for event in events:
                if event.job.order.recipient.channel is not Channel.TELEGRAM:
                    continue
                if not event.job.order.parent:
                    self._see(event)
                elif event.job.over:  # the list that it belongs to tells of it
                    self._means.statuses.forget(event.job.id)

    def _follow_from_before(self, job: Job) -> None:
        """Follow a job of the last life, whose message may be the result although that was not noted.

        A delivery that has been recorded is not repeated: what were written over it now would stay.
        """
        if job.state is State.RUNNING and job.stage is Stage.DELIVER:
            self._means.statuses.settle(job.id)
        self._follow(job)

    def _see(self, event: Event) -> None:
        if isinstance(event, Started) and event.stage is not Stage.DELIVER:
            self._means.statuses.unsettle(event.job.id)
        match event:
            case Queued() | Started() | Moved() | Counted():
                follower = self._followers.get(event.job.id) or self._follow(event.job)
                follower.see(event)
            case Heard():
                follower = self._followers.get(event.job.id) or self._follow(event.job)
                follower.hear(event.text)
            case Finished() | Failed() | Cancelled():
                self._end(event.job)

    def _follow(self, job: Job) -> Follower:
        follower = Follower(job, self._means)
        self._followers[job.id] = follower
        self._means.nursery.spawn(follower.run(), name=f"progress of {job.id}")
        return follower

    def _end(self, job: Job) -> None:
        follower = self._followers.pop(job.id, None)
        if follower is not None:
            follower.end()
        self._means.nursery.spawn(self._tell_end(job), name=f"end of {job.id}")

    async def _tell_untold_ends(self) -> None:
        since = self._means.clock.now() - _LOOK_BACK.total_seconds()
        for job_id in await self._means.intents.ends_untold(since=since):
            try:
                job = await self._means.jobs.get(job_id)
            except NotFound:
                continue
            self._end(job)

    async def _tell_end(self, job: Job) -> None:
        """Say how it ended, again and again until it is said or nobody can be reached."""
        if job.state is not State.DONE:
            await self._say_until_said(job)
        message_id = self._means.statuses.find(job)
        if message_id is not None:
            await self._means.drafts.end(job, message_id, _last_words(job))
        self._means.statuses.forget(job.id)
        await tidy_up(job, self._means)

    async def _say_until_said(self, job: Job) -> None:
        for pause in (*_PAUSES, None):
            try:
                message_id = await self._say_end(job)
                await self._means.intents.done(
                    job.id, Act.END, chat_id=job.order.recipient.chat_id, message_id=message_id
                )
            except (AiogramError, sqlite3.Error) as error:
                log.warning("an end was not told", job=job.id, reason=str(error))
                is_over = isinstance(error, AiogramError) and is_hopeless(error)
                if pause is None or is_over:
                    return
                await self._means.clock.sleep(pause)
            else:
                return

    async def _say_end(self, job: Job) -> int:
        words, keyboard = await self._end_of(job)
        with urgency(Urgency.STATE):
            return await self._means.statuses.show_for_good(job, words, keyboard)

    async def _end_of(self, job: Job) -> tuple[Html, InlineKeyboardMarkup | None]:
        texts = texts_for(job.order.language)
        if job.order.product is Product.LIST:
            tally = await self._means.jobs.tally(job)
            return tally_words(job, tally, texts), tally_buttons(job, tally, texts)
        if job.state is State.CANCELLED:
            return progress_text.stopped_words(job, texts), keyboards.cancelled(job, texts)
        medium = await self._means.jobs.medium(job.order.source_key)
        keyboard = keyboards.failed(job, medium, texts, terms=self._means.terms)
        return progress_text.failed_words(job, texts), keyboard


def _last_words(job: Job) -> Html:
    texts = texts_for(job.order.language)
    match job.state:
        case State.DONE:
            return texts.progress_ready()
        case State.CANCELLED:
            return progress_text.stopped_words(job, texts)
        case _:
            return progress_text.failed_words(job, texts)
