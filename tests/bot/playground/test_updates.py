import asyncio

import pytest
from aiogram import Dispatcher, F
from aiogram.exceptions import TelegramConflictError
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

from tests.bot.playground.samples import MP3

GO = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go:1")]])


async def test_a_dispatcher_hears_words_and_taps(playground, bot):
    dispatcher = Dispatcher()

    @dispatcher.message(F.text)
    async def answer(message):
        await message.answer(message.text.upper(), reply_markup=GO)

    @dispatcher.callback_query()
    async def tapped(query):
        await query.answer("yes", show_alert=True)
        await query.message.edit_text("done")

    async with asyncio.TaskGroup() as group:
        group.create_task(dispatcher.start_polling(bot, handle_signals=False))
        await playground.say("hello")
        shown = await playground.until(lambda: playground.messages()[1:])
        assert shown[0]["text"] == "HELLO"
        await playground.press(shown[0]["message_id"], "Go")
        await playground.until(lambda: playground.messages()[1]["text"] == "done")
        await dispatcher.stop_polling()
    assert playground.calls("answerCallbackQuery")[0].params["text"] == "yes"
    assert not playground.violations


async def test_an_offset_confirms_what_lies_before_it(playground, bot):
    for text in ("a", "b", "c"):
        await playground.say(text)
    first, second, third = await bot.get_updates()
    assert [each.message.text for each in (first, second, third)] == ["a", "b", "c"]
    assert [each.message.text for each in await bot.get_updates(limit=1)] == ["a"]
    left = await bot.get_updates(offset=third.update_id)
    assert [each.message.text for each in left] == ["c"]
    await playground.say("d")
    assert [each.message.text for each in await bot.get_updates(offset=-1)] == ["d"]
    assert len(playground.desk.updates) == 1


async def test_a_poll_waits_for_news(playground, bot):
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(bot.get_updates(timeout=20))
        await playground.until(lambda: playground.desk.updates._poll)
        await playground.say("at last")
    assert poll.result()[0].message.text == "at last"


async def test_a_second_poll_ends_the_first_with_a_conflict(playground, bot):
    async with asyncio.TaskGroup() as group:
        first = group.create_task(_failure_of(bot.get_updates(timeout=20)))
        await playground.until(lambda: playground.desk.updates._poll)
        second = group.create_task(bot.get_updates(timeout=20))
        assert "terminated by other getUpdates request" in str(await first)
        await playground.say("for the second")
    assert second.result()[0].message.text == "for the second"


async def _failure_of(poll):
    with pytest.raises(TelegramConflictError) as caught:
        await poll
    return caught.value


async def test_polling_conflicts_with_a_webhook(playground, bot):
    await bot.set_webhook("http://127.0.0.1:1/hook")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "http://127.0.0.1:1/hook"
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_only_allowed_kinds_are_queued(playground, bot):
    await bot.get_updates(allowed_updates=["callback_query"])
    await playground.say("unheard")
    sent = await bot.send_message(playground.me, "x", reply_markup=GO)
    await playground.press(sent.message_id, "go:1")
    (update,) = await bot.get_updates()
    assert update.callback_query.data == "go:1"
    await bot.get_updates(offset=update.update_id + 1, allowed_updates=[])
    playground.people.react(playground.people.seat(), sent.message_id, "👍")
    assert await bot.get_updates() == []
    await bot.get_updates(allowed_updates=["message_reaction"])
    playground.people.react(playground.people.seat(), sent.message_id, "")
    (update,) = await bot.get_updates()
    assert update.message_reaction.old_reaction[0].emoji == "👍"


async def test_old_updates_are_forgotten(playground, bot, clock):
    sent = await bot.send_message(playground.me, "x", reply_markup=GO)
    await playground.press(sent.message_id, "Go")
    await playground.say("x")
    clock.ahead = 151
    assert [update.event_type for update in await bot.get_updates()] == ["message"]
    clock.ahead = 24 * 3600 + 1
    assert await bot.get_updates() == []


async def test_a_callback_is_answered_once_and_in_time(playground, bot, ask, clock):
    sent = await bot.send_message(playground.me, "x", reply_markup=GO)
    callback_id = await playground.press(sent.message_id, "Go")
    assert await bot.answer_callback_query(callback_id)
    status, body = await ask("answerCallbackQuery", callback_query_id=callback_id)
    assert (status, body["description"][:29]) == (400, "Bad Request: query is too old")
    assert [violation.kind for violation in playground.violations] == ["use"]
    late = await playground.press(sent.message_id, "Go")
    clock.ahead = 151
    assert (await ask("answerCallbackQuery", callback_query_id=late))[0] == 400


