"""A program is told how its job ended: signed, until it is taken, and once by its key."""

import asyncio
import base64
import hashlib
import hmac
import json
import sqlite3
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from aiohttp import web

from services.clock import SystemClock
from services.errors import AddressForbidden, LinkUnsupported, NotFound
from services.jobs import events
from services.jobs.events import Feed
from services.jobs.job import Job, State
from services.jobs.webhook_calls import Address, Event, Fate
from services.jobs.webhooks import RETRIES, Told, Webhooks
from services.nursery import Nursery
from services.store.database import open_database
from services.web import open_web
from services.web_guard import Guard
from tests.services.jobs.fakes import eventually, media

SECRET = b"sixteen bytes or more"


class Hasty(SystemClock):
    """A clock by which waiting takes next to no time."""

    def __init__(self) -> None:
        self.shift = 0.0

    def now(self) -> float:
        return super().now() + self.shift

    async def sleep(self, delay: timedelta) -> None:
        await asyncio.sleep(0.01)
        self.shift += delay.total_seconds()


class Receiver:
    """Somebody's server, with the answers that it is told to give; then it takes everything."""

    def __init__(self) -> None:
        self.answers: list[int | None] = []
        self.got: list[tuple[dict, bytes]] = []
        self.taken = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        status = self.answers.pop(0) if self.answers else 200
        if status is None:
            request.transport.abort()
            status = 500
        if status == 200:
            self.taken.set()
        headers = {"Location": "/elsewhere"} if status == 302 else {}
        return web.Response(status=status, headers=headers, text="the receiver's own affair")


class Desk:
    """The desk with a receiver, and jobs in the table that end when a test says so."""

    def __init__(self, database, clock, web_client, receiver, url) -> None:
        self.database, self.clock, self.receiver, self.url = database, clock, receiver, url
        self.feed = Feed()
        self.webhooks = Webhooks(database, clock, web_client, lambda name: SECRET + name.encode())

    async def job(self, name: str, state: str = "done", **more) -> None:
        columns = {"webhook_url": self.url, "batch": "", **more}
        await self.database.write(
            """
            INSERT INTO jobs (id, account, lane, product, source_key, "order", state, created_at,
                              ended_at, webhook_url, batch)
            VALUES (:id, 1, 'fast', 'media', 'x', '{}', :state, 0,
                    CASE WHEN :state IN ('done', 'failed') THEN 1.0 END, :webhook_url, :batch)
            """,
            id=name,
            state=state,
            **columns,
        )

    async def told(self, about: str) -> Told | None:
        return Told(1, self.url, Event.JOB_COMPLETED, {"job_id": about})

    async def told_of_batch(self, about: str) -> Told | None:
        return Told(1, self.url, Event.BATCH_COMPLETED, {"batch_id": about})

    @asynccontextmanager
    async def running(self):
        async with Nursery() as nursery:
            nursery.spawn(
                self.webhooks.run(self.feed, nursery, jobs=self.told, batches=self.told_of_batch),
                name="webhooks",
            )
            yield

    async def calls(self):
        return (await self.webhooks.page(1)).calls

    async def settled(self):
        """Wait until there are calls, and none that waits."""

        async def are_over():
            calls = await self.calls()
            return bool(calls) and all(call.fate is not Fate.WAITING for call in calls)

        await eventually(are_over)
        return await self.calls()


@pytest.fixture
async def desk(tmp_path):
    receiver = Receiver()
    site = web.Application()
    site.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with (
        open_database(tmp_path / "hearsay.db") as database,
        open_web(Guard(allow=[f"127.0.0.1:{port}"])) as client,
    ):
        await database.write(
            "INSERT INTO accounts (id, name, role, created_at) VALUES (1, '', 'guest', 0)"
        )
        url = f"http://127.0.0.1:{port}/hook"
        yield Desk(database, Hasty(), client, receiver, url)
    await runner.cleanup()


async def test_an_end_is_told_signed_as_standard_webhooks_are(desk):
    await desk.job("one")
    async with desk.running():
        await asyncio.wait_for(desk.receiver.taken.wait(), 10)
        (call,) = await desk.settled()
    ((headers, body),) = desk.receiver.got
    assert json.loads(body)["type"] == "job_completed"
    assert json.loads(body)["data"] == {"job_id": "one"}
    key = base64.b64decode(desk.webhooks.secret(1).removeprefix("whsec_"))
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["Webhook-Signature"] == f"v1,{expected}"
    assert headers["Idempotency-Key"] == headers["Webhook-Id"] == call.id
    assert (call.fate, call.status, call.tries) == (Fate.SENT, 200, 1)


async def test_a_receiver_that_fails_five_times_gets_it_once_by_key(desk):
    desk.receiver.answers = [500, None, 503, 302, 429]
    await desk.job("one")
    async with desk.running():
        (call,) = await desk.settled()
    assert (call.fate, call.tries) == (Fate.SENT, 6)
    assert {headers["Idempotency-Key"] for headers, _ in desk.receiver.got} == {call.id}
    assert len({body for _, body in desk.receiver.got}) == 1
    moments = [float(headers["Webhook-Timestamp"]) for headers, _ in desk.receiver.got]
    waited = [after - before for before, after in pairwise(moments)]
    assert waited == pytest.approx(
        [wait.total_seconds() for wait in RETRIES[:5]], rel=0.11, abs=1.5
    )


