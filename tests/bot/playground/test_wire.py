import asyncio
import json
import random
import struct
from pathlib import Path

import aiohttp
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge, TelegramUnauthorizedError
from aiogram.types import (
    BufferedInputFile,
    FSInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.playground.calls import METHODS
from bot.playground.files import Limits
from bot.playground.server import open_playground
from bot.playground.spec import Spec
from tests.bot.playground.conftest import bot_at
from tests.bot.playground.samples import MP3, MP4, OGG, jpeg


def buttons(*rows):
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data) for text, data in row]
            for row in rows
        ]
    )


async def test_a_message_arrives_with_its_entities_and_buttons(playground, bot):
    sent = await bot.send_message(
        playground.me, "<b>hi</b> x", parse_mode="HTML", reply_markup=buttons([("Go", "go")])
    )
    shown = playground.messages()[-1]
    assert shown["message_id"] == sent.message_id
    assert shown["text"] == "hi x"
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "go"
    assert not shown["outgoing"]
    assert not playground.violations


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart", "chunked"])
async def test_every_way_of_sending_parameters_is_understood(playground, how):
    parameters = {"chat_id": str(playground.me), "text": "hello", "disable_notification": "true"}
    async with aiohttp.ClientSession() as session:
        address = f"{playground.url}/bot{playground.token}/SENDmessage"
        if how == "query":
            request = session.get(address, params=parameters)
        elif how == "form":
            request = session.post(address, data=parameters)
        elif how == "json":
            body = {"chat_id": playground.me, "text": "hello", "disable_notification": True}
            request = session.post(address, json=body)
        else:
            form = aiohttp.FormData(parameters, default_to_multipart=True)
            request = session.post(address, data=form, chunked=how == "chunked" or None)
        async with request as response:
            assert (await response.json())["result"]["text"] == "hello"
    assert not playground.violations


@pytest.mark.parametrize(
    ("token", "method", "status", "words"),
    [
        ("{token}", "getMee", 404, "Not Found: method not found"),
        ("{token}", "sendSticker", 501, "Not Implemented"),
        ("{token}x", "getMe", 401, "Unauthorized"),
        ("rubbish", "getMe", 404, "Not Found"),
    ],
)
async def test_what_is_unknown_is_refused(playground, token, method, status, words):
    address = f"{playground.url}/bot{token.format(token=playground.token)}/{method}"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        body = await response.json()
    assert response.status == body["error_code"] == status
    assert body["description"].startswith(words)
    assert body["ok"] is False


async def test_a_foreign_token_is_unauthorized_for_aiogram(playground, bot):
    bot._Bot__token = "42:wrong"
    with pytest.raises(TelegramUnauthorizedError):
        await bot.get_me()


@pytest.mark.parametrize(
    ("kind", "content", "attributes"),
    [
        ("audio", MP3, {"duration": 7, "title": "Tune", "performer": "Fox"}),
        ("document", b"%PDF-1.4", {}),
        ("voice", OGG, {"duration": 3}),
        ("video", MP4, {"duration": 5, "width": 640, "height": 360}),
        ("animation", MP4, {"duration": 1, "width": 64, "height": 36}),
        ("video_note", MP4, {"duration": 2, "length": 240}),
        ("photo", jpeg(40, 30), {}),
    ],
)
async def test_every_kind_of_upload_comes_back_with_what_was_said_of_it(
    playground, bot, tmp_path, kind, content, attributes
):
    path = tmp_path / "Звук №1.bin"
    path.write_bytes(content)
    send = getattr(bot, f"send_{kind}")
    message = await send(playground.me, FSInputFile(path), **attributes)
    medium = message.photo[-1] if kind == "photo" else getattr(message, kind)
    assert medium.file_size == len(content)
    for name, value in attributes.items():
        assert getattr(medium, name) == value
    if kind not in {"photo", "voice", "video_note"}:
        assert medium.file_name == "Звук №1.bin"
    file = await bot.get_file(medium.file_id)
    assert (await bot.download_file(file.file_path)).read() == content
    assert not playground.violations


