"""/settings: how somebody likes it, changed with buttons and an answer."""

import pytest
from aiogram.methods import SendMessage

from handlers.chat.callbacks import Habit, Like, ListAct, Listing
from services.accounts.account import Listens
from services.accounts.questions import Question
from services.censor.cleaning import Cleaning, cleaning_of
from services.censor.spans import Method
from services.censor.word_lists import Severity
from services.transcripts.spoken import SPOKEN
from tests.handlers.chat.fakes import BOT_ID, GUEST
from tests.handlers.chat.things import labels_flat

GROUP = {"id": -100, "type": "group", "title": "Friends"}


async def account(chat):
    return await chat.core.accounts.of_telegram(GUEST, "Ann")


async def answer(chat, text, *, to):
    asked = {
        "message_id": to,
        "date": 1_800_000_000,
        "chat": {"id": GUEST, "type": "private", "first_name": "Ann"},
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "Hearsay"},
        "text": "Which names?",
    }
    await chat.write(text, reply_to_message=asked)


def marked(chat):
    return [label for label in labels_flat(chat.edit.reply_markup) if label.startswith("✓")]


async def test_it_shows_how_it_is(chat):
    await chat.write("/settings")

    assert "I write down what is said" in chat.text
    assert "any" in chat.text
    assert "English" in chat.text
    (shown,) = chat.said(SendMessage)
    assert labels_flat(shown.reply_markup) == [
        "● At once", "○ A button", "○ Never", "🌐 Languages…", "✎ Names and terms", "🧼 Clean copies…",
    ]  # fmt: skip


async def test_in_a_group_it_shows_how_it_is_there(chat):
    await chat.write("/settings", chat=GROUP)

    assert "How I behave here" in chat.text


@pytest.mark.parametrize("listens", [Listens.ASK, Listens.NEVER, Listens.ALWAYS])
async def test_when_words_come_is_chosen(chat, listens):
    await chat.press(Like(habit=Habit.LISTENS, value=listens.value))

    assert (await account(chat)).listens is listens
    marked = [label for label in labels_flat(chat.edit.reply_markup) if label.startswith("●")]
    assert len(marked) == 1


@pytest.mark.parametrize("value", ["named", "sometimes", ""])
async def test_what_nobody_can_choose_changes_nothing(chat, value):
    await chat.press(Like(habit=Habit.LISTENS, value=value))

    assert (await account(chat)).listens is Listens.ALWAYS


async def test_links_are_asked_about_again(chat):
    await chat.core.accounts.set_usual((await account(chat)).id, "mp3")
    await chat.write("/settings")
    assert "MP3 without asking" in chat.text
    chat.hush()

    await chat.press(Like(habit=Habit.ASK))

    assert (await account(chat)).usual is None
    assert "I ask what you want" in chat.edit.text


async def test_how_clean_copies_are_made_is_chosen(chat):
    await chat.press(Like(habit=Habit.CLEANING))
    assert "a beep instead of every word on the lists" in chat.edit.text
    assert marked(chat) == ["✓ 🔊 Beep", "✓ 🌶 From mild on", "✓ 🏷 Keep title and cover"]
    for habit, value in (
        (Habit.METHOD, "silence"),
        (Habit.LEAST, "high"),
        (Habit.STRICT, "yes"),
    ):
        chat.hush()
        await chat.press(Like(habit=habit, value=value))

    liked = cleaning_of((await account(chat)).cleaning)
    assert liked == Cleaning(method=Method.SILENCE, least=Severity.HIGH, strict=True)
    assert "silence instead of strong words and worse, with some more around" in chat.edit.text
    assert len(marked(chat)) == 4


