"""Clean copies: on request, and by another method, severity or list."""

from dataclasses import replace

import pytest

from handlers.chat.callbacks import Clean, Deed, Hidden
from services.censor.cleaning import Cleaning, cleaning_of
from services.censor.spans import Method
from services.censor.word_lists import Severity
from services.errors import AlreadyOver
from services.jobs.job import Stage, State
from services.jobs.order import Product
from services.transcripts.wish import wanted_words
from tests.handlers.chat.clean import COPY, NOTE, REPORT, clean_job, hit, put
from tests.handlers.chat.fakes import BOT_ID, GUEST, LIMITS
from tests.handlers.chat.speech import words_job
from tests.handlers.chat.things import LINK, button, film_job, labels, labels_flat

VOICE = {"file_id": "f", "file_unique_id": "u", "file_size": 1000, "duration": 3}


def answered(**fields):
    return {
        "message_id": 4,
        "date": 1_800_000_000,
        "chat": {"id": GUEST, "type": "private", "first_name": "Ann"},
        "from": {"id": 3, "is_bot": False, "first_name": "Ben"},
    } | fields


async def press(chat, deed, job, value=""):
    await chat.press(Hidden(deed=deed, job=job.id, value=value), message_id=COPY)


def made_of(chat):
    """How the newest copy is to be."""
    return cleaning_of(chat.jobs.orders[-1].clean)


def chosen(markup):
    return [label for label in labels_flat(markup) if label.startswith("✓")]


async def test_links_after_the_command_are_cleaned(chat):
    await chat.write("/clean https://a.b/1 https://a.b/2", message_id=5)

    assert [order.source.url for order in chat.jobs.orders] == ["https://a.b/1", "https://a.b/2"]
    assert {order.product for order in chat.jobs.orders} == {Product.CLEAN}
    assert {order.choice for order in chat.jobs.orders} == {"mp3"}
    assert chat.jobs.orders[0].recipient.reply_to == 5


async def test_an_answered_recording_is_cleaned_as_what_it_is(chat):
    await chat.write("/clean", reply_to_message=answered(voice=VOICE))

    (order,) = chat.jobs.orders
    assert (order.source.unique_id, order.choice, order.clean) == ("u", "", "")


async def test_how_somebody_likes_it_goes_with_the_order(chat):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    liked = Cleaning(method=Method.SILENCE, least=Severity.HIGH, strict=True)
    await chat.core.accounts.set_habits(replace(account, cleaning=liked.name, spoken=("de",)))

    await chat.write("/clean https://a.b/1")

    assert made_of(chat) == liked
    assert wanted_words(chat.jobs.orders[0].words).wish.allowed == ("de",)


async def test_a_link_is_fetched_in_the_format_that_copies_become(chat):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    liked = Cleaning(format="flac")
    await chat.core.accounts.set_habits(replace(account, cleaning=liked.name))

    await chat.write("/clean https://a.b/1")
    await chat.write("/clean", reply_to_message=answered(voice=VOICE))

    assert [order.choice for order in chat.jobs.orders] == ["flac", ""]
    assert {order.clean for order in chat.jobs.orders} == {liked.name}


async def test_without_anything_to_clean_it_says_how_it_goes(chat):
    await chat.write("/clean")

    assert chat.jobs.orders == []
    assert "/clean https://" in chat.text


async def test_of_a_message_of_the_bot_the_source_is_known(chat):
    job = words_job(source=NOTE, message_id=4)
    here = replace(job.order.recipient, chat_id=GUEST)
    chat.jobs.put(replace(job, order=replace(job.order, recipient=here)))

    await chat.write(
        "/clean",
        reply_to_message=answered(
            **{"from": {"id": BOT_ID, "is_bot": True, "first_name": "Hearsay"}}, text="words"
        ),
    )

    order = chat.jobs.orders[-1]
    assert (order.product, order.source) == (Product.CLEAN, NOTE)


