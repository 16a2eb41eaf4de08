"""A site that keeps us out is left alone; who waits for it is told so, and nobody else has to wait."""

import asyncio
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import replace

import pytest

from services.errors import (
    HearsayError,
    LinkGone,
    SiteBotCheck,
    SiteDown,
    SiteLimited,
    SiteResting,
)
from services.jobs.events import Queued
from services.jobs.job import State
from services.jobs.order import Channel
from services.jobs.rooms import Rules
from services.jobs.sites import Sites
from services.platforms.link import Link
from services.store.database import open_database
from tests.services.jobs.fakes import FakeSources, House, card, eventually, media
from tests.services.jobs.shifted import Shifted

MINUTE = 60.0


class LimitedSources(FakeSources):
    """YouTube keeps everybody out until an hour; whoever knocks is counted."""

    def __init__(self, clock, *, until, error=SiteLimited):
        super().__init__()
        self.clock = clock
        self.until = until
        self.error = error
        self.knocks = Counter()

    async def resolve(self, link, *, folder):
        self.knocks[link.site] += 1
        if link.site == "youtube" and self.clock.now() < self.until:
            raise self.error(host="youtube.com")
        return await super().resolve(link, folder=folder)


def video(number, *, account=1):
    link = Link(f"https://youtu.be/v{number}", "youtube", f"youtube:v{number}")
    return replace(card(account=account, chat=number + 1), source=link)


@pytest.fixture
def clock():
    return Shifted()


@pytest.fixture
def house(tmp_path, clock):
    sources = LimitedSources(clock, until=clock.now() + 60 * MINUTE)
    return House(tmp_path, clock=clock, sources=sources)


@pytest.fixture
async def sites(tmp_path, clock):
    async with open_database(tmp_path / "sites.db") as database:
        yield Sites(database, clock)


async def knock(sites, error=None, *, site="youtube"):
    with suppress(HearsayError):
        async with sites.visit(site, host=f"{site}.com"):
            if error is not None:
                raise error


async def test_fifty_links_for_a_site_that_is_closed_for_an_hour(house, clock):
    told = defaultdict(set)
    async with house:
        with house.feed.listen() as events:
            jobs = [await house.jobs.submit(video(n, account=n)) for n in range(50)]
            other = await house.jobs.submit(card("elsewhere", account=99))
            (elsewhere,) = await house.done(other)
            assert elsewhere.state is State.DONE

            async def all_wait():
                return all(house.jobs.rest(job.id) for job in jobs)

            await eventually(all_wait)
            await clock.pass_minutes(59)
            assert house.sources.knocks["youtube"] <= 3
            (later,) = await house.done(await house.jobs.submit(card("later", account=99)))
            assert later.state is State.DONE
            await clock.pass_minutes(62)
            ended = await house.done(*jobs)
            async for event in events:
                if isinstance(event, Queued) and event.rest is not None:
                    told[event.job.id].add(event.rest.until)
                if event.job.id == ended[-1].id and event.job.over:
                    break

    assert {job.state for job in ended} == {State.DONE}
    assert house.sources.knocks["youtube"] <= 3 + 50
    assert set(told) >= {job.id for job in jobs}
    assert max(len(times) for times in told.values()) <= 3


async def test_who_waits_goes_on_waiting_after_a_restart(house, clock):
    async with house:
        job = await house.jobs.submit(video(1))

        async def waits():
            return house.jobs.rest(job.id) is not None

        await eventually(waits)
    knocked = house.sources.knocks["youtube"]
    async with house:
        assert house.jobs.rest(job.id) is not None
        await clock.pass_minutes(2)
        assert house.sources.knocks["youtube"] == knocked
        clock.shift += 120 * MINUTE
        (done,) = await house.done(job)
    assert done.state is State.DONE


