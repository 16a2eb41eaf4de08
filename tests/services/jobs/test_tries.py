"""Three tries where it may help, one where it cannot."""

import asyncio
import errno
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from services.errors import LinkGone, NoRoom, SiteTooSlow, SiteTrouble, Unexpected
from services.jobs.tries import tried
from tests.services.store.hands import Hands

LATE = SiteTooSlow(host="example.com", seconds=1)


class Act:
    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.calls = 0

    async def __call__(self):
        self.calls += 1
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


async def attempt(act, *, within=10.0, clock=None):
    return await tried(
        act, name="act", within=timedelta(seconds=within), late=LATE, clock=clock or Hands()
    )


async def test_a_passing_trouble_is_outlasted():
    act = Act(SiteTrouble(host="x"), SiteTrouble(host="x"), "done")
    with capture_logs() as lines:
        assert await attempt(act) == "done"
    assert [line["number"] for line in lines if line["event"] == "try failed"] == [1, 2]


async def test_the_third_failure_is_final():
    act = Act(*(SiteTrouble(host="x") for _ in range(4)))
    with pytest.raises(SiteTrouble):
        await attempt(act)
    assert act.calls == 3


@pytest.mark.parametrize("error", [LinkGone(host="x"), NoRoom(needed_bytes=2, free_bytes=1)])
async def test_what_cannot_get_better_is_tried_once(error):
    act = Act(error)
    with pytest.raises(type(error)):
        await attempt(act)
    assert act.calls == 1


async def test_the_pauses_grow_and_vary():
    waited = []
    for _ in range(5):
        clock = Hands()
        began = clock.now()
        act = Act(SiteTrouble(host="x"), SiteTrouble(host="x"), "done")
        await attempt(act, clock=clock)
        waited.append(clock.now() - began)
    assert all(5 <= seconds <= 10 for seconds in waited)
    assert len(set(waited)) > 1


async def test_a_bug_becomes_an_apology_with_the_id_of_the_log_line():
    act = Act(KeyError("secret"))
    with capture_logs() as lines, pytest.raises(Unexpected) as caught:
        await attempt(act)
    (line,) = [line for line in lines if line["event"] == "unexpected"]
    assert line["id"] == caught.value.details["id"]
    assert len(line["id"]) == 8
    assert isinstance(line["exc_info"], KeyError)
    assert act.calls == 1


async def test_a_full_disk_is_no_bug():
    act = Act(OSError(errno.ENOSPC, "No space left on device"))
    with capture_logs() as lines, pytest.raises(NoRoom):
        await attempt(act)
    assert [line["event"] for line in lines] == ["try failed"]
    assert act.calls == 1


async def test_a_try_that_takes_too_long_is_cut_and_repeated():
    stuck = asyncio.Event()
    calls = []

    async def act():
        calls.append(1)
        await stuck.wait()

    with pytest.raises(SiteTooSlow):
        await attempt(act, within=0.01)
    assert len(calls) == 3


async def test_somebody_elses_timeout_is_a_bug():
    with pytest.raises(Unexpected):
        await attempt(Act(TimeoutError()))
