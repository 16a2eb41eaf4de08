"""The troubles that strike at random: to processes, to the disk, to the clock, to the wire.

Each is a small function; the table at the end says how often which comes.
"""

import asyncio
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.playground import Playground
from tests.postgres import Postgres
from tests.torture.disk import Ballast
from tests.torture.fleet import Body, Fleet, Member
from tests.torture.shifted import set_clock

HOUR_SECONDS = 3600
MOST_AT_ONCE = 4
SENDING = ("sendMessage", "editMessageText", "editMessageMedia", "editMessageCaption", "*")
UPLOADING = ("editMessageMedia", "sendDocument", "sendAudio")


@dataclass(slots=True)
class Strike:
    """A fault that has struck, and how long it lasted."""

    at: float
    name: str
    detail: str = ""
    until: float = 0.0


@dataclass(slots=True)
class Scene:
    """What faults can get at."""

    fleet: Fleet
    front: Member
    playground: Playground
    data_dir: Path
    aside: Path
    """Where there is room whatever strikes."""
    clock: Path
    dice: random.Random
    ballast: Ballast | None
    freeze_seconds: float
    server: Postgres | None = None
    server_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    strikes: list[Strike] = field(default_factory=list)
    kills: int = 0
    spoilt: set[str] = field(default_factory=set)
    """Blobs whose bytes were changed."""
    earlier_engine: Path | None = None

    def somebody(self) -> Body | None:
        """Return a process of the service: one of the programs as often as something they started.

        One that was struck while it started is spared until it has: else nobody would get anything done.
        """
        members = [one for one in self.fleet.members if one.ready.is_set() or not one.stillborn]
        programs = [body for member in members if (body := member.body())]
        children = [child for member in members for child in member.children()]
        chosen = self.dice.choice((programs, children or programs))
        return self.dice.choice(chosen) if chosen else None


