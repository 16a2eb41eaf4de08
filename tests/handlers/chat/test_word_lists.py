"""/words: the lists, one of them, and what buttons, answers and files change in it."""

import json

import pytest
from aiogram.methods import SendDocument, SendMessage

from handlers.chat.callbacks import ListAct, Listing
from locales.texts import say_error, texts_for
from services.accounts.questions import Question
from services.censor.list_files import LARGEST_BYTES
from services.censor.word_lists import LONGEST_WORD, Entry, Severity
from services.errors import NotYours
from tests.handlers.chat.fakes import BOT_ID, GUEST
from tests.handlers.chat.things import button, labels, labels_flat

GROUP = {"id": -100, "type": "group", "title": "Friends"}
ENGLISH = 1
SHOWN = 77


async def account(chat):
    return (await chat.core.accounts.of_telegram(GUEST, "Ann")).id


async def lists(chat):
    return {note.name: note for note in await chat.core.censor.word_lists.all(await account(chat))}


async def made(chat, *words, name="Mine", language="en"):
    """A list of the guest's own with these words."""
    own, word_lists = await account(chat), chat.core.censor.word_lists
    found = await word_lists.new(own, name, language=language)
    if words:
        await word_lists.add(own, found.id, [Entry(word) for word in words])
    return found.id


async def words_of(chat, number):
    found = await chat.core.censor.word_lists.get(await account(chat), number)
    return {entry.word: entry.severity for entry in found.entries}


async def press(chat, act, number=0, **fields):
    carried = {name: fields.pop(name) for name in ("value", "page") if name in fields}
    chat.hush()
    await chat.press(Listing(act=act, number=number, **carried), message_id=SHOWN, **fields)


def asked_by(chat):
    """The number of the only message that was sent."""
    (sent,) = chat.said(SendMessage)
    return 900 + chat.session.calls.index(sent) + 1


def said_by_bot(message_id, **fields):
    return {
        "message_id": message_id,
        "date": 1_800_000_000,
        "chat": {"id": GUEST, "type": "private", "first_name": "Ann"},
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "Hearsay"},
        "text": "list",
    } | fields


async def answer(chat, text="", *, to, **fields):
    chat.hush()
    await chat.write(text, reply_to_message=said_by_bot(to), **fields)


def document(chat, content, name="words.txt", **fields):
    """What a message with a file has."""
    chat.sent_files["f"] = content if isinstance(content, bytes) else content.encode()
    size = len(chat.sent_files["f"])
    sent = {"file_id": "f", "file_unique_id": "u", "file_name": name, "file_size": size}
    return {"document": sent | fields}


async def asked_to(chat, act, number):
    """The number of the question that a button leads to."""
    await press(chat, act, number)
    return asked_by(chat)


async def test_the_lists_are_shown_with_the_usual_ones_marked(chat):
    own = await account(chat)
    await made(chat, "darn", "heck")
    await chat.core.censor.word_lists.take_none(own, "de")

    await chat.write("/words")

    (shown,) = chat.said(SendMessage)
    said = labels_flat(shown.reply_markup)
    assert any(label.startswith("⭐ English · ") for label in said)
    assert any(label.startswith("Deutsch · ") for label in said)
    assert "Mine · 2" in said
    assert said[-1] == "＋ New list"


async def test_nobody_reads_the_lists_in_a_group(chat):
    await chat.write("/words", chat=GROUP)

    assert "in our own chat" in chat.text
    assert chat.said(SendMessage)[0].reply_markup is None


async def test_the_lists_are_shown_again(chat):
    await press(chat, ListAct.ALL)

    assert button(chat.edit.reply_markup, "New list")


async def test_one_list_is_shown_without_a_word_to_be_ashamed_of(chat):
    number = await made(chat, "darn", "heck", "hell's bells")
    own = await account(chat)
    await chat.core.censor.word_lists.describe(own, number, description="For <children>")
    await chat.core.censor.word_lists.spare(own, number, ["Heckmann"])

    await press(chat, ListAct.ONE, number)

    assert "<b>Mine</b> · English · 3 words" in chat.edit.text
    assert "For &lt;children&gt;" in chat.edit.text
    assert "0 mild · 3 medium · 0 strong" in chat.edit.text
    assert "d***, h***, h***'* *****" in chat.edit.text
    assert "1 exception is always left alone" in chat.edit.text
    assert "darn" not in chat.edit.text
    assert "Only taken when you choose it" in chat.edit.text
    assert "It is your own." in chat.edit.text
    assert labels(chat.edit.reply_markup) == [
        ["➕ Add words", "➖ Remove words"],
        ["⬇ Export", "⬆ Import"],
        ["⭐ Take it always"],
        ["🗑 Delete"],
        ["‹ Back"],
    ]


