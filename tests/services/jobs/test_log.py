"""A job can be followed in the log: each change has a line of its own, and none tells what it is about."""

import pytest
from structlog.testing import capture_logs

from services.errors import SiteLimited, TooBig
from services.jobs.job import State
from services.platforms.link import Link
from tests.services.jobs.fakes import House, eventually, media

VIDEO = Link("https://youtu.be/a-secret", "youtube", "youtube:a-secret")


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path) as house:
        yield house


async def followed(house, act=None):
    """Return the lines about one job, from the first to the last."""
    with capture_logs() as lines:
        job = await house.jobs.submit(media(source=VIDEO))
        if act is not None:
            await act(job)
        (over,) = await house.done(job)
    ours = [line for line in lines if line.get("job") == job.id and line["log_level"] == "info"]
    assert "secret" not in str(ours)
    assert over.title not in str(ours) or not over.title
    return over, ours


async def test_a_job_that_goes_well(house):
    over, lines = await followed(house)

    assert over.state is State.DONE
    assert [line["event"] for line in lines] == [
        "job accepted",
        "job started",
        *["job entered a stage"] * (len(lines) - 3),
        "job done",
    ]
    stages = [line["stage"] for line in lines if "stage" in line]
    assert stages == ["resolve", "fetch", "convert", "deliver"]
    assert {line["product"] for line in lines} == {"media"}
    assert [line["run"] for line in lines] == [0] + [1] * (len(lines) - 1)


async def test_a_job_that_fails(house):
    house.crafts.failures = [TooBig(size_bytes=2, limit_bytes=1)]

    _, lines = await followed(house)

    assert lines[-1]["event"] == "job failed"
    assert lines[-1]["code"] == "too-big"


async def test_a_job_that_is_stopped(house):
    async def stop(job):
        house.crafts.gate.close()

        async def has_arrived():
            return house.crafts.gate.arrived >= 1

        await eventually(has_arrived)
        await house.jobs.cancel(job.id, account=None)

    _, lines = await followed(house, stop)

    assert lines[-1]["event"] == "job cancelled"


async def test_a_job_that_waits_for_a_site(house):
    house.sources.failures["resolve"] = [SiteLimited(host="youtube.com", seconds=1)]

    async def let_in(job):
        async def is_waiting():
            return (await house.jobs.get(job.id)).waits_for == "youtube"

        await eventually(is_waiting)
        await house.jobs._sites._open("youtube")

    _, lines = await followed(house, let_in)

    aside = next(line for line in lines if line["event"] == "job set aside")
    assert aside["waits_for"] == "youtube"
    after = [line["event"] for line in lines[lines.index(aside) :]]
    assert after[1] == "job started"
    assert after[-1] == "job done"