@pytest.mark.parametrize(
    ("choice", "cleaned"),
    [
        ("720p", "720p"),
        ("720p;clip=1-5;link", "720p;clip=1-5"),
        ("mp3;record=300", "mp3"),
        ("images", "mp3"),
    ],
)
async def test_the_button_cleans_what_the_message_shows(chat, choice, cleaned):
    job = chat.jobs.put(film_job(choice, account=2))

    await chat.press(Clean(job=job.id), message_id=50)

    order = chat.jobs.orders[-1]
    assert (order.product, order.source) == (Product.CLEAN, LINK)
    assert order.choice == cleaned
    assert (order.recipient.reply_to, order.recipient.message_id) == (50, None)
    assert chat.toast == "I listen and hide"


async def test_what_somebody_else_asked_for_is_not_theirs_to_clean(chat):
    job = chat.jobs.put(film_job("720p", account=7))

    await chat.press(Clean(job=job.id))

    assert len(chat.jobs.orders) == 1
    assert chat.alert


async def test_the_buttons_say_how_it_is(chat):
    job = put(chat, cleaning=Cleaning(method=Method.NOISE, least=Severity.HIGH))

    await press(chat, Deed.KEYS, job)

    assert labels(chat.buttons) == [
        ["🔎 Review (3)"],
        ["🔊 Noise", "🌶 From strong on"],
        ["📋 The usual list", "📝 Words"],
    ]


async def test_where_nothing_was_found_only_the_list_can_be_another(chat):
    job = put(chat, cleaning=Cleaning(lists=(1,)), report=replace(REPORT, hits=(), hidden=()))

    await press(chat, Deed.KEYS, job)

    assert labels(chat.buttons) == [["📋 English", "📝 Words"]]


@pytest.mark.parametrize(
    ("deed", "count", "now"),
    [
        (Deed.METHODS, 3, "✓ 🔊 Beep"),
        (Deed.SEVERITIES, 4, "✓ 🌶 From mild on"),
        (Deed.LISTS, 7, "✓ 📋 The usual list"),
    ],
)
async def test_a_choice_shows_what_there_is_and_what_is_so(chat, deed, count, now):
    job = put(chat)

    await press(chat, deed, job)

    assert chosen(chat.buttons) == [now]
    assert len(labels_flat(chat.buttons)) == count + 1
    assert button(chat.buttons, "Back")


@pytest.mark.parametrize(
    ("deed", "value", "made"),
    [
        (Deed.METHOD, "silence", Cleaning(method=Method.SILENCE, kept=(1,))),
        (Deed.SEVERITY, "high", Cleaning(least=Severity.HIGH, kept=(1,))),
        (Deed.LIST, "2", Cleaning(lists=(2,))),
        (Deed.LIST, "", Cleaning()),
    ],
)
async def test_a_copy_is_made_otherwise_in_its_message(chat, deed, value, made):
    job = put(chat, cleaning=Cleaning(kept=(1,)))

    await press(chat, deed, job, value)

    assert made_of(chat) == made
    order = chat.jobs.orders[-1]
    assert (order.source, order.recipient.message_id) == (NOTE, COPY)
    assert (await chat.jobs.get("job2")).again_of == job.id
    assert chat.toast == "The copy is made anew"


@pytest.mark.parametrize(
    ("deed", "value"),
    [(Deed.METHOD, "song"), (Deed.SEVERITY, "worst"), (Deed.LIST, "999"), (Deed.LIST, "x")],
)
async def test_what_nobody_can_choose_changes_nothing(chat, deed, value):
    job = put(chat)

    await press(chat, deed, job, value)

    assert len(chat.jobs.orders) == 1
    assert chat.alert


async def test_a_change_under_way_gives_way_to_the_next(chat):
    job = put(chat)
    await press(chat, Deed.METHOD, job, "silence")
    await press(chat, Deed.SEVERITY, job, "high")

    assert (await chat.jobs.get("job2")).state is State.CANCELLED
    assert (await chat.jobs.get("job3")).again_of == "job2"
    assert made_of(chat) == Cleaning(method=Method.SILENCE, least=Severity.HIGH)


