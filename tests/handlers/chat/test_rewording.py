"""Buttons under words: other ones of the same sound, a closer listen, the way back."""

from dataclasses import replace

import pytest
from aiogram.methods import EditMessageReplyMarkup, EditMessageText, SendMessage

from handlers.chat.callbacks import Act, Heard, Press, Tell
from handlers.chat.tongues import ON_A_PAGE
from services.jobs.job import Stage, State
from services.jobs.order import Product
from services.sources.medium import Caption, Scribe
from services.transcripts.asking import Task
from services.transcripts.spoken import SPOKEN
from services.transcripts.transcript import Origin
from services.transcripts.wish import Wish, wanted_words
from tests.handlers.chat.fakes import GUEST
from tests.handlers.chat.speech import CAPTIONED, MESSAGE, RECORDING, SAID, words_job
from tests.handlers.chat.things import SONG, labels_flat

FILE = {"document": {"file_id": "f", "file_unique_id": "u"}, "text": None}


@pytest.fixture
def heard(chat):
    """Put the job of words where buttons find it."""

    def put(transcript=SAID, **changes):
        job = chat.jobs.put(words_job(**changes))
        chat.jobs.transcripts[job.id] = transcript
        return job

    return put


def wish_of(order):
    return wanted_words(order.words).wish


def pressed(job, tell, **fields):
    return Heard(tell=tell, job=job.id, **fields)


async def test_the_usual_languages_come_first_in_the_readers_words(chat, heard):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    await chat.core.accounts.set_habits(replace(account, spoken=("fr",)))
    job = heard()

    await chat.press(pressed(job, Tell.LANGUAGES), language="ru")

    assert labels_flat(chat.buttons) == [
        "Французский", "✓ Немецкий", "Русский", "Английский", "Испанский", "Китайский",
        "‹ Назад", "Все языки…",
    ]  # fmt: skip


async def test_languages_in_which_there_are_captions_come_first(chat, heard):
    job = heard()
    captions = [Caption(code, Scribe.PEOPLE, code, "vtt") for code in ("nl", "pt-BR", "xx", "nl")]
    chat.jobs.media[job.order.source_key] = replace(SONG, captions=tuple(captions))

    await chat.press(pressed(job, Tell.LANGUAGES))

    assert labels_flat(chat.buttons)[:3] == ["Dutch", "Portuguese", "✓ German"]


async def test_a_chosen_language_can_be_left_to_be_found_out_again(chat, heard):
    job = heard(wish=Wish(language="fr"))

    await chat.press(pressed(job, Tell.LANGUAGES))

    assert labels_flat(chat.buttons)[0] == "🔎 Find out"