async def test_a_file_is_sent_again_by_its_id_without_an_upload(playground, bot):
    first = await bot.send_audio(playground.me, BufferedInputFile(MP3, "a.mp3"), title="T")
    again = await bot.send_audio(playground.me, first.audio.file_id)
    assert again.audio == first.audio
    assert again.audio.file_unique_id == first.audio.file_unique_id
    with pytest.raises(TelegramBadRequest, match="can't use file of type Audio as Video"):
        await bot.send_video(playground.me, first.audio.file_id)


@pytest.mark.parametrize("file_id", ["rubbish", "CQACAgIAAxk_42_0123456789abcdef01234567"])
async def test_an_id_of_nothing_or_of_another_bot_is_wrong(playground, bot, file_id):
    with pytest.raises(TelegramBadRequest, match="wrong file identifier/HTTP URL specified"):
        await bot.send_audio(playground.me, file_id)
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file(file_id)


async def test_an_album_shares_its_group(playground, bot):
    sent = await bot.send_media_group(
        playground.me,
        [
            InputMediaPhoto(media=BufferedInputFile(jpeg(9, 9), "a.jpg"), caption="one"),
            InputMediaVideo(media=BufferedInputFile(MP4, "b.mp4")),
        ],
    )
    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].caption == "one"
    mixed = [
        InputMediaAudio(media=BufferedInputFile(MP3, "a.mp3")),
        InputMediaDocument(media=BufferedInputFile(b"x", "b.txt")),
    ]
    with pytest.raises(TelegramBadRequest, match="can't be sent in one album"):
        await bot.send_media_group(playground.me, mixed)


async def test_a_text_turns_into_sound(playground, bot):
    sent = await bot.send_message(playground.me, "working…", reply_markup=buttons([("X", "x")]))
    media = InputMediaAudio(
        media=BufferedInputFile(MP3, "a.mp3"),
        thumbnail=BufferedInputFile(jpeg(300, 300), "t.jpg"),
        caption="*done*",
        parse_mode="MarkdownV2",
        title="T",
        duration=4,
    )
    edited = await bot.edit_message_media(media, chat_id=playground.me, message_id=sent.message_id)
    assert edited.message_id == sent.message_id
    assert edited.text is None
    assert edited.caption == "done"
    assert edited.reply_markup is None
    assert edited.audio.thumbnail.width == 300
    shown = playground.messages()[-1]
    assert shown["audio"]["title"] == "T"
    assert playground.media_bytes(shown["audio"]["file_id"]) == MP3
    assert not playground.violations


async def test_a_repeated_edit_by_id_is_not_modified(playground, bot):
    audio = (await bot.send_audio(playground.me, BufferedInputFile(MP3, "a.mp3"))).audio
    sent = await bot.send_message(playground.me, "x")
    place = {"chat_id": playground.me, "message_id": sent.message_id}
    await bot.edit_message_media(InputMediaAudio(media=audio.file_id), **place)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_media(InputMediaAudio(media=audio.file_id), **place)
    assert [violation.kind for violation in playground.violations] == ["use"]


async def test_a_bad_thumbnail_is_left_out_and_noted(playground, bot):
    too_wide = BufferedInputFile(jpeg(400, 100), "t.jpg")
    sent = await bot.send_audio(playground.me, BufferedInputFile(MP3, "a.mp3"), thumbnail=too_wide)
    assert sent.audio.thumbnail is None
    assert "320" in playground.violations[0].text


async def test_too_large_an_upload_is_refused(playground, bot, monkeypatch):
    monkeypatch.setattr(playground.desk.files, "limits", _small_limits())
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(playground.me, BufferedInputFile(bytes(70_000), "big.bin"))
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_photo(playground.me, BufferedInputFile(jpeg(9, 9) + bytes(9000), "p.jpg"))
    sent = await bot.send_document(playground.me, BufferedInputFile(bytes(30_000), "big.bin"))
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(sent.document.file_id)
    assert not list(playground.desk.files.incoming.iterdir())


