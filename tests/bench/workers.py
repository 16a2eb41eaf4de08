"""One service in several processes: how much more comes of more workers, and what one that dies costs.

A front that does nothing heavy, a worker for sound and pictures, and one or more that listen, all on this
machine and over a PostgreSQL of their own; the sounds are all different, so that nothing is known.
"""

import asyncio
import itertools
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.stage import Stage, open_stage, playing, running, shown_in
from tests.bench.table import Row, ms
from tests.bench.vitals import cpu_seconds
from tests.e2e.people import button, until
from tests.postgres import Postgres
from tests.sounds import make
from tests.speech import MODEL
from tests.speech.long_sound import long_sound

_LISTENERS = (1, 2, 3)
_SOUNDS = 40
_SOUND_SECONDS = 90
_APART_SECONDS = 4
"""How much later each sound begins in the recording that all are cut from."""
_PATIENCE_SECONDS = 600
_PROCESSORS = len(os.sched_getaffinity(0))


async def measure() -> list[Row]:
    """Return a row for each number of workers that listen, and one for the death of one of them."""
    server = Postgres.throwaway()
    if server is None:
        return [Row("workers", "there is no PostgreSQL here")]
    with server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sounds = Sounds(await asyncio.to_thread(_recording, folder), folder)
        rows = []
        async with open_stage(folder) as stage:
            for listeners in _LISTENERS:
                url = server.fresh_database()
                async with _staff(stage, url, listeners=listeners) as staff:
                    rows.append(await _throughput(staff, sounds, listeners))
            async with _staff(stage, server.fresh_database(), listeners=2) as staff:
                rows.append(await _death(staff, sounds))
    return rows


@dataclass(frozen=True, slots=True)
class Sounds:
    """Sounds of one length, each of which is given once."""

    recording: Path
    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def another(self) -> Path:
        """Cut a sound that nobody had before."""
        number = next(self._numbers)
        begin = ("-ss", str(number * _APART_SECONDS), "-i", str(self.recording))
        length = ("-t", str(_SOUND_SECONDS), "-c", "copy")
        return make(self.folder / f"sound-{number}.ogg", *begin, *length)


@dataclass(slots=True)
class Staff:
    """The processes of one service, and where it tells how its workers are."""

    stage: Stage
    url: str
    front: asyncio.subprocess.Process
    workers: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)

    async def told(self) -> dict[str, Any]:
        """Return what each worker was last seen with, by its name."""
        async with self.stage.session.get(f"{self.url}/ready") as answer:
            return {one["name"]: one for one in (await answer.json()).get("workers", [])}

    def cpu_seconds(self) -> float:
        """Return what all of them have taken."""
        living = [one for one in (self.front, *self.workers.values()) if one.returncode is None]
        return sum(cpu_seconds(one.pid) for one in living)

    async def transcribe(self, sound: Path) -> float:
        """Have somebody new send a sound; return the time at which its words are in the chat."""
        user = await self.stage.sim("users", first_name="Ada", language_code="en")
        told = self.stage.events.expect(shown_in(user["id"], lambda it: bool(button(it, "SRT"))))
        await self.stage.upload(user["id"], sound, "voice")
        return (await asyncio.wait_for(told, _PATIENCE_SECONDS))[0]


@asynccontextmanager
async def _staff(stage: Stage, url: str, *, listeners: int) -> AsyncIterator[Staff]:
    """Start a front, a worker for sound and pictures, and some that listen; yields when all are there."""
    name = f"service-{listeners}-{url.rpartition('/')[2]}"
    with _free_port() as port:
        more = {
            "ENGINE_URL": url,
            "ROLES": "front",
            "SPEECH_MODEL": str(MODEL),
            "SPEECH_DEVICE": "cpu",
            "HTTP_PORT": str(port),
        }
    env = stage.environment(name, **more)
    del env["BOT_TOKEN"]
    async with AsyncExitStack() as stack:
        front = await stack.enter_async_context(
            playing(stage, "main.py", "serve", name=name, **more)
        )
        staff = Staff(stage, f"http://127.0.0.1:{port}", front)
        roles = {"cpu-1": "cpu"} | {f"gpu-{n}": "gpu" for n in range(1, listeners + 1)}
        for worker, role in roles.items():
            staff.workers[worker] = await stack.enter_async_context(
                running(
                    *("main.py", "work", "--roles", role, "--name", worker),
                    env=env,
                    errors=stage.folder / f"{name}-{worker}.log",
                )
            )
        await until(lambda: _all_there(staff), seconds=_PATIENCE_SECONDS)
        yield staff


async def _throughput(staff: Staff, sounds: Sounds, listeners: int) -> Row:
    """Return how many sounds a minute become words, when the models are loaded."""
    await asyncio.gather(*(staff.transcribe(sounds.another()) for _ in range(2 * listeners)))
    given = [sounds.another() for _ in range(_SOUNDS)]
    loop = asyncio.get_running_loop()
    began, cpu = loop.time(), staff.cpu_seconds()
    ended = max(await asyncio.gather(*map(staff.transcribe, given)))
    seconds = ended - began
    share = (staff.cpu_seconds() - cpu) / seconds / _PROCESSORS
    what = f"{_SOUNDS} sounds of {_SOUND_SECONDS} s, 1 cpu and {listeners} gpu workers"
    shown = f"{_SOUNDS / seconds * 60:.1f} a minute, {share:.0%} of {_PROCESSORS} processors"
    return Row(what, shown, bar="grows until they are full")


async def _death(staff: Staff, sounds: Sounds) -> Row:
    """Kill one of two that listen, both at work; return the longest time until what was there came."""
    await asyncio.gather(*(staff.transcribe(sounds.another()) for _ in range(4)))
    given = [sounds.another() for _ in range(4)]
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        waits = [group.create_task(staff.transcribe(sound)) for sound in given]
        await until(lambda: _is_busy(staff, "gpu-1"), seconds=_PATIENCE_SECONDS)
        staff.workers["gpu-1"].kill()
        killed = loop.time()
    longest = max(wait.result() for wait in waits) - killed
    return Row("a gpu worker killed at work, until the last result", ms(longest), bar="< 35 s")


async def _all_there(staff: Staff) -> bool:
    return set(staff.workers) <= set(await staff.told())


async def _is_busy(staff: Staff, name: str) -> bool:
    told = (await staff.told()).get(name, {})
    return bool(told.get("busy"))


def _recording(folder: Path) -> Path:
    sounds = sum(_SOUNDS + 2 * listeners for listeners in _LISTENERS) + 8
    return long_sound(folder / "recording.ogg", seconds=sounds * _APART_SECONDS + _SOUND_SECONDS)


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        yield int(free.getsockname()[1])