async def test_all_languages_stand_on_pages(chat, heard):
    job, found, page, more = heard(), [], 1, True
    while more:
        chat.hush()
        await chat.press(pressed(job, Tell.LANGUAGES, page=page))
        shown = labels_flat(chat.buttons)
        found += [label for label in shown if "‹" not in label and label != "›"]
        more, page = "›" in shown, page + 1

    assert len(found) == len(set(found)) == len(SPOKEN)
    assert found == sorted(found, key=str.casefold)
    assert page - 1 == -(-len(SPOKEN) // ON_A_PAGE)
    assert "‹" in shown


async def test_another_language_is_heard_in_the_same_message(chat, heard):
    job = heard(wish=Wish(vocabulary="Åse"))

    await chat.press(pressed(job, Tell.LANGUAGE, value="nl"))

    order = chat.jobs.orders[-1]
    assert wish_of(order) == Wish(vocabulary="Åse", language="nl")
    assert (order.product, order.source, order.recipient.message_id) == (
        Product.WORDS,
        job.order.source,
        MESSAGE,
    )
    assert chat.jobs.jobs["job2"].again_of == job.id
    assert chat.toast == "Listening once more"


async def test_where_the_words_are_a_file_new_ones_come_below(chat, heard):
    job = heard()

    await chat.press(pressed(job, Tell.LANGUAGE, value="nl"), **FILE)

    recipient = chat.jobs.orders[-1].recipient
    assert (recipient.message_id, recipient.reply_to) == (None, MESSAGE)


async def test_no_language_is_taken_that_is_none(chat, heard):
    await chat.press(pressed(heard(), Tell.LANGUAGE, value="no code!"))

    assert len(chat.jobs.orders) == 1
    assert chat.alert


async def test_the_models_are_shown_where_there_is_a_choice(chat, heard):
    chat.jobs.models = ("large-v3", "small")
    job = heard()

    await chat.press(pressed(job, Tell.MODELS))
    assert labels_flat(chat.buttons) == ["large-v3", "✓ small", "‹ Back"]
    chat.hush()
    await chat.press(pressed(job, Tell.MODEL, value="0"))

    assert wish_of(chat.jobs.orders[-1]).model == "large-v3"


@pytest.mark.parametrize("number", ["7", "", "-1", "x"])
async def test_a_model_that_is_not_there_any_more_is_an_old_button(chat, heard, number):
    await chat.press(pressed(heard(), Tell.MODEL, value=number))

    assert len(chat.jobs.orders) == 1
    assert "button" in chat.alert


async def test_it_is_written_in_english_and_as_it_was_said_again(chat, heard):
    await chat.press(pressed(heard(), Tell.ENGLISH, value="yes"))
    assert wish_of(chat.jobs.orders[-1]).task is Task.TRANSLATE

    job = heard(id="j2", wish=Wish(task=Task.TRANSLATE), message_id=78)
    await chat.press(pressed(job, Tell.ENGLISH, value="no"), message_id=78)
    assert wish_of(chat.jobs.orders[-1]) == Wish()


async def test_captions_are_left_aside_and_taken_up_again(chat, heard):
    job = heard(replace(CAPTIONED, origin=Origin.CAPTIONS))
    await chat.press(pressed(job, Tell.ANYWAY, value="yes"))
    assert wish_of(chat.jobs.orders[-1]).anyway

    job = heard(id="j2", wish=Wish(anyway=True), message_id=78)
    await chat.press(pressed(job, Tell.ANYWAY, value="no"), message_id=78)
    assert not wish_of(chat.jobs.orders[-1]).anyway


async def test_words_are_polished_and_shown_as_they_were_heard_again(chat, heard):
    job = heard(wish=Wish(language="de"))
    await chat.press(pressed(job, Tell.POLISH, value="yes"))
    wanted = wanted_words(chat.jobs.orders[-1].words)
    assert (wanted.polished, wanted.wish.language) == (True, "de")
    assert chat.toast == "Polishing"
    chat.hush()

    job = heard(id="j2", polished=True, message_id=78)
    await chat.press(pressed(job, Tell.POLISH, value="no"), message_id=78)
    assert not wanted_words(chat.jobs.orders[-1].words).polished


async def test_polished_words_stay_polished_in_another_language(chat, heard):
    await chat.press(pressed(heard(polished=True), Tell.LANGUAGE, value="fr"))

    wanted = wanted_words(chat.jobs.orders[-1].words)
    assert (wanted.polished, wanted.wish.language) == (True, "fr")


async def test_doubtful_passages_are_listed_with_their_times(chat, heard):
    job = heard()

    await chat.press(pressed(job, Tell.DOUBTS))

    (list_,) = chat.said(SendMessage)
    assert "<b>0:04</b> Eisenbahn Straße" in list_.text
    assert labels_flat(list_.reply_markup) == ["▶ 0:04"]


async def test_a_doubtful_passage_is_cut_from_the_same_source(chat, heard):
    job = heard()

    await chat.press(pressed(job, Tell.PASSAGE, value="0"))

    order = chat.jobs.orders[-1]
    assert (order.product, order.source, order.words) == (Product.MEDIA, job.order.source, "")
    assert order.choice == "mp3;clip=3.25-5.65"
    assert order.recipient.reply_to == MESSAGE


async def test_a_passage_at_the_end_ends_with_the_medium(chat, heard):
    job = heard(replace(SAID, seconds=5.0))

    await chat.press(pressed(job, Tell.PASSAGE, value="0"))

    assert chat.jobs.orders[-1].choice == "mp3;clip=3.25-5"


@pytest.mark.parametrize("number", ["7", "x"])
async def test_a_passage_that_is_not_there_any_more_is_an_old_button(chat, heard, number):
    await chat.press(pressed(heard(), Tell.PASSAGE, value=number))

    assert len(chat.jobs.orders) == 1


async def test_where_nothing_is_doubtful_that_is_said(chat, heard):
    await chat.press(pressed(heard(CAPTIONED), Tell.DOUBTS))

    assert "nothing" in chat.toast
    assert chat.said(SendMessage) == []


async def test_folded_buttons_unfold_and_fold(chat, heard):
    job = heard(private=False)
    await chat.press(pressed(job, Tell.KEYS, page=1))
    assert "SRT" in labels_flat(chat.buttons)
    chat.hush()

    await chat.press(pressed(job, Tell.KEYS))
    assert labels_flat(chat.buttons) == ["⋯ More"]


async def test_earlier_words_come_back_after_changes_that_failed(chat, heard):
    first = heard()
    for number in (2, 3):
        again = words_job(id=f"j{number}")
        earlier = first.id if number == 2 else "j2"
        chat.jobs.put(replace(again, again_of=earlier, state=State.FAILED))

    await chat.press(pressed(chat.jobs.jobs["j3"], Tell.SHOW))

    (edit,) = chat.said(EditMessageText)
    assert "Guten Morgen &lt;alle&gt;" in edit.text
    assert f"words1:{first.id}:srt" in str(edit.reply_markup)


async def test_without_earlier_words_the_button_is_an_old_one(chat):
    job = chat.jobs.put(words_job())

    await chat.press(pressed(job, Tell.SHOW))

    assert "button" in chat.alert


async def test_words_that_are_not_kept_any_more_cannot_be_changed(chat):
    job = chat.jobs.put(words_job())

    await chat.press(pressed(job, Tell.LANGUAGES))

    assert "button" in chat.alert


async def test_a_button_that_is_pressed_before_the_end_is_noted_waits_for_it(chat, heard):
    job = heard()
    chat.jobs.put(replace(job, state=State.RUNNING, stage=Stage.DELIVER))

    await chat.press(pressed(job, Tell.LANGUAGES))

    assert "All languages…" in labels_flat(chat.buttons)
    assert chat.jobs.jobs[job.id].over


async def test_words_of_somebody_else_cannot_be_changed(chat, heard):
    job = heard()
    chat.jobs.put(replace(job, order=replace(job.order, account=9)))

    await chat.press(pressed(job, Tell.LANGUAGE, value="nl"))

    assert len(chat.jobs.orders) == 1


async def test_from_the_formats_of_a_recording_back_leads_to_its_words(chat, heard):
    job = heard(source=RECORDING)
    chat.jobs.media[job.order.source_key] = replace(SONG, key=job.order.source_key)

    await chat.press(Press(act=Act.MORE, job=job.id))
    assert any(
        "FLAC" in label for label in labels_flat(chat.said(EditMessageReplyMarkup)[0].reply_markup)
    )
    chat.hush()
    await chat.press(Press(act=Act.BACK, job=job.id))

    assert "SRT" in labels_flat(chat.buttons)
