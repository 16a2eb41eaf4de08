"""Works for a service that runs elsewhere: takes its heavy tasks, until a signal comes."""

import asyncio
import os
import secrets
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog
from babel.core import default_locale

from bot.crew import alone, front_lock_of, named, open_post
from bot.logs import set_up_logs
from bot.setting_kinds import YtDlpUpdate
from bot.settings import Settings
from bot.timetable import Duty, open_timetable
from bot.tools import tools_of
from bot.versions import editions_of
from handlers.cli.ending import UsageError
from locales.quoting import plain
from locales.texts import say_error, texts_for
from services.crew.acts import open_acts
from services.crew.role import Role
from services.crew.roster import Worker
from services.crew.worker import Ending, Means
from services.crew.worker import work as work_on
from services.errors import WorkerNamed, WorkerOutdated
from services.sources.updates import UpdateFailed, Updates

log = structlog.get_logger(__name__)

_REFUSED: Final = 3
_LISTENING: Final = 2
_GRACE: Final = timedelta(seconds=8)


def work(settings: Settings, *, roles: frozenset[Role], name: str, slots: int | None) -> int:
    """Work until SIGTERM or Ctrl-C; return the exit status, after a sentence when it is not 0.

    Raises:
        UsageError: it is not set where there is work.
    """
    texts = texts_for(default_locale("LC_MESSAGES"))
    if not settings.engine_url:
        raise UsageError(texts.cli_work_no_engine())
    set_up_logs(
        level=settings.log_level.value,
        machine=settings.log_format.for_machines,
        secrets=settings.secrets(),
    )
    chosen = slots or settings.worker_slots
    try:
        with named(settings, name, roles) as (own_name, home):
            worker = Worker(
                name=own_name,
                boot=secrets.token_hex(8),
                roles=roles,
                version="",
                slots=_slots(roles, chosen),
                home=home,
            )
            asyncio.run(_work(settings, worker))
    except (WorkerNamed, WorkerOutdated) as error:
        sys.stderr.write(f"{plain(say_error(texts, error))}\n")
        return _REFUSED
    return 0


def duties(settings: Settings, roles: frozenset[Role]) -> list[Duty]:
    """Return what a worker does at night: one that asks sites brings newer editions of yt-dlp itself.

    Of several processes that share a folder one does it, and the front before all, which tells the owners.
    """
    if Role.CPU not in roles or settings.ytdlp_update is not YtDlpUpdate.AUTO:
        return []
    updates = Updates(editions_of(settings))

    async def look_for_newer() -> None:
        with alone(front_lock_of(settings)) as is_front_away:
            pass
        with alone(settings.data_dir / "yt-dlp.lock") as is_ours:
            if not is_front_away or not is_ours:
                return
            try:
                await updates.fetch()
            except UpdateFailed as error:
                log.warning("no newer yt-dlp could be brought", reason=str(error))

    return [Duty("look for a newer yt-dlp", look_for_newer)]


async def _work(settings: Settings, worker: Worker) -> None:
    ending = Ending()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _ask, ending)
    async with AsyncExitStack() as stack:
        post = await stack.enter_async_context(open_post(settings))
        folder = settings.data_dir / "workers" / worker.home[:16]
        tools = tools_of(settings, folder=folder)
        abilities = await stack.enter_async_context(open_acts(worker.roles, tools))
        means = Means(
            board=post.board,
            roster=post.roster,
            claims=post.claims,
            depot=post.depot,
            abilities=abilities,
            clock=post.clock,
            folder=folder / "acts",
        )
        await stack.enter_async_context(open_timetable(duties(settings, worker.roles)))
        await work_on(
            replace(worker, version=post.version),
            means,
            ending=ending,
            grace_seconds=_GRACE.total_seconds(),
        )


def _ask(ending: Ending) -> None:
    """Ask for the end; asked twice, at once."""
    if ending.soon.is_set():
        ending.now.set()
    ending.soon.set()


def _slots(roles: frozenset[Role], chosen: int | None) -> dict[Role, int]:
    """Return how many acts of each role are done at once.

    A model listens to one thing at a time; the second is brought here meanwhile.
    """
    heavy = {Role.CPU: chosen or os.cpu_count() or 1, Role.GPU: _LISTENING}
    if roles == {Role.GPU}:
        return {Role.GPU: chosen or _LISTENING}
    return {role: heavy[role] for role in roles}
