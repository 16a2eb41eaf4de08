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

HELD = timedelta(seconds=900)


async def test_flood_proof_sending(tmp_path: Path):
    async with open_office(tmp_path, clock=Patient(), flood=True) as office:
        group = office.playground.add_group("Band")["id"]
        people = [office.playground.add_user(f"U{number}")["id"] for number in range(100)]

        await _serve_all(office, [group] * 30 + people)

        for chat in people:
            assert ["audio" in message for message in office.sent(chat)] == [True]
        assert ["audio" in message for message in office.sent(group)] == [True] * 30
        calls, refused = office.playground.flood_counts
        assert refused < calls / 100, f"{refused} of {calls} calls drew a 429"


async def test_a_chat_that_must_be_silent_for_900_seconds_slows_no_other(tmp_path: Path):
    async with open_office(tmp_path, clock=Patient()) as office:
        people = [office.playground.add_user(f"U{number}")["id"] for number in range(10)]
        held, *others = people
        office.playground.add_fault(
            "editMessageMedia",
            "error",
            match=f'"{held}"',
            code=429,
            description="Too Many Requests: retry after 900",
            retry_after=HELD.total_seconds(),
        )
        begun = office.clock.monotonic()

        ended = await _serve_all(office, people)

        waited = {chat: at - begun for chat, at in ended.items()}
        assert waited[held] > HELD.total_seconds()
        assert max(waited[chat] for chat in others) < HELD.total_seconds() / 10
        for chat in people:
            assert ["audio" in message for message in office.sent(chat)] == [True]


async def _serve_all(office: Office, chats: list[int]) -> dict[int, float]:
    """Let a job deliver to each chat; return when each chat had its last one."""
    path = office.file(size_bytes=20_000)
    delivery = TelegramDelivery(office.means)
    jobs = [await office.submit(chat) for chat in chats]
    office.nursery.spawn(Progress(office.means, office.feed).run(), name="progress")
    await until(lambda: office.feed._listeners)
    ended: dict[int, float] = {}

    async def serve(number: int, chat: int, job: Job) -> None:
        await _work(office, delivery, job, path, number)
        ended[chat] = office.clock.monotonic()

    async with asyncio.TaskGroup() as group:
        for number, (chat, job) in enumerate(zip(chats, jobs, strict=True)):
            group.create_task(serve(number, chat, job))
    return ended


async def _work(office: Office, delivery: TelegramDelivery, job: Job, path: Path, number: int):
    """Be a job: wait in line, fetch for some seconds with progress all the time, deliver."""
    office.feed.tell(Queued(job, place=number + 1))
    await _rest(office, 3)
    office.feed.tell(Started(job, Stage.FETCH))
    for percent in range(0, 100, 5):
        office.feed.tell(Moved(job, Stage.FETCH, fraction=percent / 100))
        await _rest(office, 0.5)
    made = artifact(path, key=f"song {number % 8}")
    await delivery.deliver(job, made, path=path, cover=None, ticks=no_ticks)
    office.feed.tell(Finished(await office.move(job, State.DONE)))


async def _rest(office: Office, seconds: float) -> None:
    await office.clock.sleep(timedelta(seconds=seconds))