async def test_people_send_files_that_the_bot_can_fetch(playground, bot):
    said = await playground.send_file(
        MP3, "audio", name="song.mp3", duration=9, title="Song", caption="listen /now"
    )
    (update,) = await bot.get_updates()
    assert update.message.audio.title == "Song"
    assert update.message.audio.mime_type == "audio/mpeg"
    assert update.message.caption_entities[0].type == "bot_command"
    file = await bot.get_file(update.message.audio.file_id)
    assert (await bot.download_file(file.file_path)).read() == MP3
    again = await bot.send_audio(playground.me, said["audio"]["file_id"])
    assert again.audio.duration == 9


async def test_a_stop_reaches_the_bot(playground, bot):
    await bot.send_message_draft(playground.me, draft_id=7, text="<i>half</i>", parse_mode="HTML",
                                 can_stop=True)  # fmt: skip
    (draft,) = playground.drafts()
    assert (draft["draft_id"], draft["text"], draft["can_stop"]) == (7, "half", True)
    await playground.stop_draft(7)
    assert playground.drafts() == []
    (update,) = await bot.get_updates()
    assert update.stopped_message_generation.draft_id == 7
    assert not playground.violations


async def test_a_draft_ends_with_the_message(playground, bot):
    await bot.send_message_draft(playground.me, draft_id=7, text="half")
    with pytest.raises(ValueError, match="no draft that can be stopped"):
        await playground.stop_draft(7)
    await bot.send_message(playground.me, "whole")
    assert playground.drafts() == []


async def test_a_bot_in_a_group_hears_what_is_meant_for_it(playground, bot):
    group = playground.add_group("Friends")["id"]
    (joined,) = await bot.get_updates()
    assert joined.my_chat_member.new_chat_member.status == "member"
    await playground.say("just chatting", chat=group)
    await playground.say("/start", chat=group)
    await playground.say("/start@other_bot", chat=group)
    await playground.say(f"hey @{playground.desk.world.bot['username']}", chat=group)
    sent = await bot.send_message(group, "x")
    await playground.say("a reply", chat=group, reply_to=sent.message_id)
    heard = await bot.get_updates(offset=joined.update_id + 1)
    assert [each.message.text[:6] for each in heard] == ["/start", "hey @h", "a repl"]
    assert not playground.violations


async def test_edited_words_and_blocking_are_told(playground, bot):
    said = await playground.say("frist")
    await playground.edit(said["message_id"], "first")
    playground.block()
    _, edited, blocked = await bot.get_updates()
    assert edited.edited_message.text == "first"
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_an_inline_query_is_answered_once(playground, bot, ask):
    query_id = await playground.type_inline("cats")
    (update,) = await bot.get_updates()
    assert (update.inline_query.id, update.inline_query.query) == (query_id, "cats")
    assert (await ask("answerInlineQuery", inline_query_id=query_id, results=[]))[0] == 200
    assert (await ask("answerInlineQuery", inline_query_id=query_id, results=[]))[0] == 400
    assert not playground.violations


async def test_impossible_deeds_say_why(playground, bot):
    sent = await bot.send_message(playground.me, "x", reply_markup=GO)
    with pytest.raises(ValueError, match="no button 'Stop'"):
        await playground.press(sent.message_id, "Stop")
    with pytest.raises(ValueError, match="no such person"):
        await playground.say("x", user=5)


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("duplicate", ["a", "a", "b"]),
        ("drop", ["b"]),
        ("swap", ["b", "a"]),
        ("burst", ["a", "a", "a", "b"]),
    ],
)
async def test_updates_can_be_disturbed(playground, bot, fault, seen):
    playground.add_fault("update", fault, copies=2)
    await playground.say("a")
    await playground.say("b")
    assert [each.message.text for each in await bot.get_updates()] == seen


async def test_updates_can_be_spoiled(playground, ask):
    playground.add_fault("update", "poison", match='"a"')
    playground.add_fault("update", "unknown", match='"b"')
    playground.add_fault("update", "jump", match='"c"', by=500)
    for text in "abcd":
        await playground.say(text)
    _, body = await ask("getUpdates")
    poison, _, unknown, _, third, fourth = body["result"]
    assert poison["message"] == {"date": "not a date"}
    assert "telepathy" in unknown
    assert fourth["update_id"] - third["update_id"] == 501
    assert len({each["update_id"] for each in body["result"]}) == 6


async def test_a_file_by_upload_needs_the_multipart_form(playground, bot):
    sent = await bot.send_voice(playground.me, BufferedInputFile(MP3, "v.mp3"))
    assert sent.voice is not None
    odd = await bot.send_voice(playground.me, BufferedInputFile(b"fLaC", "v.flac"))
    assert odd.voice is None
    assert odd.audio.mime_type == "audio/flac"
    assert playground.violations[0].kind == "use"
