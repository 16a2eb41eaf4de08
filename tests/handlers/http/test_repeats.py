"""What a program repeats after the service went down comes once, whichever door it knocked at."""

import aiohttp
import pytest

from services.accounts.repeats import Turn
from tests.handlers.http.whole import opened

LINK = "https://example.com/a.mp3"
LATER = "2036-01-01T00:00:00Z"
REQUESTS = {
    "/api/download": {"json": {"url": LINK}},
    "/api/schedule/download": {"json": {"url": LINK, "scheduled_at": LATER}},
    "/api/batch/download": {"json": {"urls": [LINK, f"{LINK}?2"]}},
    "/api/process": {"form": {"url": LINK}},
    "/api/process#file": {"form": {"censor_method": "beep"}, "file": b"RIFF"},
    "/api/batch/upload": {"form": {}, "file": f"{LINK}\n{LINK}?2\n".encode()},
    "/api/transcribe/upload": {"form": {"output_format": "srt"}, "file": b"RIFF"},
    "/api/wordlists": {"json": {"name": "Mine"}},
}
TABLES = ("jobs", "batches", "word_lists")


def sent(request):
    if "json" in request:
        return {"json": request["json"]}
    form = aiohttp.FormData()
    for name, value in request["form"].items():
        form.add_field(name, value)
    if "file" in request:
        form.add_field("file", request["file"], filename="a.txt")
    form._is_multipart = True
    return {"data": form}


async def made(whole):
    """How many rows there are of everything that can be made."""
    return [
        (await whole.house.database.row(f"SELECT count(*) FROM {table}"))[0] for table in TABLES
    ]


async def post(whole, path, key, request):
    headers = {"Idempotency-Key": "k1"}
    return await whole.ask("POST", path, key, headers=headers, **sent(request))


@pytest.mark.parametrize("named", REQUESTS)
async def test_a_request_that_the_answer_was_lost_of_makes_nothing_anew(
    tmp_path, monkeypatch, named
):
    path, request = named.partition("#")[0], REQUESTS[named]
    async with opened(tmp_path, monkeypatch) as whole:
        before = await made(whole)
        with monkeypatch.context() as cut_off:

            async def die(*_):
                raise OSError("the lights went out")

            # It was done, and then there was no time left to note the answer, nor to forget the request.
            cut_off.setattr(Turn, "keep", die)
            cut_off.setattr(Turn, "forget", die)
            assert (await post(whole, path, whole.owner, request))[0].status == 500
        once = await made(whole)
        key = whole.owner
    assert once != before

    async with opened(tmp_path, monkeypatch, again=key) as whole:
        answer, told = await post(whole, path, key, request)
        again, told_again = await post(whole, path, key, request)
        assert await made(whole) == once

    if named == "/api/wordlists":
        assert (answer.status, told["code"]) == (409, "word-list-name-taken")
        return
    assert answer.status in {200, 201, 202}, told
    assert (again.status, told_again) == (answer.status, told)
    assert again.headers["Idempotency-Replayed"] == "true"


async def answers(whole):
    return await whole.house.database.rows("SELECT * FROM repeatable WHERE body IS NOT NULL")


@pytest.mark.parametrize("way", ["the job goes", "the account goes"])
async def test_what_was_answered_goes_with_what_it_was_about(tmp_path, monkeypatch, way):
    async with opened(tmp_path, monkeypatch, starts=True) as whole:
        _, told = await post(whole, "/api/download", whole.owner, REQUESTS["/api/download"])
        assert len(await answers(whole)) == 1
        if way == "the job goes":
            await whole.ask("DELETE", f"/api/jobs/{told['job_id']}", whole.owner)
        else:
            await whole.house.core.jobs.forget(whole.owner_id)

        assert await answers(whole) == []


async def test_of_who_wants_nothing_kept_no_answer_is_and_still_nothing_comes_twice(
    tmp_path, monkeypatch
):
    async with opened(tmp_path, monkeypatch) as whole:
        await whole.ask("PUT", "/api/settings", whole.owner, json={"anonymous_mode": True})
        request = REQUESTS["/api/download"]
        first = await post(whole, "/api/download", whole.owner, request)
        again = await post(whole, "/api/download", whole.owner, request)
        other = await post(whole, "/api/download", whole.owner, {"json": {"url": f"{LINK}?2"}})

        assert first[1]["job_id"] == again[1]["job_id"]
        assert other[0].status == 422
        assert await answers(whole) == []
