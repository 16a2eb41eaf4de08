"""Opens the playground: a Bot API server, the chat page and the test bench on one port of this machine."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.playground.clerk import Clerk
from bot.playground.desk import Desk
from bot.playground.doors import Door, only_for
from bot.playground.downloads import Downloads
from bot.playground.drafts import Drafts
from bot.playground.faults import Faults
from bot.playground.feed import Feed
from bot.playground.files import Files, Limits
from bot.playground.flood import Flood
from bot.playground.journal import Journal
from bot.playground.ledger import Ledger
from bot.playground.pages import Pages
from bot.playground.people import People
from bot.playground.playground import Playground
from bot.playground.sim import Sim
from bot.playground.sim_bench import Bench
from bot.playground.spec import Spec
from bot.playground.updates import Updates
from bot.playground.webhooks import Webhooks
from bot.playground.wire import Wire
from bot.playground.world import World
from services.clock import Clock, SystemClock
from services.nursery import Nursery

LARGEST_BODY_BYTES = 8 * 1024 * 1024  # of JSON and forms; files are streamed
SHUTDOWN_SECONDS = 0.5


@asynccontextmanager
async def open_playground(  # noqa: PLR0913 - each is a knob with a good default
    *,
    folder: Path,
    port: int = 0,
    host: str = "127.0.0.1",
    demo_url: str = "",
    flood: bool = False,
    local: bool = False,
    strict: bool = False,
    patience: float = 1.0,
    clock: Clock | None = None,
) -> AsyncIterator[Playground]:
    """Serve until the block ends.

    Args:
        folder: Where state and files are kept; the same folder brings the same chat back.
        port: 0 takes a free one.
        host: The address to listen on.
        demo_url: Where the demo site is, told to the page.
        flood: Start with flood control on.
        local: Behave like a Bot API server run with `--local`: 2000 MB up, any size down, by path.
        strict: Refuse a call that does not fit the Bot API's description.
        patience: What the waits between webhook retries are multiplied with.
        clock: The time; the machine's own unless given.
    """
    clock = clock or SystemClock()
    folder.mkdir(parents=True, exist_ok=True)
    journal = Journal(folder / "playground.sqlite")
    desk = _furnish(folder, clock, journal, Limits.local() if local else Limits())
    desk.flood.is_on = flood
    clerk = Clerk(desk, strict=strict)
    people = People(desk)
    webhooks = Webhooks(desk, clerk, patience=patience)
    application = web.Application(client_max_size=LARGEST_BODY_BYTES, middlewares=[only_for(host)])
    application.add_routes([*_bot_routes(desk, clerk), *_human_routes(desk, people, demo_url)])
    async with AsyncExitStack() as stack:
        stack.callback(journal.close)
        nursery = await stack.enter_async_context(Nursery())
        nursery.spawn(journal.run(), name="playground journal")
        nursery.spawn(webhooks.run(), name="playground webhooks")
        stack.push_async_callback(journal.finish)
        number = await stack.enter_async_context(_served(application, host, port))
        stack.callback(desk.close)
        yield Playground(f"http://127.0.0.1:{number}", desk, people)


@asynccontextmanager
async def _served(application: web.Application, host: str, port: int) -> AsyncIterator[int]:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _bot_routes(desk: Desk, clerk: Clerk) -> list[web.RouteDef]:
    return [*Wire(desk, clerk).routes(), *Downloads(desk).routes()]


def _human_routes(desk: Desk, people: People, demo_url: str) -> list[web.AbstractRouteDef]:
    sim_token = desk.world.profile["sim_token"]
    door = Door(sim_token)
    return [
        *Sim(desk, people, door=door, demo_url=demo_url).routes(),
        *Bench(desk, door=door).routes(),
        *Pages(sim_token).routes(),
    ]


def _furnish(folder: Path, clock: Clock, journal: Journal, limits: Limits) -> Desk:
    world = World(folder=folder, clock=clock, journal=journal, feed=Feed())
    spec, ledger, faults = Spec.load(), Ledger(clock), Faults()
    return Desk(
        spec=spec,
        world=world,
        files=Files(world, limits),
        updates=Updates(world=world, spec=spec, ledger=ledger, faults=faults),
        ledger=ledger,
        faults=faults,
        flood=Flood(clock),
        drafts=Drafts(world),
    )


async def _serve(arguments: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    async with open_playground(
        folder=arguments.folder,
        port=arguments.port,
        host=arguments.host,
        demo_url=arguments.demo_url,
        flood=arguments.flood,
        local=arguments.local,
        strict=arguments.strict,
        patience=arguments.patience,
    ) as playground:
        facts = {
            "url": playground.url,
            "token": playground.token,
            "sim_token": playground.sim_token,
            "bot_id": playground.bot_id,
        }
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()
        await stopped.wait()


def main() -> None:
    """Serve from the command line; the first line of output is JSON with address and tokens."""
    parser = argparse.ArgumentParser(prog="bot.playground.server", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where state and files are kept")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--demo-url", default="")
    parser.add_argument("--patience", type=float, default=1.0, help="scales webhook retries")
    for name in ("flood", "local", "strict"):
        parser.add_argument(f"--{name}", action="store_true")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
