"""Workers as processes of their own over a real PostgreSQL: killed, frozen, and without a database."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.crew.call import Call, NobodyThere
from services.crew.role import Role
from services.crew.roster import Worker
from services.crew.worker import Ending
from tests.postgres import Postgres
from tests.services.crew.hands import VERSION, Shop, becomes, open_shop
from tests.waiting import until

LOST_SECONDS = 2
CPU1 = "cpu1"


class Staff:
    """One worker process, started again whenever it has ended."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The living process."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.services.crew.crewmate"),
                    *(self.url, str(self.folder / "depot"), str(self.folder)),
                    *(CPU1, str(LOST_SECONDS), VERSION),
                ],
                cwd=Path(__file__).parents[3],
            )
        return self._process.pid

    def kill(self) -> None:
        """End it for good."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        if self._process is not None:
            self._process.wait()


@pytest.fixture(scope="module")
def staff(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staff]:
    url = postgres.fresh_database()
    them = Staff(url, tmp_path_factory.mktemp("crew"))
    yield them
    them.kill()
    postgres.start()
    postgres.drop(url)


@pytest.fixture
async def shop(staff: Staff, postgres: Postgres):
    postgres.start()
    async with open_shop(staff.url, staff.folder, lost_seconds=LOST_SECONDS) as opened:
        yield opened


class Calling:
    """A call that waits at the worker of its own process until its gate opens."""

    def __init__(self, shop: Shop, name: str) -> None:
        self.gate = shop.folder / name
        self.call = Call("count_up", Role.CPU, {"gate": str(self.gate)})
        self.heard: list[dict[str, int]] = []
        self.begun = asyncio.Event()
        self._shop = shop

    async def answer(self) -> dict[str, object]:
        crew = await self._shop.front()
        answer = await crew.call(self.call, folder=self._shop.out, hear=self._hear)
        return answer.value

    async def _hear(self, note: dict[str, int]) -> None:
        self.heard.append(note)
        if note.get("step") == 2:
            self.begun.set()

    @property
    def steps(self) -> list[int]:
        return [note["step"] for note in self.heard if "step" in note]


async def test_what_a_killed_worker_did_is_done_by_another_from_where_it_was(shop, staff):
    pid, calling = staff.pid, Calling(shop, "killed")

    async def kill():
        await calling.begun.wait()
        os.kill(pid, signal.SIGKILL)
        await shop.hire(shop.worker("cpu2"))
        calling.gate.touch()

    value, _ = await asyncio.gather(calling.answer(), kill())

    assert value["by"] == os.getpid()
    assert value["told"] == [{"step": number} for number in range(3)]
    assert calling.steps == [0, 1, 2]


async def test_a_frozen_worker_that_comes_back_changes_nothing(shop, staff):
    pid, calling = staff.pid, Calling(shop, "frozen")

    async def freeze():
        await calling.begun.wait()
        os.kill(pid, signal.SIGSTOP)
        await shop.hire(shop.worker("cpu2"))
        await becomes(lambda: _is_busy(shop, "cpu2"))
        os.kill(pid, signal.SIGCONT)
        await until(calling.gate.with_suffix(".stopped").exists, seconds=60)
        calling.gate.touch()

    value, _ = await asyncio.gather(calling.answer(), freeze())

    assert value["by"] == os.getpid()
    assert calling.steps == [0, 1, 2]


async def test_what_is_under_way_outlives_the_death_of_the_database(shop, staff, postgres):
    pid, calling = staff.pid, Calling(shop, "alone")

    async def strike():
        await calling.begun.wait()
        await asyncio.to_thread(postgres.stop, hard=True)
        calling.gate.touch()
        await asyncio.to_thread(postgres.start)

    value, _ = await asyncio.gather(calling.answer(), strike())

    assert (value["by"], value["told"]) == (pid, [])


async def test_a_front_goes_on_by_itself_for_as_long_as_the_database_is_away(shop, postgres):
    crew = await shop.front(Role.CPU)
    await shop.hire(shop.worker("cpu2"))
    await until(lambda: crew.has(Role.CPU), seconds=60)
    await asyncio.to_thread(postgres.stop, hard=True)

    with pytest.raises(NobodyThere):
        await crew.call(Call("echo", Role.CPU, {"while": "away"}), folder=shop.out)
    assert not crew.has(Role.CPU)

    await asyncio.to_thread(postgres.start)
    await until(lambda: crew.has(Role.CPU), seconds=60)
    answer = await crew.call(Call("echo", Role.CPU, {"while": "back"}), folder=shop.out)
    assert answer.value["said"] == {"while": "back"}


async def test_a_worker_waits_until_the_last_one_of_its_name_is_dead_for_certain(shop, staff):
    pid = staff.pid
    await becomes(shop.roster.workers)
    os.kill(pid, signal.SIGKILL)
    worker = shop.worker(CPU1)
    ending = Ending()

    async with asyncio.TaskGroup() as group:
        group.create_task(shop.work(worker, ending))
        await becomes(lambda: _is_there(shop, worker))
        ending.soon.set()


async def _is_busy(shop: Shop, name: str) -> bool:
    return any(one.name == name and one.busy for one in await shop.roster.workers())


async def _is_there(shop: Shop, worker: Worker) -> bool:
    return worker.boot in {one.boot for one in await shop.roster.workers()}
