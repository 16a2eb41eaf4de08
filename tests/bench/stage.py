"""The stage of the bench: emulator, demo site and the bot under test, each a process of its own."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.checkout import ROOT

Json = dict[str, Any]
Seen = tuple[float, Json]
"""An event and the loop's time at which it came."""
Fits = Callable[[str, Json], bool]


@dataclass(slots=True)
class Stage:
    """The emulator and the demo site, and a way to act in their world."""

    session: aiohttp.ClientSession
    url: str
    token: str
    demo_url: str
    folder: Path
    events: "Events" = field(init=False)

    async def sim(self, path: str, **body: Any) -> Any:
        """Act as people do."""
        async with self.session.post(f"{self.url}/sim/{path}", json=body) as answer:
            return await answer.json()

    async def upload(self, chat: int, path: Path, kind: str) -> Json:
        """Send a file as people do; return the message."""
        form = aiohttp.FormData({"kind": kind})
        form.add_field("file", path.read_bytes(), filename=path.name)
        async with self.session.post(f"{self.url}/sim/chats/{chat}/upload", data=form) as answer:
            message: Json = await answer.json()
            return message

    async def look(self, path: str) -> Any:
        """Look at what the emulator knows."""
        async with self.session.get(f"{self.url}/sim/{path}") as answer:
            return await answer.json()

    async def call(self, method: str, **values: Any) -> Any:
        """Call the Bot API as the bot itself does."""
        async with self.session.post(f"{self.url}/bot{self.token}/{method}", json=values) as answer:
            return (await answer.json())["result"]

    async def demo_hits(self) -> int:
        """Return how often the demo site was asked for anything."""
        async with self.session.get(f"{self.demo_url}/hits") as answer:
            return (await answer.json())["total"]

    def environment(self, name: str, **more: str) -> dict[str, str]:
        """Return what the service wants to know."""
        return {
            "PATH": os.environ["PATH"],
            "BOT_TOKEN": self.token,
            "BOT_API_URL": self.url,
            "DATA_DIR": str(self.folder / name),
            "ACCESS": "open",
            "HTTP_PORT": "0",
            "LOG_LEVEL": "warning",
            "FETCH_ALLOW": urlsplit(self.demo_url).netloc,
            **more,
        }


class Events:
    """What happens in the chats, as it comes in, with the time at which it came."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Any, asyncio.Future[Seen]]] = []
        self.listeners: list[Callable[[str, Json], None]] = []
        """Who is told of everything, as `listener(kind, event)`."""

    def expect(self, fits: Fits) -> asyncio.Future[Seen]:
        """Return a future for the first event for which `fits(kind, event)` holds."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((fits, future))
        return future

    async def read(self, stage: Stage, opened: asyncio.Event) -> None:
        """Read the stream until cancelled."""
        url = f"{stage.url}/sim/events"
        kind = ""
        timeout = aiohttp.ClientTimeout(total=None)
        async with stage.session.get(url, timeout=timeout) as answer:
            opened.set()
            async for raw in answer.content:
                line = raw.decode().rstrip()
                if line.startswith("event:"):
                    kind = line[6:].strip()
                elif line.startswith("data:"):
                    self._tell(kind, json.loads(line[5:]))

    def _tell(self, kind: str, event: Json) -> None:
        now = asyncio.get_running_loop().time()
        for listener in self.listeners:
            listener(kind, event)
        left = []
        for fits, future in self._waiting:
            if future.done():
                continue
            if fits(kind, event):
                future.set_result((now, event))
            else:
                left.append((fits, future))
        self._waiting = left


def said_in(chat: int) -> Fits:
    """Return what fits a new message of the bot in a chat."""
    return lambda kind, event: (
        kind == "message" and event["chat_id"] == chat and not event["message"].get("outgoing")
    )


def shown_in(chat: int, fits: Callable[[Json], bool]) -> Fits:
    """Return what fits a message of the bot, new or edited, for which `fits` holds."""
    return lambda kind, event: (
        kind in {"message", "edited"}
        and event["chat_id"] == chat
        and not event["message"].get("outgoing")
        and fits(event["message"])
    )


@asynccontextmanager
async def open_stage(folder: Path) -> AsyncIterator[Stage]:
    """Start the emulator and the demo site, and listen to what happens."""
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(
            running(
                "-m", "bot.playground.demo.site", "--port", "0", "--folder", str(folder / "demo")
            )
        )
        assert demo.stdout is not None
        demo_url = (await demo.stdout.readline()).decode().strip()
        emulator = await stack.enter_async_context(
            running("-m", "bot.playground.server", "--folder", str(folder / "emulator"))
        )
        assert emulator.stdout is not None
        facts = json.loads(await emulator.stdout.readline())
        session = await stack.enter_async_context(
            aiohttp.ClientSession(headers={"X-Sim-Token": facts["sim_token"]})
        )
        stage = Stage(session, facts["url"], facts["token"], demo_url, folder)
        stage.events = Events()
        async with asyncio.TaskGroup() as group:
            opened = asyncio.Event()
            reading = group.create_task(stage.events.read(stage, opened))
            await opened.wait()
            yield stage
            reading.cancel()


@asynccontextmanager
async def running(
    *arguments: str, env: Mapping[str, str] | None = None, errors: Path | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run Python until the block ends."""
    with (errors or Path(os.devnull)).open("ab") as stderr:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=ROOT,
            env=dict(env) if env else None,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
        )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.terminate()
            try:
                await asyncio.wait_for(child.wait(), 20)
            except TimeoutError:
                child.kill()
                await child.wait()


@asynccontextmanager
async def playing(
    stage: Stage, *arguments: str, name: str, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a bot on the stage, with `more` settings; yields when it has answered a first message."""
    errors = stage.folder / f"{name}.log"
    async with running(*arguments, env=stage.environment(name, **more), errors=errors) as child:
        me = (await stage.look("state"))["me"]["id"]
        answered = stage.events.expect(said_in(me))
        await stage.sim(f"chats/{me}/send", text="/help")
        try:
            await asyncio.wait_for(answered, 60)
        except TimeoutError as error:
            raise RuntimeError(errors.read_text()[-2000:]) from error
        yield child
