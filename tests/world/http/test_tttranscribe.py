"""TTTranscribe's door, from the signed request to the words, over a made-up TikTok."""

import asyncio
import hashlib
import json
from datetime import datetime

import pytest
from aiohttp.web import FileResponse, Response

from services.errors import SiteTooSlow
from tests.e2e.people import until
from tests.world.conftest import fresh
from tests.world.http.printed import AUTHOR, NUMBER, SHORT, open_printed
from tests.world.media import made, song
from tests.world.test_captions import by_people
from tests.world.words import SAMPLES
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

PATH = "/api/transcribe"
OTHERS = (f"{NUMBER[:-1]}9", f"{NUMBER[:-1]}7", f"{NUMBER[:-1]}5")


@fresh
async def tiktok(world):
    """Return TikTok with the video of the document, under its short link."""
    return open_printed(world, numbers=(NUMBER, *OTHERS))


async def test_every_field_of_the_document_is_there_and_true(doors, tiktok):
    told = await doors.post_signed(PATH, {"url": SHORT})

    assert told.status == 200, told.body
    body = told.body
    assert body["status"] == "ok"
    assert body["lang"] == "en"
    assert 1 < body["duration_sec"] < 6
    assert "computer" in body["transcript"]
    digest = hashlib.sha256(body["transcript"].encode()).hexdigest()
    assert body["transcript_sha256"] == digest
    assert body["source"]["video_id"] == NUMBER
    assert body["source"]["canonical_url"] == f"https://www.tiktok.com/@{AUTHOR}/video/{NUMBER}"
    assert body["billed_tokens"] == 1
    assert body["elapsed_ms"] > 0
    assert datetime.fromisoformat(body["ts"]).tzinfo is not None
    assert body["ts"].endswith("Z")
    assert body["request_id"] == told.headers["X-Request-Id"]
    assert body["origin"] == "speech"

    again = await doors.post_signed(PATH, {"url": f"https://m.tiktok.com/v/{NUMBER}.html"})

    assert again["billed_tokens"] == 0
    assert again["transcript_sha256"] == digest
    assert again["request_id"] != body["request_id"]


async def test_any_site_will_do(doors, world):
    link = open_youtube(world).video("wAnySite001", captions=[by_people("en", "said by people")])

    told = await doors.post(PATH, {"url": link})

    assert (told.status, told["transcript"]) == (200, "said by people")
    assert told["origin"] == "captions"
    assert told["source"] == {"canonical_url": link, "video_id": "wAnySite001"}


@pytest.mark.parametrize(
    ("form", "begins"),
    [("srt", "1\n00:00:00"), ("vtt", "WEBVTT"), ("text", "first line"), ("json", "{")],
)
async def test_the_words_come_in_another_form_as_well(doors, world, form, begins):
    link = open_youtube(world).video(
        "wForms00001", captions=[by_people("en", "first line", "second line")]
    )

    told = await doors.post(PATH, {"url": link, "format": form})

    assert told["output_format"] == form
    assert told["formatted_output"].startswith(begins)
    assert told["transcript"] == "first line second line"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "field-missing"),
        ({"url": ""}, "field-invalid"),
        ({"url": "nothing"}, "field-invalid"),
        ({"url": f"{SHORT} {SHORT[:-2]}x/"}, "field-invalid"),
        ({"url": SHORT, "language": "Klingon"}, "field-invalid"),
        ({"url": SHORT, "format": "pdf"}, "field-invalid"),
        ({"url": 7}, "field-invalid"),
        ([SHORT], "field-invalid"),
    ],
)
async def test_what_cannot_be_meant_is_told_with_400(doors, body, code):
    told = await doors.post_signed(PATH, body)

    assert (told.status, told["code"]) == (400, code)
    assert told["error"] == told["detail"]


async def test_what_is_no_json_is_told_with_400(doors):
    told = await doors.ask("POST", PATH, data=b'{"url": ')

    assert (told.status, told["code"]) == (400, "body-unreadable")


async def test_a_key_is_wanted_and_a_signature_with_it(doors):
    body = {"url": SHORT}

    nobody = await doors.post(PATH, body, key="")
    unknown = await doors.post_signed(PATH, body, **{"X-API-Key": "hs-000000000000"})
    unsigned = await doors.post(PATH, body, key="", headers={"X-API-Key": doors.key})
    forged = await doors.post_signed(PATH, body, **{"X-Signature": "0" * 64})
    late = await doors.post_signed(PATH, body, **{"X-Timestamp": "1"})

    statuses = [told.status for told in (nobody, unknown, unsigned, forged, late)]
    assert statuses == [401, 401, 403, 403, 403]


async def test_a_site_that_says_nothing_in_time_is_told_with_408(doors, world, monkeypatch):
    async def slow(*_args, **_more):
        raise SiteTooSlow(host="example.org", seconds=20)

    monkeypatch.setattr(type(doors.core.jobs), "transcript", slow)
    link = open_youtube(world).video("wSlowly0001", captions=[by_people("en", "late")])

    told = await doors.post(PATH, {"url": link})

    assert (told.status, told["code"]) == (408, "source-too-slow")
    assert told["retryable"] is True


