"""The same words for those who ask whisper-asr-webservice."""

import io
import wave

import pytest

from services.errors import FileUnreadable
from services.jobs.job import Failure
from services.transcripts.asking import Task
from services.transcripts.guessing import Guess
from services.transcripts.wish import Wish


async def ask(door, path, **more):
    return await door.ask(path, field="audio_file", **more)


async def test_the_query_becomes_a_wish(door):
    answer, _ = await ask(
        door, "/asr?task=translate&language=de&initial_prompt=a%01b&vad_filter=true&output=srt"
    )

    assert answer.status == 200
    assert door.jobs.wish == Wish(language="de", task=Task.TRANSLATE, vocabulary="a b")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a.wav.srt"


async def test_bare_samples_become_a_file_that_says_what_they_are(door):
    samples = bytes(range(200)) * 2

    await ask(door, "/asr?encode=false", file=samples)
    await ask(door, "/detect-language?encode=0", file=samples)
    await ask(door, "/asr?encode=true", file=samples)

    for brought in door.jobs.brought[:2]:
        with wave.open(io.BytesIO(brought)) as sound:
            assert sound.getparams()[:3] == (1, 2, 16_000)
        assert brought[44:] == samples
    assert door.jobs.brought[2] == samples


@pytest.mark.parametrize(
    ("output", "begins"),
    [
        ("txt", "Hello you.\nWhere is"),
        ("tsv", "start\tend\ttext\n0\t1500\tHello you.\n"),
        ("srt", "1\n00:00:00,000 -->"),
        ("vtt", "WEBVTT"),
        ("json", '{"text": "Hello you. Where is the cat?"'),
    ],
)
async def test_each_form_is_plain_text_to_them(door, output, begins):
    answer, text = await ask(door, f"/asr?output={output}")

    assert answer.content_type == "text/plain"
    assert text.startswith(begins)


async def test_a_language_has_its_english_name(door):
    _, told = await ask(door, "/detect-language")
    door.jobs.guess = Guess("haw", 0.5)
    _, rare = await ask(door, "/detect-language")

    assert told == {"detected_language": "german", "language_code": "de", "confidence": 0.75}
    assert rare["detected_language"] == "hawaiian"


async def test_a_file_that_cannot_be_read_has_the_name_it_came_with(door):
    door.jobs.guess = FileUnreadable(name="upload-1")

    answer, told = await ask(door, "/detect-language", name="film.mkv")

    assert (answer.status, told["details"]) == (415, {"name": "film.mkv"})


async def test_a_job_that_fails_is_told_as_elsewhere(door):
    door.jobs.result = Failure("no-sound", {})

    answer, told = await ask(door, "/asr")

    assert (answer.status, told["code"]) == (422, "no-sound")
    assert told["message"]


@pytest.mark.parametrize("query", ["output=docx", "task=sing", "language=tlh", "encode=maybe"])
async def test_what_cannot_be_is_refused_before_anything_is_heard(door, query):
    answer, told = await ask(door, f"/asr?{query}")

    assert (answer.status, told["details"]["field"]) == (400, query.partition("=")[0])
    assert door.jobs.orders == []


async def test_a_form_without_the_file_is_refused(door):
    answer, told = await door.ask("/asr", field="file")

    assert (answer.status, told["details"]) == (400, {"field": "audio_file"})
