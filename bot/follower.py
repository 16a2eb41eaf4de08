"""Follows one job: keeps its message up to date, and in a private chat a draft with figures and Stop.

The message is changed at most every three seconds, because changing and sending share what a chat may
take. Where the server knows drafts, the figures go there, and the message changes only with the stage.
"""

from datetime import timedelta
from html import escape
from typing import Final

import structlog
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError

from bot import progress_text
from bot.means import Means
from bot.progress_text import Live
from bot.refusals import is_message_gone
from bot.urgency import Urgency, urgency
from handlers.chat import keyboards
from locales.quoting import tamed
from locales.speaker import Html
from locales.texts import texts_for
from services.doorbell import Doorbell
from services.jobs.events import Counted, Progress, Queued, Started
from services.jobs.job import Job, Stage
from services.jobs.order import Product
from services.jobs.sites import Rest
from services.media.formats import Kind, format_of

log = structlog.get_logger(__name__)

_ACTIONS: Final = {
    Kind.VIDEO: ChatAction.UPLOAD_VIDEO,
    Kind.IMAGES: ChatAction.UPLOAD_PHOTO,
}
_SAID_ON_SHOW: Final = 3_000
_BETWEEN_EDITS: Final = timedelta(seconds=3)
_BETWEEN_DRAFTS: Final = timedelta(seconds=1.5)
_BETWEEN_ACTIONS: Final = timedelta(seconds=4.5)
_BETWEEN_PLACES: Final = timedelta(seconds=10)
_PER_PLACE: Final = timedelta(seconds=1)
_LONGEST_BETWEEN_PLACES: Final = timedelta(minutes=2)
"""Far back in line the exact number says little, and there are many who would all be told each time."""
_UNTIL_FIRST_EDIT: Final = timedelta(seconds=0.4)
"""A button that was pressed has been answered already; what is ready at once needs no progress."""
_UNTIL_FIRST_DRAFT: Final = timedelta(seconds=2)
_HALF: Final = 0.5