async def test_a_change_that_has_just_ended_is_built_upon(chat, monkeypatch):
    put(chat)
    changing = chat.jobs.put(clean_job(State.RUNNING, id="job2", cleaning=Cleaning(strict=True)))

    async def too_late(job_id, *, account):
        chat.jobs.put(replace(changing, state=State.DONE))
        raise AlreadyOver

    monkeypatch.setattr(chat.jobs, "cancel", too_late)
    await press(chat, Deed.METHOD, changing, "silence")

    assert made_of(chat) == Cleaning(method=Method.SILENCE, strict=True)


async def test_a_copy_that_is_being_handed_over_is_waited_for(chat):
    job = chat.jobs.put(replace(clean_job(State.RUNNING), stage=Stage.DELIVER, artifact="copy"))
    chat.jobs.reports["copy"] = REPORT

    await press(chat, Deed.METHODS, job)

    assert (await chat.jobs.get(job.id)).state is State.DONE
    assert chosen(chat.buttons) == ["✓ 🔊 Beep"]


async def test_what_is_not_known_any_more_is_said(chat):
    job = put(chat, report=None)

    await press(chat, Deed.METHODS, job)

    assert chat.alert


async def test_while_a_copy_is_made_anew_the_one_before_is_spoken_of(chat):
    job = put(chat)
    await press(chat, Deed.METHOD, job, "silence")
    chat.hush()

    await press(chat, Deed.METHODS, job)

    assert chosen(chat.buttons) == ["✓ 🔊 Silence"]


async def test_the_copy_before_comes_back(chat):
    job = put(chat)
    await press(chat, Deed.METHOD, job, "silence")
    chat.jobs.put(replace(await chat.jobs.get("job2"), state=State.DONE, artifact="copy"))
    chat.hush()
    await press(chat, Deed.KEYS, job)
    assert button(chat.buttons, "Undo")

    await press(chat, Deed.UNDO, job)

    assert made_of(chat) == Cleaning()
    assert chat.jobs.orders[-1].recipient.message_id == COPY
    assert (await chat.jobs.get("job3")).again_of == ""


async def test_before_the_first_copy_there_was_none(chat):
    job = put(chat)

    await press(chat, Deed.UNDO, job)

    assert len(chat.jobs.orders) == 1
    assert chat.alert


async def test_what_stood_there_before_the_copy_is_not_gone_back_to(chat):
    words = chat.jobs.put(words_job(id="words", message_id=None))
    copy = replace(clean_job(), again_of=words.id)
    chat.jobs.put(copy)

    await press(chat, Deed.UNDO, copy)

    assert len(chat.jobs.orders) == 2
    assert chat.alert


async def test_a_copy_without_a_message_is_its_own_newest(chat):
    job = put(chat, message_id=None)

    await press(chat, Deed.METHOD, job, "silence")

    assert made_of(chat).method is Method.SILENCE


async def test_a_message_that_shows_something_else_by_now_says_nothing_of_the_copy(chat):
    job = put(chat)
    chat.jobs.put(words_job(id="words", message_id=COPY))

    await press(chat, Deed.METHOD, job, "silence")

    assert made_of(chat).method is Method.SILENCE
    assert (await chat.jobs.get("job3")).again_of == job.id


async def test_a_file_that_is_too_big_is_refused(chat):
    big = VOICE | {"file_size": LIMITS.take_bytes + 1}
    await chat.write("/clean", reply_to_message=answered(audio=big))

    assert chat.jobs.orders == []
    assert "20 MB" in chat.text


async def test_a_name_of_a_list_is_told_where_one_was_taken(chat):
    named = replace(REPORT, lists=("Русский",), hits=(hit(1, 0.5),))
    job = put(chat, cleaning=Cleaning(lists=(2,)), report=named)

    await press(chat, Deed.KEYS, job)

    assert button(chat.buttons, "Русский")
    assert button(chat.buttons, "Review (1)")
