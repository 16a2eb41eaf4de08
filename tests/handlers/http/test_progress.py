"""How far a job is: of the whole, whatever stage it is in, and in words."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from handlers.http.progress import Phase, Watching
from locales.texts import LANGUAGES, texts_for
from services.jobs.events import Counted, Feed, Finished, Heard, Progress, Queued, Started
from services.jobs.job import Job, Stage, State
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.jobs.plan import PLAN
from services.jobs.sites import Rest
from services.jobs.tally import Tally
from services.platforms.link import Link
from tests.services.store.hands import Hands

LINK = Link("https://example.com/a", "web", "web:a")
FILE = LocalFile("/nowhere/a.mp3", "a.mp3")


def job_of(product=Product.CLEAN, source=LINK, state=State.RUNNING, stage=None):
    order = Order(
        product, source, Recipient(Channel.SHELF), 1, choice="mp3" if source is LINK else ""
    )
    return Job("j1", order, state, stage, created_at=0)


class FakeJobs:
    def __init__(self, job):
        self.job = job

    def place(self, job_id):
        return 4

    async def get(self, job_id):
        return self.job


def watching_of(job):
    return Watching(SimpleNamespace(clock=Hands(), feed=Feed(), jobs=FakeJobs(job)))


def after(watching, event):
    watching._see(event)
    return watching.of(event.job)


@pytest.mark.parametrize("product", list(Product))
@pytest.mark.parametrize("source", [LINK, FILE])
def test_a_job_only_goes_forward_and_never_is_done_before_its_end(product, source):
    job = job_of(product, source)
    watching, seen = watching_of(job), []
    for stage in PLAN[product]:
        seen.append(after(watching, Started(job, stage)).fraction)
        seen += [
            after(watching, Progress(job, stage, fraction=part)).fraction for part in (0.2, 0.9, 1)
        ]

    assert seen == sorted(seen)
    assert 0 <= seen[0] < seen[-1] <= 1


def test_fetching_a_model_is_no_listening_yet():
    job = job_of()
    watching = watching_of(job)
    before = after(watching, Started(job, Stage.MODEL))
    halfway = after(watching, Progress(job, Stage.MODEL, fraction=0.5))
    listening = after(watching, Started(job, Stage.LISTEN))

    assert before.phase is halfway.phase is Phase.MODEL
    assert before.fraction == halfway.fraction == listening.fraction > 0


def test_a_job_that_waits_says_for_what():
    job = job_of(state=State.WAITING)
    watching = watching_of(job)
    rest = Rest("web", until=1000.0, times=1)

    assert watching.of(job).phase is Phase.QUEUED
    assert watching.of(job).place == 4
    assert after(watching, Queued(job, place=2)).place == 2
    assert after(watching, Queued(job, room=False)).phase is Phase.ROOM
    assert after(watching, Queued(job, rest=rest)).phase is Phase.SITE
    assert watching_of(job).of(replace(job, waits_for="web")).phase is Phase.SITE


def test_a_list_is_as_far_as_its_entries():
    job = job_of(Product.LIST)
    tally = Tally("A list", chosen=(1, 2, 3, 4), delivered=(1, 2), missed=())
    standing = after(watching_of(job), Counted(job, tally))

    assert standing.phase is Phase.ITEMS
    assert 0.4 < standing.fraction < 0.6


def test_what_is_heard_says_nothing_of_how_far_it_is():
    job = job_of()
    watching = watching_of(job)
    before = after(watching, Progress(job, Stage.LISTEN, fraction=0.5))

    assert after(watching, Heard(job, "words")) == before


def test_nothing_is_kept_of_a_job_that_is_over():
    job = job_of()
    watching = watching_of(job)
    after(watching, Started(job, Stage.LISTEN))
    done = replace(job, state=State.DONE, ended_at=7.0)
    standing = after(watching, Finished(done))

    assert (standing.phase, standing.fraction, standing.at) == (Phase.OVER, 1.0, 7.0)
    assert not watching._standings


async def test_who_follows_slowly_hears_of_the_newest_and_of_the_end():
    job = job_of()
    watching = watching_of(job)
    news = watching.follow("j1")
    await anext(news)
    for part in (0.1, 0.5, 0.9):
        watching._see(Progress(job, Stage.LISTEN, fraction=part))
    newest = await anext(news)
    watching._see(Progress(job, Stage.LISTEN, fraction=0.95))
    watching._see(Finished(replace(job, state=State.DONE)))
    rest = [standing async for standing in news]

    assert newest.phase is Phase.TRANSCRIPTION
    assert newest == after(watching_of(job), Progress(job, Stage.LISTEN, fraction=0.9))
    assert [standing.phase for standing in rest] == [Phase.OVER]
    assert not watching._followers


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phase_has_a_sentence(language):
    job = job_of()
    standing = watching_of(job).of(job)
    said = {replace(standing, phase=phase).sentence(texts_for(language)) for phase in Phase}

    assert len(said) == len(Phase)
    assert all(said)