async def test_a_list_that_came_with_the_bot_cannot_be_deleted(chat):
    await press(chat, ListAct.ONE, ENGLISH)

    assert "It came with me" in chat.edit.text
    assert "⭐ Taken for every recording in English." in chat.edit.text
    assert "🗑 Delete" not in labels_flat(chat.edit.reply_markup)


async def test_a_list_that_is_gone_is_nowhere(chat):
    await press(chat, ListAct.ONE, 999)

    assert "I know no list of words" in chat.alert


async def test_another_list_becomes_the_usual_one_and_none_is(chat):
    number = await made(chat, "darn")

    await press(chat, ListAct.USUAL, number, value="yes")
    assert "⭐ Taken for every recording in English." in chat.edit.text
    assert not (await lists(chat))["English"].is_default
    await press(chat, ListAct.USUAL, number, value="no")
    assert not (await lists(chat))["Mine"].is_default

    await press(chat, ListAct.USUAL, ENGLISH, value="yes")
    assert (await lists(chat))["English"].is_default
    await press(chat, ListAct.USUAL, number, value="no")
    assert (await lists(chat))["English"].is_default


@pytest.mark.parametrize(
    ("form", "name"), [("json", "My_list.json"), ("csv", "My_list.csv"), ("txt", "My_list.txt")]
)
async def test_a_list_goes_out_as_a_file_and_comes_back(chat, form, name):
    number = await made(chat, "darn", name="My/list")
    await press(chat, ListAct.FORMS, number)
    assert labels(chat.buttons) == [["JSON", "CSV", "TXT"], ["‹ Back"]]

    await press(chat, ListAct.FORM, number, value=form)

    (sent,) = chat.said(SendDocument)
    assert sent.document.filename == name
    exported = sent.document.data
    assert b"darn" in exported
    file = document(chat, exported + b"\n", name)
    await answer(chat, to=900 + chat.session.calls.index(sent) + 1, **file)
    assert "0 added · 0 changed · 0 removed" in chat.text


async def test_no_other_kind_of_file_is_made(chat):
    await press(chat, ListAct.FORM, ENGLISH, value="exe")

    assert chat.said(SendDocument) == []
    assert chat.alert


async def test_words_are_added_by_an_answer(chat):
    number = await made(chat, "darn", "heck")
    question = await asked_to(chat, ListAct.ADD, number)
    assert "<b>Mine</b>" in chat.text

    await answer(
        chat, "crap = high\ndarn; low\n\n hell* \nson of a gun ＝ extreme\n!Heckmann", to=question
    )

    assert await words_of(chat, number) == {
        "darn": Severity.LOW,
        "heck": Severity.MEDIUM,
        "crap": Severity.HIGH,
        "hell*": Severity.MEDIUM,
        "son of a gun": Severity.EXTREME,
    }
    assert "3 added · 1 changed · 0 removed" in chat.text
    assert "5 words" in chat.text
    assert "1 exception" in chat.text


async def test_nothing_is_added_while_a_line_is_wrong(chat):
    number = await made(chat, "darn")
    question = await asked_to(chat, ListAct.ADD, number)

    await answer(chat, f"heck\ncrap = nasty\nd*rn\n...\n{'x' * (LONGEST_WORD + 1)}", to=question)

    assert set(await words_of(chat, number)) == {"darn"}
    assert "4 lines are wrong" in chat.text
    assert "2: <code>nasty</code> is none of low, medium" in chat.text
    assert "3: <code>d*rn</code> has a star" in chat.text
    assert "4: <code>...</code> has no word in it" in chat.text
    assert "is too long" in chat.text


async def test_no_more_faults_are_told_than_can_be_read(chat):
    number = await made(chat)
    question = await asked_to(chat, ListAct.ADD, number)

    await answer(chat, "...\n" * 20, to=question)

    assert chat.text.count("has no word") == 15
    assert "… and 5 more" in chat.text


