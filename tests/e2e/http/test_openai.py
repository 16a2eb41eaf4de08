"""OpenAI's own package, against the running service: every format, streams, errors, both its clients."""

import asyncio
import json
import re
from contextlib import nullcontext
from io import BytesIO
from types import SimpleNamespace

import jiwer
import openai
import pysubs2
import pytest
import webvtt
from openai import AsyncOpenAI, OpenAI

from bot.settings import Settings
from bot.wiring import open_house
from handlers.cli.wording import Wanted, transcribe
from locales.texts import texts_for
from services.jobs.order import Channel
from services.jobs.shelf import Shelf
from services.transcripts.wish import Wish
from tests.e2e.http.conftest import UPLOAD_MB
from tests.speech import MODEL, SAMPLES

PLAIN = SAMPLES / "01_plain.wav"
MINUTE = SAMPLES / "10_minute.ogg"
CLIPS = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")
SILENT = {"11_silence.ogg", "12_noise.mp3"}
# The package calls its own method for translations old; clients that use it are not.
_calls_it_old = pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")
SAID = "Please open the door, it is very cold. My friend will call you tomorrow."


@pytest.fixture
def client(door):
    with OpenAI(base_url=f"{door.url}/v1", api_key=door.key, max_retries=0) as client:
        yield client


@pytest.fixture
async def asking(door):
    async with AsyncOpenAI(base_url=f"{door.url}/v1", api_key=door.key, max_retries=0) as client:
        yield client


def spelled(text):
    return re.sub(r"[^\w ]", "", text.lower())


def test_the_usual_answer_is_the_text(client):
    told = client.audio.transcriptions.create(file=PLAIN, model="whisper-1")

    assert told.text == SAID
    assert (told.usage.type, told.usage.seconds) == ("duration", 6)


def test_text_is_text(client):
    told = client.audio.transcriptions.create(file=PLAIN, model="whisper-1", response_format="text")

    assert told == f"{SAID}\n"


def test_subtitles_are_subtitles(client):
    srt = client.audio.transcriptions.create(file=PLAIN, model="whisper-1", response_format="srt")
    vtt = client.audio.transcriptions.create(file=PLAIN, model="whisper-1", response_format="vtt")

    lines = [event.plaintext for event in pysubs2.SSAFile.from_string(srt, format_="srt")]
    assert " ".join(lines) == SAID
    assert [cue.text for cue in webvtt.from_string(vtt)] == lines


def test_everything_is_told_where_everything_is_asked(client):
    told = client.audio.transcriptions.create(
        file=PLAIN,
        model="whisper-1",
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )

    assert (told.language, told.text) == ("en", SAID)
    assert told.duration == pytest.approx(5.93, abs=0.05)
    assert [word.word for word in told.words] == SAID.split()
    assert all(0 <= word.start < word.end <= told.duration for word in told.words)
    assert " ".join(segment.text for segment in told.segments) == SAID
    assert all(-1 < segment.avg_logprob < 0 for segment in told.segments)
    assert [segment.id for segment in told.segments] == [0, 1]


@pytest.mark.parametrize(
    ("asked", "words", "segments"),
    [
        ([], False, True),
        (["segment"], False, True),
        (["word"], True, False),
        (["word", "segment"], True, True),
    ],
)
def test_times_are_told_of_what_is_asked(client, asked, words, segments):
    told = client.audio.transcriptions.create(
        file=PLAIN,
        model="whisper-1",
        response_format="verbose_json",
        timestamp_granularities=asked,
    )

    assert bool(told.words) is words
    assert bool(told.segments) is segments


def test_who_speaks_is_told(client):
    told = client.audio.transcriptions.create(
        file=PLAIN,
        model="gpt-4o-transcribe-diarize",
        response_format="diarized_json",
        chunking_strategy="auto",
    )

    assert told.text == SAID
    assert told.task == "transcribe"
    assert {segment.type for segment in told.segments} == {"transcript.text.segment"}
    assert {segment.speaker for segment in told.segments} == {"A"}


def test_how_sure_it_is_of_each_word_is_told(client):
    told = client.audio.transcriptions.create(
        file=PLAIN, model="gpt-4o-transcribe", include=["logprobs"]
    )

    assert "".join(row.token for row in told.logprobs).strip() == SAID
    assert all(-10 < row.logprob <= 0 for row in told.logprobs)
    assert all(bytes(map(int, row.bytes)).decode() == row.token for row in told.logprobs)


@pytest.mark.parametrize("shape", ["json", "diarized_json", "text"])
@pytest.mark.parametrize("clip", [PLAIN, MINUTE], ids=lambda clip: clip.stem)
def test_a_stream_is_the_whole_text_bit_by_bit(client, clip, shape):
    # Another vocabulary, so that it is heard anew and not found in the archive.
    events = list(
        client.audio.transcriptions.create(
            file=clip, model="whisper-1", response_format=shape, stream=True, prompt=shape
        )
    )

    deltas = [event.delta for event in events if event.type == "transcript.text.delta"]
    turns = [event for event in events if event.type == "transcript.text.segment"]
    assert events[-1].type == "transcript.text.done"
    assert events[-1].text == "".join(deltas)
    assert len(deltas) > (10 if clip == MINUTE else 0)
    assert bool(turns) is (shape == "diarized_json")
    whole = client.audio.transcriptions.create(file=clip, model="whisper-1", prompt=shape)
    assert events[-1].text == whole.text


