"""Broadcasts under way: a pasted link, a length to record, and what was sent meanwhile as a file.

The playlist is read by `_extra_manifest_info` of `extractor/generic.py` of yt-dlp 2026.10.26, which takes
one without an end for a broadcast.
"""

import math
import re
import tempfile
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from services.media.choices import wanted_of
from services.media.probe import probe
from services.nursery import Nursery
from services.platforms.catalogue import link_of
from services.sources.sources import open_sources
from services.web import open_web
from services.web_guard import Guard
from tests.e2e.people import button, words
from tests.waiting import until
from tests.world.media import hls
from tests.world.town import Got

pytestmark = pytest.mark.asyncio(loop_scope="module")

_ENTRY = re.compile(r"#EXTINF:([\d.]+),[^\n]*\n(\S+\.ts)")
_SHOWN = 3
_PIECE_SECONDS = 2


def on_air(world, name, *, for_seconds=math.inf):
    """Show the newest pieces of a film, one more every two seconds while it lasts; return the link."""
    site = world.site(f"{name}.made-up.example")
    folder = hls(seconds=60, hertz=660, height=240)
    entries = _ENTRY.findall((folder / "film.m3u8").read_text())
    began = time.monotonic()

    def newest():
        passed = min(time.monotonic() - began, for_seconds)
        return min(_SHOWN + int(passed / _PIECE_SECONDS), len(entries))

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


async def test_a_broadcast_that_falls_silent_leaves_what_came(world, tmp_path):
    link = link_of(on_air(world, "storm", for_seconds=2))

    async with sources_of(world, stall=timedelta(seconds=6)) as sources:
        medium = await sources.resolve(link, folder=folder_in(tmp_path))
        fetched = await record(sources, medium, "mp3;record=300", folder=folder_in(tmp_path))

    assert medium.live
    assert 3 < (await probe(fetched.path)).seconds < 12


async def test_a_recording_ends_where_it_is_large_enough(world, tmp_path):
    link = link_of(on_air(world, "flood"))

    async with sources_of(world, most_bytes=500_000) as sources:
        medium = await sources.resolve(link, folder=folder_in(tmp_path))
        fetched = await record(sources, medium, "720p;record=300", folder=folder_in(tmp_path))

    assert 0 < fetched.path.stat().st_size <= 500_000
    assert (await probe(fetched.path)).has_picture


@asynccontextmanager
async def sources_of(world, **rules):
    """Open the way to links without jobs and chats around it."""
    authorities = world.ca_path.read_text()
    async with (
        open_web(Guard(), proxy=world.proxy_url, authorities=authorities) as web_of_it,
        Nursery() as nursery,
        open_sources(web_of_it, nursery, **rules) as opened,
    ):
        yield opened


async def record(sources, medium, choice, *, folder):
    """Return what comes of a recording."""
    wanted = wanted_of(choice)
    return await sources.fetch(medium, wanted, folder=folder, ticks=lambda _done, _total: None)


def folder_in(path):
    """Return a new folder."""
    return Path(tempfile.mkdtemp(dir=path))