async def test_who_changes_a_list_of_the_bots_gets_a_copy_and_can_go_back(chat):
    question = await asked_to(chat, ListAct.ADD, ENGLISH)
    await answer(chat, "fiddlesticks", to=question)
    copy = (await lists(chat))["English"]
    assert copy.id != ENGLISH
    assert copy.is_default
    assert "It is your changed copy" in chat.text

    await press(chat, ListAct.ONE, ENGLISH)
    assert "It is your changed copy" in chat.edit.text
    assert "↩ Back to the original" in labels_flat(chat.edit.reply_markup)
    await press(chat, ListAct.DELETE, copy.id)
    assert "Throw away what you changed" in chat.edit.text
    await press(chat, ListAct.DELETED, copy.id)

    assert "It came with me" in chat.edit.text
    assert (await lists(chat))["English"].id == ENGLISH


async def test_words_are_removed_by_an_answer(chat):
    number = await made(chat, "darn", "heck", "crap")
    own = await account(chat)
    await chat.core.censor.word_lists.spare(own, number, ["Heckmann", "Crapper"])
    question = await asked_to(chat, ListAct.REMOVE, number)

    await answer(chat, "Darn\nheck\n\ngosh\n!heckmann\n!gosh", to=question)

    assert set(await words_of(chat, number)) == {"crap"}
    found = await chat.core.censor.word_lists.get(own, number)
    assert found.exceptions == ("Crapper",)
    assert "✅ 3 removed\nNot on the list: gosh, !gosh" in chat.text
    await answer(chat, "crap", to=question)
    assert "✅ 1 removed" in chat.text
    assert "Not on the list" not in chat.text
    assert "0 words" in chat.text


async def test_what_is_not_on_a_list_changes_nothing(chat):
    question = await asked_to(chat, ListAct.REMOVE, ENGLISH)

    await answer(chat, "fiddlesticks", to=question)

    assert "None of this is on the list." in chat.text
    assert (await lists(chat))["English"].id == ENGLISH


async def test_a_list_is_deleted_after_a_question(chat):
    number = await made(chat, "darn")
    await press(chat, ListAct.DELETE, number)
    assert "Delete <b>Mine</b> with its one word?" in chat.edit.text
    assert labels(chat.edit.reply_markup) == [["Yes, delete it", "‹ Back"]]

    await press(chat, ListAct.DELETED, number)

    assert "Mine" not in await lists(chat)
    assert chat.toast == "Mine is gone"
    assert "New list" in str(labels_flat(chat.edit.reply_markup))


async def test_a_new_list_has_a_language_and_a_name(chat):
    await press(chat, ListAct.LANGUAGES)
    assert {"Any language", "English", "German", "‹ Back"} <= set(
        labels_flat(chat.edit.reply_markup)
    )
    await press(chat, ListAct.LANGUAGES, page=1)
    assert {"Afrikaans", "‹", "›", "‹ Back"} <= set(labels_flat(chat.edit.reply_markup))
    await press(chat, ListAct.NEW, value="de")
    assert "for German" in chat.text

    await answer(chat, "  Meine\nListe ", to=asked_by(chat))

    note = (await lists(chat))["Meine Liste"]
    assert (note.language, note.words, note.is_default) == ("de", 0, False)
    assert "<b>Meine Liste</b> · German · 0 words" in chat.text


async def test_two_lists_have_two_names(chat):
    await made(chat)
    await press(chat, ListAct.NEW)
    assert "for any language" in chat.text

    await answer(chat, "mine", to=asked_by(chat))

    assert "You already have a list" in chat.text


async def test_a_language_that_nobody_speaks_has_no_list(chat):
    await press(chat, ListAct.NEW, value="xx")

    assert chat.said(SendMessage) == []
    assert chat.alert


async def test_a_new_list_is_made_of_a_file(chat):
    told = {"name": "Ours", "description": "All", "language": "fr", "words": ["zut", "mince"]}
    await press(chat, ListAct.NEW)
    question = asked_by(chat)

    await answer(chat, to=question, **document(chat, json.dumps(told), "words.json"))
    await answer(chat, to=question, **document(chat, "flûte", "Autres.txt"))

    found = await lists(chat)
    assert (found["Ours"].language, found["Ours"].words) == ("fr", 2)
    assert (found["Autres"].language, found["Autres"].words) == ("", 1)


async def test_no_list_is_made_of_a_file_with_a_fault(chat):
    await press(chat, ListAct.NEW)

    await answer(chat, to=asked_by(chat), **document(chat, "zut\n...", "words.txt"))

    assert "1 line is wrong" in chat.text
    assert "words" not in await lists(chat)


async def test_a_file_that_answers_the_list_itself_is_imported(chat):
    number = await made(chat, "darn")
    await press(chat, ListAct.ONE, number)

    await answer(chat, to=SHOWN, **document(chat, "word,severity\ndarn,low\nheck,high\n", "a.CSV"))

    assert await words_of(chat, number) == {"darn": Severity.LOW, "heck": Severity.HIGH}
    assert "1 added · 1 changed · 0 removed" in chat.text


