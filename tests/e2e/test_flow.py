"""A pasted link becomes a file in the chat, over the real wire, by polling and by webhook."""

import asyncio
import socket

import pytest

from tests.e2e.conftest import Town
from tests.e2e.people import button, medium, until, words
from tests.e2e.service import running
from tests.sounds import tune_in

HEIGHTS = ["240p", "480p"]
SOUNDS = ["MP3", "M4A", "OGG", "FLAC", "WAV"]


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_link_becomes_every_sound_and_two_heights(town: Town, mode: str) -> None:
    port = free_port()
    env = town.env(HTTP_PORT=str(port))
    if mode == "webhook":
        env["PUBLIC_URL"] = f"http://127.0.0.1:{port}"

    async with running(env):
        links = town.demo.links
        sounds = [order(town, links["mp3"], sound) for sound in SOUNDS]
        heights = [order(town, links["page"], height) for height in HEIGHTS]
        results = await asyncio.gather(*sounds, *heights)

    for sound, result in zip(SOUNDS, results, strict=False):
        file = medium(result)
        assert file is not None
        assert tune_in(town.playground.media_bytes(file["file_id"])) == "harbour", sound
    shown = [result["video"]["height"] for result in results[len(SOUNDS) :]]
    assert shown == [int(height[:-1]) for height in HEIGHTS]


async def order(town: Town, link: str, choice: str) -> dict:
    """Have somebody new paste a link and press a button; return the message that it became."""
    playground = town.playground
    chat = playground.add_user(f"Friend of {choice}")["id"]
    asked = await playground.say(link, user=chat, chat=chat)

    def answer() -> dict | None:
        said = playground.messages(chat)
        return next((one for one in said if one["message_id"] > asked["message_id"]), None)

    async def press(message: dict, key: dict) -> None:
        data = key["callback_data"]
        await playground.press(message["message_id"], data, user=chat, chat=chat)

    card = await until(lambda: (it := answer()) and button(it, "More") and it)
    pick = button(card, choice)
    if pick is None:
        await press(card, button(card, "More"))
        card = await until(lambda: (it := answer()) and button(it, choice) and it)
        pick = button(card, choice)
    await press(card, pick)

    def done() -> dict | None:
        it = answer()
        assert it is not None
        assert "⚠" not in words(it), words(it)
        return it if button(it, "Other formats") and medium(it) else None

    return await until(done, seconds=60)
