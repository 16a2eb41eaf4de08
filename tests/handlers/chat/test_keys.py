"""/keys: made with a name and what it opens, shown once, turned over, revoked; and nobody else's business."""

from dataclasses import replace

import pytest
from aiogram.methods import (
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
)

from handlers.chat.callbacks import KeyAct, KeyPress
from handlers.chat.key_card import own_keys
from locales.quoting import plain
from locales.texts import LANGUAGES, say_error, texts_for
from services.accounts.key_text import LONGEST_NAME
from services.accounts.keys import MOST_KEYS, USUAL, Scope
from services.errors import ButtonExpired, NotAllowed
from tests.handlers.chat.fakes import BOT_ID, GUEST, OWNER
from tests.handlers.chat.things import button, labels, labels_flat

LONGEST_MESSAGE = 4096
MOST_BUTTONS = 100
GROUP = {"id": -100, "type": "group", "title": "Friends"}


async def account(chat, who=GUEST):
    return (await chat.core.accounts.of_telegram(who, "Ann")).id


async def made(chat, name="laptop", who=GUEST, scopes=USUAL):
    """A key of theirs, as it is and as it is kept."""
    text = await chat.core.keys.add(name, account=await account(chat, who), scopes=scopes)
    return text, await chat.core.keys.made(text)


async def press(chat, act, *, who=GUEST, message_id=77, chat_in=None, **carried):
    chat.hush()
    await chat.press(KeyPress(act=act, **carried), who=who, message_id=message_id, chat=chat_in)


def asked_by(chat):
    """The number of the only message that was sent."""
    (sent,) = chat.said(SendMessage)
    return 900 + chat.session.calls.index(sent) + 1


async def answer(chat, text, *, to, who=GUEST):
    replied = {
        "message_id": to,
        "date": 1_800_000_000,
        "chat": {"id": who, "type": "private", "first_name": "Ann"},
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "Hearsay"},
        "text": "a question",
    }
    chat.hush()
    await chat.write(text, who=who, reply_to_message=replied)


async def named(chat, name="laptop", *, who=GUEST):
    """The number of the message that asks what a key of this name opens."""
    await press(chat, KeyAct.NEW, who=who)
    await answer(chat, name, to=asked_by(chat), who=who)
    return asked_by(chat)


def carried(markup, label):
    return KeyPress.unpack(button(markup, label).callback_data)


async def test_who_has_no_keys_is_offered_one(chat):
    await chat.write("/keys")

    (shown,) = chat.said(SendMessage)
    assert "You have none yet" in shown.text
    assert labels_flat(shown.reply_markup) == ["＋ New key"]


async def test_keys_are_listed_with_what_they_open_and_when_they_were_used(chat):
    await made(chat, "a <laptop>", scopes={Scope.READ})
    text, _ = await made(chat, "phone")
    await chat.core.keys.find(text)

    await chat.write("/keys")

    (shown,) = chat.said(SendMessage)
    assert "<b>a &lt;laptop&gt;</b> · never used\n<i>see jobs and results</i>" in shown.text
    assert "<b>phone</b> · used just now" in shown.text
    assert labels(shown.reply_markup) == [["🔑 a <laptop>", "🔑 phone"], ["＋ New key"]]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "used just now"), (7200, "used 2 h ago"), (200_000, "last used on 20"), (-9, "just now")],
)
async def test_it_is_told_when_a_key_was_last_used(chat, seconds, told):
    _, key = await made(chat)
    now = chat.core.clock.now()

    text, _ = own_keys([replace(key, used_at=now - seconds)], texts_for("en"), now=now)

    assert told in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_as_many_keys_as_one_may_have_fit_into_a_message(chat, language):
    _, key = await made(chat)
    now = chat.core.clock.now()
    many = [
        replace(key, name=f"{number:02}{'ж&' * 31}", scopes=set(Scope), used_at=now - 80_000)
        for number in range(MOST_KEYS)
    ]

    text, keyboard = own_keys(many, texts_for(language), now=now, others=9)

    assert len(plain(text)) <= LONGEST_MESSAGE
    assert str(MOST_KEYS - 15) in text.splitlines()[-1]
    assert MOST_KEYS < len(labels_flat(keyboard)) <= MOST_BUTTONS


async def test_nobody_sees_keys_in_a_group(chat):
    await made(chat)

    await chat.write("/keys", chat=GROUP)

    (shown,) = chat.said(SendMessage)
    assert "in our own chat" in shown.text
    assert "laptop" not in shown.text
    assert shown.reply_markup is None


@pytest.mark.parametrize("act", KeyAct)
async def test_no_button_works_in_a_group(chat, act):
    text, key = await made(chat)

    await press(chat, act, chat_in=GROUP, key=key.id, scopes="rj")

    assert chat.alert == plain(say_error(texts_for("en"), ButtonExpired()))
    assert not chat.said(EditMessageText)
    assert await chat.core.keys.find(text)


