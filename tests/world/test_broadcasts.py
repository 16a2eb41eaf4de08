"""Broadcasts under way: a pasted link, a length to record, and what was sent meanwhile as a file.

The playlist is read by `_extra_manifest_info` of `extractor/generic.py` of yt-dlp 2026.10.26, which takes
one without an end for a broadcast.
"""

import re
import time

import pytest
from aiohttp import web

from services.media.probe import probe
from tests.e2e.people import button, words
from tests.waiting import until
from tests.world.media import hls
from tests.world.town import Got

pytestmark = pytest.mark.asyncio(loop_scope="module")

_ENTRY = re.compile(r"#EXTINF:([\d.]+),[^\n]*\n(\S+\.ts)")
_SHOWN = 3
_PIECE_SECONDS = 2


def on_air(world, name):
    """Show the newest pieces of a film, one more every two seconds; return the link and how many are out."""
    site = world.site(f"{name}.made-up.example")
    folder = hls(seconds=60, hertz=660, height=240)
    entries = _ENTRY.findall((folder / "film.m3u8").read_text())
    began = time.monotonic()

    def newest():
        return min(_SHOWN + int((time.monotonic() - began) / _PIECE_SECONDS), len(entries))

    async def playlist(_request):
        last = newest()
        lines = [f"#EXTINF:{length},\n{piece}" for length, piece in entries[last - _SHOWN : last]]
        head = ["#EXTM3U", "#EXT-X-VERSION:3", f"#EXT-X-TARGETDURATION:{_PIECE_SECONDS}"]
        told = "\n".join([*head, f"#EXT-X-MEDIA-SEQUENCE:{last - _SHOWN}", *lines, ""])
        return web.Response(text=told, content_type="application/vnd.apple.mpegurl")

    for piece in folder.glob("*.ts"):
        site.answers(f"/{piece.name}", piece)
    return site.answers("/air.m3u8", playlist)


async def recorded(guest, card, seconds):
    """Press the button for five minutes of pictures, with another length on it."""
    keys = [key for row in card["reply_markup"]["inline_keyboard"] for key in row]
    key = next(one for one in keys if "p;R300" in one["callback_data"])
    key["callback_data"] = key["callback_data"].replace(";R300", f";R{seconds}")
    await guest.town.playground.press(
        card["message_id"], key["callback_data"], user=guest.chat, chat=guest.chat
    )


async def film_in(guest, card):
    """Wait until a card has become a film, and return what that is."""
    message = await guest.shown(card, lambda it: "video" in it or "⚠" in words(it), seconds=45)
    assert "video" in message, words(message)
    path = guest.town.folder / f"{message['message_id']}-{guest.chat}.mp4"
    path.write_bytes(guest.town.playground.media_bytes(message["video"]["file_id"]))
    return Got(path, message, await probe(path))


async def test_a_broadcast_is_recorded_for_as_long_as_was_chosen(world, guest):
    card = await guest.card(on_air(world, "harbour"))
    shown = [key["text"] for row in card["reply_markup"]["inline_keyboard"] for key in row]
    assert [text for text in shown if "5" in text]

    await recorded(guest, card, 4)
    got = await film_in(guest, card)

    assert 2.5 < got.found.seconds < 5.5
    assert got.found.shown_size == (426, 240)
    assert abs(got.hertz - 660) < 20


async def test_cancel_delivers_what_was_recorded(world, guest):
    card = await guest.card(on_air(world, "pier"))
    await recorded(guest, card, 300)
    await until(lambda: len(world.asked("pier.made-up.example", "*.ts")) >= 4)

    await guest.press(await guest.shown(card, lambda it: button(it, "Cancel")), "Cancel")
    got = await film_in(guest, card)

    assert 3 < got.found.seconds < 20


async def test_a_second_cancel_leaves_nothing(world, guest):
    card = await guest.card(on_air(world, "beach"))
    await recorded(guest, card, 300)
    await until(lambda: len(world.asked("beach.made-up.example", "*.ts")) >= 3)
    showing = await guest.shown(card, lambda it: button(it, "Cancel"))

    await guest.press(showing, "Cancel")
    await guest.press(showing, "Cancel")
    ended = await guest.shown(card, lambda it: not button(it, "Cancel"))

    assert "video" not in ended
    assert button(ended, "Again") or button(ended, "again")
