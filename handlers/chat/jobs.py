"""What somebody has under way: seeing it, stopping it, doing it once more."""

from contextlib import suppress
from dataclasses import replace

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, MessageGenerationStopped

from handlers.chat import boards
from handlers.chat.answers import acknowledge, say, show
from handlers.chat.asking import recipient_of
from handlers.chat.callbacks import Act, Board, Line, Press, Turn
from handlers.chat.visit import Visit
from locales.speaker import Html
from services.core import Core
from services.errors import AlreadyOver
from services.jobs.job import Job


def router() -> Router:
    """Return a fresh router."""
    jobs = Router(name="jobs")
    jobs.message.register(on_queue, Command("queue"))
    jobs.message.register(on_cancel, Command("cancel"))
    jobs.message.register(on_again, Command("again"))
    jobs.callback_query.register(on_cancel_press, Press.filter(F.act == Act.CANCEL))
    jobs.callback_query.register(on_again_press, Press.filter(F.act == Act.AGAIN))
    jobs.callback_query.register(on_line, Line.filter(F.board == Board.MINE))
    jobs.callback_query.register(on_turn, Turn.filter(F.board == Board.MINE))
    jobs.stopped_message_generation.register(on_stop)
    return jobs


async def on_queue(message: Message, core: Core, visit: Visit) -> None:
    """Show what is under way, with a button to stop each."""
    html, keyboard = await _board(core, visit)
    await say(message, html, keyboard)


async def on_cancel(message: Message, core: Core, visit: Visit) -> None:
    """Stop the one thing under way; when there are several, ask which."""
    active = await _active(core, visit)
    if len(active) > 1:
        html, keyboard = await _board(core, visit, title=visit.texts.cancel_which())
        await say(message, html, keyboard)
    elif active:
        title = boards.title_of(active[0])
        if await _finish(active[0], core):
            await say(message, visit.texts.cancel_recorded(title=title))
            return
        await say(message, visit.texts.cancel_sent(title=title))
        await _stop(active[0], core)
    else:
        await say(message, visit.texts.cancel_nothing())


async def on_again(message: Message, core: Core, visit: Visit) -> None:
    """Do the last thing once more, in a new message."""
    jobs = await core.jobs.mine(visit.account.id)
    if not jobs:
        await say(message, visit.texts.again_nothing())
        return
    last = max(jobs, key=lambda job: job.number)
    order = replace(last.order, recipient=recipient_of(message), language=visit.texts.language)
    await core.jobs.submit(order, once=visit.once, again_of=last.id)


async def on_cancel_press(
    callback: CallbackQuery, callback_data: Press, bot: Bot, core: Core, visit: Visit
) -> None:
    """Stop the job that the message shows; the message itself will say that it ended.

    Raises:
        AlreadyOver: it has ended.
    """
    job = await visit.job(core, callback_data.job)
    try:
        await _end(job, callback, core, visit)
    finally:
        if _is_told_elsewhere(job, callback):
            await show(bot, callback, visit.texts.progress_twice(), None)


async def on_again_press(
    callback: CallbackQuery, callback_data: Press, core: Core, visit: Visit
) -> None:
    """Try the same again, in the same message."""
    await visit.job(core, callback_data.job)
    await core.jobs.again(callback_data.job, account=visit.acts_for, once=visit.once)
    await acknowledge(callback)


async def on_line(
    callback: CallbackQuery, callback_data: Line, bot: Bot, core: Core, visit: Visit
) -> None:
    """Stop one job of the list, and show the list as it is then.

    Raises:
        AlreadyOver: it has ended.
    """
    try:
        await _end(await visit.job(core, callback_data.job), callback, core, visit)
    finally:
        await show(bot, callback, *await _board(core, visit))


async def on_turn(callback: CallbackQuery, bot: Bot, core: Core, visit: Visit) -> None:
    """Show the list as it is now."""
    await acknowledge(callback)
    await show(bot, callback, *await _board(core, visit))


async def on_stop(stopped: MessageGenerationStopped, core: Core, visit: Visit) -> None:
    """Stop the job whose draft was stopped; a draft has the number of the job's message."""
    job = await core.jobs.of_message(stopped.chat.id, stopped.draft_id)
    if job is None or job.order.account != visit.account.id:
        return
    if not await _finish(job, core):
        await _stop(job, core)


async def _end(job: Job, callback: CallbackQuery, core: Core, visit: Visit) -> None:
    """Answer a press that is to stop a job, and stop it.

    Raises:
        AlreadyOver: it has ended.
    """
    if job.over:
        raise AlreadyOver
    if await _finish(job, core):
        await acknowledge(callback, visit.texts.alert_recorded())
        return
    await acknowledge(callback, visit.texts.alert_stopping())
    await _stop(job, core)


def _is_told_elsewhere(job: Job, callback: CallbackQuery) -> bool:
    """Return whether the message came twice, as after a crash, and the other one shows the job."""
    shows = job.message_id or job.order.recipient.message_id
    return bool(shows and callback.message and callback.message.message_id != shows)


async def _finish(job: Job, core: Core) -> bool:
    """Let a recording end with what there is; False when the job has to be stopped instead."""
    return await core.jobs.finish(job.id, account=None)


async def _stop(job: Job, core: Core) -> None:
    """Stop a job, which may take seconds. When it ends by itself first, its message says so."""
    with suppress(AlreadyOver):
        await core.jobs.cancel(job.id, account=None)


async def _board(
    core: Core, visit: Visit, *, title: Html | None = None
) -> tuple[Html, InlineKeyboardMarkup | None]:
    jobs, texts = await _active(core, visit), visit.texts
    if not jobs:
        return texts.queue_empty(), None
    lines = boards.lines(jobs, core, texts)
    html = Html("\n".join([title or texts.queue_title(), "", *lines]))
    return html, boards.buttons(jobs, texts, board=Board.MINE)


async def _active(core: Core, visit: Visit) -> list[Job]:
    return [job for job in await core.jobs.mine(visit.account.id) if not job.over]
