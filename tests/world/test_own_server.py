"""With a Bot API server of one's own: what is too large for Telegram's comes and goes whole, by path."""

import wave

import pytest

from bot.client import SEND_LIMIT_BYTES, TAKE_LIMIT_BYTES
from tests.e2e.people import button, medium, until
from tests.world.town import BRISK, open_town

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS = 300


def long_sound(path):
    """Write five minutes of CD quality in which nobody says anything."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        for _ in range(SECONDS):
            file.writeframes(bytes(4 * 44_100))
    return path


async def test_a_large_file_comes_and_goes_whole(world, tmp_path):
    sound = long_sound(tmp_path / "long.wav")
    assert sound.stat().st_size > SEND_LIMIT_BYTES > TAKE_LIMIT_BYTES
    async with open_town(tmp_path, world, pace=BRISK, bot_api_local=True) as town:
        guest = town.guest()
        sent = await town.playground.send_file(
            sound, "document", user=guest.chat, chat=guest.chat, mime="audio/wav"
        )
        card = await until(
            lambda: (it := guest.answer(sent["message_id"])) and button(it, "More") and it
        )
        await guest.pick(card, "WAV")
        done = await guest.result(card)
        got = medium(done)
        edits = [
            call.params
            for call in town.playground.calls("editMessageMedia")
            if "file://" in str(call.params)
        ]
        assert got["file_size"] > SEND_LIMIT_BYTES
        assert got["file_name"] == "long.wav"
        assert town.playground.calls("download") == []
        assert len(edits) == 1
        outbox = town.settings.data_dir / "outbox"
        # The chat shows the message before we hear that it was taken.
        await until(lambda: not list(outbox.iterdir()))
        assert button(done, "Other formats")
        assert not town.playground.violations
