"""Fair lanes: a list holds nobody up, nobody is told “busy”, and a site's limit is that site's alone."""

import asyncio
from collections import defaultdict
from dataclasses import replace

import pytest

from services.jobs.events import Queued
from services.jobs.job import State
from services.jobs.order import Channel, Order, Product, Recipient
from services.jobs.rooms import Rules
from services.jobs.tracks import Limits
from services.platforms.link import Link
from services.sources.playlist import Entry, Playlist
from tests.services.jobs.fakes import Gate, House, eventually, media

ANN, BOB = 1, 2


class Watched:
    """Holds every fetch at a gate, and knows what was begun in which order."""

    def __init__(self, house):
        self.gate = Gate().close()
        self.begun = []
        self._fetch = house.sources.fetch
        house.sources.fetch = self

    async def __call__(self, medium, *arguments, **options):
        self.begun.append(medium.key)
        await self.gate()
        return await self._fetch(medium, *arguments, **options)

    async def reaches(self, count):
        async def has_begun():
            return len(self.begun) >= count

        await eventually(has_begun)


async def list_of(house, count, *, account):
    entries = tuple(
        Entry(f"https://list.example.com/{n}", f"Item {n}") for n in range(1, count + 1)
    )
    pinned = await house.jobs.pin(Playlist("", "", "web", "A list", entries=entries))
    source = Link(url="", site="web", key=pinned.key)
    recipient = Recipient(Channel.TELEGRAM, chat_id=account, message_id=9)
    return Order(Product.LIST, source, recipient, account=account, choice="mp3")


async def test_a_clip_is_served_before_the_third_item_of_a_list_of_fifty(tmp_path):
    async with House(tmp_path, rules=Rules(limits=Limits(fast=2))) as house:
        watched = Watched(house)
        long = await house.jobs.submit(await list_of(house, 50, account=ANN))
        await watched.reaches(2)

        clip = await house.jobs.submit(media("clip", account=BOB, chat=BOB))
        watched.gate.open.set()
        (served,) = await house.done(clip)

        assert served.state is State.DONE
        assert watched.begun.index(clip.order.source_key) == 2
        await house.jobs.cancel(long.id, account=ANN)


async def test_thirty_files_pass_four_places_without_an_error_and_in_their_order(tmp_path):
    async with House(tmp_path, rules=Rules(limits=Limits(fast=4, per_account=4))) as house:
        chats = defaultdict(list)
        deliver = house.telegram.deliver

        async def noted(job, *arguments, **options):
            chats[job.order.recipient.chat_id].append(job.order.number)
            return await deliver(job, *arguments, **options)

        house.telegram.deliver = noted
        orders = [await list_of(house, 15, account=account) for account in (ANN, BOB)]
        done = await house.done(*[await house.jobs.submit(order) for order in orders])

        assert [job.state for job in done] == [State.DONE] * 2
        assert chats == {ANN: list(range(1, 16)), BOB: list(range(1, 16))}


async def test_a_site_at_its_limit_of_two_does_not_hold_up_others(tmp_path):
    limits = Limits(fast=4, per_account=4, per_site=2)
    async with House(tmp_path, rules=Rules(limits=limits)) as house:
        watched = Watched(house)
        slow = [media(f"slow{n}", source=about("slow", n), account=n) for n in range(1, 6)]
        jobs = [await house.jobs.submit(order) for order in slow]
        other = await house.jobs.submit(media(source=about("quick", 1), account=9))

        await watched.reaches(3)
        assert sorted(key.split(":")[0] for key in watched.begun) == ["quick", "slow", "slow"]
        watched.gate.open.set()
        done = await house.done(other, *jobs)

        assert {job.state for job in done} == {State.DONE}


async def test_whoever_has_to_wait_is_told_their_place_and_never_busy(tmp_path):
    async with House(tmp_path, rules=Rules(limits=Limits(fast=1))) as house:
        watched = Watched(house)
        with house.feed.listen() as events:
            jobs = [await house.jobs.submit(media(f"m{n}", account=n, chat=n)) for n in range(1, 7)]
            await watched.reaches(1)
            places = {}
            async with asyncio.timeout(20):
                async for event in events:
                    if isinstance(event, Queued):
                        places[event.job.id] = event.place
                    if sorted(places[job.id] for job in jobs[1:] if job.id in places) == [
                        *range(1, 6)
                    ]:
                        break
        watched.gate.open.set()

        assert {job.state for job in await house.done(*jobs)} == {State.DONE}


@pytest.mark.parametrize("most_waiting", [1, 3])
async def test_a_list_is_no_longer_than_what_one_may_have_waiting(tmp_path, most_waiting):
    rules = Rules(limits=Limits(fast=1), most_waiting=most_waiting)
    async with House(tmp_path, rules=rules) as house:
        (done,) = await house.done(await house.jobs.submit(await list_of(house, 8, account=ANN)))

        assert done.state is State.DONE
        assert house.telegram.order == list(range(1, 9))


def about(site, number):
    return replace(Link("", site, ""), url=f"https://{site}.com/{number}", key=f"{site}:{number}")
