"""Who wants much at once leaves the processors to those who want one thing."""

from services.jobs.job import State
from tests.services.jobs.fakes import House, eventually, media


async def test_the_work_of_who_has_many_jobs_gives_way_and_that_of_others_does_not(
    tmp_path, monkeypatch
):
    gave_way = []
    monkeypatch.setattr(
        "services.jobs.stagehand.let_others_first", lambda: gave_way.append("somebody")
    )
    async with House(tmp_path) as house:
        house.crafts.gate.close()
        for number in range(3):
            await house.jobs.submit(media(f"few-{number}", account=number + 1))

        async def are_being_converted():
            return house.crafts.calls["convert"] > 0

        await eventually(are_being_converted)
        assert gave_way == []

        many = [await house.jobs.submit(media(f"many-{number}", account=9)) for number in range(6)]
        house.crafts.gate.open.set()
        ended = await house.done(*many)
        assert {job.state for job in ended} == {State.DONE}
        assert gave_way