class Follower:
    """One job's view in the chat, until `end`."""

    def __init__(self, job: Job, means: Means) -> None:
        self.job = job
        self._means = means
        self._texts = texts_for(job.order.language)
        self._live: Live = _standing(job, means.jobs.rest(job.id))
        self._bell = Doorbell(means.clock)
        self._over = False
        self._shown = Html("")
        self._said = ""
        self._edited_at = float("-inf")
        self._drafted_at = float("-inf")
        self._acted_at = float("-inf")
        self._placed_at = means.clock.monotonic()
        self._place_shown = 0
        self._began_at: float | None = None

    def see(self, live: Live) -> None:
        """Take note of how the job stands; figures are shown when there is time for them."""
        figures_only = isinstance(live, Progress) and _stage_of(live) is _stage_of(self._live)
        place_only = bool(_place(live)) and bool(self._place_shown)
        self._live, self.job = live, live.job
        if not isinstance(live, Queued) and self._began_at is None:
            self._began_at = self._means.clock.monotonic()
        if not figures_only and not place_only:
            self._bell.ring()

    def hear(self, text: str) -> None:
        """Take note of what is said; it is shown as it grows."""
        if not self._said:
            self._drafted_at = float("-inf")
            self._bell.ring()
        self._said = _end_of(f"{self._said} {text}".strip())

    def end(self) -> None:
        """Show nothing more."""
        self._over = True
        self._bell.ring()

    async def run(self) -> None:
        """Show the job until it is over. Whatever Telegram says to that, the job goes on."""
        try:
            await self._follow()
        except AiogramError as error:
            log.info("progress is not shown", job=self.job.id, reason=str(error))

    async def _follow(self) -> None:
        if self.job.message_id or self.job.order.recipient.message_id:
            self._edited_at = self._now - _BETWEEN_EDITS.total_seconds()
            await self._means.clock.sleep(_UNTIL_FIRST_EDIT)
        else:
            await self._means.statuses.of(self.job)
            self._shown, self._edited_at = (
                progress_text.first_words(self.job, self._texts),
                self._now,
            )
        message_id = 0 if self._over else await self._means.statuses.of(self.job)
        while not self._over:
            await self._ask_for_place()
            await self._show(message_id)
            await self._bell.wait(self._until_next_look())

    async def _show(self, message_id: int) -> None:
        if self._is_done:
            return
        drafts = await self._show_draft(message_id)
        if self._is_done:  # the result came while the draft was on its way
            return
        words = self._words(figures=not drafts)
        if words != self._shown and self._now >= self._edited_at + self._between_edits:
            await self._edit(words)
        await self._act()

    async def _edit(self, words: Html) -> None:
        self._shown, self._place_shown = words, _place(self._live)
        keyboard = keyboards.progress(self.job, self._texts)
        try:
            with urgency(Urgency.PROGRESS):
                await self._means.statuses.show(self.job, words, keyboard)
        except AiogramError as error:
            if is_message_gone(error):
                raise
            log.info("progress was not shown", job=self.job.id, reason=str(error))
        finally:
            # It may have been held back for long: the pause counts from when it was made.
            self._edited_at = self._now

    async def _show_draft(self, message_id: int) -> bool:
        """Show the figures in a draft; False when there is none, and they belong into the message."""
        if self.job.order.product is Product.LIST or self._began_at is None:
            return False
        if not self._means.drafts.takes(self.job, message_id):
            return False
        waited = self._now >= self._began_at + _UNTIL_FIRST_DRAFT.total_seconds()
        if not waited and not self._has_more_to_say:
            return True
        if self._now >= self._drafted_at + _BETWEEN_DRAFTS.total_seconds():
            self._drafted_at = self._now
            words = self._words()
            return await self._means.drafts.show(self.job, message_id, words)
        return True

    async def _act(self) -> None:
        """Say “is sending a file” while one is being uploaded; it is shown for five seconds."""
        uploading = isinstance(self._live, Progress) and self._live.stage is Stage.DELIVER
        if not uploading or self._now < self._acted_at + _BETWEEN_ACTIONS.total_seconds():
            return
        self._acted_at = self._now
        recipient = self.job.order.recipient
        try:
            await self._means.bot.send_chat_action(
                recipient.chat_id, _action(self.job), message_thread_id=recipient.thread_id
            )
        except AiogramError as error:
            log.info("chat action was not shown", job=self.job.id, reason=str(error))

    async def _ask_for_place(self) -> None:
        """Look from time to time how far the line has moved on."""
        if not isinstance(self._live, Queued) or not self._live.room:
            return
        if self._now < self._placed_at + _BETWEEN_PLACES.total_seconds():
            return
        self._placed_at = self._now
        place = self._means.jobs.place(self.job.id)
        if place is not None and isinstance(self._live, Queued):
            self._live = Queued(self._live.job, place)

    def _until_next_look(self) -> timedelta:
        if isinstance(self._live, Queued):
            due = min(self._placed_at + _BETWEEN_PLACES.total_seconds(), self._next_edit())
            return timedelta(seconds=max(0.1, due - self._now))
        return _BETWEEN_DRAFTS

    def _next_edit(self) -> float:
        words = self._words()
        if words == self._shown:
            return float("inf")
        return self._edited_at + self._between_edits

    def _words(self, *, figures: bool = True) -> Html:
        words = progress_text.words(self._live, self._texts, figures=figures)
        if not self._said or not figures:
            return words
        return Html(f"{words}\n\n{escape(tamed(self._said), quote=False)}")

    @property
    def _between_edits(self) -> float:
        """Return the seconds from one change of the message to the next."""
        seconds = _BETWEEN_EDITS.total_seconds()
        if not self._place_shown or not (place := _place(self._live)):
            return seconds
        wanted = min(place * _PER_PLACE, _LONGEST_BETWEEN_PLACES)
        return max(seconds, wanted.total_seconds())

    @property
    def _is_done(self) -> bool:
        """Return whether the message is the result by now, or is about to be."""
        return self._over or self._means.statuses.is_settled(self.job.id)

    @property
    def _has_more_to_say(self) -> bool:
        """Return whether there are words to show, and most are still to come."""
        fraction = self._live.fraction if isinstance(self._live, Progress) else None
        return bool(self._said) and fraction is not None and fraction < _HALF

    @property
    def _now(self) -> float:
        return self._means.clock.monotonic()


def _end_of(text: str) -> str:
    """Return the end of a long text, from the beginning of a word where it has such."""
    if len(text) <= _SAID_ON_SHOW:
        return text
    end = text[-_SAID_ON_SHOW:]
    words = end.partition(" ")[2]
    return f"… {words or end}"


def _standing(job: Job, rest: Rest | None) -> Live:
    if rest is not None:
        return Queued(job, rest=rest)
    return Queued(job) if job.stage is None else Started(job, job.stage)


def _place(live: Live) -> int:
    """Return the place in line that is shown; 0 where something else is waited for, or nothing."""
    if not isinstance(live, Queued) or not live.room or live.rest is not None:
        return 0
    return live.place


def _stage_of(live: Live) -> Stage | None:
    match live:
        case Queued():
            return None
        case Counted():
            return Stage.ITEMS
        case Started() | Progress():
            return live.stage


def _action(job: Job) -> ChatAction:
    word = job.order.choice.partition(";")[0]
    kind = format_of(word).kind if word else Kind.DOCUMENT
    return _ACTIONS.get(kind, ChatAction.UPLOAD_DOCUMENT)
