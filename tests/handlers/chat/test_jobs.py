from dataclasses import replace

import pytest
from aiogram.methods import EditMessageText

from handlers.chat.callbacks import Act, Board, Line, Press, Turn
from locales.texts import LANGUAGES, texts_for
from services.jobs.job import Stage, State
from services.jobs.order import ChatFile, Product
from tests.handlers.chat.fakes import GUEST, OWNER, STRANGER
from tests.handlers.chat.things import job, labels_flat


@pytest.fixture
async def add(chat):
    """Put a job of the guest's into the core."""
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")

    def put(state=State.RUNNING, title="", stage=None, **changes):
        number = len(chat.jobs.jobs) + 1
        made = job(state, account=account.id, id=f"job{number}", **changes)
        return chat.jobs.put(replace(made, title=title, stage=stage, created_at=float(number)))

    return put


async def test_the_queue_shows_what_is_under_way(chat, add):
    add(stage=Stage.FETCH, title="A <Film>", product=Product.MEDIA, choice="720p")
    add(State.WAITING, title="A Song")
    add(State.DONE, title="An old one")

    await chat.write("/queue")

    assert chat.text == (
        "<b>Under way</b>\n\n"
        "1. <b>A Song</b> · next in line\n"
        "2. <b>A &lt;Film&gt;</b> · 720p · fetching"
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_stage_has_its_word(chat, add, language):
    for stage in (None, *Stage):
        add(stage=stage)

    await chat.write("/queue", language=language)

    assert len({line.rsplit(" · ", 1)[-1] for line in chat.text.splitlines()[2:]}) == len(Stage) + 1


async def test_what_waits_outside_the_line_waits_for_room(chat, add):
    add(State.WAITING)
    chat.jobs.place = lambda job_id: None

    await chat.write("/queue")

    assert "waiting for disk space" in chat.text


async def test_the_queue_has_a_button_to_stop_each(chat, add):
    add(), add()

    await chat.write("/queue")

    markup = chat.said()[0].reply_markup
    assert labels_flat(markup) == ["✕ Stop 1", "✕ Stop 2", "↻ Refresh"]


async def test_a_job_without_a_title_is_called_by_what_was_sent(chat, add):
    add()
    add(source=ChatFile("f", "u", "voice.ogg", 1))

    await chat.write("/queue")

    assert "https://www.example.com/watch/1" in chat.text
    assert "voice.ogg" in chat.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_empty_queue_says_so(chat, language):
    await chat.write("/queue", language=language)

    assert chat.text == texts_for(language).queue_empty()


async def test_the_queue_shows_only_ones_own(chat, add):
    add(title="secret")

    await chat.write("/queue", who=OWNER)

    assert "secret" not in chat.text


async def test_stopping_a_line_shows_the_list_without_it(chat, add):
    stopped, kept = add(title="one"), add(title="two")

    await chat.press(Line(board=Board.MINE, act=Act.CANCEL, job=stopped.id))

    assert chat.jobs.jobs[stopped.id].state is State.CANCELLED
    assert not chat.jobs.jobs[kept.id].over
    assert "one" not in chat.edit.text
    assert "two" in chat.edit.text


async def test_stopping_a_line_too_late_says_so_and_shows_the_list_as_it_is(chat, add):
    over = add(State.DONE)

    await chat.press(Line(board=Board.MINE, act=Act.CANCEL, job=over.id))

    assert chat.alert == texts_for("en").error_already_over()
    assert chat.edit.text == texts_for("en").queue_empty()


async def test_refreshing_the_list_shows_it_as_it_is(chat, add):
    add(State.DONE)

    await chat.press(Turn(board=Board.MINE))

    assert chat.edit.text == texts_for("en").queue_empty()


async def test_cancel_stops_the_only_one(chat, add):
    only = add(title="A Film")

    await chat.write("/cancel")

    assert chat.jobs.jobs[only.id].state is State.CANCELLED
    assert "A Film" in chat.text


async def test_cancel_asks_when_there_are_several(chat, add):
    add(), add()

    await chat.write("/cancel")

    assert all(not each.over for each in chat.jobs.jobs.values())
    assert chat.text.startswith(texts_for("en").cancel_which())


async def test_cancel_with_nothing_under_way_says_so(chat):
    await chat.write("/cancel")

    assert chat.text == texts_for("en").cancel_nothing()


async def test_the_cancel_button_stops_the_job(chat, add):
    running = add()

    await chat.press(Press(act=Act.CANCEL, job=running.id))

    assert chat.jobs.jobs[running.id].state is State.CANCELLED
    assert chat.toast == "Stopping"


async def test_cancel_pressed_too_late_says_so(chat, add):
    over = add(State.DONE)

    await chat.press(Press(act=Act.CANCEL, job=over.id))

    assert chat.alert == texts_for("en").error_already_over()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_cancel_under_a_note_that_came_twice_stops_the_job_and_points_to_the_other(
    chat, add, language
):
    running = chat.jobs.put(replace(add(), message_id=78))

    await chat.press(Press(act=Act.CANCEL, job=running.id), message_id=77, language=language)

    assert chat.jobs.jobs[running.id].state is State.CANCELLED
    assert chat.edit.message_id == 77
    assert chat.edit.text == texts_for(language).progress_twice()
    assert chat.edit.reply_markup is None


async def test_cancel_pressed_too_late_under_a_note_that_came_twice_takes_its_button(chat, add):
    over = chat.jobs.put(replace(add(State.DONE), message_id=78))

    await chat.press(Press(act=Act.CANCEL, job=over.id), message_id=77)

    assert chat.alert == texts_for("en").error_already_over()
    assert chat.edit.text == texts_for("en").progress_twice()


async def test_cancel_leaves_the_jobs_own_message_to_the_job(chat, add):
    running = chat.jobs.put(replace(add(), message_id=77))

    await chat.press(Press(act=Act.CANCEL, job=running.id), message_id=77)

    assert chat.said(EditMessageText) == []


async def test_somebody_elses_job_cannot_be_stopped(chat, add):
    running = add()
    account = await chat.core.accounts.of_telegram(STRANGER, "Ann")
    await chat.core.accounts.set_role(account.id, "guest")

    await chat.press(Press(act=Act.CANCEL, job=running.id), who=STRANGER)

    assert chat.alert == texts_for("en").error_not_yours()
    assert not chat.jobs.jobs[running.id].over


async def test_an_owner_may_stop_anybodys_job(chat, add):
    running = add()

    await chat.press(Press(act=Act.CANCEL, job=running.id), who=OWNER)

    assert chat.jobs.jobs[running.id].over


async def test_the_stop_of_a_draft_stops_its_job(chat, add):
    running = add()
    recipient = replace(running.order.recipient, chat_id=GUEST)
    chat.jobs.put(replace(running, order=replace(running.order, recipient=recipient), message_id=9))

    await chat.update(
        stopped_message_generation={"chat": {"id": GUEST, "type": "private"}, "draft_id": 9}
    )

    assert chat.jobs.jobs[running.id].state is State.CANCELLED


async def test_the_stop_of_an_unknown_draft_is_no_trouble(chat):
    await chat.update(
        stopped_message_generation={"chat": {"id": GUEST, "type": "private"}, "draft_id": 9}
    )

    assert chat.session.calls == []


async def test_again_repeats_the_last_in_a_new_message(chat, add):
    add(State.DONE, product=Product.MEDIA, choice="mp3")
    last = add(State.FAILED, product=Product.MEDIA, choice="ogg")

    await chat.write("/again", message_id=50)

    again = max(chat.jobs.jobs.values(), key=lambda each: each.created_at)
    assert (again.order.choice, again.again_of) == ("ogg", last.id)
    assert (again.order.recipient.message_id, again.order.recipient.reply_to) == (None, 50)


async def test_again_with_nothing_before_says_so(chat):
    await chat.write("/again")

    assert chat.text == texts_for("en").again_nothing()


async def test_the_again_button_repeats_the_job(chat, add):
    failed = add(State.FAILED)

    await chat.press(Press(act=Act.AGAIN, job=failed.id))

    assert [each.again_of for each in chat.jobs.jobs.values()] == ["", failed.id]


async def test_the_again_button_of_somebody_else_says_so(chat, add):
    failed = add(State.FAILED)
    account = await chat.core.accounts.of_telegram(STRANGER, "Ann")
    await chat.core.accounts.set_role(account.id, "guest")

    await chat.press(Press(act=Act.AGAIN, job=failed.id), who=STRANGER)

    assert chat.alert == texts_for("en").error_not_yours()


async def test_the_first_cancel_ends_a_recording_and_the_second_stops_it(chat, add):
    running = add(stage=Stage.FETCH, choice="720p;record=300", product=Product.MEDIA)
    chat.jobs.recordings.add(running.id)

    await chat.write("/cancel")
    first = chat.text
    assert chat.jobs.jobs[running.id].state is State.RUNNING
    await chat.write("/cancel")

    assert "what there is so far" in first
    assert chat.jobs.jobs[running.id].state is State.CANCELLED
