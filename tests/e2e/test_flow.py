"""A pasted link becomes a file in the chat, over the real wire, by polling and by webhook."""

import socket

import pytest

from tests.e2e.conftest import Town
from tests.e2e.people import button, medium, until, words
from tests.e2e.service import running
from tests.sounds import tune_in

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
        for sound in SOUNDS:
            result = await order(town, town.demo.links["mp3"], sound)
            file = medium(result)
            assert file is not None
            content = town.playground.media_bytes(file["file_id"])
            assert tune_in(content) == "harbour", sound
        for height in ("240p", "480p"):
            result = await order(town, town.demo.links["page"], height)
            assert result["video"]["height"] == int(height[:-1])


async def order(town: Town, link: str, choice: str) -> dict:
    """Paste a link, press a button (behind More where it must be), and return the finished message."""
    playground = town.playground
    asked = await playground.say(link)

    def answer() -> dict | None:
        said = [each for each in playground.messages() if each["message_id"] > asked["message_id"]]
        return said[0] if said else None

    card = await until(lambda: (it := answer()) and button(it, "More") and it)
    pick = button(card, choice)
    if pick is None:
        await playground.press(card["message_id"], button(card, "More")["callback_data"])
        card = await until(lambda: (it := answer()) and button(it, choice) and it)
        pick = button(card, choice)
    await playground.press(card["message_id"], pick["callback_data"])

    def done() -> dict | None:
        it = answer()
        assert it is not None
        assert "⚠" not in words(it), words(it)
        return it if button(it, "Other formats") and medium(it) else None

    return await until(done, seconds=60)
