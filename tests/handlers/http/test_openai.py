"""What OpenAI's clients ask for becomes an order, and what comes of it an answer in their words."""

import asyncio
import json
import random

import pytest

from handlers.http.openai import rest_of
from handlers.http.speech_fields import Asked, Shape
from handlers.http.speech_shapes import body_of, joined_on, line_of, text_of
from services.errors import TooManyWaiting
from services.jobs.job import Failure, State
from services.jobs.order import Channel, Product
from services.transcripts.asking import Task
from services.transcripts.transcript import Segment, Transcript
from services.transcripts.wish import Speakers, Wish
from tests.handlers.http.conftest import HELLO, segment
from tests.waiting import until

WORDS = "/v1/audio/transcriptions"
SAID = "Hello you. Where is the cat?"


def events(text):
    rows = [line.removeprefix("data: ") for line in text.split("\n\n") if line]
    assert rows[-1] == "[DONE]"
    return [json.loads(row) for row in rows[:-1]]


async def test_a_request_is_an_order_like_any_other(door):
    answer, told = await door.ask(WORDS, ("model", "whisper-1"))

    (order,) = door.jobs.orders
    assert (answer.status, told["text"]) == (200, SAID)
    assert (order.product, order.recipient.channel) == (Product.WORDS, Channel.SHELF)
    assert order.account == (await door.accounts.local()).id
    assert len(order.source.digest) == 64
    assert door.jobs.wish == Wish()


@pytest.mark.parametrize(
    ("fields", "wish"),
    [
        ([("language", "German")], Wish(language="de")),
        ([("language", "pt-BR")], Wish(language="pt")),
        ([("language", " ")], Wish()),
        ([("languages[]", "en"), ("languages[]", "de")], Wish(allowed=("en", "de"))),
        ([("languages", "en")], Wish(allowed=("en",))),
        ([("prompt", "Zorch,\n\x00 frobnicate")], Wish(vocabulary="Zorch, frobnicate")),
        ([("prompt", "a"), ("keywords[]", "b"), ("keywords[]", "c")], Wish(vocabulary="a b c")),
        ([("model", "large-v3")], Wish(model="large-v3")),
        ([("model", "miniature")], Wish()),
        ([("model", "")], Wish()),
        ([("temperature", "0.7"), ("chunking_strategy", "auto"), ("beam_size", "9999")], Wish()),
        ([("timestamp_granularities[]", "word")], Wish(word_times=True)),
        ([("timestamp_granularities", "segment")], Wish()),
        ([("include[]", "logprobs")], Wish(word_times=True)),
        ([("response_format", "diarized_json")], Wish(speakers=Speakers.VOICES)),
    ],
)
async def test_fields_become_a_wish(door, fields, wish):
    door.jobs.can_tell_voices = True

    answer, told = await door.ask(WORDS, *fields)

    assert answer.status == 200, told
    assert door.jobs.wish == wish


async def test_a_translation_is_a_wish_as_well(door):
    await door.ask("/v1/audio/translations", ("language", "de"), ("stream", "true"))

    assert door.jobs.wish == Wish(language="de", task=Task.TRANSLATE)


async def test_without_a_way_to_tell_voices_apart_all_is_said_by_one(door):
    _, told = await door.ask(WORDS, ("response_format", "diarized_json"))

    assert door.jobs.wish == Wish()
    assert [turn["speaker"] for turn in told["segments"]] == ["A", "A"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", "hot"),
        ("temperature", "-1"),
        ("temperature", "inf"),
        ("language", "tlh"),
        ("languages[]", "tlh"),
        ("response_format", "XML"),
        ("stream", "perhaps"),
        ("timestamp_granularities[]", "letter"),
        ("include[]", "everything"),
    ],
)
async def test_a_value_that_cannot_be_is_refused_by_its_name(door, name, value):
    answer, told = await door.ask(WORDS, (name, value))

    assert answer.status == 400
    assert told["error"]["param"] == name.removesuffix("[]")
    assert door.jobs.orders == []


async def test_a_model_that_is_not_there_is_answered_with_those_that_are(door):
    answer, told = await door.ask(WORDS, ("model", "huge"))

    assert (answer.status, told["error"]["code"]) == (404, "model_not_found")
    assert "miniature, large-v3" in told["error"]["message"]


async def test_models_are_listed_and_shown(door):
    async with door.session.get("/v1/models") as answer:
        assert [row["id"] for row in (await answer.json())["data"]] == ["miniature", "large-v3"]
    for name, status in (("large-v3", 200), ("gpt-4o-transcribe", 200), ("a/b", 404)):
        async with door.session.get(f"/v1/models/{name}") as answer:
            assert answer.status == status


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        ("json", "application/json"),
        ("verbose_json", "application/json"),
        ("diarized_json", "application/json"),
        ("text", "text/plain"),
        ("srt", "text/plain"),
        ("vtt", "text/vtt"),
    ],
)
async def test_each_shape_has_its_type(door, shape, kind):
    answer, _ = await door.ask(WORDS, ("response_format", shape))

    assert (answer.status, answer.content_type) == (200, kind)


async def test_a_stream_begins_with_what_is_heard_first(door):
    door.jobs.pieces = ("Hello you.", "Where is")

    answer, told = await door.ask(WORDS, ("stream", "true"), ("include[]", "logprobs"))

    *deltas, done = events(told)
    assert answer.content_type == "text/event-stream"
    assert [event["delta"] for event in deltas] == ["Hello you.", " Where is", " the cat?"]
    assert done["text"] == SAID
    assert done["usage"] == {"type": "duration", "seconds": 10}
    assert [row["token"] for row in done["logprobs"]] == [f" {word}" for word in SAID.split()]


