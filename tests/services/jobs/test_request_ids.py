"""A request is followed by its name: from the door to the last line that its job writes into the log."""

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.testing import capture_logs

from services.jobs.job import State
from services.jobs.programs import Extras
from tests.services.jobs.fakes import House, media


async def lines_of(house, job):
    with capture_logs(processors=[merge_contextvars]) as lines:
        await house.done(job)
    return [line for line in lines if line.get("job") == job.id]


async def test_the_log_of_a_job_bears_the_name_of_its_request(tmp_path):
    async with House(tmp_path) as house:
        house.crafts.failures = [RuntimeError("a bug")]
        with bound_contextvars(request_id="the-request"):
            job = await house.jobs.submit(media())
        assert job.request_id == "the-request"
        lines = await lines_of(house, job)
        assert lines
        assert {line["request_id"] for line in lines} == {"the-request"}


async def test_it_is_known_after_a_restart(tmp_path):
    house = House(tmp_path)
    house.crafts.failures = [RuntimeError("a bug")]
    await house.open()
    job = await house.jobs.submit(media(), extras=Extras(request_id="asked-before"))
    await house.close()
    again = House(tmp_path, crafts=house.crafts)
    await again.open()
    with capture_logs(processors=[merge_contextvars]) as lines:
        await again.start()
        (done,) = await again.done(job)
    await again.close()
    assert done.state is State.FAILED
    named = {line.get("request_id") for line in lines if line.get("job") == job.id}
    assert named == {"asked-before"}


async def test_neighbours_do_not_lend_each_other_their_names(tmp_path):
    async with House(tmp_path) as house:
        house.crafts.failures = [RuntimeError("a bug"), RuntimeError("another")]
        jobs = [
            await house.jobs.submit(media(name), extras=Extras(request_id=f"of-{name}"))
            for name in ("a", "b")
        ]
        with capture_logs(processors=[merge_contextvars]) as lines:
            await house.done(*jobs)
        names = {line["job"]: line["request_id"] for line in lines if "job" in line}
        assert names == {jobs[0].id: "of-a", jobs[1].id: "of-b"}
        assert "job" not in structlog.contextvars.get_contextvars()
