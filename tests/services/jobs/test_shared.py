"""Work that several wait for."""

import asyncio

import pytest

from services.errors import LinkGone
from services.jobs.shared import Shared
from services.nursery import Nursery


class Work:
    def __init__(self) -> None:
        self.begun = 0
        self.cleaned = 0
        self.go = asyncio.Event()
        self.error = None
        self.tell = None

    async def __call__(self, tell):
        self.begun += 1
        self.tell = tell
        try:
            await self.go.wait()
        finally:
            await asyncio.sleep(0)
            self.cleaned += 1
        if self.error:
            raise self.error
        return f"result {self.begun}"


@pytest.fixture
async def nursery():
    async with Nursery() as nursery:
        yield nursery


@pytest.fixture
async def shared(nursery):
    return Shared(nursery)


def nobody(_done, _total):
    pass


async def joined(nursery, shared, work, watch=nobody, key="k"):
    async def outcome():
        try:
            return await shared.join(key, work, watch=watch)
        except LinkGone as error:
            return error

    task = nursery.spawn(outcome(), name="waiter")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return task


async def test_all_who_ask_get_the_one_result(nursery, shared):
    work = Work()
    waiters = [await joined(nursery, shared, work) for _ in range(5)]
    work.go.set()
    assert await asyncio.gather(*waiters) == ["result 1"] * 5
    assert work.begun == 1


async def test_other_keys_are_other_work(nursery, shared):
    work = Work()
    waiters = [await joined(nursery, shared, work, key=key) for key in "ab"]
    work.go.set()
    await asyncio.gather(*waiters)
    assert work.begun == 2


async def test_who_leaves_does_not_disturb_the_others(nursery, shared):
    work = Work()
    first = await joined(nursery, shared, work)
    second = await joined(nursery, shared, work)
    first.cancel()
    await asyncio.wait({first})
    assert work.cleaned == 0
    work.go.set()
    assert await second == "result 1"


async def test_the_last_who_leaves_ends_the_work_first(nursery, shared):
    work = Work()
    waiters = [await joined(nursery, shared, work) for _ in range(2)]
    for waiter in waiters:
        waiter.cancel()
    await asyncio.wait(waiters)
    assert work.cleaned == 1


async def test_who_comes_while_it_ends_begins_anew(nursery, shared):
    work = Work()
    first = await joined(nursery, shared, work)
    first.cancel()
    await asyncio.sleep(0)
    second = await joined(nursery, shared, work)
    work.go.set()
    assert await second == "result 2"


async def test_a_failure_is_told_to_all_and_not_kept(nursery, shared):
    work = Work()
    work.error = LinkGone(host="example.com")
    waiters = [await joined(nursery, shared, work) for _ in range(2)]
    work.go.set()
    told = await asyncio.gather(*waiters)
    assert all(isinstance(error, LinkGone) for error in told)
    work.error = None
    assert await (await joined(nursery, shared, work)) == "result 2"


async def test_progress_is_told_to_all(nursery, shared):
    work = Work()
    heard = []
    waiters = [
        await joined(nursery, shared, work, watch=lambda *what, who=who: heard.append((who, *what)))
        for who in "ab"
    ]
    work.tell(1.0, 2.0)
    waiters[0].cancel()
    await asyncio.wait({waiters[0]})
    work.tell(2.0, None)
    work.go.set()
    await waiters[1]
    assert heard == [("a", 1.0, 2.0), ("b", 1.0, 2.0), ("b", 2.0, None)]
