"""Kills a working house with -9 again and again, and counts what was delivered.

    python -m tests.services.jobs.sweep [kills] [jobs]

A child process opens the house, submits the orders that it was given (the same ones each time, as a
durable inbox would) and works until all are over. Its delivery writes one file per message, and may
be repeated without harm, like an edit of a message.
"""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from services.jobs.delivery import Delivered
from services.jobs.job import State
from tests.services.jobs.fakes import FakeCrafts, FakeDelivery, FakeSources, House, card, media

ROOT = Path(__file__).parents[3]


class SlowSources(FakeSources):
    async def _act(self, act, key, folder):
        await asyncio.sleep(random.uniform(0.01, 0.08))
        await super()._act(act, key, folder)


class SlowCrafts(FakeCrafts):
    async def convert(self, source, brief, **wanted):
        await asyncio.sleep(random.uniform(0.01, 0.08))
        return await super().convert(source, brief, **wanted)


class Mailbox(FakeDelivery):
    """Writes what it hands over beside the database; `has` outlives the process."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    async def has(self, artifact_key: str) -> bool:
        return (self.folder / "uploads" / artifact_key.replace("/", "_")).exists()

    async def show_card(self, job, medium, *, thumbnail):
        return await self._write(job, "card")

    async def deliver(self, job, artifact, *, path, cover, ticks):
        key = artifact.key.replace("/", "_")
        if path is not None:
            assert path.read_bytes().startswith(job.order.choice.encode())
            (self.folder / "uploads" / key).write_text("file_id")
        return await self._write(job, key)

    async def _write(self, job, what):
        await asyncio.sleep(random.uniform(0, 0.03))
        (self.folder / "messages" / str(job.order.recipient.message_id)).write_text(
            f"{job.id} {what}"
        )
        with (self.folder / "acts.log").open("a") as log:
            log.write(f"{job.id}\n")
        return Delivered(uploaded=False)


async def live(folder: Path, count: int) -> None:
    for name in ("messages", "uploads"):
        (folder / name).mkdir(exist_ok=True)
    house = House(folder, sources=SlowSources(), crafts=SlowCrafts(), telegram=Mailbox(folder))
    async with house:
        (folder / "up").touch()
        jobs = []
        for number in range(count):
            make = card if number % 5 == 0 else media
            order = make(f"m{number % 17}", account=number % 3 + 1, message=number + 1)
            jobs.append(await house.jobs.submit(order, once=f"order {number}"))
        await asyncio.gather(*(house.jobs.wait(job.id) for job in jobs))
    (folder / "finished").touch()


def sweep(folder: Path, *, kills: int, count: int) -> int:
    """Return how often a delivery was repeated; fail if anything was lost or doubled."""
    for _ in range(kills):
        child = start(folder, count)
        wait_for(folder / "up", child)
        time.sleep(random.uniform(0, 0.5))
        child.send_signal(signal.SIGKILL)
        child.wait()
        (folder / "up").unlink()
        if (folder / "finished").exists():
            break
    else:
        assert start(folder, count).wait(timeout=120) == 0
    with closing(sqlite3.connect(folder / "hearsay.db")) as file:
        states = dict(file.execute("SELECT id, state FROM jobs"))
    messages = [path.read_text().split()[0] for path in (folder / "messages").iterdir()]
    assert set(states.values()) == {State.DONE}, states
    assert len(states) == len(messages) == count
    assert sorted(messages) == sorted(states)
    assert list((folder / "work").iterdir()) == []
    acts = (folder / "acts.log").read_text().split()
    return len(acts) - count


def start(folder: Path, count: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.services.jobs.sweep", "--child", folder, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def wait_for(path: Path, child: subprocess.Popen[bytes]) -> None:
    for _ in range(3000):
        if path.exists():
            return
        assert child.poll() is None, "the child died by itself"
        time.sleep(0.01)
    raise AssertionError("the child did not come up")


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        asyncio.run(live(Path(sys.argv[2]), int(sys.argv[3])))
        os._exit(0)
    with tempfile.TemporaryDirectory() as place:
        repeated = sweep(Path(place), kills=int(sys.argv[1]), count=int(sys.argv[2]))
        print(f"nothing lost, nothing doubled; {repeated} acts were repeated")
