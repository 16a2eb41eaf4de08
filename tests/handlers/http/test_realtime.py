"""OpenAI's own client against `/v1/realtime`, with the miniature model behind it."""

import asyncio
import base64
import json
from difflib import SequenceMatcher

import aiohttp
import numpy as np
import pytest
import pytest_asyncio
from openai import AsyncOpenAI

from tests.handlers.http.whole import opened
from tests.services.live.conftest import sound_of
from tests.speech import SAMPLES

pytestmark = pytest.mark.asyncio(loop_scope="module")

ABOUT = "conversation.item.input_audio_transcription."
MOSTLY = 0.9


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def whole(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        async with opened(tmp_path_factory.mktemp("realtime"), patch, starts=True) as site:
            yield site


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def client(whole):
    async with AsyncOpenAI(api_key=whole.owner, base_url=f"{whole.url}/v1") as found:
        yield found


def words(text):
    kept = "".join(letter for letter in text.casefold() if letter.isalnum() or letter.isspace())
    return kept.split()


def likeness(text, name):
    true = json.loads((SAMPLES / f"{name}.json").read_text())["text"]
    return SequenceMatcher(None, words(text), words(true), autojunk=False).ratio()


def at_rate(name, rate):
    """Return a clip with a second of silence behind it, as 16-bit numbers at a rate."""
    sound = np.concatenate([sound_of(name), np.zeros(16_000, "<i2")])
    places = np.arange(int(len(sound) * rate / 16_000)) * 16_000 / rate
    return np.round(np.interp(places, np.arange(len(sound)), sound)).astype("<i2").tobytes()


async def send(connection, raw):
    for at in range(0, len(raw), 9_600):
        chunk = base64.b64encode(raw[at : at + 9_600]).decode()
        await connection.input_audio_buffer.append(audio=chunk)


async def until(connection, *kinds):
    """Return all events up to the first of these kinds."""
    heard = []
    async with asyncio.timeout(60):
        while True:
            heard.append(await connection.recv())
            if heard[-1].type in kinds:
                return heard


async def test_the_official_client_hears_every_word_of_a_transcription_session(client):
    async with client.realtime.connect(extra_query={"intent": "transcription"}) as connection:
        assert (await connection.recv()).type == "session.created"
        sound = {
            "format": {"type": "audio/pcm", "rate": 24000},
            "transcription": {"model": "gpt-4o-transcribe", "language": "en"},
            "turn_detection": {"type": "server_vad", "silence_duration_ms": 600},
        }
        await connection.session.update(
            session={"type": "transcription", "audio": {"input": sound}}
        )
        updated = await connection.recv()
        assert updated.type == "session.updated"
        assert updated.session.audio.input.transcription.language == "en"
        await send(connection, at_rate("09_one_sentence.ogg", 24_000))
        heard = await until(connection, ABOUT + "completed")

    kinds = [event.type for event in heard]
    started, committed = "input_audio_buffer.speech_started", "input_audio_buffer.committed"
    assert kinds.index(started) < kinds.index("input_audio_buffer.speech_stopped")
    assert kinds.index(committed) < kinds.index(ABOUT + "completed")
    assert "conversation.item.added" in kinds
    done = heard[-1]
    assert likeness(done.transcript, "09_one_sentence") >= MOSTLY
    deltas = "".join(event.delta for event in heard if event.type == ABOUT + "delta")
    assert deltas == done.transcript
    assert {event.item_id for event in heard if event.type.startswith(ABOUT)} == {done.item_id}
    assert done.usage.type == "duration"


async def test_a_client_that_ends_its_turns_itself_gets_one_item_for_each(client):
    async with client.realtime.connect(model="whisper-1") as connection:
        await connection.recv()
        await connection.session.update(
            session={"type": "transcription", "audio": {"input": {"turn_detection": None}}}
        )
        await connection.recv()
        items = []
        for name in ("09_one_sentence", "01_plain"):
            ending = "ogg" if name.startswith("09") else "wav"
            await send(connection, at_rate(f"{name}.{ending}", 24_000))
            await connection.input_audio_buffer.commit()
            heard = await until(connection, ABOUT + "completed")
            assert "input_audio_buffer.speech_started" not in {event.type for event in heard}
            committed = next(e for e in heard if e.type == "input_audio_buffer.committed")
            assert committed.previous_item_id == (items[-1] if items else None)
            assert likeness(heard[-1].transcript, name) >= MOSTLY
            items.append(heard[-1].item_id)
        assert len(set(items)) == 2
        await send(connection, bytes(24_000))
        await connection.input_audio_buffer.commit()
        assert (await until(connection, ABOUT + "completed"))[-1].transcript == ""


async def test_what_is_cleared_is_not_told(client):
    async with client.realtime.connect(model="whisper-1") as connection:
        await connection.recv()
        await connection.session.update(
            session={"type": "transcription", "audio": {"input": {"turn_detection": None}}}
        )
        await connection.recv()
        await send(connection, at_rate("01_plain.wav", 24_000))
        await connection.input_audio_buffer.clear()
        await until(connection, "input_audio_buffer.cleared")
        await connection.input_audio_buffer.commit()
        refused = (await until(connection, "error"))[-1]
        assert refused.error.code == "input_audio_buffer_commit_empty"


@pytest.mark.parametrize(
    ("event", "param"),
    [
        ({"type": "response.create", "event_id": "mine"}, "type"),
        ({"type": "input_audio_buffer.append", "audio": "*", "event_id": "mine"}, "audio"),
        (
            {
                "type": "session.update",
                "event_id": "mine",
                "session": {"audio": {"input": {"format": {"type": "audio/ogg"}}}},
            },
            "format",
        ),
    ],
)
async def test_what_is_not_understood_is_an_error_event_and_no_end(client, event, param):
    async with client.realtime.connect(model="whisper-1") as connection:
        await connection.recv()
        await connection.send(event)
        refused = await connection.recv()
        assert refused.type == "error"
        assert refused.error.param == param
        assert refused.error.event_id == "mine"
        assert refused.error.message
        await connection.session.update(session={"type": "transcription"})
        assert (await connection.recv()).type == "session.updated"


async def test_clients_of_the_older_shape_are_understood(whole):
    headers = {"Authorization": f"Bearer {whole.owner}", "OpenAI-Beta": "realtime=v1"}
    url = f"{whole.url}/v1/realtime?intent=transcription"
    async with whole.session.ws_connect(url, headers=headers) as socket:
        assert (await socket.receive_json(timeout=20))["type"] == "transcription_session.created"
        session = {
            "input_audio_format": "g711_ulaw",
            "input_audio_transcription": {"model": "whisper-1"},
            "turn_detection": None,
        }
        await socket.send_json({"type": "transcription_session.update", "session": session})
        updated = await socket.receive_json(timeout=20)
        assert updated["type"] == "transcription_session.updated"
        assert updated["session"]["input_audio_format"] == "g711_ulaw"
        silence = base64.b64encode(b"\xff" * 4_000).decode()
        await socket.send_json({"type": "input_audio_buffer.append", "audio": silence})
        await socket.send_json({"type": "input_audio_buffer.commit"})
        kinds = []
        while ABOUT + "completed" not in kinds:
            kinds.append((await socket.receive_json(timeout=60))["type"])
    assert "conversation.item.created" in kinds


async def test_browsers_bring_their_key_among_the_protocols(whole):
    url = f"{whole.url}/v1/realtime"
    protocols = ("realtime", f"openai-insecure-api-key.{whole.owner}")
    async with whole.session.ws_connect(url, protocols=protocols) as socket:
        assert socket.protocol == "realtime"
        assert (await socket.receive_json(timeout=20))["type"] == "session.created"


async def test_without_a_key_nobody_connects(whole):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await whole.session.ws_connect(f"{whole.url}/v1/realtime")
    assert refused.value.status == 401
