"""Progress tells the truth and holds its tongue: places, stages, a time that comes true, and the end."""

import asyncio
import re
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.delivery import TelegramDelivery
from bot.progress import Progress
from services.jobs.events import Failed, Finished, Queued, Started
from services.jobs.events import Progress as Moved
from services.jobs.job import Failure, Job, Stage, State
from services.jobs.meter import Meter
from tests.bot.office import Office, Patient, artifact, no_ticks, open_office, until, words

EDITS = ("editMessageText", "editMessageCaption", "editMessageMedia")
BYTES_PER_SECOND = 400_000
FETCH_SECONDS = 30
STEP = 0.5
STAGES = {
    "in line": "Number",
    "looking": "Looking",
    "fetching": "Fetching",
    "converting": "Converting",
    "sending": "Sending",
}


async def test_live_progress_with_place_in_line_and_eta(tmp_path: Path):
    async with open_office(tmp_path, clock=Patient()) as office:
        group = int(office.playground.add_group("Band")["id"])
        jobs = [await office.submit(group) for _ in range(3)]
        lefts = await _show(office, jobs)

        told = _edits(office)
        for edits in told.values():
            times = [at for at, _ in edits]
            pauses = [after - before for before, after in pairwise(times)]
            # The last one is the result, which waits for nobody.
            assert min(pauses[:-1], default=3) >= 3 - STEP
            places = [
                int(found[1]) for _, said in edits if (found := re.search(r"Number (\d+)", said))
            ]
            assert places == sorted(places, reverse=True)
        moments = sorted(at for edits in told.values() for at, _ in edits)
        busiest = max(sum(start <= at < start + 60 for at in moments) for start in moments)
        assert busiest <= 15
        seen = "\n".join(said for edits in told.values() for _, said in edits)
        assert [name for name, word in STAGES.items() if word not in seen] == []
        assert all("audio" in message for message in office.sent(group))
        halfway = FETCH_SECONDS / 2
        assert lefts
        assert all(abs(left - halfway) < 0.35 * halfway for left in lefts)


async def test_the_end_is_shown_though_every_progress_edit_was_refused(tmp_path: Path):
    async with open_office(tmp_path, clock=Patient()) as office:
        refusal = {"code": 400, "description": "Bad Request: refused"}
        fault = office.playground.add_fault("editMessageText", "error", match="Fetching", **refusal)
        job = await office.submit(int(office.playground.add_group("Band")["id"]))
        chat = job.order.recipient.chat_id
        office.nursery.spawn(Progress(office.means, office.feed).run(), name="progress")
        await until(lambda: office.feed._listeners)
        office.feed.tell(Queued(job, place=1))
        for percent in range(0, 100, 5):
            office.feed.tell(Moved(job, Stage.FETCH, fraction=percent / 100))
            await office.clock.sleep(timedelta(seconds=1))
        failed = await office.move(job, State.FAILED, Failure("site-too-slow", {"host": "a.b"}))
        office.feed.tell(Failed(failed))

        await until(lambda: "⚠️" in words(office.sent(chat)[0]))
        assert fault.hits


async def _show(office: Office, jobs: list[Job]) -> list[float]:
    """Let the jobs wait, run and be delivered; return what was said to be left at half-way."""
    path = office.file(size_bytes=20_000)
    delivery = TelegramDelivery(office.means)
    office.nursery.spawn(Progress(office.means, office.feed).run(), name="progress")
    await until(lambda: office.feed._listeners)
    lefts: list[float] = []
    places = {job.id: place for place, job in enumerate(jobs, start=2)}
    office.jobs.place = places.get
    for job in jobs:
        office.feed.tell(Queued(job, place=places[job.id]))
    for number, job in enumerate(jobs):
        del places[job.id]
        for place, later in enumerate(jobs[number + 1 :], start=2):
            places[later.id] = place
            office.feed.tell(Queued(later, place=place))
        for stage in (Stage.RESOLVE, Stage.FETCH, Stage.CONVERT, Stage.DELIVER):
            office.feed.tell(Started(job, stage))
            if stage is Stage.FETCH:
                lefts.append(await _fetch(office, job))
            await office.clock.sleep(timedelta(seconds=12))
        made = artifact(path, key=f"song {number}")
        await delivery.deliver(job, made, path=path, cover=None, ticks=no_ticks)
        office.feed.tell(Finished(await office.move(job, State.DONE)))
    await asyncio.sleep(0)
    return lefts


async def _fetch(office: Office, job: Job) -> float:
    """Fetch at a steady pace; return the seconds that were said to be left at half-way."""
    meter, total = Meter(Stage.FETCH, office.clock, in_bytes=True), FETCH_SECONDS * BYTES_PER_SECOND
    left = 0.0
    for step in range(int(FETCH_SECONDS / STEP)):
        moved = meter.tick(step * STEP * BYTES_PER_SECOND, total, job=job)
        if moved is not None:
            office.feed.tell(moved)
        if moved is not None and step * STEP == FETCH_SECONDS / 2:
            left = moved.seconds_left or 0.0
        await office.clock.sleep(timedelta(seconds=STEP))
    return left


def _edits(office: Office) -> dict[Any, list[tuple[float, str]]]:
    """Return when each message was changed, and into what."""
    found: dict[Any, list[tuple[float, str]]] = defaultdict(list)
    for call in office.playground.calls():
        if call.method in EDITS:
            said = str(call.params.get("text") or call.params.get("caption") or "")
            found[call.params["message_id"]].append((call.at, said))
    return found