async def test_one_that_never_works_is_given_up_and_can_be_sent_again(desk):
    desk.receiver.answers = [500] * (len(RETRIES) + 1)
    await desk.job("one")
    async with desk.running():
        (call,) = await desk.settled()
        assert (call.fate, call.status, call.tries) == (Fate.FAILED, 500, len(RETRIES) + 1)
        await desk.webhooks.resend(call.id, account=1)
        (call,) = await desk.settled()
    assert call.fate is Fate.SENT
    with pytest.raises(NotFound):
        await desk.webhooks.resend(call.id, account=2)


async def test_the_blocked_are_told_nothing_until_they_are_not(desk):
    await desk.database.write(
        "INSERT INTO batches (id, account, name, made_at, webhook_url) "
        "VALUES ('all', 1, '', 0, :url)",
        url=desk.url,
    )
    await desk.job("one", batch="all")
    calls = desk.webhooks._calls
    await calls.add("msg", event=Event.TEST, about="msg", to=Address(1, desk.url, "{}"))
    assert [call.id for call in await calls.due(limit=9)] == ["msg"]
    await desk.database.write("UPDATE accounts SET role = 'blocked'")
    assert await calls.due(limit=9) == []
    assert await calls.next_due() is None
    assert await calls.untold_jobs(limit=9) == await calls.untold_batches(limit=9) == []
    await desk.database.write("UPDATE accounts SET role = 'guest'")
    assert await calls.untold_jobs(limit=9) == ["one"]
    assert await calls.untold_batches(limit=9) == ["all"]
    assert await calls.next_due() is not None


async def test_who_says_that_it_is_gone_is_not_asked_again(desk):
    desk.receiver.answers = [410]
    await desk.job("one")
    async with desk.running():
        (call,) = await desk.settled()
    assert (call.fate, call.tries) == (Fate.FAILED, 1)


async def test_an_end_is_told_although_the_disk_was_full_at_first(desk, monkeypatch):
    add, troubles = desk.webhooks._calls.add, [1, 1]

    async def full(*args, **named):
        if troubles:
            troubles.pop()
            raise sqlite3.OperationalError("database or disk is full")
        return await add(*args, **named)

    monkeypatch.setattr(desk.webhooks._calls, "add", full)
    await desk.job("one")
    async with desk.running():
        (call,) = await desk.settled()
    assert (call.fate, len(desk.receiver.got)) == (Fate.SENT, 1)


async def test_ends_during_a_pause_are_told_afterwards_and_once(desk):
    for number in range(40):
        await desk.job(f"job-{number}")
    for _ in range(2):
        async with desk.running():
            await eventually(lambda: all_told(desk))
    ids = [json.loads(body)["data"]["job_id"] for _, body in desk.receiver.got]
    assert sorted(ids) == sorted({f"job-{number}" for number in range(40)})


async def all_told(desk) -> bool:
    return len(desk.receiver.got) >= 40


async def test_an_end_on_the_feed_is_told_at_once(desk):
    async with desk.running():
        await asyncio.sleep(0.05)
        await desk.job("late")
        order = replace(media(), account=1)
        desk.feed.tell(events.Finished(Job("late", order, State.DONE, None, 0.0)))
        await asyncio.wait_for(desk.receiver.taken.wait(), 10)


async def test_a_batch_is_told_when_its_last_job_has_ended(desk):
    await desk.database.write(
        "INSERT INTO batches (id, account, name, webhook_url, made_at) VALUES ('b', 1, '', :url, 0)",
        url=desk.url,
    )
    await desk.job("first", batch="b", webhook_url="")
    await desk.job("second", "running", batch="b", webhook_url="")
    async with desk.running():
        await asyncio.sleep(0.1)
        assert desk.receiver.got == []
        await desk.database.write(
            "UPDATE jobs SET state = 'failed', ended_at = 1 WHERE id = 'second'"
        )
        order = replace(media(), account=1)
        desk.feed.tell(events.Failed(Job("second", order, State.FAILED, None, 0.0)))
        await asyncio.wait_for(desk.receiver.taken.wait(), 10)
    assert json.loads(desk.receiver.got[0][1])["data"] == {"batch_id": "b"}


async def test_a_try_is_told_at_once_and_only_once(desk):
    desk.receiver.answers = [500]
    call = await desk.webhooks.test(1, desk.url)
    assert (call.fate, call.status, call.tries) == (Fate.FAILED, 500, 1)
    assert (await desk.webhooks.test(1, desk.url)).fate is Fate.SENT
    assert len(desk.receiver.got) == 2


async def test_what_is_no_address_is_called_that(desk):
    with pytest.raises(LinkUnsupported):
        await desk.webhooks.check("zzz")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://[::1]/", "file:///etc/passwd", "http://10.0.0.1/"]
)
async def test_addresses_inside_are_refused(desk, url):
    with pytest.raises(AddressForbidden):
        await desk.webhooks.check(url)


async def test_somebody_elses_calls_are_not_there(desk):
    call = await desk.webhooks.test(1, desk.url)
    assert (await desk.webhooks.page(2)).calls == []
    with pytest.raises(NotFound):
        await desk.webhooks.get(call.id, account=2)


async def test_pages_are_turned_from_the_newest(desk):
    made = [(await desk.webhooks.test(1, desk.url)).id for _ in range(5)]
    first = await desk.webhooks.page(1, limit=3)
    second = await desk.webhooks.page(1, limit=3, cursor=first.next)
    assert [call.id for call in first.calls + second.calls] == made[::-1]
    assert second.next == ""
