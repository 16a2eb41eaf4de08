"""Files that people sent: whole or not at all."""

import tempfile
from pathlib import Path

import pytest

from bot.chat_files import TelegramFiles
from bot.client import TAKE_LIMIT_BYTES, make_bot
from bot.playground.server import open_playground
from services.errors import FileOutOfReach, SiteTrouble, SourceExpired
from services.jobs.order import ChatFile
from tests.bot.office import Quick, close

BYTES = bytes(range(256)) * 4_000


class Desk:
    def __init__(self, playground, files: TelegramFiles, folder: Path) -> None:
        self.playground, self.files, self.folder = playground, files, folder
        self.to = folder / "work" / "voice.ogg"
        self.to.parent.mkdir()
        self.ticks: list[tuple[int, int | None]] = []

    async def sent(self, content: bytes = BYTES) -> ChatFile:
        message = await self.playground.send_file(content, "document", name="voice.ogg")
        document = message["document"]
        return ChatFile(
            document["file_id"], document["file_unique_id"], "voice.ogg", document["file_size"]
        )

    async def download(self, file: ChatFile) -> None:
        await self.files.download(file, to=self.to, ticks=lambda *tick: self.ticks.append(tick))

    @property
    def left(self) -> list[str]:
        return [path.name for path in self.to.parent.iterdir()]


@pytest.fixture(params=["over HTTP", "by path"])
async def desk(tmp_path: Path, request):
    local = request.param == "by path"
    async with open_playground(folder=tmp_path / "playground", local=local) as playground:
        bot = make_bot(playground.token, api_url=playground.url, local=local, governor=None)
        limit = None if local else TAKE_LIMIT_BYTES
        yield Desk(playground, TelegramFiles(bot, Quick(100), take_limit_bytes=limit), tmp_path)
        await close(bot)


@pytest.fixture
def over_http(desk: Desk):
    if desk.files._limit_bytes is None:
        pytest.skip("files by path cannot be cut")
    return desk


async def test_a_file_arrives_whole(desk: Desk):
    await desk.download(await desk.sent())
    assert desk.to.read_bytes() == BYTES
    assert desk.left == ["voice.ogg"]
    assert desk.ticks[-1] == (len(BYTES), len(BYTES))


async def test_a_small_file_is_read_and_leaves_nothing(desk: Desk, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))
    assert await desk.files.read(await desk.sent()) == BYTES
    assert desk.left == []


async def test_a_cut_is_tried_again_from_the_beginning(over_http: Desk):
    over_http.playground.add_fault("download", "cut_download", bytes=70_000, count=2)
    await over_http.download(await over_http.sent())
    assert over_http.to.read_bytes() == BYTES


async def test_a_file_that_never_comes_leaves_nothing(over_http: Desk):
    over_http.playground.add_fault("download", "cut_download", bytes=70_000, count=0)
    with pytest.raises(SiteTrouble) as trouble:
        await over_http.download(await over_http.sent())
    assert over_http.left == []
    assert over_http.playground.token.partition(":")[2] not in repr(trouble.value)


async def test_a_stale_address_is_asked_for_again(over_http: Desk):
    over_http.playground.add_fault("download", "gone")
    await over_http.download(await over_http.sent())
    assert over_http.to.read_bytes() == BYTES


async def test_what_bots_may_not_fetch_is_said_at_once(over_http: Desk):
    file = ChatFile("x", "y", "film.mkv", size_bytes=30 * 2**20)
    with pytest.raises(FileOutOfReach) as refused:
        await over_http.download(file)
    assert refused.value.details == {"size_bytes": 30 * 2**20, "limit_bytes": 20 * 2**20}
    assert over_http.playground.calls("getFile") == []


async def test_the_server_may_find_it_too_big_first(over_http: Desk):
    file = await over_http.sent()
    over_http.playground.add_fault(
        "getFile", "error", code=400, description="Bad Request: file is too big"
    )
    with pytest.raises(FileOutOfReach):
        await over_http.download(file)


async def test_an_unknown_file_has_to_be_sent_again(desk: Desk):
    with pytest.raises(SourceExpired):
        await desk.download(ChatFile("unknown", "unknown", "voice.ogg", 10))


async def test_a_server_in_trouble_is_trouble(desk: Desk):
    file = await desk.sent()
    desk.playground.add_fault("getFile", "html", count=0)
    with pytest.raises(SiteTrouble):
        await desk.download(file)