def _small_limits():
    return Limits(upload_bytes=60_000, photo_bytes=8000, download_bytes=20_000)


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 99, "text": "x"}, "chat not found"),
        ("sendMessage", {"text": "  "}, "message text is empty"),
        ("sendMessage", {"text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find"),
        ("sendMessage", {"text": "x", "parse_mode": "odd"}, "unsupported parse_mode"),
        (
            "sendMessage",
            {"text": "x", "reply_parameters": {"message_id": 999}},
            "message to be replied not found",
        ),
        ("editMessageText", {"message_id": 999, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("forwardMessage", {"from_chat_id": 0, "message_id": 1}, "chat_id is empty"),
        ("sendAudio", {"audio": "attach://nothing"}, "wrong file identifier"),
        ("sendAudio", {}, "there is no audio in the request"),
        ("sendPhoto", {"photo": "http://127.0.0.1/x.jpg"}, "failed to get HTTP URL content"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action"),
        ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "x"}]},
         "REACTION_INVALID"),
        ("answerCallbackQuery", {"callback_query_id": "7"}, "query is too old and response"),
        ("sendMessageDraft", {"draft_id": 0, "text": "x"}, "draft_id must be non-zero"),
        ("sendMessage", {"text": "x", "reply_markup": "rubbish"}, "object expected"),
        ("getChatMember", {"user_id": 5}, "user not found"),
    ],
)  # fmt: skip
async def test_what_telegram_refuses_is_refused_in_its_words(
    playground, ask, method, parameters, words
):
    await playground.say("the first message")
    given = {"chat_id": playground.me, **parameters}
    if words == "chat_id is empty" and method == "sendMessage":
        del given["chat_id"]
    status, body = await ask(method, **given)
    assert status == 400
    assert body["description"].startswith(f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "x", "callback_data": "y" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "Text buttons are unallowed"),
        ({"text": " ", "callback_data": "y"}, "text must be non-empty"),
        ({"text": "x", "url": "http://localhost/"}, "Wrong HTTP URL"),
        ({"text": "x", "web_app": {"url": "http://a.example/"}}, "Only HTTPS links are allowed"),
    ],
)
async def test_a_broken_button_is_refused(playground, ask, button, words):
    markup = {"inline_keyboard": [[button]]}
    status, body = await ask("sendMessage", chat_id=playground.me, text="x", reply_markup=markup)
    assert status == 400
    assert words in body["description"]


async def test_a_caption_counts_after_its_markup(playground, bot):
    audio = BufferedInputFile(MP3, "a.mp3")
    fits = "<b>" + "x" * 1024 + "</b>"
    sent = await bot.send_audio(playground.me, audio, caption=fits, parse_mode="HTML")
    assert len(sent.caption) == 1024
    assert not playground.violations
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_audio(playground.me, audio, caption="x" * 1025)


async def test_a_blocked_bot_hears_403(playground, ask):
    playground.block()
    status, body = await ask("sendMessage", chat_id=playground.me, text="x")
    assert (status, body["description"]) == (403, "Forbidden: bot was blocked by the user")
    playground.block(blocked=False)
    assert (await ask("sendMessage", chat_id=playground.me, text="x"))[0] == 200


async def test_edits_keep_their_kind(playground, bot, ask):
    text = await bot.send_message(playground.me, "x", reply_markup=buttons([("A", "a")]))
    with pytest.raises(TelegramBadRequest, match="no caption in the message to edit"):
        await bot.edit_message_caption(
            chat_id=playground.me, message_id=text.message_id, caption="c"
        )
    edited = await bot.edit_message_reply_markup(
        chat_id=playground.me, message_id=text.message_id, reply_markup=buttons([("B", "b")])
    )
    assert edited.text == "x"
    audio = await bot.send_audio(playground.me, BufferedInputFile(MP3, "a.mp3"), caption="c")
    with pytest.raises(TelegramBadRequest, match="no text in the message to edit"):
        await bot.edit_message_text("y", chat_id=playground.me, message_id=audio.message_id)
    without = await bot.edit_message_caption(chat_id=playground.me, message_id=audio.message_id)
    assert without.caption is None
    assert without.audio == audio.audio


async def test_messages_are_deleted_forwarded_and_copied(playground, bot):
    said = await playground.say("mine")
    forwarded = await bot.forward_message(playground.me, playground.me, said["message_id"])
    assert forwarded.forward_origin.sender_user.id == playground.me
    copied = await bot.copy_message(playground.me, playground.me, said["message_id"])
    assert await bot.delete_messages(playground.me, [said["message_id"], copied.message_id, 999])
    assert [each["message_id"] for each in playground.messages()] == [forwarded.message_id]
    assert not playground.violations


