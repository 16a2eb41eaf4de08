"""A key may ask for so much and no more, whatever happens to the program and its clock meanwhile."""

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.accounts.buckets import Buckets
from services.accounts.keys import USUAL, Key
from services.store.database import open_database


def key(name="a"):
    return Key(id=name, name=name, account=1, scopes=USUAL, made_at=0)


@dataclass
class Watch:
    """A clock whose time of day can be set; how long something took it knows nevertheless."""

    passed: float = 1000.0
    ahead: float = 1_800_000_000.0

    def now(self):
        return self.passed + self.ahead

    def monotonic(self):
        return self.passed


class Disk:
    """What is kept of the buckets, with the writes counted."""

    def __init__(self):
        self.kept, self.writes = {}, 0

    async def row(self, _sql, *, key):
        await asyncio.sleep(0)
        return self.kept.get(key)

    async def write(self, _sql, *, key, tokens, now):
        await asyncio.sleep(0)
        self.writes += 1
        self.kept[key] = {"tokens": tokens, "counted_at": now}


def buckets(disk, watch, *, capacity=3, refill=0.5):
    return Buckets(disk, watch, capacity=capacity, refill_per_second=refill)


async def test_a_bucket_is_full_at_first_and_says_when_there_is_more():
    watch = Watch()
    full = buckets(Disk(), watch)

    lefts = [await full.take(key()) for _ in range(4)]

    assert [left.granted for left in lefts] == [True, True, True, False]
    assert [left.tokens for left in lefts] == [2, 1, 0, 0]
    assert (lefts[-1].retry_after, lefts[-1].full_after, lefts[-1].capacity) == (2, 6, 3)
    watch.passed += 2
    assert (await full.take(key())).granted


async def test_each_key_has_its_own():
    full = buckets(Disk(), Watch(), capacity=1)

    assert (await full.take(key("a"))).granted
    assert (await full.take(key("b"))).granted
    assert not (await full.take(key("a"))).granted


async def test_of_many_at_once_so_many_are_let_in():
    full = buckets(Disk(), Watch(), capacity=7)

    lefts = await asyncio.gather(*(full.take(key()) for _ in range(50)))

    assert sum(left.granted for left in lefts) == 7


async def test_who_is_refused_costs_no_write():
    disk = Disk()
    full = buckets(disk, Watch(), capacity=2)

    for _ in range(100):
        await full.take(key())

    assert disk.writes == 2


async def test_a_restart_fills_nothing(tmp_path):
    watch = Watch()
    for capacity_left in (True, False):
        async with open_database(tmp_path / "hearsay.db") as database:
            left = [await buckets(database, watch).take(key()) for _ in range(2)]
            assert left[0].granted is True
            assert left[1].granted is capacity_left


@pytest.mark.parametrize("jump", [-86_400, -1, 1, 86_400])
async def test_a_clock_that_is_set_fills_nothing(jump):
    watch = Watch()
    full = buckets(Disk(), watch, capacity=1)
    await full.take(key())

    watch.ahead += jump

    assert not (await full.take(key())).granted


async def test_after_a_restart_on_a_clock_that_was_set_back_it_fills_again():
    watch, disk = Watch(), Disk()
    await buckets(disk, watch, capacity=1).take(key())
    watch.ahead -= 86_400
    after = buckets(disk, watch, capacity=1)

    assert not (await after.take(key())).granted
    watch.passed += 2
    assert (await after.take(key())).granted


happenings = st.lists(
    st.one_of(
        st.just("take"),
        st.just("restart"),
        st.tuples(st.just("wait"), st.floats(0, 30)),
        st.tuples(st.just("set back"), st.floats(0, 1000)),
    ),
    max_size=60,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(happenings, st.integers(1, 9), st.floats(0.01, 10))
def test_never_more_than_the_capacity_and_what_has_flowed_in(happens, capacity, refill):
    async def lived():
        watch, disk = Watch(), Disk()
        full = buckets(disk, watch, capacity=capacity, refill=refill)
        taken, began = 0, watch.passed
        for one in happens:
            match one:
                case "take":
                    left = await full.take(key())
                    taken += left.granted
                    assert 0 <= left.tokens <= capacity
                    assert (left.retry_after == 0) == (left.tokens >= 1)
                    assert taken <= capacity + (watch.passed - began) * refill + 1e-6
                case "restart":
                    full = buckets(disk, watch, capacity=capacity, refill=refill)
                case ("wait", seconds):
                    watch.passed += seconds
                case ("set back", seconds):
                    watch.ahead -= seconds

    asyncio.run(lived())


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.floats(0.01, 10))
def test_who_comes_when_told_to_is_let_in(capacity, refill):
    async def lived():
        watch = Watch()
        full = buckets(Disk(), watch, capacity=capacity, refill=refill)
        for _ in range(capacity + 1):
            left = await full.take(key())
        assert not left.granted
        watch.passed += left.retry_after + 1e-6
        assert (await full.take(key())).granted

    asyncio.run(lived())
