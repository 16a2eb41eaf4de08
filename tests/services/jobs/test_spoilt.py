"""Bytes that go bad while they are kept, as they do on a dying disk, are brought anew and not blamed."""

import pytest

from services.errors import ConversionFailed, FileUnreadable
from services.jobs.job import State
from tests.services.jobs.fakes import House, media

ERRORS = [FileUnreadable(name="x"), ConversionFailed(choice="mp3")]


@pytest.mark.parametrize("error", ERRORS)
async def test_an_original_that_went_bad_is_brought_anew(tmp_path, error):
    async with House(tmp_path) as house:
        gate = house.crafts.gate.close()
        job = await house.jobs.submit(media())
        await gate.reached.wait()
        original = await house.jobs._works._shop.artifacts.get("web:one|source:sound")
        house.blobs.path_of(original.blob).write_bytes(b"spoilt")
        house.crafts.failures = [error]
        gate.open.set()
        (done,) = await house.done(job)
        assert (done.state, house.sources.calls["fetch"]) == (State.DONE, 2)


@pytest.mark.parametrize("error", ERRORS)
async def test_an_original_that_is_as_it_came_is_to_blame(tmp_path, error):
    async with House(tmp_path) as house:
        house.crafts.failures = [error]
        (failed,) = await house.done(await house.jobs.submit(media()))
        assert (failed.state, house.sources.calls["fetch"]) == (State.FAILED, 1)
