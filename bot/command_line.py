"""What commands open beside a service that may be running: all of the core, or only its keys or lists."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count

from bot.logs import set_up_logs
from bot.setting_kinds import LogLevel
from bot.settings import Settings
from bot.wiring import House, accounts_of, open_house, registry_of
from services.accounts.master import master_of
from services.accounts.registry import Registry
from services.censor.censor import Bookcase
from services.censor.lists import Lists
from services.clock import SystemClock
from services.core import Core
from services.jobs.engine import EngineBusy
from services.jobs.order import Channel
from services.jobs.shelf import Shelf
from services.store.database import open_database


@asynccontextmanager
async def open_command_line(settings: Settings) -> AsyncIterator[Core]:
    """Open the core for one command, in a folder of its own.

    Its log stays quiet unless LOG_LEVEL is set, and off stdout, which belongs to the result.
    """
    is_chosen = "log_level" in settings.model_fields_set
    level = settings.log_level if is_chosen else LogLevel.WARNING
    set_up_logs(level=level.value, secrets=settings.secrets())
    async with AsyncExitStack() as stack:
        shelf = await stack.enter_async_context(open_bookcase(settings))
        house = await _first_free(settings, stack, shelf)
        await house.core.jobs.start(deliveries={Channel.SHELF: Shelf()})
        yield house.core


@asynccontextmanager
async def open_registry(settings: Settings) -> AsyncIterator[Registry]:
    """Open who may come in, in the service's own database."""
    async with open_database(settings.data_dir / "hearsay.db") as database:
        master = await asyncio.to_thread(master_of, settings.data_dir)
        yield registry_of(settings, database, SystemClock(), master=master)


@asynccontextmanager
async def open_bookcase(settings: Settings) -> AsyncIterator[Bookcase]:
    """Open the word lists of whoever sits at the machine, in the service's own database."""
    clock = SystemClock()
    async with open_database(settings.data_dir / "hearsay.db") as database:
        account = await accounts_of(settings, database, clock).local()
        yield Bookcase(Lists(database, clock), account.id)


async def _first_free(settings: Settings, stack: AsyncExitStack, bookcase: Bookcase) -> House:
    """Open the house in the first folder that no other command is working in."""
    for number in count(1):
        name = "command-line" if number == 1 else f"command-line-{number}"
        with suppress(EngineBusy):
            house = open_house(
                settings, data_dir=settings.data_dir / name, patient=False, bookcase=bookcase
            )
            return await stack.enter_async_context(house)
    raise AssertionError("there is always another number")