async def test_an_old_message_cannot_be_deleted(playground, bot, clock):
    said = await bot.send_message(playground.me, "x")
    clock.ahead = 49 * 3600
    with pytest.raises(TelegramBadRequest, match="can't be deleted for everyone"):
        await bot.delete_message(playground.me, said.message_id)


async def test_reactions_and_pins_are_shown(playground, bot):
    said = await playground.say("x")
    place = {"chat_id": playground.me, "message_id": said["message_id"]}
    await bot.set_message_reaction(**place, reaction=[ReactionTypeEmoji(emoji="👀")])
    assert playground.messages()[0]["reactions"] == [{"user_id": playground.bot_id, "emoji": "👀"}]
    await bot.pin_chat_message(**place)
    assert (await bot.get_chat(playground.me)).pinned_message.text == "x"
    await bot.unpin_chat_message(playground.me)
    assert (await bot.get_chat(playground.me)).pinned_message is None
    assert not playground.violations


async def test_the_members_of_a_group_are_told(playground, bot):
    friend = playground.add_user("Ann", username="ann")
    group = playground.add_group("Friends", members=[playground.me, friend["id"]], admin=True)
    assert await bot.get_chat_member_count(group["id"]) == 3
    assert (await bot.get_chat_member(group["id"], friend["id"])).status == "member"
    rulers = await bot.get_chat_administrators(group["id"])
    assert {ruler.user.id for ruler in rulers} == {playground.me, playground.bot_id}
    assert (await bot.get_chat("@ann")).id == friend["id"]
    assert not playground.violations


@pytest.mark.parametrize("local", [False, True])
async def test_own_servers_give_absolute_paths(tmp_path, local):
    async with (
        open_playground(folder=tmp_path / "pg", local=local) as playground,
        bot_at(playground, is_local=local) as bot,
    ):
        content = bytes(21 * 1024 * 1024)
        sent = await bot.send_document(playground.me, BufferedInputFile(content, "big.bin"))
        if not local:
            with pytest.raises(TelegramBadRequest, match="file is too big"):
                await bot.get_file(sent.document.file_id)
            return
        path = Path((await bot.get_file(sent.document.file_id)).file_path)
        assert path.read_bytes() == content
        (tmp_path / "there.bin").write_bytes(b"there")
        again = await bot.send_document(playground.me, (tmp_path / "there.bin").as_uri())
        assert again.document.file_size == 5


async def test_ranges_of_a_file_are_served(playground, bot):
    sent = await bot.send_document(playground.me, BufferedInputFile(b"0123456789", "d.bin"))
    path = (await bot.get_file(sent.document.file_id)).file_path
    address = f"{playground.url}/file/bot{playground.token}/{path}"
    headers = {"Range": "bytes=2-4"}
    async with aiohttp.ClientSession() as session:
        async with session.get(address, headers=headers) as response:
            assert (response.status, await response.read()) == (206, b"234")
        async with session.get(address.replace(playground.token, "1:x")) as response:
            assert (response.status, (await response.json())["error_code"]) == (401, 401)


async def test_calls_are_kept_with_their_answers(playground, bot):
    await bot.send_message(playground.me, "x")
    (call,) = playground.calls("sendMessage")
    assert (call.method, call.code, call.params["text"]) == ("sendMessage", 200, "x")
    assert json.loads(json.dumps(call.to_json()))["answer"]["ok"] is True


