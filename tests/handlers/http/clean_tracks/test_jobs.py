"""Jobs over HTTP: listed, followed, fetched, stopped, repeated, deleted; and only one's own."""

import asyncio
import json

import pytest

from services.jobs.events import Progress
from services.jobs.job import Stage
from tests.handlers.http.clean_tracks.conftest import EXPLICIT, PLAIN


async def accepted(client, **fields):
    return (await client.process(**fields)).body["job_id"]


def events_in(text):
    """Return the events of a stream: id, name and what they say."""
    found = []
    for block in text.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["id"], lines["event"], json.loads(lines["data"])))
    return found


async def test_jobs_are_listed_the_newest_first_page_by_page(idle):
    ids = [await accepted(idle.client) for _ in range(5)]
    first = await idle.client.get("/api/jobs", params={"limit": 2})
    link = first.headers["Link"]
    second = await idle.client.get(link[link.index("<") + 1 : link.index(">")])
    cursor = second.headers["X-Next-Cursor"]
    late = await accepted(idle.client)
    last = await idle.client.get("/api/jobs", params={"limit": 2, "cursor": cursor})

    listed = [job["job_id"] for page in (first, second, last) for job in page.body]
    assert listed == ids[::-1]
    assert len((await idle.client.get("/api/jobs", params={"limit": 5000})).body) == 6
    assert late not in listed
    assert 'rel="next"' in link
    assert "Link" not in last.headers
    assert {"id", "job_id", "input_filename", "status", "created_at"} <= first.body[0].keys()


async def test_jobs_are_filtered_by_how_they_stand(idle):
    waiting, stopped = await accepted(idle.client), await accepted(idle.client)
    await idle.client.ask("POST", f"/api/jobs/{stopped}/cancel")

    async def ids(**query):
        return [job["job_id"] for job in (await idle.client.get("/api/jobs", params=query)).body]

    assert await ids(status="pending") == await ids(status="queued") == [waiting]
    assert await ids(status="cancelled") == [stopped]
    assert await ids(status="completed") == await ids(kind="media") == []
    assert await ids(kind="clean") == [stopped, waiting]


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "many"}, {"status": "odd"}, {"cursor": "x"}, {"kind": "?"}]
)
async def test_a_list_that_cannot_be_is_refused(idle, query):
    answer = await idle.client.get("/api/jobs", params=query)

    assert (answer.status, answer.body["code"]) == (400, "field-invalid")
    assert " " in answer.body["error"]


async def test_a_job_can_be_asked_for_by_its_number(idle):
    job_id = await accepted(idle.client)
    number = (await idle.client.get(f"/api/jobs/{job_id}")).body["id"]

    assert (await idle.client.get(f"/api/jobs/{number}")).body["job_id"] == job_id
    assert (await idle.other.get(f"/api/jobs/{number}")).status == 404


async def test_what_is_not_done_yet_says_so(idle):
    path = f"/api/jobs/{await accepted(idle.client)}"
    answers = [
        await idle.client.get(f"{path}/{what}") for what in ("download", "transcript", "hits")
    ]

    assert {(answer.status, answer.body["code"]) for answer in answers} == {(409, "job-not-done")}
    assert all(" " in answer.body["error"] for answer in answers)


async def test_a_stopped_job_has_no_result_and_begins_again_on_request(idle):
    job_id = await accepted(idle.client, priority=7)
    stopped = await idle.client.ask("POST", f"/api/jobs/{job_id}/cancel")
    once_more = await idle.client.ask("POST", f"/api/jobs/{job_id}/cancel")
    fruitless = await idle.client.get(f"/api/jobs/{job_id}/download")
    again = await idle.client.ask("POST", f"/api/jobs/{job_id}/retry")
    new = (await idle.client.get(f"/api/jobs/{again.body['job_id']}")).body

    assert (stopped.status, stopped.body["status"]) == (200, "cancelled")
    assert (once_more.status, once_more.body["code"]) == (409, "already-over")
    assert (fruitless.status, fruitless.body["code"]) == (409, "job-fruitless")
    assert again.status == 202
    assert again.body["job_id"] != job_id
    assert (new["status"], new["input_filename"]) == ("pending", EXPLICIT.name)


async def test_a_retry_of_an_uploaded_file_works_to_the_end(place):
    job = await place.client.cleaned(censor_method="silence")
    again = await place.client.ask("POST", f"/api/jobs/{job['job_id']}/retry")
    done = await place.client.over(again.body["job_id"])

    assert done["status"] == "completed"
    assert done["words_censored"] == 2


async def test_a_deleted_job_is_gone_with_its_file(place):
    job = await place.client.cleaned()
    deleted = await place.client.ask("DELETE", f"/api/jobs/{job['job_id']}")

    assert deleted.status == 200
    assert (await place.client.get(f"/api/jobs/{job['job_id']}")).status == 404
    assert (await place.client.get(job["download_url"])).status == 404
    assert (await place.client.get("/api/jobs")).body == []


