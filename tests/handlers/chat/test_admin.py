from dataclasses import dataclass, replace

import pytest

from handlers.chat.callbacks import Act, Board, Line, Turn
from locales.texts import LANGUAGES, texts_for
from services.crew.role import Role as Part
from services.crew.roster import Worker
from services.jobs.job import Failure, Stage, State
from services.jobs.order import Lane
from tests.handlers.chat.fakes import GUEST, OWNER, open_chat
from tests.handlers.chat.things import job, labels_flat


@dataclass(frozen=True)
class Figures:
    used_bytes: int = 2 << 30
    max_bytes: int = 10 << 30
    free_bytes: int = 5 << 30


class Blobs:
    async def figures(self):
        return Figures()


async def fine():
    return None


async def broken():
    return "no <answer>"


@pytest.fixture
async def chat(tmp_path):
    checks = {"database": fine, "engine": broken}
    async with open_chat(tmp_path, blobs=Blobs(), checks=checks) as chatting:
        yield chatting


def add(chat, count, state=State.RUNNING, **changes):
    for _ in range(count):
        number = len(chat.jobs.jobs) + 1
        made = job(state, id=f"job{number}", account=2, **changes)
        chat.jobs.put(replace(made, title=f"Film {number}", stage=Stage.FETCH, created_at=40.0))


async def test_the_board_says_how_things_stand(chat):
    add(chat, 2)
    add(chat, 1, State.WAITING, lane=Lane.BULK)

    await chat.write("/admin", who=OWNER)

    for fact in (
        "Short: 0 waiting · fetching 2",
        "Long: 1 waiting",
        "waiting for 1 min",
        "2 GB of 10 GB, 5 GB free",
        "Hearsay 0.1.0, yt-dlp 2026.10.26",
        "⚠ engine: no &lt;answer&gt;",
        "Film 3",
    ):
        assert fact in chat.text
    assert "database" not in chat.text


async def test_the_board_shows_who_works_elsewhere(chat):
    slots = {Part.CPU: 2}
    worker = Worker("cpu1@box", "x", frozenset(slots), "1.0+ab", slots, busy=1, load=0.52)
    chat.dispatcher["core"] = replace(chat.core, workers=lambda: [worker])

    await chat.write("/admin", who=OWNER)

    assert "Worker cpu1@box: cpu · 1 of 2 busy · load 0.5 · 1.0+ab" in chat.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_guests_do_not_see_it(chat, language):
    await chat.write("/admin", who=GUEST, language=language)

    assert chat.text == texts_for(language).error_not_allowed()


async def test_a_forged_button_shows_guests_nothing(chat):
    await chat.press(Turn(board=Board.ALL), who=GUEST)

    assert chat.alert == texts_for("en").error_not_allowed()


async def test_many_jobs_stand_on_pages(chat):
    add(chat, 12)

    await chat.press(Turn(board=Board.ALL, page=1), who=OWNER)

    assert "Jobs 6–10 of 12" in chat.edit.text
    assert labels_flat(chat.edit.reply_markup)[-3:] == ["‹", "↻ Refresh", "›"]


async def test_a_page_that_is_gone_shows_the_last(chat):
    add(chat, 6)

    await chat.press(Turn(board=Board.ALL, page=99), who=OWNER)

    assert "Jobs 6–6 of 6" in chat.edit.text


async def test_a_job_can_be_stopped_there(chat):
    add(chat, 2)

    await chat.press(Line(board=Board.ALL, act=Act.CANCEL, job="job1"), who=OWNER)

    assert chat.jobs.jobs["job1"].state is State.CANCELLED
    assert "Film 1" not in chat.edit.text


def add_failed(chat, count):
    add(chat, count, State.FAILED, failure=Failure("source_gone", {}))


async def test_failed_jobs_count_on_from_those_under_way(chat):
    add(chat, 2)
    add_failed(chat, 2)

    await chat.write("/admin", who=OWNER)

    assert "Failed in the last 24 hours" in chat.text
    assert "3. <b>" in chat.text
    assert "4. <b>" in chat.text
    assert "source_gone" in chat.text
    labels = labels_flat(chat.said()[0].reply_markup)
    assert labels == ["✕ Stop 1", "✕ Stop 2", "↻ Retry 3", "↻ Retry 4", "↻ Refresh"]


async def test_a_failed_job_can_be_retried_there(chat):
    add_failed(chat, 1)

    await chat.press(Line(board=Board.ALL, act=Act.AGAIN, job="job1"), who=OWNER)

    again = chat.jobs.jobs["job2"]
    assert (again.again_of, again.order.account) == ("job1", 2)
    assert labels_flat(chat.edit.reply_markup) == ["✕ Stop 1", "↻ Refresh"]


async def test_guests_retry_nothing_there(chat):
    add_failed(chat, 1)

    await chat.press(Line(board=Board.ALL, act=Act.AGAIN, job="job1"), who=GUEST)

    assert chat.alert == texts_for("en").error_not_allowed()
    assert list(chat.jobs.jobs) == ["job1"]


async def test_a_retry_of_what_is_no_longer_kept_says_so(chat):
    await chat.press(Line(board=Board.ALL, act=Act.AGAIN, job="job1"), who=OWNER)

    assert chat.alert == texts_for("en").error_button_expired()


async def test_an_empty_board_still_stands(chat):
    await chat.write("/admin", who=OWNER)

    assert "Last 24 hours: 0 done" in chat.text


async def test_the_board_fits_a_message(chat):
    add(chat, 12)
    add_failed(chat, 6)
    for each in list(chat.jobs.jobs.values()):
        chat.jobs.put(replace(each, title="🎧" * 300))

    await chat.write("/admin", who=OWNER)

    assert len(chat.text.encode("utf-16-le")) / 2 < 4096