async def test_a_key_is_made_with_a_name_and_what_it_opens_and_is_shown_once(chat):
    message = await named(chat, "  my laptop ")
    (asked,) = chat.said(SendMessage)
    assert "<b>my laptop</b>" in asked.text
    assert labels(asked.reply_markup) == [
        ["☑ See jobs and results"],
        ["☑ Give orders"],
        ["☑ Change word lists and settings"],
        ["🔑 Make the key"],
    ]

    without = carried(asked.reply_markup, "Give orders")
    await press(chat, KeyAct.SCOPES, message_id=message, scopes=without.scopes)
    (changed,) = chat.said(EditMessageReplyMarkup)
    assert "☐ Give orders" in labels_flat(changed.reply_markup)
    make = carried(changed.reply_markup, "Make the key")
    await press(chat, KeyAct.MAKE, message_id=message, scopes=make.scopes)

    (key,) = await chat.core.keys.of(await account(chat))
    assert (key.name, key.scopes) == ("my laptop", {Scope.READ, Scope.WORDS})
    buttons = [row[0] for row in chat.edit.reply_markup.inline_keyboard]
    text, secret = buttons[0].copy_text.text, buttons[1].copy_text.text
    assert (await chat.core.keys.find(text)).id == key.id
    assert secret == chat.core.signatures.secret_of(text)
    assert f"<code>{text}</code>" in chat.edit.text
    assert f"<code>{secret}</code>" in chat.edit.text
    assert "shown once" in chat.edit.text
    assert "delete this message" in chat.edit.text
    assert carried(chat.edit.reply_markup, "Delete").act is KeyAct.ERASE
    chat.hush()
    await chat.write("/keys")
    assert text not in chat.text
    assert secret not in chat.text


async def test_the_message_with_a_key_can_be_deleted_and_the_key_works_on(chat):
    text, _ = await made(chat)

    await press(chat, KeyAct.ERASE, message_id=55)

    (deleted,) = chat.said(DeleteMessage)
    assert (deleted.chat_id, deleted.message_id) == (GUEST, 55)
    assert "goes on working" in chat.toast
    assert await chat.core.keys.find(text)


async def test_a_message_that_is_too_old_to_be_deleted_is_overwritten(chat):
    chat.session.refusals[DeleteMessage] = "Bad Request: message can't be deleted"

    await press(chat, KeyAct.ERASE)

    assert "A key stood here" in chat.edit.text
    assert chat.edit.reply_markup is None


async def test_a_key_that_opens_nothing_is_not_made(chat):
    message = await named(chat)

    await press(chat, KeyAct.MAKE, message_id=message, scopes="")

    assert "at least one" in chat.alert
    assert not await chat.core.keys.all()


async def test_only_owners_are_offered_what_owners_may_do(chat):
    message = await named(chat)
    assert "owners" not in str(labels(chat.said(SendMessage)[0].reply_markup))
    await press(chat, KeyAct.MAKE, message_id=message, scopes="ar")
    (key,) = await chat.core.keys.all()
    assert key.scopes == {Scope.READ}

    message = await named(chat, who=OWNER)
    assert "☐ All that owners may" in labels_flat(chat.said(SendMessage)[0].reply_markup)
    await press(chat, KeyAct.MAKE, message_id=message, scopes="ar", who=OWNER)
    (key,) = await chat.core.keys.of(await account(chat, OWNER))
    assert key.scopes == {Scope.READ, Scope.ADMIN}


@pytest.mark.parametrize("name", [" ", "x" * (LONGEST_NAME + 1), "two\nlines"])
async def test_a_name_that_cannot_be_one_is_answered(chat, name):
    await press(chat, KeyAct.NEW)
    await answer(chat, name, to=asked_by(chat))

    assert f"1 to {LONGEST_NAME} visible letters" in chat.text


async def test_a_name_that_is_taken_is_answered_before_anything_is_chosen(chat):
    await made(chat, "laptop")
    await press(chat, KeyAct.NEW)
    await answer(chat, "laptop", to=asked_by(chat))

    assert "There is a key called laptop already" in chat.text


async def test_a_second_tap_makes_no_second_key(chat):
    message = await named(chat)
    for _ in range(2):
        await press(chat, KeyAct.MAKE, message_id=message, scopes="r")

    assert len(await chat.core.keys.all()) == 1
    assert "already" in chat.alert


async def test_one_person_has_only_so_many(chat):
    for number in range(MOST_KEYS):
        await made(chat, str(number))
    message = await named(chat, "one more")

    await press(chat, KeyAct.MAKE, message_id=message, scopes="r")

    assert f"({MOST_KEYS})" in chat.alert


async def test_nobody_answers_for_another(chat):
    message = await named(chat)

    await press(chat, KeyAct.MAKE, message_id=message, scopes="r", who=OWNER)
    assert chat.alert
    await press(chat, KeyAct.MAKE, message_id=message + 1000, scopes="r")
    assert chat.alert == plain(say_error(texts_for("en"), ButtonExpired()))
    assert not await chat.core.keys.all()


