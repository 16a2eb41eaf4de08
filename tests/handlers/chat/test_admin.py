from dataclasses import dataclass, replace

import pytest

from handlers.chat.callbacks import Act, Board, Line, Turn
from locales.texts import LANGUAGES, texts_for
from services.accounts.account import Role
from services.crew.role import Role as Part
from services.crew.roster import Worker
from services.jobs.job import Failure, Stage, State
from services.jobs.order import Lane
from tests.handlers.chat.fakes import GUEST, OWNER, STRANGER, open_chat
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


async def role_of(chat, who):
    return (await chat.core.accounts.find_telegram(who)).role


async def test_somebody_is_shown_the_door(chat):
    add(chat, 2)
    add(chat, 1, State.DONE)

    await chat.write(f"/admin block {GUEST}", who=OWNER)

    for fact in ("Ann", f"<code>{GUEST}</code>", "2 jobs", f"/admin unblock {GUEST}"):
        assert fact in chat.text
    assert await role_of(chat, GUEST) is Role.BLOCKED
    states = [each.state for each in chat.jobs.jobs.values()]
    assert states == [State.CANCELLED, State.CANCELLED, State.DONE]
    assert chat.core.live.forgotten == chat.core.file_links.revoked == [2]
    chat.hush()
    await chat.write("/start", who=GUEST)
    assert chat.session.calls == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("who", "may_use"), [(GUEST, "yes"), (STRANGER, "no")])
async def test_somebody_is_let_in_again_as_they_had_come(chat, language, who, may_use):
    await chat.core.accounts.of_telegram(STRANGER, "Ann")
    await chat.write(f"/admin block {who}", who=OWNER)
    chat.hush()

    await chat.write(f"/admin unblock {who}", who=OWNER, language=language)

    texts = texts_for(language)
    assert chat.text == texts.admin_unblocked(name="Ann", number=str(who), may_use=may_use)
    assert await role_of(chat, who) is (Role.GUEST if who == GUEST else Role.STRANGER)


async def test_whose_message_was_forwarded_can_be_blocked(chat):
    sender = {"id": GUEST, "is_bot": False, "first_name": "Ann"}
    origin = {"type": "user", "date": 1, "sender_user": sender}
    forwarded = {
        "message_id": 7,
        "date": 1,
        "chat": {"id": OWNER, "type": "private"},
        "forward_origin": origin,
    }

    await chat.write("/admin block", who=OWNER, reply_to_message=forwarded)

    assert await role_of(chat, GUEST) is Role.BLOCKED


@pytest.mark.parametrize("named", ["", " @ann", f" {GUEST} please", " -2", " ٢", f" {'9' * 5000}"])
async def test_without_a_number_it_says_how_it_goes(chat, named):
    await chat.write(f"/admin block{named}", who=OWNER)

    assert chat.text == texts_for("en").admin_block_how()
    assert await role_of(chat, GUEST) is Role.GUEST


async def test_the_blocked_are_listed_there(chat):
    await chat.core.accounts.block(GUEST, by=1)

    await chat.write("/admin block", who=OWNER)

    assert chat.text.endswith(f"<b>Blocked</b>\n<code>{GUEST}</code> · Ann")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("block 1", "error_not_oneself"),
        ("unblock 2", "error_not_blocked"),
        ("block 7000000007", "error_person_unknown"),
    ],
)
async def test_what_cannot_be_blocked_is_said(chat, written, said):
    await chat.write(f"/admin {written}", who=OWNER)

    facts = {"number": "7000000007"} if "7000000007" in written else {}
    assert chat.text == getattr(texts_for("en"), said)(**facts)


@pytest.mark.parametrize("act", ["block", "unblock"])
async def test_guests_block_nobody(chat, act):
    await chat.core.accounts.of_telegram(STRANGER, "Cat")

    await chat.write(f"/admin {act} {STRANGER}", who=GUEST)

    assert chat.text == texts_for("en").error_not_allowed()
    assert await role_of(chat, STRANGER) is Role.STRANGER


async def test_who_asks_for_most_stands_there_with_a_number_to_copy(chat):
    add(chat, 3)
    chat.jobs.put(job(State.DONE, id="own", account=1))

    await chat.write("/admin", who=OWNER)

    assert f"24 hours</b>\n<code>{GUEST}</code> · Ann · 3" in chat.text
    assert f"<code>{OWNER}</code>" not in chat.text
    await chat.core.accounts.block(GUEST, by=1)
    chat.hush()
    await chat.write("/admin", who=OWNER)
    assert texts_for("en").admin_busiest() not in chat.text