async def test_cancel_works_while_a_job_waits_for_a_site(house, clock):
    async with house:
        job = await house.jobs.submit(video(1))

        async def waits():
            return house.jobs.rest(job.id) is not None

        await eventually(waits)
        stopped = await house.jobs.cancel(job.id, account=1)
        clock.shift += 120 * MINUTE
        await asyncio.sleep(0.1)
        assert stopped.state is State.CANCELLED
        assert house.jobs.rest(job.id) is None
        assert house.sources.knocks["youtube"] == 1


async def test_nobody_waits_for_ever(house, clock):
    house.sources.until = clock.now() + 1000 * 60 * MINUTE
    async with house:
        job = await house.jobs.submit(video(1))
        for _ in range(40):
            await clock.pass_minutes(10)
        (ended,) = await house.done(job)
    assert ended.state is State.FAILED
    assert ended.failure.code in {SiteLimited.code, SiteResting.code}


async def test_a_command_line_does_not_wait_at_all(tmp_path, clock):
    sources = LimitedSources(clock, until=clock.now() + 60 * MINUTE, error=SiteBotCheck)
    rules = Rules(site_patience=Rules().site_patience * 0)
    async with House(tmp_path, rules=rules, clock=clock, sources=sources) as house:
        order = replace(media(channel=Channel.SHELF), source=video(1).source)
        (ended,) = await house.done(await house.jobs.submit(order))
    assert ended.failure.code == SiteBotCheck.code


async def test_a_site_rests_longer_each_time(sites, clock):
    rests = []
    for _ in range(4):
        await knock(sites, SiteLimited(host="youtube.com"))
        rests.append(round((sites.rest("youtube").until - clock.now()) / MINUTE))
        clock.shift = sites.rest("youtube").until - clock.now() + clock.shift + 1
    assert rests == [15, 45, 60, 60]


async def test_a_site_that_says_how_long_is_believed(sites, clock):
    await knock(sites, SiteLimited(host="youtube.com", seconds=3600))

    assert round(sites.rest("youtube").until - clock.now()) == 3600


async def test_nobody_visits_a_site_that_rests(sites):
    await knock(sites, SiteBotCheck(host="youtube.com"))

    with pytest.raises(SiteResting) as resting:
        async with sites.visit("youtube", host="youtu.be"):
            pass
    assert resting.value.details == {"host": "youtu.be", "minutes": 15, "site": "youtube"}
    await knock(sites, site="tiktok")
    assert sites.rest("tiktok") is None


async def test_one_at_a_time_tries_whether_a_site_lets_us_in_again(sites, clock):
    opened = []
    sites.on_open = opened.append
    await knock(sites, SiteLimited(host="youtube.com"))
    clock.shift += 16 * MINUTE
    async with sites.visit("youtube", host="youtube.com"):
        assert not sites.is_due("youtube")
        with pytest.raises(SiteResting):
            async with sites.visit("youtube", host="youtube.com"):
                pass
    assert opened == ["youtube"]
    assert sites.rest("youtube") is None


async def test_a_video_that_is_gone_shows_that_the_site_lets_us_in(sites, clock):
    await knock(sites, SiteLimited(host="youtube.com"))
    clock.shift += 16 * MINUTE
    await knock(sites, LinkGone(host="youtube.com"))

    assert sites.rest("youtube") is None


async def test_a_site_that_is_down_shows_nothing(sites, clock):
    await knock(sites, SiteLimited(host="youtube.com"))
    clock.shift += 16 * MINUTE
    await knock(sites, SiteDown(host="youtube.com"))

    assert sites.rest("youtube").until > clock.now()
    assert sites.rest("youtube").times == 1


async def test_two_who_are_refused_together_count_once(sites):
    async def visitor():
        async with sites.visit("youtube", host="youtube.com"):
            await asyncio.sleep(0)
            raise SiteLimited(host="youtube.com")

    await asyncio.gather(visitor(), visitor(), return_exceptions=True)

    assert sites.rest("youtube").times == 1


async def test_few_ask_one_site_at_a_time(sites):
    inside = most = 0

    async def ask():
        nonlocal inside, most
        async with sites.turn("youtube"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(ask() for _ in range(10)))
    assert most == 2
    assert not sites._doors
