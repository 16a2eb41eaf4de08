"""Opens the playground: a Bot API server, the chat page and the test bench on one port of this machine."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bot.playground.desk import Desk
from bot.playground.doors import Door, only_for
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

LARGEST_BODY_BYTES = 8 * 1024 * 1024  # of JSON and forms; files are streamed
SHUTDOWN_SECONDS = 2


@asynccontextmanager
async def open_playground(  # noqa: PLR0913 - each is a knob of its own, and has a good default
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
    wire = Wire(desk, strict=strict)
    people = People(desk)
    webhooks = Webhooks(desk, wire, patience=patience)
    door = Door(desk.world.profile["sim_token"])
    application = web.Application(client_max_size=LARGEST_BODY_BYTES, middlewares=[only_for(host)])
    application.add_routes([
        *wire.routes(),
        *Sim(desk, people, door=door, demo_url=demo_url).routes(),
        *Bench(desk, door=door).routes(),
        *Pages(desk.world.profile["sim_token"]).routes(),
    ])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        async with _background(journal, webhooks):
            site = web.TCPSite(runner, host, port)
            await site.start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            try:
                yield Playground(url, desk, people)
            finally:
                desk.world.feed.close()
                desk.updates.close()
                await runner.cleanup()
    finally:
        desk.drafts.clear()
        journal.close()


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


@asynccontextmanager
async def _background(journal: Journal, webhooks: Webhooks) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(journal.run()), group.create_task(webhooks.run())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


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
