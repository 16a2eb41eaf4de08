"""The speech model comes when it is first needed; the chat says how far it is, or why it stays away."""

import asyncio

from tests.e2e.conftest import Town
from tests.e2e.people import until, words
from tests.e2e.service import running
from tests.e2e.test_words import NOTE, answers, send
from tests.services.transcripts.hub import open_hub
from tests.speech import MODEL


async def test_the_first_voice_note_waits_for_the_model_and_says_so(town: Town) -> None:
    chat = town.playground.add_user("Ann")["id"]
    async with open_hub() as hub:
        hub.gate = asyncio.Event()
        hub.cut_after = [500_000]
        async with running(town.env(SPEECH_MODEL="tiny", HF_ENDPOINT=hub.url)):
            asked = await send(town, NOTE, chat, "voice")
            await until(lambda: any("speech model" in words(a) for a in answers(town, asked, chat)))
            hub.gate.set()
            told = await until(
                lambda: next((a for a in answers(town, asked, chat) if "." in words(a)), None)
            )

    assert "speech model" not in words(told)
    assert len(hub.ranges) == 1


async def test_where_the_hub_is_out_of_reach_the_chat_says_so_once(
    town: Town, unused_tcp_port: int
) -> None:
    chat = town.playground.add_user("Bo")["id"]
    nowhere = f"http://127.0.0.1:{unused_tcp_port}"
    async with running(town.env(SPEECH_MODEL="tiny", HF_ENDPOINT=nowhere)):
        asked = await send(town, NOTE, chat, "voice")
        told = await until(
            lambda: next((a for a in answers(town, asked, chat) if "cannot" in words(a)), None)
        )

    assert "“tiny”" in words(told)
    assert "127.0.0.1" in words(told)


async def test_another_model_steps_in_and_the_chat_says_which(
    town: Town, unused_tcp_port: int
) -> None:
    chat = town.playground.add_user("Cy")["id"]
    nowhere = f"http://127.0.0.1:{unused_tcp_port}"
    chosen = {"SPEECH_MODEL": "tiny", "HF_ENDPOINT": nowhere, "SPEECH_INSTEAD": str(MODEL)}
    async with running(town.env(**chosen)):
        asked = await send(town, NOTE, chat, "voice")
        told = await until(
            lambda: next((a for a in answers(town, asked, chat) if "miniature" in words(a)), None)
        )

    assert "200 English words" in words(told)