async def test_who_speaks_is_streamed_when_it_is_known(door):
    _, told = await door.ask(WORDS, ("stream", "true"), ("response_format", "diarized_json"))

    kinds = [event["type"].rpartition(".")[2] for event in events(told)]
    assert kinds == ["delta", "segment", "segment", "done"]


async def test_a_failure_before_the_first_word_is_an_answer(door):
    door.jobs.result = Failure("no-sound", {})

    answer, told = await door.ask(WORDS, ("stream", "true"))

    assert (answer.status, told["error"]["param"]) == (400, "file")


async def test_a_failure_behind_the_first_word_is_an_event(door):
    door.jobs.pieces, door.jobs.result = ("Hello",), Failure("recogniser-failed", {})

    _, told = await door.ask(WORDS, ("stream", "true"))

    *_, last = events(told)
    assert last["error"]["code"] == "recogniser_failed"
    assert last["error"]["type"] == "server_error"


@pytest.mark.parametrize(
    ("result", "status", "code"),
    [
        (Failure("file-unreadable", {"name": "a.wav"}), 400, "file_unreadable"),
        (Failure("no-room", {"needed_bytes": 5}), 507, "no_room"),
        (Failure("speech-model-missing", {"model": "small"}), 503, "speech_model_missing"),
        (Failure("unexpected", {"id": "abcdefgh"}), 500, "unexpected"),
        (State.CANCELLED, 409, "job_stopped"),
    ],
)
async def test_a_job_that_ends_badly_is_an_error_of_theirs(door, result, status, code):
    door.jobs.result = result

    answer, told = await door.ask(WORDS)

    assert (answer.status, told["error"]["code"]) == (status, code)
    assert set(told["error"]) == {"message", "type", "param", "code"}


async def test_whoever_asks_too_often_is_told_when_to_come_again(door):
    door.jobs.refusal = TooManyWaiting(limit=3)

    answer, told = await door.ask(WORDS)

    assert (answer.status, told["error"]["type"]) == (429, "rate_limit_error")
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_bug_is_theirs_in_shape_and_ours_in_the_log(door):
    door.jobs.refusal = ZeroDivisionError("a secret")

    answer, told = await door.ask(WORDS)

    assert (answer.status, told["error"]["code"]) == (500, "unexpected")
    assert "secret" not in json.dumps(told)


async def test_what_is_not_there_has_their_shape_too(door):
    async with door.session.post("/v1/chat/completions") as answer:
        assert (await answer.json())["error"]["code"] == "not_found"
    async with door.session.put("/v1/models") as answer:
        assert answer.headers["Allow"] == "GET,HEAD"
        assert (await answer.json())["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize("stream", ["true", "false"])
async def test_whoever_hangs_up_stops_the_job(door, stream):
    door.jobs.result, door.jobs.pieces = None, ("Hello",)
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(door.ask(WORDS, ("stream", stream)))
        await door.jobs.begun.wait()

        asking.cancel()

        await asyncio.wait_for(door.jobs.cancelled.wait(), 10)
    await until(lambda: not door.uploads())


def test_scripts_without_spaces_get_none():
    chinese = Transcript(
        "zh", 4, (Segment(0, 1, "你好。"), Segment(1, 2, "猫在哪里？"), Segment(2, 3, "OK then"))
    )

    assert line_of(chinese) == "你好。猫在哪里？ OK then"
    assert text_of(chinese, Shape.TEXT) == "你好。猫在哪里？ OK then\n"


def test_the_rest_of_a_text_follows_what_was_said_however_that_is_spaced():
    chance = random.Random(5)
    for _ in range(200):
        words = [chance.choice(("a", "bc", "猫", "d,")) for _ in range(chance.randint(1, 9))]
        line = ""
        for word in words:
            line = joined_on(line, word)
        said = "".join(
            word + chance.choice(("", " ", "\n")) for word in words[: chance.randint(0, len(words))]
        )

        rest = rest_of(line, said)

        assert line.endswith(rest)
        assert "".join((said + rest).split()) == "".join(line.split())


def test_speakers_have_letters_until_they_have_names():
    def speakers(*names):
        parts = tuple(segment(at * 5, "Well yes.", speaker=name) for at, name in enumerate(names))
        body = body_of(Transcript("en", 30, parts), Asked(Wish(), Shape.DIARIZED))
        return [turn["speaker"] for turn in body["segments"]]

    assert speakers("Speaker 1", "Speaker 2", "Speaker 1") == ["A", "B", "A"]
    assert speakers("Ann", "Speaker 2", "Ann") == ["Ann", "Speaker 2", "Ann"]
    many = speakers(*(f"Speaker {number}" for number in range(30)))
    assert many[25:28] == ["Z", "A1", "B1"]


def test_everything_that_is_known_of_a_passage_is_told():
    body = body_of(HELLO, Asked(Wish(), Shape.VERBOSE, words=True))

    first = body["segments"][0]
    assert (first["start"], first["end"], first["seek"]) == (0, 1.5, 0)
    assert first["avg_logprob"] == pytest.approx(-0.6931)
    assert body["words"][1] == {"word": "you.", "start": 1, "end": 1.5}
    assert (body["language"], body["language_name"]) == ("en", "english")
    assert body["origin"] == "speech"


def test_words_without_times_share_those_of_their_passage():
    captions = Transcript("xx", 4, (Segment(0, 4, "one two"),))

    body = body_of(captions, Asked(Wish(), Shape.VERBOSE, words=True, segments=False))

    assert [word["word"] for word in body["words"]] == ["one", "two"]
    assert body["words"][-1]["end"] == 4
    assert "segments" not in body
    assert body["language_name"] == "xx"
