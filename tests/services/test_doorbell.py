"""Who waits at the doorbell: woken by a ring, or by a clock whose hands a test turns."""

import asyncio
from datetime import timedelta

import pytest

from services.doorbell import Doorbell
from tests.bot.clocks import Hands

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    return Hands()


async def woken(bell, clock, delay, *, after):
    """Return whether who waits has been woken when so many seconds are over."""
    waiting = asyncio.ensure_future(bell.wait(delay))
    await clock.turn(after)
    is_over = waiting.done()
    waiting.cancel()
    return is_over


async def test_a_ring_wakes_before_the_time(clock):
    bell = Doorbell(clock)
    asyncio.get_running_loop().call_soon(bell.ring)

    assert await woken(bell, clock, MINUTE, after=0)


async def test_a_ring_before_the_wait_is_heard(clock):
    bell = Doorbell(clock)
    bell.ring()

    assert await woken(bell, clock, MINUTE, after=0)


async def test_a_ring_is_heard_once(clock):
    bell = Doorbell(clock)
    bell.ring()
    await bell.wait(MINUTE)

    assert not await woken(bell, clock, MINUTE, after=59)


@pytest.mark.parametrize(("after", "is_over"), [(59, False), (60, True)])
async def test_without_a_ring_the_time_wakes(clock, after, is_over):
    assert await woken(Doorbell(clock), clock, MINUTE, after=after) is is_over


async def test_without_a_time_only_a_ring_wakes(clock):
    assert not await woken(Doorbell(clock), clock, None, after=10**6)
