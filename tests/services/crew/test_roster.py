"""Who is there, and who leads."""

from dataclasses import replace

from services.clock import SystemClock
from services.crew.lead import Claimant, lead
from tests.services.crew.hands import open_shop, reborn


def claimant(name, *, home=""):
    return Claimant(name="front 1", holder=name, home=home or f"home of {name}", version="1")


async def test_a_name_belongs_to_one_worker_for_as_long_as_it_shows_itself(shop):
    worker = shop.worker()
    assert await shop.roster.enter(worker)

    assert not await shop.roster.enter(reborn(worker))
    assert not await shop.roster.beat(reborn(worker))
    assert await shop.roster.beat(replace(worker, busy=1))
    [told] = await shop.roster.workers()
    assert (told.boot, told.busy, told.slots) == (worker.boot, 1, worker.slots)


async def test_the_next_life_in_the_same_folder_need_not_wait(shop):
    worker = replace(shop.worker(), home="the lock")
    await shop.roster.enter(worker)

    assert await shop.roster.enter(reborn(worker))
    assert not await shop.roster.beat(worker)


async def test_the_silent_are_lost_and_their_names_free(tmp_path):
    async with open_shop(f"sqlite:///{tmp_path}/b.db", tmp_path, lost_seconds=0) as shop:
        worker = shop.worker()
        await shop.roster.enter(worker)

        [told] = await shop.roster.workers()
        assert shop.roster.is_lost(told)
        assert await shop.roster.enter(reborn(worker))


async def test_one_leads_and_the_other_follows_when_it_goes(shop):
    roster, clock, lost = shop.roster, SystemClock(), []
    async with lead(claimant("a"), roster, clock, on_lost=lambda: lost.append("a")) as leading:
        first = claimant("b")
        assert await roster.lease("front 1", holder="b", home=first.home, version="1") == "a"
        assert await roster.versions_leading() == {"1"}
        assert leading.is_sure

    async with lead(first, roster, clock, on_lost=lambda: lost.append("b")):
        assert await roster.lease("front 1", holder="c", home="c", version="1") == "b"
    assert lost == []


async def test_the_next_life_of_a_front_in_the_same_folder_leads_at_once(shop):
    await shop.roster.lease("front 1", holder="killed", home="the lock", version="1")

    async with lead(
        claimant("next", home="the lock"), shop.roster, SystemClock(), on_lost=lambda: None
    ):
        pass


class Frozen(SystemClock):
    """A clock that goes on while the process does not."""

    slept = 0.0

    def monotonic(self):
        return super().monotonic() + self.slept


async def test_who_was_frozen_asks_before_it_says_anything_and_ends_if_another_one_leads(shop):
    clock, lost = Frozen(), []
    me = claimant("me")
    async with lead(me, shop.roster, clock, on_lost=lambda: lost.append(1)) as leading:
        clock.slept = 60
        assert not leading.is_sure
        await leading.confirm()
        assert lost == []

        await shop.roster.release(me.name, holder=me.holder)
        await shop.roster.lease(me.name, holder="another", home="x", version="1")
        clock.slept = 120
        await leading.confirm()
        assert lost == [1]
