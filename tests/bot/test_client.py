"""The connection: what is understood of bad answers, and that the token stays here."""

import traceback
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramServerError
from aiogram.methods import EditMessageMedia, GetMe, SendMessage
from aiogram.types import FSInputFile, InputMediaAudio
from aiohttp import web

from bot.client import (
    FileCut,
    FileRefused,
    NotSent,
    make_bot,
    patience_seconds,
    session_of,
    upload_bytes,
)
from bot.playground.server import open_playground
from tests.bot.office import close

TOKEN = "42:" + "SecretSecret" * 3


@asynccontextmanager
async def answering(status: int, body: str):
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type="text/html")

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot = make_bot(TOKEN, api_url=f"http://127.0.0.1:{runner.addresses[0][1]}", governor=None)
    try:
        yield bot
    finally:
        await close(bot)
        await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (502, "<html>Bad Gateway</html>", TelegramServerError),
        (500, '{"ok": false}', TelegramServerError),
        (200, '{"ok": true, "resu', TelegramNetworkError),
        (502, '{"ok": false, "error_code": 502, "description": "restart"}', TelegramServerError),
    ],
)
async def test_a_bad_answer_is_an_error_of_its_kind(status, body, kind):
    async with answering(status, body) as bot:
        with pytest.raises(kind):
            await bot.get_me()


async def test_a_bot_that_has_left_opens_no_connection_again(unused_tcp_port):
    bot = make_bot(TOKEN, api_url=f"http://127.0.0.1:{unused_tcp_port}", governor=None)
    await session_of(bot).end()

    with pytest.raises(NotSent, match="has left"):
        await bot.get_me()

    assert bot.session._session is None


async def test_nobody_at_the_address_means_nothing_was_asked(unused_tcp_port):
    bot = make_bot(TOKEN, api_url=f"http://127.0.0.1:{unused_tcp_port}", governor=None)
    with pytest.raises(NotSent) as raised:
        await bot.get_me()
    await close(bot)
    assert_no_token(raised.value)


@pytest.mark.parametrize("kind", ["cut_before", "cut_after", "html", "truncated"])
async def test_no_error_of_a_call_tells_the_token(tmp_path: Path, kind):
    async with open_playground(folder=tmp_path) as playground:
        bot = make_bot(playground.token, api_url=playground.url, governor=None)
        playground.add_fault("getMe", kind)
        with pytest.raises(TelegramAPIError) as raised:
            await bot.get_me()
        await close(bot)
    assert_no_token(raised.value, playground.token)


async def test_no_error_of_a_file_tells_the_token(tmp_path: Path):
    async with open_playground(folder=tmp_path) as playground:
        bot = make_bot(playground.token, api_url=playground.url, governor=None)
        sent = await playground.send_file(b"x" * 100_000, "document", name="a.bin")
        file = await bot.get_file(sent["document"]["file_id"])
        url = bot.session.api.file_url(bot.token, file.file_path)
        playground.add_fault("download", "cut_download", bytes=1000)
        with pytest.raises(FileCut) as cut:
            async for _ in bot.session.stream_content(url):
                pass
        playground.add_fault("download", "gone")
        with pytest.raises(FileRefused) as refused:
            async for _ in bot.session.stream_content(url):
                pass
        await close(bot)
    assert refused.value.status == 404
    assert_no_token(cut.value, playground.token)
    assert_no_token(refused.value, playground.token)


def test_an_upload_gets_the_time_that_its_size_needs(tmp_path: Path):
    path = tmp_path / "a.mp3"
    path.write_bytes(b"x" * 1_000_000)
    media = InputMediaAudio(media=FSInputFile(path), thumbnail=FSInputFile(path))
    upload = EditMessageMedia(media=media, chat_id=1, message_id=1)
    assert upload_bytes(upload) == 2_000_000
    assert patience_seconds(upload) == pytest.approx(30 + 2_000_000 / 262_144)
    assert patience_seconds(GetMe()) == 30
    assert patience_seconds(SendMessage(chat_id=1, text="x")) == 30


async def test_words_are_html_unless_said_otherwise(tmp_path: Path):
    async with open_playground(folder=tmp_path) as playground:
        bot = make_bot(playground.token, api_url=playground.url, governor=None)
        message = await bot.send_message(playground.me, "<b>bold</b>")
        await close(bot)
    assert message.entities[0].type == "bold"


def assert_no_token(error: BaseException, token: str = TOKEN) -> None:
    secret = token.partition(":")[2]
    told = "".join(traceback.format_exception(error))
    link: BaseException | None = error
    while link is not None:
        told += repr(link) + str(link)
        link = link.__cause__ or link.__context__
    assert secret not in told