async def test_one_key_is_shown_with_what_can_be_done_with_it(chat):
    text, key = await made(chat)

    await press(chat, KeyAct.ONE, key=key.id)

    assert "🔑 <b>laptop</b>" in chat.edit.text
    assert f"<code>hs-{key.id}</code>" in chat.edit.text
    assert text not in chat.edit.text
    assert labels(chat.edit.reply_markup) == [["🔄 New secret", "🗑 Revoke"], ["‹ Back"]]


async def test_a_key_gets_a_new_secret_after_a_question(chat):
    old, key = await made(chat)
    await press(chat, KeyAct.ROTATE, key=key.id)
    assert "stops at once" in chat.edit.text
    assert await chat.core.keys.find(old)

    sure = carried(chat.edit.reply_markup, "Yes")
    await press(chat, sure.act, key=sure.key)

    assert await chat.core.keys.find(old) is None
    new = button(chat.edit.reply_markup, "Copy the key").copy_text.text
    assert (await chat.core.keys.find(new)).id == key.id


async def test_a_key_is_revoked_after_a_question(chat):
    text, key = await made(chat)
    await press(chat, KeyAct.REVOKE, key=key.id)
    assert "not let in any more" in chat.edit.text
    assert await chat.core.keys.find(text)

    sure = carried(chat.edit.reply_markup, "Yes")
    await press(chat, sure.act, key=sure.key)

    assert await chat.core.keys.find(text) is None
    assert chat.toast == "laptop opens nothing any more"
    assert "You have none yet" in chat.edit.text


@pytest.mark.parametrize(
    "act", [KeyAct.ONE, KeyAct.ROTATE, KeyAct.ROTATED, KeyAct.REVOKE, KeyAct.REVOKED]
)
async def test_whoever_makes_a_button_up_gets_nothing_of_anothers_key(chat, act):
    text, key = await made(chat, who=OWNER)

    for whose, sentence in (
        (0, ButtonExpired()),
        (await account(chat, OWNER), NotAllowed() if "turn" not in act else ButtonExpired()),
    ):
        await press(chat, act, key=key.id, account=whose)
        assert chat.alert == plain(say_error(texts_for("en"), sentence))
        assert not chat.said(EditMessageText)
    assert await chat.core.keys.find(text)


@pytest.mark.parametrize("act", [KeyAct.PEOPLE, KeyAct.PERSON])
async def test_only_owners_see_who_has_keys(chat, act):
    await made(chat, who=OWNER)

    await press(chat, act, account=await account(chat, OWNER))

    assert chat.alert == plain(say_error(texts_for("en"), NotAllowed()))


async def test_an_owner_sees_how_many_keys_others_have_and_revokes_them(chat):
    text, key = await made(chat, "hers")
    await made(chat, "console", who=OWNER)
    machine = await chat.core.accounts.local()
    await chat.core.keys.add("cron", account=machine.id)

    await chat.write("/keys", who=OWNER)
    (shown,) = chat.said(SendMessage)
    assert "👥 Keys of others · 2" in labels_flat(shown.reply_markup)
    assert "hers" not in shown.text
    await press(chat, KeyAct.PEOPLE, who=OWNER)
    assert labels(chat.edit.reply_markup) == [["this machine · 1", "Ann · 1"], ["‹ Back"]]
    person = carried(chat.edit.reply_markup, "Ann")
    await press(chat, person.act, account=person.account, who=OWNER)
    assert "<b>hers</b>" in chat.edit.text
    one = carried(chat.edit.reply_markup, "hers")
    await press(chat, one.act, key=one.key, account=one.account, who=OWNER)
    assert "🔑 <b>hers</b> · Ann" in chat.edit.text
    assert labels(chat.edit.reply_markup) == [["🗑 Revoke"], ["‹ Back"]]
    await press(chat, KeyAct.REVOKE, key=key.id, account=key.account, who=OWNER)
    sure = carried(chat.edit.reply_markup, "Yes")
    await press(chat, sure.act, key=sure.key, account=sure.account, who=OWNER)

    assert await chat.core.keys.find(text) is None
    assert labels(chat.edit.reply_markup) == [["this machine · 1"], ["‹ Back"]]


async def test_where_nobody_else_has_keys_an_owner_is_told_so(chat):
    await press(chat, KeyAct.PEOPLE, who=OWNER)

    assert "Nobody else" in chat.edit.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_in_each_language_a_key_is_told_from_the_words_around_it(chat, language):
    await chat.core.accounts.set_language(await account(chat), language)
    message = await named(chat)

    await press(chat, KeyAct.MAKE, message_id=message, scopes="rjw")

    text = chat.edit.reply_markup.inline_keyboard[0][0].copy_text.text
    assert f"<code>{text}</code>" in chat.edit.text
    assert await chat.core.keys.find(text)
