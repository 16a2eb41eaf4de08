"""The connection: what is understood of bad answers, and that the token stays here."""

import traceback
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.methods import EditMessageMedia, GetMe, SendDocument, SendMessage
from aiogram.types import FSInputFile, InputMediaAudio, InputMediaDocument
from aiohttp import web

from bot.client import LOCAL_SEND_LIMIT_BYTES, make_bot, session_of
from bot.patience import patience_seconds, upload_bytes
from bot.playground.server import open_playground
from bot.session import FileCut, FileRefused, NotSent
from bot.upload import Shipment, Upload
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


@pytest.fixture
def film(tmp_path: Path):
    """Return an upload of a kept file: its name on the disk is not what it is called in the chat."""
    path = tmp_path / "blobs" / ("ab" * 32)
    path.parent.mkdir()
    path.write_bytes(b"film" * 1000)
    told = []

    async def last_word() -> None:
        told.append("last word")

    def tick(done: int, total: int | None) -> None:
        told.append((done, total))

    def upload(path: Path = path) -> Upload:
        return Upload(path, name="Fim? ü.mp4", shipment=Shipment(), ticks=tick, last_word=last_word)

    return upload, told, path


@asynccontextmanager
async def beside(folder: Path, *, local: bool):
    """Return a bot that believes that its server runs on this machine, and that server."""
    async with open_playground(folder=folder / "server", local=local) as playground:
        bot = make_bot(
            playground.token,
            api_url=playground.url,
            local=True,
            outbox=folder / "outbox",
            governor=None,
        )
        yield playground, bot
        await close(bot)


async def test_a_server_on_this_machine_reads_files_by_itself(tmp_path: Path, film):
    upload, told, path = film
    async with beside(tmp_path, local=True) as (playground, bot):
        first = upload()
        message = await bot.send_document(playground.me, first)
        (call,) = playground.calls("sendDocument")
        assert playground.media_bytes(message.document.file_id) == path.read_bytes()
    assert call.params["document"].startswith(f"file://{tmp_path}/outbox/")
    assert message.document.file_name == first.name == "Fim_ ü.mp4"
    assert told == ["last word", (0, 4000), (4000, 4000)]
    assert (first.was_read, first.address) == (True, "")
    assert list((tmp_path / "outbox").iterdir()) == []


async def test_pieces_of_an_album_and_edits_go_by_path_too(tmp_path: Path, film):
    upload, _, path = film
    async with beside(tmp_path, local=True) as (playground, bot):
        media = [InputMediaDocument(media=upload()) for _ in range(2)]
        album = await bot.send_media_group(playground.me, media)
        text = await bot.send_message(playground.me, "soon")
        edited = await bot.edit_message_media(
            InputMediaDocument(media=upload()),
            chat_id=playground.me,
            message_id=text.message_id,
        )
        for message in (*album, edited):
            assert playground.media_bytes(message.document.file_id) == path.read_bytes()
        wire = [call.params for call in playground.calls()]
    assert str(wire).count("file://") == 3


async def test_a_server_that_cannot_read_by_path_gets_the_bytes(tmp_path: Path, film):
    upload, _, path = film
    async with beside(tmp_path, local=False) as (playground, bot):
        for _ in range(2):
            message = await bot.send_document(playground.me, upload())
            assert playground.media_bytes(message.document.file_id) == path.read_bytes()
        sent = [call.params["document"] for call in playground.calls("sendDocument")]
    assert [document.partition(":")[0] for document in sent] == ["file", "attach", "attach"]


async def test_a_refusal_that_is_not_about_the_file_is_not_answered_with_its_bytes(
    tmp_path: Path, film
):
    upload, _, _ = film
    async with beside(tmp_path, local=True) as (playground, bot):
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await bot.send_document(404, upload())
        assert len(playground.calls("sendDocument")) == 1


@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False)])
async def test_it_takes_2000_mb_and_not_a_byte_more(tmp_path: Path, film, more, fits):
    upload, _, path = film
    with path.open("wb") as file:
        file.truncate(LOCAL_SEND_LIMIT_BYTES + more)  # all holes
    async with beside(tmp_path, local=True) as (playground, bot):
        if not fits:
            with pytest.raises(TelegramEntityTooLarge):
                await bot.send_document(playground.me, upload())
            return
        limits = playground.desk.files.limits
        assert limits.upload_bytes == path.stat().st_size
        assert patience_seconds(SendDocument(chat_id=1, document=upload())) > 2 * 3600


def assert_no_token(error: BaseException, token: str = TOKEN) -> None:
    secret = token.partition(":")[2]
    told = "".join(traceback.format_exception(error))
    link: BaseException | None = error
    while link is not None:
        told += repr(link) + str(link)
        link = link.__cause__ or link.__context__
    assert secret not in told