async def test_who_prefers_it_gets_a_job_to_come_back_for(doors, tiktok):
    told = await doors.post(
        PATH,
        {"url": f"https://www.tiktok.com/@its.factsonly/video/{OTHERS[0]}"},
        headers={"Prefer": "respond-async, wait=5"},
    )

    assert told.status == 202
    assert told.headers["Preference-Applied"] == "respond-async"
    assert told.headers["Location"] == f"/api/jobs/{told['job_id']}"
    done = await doors.done(told["job_id"])
    assert (done["status"], done["kind"]) == ("completed", "words")
    words = await doors.get(f"{told.headers['Location']}/transcript")
    assert "computer" in json.dumps(words.body)


async def test_whoever_hangs_up_stops_the_job_but_not_that_of_another(doors, tiktok, world):
    begun, may_go_on = asyncio.Event(), asyncio.Event()
    clip = made("mp4", "-i", str(SAMPLES / "09_one_sentence.ogg"), "-c:a", "aac")

    async def held(_request):
        begun.set()
        await may_go_on.wait()
        return FileResponse(clip)

    world.site("*.tiktokcdn.example").answers("*.mp4", held)
    body = {"url": f"https://www.tiktok.com/@its.factsonly/video/{OTHERS[1]}"}
    hasty = asyncio.create_task(doors.post(PATH, body))
    await begun.wait()
    patient = asyncio.create_task(doors.post(PATH, body))
    await under_way(doors, 2)

    hasty.cancel()
    await under_way(doors, 1)
    may_go_on.set()

    told = await patient
    assert (told.status, "computer" in told["transcript"]) == (200, True)
    counts = await doors.get("/jobs", key=await doors.another_key("somebody else"))
    assert counts["total"] == 0


async def test_a_job_that_is_deleted_meanwhile_is_told_to_who_waits_for_it(doors, tiktok, world):
    begun, may_go_on = asyncio.Event(), asyncio.Event()

    async def held(_request):
        begun.set()
        await may_go_on.wait()
        return Response()

    world.site("*.tiktokcdn.example").answers("*.mp4", held)
    body = {"url": f"https://www.tiktok.com/@its.factsonly/video/{OTHERS[2]}"}
    waiting = asyncio.create_task(doors.post(PATH, body))
    await begun.wait()
    (job,) = await doors.core.jobs.active()

    await doors.ask("DELETE", f"/api/jobs/{job.id}")
    may_go_on.set()

    told = await waiting
    assert (told.status, told["code"]) == (409, "job-stopped")


async def test_everybody_sees_how_their_own_jobs_stand_and_an_owner_all(doors, world):
    link = open_youtube(world).video("wSummary001", captions=[by_people("en", "mine")])
    key = await doors.another_key("summary")
    told = await doors.post(PATH, {"url": link}, key=key)

    mine = await doors.get("/jobs", key=key)
    all_of_them = await doors.get("/jobs")

    assert (mine["total"], mine["complete"], mine["failed"]) == (1, 1, 0)
    assert [job["job_id"] for job in mine["recent"]] == [told["job_id"]]
    assert all_of_them["total"] >= mine["total"]
    assert told["job_id"] in [job["job_id"] for job in all_of_them["recent"]]
    assert len(all_of_them["recent"]) <= 25


async def test_what_failed_is_told_and_repaired_where_that_may_help(doors, world):
    key, site = await doors.another_key("repairer"), world.site("moody.example.org")
    site.answers("/gone.mp3", "", status=404)
    site.answers("/down.mp3", "", status=503)
    for name in ("gone", "down"):
        failed = await doors.post(PATH, {"url": f"https://moody.example.org/{name}.mp3"}, key=key)
        assert failed.status >= 400

    told = await doors.get("/jobs/failed", key=key)
    site.answers("/down.mp3", song())
    repaired = await doors.post("/jobs/repair", key=key)
    again = await doors.post("/jobs/repair", key=key)

    assert told["total"] == 2
    hopes = {job["source_url"].rsplit("/", 1)[1]: job["retryable"] for job in told["failed"]}
    assert hopes == {"gone.mp3": False, "down.mp3": True}
    assert all(job["error_message"] for job in told["failed"])
    assert (repaired["repaired"], repaired["left"]) == (1, 1)
    assert again["repaired"] == 0
    done = await doors.core.jobs.wait(repaired["jobs"][0]["job_id"])
    assert done.failure is None


async def test_the_line_is_told(doors):
    told = await doors.get("/queue/status")

    assert told.status == 200
    assert (told["status"], told["queue_size"], told["active_jobs"]) == ("idle", 0, 0)
    assert told["estimated_wait_time"] == 0


async def under_way(doors, count):
    """Wait until so many jobs are."""

    async def look():
        return len(await doors.core.jobs.active()) == count

    await until(look)