def test_what_is_known_already_streams_as_well(client):
    for _ in range(2):
        *_, done = client.audio.transcriptions.create(file=PLAIN, model="whisper-1", stream=True)

        assert done.text == SAID


async def test_the_asynchronous_client_hears_the_same(asking):
    told = await asking.audio.transcriptions.create(file=PLAIN, model="whisper-1")
    stream = await asking.audio.transcriptions.create(file=PLAIN, model="whisper-1", stream=True)
    events = [event async for event in stream]

    assert told.text == SAID
    assert events[-1].text == "".join(event.delta for event in events[:-1]) == SAID


@_calls_it_old
@pytest.mark.parametrize("shape", ["json", "text", "srt", "vtt", "verbose_json"])
def test_a_translation_comes_in_every_format_that_it_has(client, shape):
    told = client.audio.translations.create(file=PLAIN, model="whisper-1", response_format=shape)

    text = told if isinstance(told, str) else told.text
    assert "door" in text
    if shape == "verbose_json":
        assert (told.task, told.language) == ("translate", "en")


def test_the_models_are_listed(client):
    assert [model.id for model in client.models.list()] == ["miniature"]
    assert client.models.retrieve("miniature").object == "model"
    assert client.models.retrieve("whisper-1").id == "whisper-1"
    told = client.audio.transcriptions.create(file=PLAIN, model="miniature")
    assert told.text == SAID


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """What the command line writes for each clip, with a core of its own that stays open."""

    async def write_all():
        texts = texts_for("en")
        async with open_house(settings, patient=False) as house:
            doors = SimpleNamespace(open_core=lambda **_: nullcontext(house.core))
            await house.core.jobs.start(deliveries={Channel.SHELF: Shelf()})
            return {
                clip: await transcribe(Wanted(clip, Wish()), doors=doors, texts=texts)
                for clip in CLIPS
            }

    settings = Settings(
        _env_file=None,
        data_dir=tmp_path_factory.mktemp("alone"),
        speech_model=str(MODEL),
        speech_device="cpu",
    )
    return asyncio.run(write_all())


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.stem)
def test_the_words_are_those_of_the_command_line(client, alone, clip):
    truth = json.loads(clip.with_suffix(".json").read_text())["text"]

    told = client.audio.transcriptions.create(file=clip, model="whisper-1").text

    assert told == " ".join(alone[clip].transcript.text.split())
    if clip.name in SILENT:
        assert told == ""
    else:
        assert jiwer.wer(spelled(truth), spelled(told)) < 0.35


def test_a_wrong_key_is_no_key(door):
    with (
        OpenAI(base_url=f"{door.url}/v1", api_key=door.key[:-1], max_retries=0) as client,
        pytest.raises(openai.AuthenticationError) as refused,
    ):
        client.audio.transcriptions.create(file=PLAIN, model="whisper-1")

    assert (refused.value.status_code, refused.value.code) == (401, "invalid_api_key")


def test_a_file_that_is_too_large_is_refused(client):
    with pytest.raises(openai.APIStatusError) as refused:
        client.audio.transcriptions.create(
            file=("large.wav", BytesIO(bytes((UPLOAD_MB << 20) + 1))), model="whisper-1"
        )

    assert (refused.value.status_code, refused.value.code) == (413, "upload_too_big")


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"file": ("a.wav", b"no sound at all")}, "file"),
        ({"file": ("a.wav", b"")}, "file"),
        ({"response_format": "docx"}, "response_format"),
        ({"temperature": 1.5}, "temperature"),
        ({"temperature": "nan"}, "temperature"),
        ({"language": "klingon"}, "language"),
        ({"timestamp_granularities": ["letter"]}, "timestamp_granularities"),
        ({"include": ["everything"]}, "include"),
        ({"languages": ["en", "tlh"]}, "languages"),
    ],
)
def test_what_cannot_be_is_a_bad_request_that_names_the_field(client, changed, param):
    with pytest.raises(openai.BadRequestError) as refused:
        client.audio.transcriptions.create(**{
            "file": PLAIN,
            "model": "whisper-1",
            "response_format": "json",
            **changed,
        })

    assert refused.value.param == param
    assert refused.value.type == "invalid_request_error"
    assert len(refused.value.body["message"]) > 20


def test_a_model_that_is_not_there_is_not_found(client):
    with pytest.raises(openai.NotFoundError) as refused:
        client.audio.transcriptions.create(file=PLAIN, model="whisper-9")

    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("whisper-9")


@_calls_it_old
def test_who_is_translated_has_no_speakers(client):
    with pytest.raises(openai.BadRequestError):
        client.audio.translations.create(
            file=PLAIN, model="whisper-1", response_format="diarized_json"
        )


def test_an_error_of_a_stream_is_an_error(client):
    with pytest.raises(openai.BadRequestError):
        client.audio.transcriptions.create(file=("a.wav", b"x"), model="whisper-1", stream=True)
