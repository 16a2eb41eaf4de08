"""Subtitles for those who ask as Bazarr asks: a password within the address, bare samples, a query."""

import json
import wave

import aiohttp
import pysubs2
import pytest
import webvtt
from yarl import URL

from tests.speech import SAMPLES

PLAIN = SAMPLES / "01_plain.wav"
SAID = ["Please open the door, it is very cold.", "My friend will call you tomorrow."]


@pytest.fixture(scope="session")
def samples():
    """The clip as Bazarr sends it: 16 bits, one channel, 16 kHz, and nothing else."""
    with wave.open(str(PLAIN)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16000, 1, 2)
        return sound.readframes(sound.getnframes())


@pytest.fixture
async def ask(door):
    """Posts a sound to an address whose password is the key."""
    base = URL(door.url).with_user("bazarr").with_password(door.key)
    async with aiohttp.ClientSession() as session:

        async def post(path, sound, **query):
            form = aiohttp.FormData()
            form.add_field("audio_file", sound, filename="audio_file")
            async with session.post(base / path % query, data=form) as answer:
                return answer.status, await answer.text()

        yield post


async def test_bare_samples_become_subtitles(ask, samples):
    status, text = await ask(
        "asr", samples, task="transcribe", language="en", output="srt", encode="false"
    )

    assert status == 200
    lines = [event.plaintext for event in pysubs2.SSAFile.from_string(text, format_="srt")]
    assert lines == SAID


@pytest.mark.parametrize("output", ["txt", "vtt", "srt", "tsv", "json"])
async def test_a_file_comes_back_in_every_form(ask, output):
    status, text = await ask("asr", PLAIN.read_bytes(), output=output, word_timestamps="true")

    assert status == 200
    match output:
        case "txt":
            assert text.splitlines() == SAID
        case "vtt":
            assert [cue.text for cue in webvtt.from_string(text)] == SAID
        case "srt":
            assert text.startswith("1\n00:00:00,")
        case "tsv":
            head, *rows = [line.split("\t") for line in text.splitlines()]
            assert head == ["start", "end", "text"]
            assert [row[2] for row in rows] == SAID
            assert all(int(row[0]) < int(row[1]) < 6000 for row in rows)
        case "json":
            told = json.loads(text)
            assert told["language"] == "en"
            assert [segment["text"] for segment in told["segments"]] == SAID
            assert [word["word"] for word in told["words"]] == " ".join(SAID).split()


async def test_the_form_is_text_where_nothing_is_said(ask):
    assert await ask("asr", PLAIN.read_bytes()) == (200, "\n".join([*SAID, ""]))


async def test_it_is_put_into_english(ask):
    status, text = await ask("asr", PLAIN.read_bytes(), task="translate", output="txt")

    assert (status, "door" in text) == (200, True)


async def test_the_language_is_told(ask, samples):
    status, text = await ask("detect-language", samples, encode="false")

    told = json.loads(text)
    assert status == 200
    assert (told["detected_language"], told["language_code"]) == ("english", "en")
    assert 0.5 < told["confidence"] <= 1


async def test_where_nobody_speaks_the_guess_is_worth_nothing(ask):
    status, text = await ask("detect-language", (SAMPLES / "11_silence.ogg").read_bytes())

    assert (status, json.loads(text)["confidence"]) == (200, 0)


@pytest.mark.parametrize(
    "query",
    [
        {"output": "docx"},
        {"task": "sing"},
        {"language": "klingon"},
        {"encode": "perhaps"},
        {"word_timestamps": "2", "output": "json"},
    ],
)
async def test_what_cannot_be_is_refused_by_its_name(ask, query):
    status, text = await ask("asr", PLAIN.read_bytes(), **query)

    told = json.loads(text)
    assert (status, told["code"]) == (400, "field-invalid")
    assert told["details"]["field"] in query


@pytest.mark.parametrize("path", ["asr", "detect-language"])
async def test_what_is_no_sound_is_refused_by_the_name_it_came_with(ask, path):
    status, text = await ask(path, b"no sound at all")

    told = json.loads(text)
    assert (status, told["code"]) == (415, "file-unreadable")
    assert "audio_file" in told["message"]


@pytest.mark.parametrize("path", ["asr", "detect-language"])
async def test_nobody_comes_in_without_a_key(door, path):
    async with aiohttp.ClientSession(door.url) as session:
        for headers in ({}, {"Authorization": "Basic !!"}, {"Authorization": "Basic eDp5"}):
            async with session.post(f"/{path}", headers=headers) as answer:
                assert answer.status == 401
                assert answer.headers["WWW-Authenticate"] == "Bearer"
                assert "python main.py keys add" in (await answer.json())["message"]