async def test_what_clean_copies_become_is_chosen(chat):
    await chat.press(Like(habit=Habit.FORMATS))
    assert "in the format of the recording" in chat.edit.text
    assert marked(chat) == ["✓ As the recording was"]
    for value, told, shown in (
        ("flac", "as FLAC", ["✓ FLAC"]),
        ("mp3", "as MP3", ["✓ MP3", "✓ The usual bitrate"]),
        ("mp3-128", "as MP3 128k", ["✓ MP3", "✓ 128 kbit/s"]),
    ):
        chat.hush()
        await chat.press(Like(habit=Habit.FORMAT, value=value))
        assert told in chat.edit.text
        assert marked(chat) == shown
    chat.hush()
    await chat.press(Like(habit=Habit.TAGS, value="no"))

    liked = cleaning_of((await account(chat)).cleaning)
    assert liked == Cleaning(format="mp3-128", keeps_tags=False)
    assert "as MP3 128k, without title and cover" in chat.edit.text
    assert "📦 Format: MP3 128k" in labels_flat(chat.edit.reply_markup)
    await chat.press(Like(habit=Habit.TAGS, value="yes"))
    await chat.press(Like(habit=Habit.FORMAT, value=""))
    assert (await account(chat)).cleaning == ""


async def test_from_there_one_comes_to_the_word_lists(chat):
    await chat.press(Like(habit=Habit.CLEANING))

    (data,) = [
        key.callback_data
        for row in chat.edit.reply_markup.inline_keyboard
        for key in row
        if "📋" in key.text
    ]
    assert data == Listing(act=ListAct.ALL).pack()


async def test_the_usual_clean_copy_is_kept_as_nothing(chat):
    for value in ("yes", "no"):
        await chat.press(Like(habit=Habit.STRICT, value=value))

    assert (await account(chat)).cleaning == ""


@pytest.mark.parametrize("habit", [Habit.METHOD, Habit.LEAST, Habit.FORMAT])
async def test_no_clean_copy_is_made_as_nobody_can_choose(chat, habit):
    await chat.press(Like(habit=habit, value="loud"))

    assert (await account(chat)).cleaning == ""


async def test_languages_are_taken_into_account_and_left_out_again(chat):
    for code in ("de", "ru", "de"):
        chat.hush()
        await chat.press(Like(habit=Habit.SPOKEN, value=code))

    assert (await account(chat)).spoken == ("ru",)
    assert "there: Russian" in chat.edit.text
    assert "✓ Russian" in labels_flat(chat.edit.reply_markup)
    chat.hush()
    await chat.press(Like(habit=Habit.SPOKEN, value=""))
    assert (await account(chat)).spoken == ()


async def test_no_more_languages_count_than_can_be_told_apart(chat):
    for code in SPOKEN[:14]:
        await chat.press(Like(habit=Habit.SPOKEN, value=code))

    assert (await account(chat)).spoken == SPOKEN[2:14]


async def test_the_languages_stand_on_pages(chat):
    await chat.press(Like(habit=Habit.LANGUAGES))
    assert "✓ English" not in labels_flat(chat.edit.reply_markup)
    chat.hush()
    await chat.press(Like(habit=Habit.LANGUAGES, page=1))
    assert "Afrikaans" in labels_flat(chat.edit.reply_markup)
    assert {"‹", "›", "‹ Back"} <= set(labels_flat(chat.edit.reply_markup))
    chat.hush()

    await chat.press(Like(habit=Habit.BACK))
    assert "✎ Names and terms" in labels_flat(chat.edit.reply_markup)


@pytest.mark.parametrize(
    ("told", "kept"), [("Åse,  Hearsay\n <3", "Åse, Hearsay <3"), ("-", ""), ("x" * 2000, None)]
)
async def test_names_and_terms_come_in_an_answer(chat, told, kept):
    await chat.press(Like(habit=Habit.VOCABULARY))
    (question,) = chat.said(SendMessage)
    message_id = 900 + chat.session.calls.index(question) + 1
    chat.hush()

    await answer(chat, told, to=message_id)

    vocabulary = (await account(chat)).vocabulary
    assert vocabulary == kept if kept is not None else len(vocabulary) <= 1000
    assert chat.text == "Noted."


async def test_nobody_answers_for_somebody_else(chat):
    await chat.core.accounts.questions.keep(GUEST, 50, Question(99, "vocabulary"))

    await answer(chat, "Åse", to=50)

    assert (await account(chat)).vocabulary == ""


async def test_an_answer_to_anything_else_is_no_answer_to_a_question(chat):
    await answer(chat, "https://a.b/1", to=50)

    assert len(chat.jobs.orders) == 1