@pytest.mark.parametrize("framing", ["length", "chunked"])
async def test_a_sender_that_dies_in_an_upload_leaves_nothing(playground, framing, caplog):
    port = int(playground.url.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    content = (
        b'--xx\r\nContent-Disposition: form-data; name="document"; filename="a.bin"\r\n\r\n'
        + bytes(1000)
    )
    length = "Content-Length: 99999" if framing == "length" else "Transfer-Encoding: chunked"
    head = (
        f"POST /bot{playground.token}/sendDocument HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: multipart/form-data; boundary=xx\r\n{length}\r\n\r\n"
    )
    body = content if framing == "length" else b"%x\r\n%b\r\n" % (len(content), content)
    writer.write(head.encode() + body)
    await writer.drain()
    await playground.until(lambda: list(playground.desk.files.incoming.iterdir()))
    writer.transport.abort()
    await playground.until(lambda: playground.calls("sendDocument"))
    assert not list(playground.desk.files.incoming.iterdir())
    assert not caplog.records


async def test_nonsense_is_refused_and_breaks_nothing(playground, ask):
    await playground.say("x")
    chance = random.Random(7)
    declared = Spec.load()._methods
    for name in sorted(set(METHODS) - {"getUpdates", "setWebhook"}) * 8:
        parameters = {
            parameter: chance.choice(NONSENSE)
            for parameter in declared[name.lower()][1]["params"]
            if chance.random() < 0.5
        }
        status, body = await ask(name, **{"chat_id": playground.me, **parameters})
        assert status in {200, 400}, (name, parameters, body)


NONSENSE = [
    None, 0, -1, 10**30, "", "x", True, 1.5, [], {}, [1], [[]], [None], "[", "<b>x", "HTML",
    {"type": 5}, {"type": "audio", "media": "x"}, [{"type": "photo", "media": 5}],
    {"inline_keyboard": [[5]]}, {"keyboard": [[{}]]}, {"message_id": []}, [{"emoji": 5}],
    [{"command": 5}], {"type": "chat", "chat_id": []}, [{"type": "bold", "offset": "x"}],
]  # fmt: skip


async def test_keyboards_for_replies_are_shown_but_are_not_in_the_message(playground, bot):
    board = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Yes")]], resize_keyboard=True)
    sent = await bot.send_message(playground.me, "?", reply_markup=board)
    assert sent.reply_markup is None
    await bot.send_message(playground.me, "!", reply_markup=ReplyKeyboardRemove())
    asked, removed = playground.messages()
    assert asked["reply_keyboard"]["keyboard"] == [[{"text": "Yes"}]]
    assert removed["reply_keyboard"]["remove_keyboard"] is True
    assert not playground.violations
    empty = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text=" ")]])
    with pytest.raises(TelegramBadRequest, match="non-empty text"):
        await bot.send_message(playground.me, "?", reply_markup=empty)


async def test_replies_quote_and_may_do_without(playground, bot):
    said = await playground.say("question")
    sent = await bot.send_message(
        playground.me, "answer", reply_parameters=ReplyParameters(message_id=said["message_id"])
    )
    assert sent.reply_to_message.text == "question"
    lenient = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    sent = await bot.send_message(playground.me, "answer", reply_parameters=lenient)
    assert sent.reply_to_message is None
    assert not playground.violations


async def test_protected_and_captioned_messages_keep_that_when_copied(playground, bot):
    secret = await bot.send_message(playground.me, "x", protect_content=True)
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(playground.me, playground.me, secret.message_id)
    audio = await bot.send_audio(playground.me, BufferedInputFile(MP3, "a.mp3"), caption="old")
    place = (playground.me, playground.me, audio.message_id)
    await bot.copy_message(*place)
    await bot.copy_message(*place, caption="new")
    assert [each.get("caption") for each in playground.messages()[1:]] == ["old", "old", "new"]


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 30, 20), (30, 20)),
        (b"GIF89a" + struct.pack("<HH", 30, 20), (30, 20)),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x1d\0\0\x13\0\0", (30, 20)),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 30, 20), (30, 20)),
        (b"RIFF\0\0\0\0WEBPVP8L" + bytes(5) + (29 | 19 << 14).to_bytes(4, "little"), (30, 20)),
        (jpeg(30, 20), (30, 20)),
    ],
)
async def test_the_size_of_a_photo_is_read_from_it(playground, bot, head, size):
    sent = await bot.send_photo(playground.me, BufferedInputFile(head + bytes(8), "p"))
    assert (sent.photo[-1].width, sent.photo[-1].height) == size


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"\x89PNG\r\n\x1a\n", "IMAGE_PROCESS_FAILED"),
        (jpeg(9000, 2000), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"", "file must be non-empty"),
    ],
)
async def test_what_is_no_photo_is_refused(playground, bot, content, words):
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_photo(playground.me, BufferedInputFile(content, "p.jpg"))
    assert not list(playground.desk.files.incoming.iterdir())
