"""Many jobs at once under Telegram's flood control: nothing is lost, and hardly a call is refused."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.delivery import TelegramDelivery
from bot.progress import Progress
from services.jobs.events import Finished, Queued, Started
from services.jobs.events import Progress as Moved
from services.jobs.job import Job, Stage, State
from tests.bot.office import Office, Patient, artifact, no_ticks, open_office, until


async def test_thirty_jobs_in_a_group_and_fifty_private_chats_lose_nothing(tmp_path: Path):
    async with open_office(tmp_path, clock=Patient(), flood=True) as office:
        group = office.playground.add_group("Band")["id"]
        people = [office.playground.add_user(f"U{number}")["id"] for number in range(50)]
        path = office.file(size_bytes=20_000)
        chats = [group] * 30 + people
        delivery = TelegramDelivery(office.means)
        jobs = [await office.submit(chat) for chat in chats]
        office.nursery.spawn(Progress(office.means, office.feed).run(), name="progress")
        await until(lambda: office.feed._listeners)
        async with asyncio.TaskGroup() as group_of_jobs:
            for number, job in enumerate(jobs):
                group_of_jobs.create_task(work(office, delivery, job, path, number))
        for chat in people:
            assert ["audio" in message for message in office.sent(chat)] == [True]
        assert ["audio" in message for message in office.sent(group)] == [True] * 30
        calls, refused = office.playground.flood_counts
        assert refused < calls / 100, f"{refused} of {calls} calls drew a 429"


async def work(office: Office, delivery: TelegramDelivery, job: Job, path: Path, number: int):
    """Be a job: wait in line, fetch for some seconds with progress all the time, deliver."""
    office.feed.tell(Queued(job, place=number + 1))
    await rest(office, 3)
    office.feed.tell(Started(job, Stage.FETCH))
    for percent in range(0, 100, 5):
        office.feed.tell(Moved(job, Stage.FETCH, fraction=percent / 100))
        await rest(office, 0.5)
    made = artifact(path, key=f"song {number % 8}")
    await delivery.deliver(job, made, path=path, cover=None, ticks=no_ticks)
    office.feed.tell(Finished(await office.move(job, State.DONE)))


async def rest(office: Office, seconds: float) -> None:
    await office.clock.sleep(timedelta(seconds=seconds))
