"""Words of a job and of a live session, polished by a language model on loopback."""

import asyncio
import json
from dataclasses import replace

import pytest
import pytest_asyncio
from aiohttp import web

from handlers.http.polish_doors import PolishStatus
from services.jobs.job import State
from services.jobs.order import Channel
from services.jobs.shelf import Shelf
from services.transcripts.wish import wanted_words
from tests.handlers.http.whole import opened
from tests.language_model import KEY, MODEL, language_model, shouted
from tests.services.live.conftest import sound_of
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANOTHER = "05_plain_gb.mp3"
RAW = {"encoding": "s16le", "rate": 16_000}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def model():
    async with language_model(shouted) as model:
        yield model


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def whole(tmp_path_factory, model):
    with pytest.MonkeyPatch.context() as patch:
        chosen = {"llm_base_url": model.url, "llm_model": MODEL, "llm_api_key": KEY}
        async with opened(tmp_path_factory.mktemp("polish"), patch, **chosen) as site:
            deliveries = {Channel.SHELF: Shelf(), Channel.TELEGRAM: Shelf()}
            await site.house.core.jobs.start(deliveries=deliveries)
            yield site


async def spoken(whole, key, *, sound="09_one_sentence.ogg", **config):
    """Say something; return what is said first and last."""
    async with whole.session.ws_connect(f"{whole.url}/api/transcribe/live") as socket:
        await socket.send_json({"type": "start", "config": {**RAW, **config}, "key": key})
        first = json.loads((await socket.receive(timeout=60)).data)
        await socket.send_bytes(sound_of(sound).tobytes())
        await socket.send_json({"type": "stop"})
        while True:
            told = json.loads((await socket.receive(timeout=60)).data)
            if told["type"] == "complete":
                return first, told


async def polished(whole, job):
    """Have a job polished, and wait for the end."""
    path = f"/api/jobs/{job}/polish"
    answer, told = await whole.ask("POST", path, whole.owner)
    assert answer.status == 202
    while told["status"] == PolishStatus.PROCESSING:
        await asyncio.sleep(0.02)
        answer, told = await whole.ask("GET", path, whole.owner)
        assert answer.status == 200
    return told