async def test_the_words_come_masked_in_every_form(place):
    job = await place.client.cleaned()
    path = f"/api/jobs/{job['job_id']}"
    hits = (await place.client.get(f"{path}/hits")).body
    word = hits["hits"][0]["text"]
    forms = {
        form: await place.client.get(f"{path}/transcript", params={"format": form})
        for form in ("json", "txt", "srt", "vtt")
    }
    unmasked = await place.client.get(f"{path}/transcript?format=txt&masked=false")

    assert hits["found"] == hits["hidden"] == len(hits["hits"]) == 2
    assert {"start", "end", "word", "severity", "category", "confidence"} <= hits["hits"][0].keys()
    assert hits["hits"][0]["hidden"]
    text = forms["txt"].body.decode()
    assert "*" in text
    assert word.lower() not in text.lower()
    assert word.lower() in unmasked.body.decode().lower()
    assert forms["json"].body["text"].split() == text.split()
    assert "-->" in forms["srt"].body.decode()
    assert forms["vtt"].body.startswith(b"WEBVTT")
    assert forms["vtt"].headers["Content-Type"].startswith("text/vtt")
    wrong = await place.client.get(f"{path}/transcript?format=docx")
    assert (wrong.status, wrong.body["code"]) == (422, "choice-unavailable")


async def test_a_result_that_is_not_kept_any_more_is_gone(place):
    job = await place.client.cleaned(PLAIN)
    core = place.house.core
    artifact = (await core.jobs.get(job["job_id"])).artifact
    found = await core.jobs.artifact(artifact)
    (await core.blobs.find(found.blob)).unlink()

    gone = await place.client.get(job["download_url"])
    assert (gone.status, gone.body["code"]) == (410, "source-expired")


async def test_progress_is_streamed_to_its_end(place):
    job_id = await accepted(place.client)
    streamed = await place.client.get(f"/api/jobs/{job_id}/events")
    events = events_in(streamed.body)
    late = events_in((await place.client.get(f"/api/jobs/{job_id}/events")).body)
    again = await place.client.get(f"/api/jobs/{job_id}/events", headers={"Last-Event-ID": "end"})
    lost = await place.client.get(f"/api/jobs/{job_id}/events", headers={"Last-Event-ID": '"2'})

    assert streamed.headers["Content-Type"].startswith("text/event-stream")
    *under_way, (last_id, name, last) = events
    assert {name for _, name, _ in under_way} == {"job_progress"}
    percents = [told["progress"]["percent"] for _, _, told in under_way]
    assert percents == sorted(percents)
    assert all(told["progress"]["message"] for _, _, told in under_way)
    assert (last_id, name) == ("end", "job_completed")
    assert last["result"]["statistics"]["words_censored"] == 2
    assert last["result"]["output_filename"] == "02_explicit (clean).ogg"
    assert late == [events[-1]]
    assert again.status == 204
    assert len(events_in(lost.body)) == 1


async def test_who_follows_a_waiting_job_hears_where_it_stands(idle, soon):
    await accepted(idle.client)
    job_id = await accepted(idle.client)
    async with idle.client.session.get(f"/api/jobs/{job_id}/events") as answer:
        first = await soon(answer.content.readuntil(b"\n\n"))
        job = await idle.house.core.jobs.get(job_id)
        idle.house.core.feed.tell(Progress(job, Stage.LISTEN, fraction=0.5, seconds_left=3))
        second = await soon(answer.content.readuntil(b"\n\n"))

    assert events_in(first)[0][2]["progress"]["stage"] == "queued"
    told = events_in(second)[0][2]["progress"]
    assert told["stage"] == "transcription"
    assert 0 < told["percent"] < 100
    assert told["seconds_left"] == 3
    shape = (await idle.client.get(f"/api/jobs/{job_id}")).body
    assert shape["progress"] == round(told["percent"] / 100, 3) or shape["progress"] > 0


async def test_those_who_follow_are_let_go_when_the_house_closes(idle, soon):
    job_id = await accepted(idle.client)
    async with idle.client.session.get(f"/api/jobs/{job_id}/events") as answer:
        await soon(answer.content.readuntil(b"\n\n"))
        await idle.watching._let_go(None)
        rest = await soon(answer.read())

    assert rest == b""


@pytest.mark.parametrize(
    ("method", "what"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/download"),
        ("GET", "/transcript"),
        ("GET", "/hits"),
        ("GET", "/events"),
        ("POST", "/cancel"),
        ("POST", "/retry"),
    ],
)
async def test_anothers_job_is_not_there(idle, method, what):
    job_id = await accepted(idle.client)
    theirs = await idle.other.ask(method, f"/api/jobs/{job_id}{what}")
    nobodys = await idle.client.ask(method, f"/api/jobs/nothing{what}")

    assert theirs.status == nobodys.status == 404
    assert theirs.body["code"] == nobodys.body["code"] == "not-found"
    assert (await idle.client.get(f"/api/jobs/{job_id}")).body["status"] == "pending"
    assert (await idle.other.get("/api/jobs")).body == []


async def test_many_may_follow_one_job(place, soon):
    job_id = await accepted(place.client)
    streams = await soon(
        asyncio.gather(*(place.client.get(f"/api/jobs/{job_id}/events") for _ in range(20)))
    )

    assert {events_in(answer.body)[-1][1] for answer in streams} == {"job_completed"}
    assert not place.watching._followers
    assert not place.watching._standings
