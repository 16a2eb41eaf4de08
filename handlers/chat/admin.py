"""How things stand, for owners: the queue, failures, disk, versions, and every job with its buttons."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.chat import blocking, boards, problems
from handlers.chat.answers import acknowledge, say, show
from handlers.chat.callbacks import Act, Board, Line, Turn
from handlers.chat.visit import Visit
from locales.messages import Messages
from locales.speaker import Html
from services.core import Core
from services.crew.roster import Worker
from services.errors import AlreadyOver
from services.jobs.overview import Overview

_ASKS_FOR_ERROR: Final = r"^error(\s+\w+)?\s*$"
_Board = tuple[Html, InlineKeyboardMarkup]


def router() -> Router:
    """Return a fresh router."""
    admin = Router(name="admin")
    admin.message.register(on_problem, Command("admin", magic=F.args.regexp(_ASKS_FOR_ERROR)))
    admin.message.register(on_admin, Command("admin"))
    everybodys = F.board == Board.ALL
    admin.callback_query.register(on_stop_line, Line.filter(everybodys & (F.act == Act.CANCEL)))
    admin.callback_query.register(on_retry_line, Line.filter(everybodys & (F.act == Act.AGAIN)))
    admin.callback_query.register(on_turn, Turn.filter(everybodys))
    return admin


async def on_admin(message: Message, core: Core, visit: Visit, versions: Mapping[str, str]) -> None:
    """Show the board."""
    visit.check_owner()
    html, keyboard = await _board(core, visit.texts, versions, page=0)
    await say(message, html, keyboard)


async def on_problem(message: Message, command: CommandObject, core: Core, visit: Visit) -> None:
    """Look up an error by the word that somebody was told; without a word, list the last ones."""
    visit.check_owner()
    word = (command.args or "").split()[-1].lower()
    if word == "error":
        await say(
            message, problems.listed(await core.jobs.problems.newest(limit=10), core, visit.texts)
        )
        return
    found = await core.jobs.problems.find(word)
    await say(message, problems.told(found, core, visit.texts, word=word))


async def on_turn(
    callback: CallbackQuery,
    callback_data: Turn,
    bot: Bot,
    core: Core,
    visit: Visit,
    versions: Mapping[str, str],
) -> None:
    """Show another page, or this one as it is now."""
    visit.check_owner()
    await acknowledge(callback)
    await show(bot, callback, *await _board(core, visit.texts, versions, page=callback_data.page))


async def on_stop_line(
    callback: CallbackQuery,
    callback_data: Line,
    bot: Bot,
    core: Core,
    visit: Visit,
    versions: Mapping[str, str],
) -> None:
    """Stop somebody's job and show the page as it is then."""
    visit.check_owner()
    job = await visit.running_job(core, callback_data.job)
    await acknowledge(callback, visit.texts.alert_stopping())
    with suppress(AlreadyOver):
        await core.jobs.cancel(job.id, account=None)
    await show(bot, callback, *await _board(core, visit.texts, versions, page=callback_data.page))


async def on_retry_line(
    callback: CallbackQuery,
    callback_data: Line,
    bot: Bot,
    core: Core,
    visit: Visit,
    versions: Mapping[str, str],
) -> None:
    """Try somebody's failed job again, for them and in their message; show the page as it is then."""
    visit.check_owner()
    job = await visit.job(core, callback_data.job)
    await core.jobs.again(job.id, account=None, once=visit.once)
    await acknowledge(callback)
    await show(bot, callback, *await _board(core, visit.texts, versions, page=callback_data.page))


async def _board(core: Core, texts: Messages, versions: Mapping[str, str], *, page: int) -> _Board:
    jobs = await core.jobs.active()
    pages = max(1, -(-len(jobs) // boards.PAGE))
    page = min(max(page, 0), pages - 1)
    start = page * boards.PAGE
    shown = jobs[start : start + boards.PAGE]
    parts = [texts.admin_title(), *_queue(await core.jobs.overview(), texts)]
    parts += [await _disk(core, texts), *await _troubles(core, texts)]
    parts += [_worker(worker, texts) for worker in core.workers()]
    parts.append(texts.admin_versions(versions=_listed(versions)))
    if shown:
        last = start + len(shown)
        parts += ["", texts.admin_jobs(first=start + 1, last=last, total=len(jobs))]
        parts += boards.lines(shown, core, texts)
    failed = await core.jobs.failed(limit=boards.PAGE)
    if failed:
        parts += ["", texts.admin_failed()]
        parts += boards.failed_lines(failed, texts, first=len(shown) + 1)
    busy = await blocking.busiest(core, texts)
    if busy:
        parts += ["", texts.admin_busiest(), *busy]
    keyboard = boards.buttons(shown, texts, board=Board.ALL, failed=failed, page=page, pages=pages)
    return Html("\n".join(parts)), keyboard


def _queue(overview: Overview, texts: Messages) -> list[str]:
    parts: list[str] = []
    for lane, figures in overview.lanes.items():
        stages = "".join(
            texts.admin_stage(stage=boards.stage_name(stage, texts), count=count)
            for stage, count in figures.running.items()
        )
        parts.append(
            texts.admin_lane(lane=lane.value, waiting=figures.waiting, stages=Html(stages))
        )
    if overview.oldest_waiting_seconds:
        parts.append(texts.admin_oldest(age=overview.oldest_waiting_seconds))
    failures = "".join(
        texts.admin_failure(code=code, count=count) for code, count in overview.failures.items()
    )
    parts.append(texts.admin_day(done=overview.done, failures=Html(failures)))
    return parts


async def _disk(core: Core, texts: Messages) -> str:
    figures = await core.blobs.figures()
    return texts.admin_disk(
        used_bytes=figures.used_bytes,
        budget_bytes=figures.max_bytes,
        free_bytes=figures.free_bytes,
    )


async def _troubles(core: Core, texts: Messages) -> list[str]:
    reasons = {part: await check() for part, check in core.checks.items()}
    return [
        texts.admin_trouble(part=part, reason=reason) for part, reason in reasons.items() if reason
    ]


def _worker(worker: Worker, texts: Messages) -> str:
    return texts.admin_worker(
        name=worker.name,
        roles=", ".join(sorted(worker.roles)),
        busy=worker.busy,
        slots=sum(worker.slots.values()),
        load=f"{worker.load:.1f}",
        version=worker.version,
    )


def _listed(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{program} {version}" for program, version in versions.items())
