"""Lists of jobs with a button for each: one's own, and for owners everybody's."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import Act, Board, Line, Turn
from locales.messages import Messages
from locales.quoting import clipped, tamed
from locales.speaker import Html
from services.core import Core
from services.errors import ChoiceUnavailable
from services.jobs.job import Job, Stage, State
from services.media.formats import format_of
from services.platforms.link import Link

PAGE = 5
_COLUMNS = 2
_LONGEST_TITLE = 60
"""A list is for looking over; ten lines have to stay far below a message's 4,096 characters."""
_STAGES: Final[Mapping[Stage, Callable[[Messages], Html]]] = {
    Stage.RESOLVE: Messages.state_resolve,
    Stage.FETCH: Messages.state_fetch,
    Stage.CONVERT: Messages.state_convert,
    Stage.MODEL: Messages.state_model,
    Stage.LISTEN: Messages.state_listen,
    Stage.CLEAN: Messages.state_clean,
    Stage.ITEMS: Messages.state_items,
    Stage.DELIVER: Messages.state_deliver,
}


def lines(jobs: Sequence[Job], core: Core, texts: Messages) -> list[Html]:
    """Return one line a job: what it is, and where it stands."""
    return [
        texts.queue_line(
            number=number,
            title=title_of(job),
            format=_format_title(job),
            state=_state(job, core, texts),
        )
        for number, job in enumerate(jobs, start=1)
    ]


def failed_lines(failed: Sequence[Job], texts: Messages, *, first: int) -> list[Html]:
    """Return one line a job that failed: what it was, and why; they count on from a list above."""
    return [
        texts.admin_failed_line(
            number=number,
            title=title_of(job),
            code=job.failure.code if job.failure else "",
        )
        for number, job in enumerate(failed, start=first)
    ]


def buttons(
    jobs: Sequence[Job],
    texts: Messages,
    *,
    board: Board,
    failed: Sequence[Job] = (),
    page: int = 0,
    pages: int = 1,
) -> InlineKeyboardMarkup:
    """Return a button to stop or to repeat each job, and those to turn the pages and to look again."""
    acts = [
        InlineKeyboardButton(
            text=texts.button_stop_line(number=number),
            callback_data=Line(board=board, act=Act.CANCEL, job=job.id, page=page).pack(),
        )
        for number, job in enumerate(jobs, start=1)
    ]
    acts += [
        InlineKeyboardButton(
            text=texts.button_retry_line(number=number),
            callback_data=Line(board=board, act=Act.AGAIN, job=job.id, page=page).pack(),
        )
        for number, job in enumerate(failed, start=len(jobs) + 1)
    ]
    rows = [acts[start : start + _COLUMNS] for start in range(0, len(acts), _COLUMNS)]
    turns = [
        InlineKeyboardButton(text=label, callback_data=Turn(board=board, page=target).pack())
        for label, target, there in (
            (texts.button_earlier(), page - 1, page > 0),
            (texts.button_reload(), page, True),
            (texts.button_later(), page + 1, page + 1 < pages),
        )
        if there
    ]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, turns])


def title_of(job: Job) -> str:
    """Return what a person would call the job: the title, or what they sent while it is not known."""
    source = job.order.source
    sent = source.url if isinstance(source, Link) else source.name
    return clipped(tamed(job.title or sent), _LONGEST_TITLE)


def stage_name(stage: Stage, texts: Messages) -> Html:
    """Return the word for what a job is doing."""
    return _STAGES[stage](texts)


def _state(job: Job, core: Core, texts: Messages) -> Html:
    match job.stage:
        case _ if job.state is State.WAITING:
            place = core.jobs.place(job.id)
            return texts.state_waiting(place=place) if place else texts.state_room()
        case None:
            return texts.state_soon()
        case Stage():
            return stage_name(job.stage, texts)


def _format_title(job: Job) -> str | None:
    try:
        return format_of(job.order.choice).title
    except ChoiceUnavailable:
        return None
