"""Too big for Telegram: a smaller height, parts that play by themselves, or a link that expires.

The limit is scaled down from 50 MB, the film with it.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.site import build_site, open_site
from handlers.http.files import file_routes
from services.media.probe import probe
from tests.e2e.people import Message, button, until, words
from tests.sounds import ffmpeg
from tests.world.media import made
from tests.world.town import BRISK, Guest, Town, open_town

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMIT = 1536 * 1024
SECONDS = 24


@asynccontextmanager
async def small_town(folder: Path, world, monkeypatch) -> AsyncIterator[Town]:
    """Open a town whose Telegram takes little, with its file links on a server of their own."""
    monkeypatch.setattr("bot.chat.SEND_LIMIT_BYTES", LIMIT)
    async with open_town(folder, world, pace=BRISK) as town:
        links = town.house.core.file_links
        async with open_site(build_site(file_routes(links)), host="127.0.0.1", port=0) as url:
            links.serve_at(url)
            yield town


def big_film() -> Path:
    """Return a film that is four times as big as what may be sent, with a key frame each second."""
    noise = f"testsrc2=size=480x270:rate=10:duration={SECONDS},noise=alls=60:allf=t"
    tone = f"sine=frequency=440:duration={SECONDS}"
    rate = ("-b:v", "1800k", "-minrate", "1800k", "-maxrate", "1800k", "-bufsize", "900k")
    pictures = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p", *rate)
    inputs = ("-f", "lavfi", "-i", noise, "-f", "lavfi", "-i", tone)
    return made("mp4", *inputs, *pictures, "-c:a", "aac", "-shortest", "-movflags", "+faststart")


async def too_big(guest: Guest, link: str) -> tuple[Message, list[str]]:
    """Press the button that is too big; return the message and the ways that it offers."""
    card = await guest.card(link)
    await guest.press(card, "✂")
    shown = await guest.shown(card, lambda it: button(it, "as a link"))
    rows = shown["reply_markup"]["inline_keyboard"]
    return shown, [key["text"] for row in rows for key in row]


async def album_of(guest: Guest, card: Message) -> tuple[list[Message], Message]:
    """Wait for the message below the parts; return them and it."""

    def look() -> tuple[list[Message], Message] | None:
        said = [one for one in guest.town.playground.messages(guest.chat) if not one["outgoing"]]
        below = next((one for one in said if "parts, above" in words(one)), None)
        return ([one for one in said if "media_group_id" in one], below) if below else None

    found: tuple[list[Message], Message] = await until(look)
    return found


async def test_big_files_just_work(world, tmp_path, monkeypatch):
    source = big_film()
    link = world.site("files.example.org").answers("/film.mp4", source)
    async with small_town(tmp_path, world, monkeypatch) as town:
        guest = town.guest()
        card, ways = await too_big(guest, link)
        assert any("MP3" in way for way in ways)
        await guest.press(card, "parts")
        album, below = await album_of(guest, card)

        count = len(album)
        assert count >= 4
        assert len({part["media_group_id"] for part in album}) == 1
        assert [f"({number}/{count})" in words(part) for number, part in enumerate(album, 1)] == (
            [True] * count
        )
        assert button(below, "Other formats")
        lengths = [await played(town, part, tmp_path) for part in album]
        assert abs(sum(lengths) - SECONDS) < 0.5


async def played(town: Town, part: Message, folder: Path) -> float:
    """See that a part is small enough and plays by itself from its first picture; return its length."""
    path = folder / f"{part['message_id']}.mp4"
    path.write_bytes(town.playground.media_bytes(part["video"]["file_id"]))
    assert path.stat().st_size <= LIMIT
    first = ("-i", str(path), "-frames:v", "1", "-f", "framehash", "-")
    command = [ffmpeg(), "-v", "error", "-xerror", *first]
    shown = await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
    assert b"0," in shown.stdout
    found = await probe(path)
    assert found.shown_size == (480, 270)
    assert found.seconds is not None
    return found.seconds


async def test_an_upload_that_times_out_after_telegram_took_it_is_one_album(
    world, tmp_path, monkeypatch
):
    link = world.site("files.example.org").answers("/film.mp4", big_film())
    async with small_town(tmp_path, world, monkeypatch) as town:
        guest = town.guest()
        card, _ = await too_big(guest, link)
        town.playground.add_fault("editMessageMedia", "cut_after", match="video", count=1)
        await guest.press(card, "parts")
        album, _ = await album_of(guest, card)

        said = [one for one in town.playground.messages(guest.chat) if not one["outgoing"]]
        assert len({part["media_group_id"] for part in album}) == 1
        assert len(said) == len(album) + 1


async def test_a_link_hands_out_pieces_and_expires(world, tmp_path, monkeypatch):
    source = big_film()
    link = world.site("files.example.org").answers("/film.mp4", source)
    async with small_town(tmp_path, world, monkeypatch) as town, ClientSession() as client:
        guest = town.guest()
        card, _ = await too_big(guest, link)
        await guest.press(card, "as a link")
        shown = await guest.shown(card, lambda it: "Fetch it here" in words(it))
        url = address_in(shown)

        async with client.get(url) as answer:
            whole = await answer.read()
        async with client.get(url, headers={"Range": "bytes=1000-1999"}) as answer:
            assert (answer.status, await answer.read()) == (206, whole[1000:2000])
        assert len(whole) == source.stat().st_size
        token = url.split("/")[-2]
        assert len(token) >= 32
        async with client.get(url.replace(token, token[::-1])) as answer:
            assert answer.status == 404
        await town.house.database.write("UPDATE file_links SET expires_at = 0")
        async with client.get(url) as answer:
            assert answer.status == 410


async def test_a_smaller_one_is_one_file(world, tmp_path, monkeypatch):
    link = world.site("files.example.org").answers("/film.mp4", big_film())
    async with small_town(tmp_path, world, monkeypatch) as town:
        guest = town.guest()
        card, _ = await too_big(guest, link)
        await guest.press(card, "MP3")

        got = await guest.got(card)

        assert got.path.stat().st_size <= LIMIT
        assert "audio" in got.message


def address_in(message: Message) -> str:
    """Return the first address behind words of a message."""
    marks = message.get("caption_entities") or message.get("entities") or []
    return next(str(mark["url"]) for mark in marks if "/files/" in mark.get("url", ""))
