"""Duties are done at their times, whatever happened the last time."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot.timetable import Duty, _trigger, open_timetable, perform

SOON = timedelta(milliseconds=10)


async def test_a_duty_comes_again_and_again():
    done = asyncio.Queue()

    async with open_timetable([Duty("sweep", lambda: done.put(1), every=SOON)]):
        for _ in range(3):
            await asyncio.wait_for(done.get(), 5)


async def test_a_duty_that_failed_comes_again():
    tried = asyncio.Queue()

    async def fail():
        tried.put_nowait(1)
        raise RuntimeError("disk on fire")

    with structlog.testing.capture_logs() as lines:
        async with open_timetable([Duty("sweep", fail, every=SOON)]):
            for _ in range(2):
                await asyncio.wait_for(tried.get(), 5)

    assert lines[0]["event"] == "duty failed"
    assert lines[0]["duty"] == "sweep"


async def test_what_still_runs_at_the_end_is_cancelled():
    began, ended = asyncio.Event(), asyncio.Event()

    async def slow():
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with open_timetable([Duty("sweep", slow, every=SOON)]):
        await asyncio.wait_for(began.wait(), 5)

    assert ended.is_set()


async def test_a_cancelled_duty_is_no_failure():
    with structlog.testing.capture_logs() as lines, pytest.raises(asyncio.CancelledError):
        await perform(Duty("sweep", _cancelled))

    assert lines == []


async def _cancelled():
    raise asyncio.CancelledError


def test_a_nightly_duty_comes_once_a_day():
    trigger = _trigger(Duty("sweep", _cancelled))
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)

    first = trigger.get_next_fire_time(None, noon)
    trigger.jitter = None
    second = trigger.get_next_fire_time(first, first + timedelta(hours=1))

    assert timedelta() < first - noon <= timedelta(days=1)
    assert timedelta(hours=12) < second - first < timedelta(hours=36)