async def test_any_other_file_that_answers_the_list_is_a_file(chat):
    number = await made(chat, "darn")
    await press(chat, ListAct.ONE, number)

    await answer(chat, to=SHOWN, **document(chat, b"ID3", "song.mp3"))

    assert len(chat.jobs.orders) == 1


@pytest.mark.parametrize(
    ("act", "left", "told"),
    [
        (ListAct.MERGE, {"darn", "crap", "heck"}, "1 added · 0 changed · 0 removed"),
        (ListAct.REPLACE, {"darn", "heck"}, "1 added · 0 changed · 1 removed"),
    ],
)
async def test_what_is_not_in_the_file_stays_or_goes_as_one_likes(chat, act, left, told):
    number = await made(chat, "darn", "crap")
    question = await asked_to(chat, ListAct.IMPORT, number)
    file = document(chat, "darn\nheck\n")

    await answer(chat, to=question, **file)
    assert "1 new word for <b>Mine</b> and changes none. 1 word of the list is not" in chat.text
    assert set(await words_of(chat, number)) == {"darn", "crap"}
    await press(chat, act, number, reply_to_message=said_by_bot(60) | file)

    assert set(await words_of(chat, number)) == left
    assert told in chat.edit.text


async def test_an_import_needs_its_file(chat):
    number = await made(chat, "darn")

    await press(chat, ListAct.MERGE, number)
    assert chat.alert
    await press(chat, ListAct.REPLACE, number, reply_to_message=said_by_bot(60))
    assert chat.alert

    assert set(await words_of(chat, number)) == {"darn"}


async def test_nothing_of_a_file_with_a_fault_is_imported(chat):
    number = await made(chat, "darn")
    question = await asked_to(chat, ListAct.IMPORT, number)

    await answer(
        chat, to=question, **document(chat, "word,severity\nheck,nasty\ncrap,low\n", "a.csv")
    )

    assert "1 line is wrong" in chat.text
    assert "2: <code>nasty</code>" in chat.text
    assert set(await words_of(chat, number)) == {"darn"}


async def test_what_is_no_list_is_said(chat):
    number = await made(chat, "darn")
    question = await asked_to(chat, ListAct.IMPORT, number)

    await answer(chat, to=question, **document(chat, b"PK\x03\x04zip", "words.zip"))
    assert "I cannot read “words.zip”" in chat.text
    await answer(chat, to=question, **document(chat, b"", "words.txt"))
    assert "There is no word in “words.txt”" in chat.text
    huge = document(chat, b"x", "words.txt", file_size=LARGEST_BYTES + 1)
    chat.sent_files.clear()
    await answer(chat, to=question, **huge)
    assert "more than I take" in chat.text


async def test_words_may_answer_where_a_file_is_expected(chat):
    number = await made(chat)
    question = await asked_to(chat, ListAct.IMPORT, number)

    await answer(chat, "darn", to=question)

    assert set(await words_of(chat, number)) == {"darn"}


@pytest.mark.parametrize("kind", ["add", "out", "new", "file"])
async def test_nobody_answers_what_somebody_else_was_asked(chat, kind):
    await chat.core.accounts.questions.keep(GUEST, 50, Question(99, f"words:{kind}:{ENGLISH}"))

    await answer(chat, "darn", to=50)
    refused = chat.text
    await answer(chat, to=50, **document(chat, "darn"))

    assert refused == say_error(texts_for("en"), NotYours())
    assert len(await lists(chat)) == 6


@pytest.mark.parametrize("about", ["vocabulary", "words:sing:1", "words"])
async def test_an_answer_about_something_else_is_left_to_others(chat, about):
    await chat.core.accounts.questions.keep(GUEST, 50, Question(await account(chat), about))

    await answer(chat, "https://a.b/1", to=50)

    assert len(await lists(chat)) == 6
    assert all(note.is_system for note in (await lists(chat)).values())


async def test_an_old_button_of_somebody_elses_list_shows_nothing(chat):
    other = (await chat.core.accounts.of_telegram(1, "Ann")).id
    number = (await chat.core.censor.word_lists.new(other, "Theirs")).id

    await press(chat, ListAct.ONE, number)
    assert "I know no list of words" in chat.alert
    await press(chat, ListAct.DELETED, number)

    assert (await chat.core.censor.word_lists.get(other, number)).name == "Theirs"
