"""A clip of a sound is cut from what is kept, be it sound or film, before any site is asked."""

from dataclasses import replace

import pytest

from services.sources.medium import Picture
from tests.services.jobs.fakes import FakeSources, House, media


class Films(FakeSources):
    """A site that has films."""

    async def resolve(self, link, *, folder):
        found = await super().resolve(link, folder=folder)
        return replace(found, pictures=(Picture(360, None), Picture(720, None)))


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path, sources=Films()) as house:
        yield house


@pytest.mark.parametrize("kept", ["mp3", "360p", "720p"])
async def test_the_clip_of_what_was_fetched_asks_nobody(house, kept):
    await house.done(await house.jobs.submit(media(choice=kept)))
    before = dict(house.sources.calls)

    clip = await house.jobs.submit(media(choice="mp3;clip=3-5"))
    await house.done(clip)

    assert house.sources.calls == before
    assert house.telegram.files[clip.id] == 1


@pytest.mark.parametrize(
    ("kept", "choice"),
    [("360p", "mp3;clip=3-5;sound=de"), ("360p", "720p;clip=3-5"), ("360p", "mp3")],
    ids=["another sound track", "a taller film", "all of the sound"],
)
async def test_what_was_not_fetched_is_fetched(house, kept, choice):
    await house.done(await house.jobs.submit(media(choice=kept)))

    await house.done(await house.jobs.submit(media(choice=choice)))

    assert house.sources.calls["fetch"] == 2