async def words(whole, job, form, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    path = f"/api/jobs/{job}/transcript?format={form}&{asked}"
    return await whole.ask("GET", path, whole.owner)


async def test_a_finished_job_is_polished_and_can_be_had_in_every_form(whole, model):
    first, last = await spoken(whole, whole.owner)
    job = last["job_id"]
    assert (first["llm_polish_available"], first["llm_polish_enabled"]) == (True, False)
    assert (last["llm_polished"], last["tokens_used"]) == (False, 0)
    path = f"/api/jobs/{job}/polish"
    assert (await whole.ask("GET", path, whole.owner))[1]["status"] == "none"
    answer, told = await words(whole, job, "srt", polished="true")
    assert (answer.status, told["code"]) == (409, "not-polished")

    done = await polished(whole, job)

    assert (done["status"], done["progress"], done["left"]) == ("completed", 1.0, [])
    assert (done["model"], done["tokens_used"], done["passages"]) == (MODEL, 21, 1)
    assert done["raw_text"] == last["full_text"]
    assert done["text"] == last["full_text"].replace(".", "!")
    for form in ("txt", "srt", "vtt", "md"):
        answer, told = await words(whole, job, form, polished="true")
        assert answer.status == 200
        assert "!" in told.replace("<!--", "")
        assert "(polished)" in answer.headers["Content-Disposition"]
        assert told != (await words(whole, job, form))[1]
    answer, told = await words(whole, job, "json", polished="true")
    assert told["segments"][0]["start"] == last["segments"][0]["start"]
    assert (await words(whole, job, "json"))[1]["text"] == last["full_text"]


async def test_what_is_known_is_not_asked_again(whole, model):
    _, last = await spoken(whole, whole.owner)
    first = await polished(whole, last["job_id"])
    asked = len(model.asked)

    assert await polished(whole, last["job_id"]) == first
    assert len(model.asked) == asked


async def test_a_session_that_wants_it_gets_polished_words_at_the_end(whole):
    """AudioGrab's field and AudioGrab's answer."""
    first, last = await spoken(whole, whole.owner, llm_polish=True, title="Another one")

    assert first["llm_polish_enabled"] is True
    assert last["llm_polished"] is True
    assert last["full_text"] == last["raw_text"].replace(".", "!") != last["raw_text"]
    assert (last["passages_left"], last["tokens_used"]) == (0, 21)
    assert last["segments"][0]["words"]


async def test_a_model_that_is_down_costs_the_session_nothing_but_the_polish(whole, model):
    model.says = lambda _: web.Response(status=400)
    _, last = await spoken(whole, whole.owner, sound=ANOTHER, llm_polish=True)
    model.says = shouted

    assert last["llm_polished"] is False
    assert last["full_text"] == last["raw_text"]
    assert "language model" in last["llm_error"]
    path = f"/api/jobs/{last['job_id']}/polish"
    _, told = await whole.ask("GET", path, whole.owner)
    assert (told["status"], told["error_code"]) == ("failed", "llm-refused")
    assert KEY not in json.dumps(told)


async def test_polishing_is_stopped_and_goes_on_when_asked(whole, model):
    _, last = await spoken(whole, whole.owner)
    path = f"/api/jobs/{last['job_id']}/polish"

    _, told = await whole.ask("DELETE", path, whole.owner)

    assert told["status"] in {"none", "completed"}
    assert (await polished(whole, last["job_id"]))["status"] == "completed"


async def ordered(whole, heard, *, form=""):
    """Order the words of a job once more, polished."""
    jobs = whole.house.core.jobs
    job = await jobs.get(heard)
    wanted = replace(wanted_words(job.order.words), polished=True, form=form)
    order = replace(job.order, words=wanted.text)
    return await jobs.wait((await jobs.submit(order)).id)


async def test_words_are_ordered_polished_as_a_job_like_any_other(whole, model):
    _, last = await spoken(whole, whole.owner)
    shown, saved = [await ordered(whole, last["job_id"], form=form) for form in ("", "srt")]
    asked = len(model.asked)

    jobs = whole.house.core.jobs
    assert (shown.state, saved.state) == (State.DONE, State.DONE)
    assert (await jobs.transcript(shown)).text == last["full_text"].replace(".", "!")
    _, path = await jobs.file(saved)
    assert "!" in path.read_text()
    assert (await jobs.transcript(await jobs.get(last["job_id"]))).text == last["full_text"]
    assert len(model.asked) == asked


async def test_a_job_whose_words_cannot_be_polished_says_why(whole, model):
    _, last = await spoken(whole, whole.owner, sound=ANOTHER)
    model.says = lambda _: web.Response(status=401)
    job = await ordered(whole, last["job_id"])
    model.says = shouted

    assert (job.state, job.failure.code) == (State.FAILED, "llm-refused")
    assert job.failure.details == {"status": 401}


async def test_stopping_such_a_job_stops_the_polishing(whole, model):
    _, last = await spoken(whole, whole.owner, sound=ANOTHER)
    core, asked = whole.house.core, len(model.asked)
    model.hold = asyncio.Event()
    waiting = asyncio.ensure_future(ordered(whole, last["job_id"]))
    await until(lambda: len(model.asked) > asked)
    (job,) = await core.jobs.active()
    assert core.polish.run_of(job.id) is not None

    await core.jobs.cancel(job.id, account=job.order.account)

    assert (await waiting).state is State.CANCELLED
    await until(lambda: core.polish.run_of(job.id) is None)
    model.hold.set()
    model.hold = None


async def test_what_was_polished_goes_with_its_job(whole):
    _, last = await spoken(whole, whole.owner)
    await polished(whole, last["job_id"])
    rows = "SELECT 1 FROM polished WHERE job = :job"
    assert await whole.house.database.rows(rows, job=last["job_id"])

    await whole.ask("DELETE", f"/api/jobs/{last['job_id']}", whole.owner)

    assert await whole.house.database.rows(rows, job=last["job_id"]) == []


async def test_polished_words_are_sent_to_the_chat(whole):
    first, last = await spoken(whole, whole.guest)
    path = f"/api/transcribe/live/{first['session']}/send"

    jobs = whole.house.core.jobs
    for query, expected in (
        ("", last["full_text"]),
        ("?polished=true", last["full_text"].replace(".", "!")),
    ):
        answer, told = await whole.ask("POST", path + query, whole.guest)
        assert answer.status == 202
        sent = await jobs.wait(told["job_id"])
        assert sent.order.recipient.channel is Channel.TELEGRAM
        assert (await jobs.transcript(sent)).text == expected


async def test_anybody_is_told_whether_there_is_a_model(whole):
    _, told = await whole.ask("GET", "/api/transcribe/live/status")

    assert told["llm_polish_available"] is True


async def test_without_a_model_one_is_told_so(whole, monkeypatch):
    monkeypatch.setattr(whole.house.core.polish, "_llm", None)
    first, last = await spoken(whole, whole.owner, llm_polish=True)
    path = f"/api/jobs/{last['job_id']}/polish"

    assert (first["llm_polish_available"], first["llm_polish_enabled"]) == (False, False)
    assert last["llm_polished"] is False
    for method in ("POST", "GET"):
        answer, told = await whole.ask(method, path, whole.owner)
        assert (answer.status, told["code"]) == (422, "llm-missing")
    answer, told = await words(whole, last["job_id"], "srt", polished="true")
    assert (answer.status, told["code"]) == (422, "llm-missing")
    _, told = await whole.ask("GET", "/api/transcribe/live/status")
    assert told["llm_polish_available"] is False