Act = Callable[[Scene], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the table. The act returns what it did, or None where there was nothing to strike."""

    name: str
    weight: float
    strike: Act


async def torment(scene: Scene, table: tuple[Fault, ...], *, every_seconds: float) -> None:
    """Let one fault after the other strike, some of them at the same time, until cancelled."""
    turns = asyncio.Semaphore(MOST_AT_ONCE)
    weights = [fault.weight for fault in table]
    async with asyncio.TaskGroup() as group:
        while True:
            await asyncio.sleep(scene.dice.expovariate(1 / every_seconds))
            await turns.acquire()
            fault = scene.dice.choices(table, weights)[0]
            striking = group.create_task(_strike(scene, fault))
            striking.add_done_callback(lambda _: turns.release())


async def _strike(scene: Scene, fault: Fault) -> None:
    struck = Strike(time.monotonic(), fault.name)
    scene.strikes.append(struck)
    try:
        detail = await fault.strike(scene)
    except BaseException:
        struck.until = time.monotonic()
        raise
    struck.until = time.monotonic()
    if detail is None:
        scene.strikes.remove(struck)
        return
    struck.detail = detail


async def kill(scene: Scene) -> str | None:
    """End a process as a power cut would."""
    return _end(scene, signal.SIGKILL)


async def terminate(scene: Scene) -> str | None:
    """Ask a process to end."""
    return _end(scene, signal.SIGTERM)


async def freeze(scene: Scene) -> str | None:
    """Let a process stand still for a while."""
    body = scene.somebody()
    if body is None or not body.signal(signal.SIGSTOP):
        return None
    try:
        await asyncio.sleep(scene.freeze_seconds)
    finally:
        body.signal(signal.SIGCONT)
    return body.command


async def fill_disk(scene: Scene) -> str | None:
    """Leave not one byte free for some seconds."""
    if scene.ballast is None:
        return None
    filling = asyncio.create_task(asyncio.to_thread(scene.ballast.fill))
    try:
        filled = await asyncio.shield(filling)
        await asyncio.sleep(scene.dice.uniform(2, 8))
    finally:
        await filling  # nothing stops a thread
        scene.ballast.drop()
    return f"{filled >> 20} MiB"


async def jump_clock(scene: Scene) -> str | None:
    """Set the clock an hour forward, an hour back, or right."""
    seconds = scene.dice.choice((-HOUR_SECONDS, 0, HOUR_SECONDS))
    set_clock(scene.clock, seconds)
    return f"{seconds:+} s"


async def spoil_blob(scene: Scene) -> str | None:
    """Change bytes of a kept file, as a dying disk does."""
    files = [path for path in scene.data_dir.glob("blobs/??/*") if path.is_file()]
    if not files:
        return None
    file = scene.dice.choice(files)
    try:
        broken = bytearray(file.read_bytes())
        for _ in range(16):
            broken[scene.dice.randrange(len(broken))] ^= 0xFF
        with file.open("r+b") as opened:
            opened.write(broken)
    except OSError:
        return None
    scene.spoilt.add(file.name)
    return file.name[:12]


async def bring_old_engine(scene: Scene) -> str | None:
    """Let the service find another engine file than it has left: an earlier one, or none."""
    file = scene.data_dir / "engine.sqlite"
    if not file.exists():
        return None
    if scene.earlier_engine is None:
        scene.earlier_engine = scene.aside / "earlier.sqlite"
        try:
            await asyncio.to_thread(_copy, file, scene.earlier_engine)
        except sqlite3.Error:
            scene.earlier_engine = None
            return None
        return "kept for later"
    earlier, scene.earlier_engine = scene.earlier_engine, None
    scene.kills += 1
    async with scene.fleet.without(scene.front):
        for each in scene.data_dir.glob("engine.sqlite*"):
            each.unlink()
        if scene.dice.random() < 1 / 2:
            return "none"
        try:
            shutil.copyfile(earlier, file)
        except OSError:
            file.unlink()
            return "none, as the disk is full"
        return "an earlier one"


async def kill_database(scene: Scene) -> str | None:
    """Kill the database that all share, with all its processes, and start it again after a while."""
    server, seconds = scene.server, scene.dice.choice((0, 1, 4, 12))
    if server is None or scene.server_turn.locked():
        return None
    scene.kills += 1
    async with scene.server_turn:
        await asyncio.to_thread(server.stop, hard=True)
        try:
            await asyncio.sleep(seconds)
        finally:
            await asyncio.to_thread(server.start)
    return f"for {seconds} s"


async def lose_worker(scene: Scene) -> str | None:
    """Kill a worker, or let it stand still, for so long that others take it for dead."""
    worker = scene.dice.choice(scene.fleet.members[1:])
    body, seconds = worker.body(), scene.dice.uniform(1, 2) * scene.freeze_seconds
    if body is None or not worker.ready.is_set():
        return None
    if scene.dice.random() < 1 / 2:
        scene.kills += 1
        async with scene.fleet.without(worker):
            await asyncio.sleep(seconds)
        return f"{worker.name} was dead"
    body.signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        body.signal(signal.SIGCONT)
    return f"{worker.name} was frozen"


async def say_too_many(scene: Scene) -> str | None:
    """Have a run of calls refused because they are too many."""
    seconds, count = scene.dice.choice((1, 1, 2, 5)), scene.dice.randint(3, 20)
    method = scene.dice.choice(SENDING)
    scene.playground.add_fault(method, "error", code=429, retry_after=seconds, count=count)
    return f"{count} × {method}, {seconds} s"


async def break_gateway(scene: Scene) -> str | None:
    """Have a run of calls answered by a page in HTML."""
    return _trouble(scene, "html", scene.dice.randint(2, 15))


async def cut_before(scene: Scene) -> str | None:
    """Close the connection before anything was done."""
    return _trouble(scene, "cut_before", scene.dice.randint(1, 6))


async def cut_after(scene: Scene) -> str | None:
    """Do what was asked, and close the connection without a word."""
    return _trouble(scene, "cut_after", scene.dice.randint(1, 3))


async def cut_answer(scene: Scene) -> str | None:
    """Do what was asked, and tell half of it."""
    return _trouble(scene, "truncated", scene.dice.randint(1, 3))


async def cut_upload(scene: Scene) -> str | None:
    """Close the connection in the middle of a file."""
    method = scene.dice.choice(UPLOADING)
    size = scene.dice.choice((1000, 65536, 200_000))
    scene.playground.add_fault(method, "cut_upload", bytes=size)
    return f"{method} after {size} bytes"


async def cut_download(scene: Scene) -> str | None:
    """Close the connection in the middle of a file that somebody has sent."""
    scene.playground.add_fault("download", "cut_download", bytes=2000)
    return ""


async def dawdle(scene: Scene) -> str | None:
    """Take seconds for a call."""
    method = scene.dice.choice(SENDING)
    scene.playground.add_fault(method, "delay", seconds=scene.dice.uniform(1, 5), count=3)
    return method


async def disorder(scene: Scene) -> str | None:
    """Deliver an update twice, after the next one, after a gap, or after one of an unknown kind."""
    kind = scene.dice.choice(("duplicate", "duplicate", "swap", "swap", "jump"))
    scene.playground.add_fault("update", kind, count=scene.dice.randint(1, 3))
    return kind


ALWAYS: tuple[Fault, ...] = (
    Fault("kill -9", 18, kill),
    Fault("SIGTERM", 7, terminate),
    Fault("freeze", 3, freeze),
    Fault("disk full", 1.5, fill_disk),
    Fault("clock jump", 2, jump_clock),
    Fault("spoilt blob", 2, spoil_blob),
    Fault("429 storm", 2, say_too_many),
    Fault("502 pages", 2, break_gateway),
    Fault("cut before", 2, cut_before),
    Fault("cut after", 2, cut_after),
    Fault("cut answer", 1, cut_answer),
    Fault("cut upload", 2, cut_upload),
    Fault("cut download", 1, cut_download),
    Fault("slow answers", 1, dawdle),
    Fault("updates in disorder", 3, disorder),
)
EMBEDDED: tuple[Fault, ...] = (*ALWAYS, Fault("old engine file", 1.5, bring_old_engine))
DISTRIBUTED: tuple[Fault, ...] = (
    *ALWAYS,
    Fault("kill -9 of the database", 3, kill_database),
    Fault("a lost worker", 3, lose_worker),
)


def _end(scene: Scene, number: signal.Signals) -> str | None:
    body = scene.somebody()
    if body is None:
        return None
    scene.fleet.seen.add(body)
    for member in scene.fleet.members:
        if member.body() == body:
            scene.fleet.seen.update(member.children())
    if not body.signal(number):
        return None
    scene.kills += 1
    return body.command[-120:]


def _trouble(scene: Scene, kind: str, count: int) -> str:
    method = scene.dice.choice(SENDING)
    scene.playground.add_fault(method, kind, count=count)
    return f"{count} × {method}"


def _copy(file: Path, to: Path) -> None:
    """Copy a database that is in use, with what stands in its log; the log is made when it is missing."""
    to.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
